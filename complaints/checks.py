"""Checks of single inputs that flows share: texts somebody typed, and days of what has happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.intake import LONGEST_STORY, TextTooLong, UnreadableCharacter
from complaints.visible_text import has_letter, says_something, visible_length, visible_text
from tenants.errors import Refusal


class TextMissing(Refusal):
    code = "text_missing"
    message = _("Write something here: a few words are enough, a full stop alone is not.")


class ReasonSaysNothing(Refusal):
    code = "reason_says_nothing"
    message = _("Say in a few words why you have to know who this is. The person may ask for your reason later.")


class DayInFuture(Refusal):
    code = "day_in_future"
    message = _("This day lies in the future. Say on which day it was.")


class DayBeforeReceipt(Refusal):
    code = "day_before_receipt"
    message = _("This was before the complaint came in on %(received_on)s. Check the day.")


class ToldAndNotTold(Refusal):
    code = "told_and_not_told"
    message = _("Was this person told, or not? Fill in the day, or why they are not told: one of the two.")


class ToldWayMissing(Refusal):
    code = "told_way_missing"
    message = _("How was this person told: by phone, by mail, by letter?")


class OwnerCannotSee(Refusal):
    code = "owner_cannot_see"
    message = _("Choose somebody who may see this file and was not involved in what happened.")


class LetterWithoutMandate(Refusal):
    code = "letter_without_mandate"
    message = _(
        "Say that this letter, which did not go from here, offers no objection or appeal (article 9:3), and that whoever signed it was"
        " allowed to and was not involved (articles 9:7, 9:12). Is that not so? Then send one of which it is, and give the day of that one."
    )


class TriedAfterLetter(Refusal):
    code = "tried_after_letter"
    message = _(
        "Somebody tries to reach this person before the letter that it is not taken up, and in this file that is first on %(tried_on)s."
        " Did somebody try before? Record that too (Record contact). Else write to them anew, and give the day of that letter."
    )


class NobodyTried(Refusal):
    code = "nobody_tried"
    message = _(
        "Nobody is recorded to have tried to reach this person. Record first when and how somebody tried (Record contact), then close."
        " Is there no number or address? Then choose another outcome."
    )


SHORTEST_REASON = 10


def checked_text(text: str, *, field: str, is_needed: bool = False) -> str:
    """The text without white space around it, empty where nothing in it can be seen.

    is_needed: a full stop is not enough then. Raises TextMissing, TextTooLong, UnreadableCharacter.
    """
    text = visible_text(text)
    if is_needed and not says_something(text):
        raise TextMissing(field=field)
    if len(text) > LONGEST_STORY:
        raise TextTooLong(field=field, length=len(text), most=LONGEST_STORY)
    if "\x00" in text:
        raise UnreadableCharacter(field=field)
    return text


def checked_texts(told: object, names: Iterable[str], *, needed: Collection[str] = ()) -> tuple[dict[str, str], list[Refusal]]:
    """The texts of what was told, by name: as `checked_text` keeps them, "" for what is refused or says nothing; and what is wrong."""
    texts, problems = dict[str, str](), list[Refusal]()
    for name in names:
        try:
            text = checked_text(getattr(told, name), field=name, is_needed=name in needed)
            texts[name] = text if says_something(text) else ""
        except Refusal as refusal:
            texts[name] = ""
            problems.append(refusal)
    return texts, problems


def checked_reason_to_know(text: str, *, field: str) -> str:
    """Why somebody has to know who a shielded person is. Raises ReasonSaysNothing, and what `checked_text` does."""
    text = checked_text(text, field=field)
    if not text:
        raise TextMissing(field=field)
    if visible_length(text) < SHORTEST_REASON or not has_letter(text):
        raise ReasonSaysNothing(field=field)
    return text


def check_day(day: date, *, field: str, opened_on: date, today: date) -> None:
    """A day of what has happened lies between receipt and today. Raises DayInFuture, DayBeforeReceipt."""
    if day > today:
        raise DayInFuture(field=field)
    if day < opened_on:
        raise DayBeforeReceipt(field=field, received_on=opened_on)
