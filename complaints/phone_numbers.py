"""One phone number, however it is written (pure): 06 12345678, 06-12345678, +31 6 1234 5678 and 0031 (0)6 12345678."""

from __future__ import annotations

import re

# Fewer digits than this are a piece of a number; it is looked for as it was typed.
SHORTEST_NUMBER = 7
# Digits with what people put between them. A number of a file, 2024-00001, is none.
_NUMBER = re.compile(r"(?<![\w@])(?!\d{4}-\d{5,}\b)\(?\+?\d[\d\s().\-\u2010-\u2015/]*\d(?![\w@])")
# Of the Netherlands, from wherever it is dialled: also with the zero between brackets.
DUTCH_FROM_ABROAD = r"^(00)?310?([1-9][0-9]{8})$"


def dialled(number: str) -> str:
    """The digits somebody here dials: 0612345678. Of another country the digits, without what stands before its code."""
    digits = "".join(sign for sign in number if sign in "0123456789")
    from_abroad = re.match(DUTCH_FROM_ABROAD, digits)
    return "0" + from_abroad[2] if from_abroad else re.sub("^00", "", digits)


def with_numbers_dialled(text: str) -> str:
    """A text in which each phone number stands as it is dialled here; the same text where there is none."""
    return _NUMBER.sub(_dialled_where_long_enough, text)


def _dialled_where_long_enough(found: re.Match[str]) -> str:
    number = dialled(found[0])
    return number if len(number) >= SHORTEST_NUMBER else found[0]
