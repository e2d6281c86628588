"""Whether a text tells anything: one in which nothing can be seen is no text, wherever it is judged whether something was given."""

from __future__ import annotations

import unicodedata

# Letters and a symbol by their category, blanks to whoever looks: the fillers of Korean, the empty cell of braille.
BLANK_SIGNS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Letters, numbers, punctuation and symbols. Not control and format characters, spaces, and marks without a letter to stand on.
SEEN = ("L", "N", "P", "S")


def visible_text(text: str) -> str:
    """The text without white space around it; empty where nothing in it can be seen."""
    return text.strip() if any(map(_is_seen, text)) else ""


def visible_length(text: str) -> int:
    """How many characters of a text are there to be read, spaces between words among them."""
    return sum(sign == " " or _is_seen(sign) for sign in visible_text(text))


def has_letter(text: str) -> bool:
    """Whether a letter that can be seen is in it."""
    return any(sign.isalpha() and _is_seen(sign) for sign in text)


def says_something(text: str) -> bool:
    """Whether there is more in it than punctuation: a full stop is no reason, a number or a symbol may be one."""
    return any(_is_seen(sign) and not unicodedata.category(sign).startswith("P") for sign in text)


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] in SEEN and sign not in BLANK_SIGNS
