"""An extension (verdaging, Awb 9:11(2)) as its letters tell it: kept by a step of its own, or with the letter that was the last to go.
Opens no transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from complaints.hearing import Heard, subjects_of
from complaints.inviting import addressed_to
from complaints.judging import first_told_on
from complaints.letters.catalogue import OF_EXTENSION, Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, Extension, HeardSide, Letter, NoSubject, Round
from complaints.statuses import Step
from complaints.term_changes import days_of_recorded, days_that_tell, first_told_extension, letters_of_extension, write_dates
from complaints.terms import RoundDates
from tenants.actors import Actor


@dataclass(frozen=True, kw_only=True)
class ExtensionTold:
    """subject_sent_on: the day of the letter to whom it is about; the last day where there are several. no_subject: why none.

    late_reason: why it is recorded only once the last day is over.
    """

    weeks: int
    reason: str
    complainant_sent_on: date | None = None
    subject_sent_on: date | None = None
    no_subject: NoSubject = NoSubject.SOMEBODY
    late_reason: str = ""


def told_by_letters(of: Complaint, one: Round) -> ExtensionTold | None:
    """What the letters told that went from here since the last extension was recorded, once whoever complains and everybody it is about
    has one. None until then, and where a letter that was finished elsewhere does not say it.
    """
    went = letters_of_extension(one)
    told = next((letter for letter in went if letter.code == LetterCode.EXTENSION and letter.tells_complainant), None)
    to_subject = [letter for letter in went if letter.code == LetterCode.EXTENSION_TO_SUBJECT]
    if told is None or not subjects_of(of) or not _is_told_to_all(of, went):
        return None
    weeks, reason = told.facts.get(Fact.WEEKS), told.facts.get(Fact.REASON)
    if not weeks or not reason:
        return None
    days = [letter.sent_on for letter in to_subject if letter.sent_on is not None]
    return ExtensionTold(weeks=int(weeks), reason=reason, complainant_sent_on=told.sent_on, subject_sent_on=max(days))


def left_of_extension(one: Round) -> Step | None:
    """What is left to do of an extension that letters tell and that is not recorded: to record it once everybody has one, to write to who
    has none before that; and of one that is recorded, to write to who it is about and had no letter of it. None where nothing is left.
    Uses what is loaded (`complaints.term_changes.load_told_extensions`).
    """
    went = [letter for letter in letters_of_extension(one) if letter.addressee == Addressee.SUBJECT or letter.tells_complainant]
    if not went:
        return Step.WRITE_LETTER if first_told_on(one) is None and untold_of_recorded(one) else None
    return Step.EXTEND if _is_told_to_all(one.complaint, went) else Step.WRITE_LETTER


def untold_of_recorded(one: Round) -> set[Heard]:
    """Whoever it is about and had no letter of the last extension that is recorded (9:11(2)). A day of which no letter went from here is of
    letters made elsewhere: those told everybody whom the file named then. Uses what is loaded.
    """
    last = next(iter([*one.extensions.all()][-1:]), None)
    if last is None or last.recorded_at is None or last.due_before is None or last.due_after is None:
        return set()
    last.round = one
    days, recorded_at, complaint = days_that_tell(last), last.recorded_at, one.complaint
    sent = [letter for letter in one.letters.all() if letter.code == LetterCode.EXTENSION_TO_SUBJECT and letter.is_sent]
    sent = [letter for letter in sent if letter.facts.get(Fact.NEW_DUE_ON) in days]
    for letter in sent:
        letter.complaint = complaint
    had = {named for letter in sent if not letter.has_returned for named in addressed_to(letter)}
    late = {
        (row.user_id, "" if row.user_id else row.name)
        for row in complaint.involved_people.all()
        if row.subject_since is not None and row.subject_since > recorded_at
    }
    untold = [subject for subject in subjects_of(complaint) if subject not in had]
    told_on = last.subject_sent_on
    is_made_elsewhere = told_on is not None and not any(letter.sent_on is not None and letter.sent_on <= told_on for letter in sent)
    return {subject for subject in untold if not is_made_elsewhere or (subject.user_id, subject.name) in late}


def _is_told_to_all(of: Complaint, went: Iterable[Letter]) -> bool:
    """Whether whoever complains and everybody it is about has a letter (9:11(2))."""
    return {Heard(side=HeardSide.COMPLAINANT), *subjects_of(of)} <= {named for letter in went for named in addressed_to(letter)}


def recorded_extension(letter: Letter, *, on: date) -> Extension | None:
    """The extension that is recorded already and that this letter tells of, while who it is for has no letter of it that arrived: to whom
    it is about, and to somebody beside who complains, on any day; to who complains with its day, or where the letter came back. None where
    it tells of another one, still to be recorded, or of a day that is over.
    """
    last = next(iter([*letter.round.extensions.all()][-1:]), None) if letter.code in OF_EXTENSION else None
    days = days_of_recorded(last) if last is not None else None
    if last is None or days is None or on > days[1]:
        return None
    same = {"code": letter.code, "addressee": letter.addressee, "person": letter.person_id}
    sent = letter.round.letters.filter(**same, sent_at__isnull=False, facts__new_due_on__in=days_that_tell(last)).exclude(pk=letter.pk)
    went = sent.exclude(messages__returned_at__isnull=False)
    is_other_told = first_told_extension(letter.round) is not None
    if letter.code == LetterCode.EXTENSION_TO_SUBJECT:
        had = {named for one in went for named in addressed_to(one)}
        reads = set(addressed_to(letter)) or set(subjects_of(letter.complaint))
        is_owed = not is_other_told and bool(reads & untold_of_recorded(letter.round))
        return last if reads - had and (on == last.subject_sent_on or is_owed) else None
    is_owed = not is_other_told and (letter.person_id is not None or sent.exists())
    return last if not went.exists() and (on == last.complainant_sent_on or is_owed) else None


def keep_extension(
    told: ExtensionTold, *, in_round: Round, dates: RoundDates, actor: Actor, now: datetime, letter: Letter | None = None
) -> dict[str, Any]:
    """What the history tells of it. dates: as they become. letter: the last one of it, with which it is recorded."""
    # Without it the clock refuses.
    assert told.complainant_sent_on is not None
    due_before = in_round.due_on
    write_dates(in_round, dates)
    Extension.objects.create(
        round=in_round,
        weeks=told.weeks,
        reason=told.reason,
        complainant_sent_on=told.complainant_sent_on,
        subject_sent_on=told.subject_sent_on,
        no_subject=told.no_subject,
        due_before=due_before,
        due_after=dates.due_on,
        recorded_by_id=actor.user_id,
        recorded_at=now,
    )
    data = {
        "weeks": told.weeks,
        "complainant_sent_on": _written(told.complainant_sent_on),
        "subject_sent_on": _written(told.subject_sent_on),
        "no_subject": told.no_subject.value,
        "was": {"due_on": due_before.isoformat()},
        "due_on": dates.due_on.isoformat(),
        "fields": ["due_on"],
    }
    return data | ({"letter": str(letter.pk), "letter_code": letter.code} if letter is not None else {})


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
