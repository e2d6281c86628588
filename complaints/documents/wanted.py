"""Where words that somebody is looking for stand, in a text or on pages (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from complaints.documents.pages import Rectangle, Word

# In ten-thousandths of the page; what is further apart stands in another column.
WIDEST_BLANK = 300
_PART = re.compile(r"[^\W_]+")


def found_in_text(text: str, wanted: str) -> list[tuple[int, int]]:
    """First and last place of each time it stands there: whole words, capitals, accents and signs between them do not count."""
    parts = [(_folded(found[0]), found.start(), found.end()) for found in _PART.finditer(text)]
    return [(parts[first][1], parts[last][2]) for first, last in _runs([one[0] for one in parts], wanted)]


def replaced(text: str, places: Iterable[tuple[int, int]], *, instead: str) -> str:
    """The text with these words for each place, whatever its length; places that touch are one."""
    left, done = list[str](), 0
    for start, end in sorted(places):
        if start > done or not left:
            left += [text[done:start], instead]
        done = max(done, end)
    return "".join([*left, text[done:]])


def found_on_pages(words: Sequence[Word], wanted: str) -> list[Rectangle]:
    """The places of the words it stands in; of what runs over two lines, one on each. A word it is a part of counts whole."""
    parts = [(_folded(part), place) for place, word in enumerate(words) for part in _PART.findall(word.text)]
    found: dict[Rectangle, None] = {}
    for first, last in _runs([one[0] for one in parts], wanted):
        between = words[parts[first][1] : parts[last][1] + 1]
        found |= dict.fromkeys(joined([place for word in between for place in word.places]))
    return list(found)


def joined(places: Iterable[Rectangle]) -> list[Rectangle]:
    """Places that follow each other on one line, as one."""
    whole: list[Rectangle] = []
    for one in places:
        before = whole[-1] if whole else None
        if before is not None and _is_beside(before, one):
            whole[-1] = Rectangle(
                page=one.page,
                left=min(before.left, one.left),
                top=min(before.top, one.top),
                right=max(before.right, one.right),
                bottom=max(before.bottom, one.bottom),
            )
        else:
            whole.append(one)
    return whole


def _is_beside(before: Rectangle, one: Rectangle) -> bool:
    is_on_line = before.page == one.page and before.top <= (one.top + one.bottom) // 2 <= before.bottom
    return is_on_line and before.left <= one.left <= before.right + WIDEST_BLANK


def _runs(parts: Sequence[str], wanted: str) -> list[tuple[int, int]]:
    asked = [_folded(part) for part in _PART.findall(wanted)]
    if not asked:
        return []
    last = len(asked) - 1
    return [(place, place + last) for place in range(len(parts) - last) if list(parts[place : place + last + 1]) == asked]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))
