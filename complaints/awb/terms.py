"""Statutory terms under the Algemene termijnenwet (Atw) and the year terms of title 9.1 Awb. Dates in, dates and reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from complaints.awb.explanation import Step, StepCode, TermName
from complaints.awb.refusals import YearOutOfRange
from tenants.statutory_calendar import FIRST_YEAR, LAST_YEAR, NonDay, StatutoryCalendar, YearOutsideCalendar

ONE_DAY = timedelta(days=1)
NOTICE_WEEKS = 4


class TermUnit(Enum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class TermGround(Enum):
    """Where a term is set, which decides whether the Atw applies (art. 1 and 5)."""

    STATUTE = "statute"
    ORDER_IN_COUNCIL = "order_in_council"
    LOCAL_RULE = "local_rule"


# The longest term of each unit to which the Atw applies (art. 4 onder a).
LONGEST_MOVED = {TermUnit.HOURS: 0, TermUnit.DAYS: 90, TermUnit.WEEKS: 12, TermUnit.MONTHS: 3, TermUnit.YEARS: 0}
# Two weeks hold at least two ordinary days whatever falls in them, so art. 2 Atw has nothing to add.
ART_2_MATTERS_FROM = timedelta(days=3)
ART_2_CANNOT_MATTER_FROM = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Term:
    """A term and why it ends where it ends, computed once.

    name: which date it is. nominal_end: the last day before the Atw is applied. result: the last day of the term.
    is_provisional: the result lies in a year without a known decree, so it may still move to a later day.
    steps: the computation, in order.

    Provisional looks at the year of the result alone: a weekend day or holiday that was skipped is certain whatever a decree says,
    only the ordinary day on which the term ends may still turn out to be equated with a holiday.
    """

    name: TermName
    nominal_end: date
    result: date
    is_provisional: bool
    steps: tuple[Step, ...]

    @property
    def is_moved(self) -> bool:
        return self.result != self.nominal_end


def out_of_range() -> YearOutOfRange:
    """The refusal for a term that leaves the years of the calendar."""
    return YearOutOfRange(first_year=FIRST_YEAR, last_year=LAST_YEAR)


def is_moved_by_the_act(
    *, amount: int, unit: TermUnit, ground: TermGround = TermGround.STATUTE, is_counted_backwards: bool = False
) -> bool:
    """Whether art. 1(1) Atw moves the end of such a term (art. 1(2), 4 onder a, 5 Atw).

    No for terms counted backwards; for terms in hours, of more than 90 days, 12 weeks or 3 months, or in years; and for terms set
    by a municipal rule, complaint scheme, contract or service norm.
    """
    if is_counted_backwards or ground is TermGround.LOCAL_RULE:
        return False
    return amount <= LONGEST_MOVED[unit]


def move_steps(*, name: TermName, skipped: tuple[NonDay, ...]) -> list[Step]:
    """The steps that name each skipped day and the day the term ends instead; none when nothing was skipped."""
    if not skipped:
        return []
    steps = [Step(code=StepCode.ENDS_ON_NON_DAY, about=name, params={"non_day": skipped[0]})]
    for non_day in skipped[1:]:
        code = StepCode.SKIPS_WEEKEND_DAY if non_day.is_weekend else StepCode.SKIPS_HOLIDAY
        steps.append(Step(code=code, about=name, params={"day": non_day.on, "non_day": non_day}))
    steps.append(Step(code=StepCode.MOVED_TO, about=name, params={"result": skipped[-1].on + ONE_DAY}))
    return steps


def moved_term(*, name: TermName, nominal_end: date, steps: list[Step], calendar: StatutoryCalendar) -> Term:
    """The term that would end on `nominal_end`, with art. 1(1) Atw applied once. Raises `YearOutOfRange`."""
    try:
        skipped = calendar.non_days_from(nominal_end)
        result = skipped[-1].on + ONE_DAY if skipped else nominal_end
    except (YearOutsideCalendar, OverflowError) as error:
        raise out_of_range() from error
    is_provisional = not calendar.is_covered(result.year)
    steps = steps + move_steps(name=name, skipped=skipped)
    if is_provisional:
        steps.append(Step(code=StepCode.NO_DECREE_KNOWN, about=name, params={"year": result.year}))
    return Term(name=name, nominal_end=nominal_end, result=result, is_provisional=is_provisional, steps=tuple(steps))


def unmoved_term(*, name: TermName, end: date, steps: list[Step]) -> Term:
    """The term that ends on `end` whatever day that is."""
    return Term(name=name, nominal_end=end, result=end, is_provisional=False, steps=tuple(steps))


def add_days(*, start: date, days: int) -> date:
    """`start` plus a number of days. Raises `YearOutOfRange` where a date cannot go, or starts outside the calendar's years."""
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise out_of_range()
    try:
        return start + timedelta(days=days)
    except OverflowError as error:
        raise out_of_range() from error


def end_of_term(*, received_on: date, weeks: int, calendar: StatutoryCalendar, name: TermName = TermName.TERM) -> Term:
    """The last day of a statutory term of some weeks after receipt (choices C1-C3; art. 1 and 4 Atw).

    The day of receipt is day 0, so the term ends on the same weekday, then moves once to the first ordinary day. A term of more
    than twelve weeks does not move. Raises `YearOutOfRange`; ValueError for fewer than one week.
    """
    if weeks < 1:
        raise ValueError("A term lasts one week or more.")
    nominal_end = add_days(start=received_on, days=7 * weeks)
    steps = [Step(code=StepCode.WEEKS_AFTER, about=name, params={"weeks": weeks, "start": received_on, "end": nominal_end})]
    is_moved = is_moved_by_the_act(amount=weeks, unit=TermUnit.WEEKS)
    return _under_the_act(name=name, start=received_on, nominal_end=nominal_end, is_moved=is_moved, steps=steps, calendar=calendar)


def end_of_day_term(*, starts_after: date, days: int, calendar: StatutoryCalendar, name: TermName = TermName.TERM) -> Term:
    """The last day of a statutory term of some days after a day (art. 1, 2 and 4 Atw).

    A term of at least three days is first lengthened until it holds two ordinary days. Raises `YearOutOfRange`; ValueError for
    fewer than one day.
    """
    if days < 1:
        raise ValueError("A term lasts one day or more.")
    nominal_end = add_days(start=starts_after, days=days)
    steps = [Step(code=StepCode.DAYS_AFTER, about=name, params={"days": days, "start": starts_after, "end": nominal_end})]
    is_moved = is_moved_by_the_act(amount=days, unit=TermUnit.DAYS)
    return _under_the_act(name=name, start=starts_after, nominal_end=nominal_end, is_moved=is_moved, steps=steps, calendar=calendar)


def _under_the_act(
    *, name: TermName, start: date, nominal_end: date, is_moved: bool, steps: list[Step], calendar: StatutoryCalendar
) -> Term:
    if not is_moved:
        if not FIRST_YEAR <= nominal_end.year <= LAST_YEAR:
            raise out_of_range()
        return unmoved_term(name=name, end=nominal_end, steps=[*steps, Step(code=StepCode.NOT_MOVED, about=name, params={})])
    if ART_2_MATTERS_FROM <= nominal_end - start < ART_2_CANNOT_MATTER_FROM:
        second = _second_ordinary_day_after(start, calendar=calendar)
        if second > nominal_end:
            held = Step(code=StepCode.HELD_TWO_DAYS, about=name, params={})
            so = Step(code=StepCode.MOVED_TO, about=name, params={"result": second})
            moved = moved_term(name=name, nominal_end=second, steps=[*steps, held, so], calendar=calendar)
            return replace(moved, nominal_end=nominal_end)
    return moved_term(name=name, nominal_end=nominal_end, steps=steps, calendar=calendar)


def _second_ordinary_day_after(start: date, *, calendar: StatutoryCalendar) -> date:
    try:
        first = calendar.first_ordinary_day_from(start + ONE_DAY)
        return calendar.first_ordinary_day_from(first + ONE_DAY)
    except (YearOutsideCalendar, OverflowError) as error:
        raise out_of_range() from error


def backward_term_day(*, before: date, days: int) -> date:
    """The day that lies some days before another. Such a term is never moved (art. 1(2) Atw)."""
    return add_days(start=before, days=-days)


def non_handling_notice(*, received_on: date, calendar: StatutoryCalendar) -> Term:
    """The last day to tell the complainant that the complaint is not taken up: four weeks after receipt (art. 9:8(3) Awb, C7).

    No postponement, extension or regime changes it; only the Atw moves it. Raises `YearOutOfRange`.
    """
    return end_of_term(received_on=received_on, weeks=NOTICE_WEEKS, calendar=calendar, name=TermName.NOTICE_9_8_3_DUE)


def one_year_after(*, start: date) -> date:
    """The same day a year later; 28 February for 29 February (choice C8). Never moved, so any year but 9999 will do."""
    if start.year == date.max.year:
        raise out_of_range()
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 2, 28)
    return start.replace(year=start.year + 1)


def ombudsman_term(*, ended_on: date, is_ended: bool = True) -> Term:
    """Until when, that day included, a petition can be filed with the ombudsman (art. 9:24(1) Awb).

    `ended_on` is the day of the notification (9:12) or the day handling ended otherwise; with `is_ended` False the day it should
    have ended by law. A term in years never moves (art. 4 onder a Atw). Raises `YearOutOfRange`.
    """
    end = one_year_after(start=ended_on)
    name = TermName.OMBUDSMAN_UNTIL
    steps = [
        Step(code=StepCode.YEAR_AFTER_END if is_ended else StepCode.YEAR_AFTER_DUE, about=name, params={"start": ended_on, "end": end}),
        Step(code=StepCode.NOT_MOVED, about=name, params={}),
    ]
    return unmoved_term(name=name, end=end, steps=steps)


def ombudsman_until(*, ended_on: date) -> date:
    """The last day of `ombudsman_term`."""
    return one_year_after(start=ended_on)


def is_conduct_older_than_a_year(*, conduct_on: date, filed_on: date) -> bool:
    """Whether conduct took place longer than a year before the complaint was filed (art. 9:8(1)(b) Awb).

    Exactly a year is not longer: the complaint must be handled. For continuing conduct, give its last day.
    """
    return filed_on > one_year_after(start=conduct_on)
