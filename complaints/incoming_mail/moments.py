"""Moments in a mail: of its headers, and as mail programs write them above a forwarded mail, in Dutch or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from complaints.incoming_mail.message import Finding

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(days=1)

_MONTHS = ("jan", "feb", "maa|mrt|mar", "apr", "mei|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2})?\s*(?P<half>[ap]m)?"
# "vrijdag 7 maart 2025 10:02", "7 mrt. 2025 om 10:02" and "Friday, March 7, 2025 10:02 AM".
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})[a-z]*\.?\s+(?P<year>\d{{4}})\D{{0,12}}{_TIME}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH})[a-z]*\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})\D{{0,12}}{_TIME}", re.IGNORECASE)


def moment_of_header(value: str) -> datetime | None:
    """The moment of a Date header; None where it cannot be read. A time without a zone is taken as UTC."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def moment_as_written(text: str) -> datetime | None:
    """The moment in a line of a mail program, taken as Dutch time; None where there is none."""
    found = _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    if found is None:
        return None
    month = next(number for number, names in enumerate(_MONTHS, start=1) if found["month"].lower() in names.split("|"))
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    try:
        return datetime(int(found["year"]), month, int(found["day"]), hour, int(found["minute"]), tzinfo=AMSTERDAM).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def best_moment(candidates: Sequence[datetime | None], *, now: datetime) -> tuple[datetime | None, Finding | None]:
    """The first that can be true, and what is wrong where none can: a mail of 1970 or of next year."""
    known = [moment for moment in candidates if moment is not None]
    if not known:
        return None, Finding.DATE_MISSING
    usable = next((moment for moment in known if EARLIEST <= moment <= now + CLOCKS_DIFFER), None)
    if usable is None:
        return None, Finding.DATE_ABSURD
    # A clock that runs ahead a little is no moment in the future.
    return min(usable, now), None
