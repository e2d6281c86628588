"""The list somebody may see: narrowed, sorted, a page at a time, or all of it for an export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from complaints.access import visible_complaints
from complaints.finding.filters import ComplaintFilters, narrowed
from complaints.finding.sorting import Place, Sort, UnusableCursor, cursor_of, place_of, read_cursor, take
from complaints.models import Complaint
from complaints.rows import loaded_rows
from complaints.searching import alike, by_word, checked_words, matching, may_look_alike
from complaints.selectors import MOST_ON_A_PAGE, UnusablePageSize
from tenants.actors import Actor


@dataclass(frozen=True, kw_only=True)
class ComplaintPage:
    """One page of the list. cursors: the place of each. next_cursor, previous_cursor: where the page after and before
    it begins; None at either end.

    total: how many there are, None where nobody asked. is_more: there are more than that.
    looks_alike: nothing has the search words; these only look like them.
    """

    items: list[Complaint]
    cursors: list[str]
    next_cursor: str | None
    previous_cursor: str | None
    total: int | None
    is_more: bool = False
    looks_alike: bool = False


def find_complaints(
    *,
    actor: Actor,
    filters: ComplaintFilters,
    today: date,
    sort: Sort = Sort.NEWEST,
    after: str | None = None,
    before: str | None = None,
    size: int = 25,
    count_up_to: int | None = None,
) -> ComplaintPage:
    """A page of the list this person may see: its beginning, or what stands after or before a place in it.

    count_up_to: count no further than this; None counts all, 0 nothing. Files left out of the figures are in the list.
    Raises UnusableCursor, UnusablePageSize, SearchTooLong, NotPermitted and what `narrowed` does.
    """
    if not 1 <= size <= MOST_ON_A_PAGE:
        raise UnusablePageSize(field="last" if before else "first")
    if after and before:
        raise UnusableCursor(field="before")
    cursor, is_backward = (before, True) if before else (after, False)
    place = read_cursor(cursor, sort=sort, field="before" if before else "after") if cursor else None
    words = checked_words(filters.text)
    complaints = narrowed(visible_complaints(actor=actor), filters, actor=actor, today=today)

    found, is_alike = _answering(complaints, words, place)
    places = take(found, sort=sort, place=place, is_backward=is_backward, limit=size + 1)
    if not places and place is None and words and may_look_alike(words):
        found = alike(complaints, words)
        places = take(found, sort=sort, limit=size + 1)
        is_alike = bool(places)

    has_more = len(places) > size
    shown = places[-size:] if is_backward else places[:size]
    has_earlier, has_later = (has_more, True) if is_backward else (_has_before(found, shown, sort=sort, place=place), has_more)
    is_all = place is None and not has_more
    total = None if count_up_to == 0 else len(shown) if is_all else _count(found, count_up_to)
    cursors = [cursor_of(one, sort=sort, is_alike=is_alike) for one in shown]
    return ComplaintPage(
        items=loaded_rows([one.pk for one in shown]),
        cursors=cursors,
        next_cursor=cursors[-1] if shown and has_later else None,
        previous_cursor=cursors[0] if shown and has_earlier else None,
        total=min(total, count_up_to) if total is not None and count_up_to else total,
        is_more=bool(count_up_to and total is not None and total > count_up_to),
        looks_alike=is_alike,
    )


def count_complaints(*, actor: Actor, filters: ComplaintFilters, today: date) -> int:
    """How many files the list holds in all. Raises what `find_complaints` does."""
    return _all_of(actor=actor, filters=filters, today=today).count()


def each_complaint(
    *,
    actor: Actor,
    filters: ComplaintFilters,
    today: date,
    sort: Sort,
    batch: int,
    before_reading: Callable[[list[UUID]], None] | None = None,
) -> Iterator[list[Complaint]]:
    """The whole list in its order, a batch at a time, so that memory does not grow with it. Inside one transaction.

    before_reading: told which files come next, before anything of them is read. Raises what `find_complaints` does.
    """
    found = _all_of(actor=actor, filters=filters, today=today)
    place = None
    while places := take(found, sort=sort, place=place, limit=batch):
        if before_reading is not None:
            before_reading([one.pk for one in places])
        yield loaded_rows([one.pk for one in places])
        if len(places) < batch:
            return
        place = place_of(places[-1], sort=sort)


def _all_of(*, actor: Actor, filters: ComplaintFilters, today: date) -> QuerySet[Complaint]:
    return matching(narrowed(visible_complaints(actor=actor), filters, actor=actor, today=today), filters.text)


def _answering(complaints: QuerySet[Complaint], words: str, place: Place | None) -> tuple[QuerySet[Complaint], bool]:
    """By word first; whoever pages through what looks alike goes on with that."""
    if not words:
        return complaints, False
    if place is not None and place.is_alike:
        return alike(complaints, words), True
    return by_word(complaints, words), False


def _has_before(found: QuerySet[Complaint], shown: list[Complaint], *, sort: Sort, place: Place | None) -> bool:
    """Whether anything stands before the page. The first page has nothing before it: it begins where the list does."""
    if place is None or not shown:
        return False
    return bool(take(found, sort=sort, place=place_of(shown[0], sort=sort), is_backward=True, limit=1))


def _count(found: QuerySet[Complaint], up_to: int | None) -> int:
    return found.order_by().count() if up_to is None else found.order_by()[: up_to + 1].count()
