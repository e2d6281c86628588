"""yearlyFigures and yearlyPublication: the objects of page and command, typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import graphene
from django.urls import reverse

from api.fields import JSON, GuardedField, LabelCount, PairCount, as_label_counts, as_pair_counts, list_of
from oversight.disclosure import Hidden, Shown
from oversight.yearly_figures import yearly_figures
from oversight.yearly_publication import yearly_publication
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission


class HistoricalYears(graphene.ObjectType):
    """Years known only as totals, per measure."""

    received = list_of(graphene.String)
    handled = list_of(graphene.String)


class ReceivedFigures(graphene.ObjectType):
    """Complaints by date of receipt. total: null for a year known only as totals that cannot answer the question."""

    total = graphene.Int()
    by_year = list_of(LabelCount)
    by_unit_and_nature = list_of(PairCount)
    by_nature = list_of(LabelCount)
    by_unit = list_of(LabelCount)
    by_municipality = list_of(LabelCount)
    by_municipality_and_year = list_of(PairCount)
    by_channel = list_of(LabelCount)
    by_kind = list_of(LabelCount)
    by_month = list_of(LabelCount)


class HandledFigures(graphene.ObjectType):
    """Rounds by date of closing. Each is in exactly one of withinTerm, extended, late, withoutTerm and unknown."""

    total = graphene.Int()
    by_year = list_of(LabelCount)
    by_outcome = list_of(LabelCount)
    by_outcome_and_year = list_of(PairCount)
    by_procedure = list_of(LabelCount)
    by_nature_and_outcome = list_of(PairCount)
    by_municipality_and_outcome = list_of(PairCount)
    judged = graphene.Int()
    within_term = graphene.Int()
    extended = graphene.Int()
    late = graphene.Int()
    without_term = graphene.Int()
    unknown = graphene.Int()
    same_day = graphene.Int()
    mean_days = graphene.Float(description="Calendar days, one decimal.")
    median_days = graphene.Float(description="Calendar days, one decimal.")


class ContactFigures(graphene.ObjectType):
    """First contact of the rounds opened in the period; each is in exactly one result. null for a year known as totals."""

    rounds = graphene.Int()
    spoken_in_time = graphene.Int(description="A talk within the norm, or writing where the person prefers that.")
    attempted_in_time = graphene.Int(description="Tried within the norm, not reached within it.")
    late = graphene.Int(description="The first talk or try came after the norm.")
    not_due = graphene.Int(description="Open, not spoken to yet, and the last day of the norm has not passed.")
    none = graphene.Int(description="No contact recorded.")
    unknown = graphene.Int(description="Taken over without a day of contact.")


class Flow(graphene.ObjectType):
    """broughtForward + received + returned - closed = carriedForward; null where history makes it unknown."""

    brought_forward = graphene.Int()
    received = graphene.Int()
    returned = graphene.Int()
    closed = graphene.Int()
    carried_forward = graphene.Int()


class LeftOut(graphene.ObjectType):
    """References of files that count nowhere."""

    duplicates = list_of(graphene.String)
    registered_in_error = list_of(graphene.String)


class YearlyFigures(graphene.ObjectType):
    """What came in, what was handled, how it went."""

    tenant = graphene.String(required=True)
    year = graphene.Int(required=True)
    years = list_of(graphene.String)
    historical = graphene.Field(graphene.NonNull(HistoricalYears))
    received = graphene.Field(graphene.NonNull(ReceivedFigures))
    handled = graphene.Field(graphene.NonNull(HandledFigures))
    contact = graphene.Field(graphene.NonNull(ContactFigures))
    flow = graphene.Field(graphene.NonNull(Flow))
    left_out = graphene.Field(graphene.NonNull(LeftOut))
    as_json = graphene.Field(graphene.NonNull(JSON), description="The whole object as page and command give it.")


HiddenCount = graphene.Enum.from_enum(Hidden, name="HiddenCount", description="Why a number is not published.")


class PublishedCount(graphene.ObjectType):
    """A number that may be published, or why it may not be told: then count is null."""

    label = graphene.String(required=True, description="The organisation's own word, a year, or a code.")
    count = graphene.Int()
    hidden = graphene.Field(HiddenCount)


class PublishedTable(graphene.ObjectType):
    """counts: null where there are too few complaints to divide them by this."""

    key = graphene.String(required=True)
    counts = graphene.List(graphene.NonNull(PublishedCount))


class YearlyPublication(graphene.ObjectType):
    """The yearly publication of the registered complaints (Awb 9:12a): numbers that point at nobody."""

    organisation = graphene.String(required=True)
    year = graphene.Int(required=True)
    counted_on = graphene.Date(required=True)
    is_provisional = graphene.Boolean(required=True, description="The year is not over.")
    received_by_year = list_of(PublishedCount)
    handled_by_year = list_of(PublishedCount)
    tables = list_of(PublishedTable)
    address = graphene.String(required=True, description="Path of the PDF on this host.")


class FigureQueries(graphene.ObjectType):
    yearly_figures = GuardedField(
        graphene.NonNull(YearlyFigures),
        permission=Permission.SEE_YEARLY_FIGURES,
        year=graphene.Int(required=True),
        period_from=graphene.Date(name="from"),
        period_until=graphene.Date(name="to"),
        municipality=graphene.String(description="CBS code, such as GM0321."),
    )

    yearly_publication = GuardedField(
        graphene.NonNull(YearlyPublication), permission=Permission.SEE_YEARLY_FIGURES, year=graphene.Int(required=True)
    )

    @staticmethod
    def resolve_yearly_publication(root: None, info: Any, year: int) -> YearlyPublication:
        found = yearly_publication(actor=info.context.actor, year=year, today=dutch_date(read_clock()))
        return YearlyPublication(
            organisation=found.organisation,
            year=found.year,
            counted_on=found.counted_on,
            is_provisional=found.is_provisional,
            received_by_year=_published(found.received),
            handled_by_year=_published(found.handled),
            tables=[PublishedTable(key=one.key, counts=None if one.counts is None else _published(one.counts)) for one in found.tables],
            address=reverse("publication_pdf", kwargs={"year": found.year}),
        )

    @staticmethod
    def resolve_yearly_figures(
        root: None,
        info: Any,
        year: int,
        period_from: date | None = None,
        period_until: date | None = None,
        municipality: str | None = None,
    ) -> YearlyFigures:
        figures = yearly_figures(
            actor=info.context.actor,
            year=year,
            period_from=period_from,
            period_until=period_until,
            municipality_code=municipality,
            today=dutch_date(read_clock()),
        )
        return YearlyFigures(
            tenant=figures["tenant"],
            year=figures["year"],
            years=figures["years"],
            historical=HistoricalYears(**figures["historical"]),
            received=ReceivedFigures(**_typed(figures["received"])),
            handled=HandledFigures(**_typed(figures["handled"])),
            contact=ContactFigures(**_typed(figures["contact"])),
            flow=Flow(**figures["flow"]),
            left_out=LeftOut(**figures["left_out"]),
            as_json=figures,
        )


def _typed(part: dict[str, Any]) -> dict[str, Any]:
    """Breakdowns as lists; "onbekend" is `unknown` among the totals."""
    typed: dict[str, Any] = {}
    for name, value in part.items():
        if not isinstance(value, dict):
            typed["unknown" if name == "onbekend" else name] = value
        elif "_and_" in name:
            typed[name] = as_pair_counts(value)
        else:
            typed[name] = as_label_counts(value)
    return typed


def _published(counts: Mapping[str, Shown]) -> list[PublishedCount]:
    return [
        PublishedCount(label=label, hidden=count) if isinstance(count, Hidden) else PublishedCount(label=label, count=count)
        for label, count in counts.items()
    ]
