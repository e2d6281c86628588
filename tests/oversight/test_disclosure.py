"""What may be published: exact tables, and on random ones no few can be worked out."""

from __future__ import annotations

from itertools import product

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


@settings(deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=13), max_size=5))
def test_each_few_may_be_any_number_below_five_for_whoever_reads_the_table(counts: list[int]) -> None:
    """A reader knows the total, what is shown, and that what is withheld is 5 or more and no larger than what is shown of 5 or more."""
    shown = shown_table(dict(enumerate(counts)))
    if shown is None:
        return
    assert list(shown) == list(range(len(counts)))
    assert all(isinstance(one, Hidden) or one == count for one, count in zip(shown.values(), counts, strict=True))
    hidden = [one for one in shown.values() if isinstance(one, Hidden)]
    rest = sum(counts) - sum(one for one in shown.values() if not isinstance(one, Hidden))
    left = [one for one in shown.values() if not isinstance(one, Hidden) and one >= 5]
    most = min(left, default=rest)
    ranges = [range(1, 5) if one is FEW else range(5, most + 1) for one in hidden]
    possible = [values for values in product(*ranges) if sum(values) == rest]
    for place, one in enumerate(hidden):
        if one is FEW:
            assert {values[place] for values in possible} == {1, 2, 3, 4}
