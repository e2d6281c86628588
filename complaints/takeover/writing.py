"""Write files that were kept elsewhere into the register, a batch at a time. Opens no transaction."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from complaints.code_lists import FilerRole
from complaints.models import Complaint, ComplaintEvent, ComplaintPoint, Party, Postponement, Round
from complaints.records import Retention
from complaints.takeover.rows import PlannedComplaint
from tenants.actors import Actor


def add_taken_over(
    *,
    plans: Sequence[PlannedComplaint],
    references: Mapping[int, Iterator[str]],
    retention: Retention,
    actor: Actor,
    now: datetime,
) -> None:
    """Write files that were kept elsewhere, each with its round, main point, person and one line of history.

    What is closed is kept as long as what is closed here, counted from the same day.
    """
    complaints = [_complaint(plan, reference=next(references[plan.row.received_on.year]), now=now) for plan in plans]
    for plan, complaint in zip(plans, complaints, strict=True):
        retention.set_on(complaint, closed_on=plan.row.closed_on)
    Complaint.objects.bulk_create(complaints)
    pairs = list(zip(plans, complaints, strict=True))
    ComplaintPoint.objects.bulk_create(
        ComplaintPoint(complaint=complaint, nature_id=plan.label_id("nature"), unit_id=plan.label_id("unit"), is_main=True)
        for plan, complaint in pairs
    )
    rounds = Round.objects.bulk_create(_round(plan, complaint=complaint) for plan, complaint in pairs)
    Postponement.objects.bulk_create(
        itertools.chain.from_iterable(
            (Postponement(round=of, starts_on=period.starts_on, ends_on=period.ends_on) for period in plan.facts.postponements)
            for plan, of in zip(plans, rounds, strict=True)
        )
    )
    Party.objects.bulk_create(
        Party(
            complaint=complaint,
            role=FilerRole.COMPLAINANT,
            name=plan.row.name,
            phone=plan.row.phone,
            email=plan.row.email,
            address=plan.row.address,
        )
        for plan, complaint in pairs
        if plan.row.has_party
    )
    ComplaintEvent.objects.bulk_create(
        ComplaintEvent(
            complaint=complaint,
            happened_at=now,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            code="taken_over",
            data={"source_reference": plan.row.reference},
        )
        for plan, complaint in pairs
    )


def _complaint(plan: PlannedComplaint, *, reference: str, now: datetime) -> Complaint:
    row = plan.row
    return Complaint(
        reference=reference,
        source_reference=row.reference,
        source_digest=row.digest,
        received_on=row.received_on,
        authority_id=plan.authority_id,
        kind_id=plan.label_id("kind"),
        derived_kind=plan.derived_kind,
        channel_id=plan.label_id("channel"),
        municipality_id=plan.label_id("municipality"),
        summary=row.summary,
        story=row.story,
        taken_over_at=now,
        created_at=now,
        changed_at=now,
    )


def _round(plan: PlannedComplaint, *, complaint: Complaint) -> Round:
    row, dates = plan.row, plan.dates
    return Round(
        complaint=complaint,
        opened_on=row.received_on,
        closed_on=row.closed_on,
        outcome_id=plan.label_id("outcome"),
        procedure_id=plan.label_id("procedure"),
        handled_by_id=plan.label_id("handled_by"),
        handler_id=plan.handler_id,
        regime=plan.facts.regime,
        source_term=row.within_term if row.closed_on else "",
        taken_over=row.closed_on is not None,
        first_contact_on=row.first_contact_on,
        acknowledged_on=row.acknowledged_on,
        extension_weeks=sum(extension.weeks for extension in plan.facts.extensions),
        extension_sent_on=row.extension_sent_on if plan.facts.extensions else None,
        term_ends_on=dates.term_ends_on,
        due_base=dates.due_base,
        due_on=dates.due_on,
        notice_due_on=dates.notice_due_on,
        contact_due_on=dates.contact_due_on,
        is_provisional=dates.is_provisional,
        source_due_on=row.source_due_on,
    )
