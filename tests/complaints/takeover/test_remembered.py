"""Dates of rows are remembered, and not without end."""

from datetime import date, timedelta

from complaints.takeover.remembered import RememberedDates
from complaints.terms import Norms, RoundFacts, compute_dates
from tenants.statutory_calendar import SHIPPED_CALENDAR

NORMS = Norms(contact_days=3, signal_days=10, skip_decreed=False)
FIRST_OF_MANY = date(2024, 1, 1)


def facts_of(number: int) -> RoundFacts:
    return RoundFacts(opened_on=FIRST_OF_MANY + timedelta(days=number), regime="internal")


def test_of_many_rows_that_share_nothing_the_newest_are_remembered() -> None:
    remembered = RememberedDates(calendar=SHIPPED_CALENDAR, norms=NORMS, most=10)

    for number in range(50):
        remembered.of(facts_of(number))

    assert [number for number in range(50) if remembered.knows(facts_of(number))] == list(range(40, 50))


def test_what_is_asked_for_again_is_remembered_longer() -> None:
    remembered = RememberedDates(calendar=SHIPPED_CALENDAR, norms=NORMS, most=3)

    for number in (0, 1, 2, 0, 3):
        remembered.of(facts_of(number))

    assert [number for number in range(4) if remembered.knows(facts_of(number))] == [0, 2, 3]


def test_remembered_forgotten_and_new_dates_are_the_same() -> None:
    remembered = RememberedDates(calendar=SHIPPED_CALENDAR, norms=NORMS, most=2)
    expected = [compute_dates(facts=facts_of(number), calendar=SHIPPED_CALENDAR, norms=NORMS) for number in (0, 0, 1, 2, 0)]

    given = [remembered.of(facts_of(number)) for number in (0, 0, 1, 2, 0)]

    assert given == expected
    assert len({dates.due_on for dates in given}) == 3
