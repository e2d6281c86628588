"""The days on which no statutory term ends (Algemene termijnenwet, "Atw").

Pure Python: no Django, no database, no holiday library. Public holidays follow from a rule; the days equated by Royal Decree
(art. 3(3) Atw) follow from nothing but the decree, so they are data with a source. No rule about "bridge days" reproduces them.

What this calendar vouches for: the years FIRST_YEAR to LAST_YEAR. Outside them every question raises `YearOutsideCalendar`.
- 1990 is the lower end: 5 May has been in art. 3(1) since a bill of 1981, and title 9.1 Awb is of 1999, so nothing older is asked.
- 2100 is the upper end: the Easter dates were checked to there.
Inside that range a year is *covered* when a known decree says which days are equated in it. In any other year a date is provisional.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cache
from types import MappingProxyType

from dateutil.easter import easter

FIRST_YEAR = 1990
LAST_YEAR = 2100

SATURDAY = 5
SUNDAY = 6
ONE_DAY = timedelta(days=1)


class YearOutsideCalendar(ValueError):
    """A date lies in a year this calendar does not vouch for. `year` is that year."""

    code = "year_out_of_range"

    def __init__(self, *, year: int) -> None:
        super().__init__(f"The calendar knows the years {FIRST_YEAR} to {LAST_YEAR}, not {year}.")
        self.year = year


class NonDayKind(Enum):
    """Why a term does not end on a day. The value is stable and may be stored or sent."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    NEW_YEARS_DAY = "new_years_day"
    GOOD_FRIDAY = "good_friday"
    EASTER_MONDAY = "easter_monday"
    KINGS_DAY = "kings_day"
    QUEENS_DAY = "queens_day"
    LIBERATION_DAY = "liberation_day"
    ASCENSION_DAY = "ascension_day"
    WHIT_MONDAY = "whit_monday"
    CHRISTMAS_DAY = "christmas_day"
    SECOND_CHRISTMAS_DAY = "second_christmas_day"
    DECREED_DAY = "decreed_day"


NAMES: Mapping[str, Mapping[NonDayKind, str]] = MappingProxyType(
    {
        "nl": MappingProxyType(
            {
                NonDayKind.SATURDAY: "zaterdag",
                NonDayKind.SUNDAY: "zondag",
                NonDayKind.NEW_YEARS_DAY: "Nieuwjaarsdag",
                NonDayKind.GOOD_FRIDAY: "Goede Vrijdag",
                NonDayKind.EASTER_MONDAY: "tweede paasdag",
                NonDayKind.KINGS_DAY: "Koningsdag",
                NonDayKind.QUEENS_DAY: "Koninginnedag",
                NonDayKind.LIBERATION_DAY: "Bevrijdingsdag",
                NonDayKind.ASCENSION_DAY: "Hemelvaartsdag",
                NonDayKind.WHIT_MONDAY: "tweede pinksterdag",
                NonDayKind.CHRISTMAS_DAY: "eerste kerstdag",
                NonDayKind.SECOND_CHRISTMAS_DAY: "tweede kerstdag",
                NonDayKind.DECREED_DAY: "een dag die bij koninklijk besluit gelijkstaat aan een feestdag",
            }
        ),
        "en": MappingProxyType(
            {
                NonDayKind.SATURDAY: "Saturday",
                NonDayKind.SUNDAY: "Sunday",
                NonDayKind.NEW_YEARS_DAY: "New Year's Day",
                NonDayKind.GOOD_FRIDAY: "Good Friday",
                NonDayKind.EASTER_MONDAY: "Easter Monday",
                NonDayKind.KINGS_DAY: "King's Day",
                NonDayKind.QUEENS_DAY: "Queen's Day",
                NonDayKind.LIBERATION_DAY: "Liberation Day",
                NonDayKind.ASCENSION_DAY: "Ascension Day",
                NonDayKind.WHIT_MONDAY: "Whit Monday",
                NonDayKind.CHRISTMAS_DAY: "Christmas Day",
                NonDayKind.SECOND_CHRISTMAS_DAY: "Second Christmas Day",
                NonDayKind.DECREED_DAY: "a day equated with a public holiday by Royal Decree",
            }
        ),
    }
)

ATW_SOURCE = "Algemene termijnenwet (Stb. 1964, 314; BWBR0002448)"


@dataclass(frozen=True, slots=True)
class NonDay:
    """A day on which a statutory term does not end.

    `article` is the paragraph of the Atw as "3(2)"; `source` says where it stands (the act, or the decree for art. 3(3)).
    """

    on: date
    kind: NonDayKind
    article: str
    source: str = ATW_SOURCE

    @property
    def is_weekend(self) -> bool:
        return self.kind in (NonDayKind.SATURDAY, NonDayKind.SUNDAY)

    def name(self, *, language: str) -> str:
        """The day's name in "nl" or "en"; another language raises KeyError."""
        return NAMES[language][self.kind]


@dataclass(frozen=True, slots=True)
class Decree:
    """A Royal Decree under art. 3(3) Atw (koninklijk besluit): which days count as a public holiday in which years.

    `first_year` and `last_year` are both covered, also when no day falls in one of them. Raises ValueError for years in the
    wrong order, a day outside the years covered, or an empty source.
    """

    source: str
    first_year: int
    last_year: int
    days: tuple[date, ...]

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("A decree needs a source, such as its number in the Staatscourant.")
        if self.first_year > self.last_year:
            raise ValueError("A decree's first year comes before its last year.")
        for day in self.days:
            if not self.first_year <= day.year <= self.last_year:
                raise ValueError(f"{day} lies outside the years {self.first_year} to {self.last_year} of the decree.")

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


# 2020-2022 was not found, so those years are provisional. Nothing here may be completed by a bridge-day rule.
SHIPPED_DECREES: tuple[Decree, ...] = (
    Decree(
        source="KB 31 October 2016, Stcrt. 2016, 58653",
        first_year=2017,
        last_year=2019,
        days=(
            date(2017, 4, 28),
            date(2017, 5, 26),
            date(2018, 5, 11),
            date(2018, 12, 24),
            date(2018, 12, 31),
            date(2019, 5, 31),
            date(2019, 12, 27),
        ),
    ),
    Decree(
        source="KB for 2023-2025 (art. 3(3) Atw); second-hand, Staatscourant number still to be entered",
        first_year=2023,
        last_year=2025,
        days=(date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30)),
    ),
    Decree(
        source="KB for 2026-2028 (art. 3(3) Atw), as published 4 October 2025; second-hand, Staatscourant number still to be entered",
        first_year=2026,
        last_year=2028,
        days=(date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)),
    ),
)


def check_year(*, year: int) -> None:
    """Raise `YearOutsideCalendar` for a year this calendar does not vouch for."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutsideCalendar(year=year)


def monarchs_birthday(*, year: int) -> date:
    """The day the monarch's birthday is celebrated (Koningsdag; Koninginnedag before 2014).

    27 April, or 26 April when that is a Sunday; before 2014 30 April, or 29 April when that is a Sunday. From 1949 to 1979 the
    30th moved forward to Monday 1 May instead; those years lie outside this calendar.
    """
    check_year(year=year)
    day = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return day - ONE_DAY if day.weekday() == SUNDAY else day


@cache
def public_holidays(year: int) -> Mapping[date, NonDay]:
    """The public holidays of art. 3(1) and Good Friday of art. 3(2) in one year, decreed days excluded.

    5 May counts every year: that people have the day off once in five years is a matter of collective agreements. A holiday in
    a weekend gives no substitute day. Raises `YearOutsideCalendar`.
    """
    check_year(year=year)
    easter_sunday = easter(year)
    monarch = NonDayKind.KINGS_DAY if year >= 2014 else NonDayKind.QUEENS_DAY
    found = (
        (date(year, 1, 1), NonDayKind.NEW_YEARS_DAY, "3(1)"),
        (easter_sunday - 2 * ONE_DAY, NonDayKind.GOOD_FRIDAY, "3(2)"),
        (easter_sunday + ONE_DAY, NonDayKind.EASTER_MONDAY, "3(1)"),
        (monarchs_birthday(year=year), monarch, "3(1)"),
        (date(year, 5, 5), NonDayKind.LIBERATION_DAY, "3(1)"),
        (easter_sunday + 39 * ONE_DAY, NonDayKind.ASCENSION_DAY, "3(1)"),
        (easter_sunday + 50 * ONE_DAY, NonDayKind.WHIT_MONDAY, "3(1)"),
        (date(year, 12, 25), NonDayKind.CHRISTMAS_DAY, "3(1)"),
        (date(year, 12, 26), NonDayKind.SECOND_CHRISTMAS_DAY, "3(1)"),
    )
    return MappingProxyType({on: NonDay(on=on, kind=kind, article=article) for on, kind, article in found})


@dataclass(frozen=True, slots=True)
class StatutoryCalendar:
    """The calendar of the Algemene termijnenwet with the decrees known to whoever asks. A value: equal decrees, equal calendar.

    `StatutoryCalendar(decrees=SHIPPED_DECREES + loaded)`. A decree that repeats days of another adds nothing.
    """

    decrees: tuple[Decree, ...]
    _decreed: Mapping[date, NonDay] = field(init=False, repr=False, compare=False, hash=False)
    _covered: frozenset[int] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        decreed: dict[date, NonDay] = {}
        for decree in self.decrees:
            for day in decree.days:
                decreed.setdefault(day, NonDay(on=day, kind=NonDayKind.DECREED_DAY, article="3(3)", source=decree.source))
        object.__setattr__(self, "_decreed", decreed)
        object.__setattr__(self, "_covered", frozenset(year for decree in self.decrees for year in decree.years))

    def is_covered(self, year: int) -> bool:
        """Whether a known decree says which days of this year are equated with a public holiday."""
        return year in self._covered

    def non_day(self, on: date) -> NonDay | None:
        """Why a term does not end on this day, or None for an ordinary day. Raises `YearOutsideCalendar`.

        A day that is more than one thing is named by what says most: a holiday, then a weekend day, then a decreed day.
        """
        holiday = public_holidays(on.year).get(on)
        if holiday is not None:
            return holiday
        weekday = on.weekday()
        if weekday >= SATURDAY:
            return NonDay(on=on, kind=NonDayKind.SATURDAY if weekday == SATURDAY else NonDayKind.SUNDAY, article="1(1)")
        return self._decreed.get(on)

    def non_days_from(self, on: date) -> tuple[NonDay, ...]:
        """The unbroken run of non-days that starts on this day; empty when it is an ordinary day. Raises `YearOutsideCalendar`."""
        non_day = self.non_day(on)
        if non_day is None:
            return ()
        run = []
        while non_day is not None:
            run.append(non_day)
            non_day = self.non_day(non_day.on + ONE_DAY)
        return tuple(run)

    def first_ordinary_day_from(self, on: date) -> date:
        """This day, or the first one after it that is no Saturday, Sunday or public holiday (art. 1(1) Atw)."""
        non_days = self.non_days_from(on)
        return non_days[-1].on + ONE_DAY if non_days else on

    def last_ordinary_day_until(self, on: date) -> date:
        """This day, or the last ordinary day before it: the day to decide by when one does not want to rest on the Atw."""
        while self.non_day(on) is not None:
            on -= ONE_DAY
        return on


SHIPPED_CALENDAR = StatutoryCalendar(decrees=SHIPPED_DECREES)
