"""On which days a term reminds (pure)."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.work.reminders import Point, ReminderPlan, acknowledge_by, most_telling, points_of
from tenants.statutory_calendar import SHIPPED_CALENDAR

D = date
# Received Monday 2 November 2026, six weeks: Monday 14 December.
TERM = {"opened_on": D(2026, 11, 2), "due_on": D(2026, 12, 14)}


@pytest.mark.parametrize(
    ("plan", "contact_due_on", "expected"),
    [
        (
            ReminderPlan(),
            D(2026, 11, 9),
            [
                (Point.CONTACT, D(2026, 11, 6)),  # Friday before Monday
                (Point.HALF_WAY, D(2026, 11, 23)),
                (Point.BEFORE, D(2026, 12, 4)),
                (Point.LAST_BEFORE, D(2026, 12, 11)),
                (Point.AFTER, D(2026, 12, 15)),
            ],
        ),
        (
            ReminderPlan(in_working_days=True, half_way=False),
            None,
            [
                (Point.BEFORE, D(2026, 11, 30)),  # Monday, ten working days before
                (Point.LAST_BEFORE, D(2026, 12, 9)),  # Wednesday
                (Point.AFTER, D(2026, 12, 15)),  # Tuesday
            ],
        ),
        (ReminderPlan(days_before=(), days_after=(), half_way=False, contact_days=0), D(2026, 11, 9), []),
    ],
)
def test_the_points_of_a_term(plan: ReminderPlan, contact_due_on: date | None, expected: list[tuple[Point, date]]) -> None:
    assert points_of(**TERM, contact_due_on=contact_due_on, plan=plan, calendar=SHIPPED_CALENDAR) == expected


def test_receipt_that_is_not_confirmed_reminds_one_working_day_before_its_norm() -> None:
    plan = ReminderPlan(days_before=(), days_after=(), half_way=False)
    by = acknowledge_by(opened_on=TERM["opened_on"], plan=plan, calendar=SHIPPED_CALENDAR)

    found = points_of(**TERM, contact_due_on=None, acknowledge_by=by, plan=plan, calendar=SHIPPED_CALENDAR)

    # Five working days after Monday 2 November: Monday 9 November; reminded on the Friday before.
    assert (by, found) == (D(2026, 11, 9), [(Point.ACKNOWLEDGEMENT, D(2026, 11, 6))])


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        (D(2026, 12, 3), D(2026, 12, 4), Point.BEFORE),
        (D(2026, 12, 4), D(2026, 12, 7), None),  # over the weekend, nothing
        (D(2026, 12, 10), D(2026, 12, 11), Point.LAST_BEFORE),
        (D(2026, 12, 11), D(2026, 12, 14), None),
        (D(2026, 12, 3), D(2026, 12, 15), Point.AFTER),  # after a long silence the latest says enough
    ],
)
def test_one_line_tells_the_last_point_since_the_digest_before(after: date, until: date, expected: Point | None) -> None:
    points = points_of(**TERM, contact_due_on=None, plan=ReminderPlan(), calendar=SHIPPED_CALENDAR)

    assert most_telling(points, after=after, until=until) is expected
