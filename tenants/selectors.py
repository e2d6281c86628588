"""What others read from the ground floor."""

from __future__ import annotations

from tenants.statutory_calendar import SHIPPED_CALENDAR, StatutoryCalendar


def current_statutory_calendar() -> StatutoryCalendar:
    """The statutory calendar with every decree the product knows."""
    return SHIPPED_CALENDAR
