"""The only place that reads the clock. Interfaces call `read_clock` and hand `now` down; nothing below them looks at the time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read_clock() -> datetime:
    """The present moment, aware. For views, mutations, tasks and commands alone."""
    return timezone.now()  # noqa: TID251


def dutch_date(moment: datetime) -> date:
    """The calendar date in Amsterdam of an aware moment: what the law and the yearly figures count by."""
    return moment.astimezone(AMSTERDAM).date()
