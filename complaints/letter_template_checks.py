"""Why a text of the organisation's own cannot stand in a letter: what it does not say any more, or what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from complaints.letter_refusals import refusals_of
from complaints.letters.catalogue import Block, LetterCode
from complaints.letters.example import lacks_of_template
from complaints.letters.language import LONGEST_TEMPLATE, MOST_CONDITIONS, TemplateFault
from complaints.letters.pdf import Looks, PrintedLetter, Unprintable, letter_pdf
from tenants.errors import Refusal


class TemplateUnreadable(Refusal):
    code = "template_unreadable"
    message = _("Line %(line)s cannot be read. Look whether all braces that open close too, and each if has its endif.")


class TemplateNotAllowed(Refusal):
    code = "template_not_allowed"
    message = _("Line %(line)s asks for more than a fact or an if. Name facts by their word, and nothing else.")


class TemplateUnknownWord(Refusal):
    code = "template_unknown_word"
    message = _('Line %(line)s names "%(word)s", which is no fact. Choose a word from the list.')


class TemplateTooManyConditions(Refusal):
    code = "template_too_many_conditions"
    message = _("The conditions of this text ask for more than %(most_conditions)s facts. Leave some out.")


class TemplateUnprintable(Refusal):
    code = "template_unprintable"
    message = _("A sign in this text cannot be printed, such as a smiley. Take it out: no letter with it could go.")


class TemplateTooLong(Refusal):
    code = "template_too_long"
    message = _("This text is longer than %(most)s characters. Make it shorter.")


_FAULTS: dict[str, type[Refusal]] = {
    "unreadable": TemplateUnreadable,
    "not_allowed": TemplateNotAllowed,
    "unknown_word": TemplateUnknownWord,
    "too_long": TemplateTooLong,
    "too_many_conditions": TemplateTooManyConditions,
}


def problems_of_template(block: Block, template: str, *, code: LetterCode) -> list[Refusal]:
    """What is wrong with the text of a block, each with its place."""
    field = f"texts.{block.key}"
    try:
        lacks = lacks_of_template(block, template)
    except TemplateFault as fault:
        details: dict[str, object] = {"line": fault.line, "word": fault.word, "most": LONGEST_TEMPLATE, "most_conditions": MOST_CONDITIONS}
        return [_FAULTS[fault.code](field=field, **details)]
    return refusals_of([one for one in lacks if not one.is_doubt], code=code)


def problems_of_printing(texts: Mapping[str, str]) -> list[Refusal]:
    """Which of these texts, by the key of their block, hold a sign that no font has."""
    if _prints(texts.values()):
        return []
    return [TemplateUnprintable(field=f"texts.{key}") for key, text in texts.items() if not _prints([text])]


def _prints(texts: Iterable[str]) -> bool:
    letter = PrintedLetter(
        title="-",
        reference="-",
        addressee="",
        dated_on=None,
        parts=tuple(("", text) for text in texts),
        authority="-",
        signer="-",
        function_title="-",
        looks=Looks(organisation="-"),
    )
    try:
        letter_pdf(letter)
    except Unprintable:
        return False
    return True


def doubts_of_template(block: Block, template: str, *, code: LetterCode) -> list[Refusal]:
    """What may be wrong with it and may stay: each letter with it asks whether it is meant so."""
    try:
        lacks = lacks_of_template(block, template)
    except TemplateFault:
        return []
    return refusals_of([one for one in lacks if one.is_doubt], code=code)
