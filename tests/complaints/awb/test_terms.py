"""Terms under the Algemene termijnenwet, year terms, working-day norms and the objection term; weekdays beside the dates."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints.awb.explanation import StepCode
from complaints.awb.objection import objection_term
from complaints.awb.refusals import YearOutOfRange
from complaints.awb.terms import (
    TermGround,
    TermUnit,
    backward_term_day,
    end_of_day_term,
    end_of_term,
    is_conduct_older_than_a_year,
    is_moved_by_the_act,
    non_handling_notice,
    ombudsman_term,
    ombudsman_until,
)
from complaints.awb.working_days import contact_due
from tenants.statutory_calendar import SHIPPED_CALENDAR, SHIPPED_DECREES, Decree, StatutoryCalendar

CASES = Path(__file__).parents[2] / "cases"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def rows_of(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WEEK_TERMS = [
    ("2025-01-14", "Tue", 6, "2025-02-25", "Tue"),
    ("2025-03-07", "Fri", 6, "2025-04-22", "Tue"),  # nominal Good Friday
    ("2026-03-24", "Tue", 6, "2026-05-06", "Wed"),  # nominal 5 May
    ("2026-03-23", "Mon", 6, "2026-05-04", "Mon"),  # a bridge day that was not decreed
    ("2024-11-15", "Fri", 6, "2024-12-30", "Mon"),  # nominal decreed Friday 27 December 2024
    ("2013-03-19", "Tue", 6, "2013-05-01", "Wed"),  # nominal Tuesday 30 April 2013, Koninginnedag
    ("2025-02-01", "Sat", 12, "2025-04-28", "Mon"),  # 12 weeks still move: nominal Saturday 26 April, King's Day
    ("2025-01-25", "Sat", 13, "2025-04-26", "Sat"),  # 13 weeks do not
]


@pytest.mark.parametrize(("received", "weekday", "weeks", "expected", "expected_weekday"), WEEK_TERMS)
def test_a_term_in_weeks(received, weekday, weeks, expected, expected_weekday):
    received_on = date.fromisoformat(received)

    term = end_of_term(received_on=received_on, weeks=weeks, calendar=SHIPPED_CALENDAR)

    assert (WEEKDAYS[received_on.weekday()], WEEKDAYS[term.result.weekday()]) == (weekday, expected_weekday)
    assert term.result.isoformat() == expected
    assert term.nominal_end == received_on + timedelta(weeks=weeks)


DAY_TERMS = [
    ("2025-04-16", "Wed", 2, "2025-04-22", "Tue"),  # two days: art. 2 does not apply; Good Friday and Easter are moved over
    ("2025-04-17", "Thu", 3, "2025-04-23", "Wed"),  # Fri-Sun hold none: Tue 22 is the first ordinary day, Wed 23 the second
    ("2025-04-17", "Thu", 5, "2025-04-23", "Wed"),  # Fri-Tue hold one ordinary day: the second is Wednesday
    ("2025-04-17", "Thu", 6, "2025-04-23", "Wed"),
    ("2025-06-02", "Mon", 3, "2025-06-05", "Thu"),
    ("2025-12-23", "Tue", 3, "2025-12-29", "Mon"),  # Wed 24 ordinary, Christmas, weekend: the second is Monday
    ("2025-01-25", "Sat", 91, "2025-04-26", "Sat"),  # more than 90 days does not move
]


@pytest.mark.parametrize(("starts_after", "weekday", "days", "expected", "expected_weekday"), DAY_TERMS)
def test_a_term_of_three_days_or_more_holds_two_ordinary_days(starts_after, weekday, days, expected, expected_weekday):
    start = date.fromisoformat(starts_after)

    term = end_of_day_term(starts_after=start, days=days, calendar=SHIPPED_CALENDAR)

    assert (WEEKDAYS[start.weekday()], WEEKDAYS[term.result.weekday()]) == (weekday, expected_weekday)
    assert term.result.isoformat() == expected
    assert term.nominal_end == start + timedelta(days=days)


@pytest.mark.parametrize(
    ("amount", "unit", "is_moved"),
    [
        (24, TermUnit.HOURS, False),
        (90, TermUnit.DAYS, True),
        (91, TermUnit.DAYS, False),
        (12, TermUnit.WEEKS, True),
        (13, TermUnit.WEEKS, False),
        (3, TermUnit.MONTHS, True),
        (4, TermUnit.MONTHS, False),
        (1, TermUnit.YEARS, False),
    ],
)
def test_which_terms_the_act_moves(amount, unit, is_moved):
    assert is_moved_by_the_act(amount=amount, unit=unit) is is_moved
    assert is_moved_by_the_act(amount=amount, unit=unit, ground=TermGround.ORDER_IN_COUNCIL) is is_moved
    assert is_moved_by_the_act(amount=amount, unit=unit, ground=TermGround.LOCAL_RULE) is False
    assert is_moved_by_the_act(amount=amount, unit=unit, is_counted_backwards=True) is False


def test_a_term_counted_backwards_is_not_moved():
    assert backward_term_day(before=date(2025, 5, 1), days=10) == date(2025, 4, 21)  # Easter Monday


def test_the_notice_of_9_8_3_is_due_four_weeks_after_receipt():
    assert non_handling_notice(received_on=date(2025, 3, 16), calendar=SHIPPED_CALENDAR).result == date(2025, 4, 14)  # Sunday, so Monday


@pytest.mark.parametrize("length", [0, -1])
def test_a_term_without_length_is_a_fault_of_the_caller(length):
    with pytest.raises(ValueError, match="one week"):
        end_of_term(received_on=date(2025, 1, 14), weeks=length, calendar=SHIPPED_CALENDAR)
    with pytest.raises(ValueError, match="one day"):
        end_of_day_term(starts_after=date(2025, 1, 14), days=length, calendar=SHIPPED_CALENDAR)
    with pytest.raises(ValueError, match="260"):
        contact_due(received_on=date(2025, 1, 14), calendar=SHIPPED_CALENDAR, working_days=length)


@pytest.mark.parametrize("on", [date(1989, 12, 1), date(2100, 12, 24), date.max])
def test_a_term_outside_the_calendar_is_refused(on):
    for compute in (
        lambda: end_of_term(received_on=on, weeks=6, calendar=SHIPPED_CALENDAR),
        lambda: end_of_term(received_on=on, weeks=13, calendar=SHIPPED_CALENDAR),
        lambda: end_of_day_term(starts_after=on, days=9, calendar=SHIPPED_CALENDAR),
        lambda: contact_due(received_on=on, calendar=SHIPPED_CALENDAR, working_days=10),
    ):
        with pytest.raises(YearOutOfRange):
            compute()


YEARS = [
    ("2025-03-03", "2026-03-03", "Tue"),
    ("2024-02-29", "2025-02-28", "Fri"),
    ("2025-04-26", "2026-04-26", "Sun"),  # not moved
    ("2024-12-25", "2025-12-25", "Thu"),  # not moved off Christmas Day
]


@pytest.mark.parametrize(("ended", "until", "weekday"), YEARS)
def test_the_ombudsman_year_never_moves(ended, until, weekday):
    last_day = ombudsman_until(ended_on=date.fromisoformat(ended))

    assert (last_day.isoformat(), WEEKDAYS[last_day.weekday()]) == (until, weekday)
    assert ombudsman_term(ended_on=date.fromisoformat(ended)).result == last_day
    assert ombudsman_term(ended_on=date.fromisoformat(ended)).steps[-1].code is StepCode.NOT_MOVED


@pytest.mark.parametrize(
    ("conduct", "filed", "is_older"),
    [
        ("2024-03-15", "2025-03-15", False),  # exactly a year: must be handled
        ("2024-03-15", "2025-03-16", True),
        ("2024-02-29", "2025-02-28", False),
        ("2024-02-29", "2025-03-01", True),
        ("2023-02-28", "2024-02-28", False),
        ("2023-02-28", "2024-02-29", True),
        ("1975-01-01", "2025-03-01", True),
        ("2025-03-01", "2025-03-01", False),
    ],
)
def test_conduct_is_too_old_when_longer_than_a_year_ago(conduct, filed, is_older):
    answer = is_conduct_older_than_a_year(conduct_on=date.fromisoformat(conduct), filed_on=date.fromisoformat(filed))

    assert answer is is_older


@pytest.mark.parametrize("row", rows_of("contact.csv"), ids=lambda row: row["id"])
def test_the_worked_contact_cases_come_out(row):
    received_on = date.fromisoformat(row["received"])

    term = contact_due(received_on=received_on, calendar=SHIPPED_CALENDAR)

    assert WEEKDAYS[received_on.weekday()] == row["weekday"]
    assert term.result.isoformat() == row["contact_due_5_working_days"]
    assert term.is_provisional is False


def test_a_tenant_may_count_decreed_days_as_working_days():
    thursday = date(2025, 5, 29)  # Ascension Day

    term = contact_due(received_on=thursday, calendar=SHIPPED_CALENDAR, skip_decreed=False)

    assert term.result == date(2025, 6, 5)  # Thursday: Friday 30 May counts


def test_another_norm_than_five_days():
    assert contact_due(received_on=date(2025, 4, 17), calendar=SHIPPED_CALENDAR, working_days=1).result == date(2025, 4, 22)  # Tuesday


@pytest.mark.parametrize(
    ("received", "weekday", "skip_decreed", "is_provisional"),
    [
        ("2019-12-30", "Mon", True, True),  # Tuesday 31 December, then New Year and four days of 2020
        ("2019-12-30", "Mon", False, False),
        ("2022-12-30", "Fri", True, False),  # every counted day lies in 2023
        ("2022-12-29", "Thu", True, True),  # Friday 30 December 2022 is counted
    ],
)
def test_a_norm_is_provisional_when_it_counts_a_day_of_an_uncovered_year(received, weekday, skip_decreed, is_provisional):
    received_on = date.fromisoformat(received)

    term = contact_due(received_on=received_on, calendar=SHIPPED_CALENDAR, skip_decreed=skip_decreed)

    assert WEEKDAYS[received_on.weekday()] == weekday
    assert term.is_provisional is is_provisional


@pytest.mark.parametrize("row", [row for row in rows_of("triage.csv") if row["bezwaar_last_day"]], ids=lambda row: row["id"])
def test_the_worked_objection_cases_come_out(row):
    term = objection_term(announced_on=date.fromisoformat(row["bekendmaking"]), calendar=SHIPPED_CALENDAR)

    assert term.last_day.isoformat() == row["bezwaar_last_day"]
    assert term.is_in_time(received_on=date.fromisoformat(row["received"])) is (row["received_in_time"] == "yes")


def test_an_objection_posted_in_time_may_arrive_a_week_later():
    term = objection_term(announced_on=date(2025, 2, 18), calendar=SHIPPED_CALENDAR)  # last day Tuesday 1 April 2025

    assert term.last_day_by_post == date(2025, 4, 8)  # Tuesday
    assert term.is_in_time(received_on=date(2025, 4, 8), posted_on=date(2025, 4, 1))
    assert not term.is_in_time(received_on=date(2025, 4, 9), posted_on=date(2025, 4, 1))
    assert not term.is_in_time(received_on=date(2025, 4, 8), posted_on=date(2025, 4, 2))
    assert term.is_in_time(received_on=date(2025, 2, 10))  # before the announcement
    assert term.may_be_open(today=date(2025, 4, 8))
    assert not term.may_be_open(today=date(2025, 4, 9))


def test_the_week_for_the_post_moves_as_well():
    term = objection_term(announced_on=date(2025, 2, 28), calendar=SHIPPED_CALENDAR)  # Friday; last day Friday 11 April 2025

    assert (term.last_day, term.last_day_by_post) == (date(2025, 4, 11), date(2025, 4, 22))  # Good Friday 18 April, so Tuesday


def test_an_objection_term_in_a_year_without_a_decree_is_provisional():
    decree = Decree(source="KB of the test", first_year=2029, last_year=2029, days=())
    loaded = StatutoryCalendar(decrees=(*SHIPPED_DECREES, decree))

    assert objection_term(announced_on=date(2029, 3, 1), calendar=SHIPPED_CALENDAR).filing.is_provisional
    assert not objection_term(announced_on=date(2029, 3, 1), calendar=loaded).filing.is_provisional
