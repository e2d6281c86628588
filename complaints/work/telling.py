"""What whoever complains still has to be told: what was learned from it, and what came of it at whoever took it over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from complaints.access import visible_complaints
from complaints.awb.refusals import YearOutOfRange
from complaints.awb.working_days import contact_due
from complaints.models import Complaint, Lesson, Round, Transfer
from complaints.selectors import whose_words_stay_inside
from complaints.work.beside import people_of
from complaints.work.crew import crew_on
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

# Within so many working days after it was written down or came in.
DAYS_TO_TELL = 5
A_WEEK = timedelta(days=7)
MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Untold:
    """One thing to tell, a lesson or feedback that came in. since: from which day it is asked; by: the last day for it.

    is_inside: the words of its file stay inside it.
    """

    key: UUID
    complaint: Complaint
    since: date
    by: date
    lesson: Lesson | None = None
    transfer: Transfer | None = None
    is_inside: bool = False


@dataclass(frozen=True, kw_only=True)
class _Norm:
    """By which days are counted: skips_decreed, as the norm for contact does."""

    calendar: StatutoryCalendar
    skips_decreed: bool


def to_tell(*, actor: Actor, today: date) -> tuple[list[Untold], int]:
    """What is to be told now and is this person's work, the first due first; the first few, and how many there are."""
    if not actor.may(Permission.HANDLE_COMPLAINTS) or actor.user_id is None:
        return [], 0
    due = [one for one in untold(visible_complaints(actor=actor)) if one.since <= today]
    if not due:
        return [], 0
    people = people_of(((one.key, one.complaint.pk, None) for one in due), crew=crew_on(today))
    mine = [one for one in due if actor.user_id in people[one.key][1]]
    shown = mine[:MOST_SHOWN]
    inside = whose_words_stay_inside(one.complaint for one in shown)
    return [replace(one, is_inside=one.complaint.pk in inside) for one in shown], len(mine)


def untold(files: QuerySet[Complaint]) -> list[Untold]:
    """What is to be told in these files, as far as they count, the first due first. Four queries, and the calendar."""
    here = files.filter(exclusion="", destroyed_at=None)
    lessons = list(Lesson.objects.untold().filter(complaint__in=here).select_related("complaint"))
    transfers = list(Transfer.objects.untold().filter(round__complaint__in=here).select_related("round__complaint", "provider"))
    if not lessons and not transfers:
        return []
    settings = OrganisationSettings.objects.only("contact_norm_skips_decreed_days").get()
    norm = _Norm(calendar=current_statutory_calendar(), skips_decreed=settings.contact_norm_skips_decreed_days)
    rounds: dict[UUID, Round] = {}
    of_files = Round.objects.filter(complaint__in={one.complaint_id for one in lessons})
    for last in of_files.only("complaint_id", "number", "due_on", "closed_on").order_by("number"):
        rounds[last.complaint_id] = last
    found = [_of_lesson(one, rounds[one.complaint_id], norm=norm) for one in lessons]
    for one in transfers:
        assert one.ended_on is not None
        by = _within_norm(one.ended_on, norm=norm)
        found.append(Untold(key=one.pk, complaint=one.round.complaint, since=one.ended_on, by=by, transfer=one))
    return sorted(found, key=lambda one: (one.by, one.complaint.reference, str(one.key)))


def _of_lesson(one: Lesson, last: Round, *, norm: _Norm) -> Untold:
    """While the complaint is open at the latest with the letter that ends it, and asked from a week before; after that within the
    norm, at once.
    """
    recorded_on = dutch_date(one.recorded_at)
    since = max(recorded_on, last.closed_on or recorded_on)
    by = _within_norm(since, norm=norm)
    if last.closed_on is None and by < last.due_on:
        since, by = max(recorded_on, last.due_on - A_WEEK), last.due_on
    return Untold(key=one.pk, complaint=one.complaint, since=since, by=by, lesson=one)


def _within_norm(since: date, *, norm: _Norm) -> date:
    try:
        return contact_due(received_on=since, calendar=norm.calendar, working_days=DAYS_TO_TELL, skip_decreed=norm.skips_decreed).result
    except YearOutOfRange:
        # Long before the years of the calendar: over, whatever its holidays were.
        return since + A_WEEK
