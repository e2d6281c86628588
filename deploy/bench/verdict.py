"""What the rounds of a measurement say about a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """ratio: the median of the ratios per round, with the lowest and the highest. word: pass, fail, or not shown."""

    ratio: float
    lowest: float
    highest: float
    word: str

    def __str__(self) -> str:
        return f"{self.ratio:5.2f} [{self.lowest:.2f}-{self.highest:.2f}] {self.word}"


def verdict_on(ratios: Sequence[float], *, limit: float) -> Verdict:
    """Pass where every round kept to the limit, fail where none did; else the spread says nothing. ratios: one a round, not empty."""
    lowest, highest = min(ratios), max(ratios)
    word = "pass" if highest <= limit else "fail" if lowest > limit else "not shown"
    return Verdict(ratio=median(ratios), lowest=lowest, highest=highest, word=word)
