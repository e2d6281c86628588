"""Rows of a register for tests, written straight to the tables: quick, and free of what the flows under test decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from complaints.models import Complaint, ComplaintPoint, HistoricalTotal, Regime, Round
from tenants.organisation.core_lists import Dimension, label_key, proposed_core_code
from tenants.organisation.models import Authority, Label

_numbers = count(1)


def make_label(dimension: Dimension, text: str | None, core_code: str | None = None) -> Label | None:
    """The label with this text, made in order of first use; None for a blank."""
    if text is None:
        return None
    label, _ = Label.objects.get_or_create(
        dimension=dimension,
        key=label_key(text),
        defaults={
            "text": text,
            "core_code": core_code or proposed_core_code(dimension=dimension, text=text),
            "position": Label.objects.filter(dimension=dimension).count(),
        },
    )
    return label


@dataclass(frozen=True, kw_only=True)
class RoundFacts:
    """One round. plain term six weeks, extended by extension_weeks; no holidays: tests of counts, not of the clock."""

    opened_on: date
    closed_on: date | None = None
    outcome: str | None = None
    procedure: str | None = None
    source_term: str = ""
    extension_weeks: int = 0
    regime: str = Regime.INTERNAL
    first_attempt_on: date | None = None
    first_contact_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ComplaintFacts:
    rounds: tuple[RoundFacts, ...]
    kind: str | None = None
    derived_kind: str | None = "COMPLAINT"
    channel: str | None = None
    municipality: str | None = None
    municipality_code: str | None = None
    unit: str | None = None
    nature: str | None = None
    exclusion: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def received_on(self) -> date:
        return self.rounds[0].opened_on


def make_complaint(facts: ComplaintFacts) -> Complaint:
    """Write one file with its rounds and main point."""
    number = next(_numbers)
    complaint = Complaint.objects.create(
        reference=f"{facts.received_on.year}-{number:05}",
        received_on=facts.received_on,
        authority=Authority.objects.get(is_default=True),
        kind=make_label(Dimension.KIND, facts.kind),
        derived_kind=facts.derived_kind,
        channel=make_label(Dimension.CHANNEL, facts.channel),
        municipality=make_label(Dimension.MUNICIPALITY, facts.municipality, facts.municipality_code),
        exclusion="" if facts.exclusion == "DUPLICATE_OF" else facts.exclusion,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        **facts.extra,
    )
    ComplaintPoint.objects.create(
        complaint=complaint, unit=make_label(Dimension.UNIT, facts.unit), nature=make_label(Dimension.NATURE, facts.nature), is_main=True
    )
    for place, one in enumerate(facts.rounds, start=1):
        make_round(complaint, place, one)
    return complaint


def make_round(complaint: Complaint, number: int, facts: RoundFacts) -> Round:
    plain = facts.opened_on + timedelta(weeks=6)
    return Round.objects.create(
        complaint=complaint,
        number=number,
        opened_on=facts.opened_on,
        closed_on=facts.closed_on,
        outcome=make_label(Dimension.OUTCOME, facts.outcome),
        procedure=make_label(Dimension.PROCEDURE, facts.procedure),
        source_term=facts.source_term,
        regime=facts.regime,
        extension_weeks=facts.extension_weeks,
        term_ends_on=plain,
        due_base=plain,
        due_on=plain + timedelta(weeks=facts.extension_weeks),
        first_attempt_on=facts.first_attempt_on,
        first_contact_on=facts.first_contact_on,
        contact_due_on=facts.opened_on + timedelta(days=7),
    )


def make_history(year: int, measure: str, dimension: str, cells: Iterable[tuple[str | None, int]]) -> None:
    """Totals of a year known only as totals."""
    for text, number in cells:
        label = None if dimension == "total" else make_label(Dimension(dimension), text)
        HistoricalTotal.objects.create(
            year=year, measure=measure, dimension=dimension, label=label, count=number, taken_over_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
