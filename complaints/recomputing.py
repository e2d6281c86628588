"""Dates of rounds computed anew: what the flows share that follow a change of calendar, norms or meaning. Opens no transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from complaints.awb.refusals import ClockRefusal
from complaints.models import ComplaintEvent, Round
from complaints.selectors import facts_of_round
from complaints.terms import Norms, compute_dates
from tenants.actors import Actor, guard
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar

DATES = ("term_ends_on", "due_base", "due_on", "notice_due_on", "contact_due_on", "is_provisional")
CHUNK = 1_000


@dataclass(frozen=True, kw_only=True)
class MovedTerm:
    """An open complaint whose due date moved. Dates as it stands, after extension and postponement."""

    reference: str
    due_before: date
    due_now: date


@dataclass(frozen=True, kw_only=True)
class Recomputation:
    """What came of it. refused: references of files that keep their dates, since the clock would refuse them under the new."""

    moved: list[MovedTerm] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def current_norms() -> Norms:
    """The organisation's norms as the dates of a round need them."""
    settings = OrganisationSettings.objects.get()
    return Norms(
        contact_days=settings.contact_norm_days,
        signal_days=settings.signal_norm_days,
        skip_decreed=settings.contact_norm_skips_decreed_days,
    )


def recompute_rounds(rounds: Iterable[Round], *, actor: Actor, now: datetime, code: str, also: tuple[str, ...] = ()) -> Recomputation:
    """Compute the dates of these rounds, write what changed, and record it in the history of each file under `code`.

    rounds: locked by the caller, with complaint and TERM_CHANGES loaded. also: columns the caller has set on the rounds
    and wants written with the dates; a round the clock refuses keeps those too.
    """
    calendar, norms = current_statutory_calendar(), current_norms()
    result = Recomputation()
    changed, events = [], []
    for one in rounds:
        try:
            dates = compute_dates(facts=facts_of_round(one), calendar=calendar, norms=norms)
        except ClockRefusal:
            result.refused.append(one.complaint.reference)
            continue
        differences = {name: [getattr(one, name), getattr(dates, name)] for name in DATES if getattr(one, name) != getattr(dates, name)}
        if not differences and not also:
            continue
        if one.due_on != dates.due_on and one.closed_on is None:
            result.moved.append(MovedTerm(reference=one.complaint.reference, due_before=one.due_on, due_now=dates.due_on))
        for name in differences:
            setattr(one, name, getattr(dates, name))
        changed.append(one)
        events.append(_event(one, differences, actor=actor, now=now, code=code))
    Round.objects.bulk_update(changed, [*DATES, *also], batch_size=CHUNK)
    ComplaintEvent.objects.bulk_create(events, batch_size=CHUNK)
    return result


def terms_moved_since(*, actor: Actor, moment: datetime) -> list[MovedTerm]:
    """Which files got another last day because a calendar or a norm changed, from this moment on, as their history has it."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    events = ComplaintEvent.objects.filter(code="terms_recomputed", happened_at__gte=moment, data__dates__has_key="due_on")
    return [
        MovedTerm(reference=event.complaint.reference, due_before=date.fromisoformat(before), due_now=date.fromisoformat(after))
        for event in events.select_related("complaint").order_by("pk")
        for before, after in [event.data["dates"]["due_on"]]
    ]


def _event(one: Round, differences: dict[str, list[Any]], *, actor: Actor, now: datetime, code: str) -> ComplaintEvent:
    shown = {name: [value.isoformat() if isinstance(value, date) else value for value in pair] for name, pair in differences.items()}
    return ComplaintEvent(
        complaint=one.complaint,
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code=code,
        data={"round": one.number, "regime": one.regime, "dates": shown},
    )
