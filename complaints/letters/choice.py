"""Which letters make sense for a file as it is now (pure)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from complaints.letters.catalogue import LETTERS, Addressee, LetterCode
from complaints.letters.checks import MOST_WEEKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a file stands. is_mailed: receipt is confirmed by mail, by Polsslag itself. has_term_of_law: 9:11 sets the last day.
    is_decided: who complains has the letter with the judgment. is_told: a judgment was told, also where it was decided anew since.
    has_later_day: a later day is recorded to which who complains agreed in writing.
    owes_extension, owes_extension_to_subject: an extension is recorded with this day, and no letter from here tells them of it.
    is_settled: it was closed because who complains, or somebody for them, said that it is solved (9:5).
    has_talk: a talk was held in which somebody was heard.
    has_transfer: it is recorded to whom it was forwarded or warmly transferred.
    owes_committee: receipt is confirmed, and no letter since told which committee advises (9:15(1)) and the last day that came with it.
    has_recommendation: the ombudsman recommended something in this case (9:36(4)).
    owes_receipt, owes_sender: receipt is not confirmed (9:6), or who complains was not told that it was
    forwarded (2:3), so that the letter which does so is worth sending after closing too.
    """

    today: date
    due_on: date
    is_open: bool
    is_confirmed: bool = False
    is_mailed: bool = False
    has_term_of_law: bool = False
    is_incomplete: bool = False
    has_subject: bool = False
    weeks_extended: int = 0
    is_decided: bool = False
    is_told: bool = False
    has_later_day: bool = False
    owes_extension: bool = False
    owes_extension_to_subject: bool = False
    is_settled: bool = False
    has_talk: bool = False
    has_recommendation: bool = False
    owes_committee: bool = False
    has_transfer: bool = False
    owes_receipt: bool = False
    owes_sender: bool = False


def _is_open(now: Situation) -> bool:
    return now.is_open


def _can_be_extended(now: Situation) -> bool:
    return now.is_open and not now.is_told and now.has_term_of_law and now.today <= now.due_on and now.weeks_extended < MOST_WEEKS


_MAKES_SENSE: dict[LetterCode, Callable[[Situation], bool]] = {
    LetterCode.CONFIRMATION: lambda now: (
        now.owes_committee or (not now.is_confirmed and not now.is_mailed) if now.is_open else now.owes_receipt
    ),
    LetterCode.COMPLETION: lambda now: now.is_open and now.is_incomplete,
    LetterCode.COPY_TO_SUBJECT: lambda now: now.is_open and now.has_subject,
    LetterCode.HEARING_INVITATION: _is_open,
    LetterCode.NOT_TAKEN_UP: lambda now: now.is_open and not now.is_told,
    # Also of what a committee heard: whoever was heard replies to it before the advice, with which it goes once more.
    LetterCode.HEARING_REPORT: lambda now: now.is_open and now.has_talk,
    LetterCode.SETTLED: lambda now: now.is_settled and not now.is_told,
    LetterCode.EXTENSION: lambda now: _can_be_extended(now) or (now.is_open and not now.is_told and now.owes_extension),
    LetterCode.EXTENSION_TO_SUBJECT: lambda now: (
        (_can_be_extended(now) and now.has_subject) or (now.is_open and not now.is_told and now.owes_extension_to_subject)
    ),
    LetterCode.POSTPONEMENT: lambda now: now.is_open and not now.is_told and now.has_later_day,
    LetterCode.DECISION: _is_open,
    # The committee's own, made when its members advise.
    LetterCode.ADVICE: lambda now: False,
    # Of a year, not of a file.
    LetterCode.YEARLY_LIST: lambda now: False,
    LetterCode.ANSWER_TO_OMBUDSMAN: lambda now: now.has_recommendation,
    LetterCode.FORWARDING: lambda now: (now.is_open and now.has_transfer) or now.owes_sender,
}


def letters_for(now: Situation) -> list[tuple[LetterCode, Addressee]]:
    """The letters to choose from, in their order, each with whom it may go to."""
    return [(code, to) for code, letter in LETTERS.items() for to in letter.addressees if _fits(code, to, now)]


def _fits(code: LetterCode, to: Addressee, now: Situation) -> bool:
    if to is Addressee.OTHER_BODY:
        return now.is_open and now.has_transfer
    if to is not Addressee.SUBJECT:
        return _MAKES_SENSE[code](now)
    # Whoever it is about hears the judgment after who complains, also once the file is closed.
    return now.has_subject and (now.is_decided if code is LetterCode.DECISION else _MAKES_SENSE[code](now))
