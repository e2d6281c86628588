"""When somebody is reminded of a term (pure): half-way, days before and after the last day, and before the norms of first contact and of
confirming receipt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from complaints.awb.working_days import contact_due
from tenants.statutory_calendar import StatutoryCalendar

ONE_DAY = timedelta(days=1)
Code = TypeVar("Code", bound=StrEnum)


class Point(StrEnum):
    HALF_WAY = "half_way"
    BEFORE = "before"
    LAST_BEFORE = "last_before"
    AFTER = "after"
    CONTACT = "contact"
    ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """The organisation's own points. Days before and after the last day are calendar days, or working days.

    contact_days: so many working days before the norms of first contact and of confirming receipt; 0: no reminder of these.
    acknowledgement_norm: within so many working days receipt is confirmed; skips_decreed: a decreed day is none of them.
    """

    days_before: tuple[int, ...] = (10, 3)
    days_after: tuple[int, ...] = (1,)
    half_way: bool = True
    in_working_days: bool = False
    contact_days: int = 1
    acknowledgement_norm: int = 5
    skips_decreed: bool = True


def points_of(
    *,
    opened_on: date,
    due_on: date,
    contact_due_on: date | None,
    acknowledge_by: date | None = None,
    plan: ReminderPlan,
    calendar: StatutoryCalendar,
) -> list[tuple[Point, date]]:
    """The points of an open round with their days, in order. contact_due_on: None once there was contact; acknowledge_by: None
    once receipt was confirmed, or where nothing is to be.

    LAST_BEFORE is the point nearest before the last day.
    """
    points = []
    if plan.half_way:
        points.append((Point.HALF_WAY, opened_on + (due_on - opened_on) // 2))
    for days in plan.days_before:
        code = Point.LAST_BEFORE if days == min(plan.days_before) else Point.BEFORE
        points.append((code, moved(due_on, -days, in_working_days=plan.in_working_days, calendar=calendar)))
    points += [(Point.AFTER, moved(due_on, days, in_working_days=plan.in_working_days, calendar=calendar)) for days in plan.days_after]
    for code, norm in ((Point.ACKNOWLEDGEMENT, acknowledge_by), (Point.CONTACT, contact_due_on)):
        if norm is not None and plan.contact_days:
            points.append((code, moved(norm, -plan.contact_days, in_working_days=True, calendar=calendar)))
    return sorted(points, key=lambda point: point[1])


def acknowledge_by(*, opened_on: date, plan: ReminderPlan, calendar: StatutoryCalendar) -> date:
    """The last day of the organisation's norm for confirming receipt."""
    return contact_due(
        received_on=opened_on, calendar=calendar, working_days=plan.acknowledgement_norm, skip_decreed=plan.skips_decreed
    ).result


def most_telling(points: Iterable[tuple[Code, date]], *, after: date, until: date) -> Code | None:
    """Of the points after a day, up to and including another, the last one: one line says enough. None: there is none."""
    reached = [code for code, day in points if after < day <= until]
    return reached[-1] if reached else None


def moved(day: date, days: int, *, in_working_days: bool, calendar: StatutoryCalendar) -> date:
    """The day so many days later, or earlier where days is negative."""
    if not in_working_days:
        return day + timedelta(days=days)
    step = ONE_DAY if days > 0 else -ONE_DAY
    left = abs(days)
    while left:
        day += step
        left -= calendar.non_day(day) is None
    return day
