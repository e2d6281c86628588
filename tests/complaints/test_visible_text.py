"""A text in which nothing can be seen was not given."""

from __future__ import annotations

import pytest

from complaints.visible_text import visible_length, visible_text

INVISIBLE = {
    "nothing": "",
    "spaces": " \t\n\u00a0\u3000",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff",
    "soft hyphen": "\u00ad",
    "direction": "\u200e\u202e\u2066",
    "control": "\x00\x01\x1f\x7f\x85",
    "line separators": "\u2028\u2029",
    "private use": "\ue000",
    "half a character": "\ud800",
    "marks on nothing": "\u0301\ufe0f",
    "fillers": "\u115f\u1160\u3164\uffa0\u2800",
}


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_nothing_that_can_be_seen_is_no_text(text: str) -> None:
    assert (visible_text(text), visible_length(text)) == ("", 0)


@pytest.mark.parametrize(
    ("text", "kept", "length"),
    [
        ("  Te laat ", "Te laat", 7),
        ("a\u200bb", "a\u200bb", 2),
        ("!", "!", 1),
        ("👩\u200d🚒", "👩\u200d🚒", 2),
        ("متأخر", "متأخر", 5),
        ("e\u0301e\u0301n", "e\u0301e\u0301n", 3),
    ],
)
def test_what_can_be_seen_stays_as_it_is_written(text: str, kept: str, length: int) -> None:
    assert (visible_text(text), visible_length(text)) == (kept, length)
