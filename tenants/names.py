"""Names of people as they are compared: whatever the case, the accents, the order and the title."""

from __future__ import annotations

import re
import unicodedata

# What people write before a name.
TITLES = re.compile(r"mevrouw|meneer|mejuffrouw|mevr|mw|mej|dhr|hr|fam|familie|heer|drs|ir|ing|mr|dr|prof", re.IGNORECASE)


def plain_words(text: str) -> list[str]:
    """Its words in small letters, without accents, as letters and digits alone."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one if one.isalnum() else "" if unicodedata.combining(one) else " " for one in plain).split()


def may_be_same_name(name: str, other: str) -> bool:
    """Whether two names may be of one person: the same words in any order, or the same surname after initials that fit.

    Titles make no difference. A surname alone is nobody's name.
    """
    one, two = _without_titles(plain_words(name)), _without_titles(plain_words(other))
    if sorted(one) == sorted(two):
        return bool(one)
    return _is_short_for(one, two) or _is_short_for(two, one)


def _without_titles(words: list[str]) -> list[str]:
    return [word for word in words if not TITLES.fullmatch(word)] or words


def _is_short_for(short: list[str], full: list[str]) -> bool:
    """ "A. de Boer" of "Anna de Boer": an initial for the first name, and the rest the same."""
    if len(short) < 2 or len(full) < 2 or len(short[0]) > 1:
        return False
    rest = [word for number, word in enumerate(short) if number and not (len(word) == 1 and number < len(short) - 1)]
    return full[0].startswith(short[0]) and rest == full[1:]
