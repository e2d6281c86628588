"""Periods of receipt that move along with the day they are asked on (pure)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum


class Period(StrEnum):
    """A stretch of days, told without dates: what is kept as an address is right tomorrow as well."""

    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


def days_of(period: Period, *, today: date) -> tuple[date, date]:
    """First and last day, both included; a week begins on Monday."""
    return _DAYS[period](today)


def _week(today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _months(today: date, *, first_month: int, count: int) -> tuple[date, date]:
    first = date(today.year, first_month, 1)
    after = first_month + count
    next_first = date(today.year + (after > 12), (after - 1) % 12 + 1, 1)
    return first, next_first - timedelta(days=1)


def _month(today: date) -> tuple[date, date]:
    return _months(today, first_month=today.month, count=1)


def _quarter(today: date) -> tuple[date, date]:
    return _months(today, first_month=(today.month - 1) // 3 * 3 + 1, count=3)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


_DAYS: dict[Period, Callable[[date], tuple[date, date]]] = {
    Period.THIS_WEEK: _week,
    Period.THIS_MONTH: _month,
    Period.THIS_QUARTER: _quarter,
    Period.THIS_YEAR: lambda today: _year(today.year),
    Period.LAST_YEAR: lambda today: _year(today.year - 1),
}
