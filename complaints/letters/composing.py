"""From facts to the text of a letter (pure): the template of each block, filled in."""

from __future__ import annotations

from collections.abc import Mapping

from complaints.letters.catalogue import Addressee, Block, LetterCode, blocks_of
from complaints.letters.facts import Values, words_of
from complaints.letters.language import fill

# What an organisation writes instead of our text: the template of a block by the code of its letter and its key.
Templates = Mapping[tuple[str, str], str]


def composed(*, code: LetterCode, to: Addressee, values: Values, templates: Templates | None = None) -> dict[str, str]:
    """The text of each block by its key, in the order of the letter, while nobody rewrote it."""
    return {block.key: filled(code, block, values, templates or {}) for block in blocks_of(code, to=to, values=values)}


def filled(code: LetterCode, block: Block, values: Values, templates: Templates) -> str:
    """A block as it begins: the organisation's template, or ours."""
    return fill(templates.get((code.value, block.key), block.text), words=words_of(values))


def is_same_text(one: str, other: str) -> bool:
    """Whether both read the same: a browser sends other line ends."""
    return [line.rstrip() for line in one.strip().splitlines()] == [line.rstrip() for line in other.strip().splitlines()]
