"""The calendar against dates looked up and worked out by hand, weekday beside each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.statutory_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    NAMES,
    SHIPPED_CALENDAR,
    SHIPPED_DECREES,
    Decree,
    NonDayKind,
    StatutoryCalendar,
    YearOutsideCalendar,
    monarchs_birthday,
    public_holidays,
)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WITHOUT_DECREES = StatutoryCalendar(decrees=())

HOLIDAYS_BY_HAND = [
    # Easter Sunday: 21-4-2019, 12-4-2020, 4-4-2021, 17-4-2022, 9-4-2023, 31-3-2024,
    # 20-4-2025, 5-4-2026, 28-3-2027, 16-4-2028, 1-4-2029, 21-4-2030.
    ("2019-04-19", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2019-04-22", "Mon", NonDayKind.EASTER_MONDAY, "3(1)"),
    ("2019-05-30", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2019-06-10", "Mon", NonDayKind.WHIT_MONDAY, "3(1)"),
    ("2020-04-10", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2020-05-21", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2021-04-05", "Mon", NonDayKind.EASTER_MONDAY, "3(1)"),
    ("2021-05-13", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2022-04-15", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2022-06-06", "Mon", NonDayKind.WHIT_MONDAY, "3(1)"),
    ("2023-04-10", "Mon", NonDayKind.EASTER_MONDAY, "3(1)"),
    ("2023-05-18", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2024-03-29", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2024-05-09", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2024-05-20", "Mon", NonDayKind.WHIT_MONDAY, "3(1)"),
    ("2025-01-01", "Wed", NonDayKind.NEW_YEARS_DAY, "3(1)"),
    ("2025-04-18", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2025-04-21", "Mon", NonDayKind.EASTER_MONDAY, "3(1)"),
    ("2025-05-05", "Mon", NonDayKind.LIBERATION_DAY, "3(1)"),
    ("2025-05-29", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2025-06-09", "Mon", NonDayKind.WHIT_MONDAY, "3(1)"),
    ("2026-04-03", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2026-04-06", "Mon", NonDayKind.EASTER_MONDAY, "3(1)"),
    ("2026-04-27", "Mon", NonDayKind.KINGS_DAY, "3(1)"),
    ("2026-05-05", "Tue", NonDayKind.LIBERATION_DAY, "3(1)"),
    ("2026-05-14", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2026-05-25", "Mon", NonDayKind.WHIT_MONDAY, "3(1)"),
    ("2027-03-26", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2027-05-05", "Wed", NonDayKind.LIBERATION_DAY, "3(1)"),
    ("2027-05-06", "Thu", NonDayKind.ASCENSION_DAY, "3(1)"),
    ("2028-04-14", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2028-12-26", "Tue", NonDayKind.SECOND_CHRISTMAS_DAY, "3(1)"),
    ("2029-04-02", "Mon", NonDayKind.EASTER_MONDAY, "3(1)"),
    ("2030-04-19", "Fri", NonDayKind.GOOD_FRIDAY, "3(2)"),
    ("2030-06-10", "Mon", NonDayKind.WHIT_MONDAY, "3(1)"),
    ("2025-12-25", "Thu", NonDayKind.CHRISTMAS_DAY, "3(1)"),
    # A holiday in the weekend keeps its name and gives no substitute day.
    ("2027-12-25", "Sat", NonDayKind.CHRISTMAS_DAY, "3(1)"),
    ("2027-12-26", "Sun", NonDayKind.SECOND_CHRISTMAS_DAY, "3(1)"),
    ("2024-05-05", "Sun", NonDayKind.LIBERATION_DAY, "3(1)"),
]

MONARCHS_BIRTHDAYS = [
    (1995, "1995-04-29", "Sat"),  # the 30th is a Sunday
    (2000, "2000-04-29", "Sat"),  # the 30th is a Sunday
    (2006, "2006-04-29", "Sat"),  # the 30th is a Sunday
    (2012, "2012-04-30", "Mon"),
    (2013, "2013-04-30", "Tue"),  # the last Koninginnedag
    (2014, "2014-04-26", "Sat"),  # the first Koningsdag: the 27th is a Sunday
    (2015, "2015-04-27", "Mon"),
    (2023, "2023-04-27", "Thu"),
    (2024, "2024-04-27", "Sat"),
    (2025, "2025-04-26", "Sat"),  # the 27th is a Sunday
    (2028, "2028-04-27", "Thu"),
    (2031, "2031-04-26", "Sat"),  # the 27th is a Sunday
]

ORDINARY_DAYS = [
    ("2026-05-04", "Mon"),  # a bridge day that was not decreed
    ("2027-04-26", "Mon"),  # a bridge day that was not decreed
    ("2025-04-28", "Mon"),  # no substitute for a Koningsdag on a Saturday
    ("2027-12-27", "Mon"),  # no substitute for Christmas in a weekend
    ("2028-05-01", "Mon"),  # Labour Day is no public holiday
    ("2025-12-31", "Wed"),
    ("2013-04-29", "Mon"),
    ("2014-04-30", "Wed"),
]

FIRST_ORDINARY_DAYS = [
    ("2025-04-18", "Fri", "2025-04-22", "Tue"),  # Good Friday and the Easter weekend
    ("2025-05-29", "Thu", "2025-06-02", "Mon"),  # Ascension, decreed Friday, weekend
    ("2027-05-05", "Wed", "2027-05-10", "Mon"),  # 5 May, Ascension, decreed Friday, weekend
    ("2018-12-22", "Sat", "2018-12-27", "Thu"),  # weekend, decreed Monday 24, Christmas
    ("2018-12-29", "Sat", "2019-01-02", "Wed"),  # weekend, decreed Monday 31, New Year
    ("2025-02-25", "Tue", "2025-02-25", "Tue"),
]


@pytest.mark.parametrize(("on", "weekday", "kind", "article"), HOLIDAYS_BY_HAND)
def test_a_public_holiday_is_named_with_its_article(on, weekday, kind, article):
    day = date.fromisoformat(on)

    non_day = WITHOUT_DECREES.non_day(day)

    assert WEEKDAYS[day.weekday()] == weekday
    assert (non_day.on, non_day.kind, non_day.article) == (day, kind, article)


@pytest.mark.parametrize(("year", "on", "weekday"), MONARCHS_BIRTHDAYS)
def test_the_monarchs_birthday_moves_to_the_saturday_before_a_sunday(year, on, weekday):
    day = monarchs_birthday(year=year)

    assert (day.isoformat(), WEEKDAYS[day.weekday()]) == (on, weekday)
    assert public_holidays(year)[day].kind is (NonDayKind.KINGS_DAY if year >= 2014 else NonDayKind.QUEENS_DAY)


@pytest.mark.parametrize(("on", "weekday"), ORDINARY_DAYS)
def test_no_rule_makes_a_holiday_of_an_ordinary_day(on, weekday):
    day = date.fromisoformat(on)

    assert WEEKDAYS[day.weekday()] == weekday
    assert SHIPPED_CALENDAR.non_day(day) is None


@pytest.mark.parametrize(("on", "weekday", "first", "first_weekday"), FIRST_ORDINARY_DAYS)
def test_the_first_ordinary_day_passes_over_every_non_day(on, weekday, first, first_weekday):
    day, expected = date.fromisoformat(on), date.fromisoformat(first)

    assert (WEEKDAYS[day.weekday()], WEEKDAYS[expected.weekday()]) == (weekday, first_weekday)
    assert SHIPPED_CALENDAR.first_ordinary_day_from(day) == expected


def test_a_year_has_nine_public_holidays_and_one_fewer_when_two_fall_together():
    assert len(public_holidays(2025)) == 9
    assert len(public_holidays(2016)) == 8  # Thursday 5 May 2016 was Ascension Day as well


def test_the_shipped_decrees_hold_the_days_found_in_their_sources_and_no_others():
    days = sorted(day.isoformat() for decree in SHIPPED_DECREES for day in decree.days)

    assert days == [
        "2017-04-28",
        "2017-05-26",
        "2018-05-11",
        "2018-12-24",
        "2018-12-31",
        "2019-05-31",
        "2019-12-27",
        "2023-04-28",
        "2023-05-19",
        "2024-05-10",
        "2024-12-27",
        "2025-05-30",
        "2026-01-02",
        "2026-05-15",
        "2027-05-07",
        "2028-04-28",
        "2028-05-26",
    ]
    assert [date.fromisoformat(day).weekday() for day in days].count(4) == 15  # Fridays; 24 and 31 December 2018 are Mondays
    assert all(decree.source for decree in SHIPPED_DECREES)


def test_only_years_of_a_known_decree_are_covered():
    covered = [year for year in range(2015, 2031) if SHIPPED_CALENDAR.is_covered(year)]

    assert covered == [2017, 2018, 2019, 2023, 2024, 2025, 2026, 2027, 2028]


def test_a_loaded_decree_makes_a_new_calendar_and_leaves_the_old_one_alone():
    decree = Decree(source="KB of the test", first_year=2029, last_year=2031, days=(date(2029, 5, 11),))  # Friday

    extended = StatutoryCalendar(decrees=(*SHIPPED_DECREES, decree))

    assert extended.non_day(date(2029, 5, 11)).source == "KB of the test"
    assert extended.non_day(date(2029, 5, 11)).article == "3(3)"
    assert extended.is_covered(2031)
    assert extended == StatutoryCalendar(decrees=(*SHIPPED_DECREES, decree))
    assert hash(extended) == hash(StatutoryCalendar(decrees=(*SHIPPED_DECREES, decree)))
    assert SHIPPED_CALENDAR.non_day(date(2029, 5, 11)) is None
    assert not SHIPPED_CALENDAR.is_covered(2031)


@pytest.mark.parametrize(
    ("source", "first_year", "last_year", "days"),
    [("KB", 2029, 2028, ()), ("KB", 2029, 2031, (date(2032, 5, 7),)), (" ", 2029, 2031, ())],
    ids=["years in the wrong order", "a day outside the years", "no source"],
)
def test_a_decree_that_contradicts_itself_is_refused(source, first_year, last_year, days):
    with pytest.raises(ValueError, match=r"decree|source"):
        Decree(source=source, first_year=first_year, last_year=last_year, days=days)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1, 1, 9999])
def test_a_year_it_does_not_vouch_for_is_refused(year):
    with pytest.raises(YearOutsideCalendar) as refusal:
        SHIPPED_CALENDAR.non_day(date(year, 6, 1))

    assert (refusal.value.code, refusal.value.year) == ("year_out_of_range", year)


def test_every_kind_of_day_has_a_dutch_and_an_english_name():
    assert set(NAMES["nl"]) == set(NAMES["en"]) == set(NonDayKind)


@given(st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 20)))
def test_non_days_and_first_ordinary_day_agree(on):
    run = SHIPPED_CALENDAR.non_days_from(on)
    first = SHIPPED_CALENDAR.first_ordinary_day_from(on)

    assert [non_day.on for non_day in run] == [on + timedelta(days=i) for i in range((first - on).days)]
    assert SHIPPED_CALENDAR.non_day(first) is None
    # Saturday 2 May with 5 May on a Tuesday and Ascension on the Thursday is the longest anyone knows of: nine days with decrees.
    assert (first - on).days <= 9
    assert SHIPPED_CALENDAR.last_ordinary_day_until(first) == first
