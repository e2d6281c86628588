"""A draft of a letter, found and locked with its file, and not overtaken by a colleague. Opens no transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.letter_writing import has_lapsed, lapsed_among
from complaints.models import Complaint, Letter
from complaints.steps import FileInHand
from complaints.work.looking_on import LooksOf
from tenants.errors import NotFound, Refusal


class LetterAlreadySent(Refusal):
    code = "letter_already_sent"
    message = _("This letter went already and stays as it is. Begin a new one to say something else.")


class LetterLapsed(Refusal):
    code = "letter_lapsed"
    message = _(
        "The complaint was closed before this letter went, and it does not fit any more. Take over what you still need, and throw the draft"
        " away. Choose a letter that fits the file as it is now."
    )


class LetterChangedMeanwhile(Refusal):
    """details: version, the one the letter has now."""

    code = "letter_changed_meanwhile"
    message = _("This letter, or what it rests on in the file, changed meanwhile. Look at it again, then go on.")


def found_letter(complaint: Complaint, letter_id: uuid.UUID) -> Letter:
    """A letter of this file, sent or not. Raises NotFound."""
    found = Letter.objects.select_related("round__handler", "final", "person").filter(pk=letter_id, complaint=complaint).first()
    if found is None:
        raise NotFound
    found.complaint = complaint
    return found


def draft_in_hand(in_hand: FileInHand, letter_id: uuid.UUID, *, seen_version: int | None) -> Letter:
    """The draft, locked after its file. Raises NotFound, LetterAlreadySent, LetterChangedMeanwhile."""
    if not Letter.objects.select_for_update(of=("self",), no_key=True).filter(pk=letter_id, complaint=in_hand.complaint).exists():
        raise NotFound
    letter = found_letter(in_hand.complaint, letter_id)
    check_draft(letter, seen_version=seen_version)
    return letter


def check_not_lapsed(letter: Letter, *, today: date) -> None:
    """Raises LetterLapsed."""
    if has_lapsed(letter, today=today):
        raise LetterLapsed(field="code")


def without_lapsed(looks: LooksOf, *, today: date) -> LooksOf:
    """What is asked of a draft that still goes, and was found of it."""
    lapsed = lapsed_among([one.letter for found in vars(looks).values() for one in found], today=today)
    going = {name: [one for one in found if one.letter_id not in lapsed] for name, found in vars(looks).items()}
    return LooksOf(**going)


def check_draft(letter: Letter, *, seen_version: int | None) -> None:
    """Raises LetterAlreadySent, LetterChangedMeanwhile."""
    if letter.is_sent:
        raise LetterAlreadySent
    if seen_version is not None and seen_version != letter.version:
        raise LetterChangedMeanwhile(field="version", version=letter.version)


def say_meant(letter: Letter, sentences: Collection[str]) -> None:
    """Take down, on the letter in hand alone, of which doubtful sentences somebody says that they are meant so."""
    letter.meant = list(dict.fromkeys([*letter.meant, *(" ".join(one.split()) for one in sentences)]))


def meant_in_history(letter: Letter) -> dict[str, object]:
    """How many sentences were said to be meant so; not which."""
    return {"meant": len(letter.meant)} if letter.meant else {}


def letter_in_history(letter: Letter) -> dict[str, object]:
    """What the history says of a letter."""
    told: dict[str, object] = {"letter": str(letter.pk), "letter_code": letter.code, "addressee": letter.addressee}
    return told | ({"who": letter.person.who, "role": letter.person.role} if letter.person else {})
