"""Measures that follow from complaints: who may own one, and which ask for something now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from complaints.access import visible_complaints
from complaints.models import Complaint, ComplaintPoint, Improvement
from complaints.selectors import whose_words_stay_inside
from complaints.work.crew import crew_on
from tenants.accounts.selectors import colleagues_here, managers_of_units
from tenants.actors import Actor, guard
from tenants.permissions import Permission, Role

# So long before its day a measure stands in Mijn werk.
AHEAD = timedelta(days=7)
MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class MeasureDue:
    """A measure that asks for something by a day: to be done, or to be looked at whether it helps (is_check).

    is_inside: the words of its file stay inside it.
    """

    measure: Improvement
    by: date
    is_check: bool
    is_own: bool
    is_inside: bool = False


def owners_of(complaint: Complaint, *, today: date) -> set[int]:
    """Who may own a measure of this file: who handles such files, and managers of its unit; nobody who was involved."""
    involved = set(complaint.involved_people.filter(handles_by_exception=False).values_list("user_id", flat=True))
    able = set(crew_on(today).able(is_council=bool(complaint.compartment)))
    if not complaint.compartment:
        units = ComplaintPoint.objects.filter(complaint=complaint, is_main=True, unit__isnull=False).values_list("unit_id", flat=True)
        able |= managers_of_units(list(units), today=today)
    return able - involved


def owner_choices(*, actor: Actor, complaint: Complaint, also: int | None, today: date) -> list[tuple[str, str]]:
    """Who may own a measure of this file, by name. also: whoever owns it now."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    able = owners_of(complaint, today=today) | ({also} if also is not None else set())
    return [(str(one.user_id), one.shown_name) for one in colleagues_here(also=[also]) if one.user_id in able]


def measures_due(*, actor: Actor, today: date) -> tuple[list[MeasureDue], int]:
    """What measures ask for by a week from today, own ones first, then by day; the first few, and how many there are.

    Everybody sees their own, in files they may still see; a manager and a coordinator those of others too.
    """
    if not actor.may(Permission.SEE_COMPLAINTS):
        return [], 0
    to_do = Q(ended_on=None, due_on__lte=today + AHEAD)
    to_check = Q(is_done=True, checked_on=None, check_on__lte=today + AHEAD)
    files = visible_complaints(actor=actor).filter(exclusion="", destroyed_at=None)
    found = Improvement.objects.filter(to_do | to_check, complaint__in=files).select_related("complaint", "owner")
    if not actor.roles & {Role.MANAGER, Role.COORDINATOR, Role.COUNCIL_REGISTRY}:
        found = found.filter(owner_id=actor.user_id)
    rows = [
        MeasureDue(
            measure=one,
            by=one.check_on if one.is_done and one.check_on else one.due_on,
            is_check=one.is_done,
            is_own=one.owner_id == actor.user_id,
        )
        for one in found
    ]
    rows.sort(key=lambda row: (not row.is_own, row.by, row.measure.complaint.reference))
    shown = rows[:MOST_SHOWN]
    inside = whose_words_stay_inside(row.measure.complaint for row in shown)
    return [replace(row, is_inside=row.measure.complaint_id in inside) for row in shown], len(rows)
