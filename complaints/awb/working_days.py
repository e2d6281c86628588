"""Norms in working days, such as first contact within five working days. Set by the organisation, not by law."""

from __future__ import annotations

from datetime import date, timedelta

from complaints.awb.explanation import Step, StepCode, TermName
from complaints.awb.terms import Term, out_of_range
from tenants.statutory_calendar import NonDay, NonDayKind, StatutoryCalendar, YearOutsideCalendar

DEFAULT_CONTACT_NORM = 5
LONGEST_NORM = 260
ONE_DAY = timedelta(days=1)


def contact_due(
    *,
    received_on: date,
    calendar: StatutoryCalendar,
    working_days: int = DEFAULT_CONTACT_NORM,
    skip_decreed: bool = True,
    name: TermName = TermName.CONTACT_DUE,
) -> Term:
    """The last working day of a norm counted in working days; the day of receipt is day 0.

    A working day is no Saturday, Sunday or public holiday, Good Friday and 5 May included, and with `skip_decreed` no day equated
    by Royal Decree either. The result is provisional when a day it counted lies in a year without a known decree. The Atw does
    not apply to a norm; the calendar is merely borrowed. Raises `YearOutOfRange`; ValueError outside 1 to 260 working days.
    """
    if not 1 <= working_days <= LONGEST_NORM:
        raise ValueError(f"A norm lasts 1 to {LONGEST_NORM} working days.")
    try:
        result, skipped, years = _count(received_on, working_days=working_days, skip_decreed=skip_decreed, calendar=calendar)
    except (YearOutsideCalendar, OverflowError) as error:
        raise out_of_range() from error
    unknown = sorted(year for year in years if not calendar.is_covered(year)) if skip_decreed else []
    steps = [Step(code=StepCode.WORKING_DAYS_AFTER, about=name, params={"working_days": working_days, "start": received_on})]
    steps += [
        Step(code=StepCode.SKIPS_HOLIDAY, about=name, params={"day": non_day.on, "non_day": non_day})
        for non_day in skipped
        if not non_day.is_weekend
    ]
    steps.append(Step(code=StepCode.MOVED_TO, about=name, params={"result": result}))
    steps += [Step(code=StepCode.NO_DECREE_KNOWN, about=name, params={"year": year}) for year in unknown]
    return Term(name=name, nominal_end=result, result=result, is_provisional=bool(unknown), steps=tuple(steps))


def _count(received_on: date, *, working_days: int, skip_decreed: bool, calendar: StatutoryCalendar) -> tuple[date, list[NonDay], set[int]]:
    day, left = received_on, working_days
    skipped: list[NonDay] = []
    years: set[int] = set()
    while left:
        day += ONE_DAY
        non_day = calendar.non_day(day)
        if non_day is None or (non_day.kind is NonDayKind.DECREED_DAY and not skip_decreed):
            left -= 1
            years.add(day.year)
        else:
            skipped.append(non_day)
    return day, skipped, years
