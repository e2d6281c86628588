"""One phone number, however it is written (pure): 06 12345678, 06-12345678, +31 6 1234 5678 and 0031 (0)6 12345678."""

from __future__ import annotations

import re

# Fewer digits than this are a piece of a number; it is looked for as it was typed.
SHORTEST_NUMBER = 7
# Digits with what people put between them. A number of a file, 2024-00001, is none.
_NUMBER = re.compile(r"(?<![\w@])(?!\d{4}-\d{5,}\b)\(?\+?\d[\d\s().\-\u2010-\u2015/]*\d(?![\w@])")
# Of the Netherlands, from wherever it is dialled: also with the zero between brackets.
DUTCH_FROM_ABROAD = r"^(00)?310?([1-9][0-9]{8})$"

# What can be dialled here: 14 with an area code (of a municipality), 0800 and 0900, ten digits, or a number of another country.
_FROM_HERE = re.compile(r"14[0-9]{3,4}|0(800|90[069])[0-9]{4}([0-9]{3})?|0[1-9][0-9]{8}")
_FROM_ABROAD = re.compile(r"(\+|00)[0-9]{8,15}")
_BETWEEN_DIGITS = re.compile(r"[ ().\-\u2010-\u2015/]")


def dialled(number: str) -> str:
    """The digits somebody here dials: 0612345678. Of another country the digits, without what stands before its code."""
    digits = "".join(sign for sign in number if sign in "0123456789")
    from_abroad = re.match(DUTCH_FROM_ABROAD, digits)
    return "0" + from_abroad[2] if from_abroad else re.sub("^00", "", digits)


def with_numbers_dialled(text: str) -> str:
    """A text in which each phone number stands as it is dialled here; the same text where there is none."""
    return _NUMBER.sub(_dialled_where_long_enough, text)


def numbers_in(text: str) -> list[tuple[str, int, int]]:
    """Each phone number in a text as it is dialled here, with its first and last place."""
    return [(dialled(found[0]), found.start(), found.end()) for found in _NUMBER.finditer(text)]


def can_be_dialled(number: str) -> bool:
    """Whether this is one whole number, as people write it, and nothing else."""
    signs = _BETWEEN_DIGITS.sub("", number)
    return bool(_FROM_HERE.fullmatch(signs) or (_FROM_ABROAD.fullmatch(signs) and _is_whole_from_abroad(signs)))


def _is_whole_from_abroad(signs: str) -> bool:
    return not signs.lstrip("+0").startswith("31") or _FROM_HERE.fullmatch(dialled(signs)) is not None


def _dialled_where_long_enough(found: re.Match[str]) -> str:
    number = dialled(found[0])
    return number if len(number) >= SHORTEST_NUMBER else found[0]
