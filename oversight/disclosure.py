"""Disclosure control (pure): which counts may be published so that no table tells how many are few.

A count of 1 to 4 is told as few, and a table that adds up to a known total must not give such a count away. So as many other
counts are withheld, the smallest first, as it takes for every few to be 1, 2, 3 or 4 as far as a reader can work out. Zero
tells of nobody and is shown. law.md 8 (below 5, with secondary suppression); the lists of Werk en Inkomen Lekstroom, where one
municipality has 1, 1, 3 and 0 complaints, are why.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import Enum
from typing import TypeVar

# The smallest count, zero apart, that is shown as it is.
SMALLEST_SHOWN = 5

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
        smallest_left = counts[others[how_many]] if how_many < len(others) else None
        hidden = sum(counts[label] for label in (*few, *withheld))
        if _each_may_be_any(few=len(few), withheld=how_many, total=hidden, smallest_left=smallest_left):
            marks = {**dict.fromkeys(few, Hidden.FEW), **dict.fromkeys(withheld, Hidden.WITHHELD)}
            return {label: marks.get(label, count) for label, count in counts.items()}
    return None


def _each_may_be_any(*, few: int, withheld: int, total: int, smallest_left: int | None) -> bool:
    """Whether a reader who knows what the hidden counts add up to, and that no withheld one is larger than the smallest that is
    shown, can exclude none of 1 to 4 for any of the few."""
    most = SMALLEST_SHOWN - 1
    least_of_others = (few - 1) + SMALLEST_SHOWN * withheld
    can_be_most = total - least_of_others >= most
    if withheld and smallest_left is None:
        return can_be_most
    most_of_others = most * (few - 1) + (smallest_left or 0) * withheld
    return can_be_most and total - most_of_others <= 1
