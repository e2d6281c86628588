"""Periods that move along with the day they are asked on."""

from __future__ import annotations

from datetime import date as D

import pytest

from complaints.finding.periods import Period, days_of


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.THIS_WEEK, D(2026, 11, 16), D(2026, 11, 16), D(2026, 11, 22)),  # Monday
        (Period.THIS_WEEK, D(2026, 11, 22), D(2026, 11, 16), D(2026, 11, 22)),  # Sunday
        (Period.THIS_WEEK, D(2027, 1, 1), D(2026, 12, 28), D(2027, 1, 3)),  # Friday
        (Period.THIS_MONTH, D(2026, 12, 31), D(2026, 12, 1), D(2026, 12, 31)),
        (Period.THIS_MONTH, D(2028, 2, 10), D(2028, 2, 1), D(2028, 2, 29)),
        (Period.THIS_QUARTER, D(2026, 11, 20), D(2026, 10, 1), D(2026, 12, 31)),
        (Period.THIS_QUARTER, D(2026, 3, 31), D(2026, 1, 1), D(2026, 3, 31)),
        (Period.THIS_YEAR, D(2026, 1, 1), D(2026, 1, 1), D(2026, 12, 31)),
        (Period.LAST_YEAR, D(2026, 1, 1), D(2025, 1, 1), D(2025, 12, 31)),
    ],
)
def test_first_and_last_day(period: Period, today: D, first: D, last: D) -> None:
    assert days_of(period, today=today) == (first, last)
