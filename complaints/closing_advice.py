"""What a file still asks when it is closed, or was: advice to whoever handles it, never a bar. Writes nothing."""

from __future__ import annotations

from enum import StrEnum

from complaints.hearing import Heard, is_held_with, subjects_of
from complaints.inviting import chosen_subject, named_in
from complaints.judging import decided_on, decision_letters
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.checks import is_said
from complaints.letters.facts import Fact
from complaints.letters.wording import plain
from complaints.models import Complaint, HeardSide, Hearing, HearingResult, Letter, Round, Transfer, TransferEnd, TransferKind
from complaints.selectors import can_be_reached


class NotDone(StrEnum):
    """RECEIPT: receipt of what came in writing was not confirmed (9:6). TALK: nobody spoke to the person. SENDER: whoever complains was
    not told that it was forwarded (2:3). SUBJECT: whoever it is about, each of them, does not know the judgment. DRAFT: a letter is being
    written. PLANNED: somebody is still expected at a talk. LESSON: nobody recorded what was learned, nor that there was nothing to learn.
    """

    RECEIPT = "receipt"
    TALK = "talk"
    SENDER = "sender"
    SUBJECT = "subject"
    DRAFT = "draft"
    PLANNED = "planned"
    LESSON = "lesson"


def not_done(complaint: Complaint, one: Round) -> list[NotDone]:
    """What was not done in a round, in the order in which it is done; nothing of one that was taken over. Uses what is loaded."""
    if one.taken_over:
        return []
    found = {
        NotDone.RECEIPT: owes_receipt(complaint, one),
        # Once it is closed nobody speaks to the person as part of it.
        NotDone.TALK: one.closed_on is None and not _is_spoken_to(one) and _is_somebody_reached(complaint),
        NotDone.SENDER: owes_sender(complaint, one),
        NotDone.SUBJECT: decided_on(one) is not None and len(subjects_told(one)) < len(subjects_of(complaint)),
        NotDone.DRAFT: bool(drafts_of(one)),
        NotDone.PLANNED: one.closed_on is None and any(_is_expected(talk) for talk in one.hearings.all()),
        NotDone.LESSON: one.closed_on is not None and not complaint.lessons.all(),
    }
    return [what for what, is_so in found.items() if is_so]


def drafts_of(one: Round) -> list[Letter]:
    """The letters of a round that are being written. Uses what is loaded."""
    return [letter for letter in one.letters.all() if not letter.is_sent]


def _is_spoken_to(one: Round) -> bool:
    """Whether somebody spoke to whoever complains, in a talk of 9:10 as well."""
    complainant = Heard(side=HeardSide.COMPLAINANT)
    return one.first_contact_on is not None or any(is_held_with(talk, complainant, by=None) for talk in one.hearings.all())


def _is_expected(talk: Hearing) -> bool:
    """Whether somebody was told a moment of which nobody said how it went, nor that it is off."""
    return talk.result == HearingResult.PLANNED and talk.planned_at is not None


def owes_receipt(complaint: Complaint, one: Round) -> bool:
    """Whether receipt of what came in writing is not confirmed (9:6) to somebody who can be reached. Uses what is loaded."""
    return not one.taken_over and one.is_confirmed_in_writing and one.acknowledged_on is None and _is_somebody_reached(complaint)


def owes_sender(complaint: Complaint, one: Round) -> bool:
    """Whether whoever complains can be reached and was not told that it was forwarded (2:3(1)). Uses what is loaded."""
    return untold_forwarding(one) is not None and _is_somebody_reached(complaint)


def _is_somebody_reached(complaint: Complaint) -> bool:
    """Of who complains or speaks for them; of who stays anonymous there may be no address at all."""
    return can_be_reached([*complaint.parties.all(), *complaint.file_people.all()])


def untold_forwarding(one: Round) -> Transfer | None:
    """The first forwarding that whoever complains does not know of. Uses what is loaded."""
    letters = [
        letter for letter in one.letters.all() if letter.code == LetterCode.FORWARDING and letter.is_sent and letter.tells_complainant
    ]
    told = [(letter.facts.get(Fact.FORWARDED_TO), letter.sent_on) for letter in letters if letter.sent_on is not None]
    forwarded = [each for each in one.transfers.all() if each.kind == TransferKind.FORWARDED and each.end != TransferEnd.WITHDRAWN]
    untold = [each for each in forwarded if each.told_on is None and not any(to == each.body and on >= each.handed_on for to, on in told)]
    return min(untold, key=lambda each: (each.handed_on, each.recorded_at), default=None)


def subjects_told(one: Round, code: LetterCode = LetterCode.DECISION) -> set[str]:
    """To whom of those it is about a letter went, that with the judgment as it stands if no other: whom the file knows
    (`keys_of_reader`), else as was written who gets it. Uses what is loaded.
    """
    sent = (
        decision_letters(one) if code is LetterCode.DECISION else [each for each in one.letters.all() if each.code == code and each.is_sent]
    )
    letters = [letter for letter in sent if letter.addressee == Addressee.SUBJECT]
    for letter in letters:
        letter.complaint = one.complaint
    known = [(letter, keys_of_reader(letter)) for letter in letters]
    keys = {key for _letter, theirs in known for key in theirs}
    written = {plain(letter.facts.get(Fact.ADDRESSEE, str(letter.pk))) for letter, theirs in known if not theirs}
    return keys | {address for address in written if not any(is_said(name, address) for name in keys)}


def keys_of_reader(letter: Letter) -> set[str]:
    """To whom of those it is about a letter goes (`key_of_subject`): who was chosen, else whom its address names, also by a name of
    before. Empty where that is nobody in the file."""
    if (chosen := subject_now(letter)) is not None:
        return {key_of_subject(*chosen)}
    named = named_in(str(letter.facts.get(Fact.ADDRESSEE, "")), of=letter.complaint)
    return {key_of_subject(one.user_id, one.name) for one in named}


def subject_now(letter: Letter) -> tuple[int | None, str] | None:
    """Who of those it is about was chosen to get it, as (user, name) that the file has now."""
    one = chosen_subject(letter)
    return (one.user_id, one.name) if one is not None else letter.subject


def key_of_subject(user_id: int | None, name: str) -> str:
    """Of somebody with an account the number, of anybody else the name."""
    return f"#{user_id}" if user_id is not None else plain(name)
