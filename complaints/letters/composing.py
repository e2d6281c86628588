"""From facts to the text of a letter (pure): the template of each block, filled in."""

from __future__ import annotations

from collections.abc import Mapping

from complaints.letters.catalogue import Addressee, Block, LetterCode, blocks_of
from complaints.letters.facts import SHAPES, Fact, Values, is_beside, words_of
from complaints.letters.language import fill, words_in

# What an organisation writes instead of our text: the template of a block by the code of its letter and its key.
Templates = Mapping[tuple[str, str], str]
# A text that names one of these says what it says to somebody else than who complains.
_FOR_OTHERS = frozenset(SHAPES[fact].word for fact in (Fact.THE_COMPLAINT, Fact.COMPLAINANT, Fact.ON_BEHALF_OF))


def composed(*, code: LetterCode, to: Addressee, values: Values, templates: Templates | None = None) -> dict[str, str]:
    """The text of each block by its key, in the order of the letter, while nobody rewrote it."""
    return {block.key: filled(code, block, values, templates or {}) for block in blocks_of(code, to=to, values=values)}


def filled(code: LetterCode, block: Block, values: Values, templates: Templates) -> str:
    """A block as it begins: the organisation's template, or ours; also ours where theirs speaks of "uw klacht" to somebody else."""
    own = templates.get((code.value, block.key))
    if own is not None and block.beside and is_beside(values) and not words_in(own) & _FOR_OTHERS:
        own = None
    return fill(block.text if own is None else own, words=words_of(values))


def is_same_text(one: str, other: str) -> bool:
    """Whether both read the same: a browser sends other line ends."""
    return [line.rstrip() for line in one.strip().splitlines()] == [line.rstrip() for line in other.strip().splitlines()]
