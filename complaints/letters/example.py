"""An example of each fact (pure): what a template is tried with, and shown with to whoever writes it. Nobody in it exists."""

from __future__ import annotations

from datetime import date

from complaints.letters.catalogue import LETTERS, Addressee, Block, LetterCode
from complaints.letters.checks import Lack, Problem, lacks_of_block
from complaints.letters.facts import SHAPES, Fact, Value, words_of
from complaints.letters.language import check_template, fill, words_in

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
    """What the block says no more with this template, all at once; empty for one that may stay. Raises TemplateFault."""
    text = as_example(template, block=block)
    lacks = lacks_of_block(block, _example_for(block), text)
    if any(lack.problem is Problem.BLOCK_EMPTY for lack in lacks) or not block.is_mandatory:
        return lacks
    named = words_in(template)
    told = {lack.fact for lack in lacks}
    left_out = [fact for fact in block.facts if SHAPES[fact].word not in named and fact not in told]
    return [
        *lacks,
        *(Lack(problem=Problem.NOT_NAMED, block=block.key, fact=fact, words=f"{{{{ {SHAPES[fact].word} }}}}") for fact in left_out),
    ]


def first_addressee(code: LetterCode) -> Addressee:
    """Whom the example is for."""
    return LETTERS[code].addressees[0]
