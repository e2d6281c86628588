"""The yearly figures: what came in, what was handled, how it went. One object for page, command and API.

Every table adds up: a complaint has one main point, a blank counts as "onbekend", and each handled complaint is in
exactly one result of the term. Years that are known only as totals stand beside the register's own and are named in
`historical`; what they cannot tell is "onbekend" or null, never a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from complaints import figures
from complaints.figures import HandledFacts, LabelId, Period, Scope
from complaints.models import Measure
from tenants.actors import Actor, guard
from tenants.connections import current_schema, one_snapshot
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.organisation.core_lists import JUDGED_OUTCOMES, Dimension
from tenants.organisation.models import Label
from tenants.permissions import Permission

UNKNOWN = "onbekend"
YEARS_SHOWN = 4
FIRST_YEAR, LAST_YEAR = 1990, 2100

_RECEIVED_DIMENSIONS = ("unit", "nature", "municipality", "channel", "kind")
_HANDLED_DIMENSIONS = ("outcome", "procedure", "nature", "municipality")


class YearOutOfRange(Refusal):
    code = "year_out_of_range"
    message = _("There are figures for the years 1990 to 2100. Choose one of these.")


class PeriodOutsideYear(Refusal):
    code = "period_outside_year"
    message = _("The period must lie within %(year)s, and its first day before its last. Change the days or the year.")


class UnknownMunicipalityHere(Refusal):
    code = "unknown_municipality"
    message = _('No complaint of this organisation is about a municipality with code "%(given)s". Check the code.')


class OnlyYearTotals(Refusal):
    code = "only_year_totals"
    message = _("Of %(year)s only totals of the whole year are known. Ask for the whole year, or for another one.")


def yearly_figures(
    *,
    actor: Actor,
    year: int,
    period_from: date | None = None,
    period_until: date | None = None,
    municipality_code: str | None = None,
    today: date,
) -> dict[str, Any]:
    """The figures of a year, or of a stretch of days within it, with the three years before beside it.

    Received by date of receipt, handled by date of closing (both in Amsterdam), durations in calendar days with one
    decimal. For part of a year the earlier years are counted over the same days. A manager gets the own unit.
    A year known only as totals that cannot answer (part of it, a unit, a municipality it was not split by) is left out;
    asked for itself, what it cannot answer is null. So is the other measure of such a year, which the register cannot know, and
    every measure of a year before the first totals and the first receipt.
    Raises YearOutOfRange, PeriodOutsideYear, UnknownMunicipalityHere, OnlyYearTotals, NotPermitted.
    """
    guard(actor, Permission.SEE_YEARLY_FIGURES)
    with one_snapshot():
        return _yearly_figures(actor, year, period_from, period_until, municipality_code, today)


def _yearly_figures(
    actor: Actor, year: int, period_from: date | None, period_until: date | None, municipality_code: str | None, today: date
) -> dict[str, Any]:
    tenant = Tenant.objects.get(schema_name=current_schema())
    labels = _Labels(Label.objects.all())
    municipality_ids = _municipality(tenant, municipality_code, labels) if municipality_code else None
    question = _Question(
        year=_checked_year(year),
        period=_checked_period(year, period_from, period_until),
        scope=Scope(municipality_ids=municipality_ids, unit_ids=None if actor.sees_whole_tenant else actor.unit_ids),
        today=today,
    )
    history = _History(question, sees_all=actor.sees_whole_tenant)
    first_year = figures.first_year_in_use()
    begins = _Beginning(register=first_year, totals=figures.first_year_of_totals())
    received = _Measured(question, history, labels, Measure.RECEIVED, _RECEIVED_DIMENSIONS, begins)
    handled = _Measured(question, history, labels, Measure.HANDLED, _HANDLED_DIMENSIONS, begins)
    if history.is_of(year) and not (received.is_known or handled.is_known):
        raise OnlyYearTotals(field="year", year=year)
    return {
        "tenant": tenant.slug,
        "year": year,
        "years": [str(shown) for shown in question.years],
        "historical": {
            "received": [str(shown) for shown in question.years if received.is_historical(shown)],
            "handled": [str(shown) for shown in question.years if handled.is_historical(shown)],
        },
        "received": _received_part(received),
        "handled": _handled_part(handled),
        "contact": _contact_part(received),
        "flow": _flow_part(received, handled),
        "left_out": figures.left_out(scope=question.scope, period=question.period, user_id=actor.user_id),
    }


@dataclass(frozen=True, kw_only=True)
class _Question:
    year: int
    period: Period
    scope: Scope
    today: date

    @property
    def years(self) -> list[int]:
        return [self.year - back for back in range(YEARS_SHOWN)]

    @property
    def is_whole_year(self) -> bool:
        return self.period == Period(first=date(self.year, 1, 1), last=date(self.year, 12, 31))

    @property
    def periods(self) -> list[Period]:
        """The same days in each year shown."""
        return [Period(first=_same_day(self.period.first, year), last=_same_day(self.period.last, year)) for year in self.years]

    @property
    def months(self) -> list[tuple[int, int]]:
        return [(self.year, month) for month in range(self.period.first.month, self.period.last.month + 1)]


@dataclass(frozen=True, kw_only=True)
class _Beginning:
    """The first year of which anything is known, by the register's first receipt and by totals; None: of none."""

    register: int | None
    totals: int | None

    def covers(self, year: int) -> bool:
        return self.register is not None and year >= self.register

    def is_before_everything(self, year: int) -> bool:
        """An organisation that took over totals had complaints before its register: of years before both nothing is known."""
        return self.totals is not None and year < min(self.totals, self.register or self.totals)


class _Labels:
    """The organisation's words in its own order."""

    def __init__(self, labels: Iterable[Label]) -> None:
        ordered = sorted(labels, key=lambda label: (label.dimension, label.position, label.text))
        self._all = {label.pk: label for label in ordered}
        # An organisation that writes "onbekend" says what a blank says.
        self._blank = {label.pk for label in ordered if label.key == UNKNOWN}
        self._place = {label.pk: place for place, label in enumerate(ordered)}

    def of_municipality(self, code: str) -> frozenset[UUID]:
        return frozenset(
            pk for pk, label in self._all.items() if label.dimension == Dimension.MUNICIPALITY and label.core_code == code.strip().upper()
        )

    def meant(self, label_id: LabelId) -> LabelId:
        return None if label_id in self._blank else label_id

    def text(self, label_id: LabelId) -> str:
        return UNKNOWN if label_id is None else self._all[label_id].text

    def core_code(self, label_id: LabelId) -> str | None:
        return None if label_id is None else self._all[label_id].core_code

    def in_order(self, label_ids: Iterable[LabelId]) -> list[LabelId]:
        """As the organisation orders them, "onbekend" last."""
        return sorted(set(label_ids), key=lambda label_id: (label_id is None, self._place.get(label_id, 0) if label_id else 0))


class _History:
    """The totals of the years known only as totals, as far as they answer the question."""

    def __init__(self, question: _Question, *, sees_all: bool) -> None:
        self._question = question
        # Totals of a year say nothing about part of it, nor about one unit within a municipality.
        self._is_usable = question.is_whole_year and sees_all
        self._cells = figures.historical_cells(years=question.years)

    def is_all_there_is(self, year: int, measure: Measure) -> bool:
        """Whether the year is known as totals at all: then the register has no cases of it."""
        return (year, measure) in self._cells

    def is_of(self, year: int) -> bool:
        """Whether any measure of the year is known as totals."""
        return any(self.is_all_there_is(year, measure) for measure in Measure)

    def knows(self, year: int, measure: Measure) -> bool:
        """Whether the totals answer the question."""
        cells = self._cells.get((year, measure))
        if cells is None or not self._is_usable:
            return False
        return self._question.scope.municipality_ids is None or "municipality" in cells

    def total(self, year: int, measure: Measure) -> int:
        cells = self._cells[year, measure]
        if self._question.scope.municipality_ids is not None:
            return sum(count for label, count in cells["municipality"].items() if label in self._question.scope.municipality_ids)
        if "total" in cells:
            return sum(cells["total"].values())
        return max(sum(counts.values()) for counts in cells.values())

    def tells(self, year: int, measure: Measure, dimension: str) -> bool:
        """Whether the totals of this year are split by this dimension at all."""
        is_narrowed = self._question.scope.municipality_ids is not None
        return dimension in self._cells[year, measure] and (dimension == "municipality" or not is_narrowed)

    def by(self, year: int, measure: Measure, dimension: str) -> Counter[LabelId]:
        """By label; what the totals do not tell is "onbekend"."""
        cells = self._cells[year, measure]
        if self._question.scope.municipality_ids is not None:
            cells = {
                "municipality": Counter(
                    {label: n for label, n in cells["municipality"].items() if label in self._question.scope.municipality_ids}
                )
            }
        known = Counter(cells.get(dimension, Counter()))
        missing = self.total(year, measure) - sum(known.values())
        if missing:
            known[None] += missing
        return known


class _Measured:
    """One measure over the years shown: register and history together."""

    def __init__(
        self, question: _Question, history: _History, labels: _Labels, measure: Measure, dimensions: tuple[str, ...], begins: _Beginning
    ) -> None:
        self.question, self.labels, self.measure = question, labels, measure
        self._history = history
        self.years = [year for year in question.years if self._is_countable(year, begins)]
        count = figures.received_by_year if measure == Measure.RECEIVED else figures.handled_by_year
        self._by = {
            dimension: self._with_history(count(scope=question.scope, periods=question.periods, dimension=dimension), dimension)
            for dimension in dimensions
        }

    def _is_countable(self, year: int, begins: _Beginning) -> bool:
        if self._history.is_all_there_is(year, self.measure):
            return self._history.knows(year, self.measure)
        if self._history.is_of(year):
            # Its complaints were never in this register, so what the register counts of the year is not all of it.
            return False
        # The register tells of the years since its first receipt, and of the one that is asked for unless more is known to lie before.
        return begins.covers(year) or (year == self.question.year and not begins.is_before_everything(year))

    @property
    def is_known(self) -> bool:
        """Whether the year that is asked for can be counted."""
        return self.question.year in self.years

    def _with_history(self, counted: Counter[tuple[int, LabelId]], dimension: str) -> dict[int, Counter[LabelId]]:
        by_year: dict[int, Counter[LabelId]] = {year: Counter() for year in self.years}
        for (year, label_id), count in counted.items():
            if year in by_year:
                by_year[year][self.labels.meant(label_id)] += count
        for year in self.years:
            if self.is_historical(year):
                by_year[year] = self._merged(self._history.by(year, self.measure, dimension))
        return by_year

    def _merged(self, counted: Counter[LabelId]) -> Counter[LabelId]:
        merged: Counter[LabelId] = Counter()
        for label_id, count in counted.items():
            merged[self.labels.meant(label_id)] += count
        return merged

    def is_historical(self, year: int) -> bool:
        return self._history.knows(year, self.measure)

    def total(self, year: int) -> int | None:
        if year not in self.years:
            return None
        return sum(next(iter(self._by.values()))[year].values())

    def by_year(self) -> dict[str, int]:
        return {str(year): self.total(year) or 0 for year in self.years}

    def label_ids(self, dimension: str, *, all_years: bool = False) -> list[LabelId]:
        """Labels of any year shown. "onbekend" too, where a year has it that is itself shown or was split by this dimension."""
        seen = {
            label_id
            for year, counts in self._by[dimension].items()
            for label_id, count in counts.items()
            if label_id is not None or (count and (all_years or self._is_split(year, dimension)))
        }
        return self.labels.in_order(seen)

    def _is_split(self, year: int, dimension: str) -> bool:
        return year == self.question.year or not self.is_historical(year) or self._history.tells(year, self.measure, dimension)

    def by(self, dimension: str) -> dict[str, int]:
        if not self.is_known:
            return {}
        counts = self._by[dimension][self.question.year]
        return {self.labels.text(label_id): counts[label_id] for label_id in self.label_ids(dimension)}

    def by_label_and_year(self, dimension: str) -> dict[str, dict[str, int]]:
        return {
            self.labels.text(label_id): {str(year): self._by[dimension][year][label_id] for year in self.years}
            for label_id in self.label_ids(dimension, all_years=True)
        }

    def by_pair(self, first: str, second: str) -> dict[str, dict[str, int]]:
        if not self.is_known:
            return {}
        cells: Counter[tuple[LabelId, LabelId]] = Counter()
        if self.is_historical(self.question.year):
            cells[None, None] = self.total(self.question.year) or 0
        else:
            count = figures.received_by_pair if self.measure == Measure.RECEIVED else figures.handled_by_pair
            counted = count(scope=self.question.scope, period=self.question.period, dimensions=(first, second))
            for (row, column), number in counted.items():
                cells[self.labels.meant(row), self.labels.meant(column)] += number
        rows = self.labels.in_order([*self.label_ids(first), *(pair[0] for pair in cells)])
        columns = self.labels.in_order([*self.label_ids(second), *(pair[1] for pair in cells)])
        return {self.labels.text(row): {self.labels.text(column): cells[row, column] for column in columns} for row in rows}

    def judged_in_history(self) -> int | None:
        """None where the totals are not split by outcome."""
        if not self._history.tells(self.question.year, self.measure, "outcome"):
            return None
        codes = {code.value for code in JUDGED_OUTCOMES}
        counts = self._by["outcome"][self.question.year]
        return sum(count for label_id, count in counts.items() if self.labels.core_code(label_id) in codes)


def _received_part(received: _Measured) -> dict[str, Any]:
    return {
        "total": received.total(received.question.year),
        "by_year": received.by_year(),
        "by_unit_and_nature": received.by_pair("unit", "nature"),
        "by_nature": received.by("nature"),
        "by_unit": received.by("unit"),
        "by_municipality": received.by("municipality"),
        "by_municipality_and_year": received.by_label_and_year("municipality"),
        "by_channel": received.by("channel"),
        "by_kind": received.by("kind"),
        "by_month": _by_month(received),
    }


def _by_month(received: _Measured) -> dict[str, int]:
    question = received.question
    if not received.is_known:
        return {}
    if received.is_historical(question.year):
        return {UNKNOWN: received.total(question.year) or 0}
    counted = figures.received_by_month(scope=question.scope, period=question.period)
    return {f"{year}-{month:02}": counted[year, month] for year, month in question.months}


def _handled_part(handled: _Measured) -> dict[str, Any]:
    facts = _handled_facts(handled)
    return {
        "total": handled.total(handled.question.year),
        "by_year": handled.by_year(),
        "by_outcome": handled.by("outcome"),
        "by_outcome_and_year": handled.by_label_and_year("outcome"),
        "by_procedure": handled.by("procedure"),
        "by_nature_and_outcome": handled.by_pair("nature", "outcome"),
        "by_municipality_and_outcome": handled.by_pair("municipality", "outcome"),
        "judged": facts.judged,
        **facts.by_term,
        "same_day": facts.same_day,
        "mean_days": _one_decimal(facts.mean_days),
        "median_days": _one_decimal(facts.median_days),
    }


def _handled_facts(handled: _Measured) -> HandledFacts:
    question = handled.question
    if handled.is_known and not handled.is_historical(question.year):
        return figures.handled_facts(scope=question.scope, period=question.period)
    by_term: dict[str, int | None] = dict.fromkeys(figures.TERM_RESULTS)
    if handled.is_known:
        by_term = {**dict.fromkeys(figures.TERM_RESULTS, 0), UNKNOWN: handled.total(question.year)}
    judged = handled.judged_in_history() if handled.is_known else None
    return HandledFacts(judged=judged, same_day=None, mean_days=None, median_days=None, by_term=by_term)


def _contact_part(received: _Measured) -> dict[str, int | None]:
    """rounds: those opened in the period; each is in exactly one of the results. null where the year is known as totals."""
    question = received.question
    if not received.is_known or received.is_historical(question.year):
        return dict.fromkeys(("rounds", *figures.CONTACT_RESULTS))
    results = figures.contact_results(scope=question.scope, period=question.period, today=question.today)
    return {"rounds": sum(results.values()), **results}


def _flow_part(received: _Measured, handled: _Measured) -> dict[str, int | None]:
    question = received.question
    if all(one.is_known and not one.is_historical(question.year) for one in (received, handled)):
        return dict(figures.flow(scope=question.scope, period=question.period))
    return {
        "brought_forward": None,
        "received": received.total(question.year),
        "returned": None,
        "closed": handled.total(question.year),
        "carried_forward": None,
    }


def _one_decimal(days: float | None) -> float | None:
    return None if days is None else float(Decimal(str(days)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(field="year")
    return year


def _checked_period(year: int, first: date | None, last: date | None) -> Period:
    period = Period(first=first or date(year, 1, 1), last=last or date(year, 12, 31))
    if not date(year, 1, 1) <= period.first <= period.last <= date(year, 12, 31):
        raise PeriodOutsideYear(field="from" if first else "to", year=year)
    return period


def _municipality(tenant: Tenant, code: str, labels: _Labels) -> frozenset[UUID]:
    """The labels of one municipality; none for a participant that no complaint was about yet."""
    code = code.strip().upper()
    label_ids = labels.of_municipality(code)
    is_of_tenant = tenant.municipality_id == code or tenant.participations.filter(municipality_id=code).exists()
    if not label_ids and not is_of_tenant:
        raise UnknownMunicipalityHere(field="municipality", given=code[:20])
    return label_ids


def _same_day(day: date, year: int) -> date:
    """That day in another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
