"""Going through the list: every order, both ways, with ties, without a last day, and while others add to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.finding.filters import ComplaintFilters
from complaints.finding.listing import ComplaintPage, count_complaints, each_complaint, find_complaints
from complaints.finding.sorting import Sort, UnknownSort, UnusableCursor, cursor_of, read_cursor, sort_of
from complaints.models import Complaint, Round
from complaints.selectors import UnusablePageSize
from tenants.actors import Actor
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

TODAY = date(2025, 3, 7)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def a_file(day: int, *, closed: bool = False, changed: int = 0, exclusion: str = "", due: date | None = None) -> Complaint:
    received = date(2025, 1, day)
    made = make_complaint(
        ComplaintFacts(
            rounds=(RoundFacts(opened_on=received, closed_on=received if closed else None),),
            exclusion=exclusion,
            extra={"changed_at": datetime(2025, 2, 1, tzinfo=UTC) + timedelta(microseconds=changed)},
        )
    )
    if due:
        Round.objects.filter(complaint=made).update(due_on=due)
    return made


def page_of(actor: Actor, **asked: Any) -> ComplaintPage:
    return find_complaints(actor=actor, filters=asked.pop("filters", ComplaintFilters()), today=TODAY, **asked)


def references(page: ComplaintPage) -> list[str]:
    return [one.reference for one in page.items]


def expected_order(sort: Sort) -> list[str]:
    files = list(Complaint.objects.prefetch_related("rounds"))
    newest = sorted(files, key=lambda one: (one.received_on, one.reference), reverse=True)
    if sort is Sort.NEWEST:
        rows = newest
    elif sort is Sort.OLDEST:
        rows = newest[::-1]
    elif sort is Sort.REFERENCE:
        rows = sorted(files, key=lambda one: one.reference)
    elif sort is Sort.CHANGED:
        rows = sorted(files, key=lambda one: (one.changed_at, one.reference), reverse=True)
    else:
        dates = {one.pk: one.rounds.get().due_on for one in files if one.rounds.get().closed_on is None and not one.exclusion}
        with_date = sorted((one for one in files if one.pk in dates), key=lambda one: (dates[one.pk], one.reference))
        rows = [*with_date, *(one for one in newest if one.pk not in dates)]
    return [one.reference for one in rows]


@pytest.mark.parametrize("sort", list(Sort))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(
        st.tuples(st.integers(1, 3), st.booleans(), st.integers(0, 2), st.sampled_from(["", "", "REGISTERED_IN_ERROR"])), max_size=9
    ),
    size=st.integers(1, 4),
)
def test_forward_and_back_pass_every_file_once_in_the_order_asked(
    coordinator: Actor, sort: Sort, files: list[tuple[int, bool, int, str]], size: int
) -> None:
    Complaint.objects.all().delete()
    for day, closed, changed, exclusion in files:
        a_file(day, closed=closed, changed=changed, exclusion=exclusion)

    pages = [page_of(coordinator, sort=sort, size=size)]
    while pages[-1].next_cursor:
        pages.append(page_of(coordinator, sort=sort, size=size, after=pages[-1].next_cursor))
    back = [pages[-1]]
    while back[-1].previous_cursor:
        back.append(page_of(coordinator, sort=sort, size=size, before=back[-1].previous_cursor))

    assert [reference for page in pages for reference in references(page)] == expected_order(sort)
    assert [references(page) for page in reversed(back)] == [references(page) for page in pages]
    assert {page.total for page in pages} == {len(files)}
    assert pages[0].previous_cursor is None


@pytest.mark.parametrize("sort", list(Sort))
def test_what_comes_in_meanwhile_shifts_nothing(coordinator: Actor, sort: Sort) -> None:
    for day in (10, 12, 14, 16):
        a_file(day)
    first = page_of(coordinator, sort=sort, size=2)
    before = expected_order(sort)

    for day in (9, 11, 13, 15, 17):
        a_file(day)
    second = page_of(coordinator, sort=sort, size=9, after=first.next_cursor)

    assert [one for one in references(second) if one in before] == before[2:]
    assert set(references(second)) & set(references(first)) == set()


def test_a_file_that_is_taken_away_does_not_break_its_place(coordinator: Actor) -> None:
    files = [a_file(day) for day in (4, 3, 2, 1)]
    first = page_of(coordinator, size=2)
    files[1].delete()

    assert references(page_of(coordinator, size=2, after=first.next_cursor)) == [files[2].reference, files[3].reference]


@pytest.mark.parametrize("sort", list(Sort))
def test_three_files_cost_the_statements_of_one(coordinator: Actor, sort: Sort) -> None:
    a_file(1)
    with CaptureQueriesContext(connection) as for_one:
        page_of(coordinator, sort=sort)
    a_file(2, closed=True)
    a_file(3)

    with CaptureQueriesContext(connection) as for_three:
        assert len(page_of(coordinator, sort=sort).items) == 3

    assert len(for_three) == len(for_one)
    # A page that holds all there is needs no count of its own; of the last day soonest, what has one and what has none.
    assert len(for_one) == (6 if sort is Sort.DUE else 5)


def test_what_goes_on_beyond_the_page_is_counted_with_one_more_statement(coordinator: Actor) -> None:
    for day in (1, 2, 3):
        a_file(day)
    with CaptureQueriesContext(connection) as whole:
        assert page_of(coordinator, size=3).total == 3
    with CaptureQueriesContext(connection) as part:
        first = page_of(coordinator, size=2)
    last = page_of(coordinator, size=2, after=first.next_cursor)

    assert (first.total, last.total) == (3, 3)
    assert len(part) - len(whole) == 1


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        (Sort.NEWEST, "Index Scan using complaint_newest_first"),
        (Sort.OLDEST, "Index Scan Backward using complaint_newest_first"),
        (Sort.CHANGED, "Index Scan using complaint_last_changed"),
        (Sort.REFERENCE, "complaints_complaint_reference_"),
        (Sort.DUE, "round_open_by_due"),
    ],
)
def test_each_order_stands_in_an_index(coordinator: Actor, sort: Sort, index: str) -> None:
    place = cursor_of(_with_due(a_file(5)), sort=sort)
    with connection.cursor() as cursor:
        # Of few rows the planner would sort all of them.
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as asked:
        page_of(coordinator, sort=sort, after=place, count_up_to=0)
    chosen = next(query["sql"] for query in asked if "ORDER BY" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {chosen}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert index in plan


def _with_due(complaint: Complaint) -> Complaint:
    complaint.due = complaint.rounds.get().due_on  # type: ignore[attr-defined]
    return complaint


def test_counting_stops_where_it_is_told(coordinator: Actor) -> None:
    for day in (1, 2, 3):
        a_file(day)

    stopped, exact, none = (page_of(coordinator, count_up_to=up_to) for up_to in (2, 3, 0))

    assert (stopped.total, stopped.is_more) == (2, True)
    assert (exact.total, exact.is_more) == (3, False)
    assert (none.total, none.is_more) == (None, False)


@pytest.mark.parametrize("sort", list(Sort))
def test_all_of_it_comes_in_batches_in_the_same_order(coordinator: Actor, sort: Sort) -> None:
    for day, closed in ((1, False), (2, True), (2, False), (3, True), (4, False)):
        a_file(day, closed=closed)

    batches = [
        [one.reference for one in batch]
        for batch in each_complaint(actor=coordinator, filters=ComplaintFilters(), today=TODAY, sort=sort, batch=2)
    ]

    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert [reference for batch in batches for reference in batch] == expected_order(sort)
    assert count_complaints(actor=coordinator, filters=ComplaintFilters(), today=TODAY) == 5


@pytest.mark.parametrize("cursor", ["niets", "", "e30", "W10", "WyJuZXdlc3QiLDAsMCwiMjAyNS0wMS0wMSJd", "a" * 201, "bnVsbA", "x|y", "\x00"])
def test_a_place_that_cannot_be_read_is_refused(cursor: str) -> None:
    with pytest.raises(UnusableCursor):
        read_cursor(cursor, sort=Sort.NEWEST, field="after")


def test_a_place_in_another_order_is_refused(coordinator: Actor) -> None:
    cursor = cursor_of(a_file(1), sort=Sort.CHANGED)

    with pytest.raises(UnusableCursor):
        page_of(coordinator, sort=Sort.NEWEST, after=cursor)
    with pytest.raises(UnusableCursor):
        page_of(coordinator, sort=Sort.CHANGED, after=cursor, before=cursor)


def test_unknown_orders_and_sizes_are_refused(coordinator: Actor) -> None:
    with pytest.raises(UnknownSort):
        sort_of("best")
    for size in (0, 101):
        with pytest.raises(UnusablePageSize):
            page_of(coordinator, size=size)
