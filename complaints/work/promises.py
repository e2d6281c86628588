"""How a promise stands in time, and what may become of it (pure): the graph as data."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from complaints.work.reminders import ONE_DAY, moved
from tenants.statutory_calendar import StatutoryCalendar

# So many working days before its day somebody is reminded of it.
DAYS_BEFORE = 3


class PromiseState(StrEnum):
    """OPEN: its day is not near. DUE: within three working days. BROKEN: its day has passed, and nobody said that it was done.

    NOT_KEPT: somebody said so, with why. WITHDRAWN: it was recorded by mistake.
    """

    OPEN = "OPEN"
    DUE = "DUE"
    BROKEN = "BROKEN"
    KEPT = "KEPT"
    NOT_KEPT = "NOT_KEPT"
    WITHDRAWN = "WITHDRAWN"


_ANY_END = frozenset({PromiseState.KEPT, PromiseState.NOT_KEPT, PromiseState.WITHDRAWN})

# What may become of a promise. What was said of it by mistake is taken back, and the promise recorded anew.
ENDS: dict[PromiseState, frozenset[PromiseState]] = {
    PromiseState.OPEN: _ANY_END,
    PromiseState.DUE: _ANY_END,
    PromiseState.BROKEN: _ANY_END,
    PromiseState.KEPT: frozenset({PromiseState.WITHDRAWN}),
    PromiseState.NOT_KEPT: frozenset({PromiseState.WITHDRAWN}),
    PromiseState.WITHDRAWN: frozenset(),
}
PRESSING = frozenset({PromiseState.DUE, PromiseState.BROKEN})


def state_of_promise(*, end: str, due_on: date, today: date, calendar: StatutoryCalendar) -> PromiseState:
    """How it stands. end: what somebody said became of it, "" while nobody did."""
    if end:
        return PromiseState(end)
    if due_on < today:
        return PromiseState.BROKEN
    return PromiseState.DUE if remind_from(due_on, calendar=calendar) <= today else PromiseState.OPEN


def remind_from(due_on: date, *, calendar: StatutoryCalendar) -> date:
    """The first day on which it is near: three working days before its day."""
    return moved(due_on, -DAYS_BEFORE, in_working_days=True, calendar=calendar)


def promise_points(*, due_on: date, recorded_on: date, calendar: StatutoryCalendar) -> list[tuple[PromiseState, date]]:
    """The days on which somebody is told of it, each once: near, and broken. Whoever recorded it near its day is told the day after."""
    near = max(remind_from(due_on, calendar=calendar), recorded_on + ONE_DAY)
    broken = max(due_on, recorded_on) + timedelta(days=1)
    return [(PromiseState.DUE, near)] * (near < broken) + [(PromiseState.BROKEN, broken)]
