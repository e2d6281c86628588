"""In which order the list stands, and how somebody goes through it page by page while others add to it.

A place in the list is the last row that was seen, by what it is sorted on: a row that comes in meanwhile shifts nothing.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Exclusion
from tenants.errors import Refusal

LONGEST_CURSOR = 200
REFERENCE = re.compile(r"[0-9]{4}-[0-9]{5,}", re.ASCII)


class UnusableCursor(Refusal):
    code = "unusable_cursor"
    message = _("This place in the list does not exist. Start again at the top.")


class UnknownSort(Refusal):
    code = "unknown_sort"
    message = _('"%(given)s" is not an order. Choose newest, oldest, due, reference or changed.')


class Sort(StrEnum):
    """DUE: open files by their last day, soonest first, then all others, newest first. CHANGED: what was last worked on first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    REFERENCE = "reference"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the list that has one order. keys: what it is sorted on, the last one no two files share."""

    keys: tuple[str, ...]
    is_descending: bool
    where: Q


_ALL = Q()
_WITH_LAST_DAY = Q(exclusion=Exclusion.NONE, due__isnull=False)
_NEWEST = ("received_on", "reference")

# What has no last day to sort on stands in a stretch of its own: one order over both would have no index.
STRETCHES: dict[Sort, tuple[Stretch, ...]] = {
    Sort.NEWEST: (Stretch(keys=_NEWEST, is_descending=True, where=_ALL),),
    Sort.OLDEST: (Stretch(keys=_NEWEST, is_descending=False, where=_ALL),),
    Sort.DUE: (
        Stretch(keys=("due", "reference"), is_descending=False, where=_WITH_LAST_DAY),
        Stretch(keys=_NEWEST, is_descending=True, where=Q(due__isnull=True) | ~Q(exclusion=Exclusion.NONE)),
    ),
    Sort.REFERENCE: (Stretch(keys=("reference",), is_descending=False, where=_ALL),),
    Sort.CHANGED: (Stretch(keys=("changed_at", "reference"), is_descending=True, where=_ALL),),
}


def _reference(text: str) -> str:
    if not REFERENCE.fullmatch(text):
        raise ValueError
    return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


_READ: dict[str, Callable[[str], Any]] = {
    "received_on": date.fromisoformat,
    "due": date.fromisoformat,
    "changed_at": _moment,
    "reference": _reference,
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody is in the list. is_alike: the list holds what only looks like the search words."""

    stretch: int
    values: tuple[Any, ...]
    is_alike: bool


def sort_of(given: str | None) -> Sort:
    """The order somebody asks for, newest first when nothing is said. Raises UnknownSort."""
    if not given:
        return Sort.NEWEST
    if given not in set(Sort):
        raise UnknownSort(field="sort", given=given[:40])
    return Sort(given)


def with_what_is_sorted_on(complaints: QuerySet[Complaint], sort: Sort) -> QuerySet[Complaint]:
    """With the last day of the open round as `due` where the order needs it."""
    if sort is not Sort.DUE:
        return complaints
    running = FilteredRelation("rounds", condition=Q(rounds__closed_on__isnull=True))
    return complaints.annotate(running_round=running, due=F("running_round__due_on"))


def take(
    complaints: QuerySet[Complaint], *, sort: Sort, place: Place | None = None, is_backward: bool = False, limit: int
) -> list[Complaint]:
    """The first rows beyond a place, or from the beginning; backward: the last rows before it, in the order of the list.

    Of each row only what says its place is loaded.
    """
    complaints = with_what_is_sorted_on(complaints, sort).only("exclusion", "received_on", "changed_at", "reference")
    stretches = list(enumerate(STRETCHES[sort]))
    rows: list[Complaint] = []
    for number, stretch in reversed(stretches) if is_backward else stretches:
        if place is not None and (number > place.stretch if is_backward else number < place.stretch):
            continue
        if len(rows) == limit:
            break
        part = complaints.filter(stretch.where)
        is_descending = stretch.is_descending != is_backward
        if place is not None and number == place.stretch:
            part = part.filter(_beyond(stretch.keys, place.values, is_descending=is_descending))
        order = [f"-{key}" if is_descending else key for key in stretch.keys]
        rows += part.order_by(*order)[: limit - len(rows)]
    return rows[::-1] if is_backward else rows


def place_of(complaint: Complaint, *, sort: Sort, is_alike: bool = False) -> Place:
    """The place of a row that was taken in this order."""
    is_later = sort is Sort.DUE and (complaint.due is None or bool(complaint.exclusion))  # type: ignore[attr-defined]
    number = 1 if is_later else 0
    return Place(stretch=number, values=tuple(getattr(complaint, key) for key in STRETCHES[sort][number].keys), is_alike=is_alike)


def cursor_of(complaint: Complaint, *, sort: Sort = Sort.NEWEST, is_alike: bool = False) -> str:
    """The place of a row as a text for an address: days and our reference, nothing of a person."""
    place = place_of(complaint, sort=sort, is_alike=is_alike)
    values = [value if isinstance(value, str) else value.isoformat() for value in place.values]
    told = json.dumps([sort.value, place.stretch, int(is_alike), *values], separators=(",", ":"))
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, sort: Sort, field: str) -> Place:
    """The place an address names. Raises UnusableCursor, also for a place in another order."""
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise ValueError
        told = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        name, stretch, is_alike, *values = told
        if name != sort.value or stretch not in range(len(STRETCHES[sort])) or is_alike not in (0, 1):
            raise ValueError
        keys = STRETCHES[sort][stretch].keys
        read = tuple(_READ[key](value) for key, value in zip(keys, values, strict=True))
    except (NotBase64, UnicodeError, ValueError, TypeError, RecursionError):
        raise UnusableCursor(field=field) from None
    return Place(stretch=stretch, values=read, is_alike=bool(is_alike))


def _beyond(keys: tuple[str, ...], values: tuple[Any, ...], *, is_descending: bool) -> Q:
    """Rows after these values. The first key stands there by itself as well: that is what an index can begin at."""
    sign = "lt" if is_descending else "gt"
    if len(keys) == 1:
        return Q(**{f"{keys[0]}__{sign}": values[0]})
    first, last = keys
    return Q(**{f"{first}__{sign}e": values[0]}) & (Q(**{f"{first}__{sign}": values[0]}) | Q(**{f"{last}__{sign}": values[1]}))
