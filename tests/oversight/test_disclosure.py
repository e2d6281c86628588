"""What may be published: exact tables, and on random ones no few can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.disclosure import Hidden, Shown, shown_count, shown_table

FEW, WITHHELD = Hidden.FEW, Hidden.WITHHELD


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, FEW), (4, FEW), (5, 5), (47, 47)])
def test_a_count_below_five_is_told_as_few_and_zero_as_zero(count: int, shown: Shown) -> None:
    assert shown_count(count) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 12, "b": 0}, {"a": 12, "b": 0}),
        ({"a": 12, "b": 30}, {"a": 12, "b": 30}),
        # One few alone is the total less the rest; the smallest other goes along.
        ({"a": 3, "b": 12, "c": 30}, {"a": FEW, "b": WITHHELD, "c": 30}),
        # 8 of 9 with 30 beside it: each of 1 to 4 is possible, so one is enough.
        ({"a": 1, "b": 8, "c": 30}, {"a": FEW, "b": WITHHELD, "c": 30}),
        # 1 and 5 make 6, of which a reader knows that one is 5 or more: it must be 1.
        ({"a": 1, "b": 5, "c": 30}, {"a": FEW, "b": WITHHELD, "c": WITHHELD}),
        # 4 and 8, while another 8 is shown: had it been 3 and 9, that 8 would have gone.
        ({"a": 4, "b": 8, "c": 8, "d": 40}, {"a": FEW, "b": WITHHELD, "c": WITHHELD, "d": 40}),
        # 1 and 1 make 2.
        ({"a": 1, "b": 1, "c": 20, "d": 25}, {"a": FEW, "b": FEW, "c": WITHHELD, "d": 25}),
        # 2 and 3 may be 1 and 4 too: nothing else has to go.
        ({"a": 2, "b": 3, "c": 20}, {"a": FEW, "b": FEW, "c": 20}),
        # 4 and 6 may be 1 and 9 only where the next is 9 or more; and whoever knows that less was not enough excludes more.
        ({"a": 4, "b": 6, "c": 6, "d": 6, "e": 7}, {"a": FEW, "b": WITHHELD, "c": WITHHELD, "d": WITHHELD, "e": WITHHELD}),
        # Of the three of 5 none can be 6 like "b", which would have gone before them: so they are not what leaves it open.
        ({"a": 4, "b": 6, "c": 5, "d": 5, "e": 5}, {"a": FEW, "b": WITHHELD, "c": WITHHELD, "d": WITHHELD, "e": WITHHELD}),
        ({"a": 2}, None),
        ({"a": 1, "b": 5}, None),
        ({"a": 4, "b": 4}, None),
    ],
)  # fmt: skip
def test_enough_is_withheld_that_no_few_can_be_worked_out(counts: dict[str, int], shown: dict[str, Shown] | None) -> None:
    assert shown_table(counts) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((15, 9, 22, 1), (15, WITHHELD, 22, FEW)),
        ((10, 7, 22, 1), (WITHHELD, WITHHELD, 22, FEW)),
        ((12, 5, 32, 3), (WITHHELD, WITHHELD, 32, FEW)),
        ((8, 9, 17, 0), (8, 9, 17, 0)),
    ],
)
def test_lopik_cannot_be_told_from_the_published_totals(counts: tuple[int, ...], shown: tuple[Shown, ...]) -> None:
    """Complaints by municipality as Werk en Inkomen Lekstroom printed them: 2024, 2023, 2022 and 2021."""
    names = ("IJsselstein", "Houten", "Nieuwegein", "Lopik")

    assert shown_table(dict(zip(names, counts, strict=True))) == dict(zip(names, shown, strict=True))


def tables_of(total: int, *, rows: int, smallest: int = 1) -> Iterator[tuple[int, ...]]:
    """Every table of at most so many rows with this total, each once, the smallest count first."""
    if total == 0:
        yield ()
    elif rows:
        for count in range(smallest, total + 1):
            for rest in tables_of(total - count, rows=rows - 1, smallest=count):
                yield (count, *rest)


def as_seen(counts: tuple[int, ...]) -> tuple[str, ...] | None:
    shown = shown_table(dict(enumerate(counts)))
    return None if shown is None else tuple(str(one) for one in shown.values())


@pytest.mark.parametrize(
    ("totals", "rows", "tables_with_a_few", "shown_of_these"),
    [(range(5, 23), 5, 35_183, 31_544), ((40,), 4, 7_766, 7_766), ((300,), 3, 3_518, 3_518)],
)
def test_whoever_knows_the_rule_and_tries_every_table_excludes_no_number_below_five(
    totals: Iterable[int], rows: int, tables_with_a_few: int, shown_of_these: int
) -> None:
    """A reader makes every table with this total, its rows in every order, keeps those that would be shown just so, and looks at what
    each few is in them."""
    tried = 0
    alike: dict[tuple[int, tuple[str, ...]], list[set[int]]] = {}
    shown = 0
    for total in totals:
        for counts in (each for one in tables_of(total, rows=rows) if one[0] < 5 for each in set(permutations(one))):
            tried += 1
            if (seen := as_seen(counts)) is not None:
                shown += 1
                for was, count in zip(alike.setdefault((total, seen), [set() for _row in counts]), counts, strict=True):
                    was.add(count)

    assert (tried, shown) == (tables_with_a_few, shown_of_these)
    of_few = {frozenset(was) for (_total, seen), found in alike.items() for one, was in zip(seen, found, strict=True) if one == str(FEW)}
    assert of_few == {frozenset({1, 2, 3, 4})}


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(0, 13), st.integers(5, 3000)), max_size=30))
def test_a_table_keeps_its_rows_and_each_number_is_shown_as_it_is_or_hidden_as_what_it_is(counts: list[int]) -> None:
    shown = shown_table(dict(enumerate(counts)))

    if shown is None:
        assert any(0 < count < 5 for count in counts)
        return
    assert list(shown) == list(range(len(counts)))
    for one, count in zip(shown.values(), counts, strict=True):
        assert one == count if not isinstance(one, Hidden) else (one is FEW) == (count < 5)
    assert all(shown_count(count) == FEW for count, one in zip(counts, shown.values(), strict=True) if one is FEW)
    assert FEW in shown.values() or WITHHELD not in shown.values()
