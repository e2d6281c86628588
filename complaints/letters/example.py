"""An example of each fact (pure): what a template is tried with, and shown with to whoever writes it. Nobody in it exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from complaints.letters.catalogue import LETTERS, Addressee, Block, LetterCode, is_optional
from complaints.letters.checks import Lack, Problem, lacks_of_block
from complaints.letters.facts import SHAPES, Fact, Value, Values, words_of
from complaints.letters.language import check_template, conditions_in, fill, fill_each, words_in

EXAMPLE: dict[Fact, Value] = {
    Fact.NAME: "mevrouw Voorbeeld",
    Fact.ADDRESSEE: "Mevrouw Voorbeeld\nVoorbeeldstraat 1\n1234 AB Voorbeeld",
    Fact.REFERENCE: "2026-00001",
    Fact.ORGANISATION: "Gemeente Voorbeeld",
    Fact.AUTHORITY: "College van burgemeester en wethouders",
    Fact.PHONE: "030 123 45 67",
    Fact.PHONE_HOURS: "op werkdagen van 9 tot 12 uur",
    Fact.EMAIL: "klachten@voorbeeld.example",
    Fact.RECEIVED_ON: date(2026, 3, 2),
    Fact.HANDLER: "Karin Kort",
    Fact.DUE_ON: date(2026, 4, 13),
    Fact.COMMITTEE: "de klachtencommissie",
    Fact.OBJECTION_UNTIL: date(2026, 3, 27),
    Fact.OMBUDSMAN: "de Nationale ombudsman",
    Fact.OMBUDSMAN_CONTACT: "Telefoon 0800 33 55 555",
    Fact.MISSING_PARTS: "uw handtekening",
    Fact.REPLY_BY: date(2026, 3, 23),
    Fact.ENCLOSED: "De klacht van 2 maart 2026",
    Fact.HEARING_ON: date(2026, 3, 24),
    Fact.HEARING_PLACE: "om 10.00 uur in het gemeentehuis",
    Fact.MOMENT_AGREED_ON: date(2026, 3, 3),
    Fact.HEARD_ON: date(2026, 3, 4),
    Fact.PRESENT: "Mevrouw Voorbeeld\nKarin Kort",
    Fact.SAID_BY_COMPLAINANT: "Er werd niet teruggebeld.",
    Fact.SAID_BY_SUBJECT: "Het bericht is niet doorgegeven.",
    Fact.GROUND: "9_8_1_B",
    Fact.GROUND_FACTS: "Het gesprek was op 3 februari 2025.",
    Fact.CONDUCT_ON: date(2025, 2, 3),
    Fact.DECISION_ANNOUNCED_ON: date(2025, 2, 3),
    Fact.REVIEW_ON: date(2026, 9, 1),
    Fact.LATE_REASON: "Wij wachtten op stukken.",
    Fact.MOTIVATION: "Wij kunnen niet meer nagaan wat er is gezegd.",
    Fact.AGREED: "U krijgt elke maand een overzicht.",
    Fact.REASON: "Wij willen nog iemand spreken.",
    Fact.WEEKS: 4,
    Fact.NEW_DUE_ON: date(2026, 5, 11),
    Fact.CONSENTED_ON: date(2026, 3, 5),
    Fact.CONSENT_TEXT: "Dat is goed, ik wacht tot 11 mei.",
    Fact.FINDINGS: "Wij spraken met u en met de afdeling.",
    Fact.JUDGMENT: "Uw klacht is gegrond.",
    Fact.CONCLUSIONS: "Wij bieden u onze excuses aan.",
    Fact.MEASURES: "Terugbellen gebeurt voortaan binnen twee dagen.",
    Fact.ADVICE: "De klacht is gegrond.",
    Fact.ADVICE_REPORT: "De commissie sprak met beiden. Zij adviseert: de klacht is gegrond.",
    Fact.DEVIATION: "De dossiers zeggen anders.",
    Fact.HEARING_REPORT: "Op 4 maart 2026 zijn beiden gehoord.",
    Fact.RECOMMENDATION: "Betaal de kosten terug.",
    Fact.RECOMMENDED_ON: date(2026, 3, 3),
    Fact.FOLLOWED: "Wij volgen uw aanbeveling.",
    Fact.YEAR: 2025,
    Fact.OVERVIEW: "Werk: 12 klachten.",
    Fact.FORWARDED_TO: "Gemeente Elders",
    Fact.FORWARDED_ON: date(2026, 3, 6),
    Fact.SENDER_TOLD_ON: date(2026, 3, 6),
    Fact.WHY_FORWARDED: "Zij beslissen over uw uitkering.",
    Fact.REPLACES: date(2026, 4, 3),
    Fact.WHY_ANEW: "Wij noemden een verkeerde dag.",
    Fact.TRANSFER_AGREED_ON: date(2026, 3, 5),
    Fact.FEEDBACK_BY: date(2026, 3, 27),
    Fact.NEXT_CONTACT: "Mevrouw De Wit van Gemeente Elders belt u op maandag 9 maart.",
}
# Of a file that is closed.
EXAMPLE_CLOSED: dict[Fact, Value] = EXAMPLE | {Fact.CLOSED_ON: date(2026, 4, 10)}
# Of a letter to somebody else than who complains.
EXAMPLE_BESIDE: dict[Fact, Value] = EXAMPLE | {
    Fact.THE_COMPLAINT: "de klacht die u namens mevrouw Voorbeeld indiende",
    Fact.COMPLAINANT: "mevrouw Voorbeeld",
    Fact.ON_BEHALF_OF: "mevrouw Voorbeeld",
}
# Whatever a condition may ask for.
_ANYTHING: dict[Fact, Value] = {**dict.fromkeys(Fact, "ja"), **EXAMPLE_CLOSED, **EXAMPLE_BESIDE}
WORDS = frozenset(shape.word for shape in SHAPES.values())


def block_of(code: LetterCode, key: str) -> Block | None:
    """A block of a letter by its key; None where the letter has no such block."""
    return next((block for block in LETTERS[code].blocks if block.key == key), None)


def as_example(template: str, *, block: Block | None = None) -> str:
    """The text of a template with the example; block: which it is of. Raises TemplateFault."""
    check_template(template, words=WORDS)
    return fill(template, words=words_of(_example_for(block)))


def _example_for(block: Block | None) -> dict[Fact, Value]:
    only_with = block.only_with if block is not None else None
    if only_with is Fact.THE_COMPLAINT:
        return EXAMPLE_BESIDE
    return EXAMPLE_CLOSED if only_with is Fact.CLOSED_ON else EXAMPLE


def lacks_of_template(block: Block, template: str) -> list[Lack]:
    """What the block says no more with this template, whatever its conditions make of it, all at once; empty for one that may stay.
    Raises TemplateFault."""
    text = as_example(template, block=block)
    conditions = conditions_in(template)
    lacks = [_by_its_word(lack) for lack in lacks_of_block(block, _example_for(block), text)]
    if any(lack.problem is Problem.BLOCK_EMPTY for lack in lacks):
        return lacks
    if block.is_mandatory:
        named = words_in(template)
        told = {lack.fact for lack in lacks}
        left_out = [fact for fact in block.facts if SHAPES[fact].word not in named and fact not in told]
        lacks += [Lack(problem=Problem.NOT_NAMED, block=block.key, fact=fact, words=_placeholder(fact)) for fact in left_out]
    return lacks or list(dict.fromkeys(_lacks_by_condition(block, template, conditions)))


def _placeholder(fact: Fact) -> str:
    return f"{{{{ {SHAPES[fact].word} }}}}"


def _by_its_word(lack: Lack) -> Lack:
    """A template names a fact by its word, not what the example says there."""
    return replace(lack, words=_placeholder(lack.fact)) if lack.problem is Problem.NOT_NAMED and lack.fact is not None else lack


def _lacks_by_condition(block: Block, template: str, conditions: set[str]) -> Iterator[Lack]:
    """What it says no more in some of the cases that its conditions tell apart."""
    cases = list(_cases(block, conditions)) if conditions else []
    # A sign for each fact that the law asks for: what the example says may stand in the text besides.
    signs = {SHAPES[fact].word: f"⟦{fact}⟧" for fact in block.facts}
    marked = fill_each(
        template, ({**told, **{word: sign for word, sign in signs.items() if word in told}} for told in map(words_of, cases))
    )
    seen: set[tuple[str, frozenset[Fact]]] = set()
    for values, text, signed in zip(cases, fill_each(template, map(words_of, cases)), marked, strict=True):
        there = frozenset(fact for fact in block.facts if fact in values)
        if (signed, there) in seen:
            continue
        seen.add((signed, there))
        lacks = lacks_of_block(block, values, text)
        if block.is_mandatory:
            unsaid = [_placeholder(fact) for fact in block.facts if fact in there and f"⟦{fact}⟧" not in signed]
            unsaid += [lack.words for lack in lacks if lack.problem is Problem.NOT_SAID]
            unsaid += [block.title] if not text and not unsaid else []
            yield from (Lack(problem=Problem.BY_CONDITION, block=block.key, words=words) for words in unsaid)
        yield from (lack for lack in lacks if lack.problem not in _LEFT_OUT)


# Told as what a condition leaves out; a gap stops the letter that has it.
_LEFT_OUT = frozenset({Problem.GAP_LEFT, Problem.NOT_NAMED, Problem.NOT_SAID, Problem.BLOCK_EMPTY})


def _cases(block: Block, conditions: set[str]) -> Iterator[Values]:
    """The example with and without each fact that a condition asks for, save what this block never goes without or with."""
    always = {fact for fact in block.facts if not is_optional(fact)} | {block.only_with}
    base = {fact: value for fact, value in _example_for(block).items() if fact is not block.not_with}
    free = [fact for fact, shape in SHAPES.items() if shape.word in conditions and fact not in always and fact is not block.not_with]
    for chosen in product((True, False), repeat=len(free)):
        absent = {fact for fact, is_there in zip(free, chosen, strict=True) if not is_there}
        there = {fact: _ANYTHING[fact] for fact in free if fact not in absent}
        yield {fact: value for fact, value in {**base, **there}.items() if fact not in absent}


def first_addressee(code: LetterCode) -> Addressee:
    """Whom the example is for."""
    return LETTERS[code].addressees[0]
