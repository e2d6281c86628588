"""Whether two words are the same one spelled differently (pure): for a hint, so rather no than a wrong one."""

from __future__ import annotations

from itertools import zip_longest

from tenants.names import plain_words

# How many slips of the pen a word of so many letters may have: one letter in "Wmo" makes another law of it.
SLIPS = ((8, 2), (4, 1))


def near(one: str, other: str) -> int | None:
    """How many slips lie between two texts; None when they are not the same words.

    0: the same letters and digits, whatever stands between them and above them. Otherwise word by word: each begins with
    the same letter as its counterpart, so that "ongegrond" is never near to "gegrond".
    """
    if _letters(one) == _letters(other):
        return 0
    total = 0
    for word, counterpart in zip_longest(plain_words(one), plain_words(other), fillvalue=""):
        slips = _slips_between(word, counterpart)
        if slips is None:
            return None
        total += slips
    return total


def _slips_between(word: str, counterpart: str) -> int | None:
    shortest = min(len(word), len(counterpart))
    allowed = next((slips for letters, slips in SLIPS if shortest >= letters), 0)
    if word[:1] != counterpart[:1] or abs(len(word) - len(counterpart)) > allowed:
        return None
    slips = 0 if word == counterpart else _distance(word, counterpart)
    return slips if slips <= allowed else None


def _distance(word: str, counterpart: str) -> int:
    """Letters added, left out, replaced or swapped with their neighbour, at the least (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(counterpart) + 1))
    for row, letter in enumerate(word, start=1):
        current = [row]
        for column, other in enumerate(counterpart, start=1):
            least = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (letter != other))
            if before and column > 1 and letter == counterpart[column - 2] and word[row - 2] == other:
                least = min(least, before[column - 2] + 1)
            current.append(least)
        before, above = above, current
    return above[-1]


def _letters(text: str) -> str:
    return "".join(plain_words(text))
