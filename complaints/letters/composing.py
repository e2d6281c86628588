"""From facts to the text of a letter (pure): the template of each block, filled in."""

from __future__ import annotations

from collections.abc import Mapping

from complaints.letters.catalogue import LETTERS, Addressee, Block, LetterCode, blocks_of
from complaints.letters.facts import SHAPES, Fact, Values, is_beside, words_of
from complaints.letters.language import fill, words_in
from complaints.letters.wording import plain

# What an organisation writes instead of our text: the template of a block by the code of its letter and its key.
Templates = Mapping[tuple[str, str], str]
# Where ours asks whether this holds, a text that does not says what is not so: that a letter is an objection, or that an answer comes
# by a day that is over.
_ASKED = {fact: SHAPES[fact].word for fact in (Fact.ORAL, Fact.MANNER_ALONE, Fact.TERM_OVER)}
# A text that names one of these says what it says to somebody else than who complains.
_FOR_OTHERS = frozenset(SHAPES[fact].word for fact in (Fact.THE_COMPLAINT, Fact.COMPLAINANT, Fact.ON_BEHALF_OF))


def composed(*, code: LetterCode, to: Addressee, values: Values, templates: Templates | None = None) -> dict[str, str]:
    """The text of each block by its key, in the order of the letter, while nobody rewrote it."""
    own = {key: text for (letter, key), text in (templates or {}).items() if letter == code}
    texts = {
        block.key: own[block.key] if block.key in own and _is_for_reader(own[block.key], code, block, to=to, values=values) else block.text
        for block in blocks_of(code, to=to, values=values)
    }
    filled = {key: fill(text, words=words_of(values)) for key, text in texts.items()}
    # A text of the organisation's own that leaves out here what the law asks for does not stand in the letter.
    lacking = [
        block for block in blocks_of(code, to=to, values=values) if block.key in own and _leaves_out(block, filled[block.key], values)
    ]
    return filled | {block.key: fill(block.text, words=words_of(values)) for block in lacking}


def _leaves_out(block: Block, text: str, values: Values) -> bool:
    said, told = plain(text), words_of(values)
    return block.is_mandatory and any(plain(told.get(SHAPES[fact].word, "")) not in said for fact in block.facts)


def _is_for_reader(own: str, code: LetterCode, block: Block, *, to: Addressee, values: Values) -> bool:
    """Whether a text of the organisation's own is for who reads it: it may speak of "uw klacht" where who complains gets it too. A part
    that was left out is so for everybody; one that does not ask what ours asks is not for whom that holds.
    """
    unasked = words_in(block.text) - words_in(own)
    if own and any(fact in values and word in unasked for fact, word in _ASKED.items()):
        return False
    gets_it = Addressee.COMPLAINANT in block.only_to & {*LETTERS[code].addressees}
    if not own or not gets_it or block.only_with is Fact.THE_COMPLAINT:
        return True
    return to is Addressee.COMPLAINANT and (not is_beside(values) or bool(words_in(own) & _FOR_OTHERS))


def is_same_text(one: str, other: str) -> bool:
    """Whether both read the same: a browser sends other line ends."""
    return [line.rstrip() for line in one.strip().splitlines()] == [line.rstrip() for line in other.strip().splitlines()]
