"""Disclosure control (pure): which counts may be published so that no table tells how many are few.

A count of 1 to 4 is told as few, and a table that adds up to a known total must not give such a count away. So as many other
counts are withheld, the smallest first, as it takes for every few to be 1, 2, 3 or 4 as far as a reader can work out, who knows
this rule and so which tables it shows with less. Zero tells of nobody and is shown. law.md 8 (below 5, with secondary
suppression); the lists of Werk en Inkomen Lekstroom, where one municipality has 1, 1, 3 and 0 complaints, are why.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TypeVar

# The smallest count, zero apart, that is shown as it is.
SMALLEST_SHOWN = 5
MOST_OF_FEW = SMALLEST_SHOWN - 1
# How many counts from either end are tried for a withheld one. Trying fewer withholds more, and never tells more.
_TRIED = 4

Label = TypeVar("Label", bound=Hashable)


class Hidden(Enum):
    """FEW: 1 to 4. WITHHELD: 5 or more, not shown because a few beside it could be worked out."""

    FEW = "FEW"
    WITHHELD = "WITHHELD"


Shown = int | Hidden


def shown_count(count: int) -> Shown:
    """A count that stands by itself, such as the total of a year."""
    return Hidden.FEW if 0 < count < SMALLEST_SHOWN else count


def shown_table(counts: Mapping[Label, int]) -> dict[Label, Shown] | None:
    """The counts of a table whose total a reader knows, in the same order.

    None: no part of it can be shown without telling how many are few.
    """
    few = [label for label, count in counts.items() if 0 < count < SMALLEST_SHOWN]
    if not few:
        return dict(counts)
    others = sorted((label for label, count in counts.items() if count >= SMALLEST_SHOWN), key=lambda label: counts[label])
    for how_many in range(len(others) + 1):
        withheld = others[:how_many]
        seen = _Seen(
            few=len(few),
            withheld=how_many,
            total=sum(counts[label] for label in (*few, *withheld)),
            most=counts[others[how_many]] if how_many < len(others) else None,
        )
        if _tells_nothing(seen):
            marks = {**dict.fromkeys(few, Hidden.FEW), **dict.fromkeys(withheld, Hidden.WITHHELD)}
            return {label: marks.get(label, count) for label, count in counts.items()}
    return None


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What a reader sees of the hidden counts: how many are few, how many withheld, what all of them add up to, and what a withheld
    one is at most, which is the smallest that is shown; None where no count of 5 or more is shown."""

    few: int
    withheld: int
    total: int
    most: int | None


@lru_cache(maxsize=100_000)
def _tells_nothing(seen: _Seen) -> bool:
    """Whether any of the few may be 1, 2, 3 and 4 in tables that look like this one and that would not have been shown with less
    withheld."""
    # Of equal counts the first in the table goes first, which a reader sees: only smaller ones leave it open.
    smaller = seen if seen.most is None or seen.withheld == 0 else replace(seen, most=seen.most - 1)
    sums = _sums_of_few(smaller)
    others = seen.few - 1
    return all(any(others <= together - one <= MOST_OF_FEW * others for together in sums) for one in range(1, SMALLEST_SHOWN))


@lru_cache(maxsize=100_000)
def _sums_of_few(seen: _Seen) -> frozenset[int]:
    """What the few may add up to in the tables that look like this one and that are not shown with less withheld; of many such
    tables, in some."""
    if seen.withheld == 0:
        return frozenset([seen.total] if seen.few <= seen.total <= MOST_OF_FEW * seen.few else [])
    found: set[int] = set()
    for largest in _largest_withheld(seen):
        less = _Seen(few=seen.few, withheld=seen.withheld - 1, total=seen.total - largest, most=largest)
        if not _tells_nothing(less):
            found |= _sums_of_few(less)
    return frozenset(found)


def _largest_withheld(seen: _Seen) -> Iterable[int]:
    """What the largest of the withheld counts may be. Of a single one all that is possible; of several the ends of that."""
    highest = seen.total - seen.few - SMALLEST_SHOWN * (seen.withheld - 1)
    if seen.most is not None:
        highest = min(highest, seen.most)
    lowest = max(SMALLEST_SHOWN, -((MOST_OF_FEW * seen.few - seen.total) // seen.withheld))
    if seen.withheld == 1 or highest - lowest <= 2 * _TRIED:
        return range(lowest, highest + 1)
    return [*range(lowest, lowest + _TRIED), *range(highest - _TRIED + 1, highest + 1)]
