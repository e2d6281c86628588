"""The calendar changed: the terms of open complaints are computed anew, and the file says which moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from complaints.awb.refusals import ClockRefusal
from complaints.models import ComplaintEvent, Round
from complaints.selectors import facts_of_round
from complaints.terms import Norms, compute_dates
from tenants.actors import Actor, guard
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar

_COLUMNS = ("term_ends_on", "due_base", "due_on", "notice_due_on", "contact_due_on", "is_provisional")
CHUNK = 1_000


@dataclass(frozen=True, kw_only=True)
class MovedTerm:
    """An open complaint whose due date moved. Dates as it stands, after extension and postponement."""

    reference: str
    due_before: date
    due_now: date


def recompute_open_terms(*, actor: Actor, now: datetime) -> list[MovedTerm]:
    """Compute the dates of every open round anew. Returns those whose due date moved; run twice, the second finds none.

    A round of which only another date moved, or that is no longer provisional, is changed and recorded as well.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    calendar = current_statutory_calendar()
    moved: list[MovedTerm] = []
    with transaction.atomic(durable=True):
        settings = OrganisationSettings.objects.get()
        norms = Norms(
            contact_days=settings.contact_norm_days,
            signal_days=settings.signal_norm_days,
            skip_decreed=settings.contact_norm_skips_decreed_days,
        )
        rounds = (
            Round.objects.select_for_update(of=("self",))
            .filter(closed_on__isnull=True)
            .select_related("complaint")
            .prefetch_related("postponements")
            .order_by("pk")
        )
        changed, events = [], []
        for one in rounds.iterator(chunk_size=CHUNK):
            try:
                dates = compute_dates(facts=facts_of_round(one), calendar=calendar, norms=norms)
            except ClockRefusal:
                # What was agreed under the old dates would be refused under the new: the stored dates stand until a person looks.
                continue
            differences = {
                name: [getattr(one, name), getattr(dates, name)] for name in _COLUMNS if getattr(one, name) != getattr(dates, name)
            }
            if not differences:
                continue
            if one.due_on != dates.due_on:
                moved.append(MovedTerm(reference=one.complaint.reference, due_before=one.due_on, due_now=dates.due_on))
            for name in differences:
                setattr(one, name, getattr(dates, name))
            changed.append(one)
            events.append(_event(actor, one, differences, now))
        Round.objects.bulk_update(changed, _COLUMNS, batch_size=CHUNK)
        ComplaintEvent.objects.bulk_create(events, batch_size=CHUNK)
    return moved


def _event(actor: Actor, one: Round, differences: dict[str, list[Any]], now: datetime) -> ComplaintEvent:
    shown = {name: [value.isoformat() if isinstance(value, date) else value for value in pair] for name, pair in differences.items()}
    return ComplaintEvent(
        complaint=one.complaint,
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code="terms_recomputed",
        data={"round": one.number, "dates": shown},
    )
