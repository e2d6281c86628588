"""Counts of the register, by SQL: the raw cells of the yearly figures.

Received counts complaints by date of receipt; handled counts rounds by date of closing. Files that are double or were
registered by mistake count nowhere, and the council's compartment is counted apart: whoever reads these figures must not
learn of it. A cell is keyed by label ids; None is "onbekend".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    Avg,
    Case,
    CharField,
    Count,
    F,
    FilteredRelation,
    FloatField,
    Func,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import ExtractMonth, ExtractYear

from complaints.access import involves
from complaints.models import Compartment, Complaint, Exclusion, HistoricalTotal, Regime, Round, SourceTerm
from tenants.organisation.core_lists import JUDGED_OUTCOMES

LabelId = UUID | None

_RECEIVED_PATHS = {
    "kind": "kind_id",
    "channel": "channel_id",
    "municipality": "municipality_id",
    "unit": "main__unit_id",
    "nature": "main__nature_id",
}
_HANDLED_PATHS = {
    "outcome": "outcome_id",
    "procedure": "procedure_id",
    "municipality": "complaint__municipality_id",
    "nature": "main__nature_id",
    "unit": "main__unit_id",
}
CONTACT_RESULTS = ("spoken_in_time", "attempted_in_time", "late", "not_due", "none", "onbekend")
TERM_RESULTS = ("within_term", "extended", "late", "without_term", "onbekend")


@dataclass(frozen=True, kw_only=True)
class Period:
    """A stretch of days, both included."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which part of the register counts. None: all of it."""

    municipality_ids: frozenset[UUID] | None = None
    unit_ids: frozenset[UUID] | None = None


@dataclass(frozen=True, kw_only=True)
class HandledFacts:
    """What is known of the handled complaints of one period; None: unknown. Durations in calendar days."""

    judged: int | None
    same_day: int | None
    mean_days: float | None
    median_days: float | None
    by_term: dict[str, int | None]


class Days(Func):
    """Calendar days between two dates, as PostgreSQL counts them."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class Median(Aggregate):
    """The middle value; between two, their mean."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def received_by_year(*, scope: Scope, periods: Iterable[Period], dimension: str) -> Counter[tuple[int, LabelId]]:
    """Complaints received, by (year, label of the dimension)."""
    counted = _received(scope).filter(_within("received_on", periods)).annotate(year=ExtractYear("received_on"))
    return _cells(counted, "year", _RECEIVED_PATHS[dimension])


def received_by_pair(*, scope: Scope, period: Period, dimensions: tuple[str, str]) -> Counter[tuple[LabelId, LabelId]]:
    """Complaints received in a period, by two labels."""
    return _cells(_received(scope).filter(_within("received_on", [period])), *(_RECEIVED_PATHS[name] for name in dimensions))


def received_by_month(*, scope: Scope, period: Period) -> Counter[tuple[int, int]]:
    """Complaints received in a period, by (year, month)."""
    counted = _received(scope).filter(_within("received_on", [period]))
    return _cells(counted.annotate(year=ExtractYear("received_on"), month=ExtractMonth("received_on")), "year", "month")


def received_by_form(*, scope: Scope, period: Period) -> dict[str, int]:
    """Complaints received in a period by how they came in (Awb 9:12a): "written", "oral", and "onbekend" where it occurs."""
    counted = _cells(_received(scope).filter(_within("received_on", [period])), "is_written")
    names = {True: "written", False: "oral", None: "onbekend"}
    return {name: counted[value,] for value, name in names.items() if counted[value,] or value is not None}


def handled_by_year(*, scope: Scope, periods: Iterable[Period], dimension: str) -> Counter[tuple[int, LabelId]]:
    """Rounds closed, by (year, label of the dimension)."""
    counted = _handled(scope).filter(_within("closed_on", periods)).annotate(year=ExtractYear("closed_on"))
    return _cells(counted, "year", _HANDLED_PATHS[dimension])


def handled_by_pair(*, scope: Scope, period: Period, dimensions: tuple[str, str]) -> Counter[tuple[LabelId, LabelId]]:
    """Rounds closed in a period, by two labels."""
    return _cells(_handled(scope).filter(_within("closed_on", [period])), *(_HANDLED_PATHS[name] for name in dimensions))


def handled_facts(*, scope: Scope, period: Period) -> HandledFacts:
    """Terms and durations of the rounds closed in a period. Each round has one term result."""
    counted = _handled(scope).filter(_within("closed_on", [period]))
    facts = counted.annotate(days=Days(F("closed_on"), F("opened_on"))).aggregate(
        judged=Count("pk", filter=Q(outcome__core_code__in=[code.value for code in JUDGED_OUTCOMES])),
        same_day=Count("pk", filter=Q(closed_on=F("opened_on"))),
        mean_days=Avg("days"),
        median_days=Median("days"),
    )
    by_term = _cells(counted.annotate(term=_term_result()), "term")
    return HandledFacts(**facts, by_term={name: by_term.get((name,), 0) for name in TERM_RESULTS})


def contact_results(*, scope: Scope, period: Period, today: date) -> dict[str, int]:
    """Of the rounds opened in a period, how the first contact went; each has one result.

    A talk within the organisation's norm; else, while it is open and the last day of that norm has not passed, not due;
    else a try within it; else a talk or try after it; else none that is recorded. Of a file that was taken over without a day
    of contact nobody knows.
    """
    counted = _cells(_rounds(scope).filter(_within("opened_on", [period])).annotate(contact=_contact_result(today)), "contact")
    return {name: counted.get((name,), 0) for name in CONTACT_RESULTS}


def flow(*, scope: Scope, period: Period) -> dict[str, int]:
    """Open at the start + received + returned - closed = open at the end."""
    rounds = _rounds(scope)
    return rounds.aggregate(
        brought_forward=Count("pk", filter=Q(opened_on__lt=period.first) & (Q(closed_on__isnull=True) | Q(closed_on__gte=period.first))),
        received=Count("pk", filter=Q(number=1) & _within("opened_on", [period])),
        returned=Count("pk", filter=Q(number__gt=1) & _within("opened_on", [period])),
        closed=Count("pk", filter=_within("closed_on", [period])),
        carried_forward=Count("pk", filter=Q(opened_on__lte=period.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=period.last))),
    )


def left_out(*, scope: Scope, period: Period, user_id: int | None) -> dict[str, list[str]]:
    """References of the files received in the period that count nowhere, by reason.

    user_id: whoever asks. A file in which they are involved does not exist for them, and neither does its number.
    """
    excluded = _scoped(Complaint.objects.filter(compartment=Compartment.NONE).exclude(exclusion=Exclusion.NONE), scope, "").filter(
        _within("received_on", [period])
    )
    if user_id is not None:
        excluded = excluded.exclude(involves(user_id))
    rows = list(excluded.order_by("reference").values_list("exclusion", "reference"))
    return {
        "duplicates": [reference for reason, reference in rows if reason == Exclusion.DUPLICATE],
        "registered_in_error": [reference for reason, reference in rows if reason == Exclusion.REGISTERED_IN_ERROR],
    }


def first_year_in_use() -> int | None:
    """The year of the earliest receipt in the register; years before it are unknown, not empty."""
    first = Complaint.objects.filter(exclusion=Exclusion.NONE, compartment=Compartment.NONE).aggregate(first=Min("received_on"))["first"]
    return first.year if first else None


def first_year_of_totals() -> int | None:
    """The earliest year known as totals."""
    first: int | None = HistoricalTotal.objects.aggregate(first=Min("year"))["first"]
    return first


def historical_cells(*, years: Iterable[int]) -> dict[tuple[int, str], dict[str, Counter[LabelId]]]:
    """Years known only as totals: (year, measure) -> dimension -> label -> count."""
    found: dict[tuple[int, str], dict[str, Counter[LabelId]]] = {}
    for row in HistoricalTotal.objects.filter(year__in=list(years)):
        found.setdefault((row.year, row.measure), {}).setdefault(row.dimension, Counter())[row.label_id] += row.count
    return found


def _received(scope: Scope) -> QuerySet[Complaint]:
    main = FilteredRelation("points", condition=Q(points__is_main=True))
    return _scoped(
        Complaint.objects.filter(exclusion=Exclusion.NONE, compartment=Compartment.NONE).annotate(main=main), scope, ""
    ).order_by()


def _rounds(scope: Scope) -> QuerySet[Round]:
    main = FilteredRelation("complaint__points", condition=Q(complaint__points__is_main=True))
    counted = Round.objects.filter(complaint__exclusion=Exclusion.NONE, complaint__compartment=Compartment.NONE)
    return _scoped(counted.annotate(main=main), scope, "complaint__").order_by()


def _handled(scope: Scope) -> QuerySet[Round]:
    return _rounds(scope).filter(closed_on__isnull=False)


def _scoped(rows: Any, scope: Scope, path: str) -> Any:
    if scope.municipality_ids is not None:
        rows = rows.filter(**{f"{path}municipality_id__in": scope.municipality_ids})
    if scope.unit_ids is not None:
        rows = rows.filter(**{f"{path}points__is_main": True, f"{path}points__unit_id__in": scope.unit_ids})
    return rows


def _within(column: str, periods: Iterable[Period]) -> Q:
    within = Q(pk__in=[])
    for period in periods:
        within |= Q(**{f"{column}__range": (period.first, period.last)})
    return within


def _cells(rows: QuerySet[Any], *columns: str) -> Counter[Any]:
    return Counter({tuple(row[:-1]): row[-1] for row in rows.values_list(*columns).annotate(count=Count("pk"))})


def _term_result() -> Case:
    """Signals and reports have no term; then the source's own word; then the clock, where it is known that a term applies."""
    return Case(
        When(regime=Regime.NORM, then=Value("without_term")),
        When(source_term=SourceTerm.WITHIN, then=Value("within_term")),
        When(source_term=SourceTerm.EXTENDED, then=Value("extended")),
        When(source_term=SourceTerm.LATE, then=Value("late")),
        When(complaint__derived_kind__isnull=True, then=Value("onbekend")),
        When(closed_on__lte=F("term_ends_on"), then=Value("within_term")),
        When(closed_on__lte=F("due_on"), then=Value("extended")),
        default=Value("late"),
        output_field=CharField(),
    )


def _contact_result(today: date) -> Case:
    return Case(
        When(first_contact_on__lte=F("contact_due_on"), then=Value("spoken_in_time")),
        When(complaint__taken_over_at__isnull=True, closed_on__isnull=True, contact_due_on__gte=today, then=Value("not_due")),
        When(first_attempt_on__lte=F("contact_due_on"), then=Value("attempted_in_time")),
        When(Q(first_contact_on__isnull=False) | Q(first_attempt_on__isnull=False), then=Value("late")),
        When(complaint__taken_over_at__isnull=False, then=Value("onbekend")),
        default=Value("none"),
        output_field=CharField(),
    )
