"""Personal data in findings: hidden before a finding is kept, shown or printed."""

from __future__ import annotations

import re

HIDDEN = "•••"
EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
# Eight or nine digits, apart from other digits and letters, with the dots and spaces people write between them.
MAYBE_BSN = re.compile(r"(?<![\w.-])\d(?:[ .]?\d){7,8}(?![\w-])")
PHONE = re.compile(r"(?<![\w-])(?:\+31|0031|0)[ -]?(?:\d[ -]?){8,9}(?![\w-])")
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def masked(text: str) -> str:
    """That there was something, and how long it was."""
    return f"{HIDDEN} ({len(text)})"


def passes_eleven_test(digits: str) -> bool:
    """Whether eight or nine digits could be a BSN (elfproef; eight digits lost their leading zero)."""
    digits = digits.zfill(9)
    return len(digits) == 9 and digits.strip("0") != "" and sum(w * int(d) for w, d in zip(BSN_WEIGHTS, digits, strict=True)) % 11 == 0


def holds_possible_bsn(text: str, *, fewest: int = 8) -> bool:
    """Whether a BSN may stand somewhere in the text. One in eleven random numbers of nine digits passes: warn, never accuse.

    fewest: 9 where dates stand in the text, which have eight digits.
    """
    numbers = (_digits(found.group()) for found in MAYBE_BSN.finditer(text))
    return any(passes_eleven_test(number) for number in numbers if len(number) >= fewest)


def mask_stray_personal_data(text: str) -> str:
    """The text with what looks like a BSN, e-mail address or telephone number hidden: cells do end up in the wrong column."""
    text = MAYBE_BSN.sub(lambda found: HIDDEN if passes_eleven_test(_digits(found.group())) else found.group(), text)
    return PHONE.sub(HIDDEN, EMAIL.sub(HIDDEN, text))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
