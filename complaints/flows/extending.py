"""Extend the term of the law (verdaging, Awb 9:11(2)): four weeks at most in all, with a letter to everybody it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.awb import clock
from complaints.awb.refusals import ClockRefusal
from complaints.checks import checked_text, checked_texts
from complaints.extending import ExtensionTold, keep_extension
from complaints.hearing import problems_of_day
from complaints.judging import check_not_told
from complaints.letters.catalogue import OF_EXTENSION, LetterCode
from complaints.models import Complaint, NoSubject, Round
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.term_changes import (
    LateRecordNeedsReason,
    TermRefused,
    check_has_term_of_law,
    dates_with,
    days_that_tell,
    is_recorded_late,
    letters_of_extension,
    problems_of_weeks,
    write_dates,
)
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.permissions import Permission


class SubjectLetterAndNone(Refusal):
    code = "subject_letter_and_none"
    message = _("You give the day of a letter to whom it is about, and say that there is nobody to write to. Leave one of both out.")


class SubjectIsKnown(Refusal):
    code = "subject_is_known"
    message = _("The file says whom it is about: that person gets a letter too (article 9:11(2)). Send it, and give the day.")


class NothingToTakeBack(Refusal):
    code = "nothing_to_take_back"
    message = _("No extension is recorded here that can be taken back. Look at the file again.")


class ExtensionStands(Refusal):
    code = "extension_stands"
    message = _("Without the extension the last day was %(due)s, which is over: it stands. Decide before the last day there is now.")


class ExtensionRecordedAlready(Refusal):
    code = "extension_recorded_already"
    message = _(
        "This extension is recorded already, with letters of these days: the last day is %(due)s. Are more weeks needed? Send letters of a"
        " further extension first; four weeks in all at most."
    )


def extend_term(*, actor: Actor, reference: str, told: ExtensionTold, seen_version: int | None, now: datetime) -> Complaint:
    """Extend the term of the open round, once both letters were sent, no later than the last day as it stood.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NoTermOfLaw, JudgmentToldAlready, ExtensionRecordedAlready, and what
    is wrong at once: TextMissing, TextTooLong, UnreadableCharacter, DayInFuture, DayBeforeReceipt, SubjectLetterAndNone, SubjectIsKnown,
    ExtensionWeeksDiffer, TermRefused, LateRecordNeedsReason.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.EXTEND, seen_version=seen_version)
        extended = in_hand.round
        check_has_term_of_law(extended)
        check_not_told(extended)
        _check_not_recorded(told, in_round=extended)
        texts, problems = checked_texts(told, ("reason", "late_reason"), needed=("reason",))
        problems += problems_of_weeks(told.weeks, in_round=extended, field="weeks")
        problems += _problems_of_letters(told, in_hand=in_hand, today=today)
        for problem in problems:
            findings.add(problem)
        days = [day for day in (told.complainant_sent_on, told.subject_sent_on) if day is not None]
        extension = clock.Extension(
            weeks=told.weeks,
            notified_on=max(days, default=None),
            is_complainant_notified=told.complainant_sent_on is not None,
            is_subject_notified=told.subject_sent_on is not None or told.no_subject is not NoSubject.SOMEBODY,
        )
        dates = None
        try:
            dates = dates_with(extended, extensions=(extension,))
            # Only what is lawful as it is told asks why it is told so late.
            if not texts["late_reason"] and _is_unproven(told, in_round=extended, today=today):
                findings.add(LateRecordNeedsReason(field="late_reason", due=extended.due_on))
        except ClockRefusal as refusal:
            field = _field_of(refusal, told)
            # Where the day itself is wrong, that is told of it.
            if field not in {problem.field for problem in problems}:
                findings.add(TermRefused(refusal, field=field))
        findings.tell()
        assert dates is not None
        data = keep_extension(replace(told, reason=texts["reason"]), in_round=extended, dates=dates, actor=actor, now=now)
        said = {name: text for name, text in texts.items() if text}
        return finish_step(in_hand, actor=actor, now=now, code="term_extended", data=data, personal=said)


def take_back_extension(*, actor: Actor, reference: str, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Take the last extension back that was recorded by mistake, while the last day it moved is not over. The history keeps both.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, TextTooLong, NothingToTakeBack, ExtensionStands,
    TermRefused.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.TAKE_BACK_EXTENSION, seen_version=seen_version)
        one = in_hand.round
        mistaken = one.extensions.last()
        if mistaken is None:
            raise NothingToTakeBack
        due_before = one.due_on
        weeks = mistaken.weeks
        mistaken.delete()
        try:
            dates = dates_with(one)
        except ClockRefusal as refusal:
            raise TermRefused(refusal, field=None) from None
        if dates.due_on < dutch_date(now):
            raise ExtensionStands(due=dates.due_on)
        write_dates(one, dates)
        data = {
            "weeks": weeks,
            "was": {"due_on": due_before.isoformat()},
            "due_on": dates.due_on.isoformat(),
            "fields": ["due_on"],
        }
        return finish_step(in_hand, actor=actor, now=now, code="extension_taken_back", data=data, personal={"reason": reason})


def _check_not_recorded(told: ExtensionTold, *, in_round: Round) -> None:
    """Its letters, sent from here, recorded it themselves; or it is told twice. Raises ExtensionRecordedAlready."""
    last = in_round.extensions.last()
    days = (told.complainant_sent_on, told.subject_sent_on)
    if last is None or last.due_after is None or days != (last.complainant_sent_on, last.subject_sent_on):
        return
    is_same = (told.weeks, told.reason.strip()) == (last.weeks, last.reason)
    its_letters = in_round.letters.filter(code__in=OF_EXTENSION, sent_at__isnull=False, facts__new_due_on__in=days_that_tell(last))
    if is_same or its_letters.exists():
        raise ExtensionRecordedAlready(due=in_round.due_on)


def _problems_of_letters(told: ExtensionTold, *, in_hand: FileInHand, today: date) -> list[Refusal]:
    problems: list[Refusal] = []
    for field in ("complainant_sent_on", "subject_sent_on"):
        if (day := getattr(told, field)) is not None:
            problems += problems_of_day(day, field=field, opened_on=in_hand.round.opened_on, today=today)
    if told.no_subject is not NoSubject.SOMEBODY:
        if told.subject_sent_on is not None:
            problems.append(SubjectLetterAndNone(field="no_subject"))
        elif in_hand.complaint.involved_people.filter(is_subject=True).exists():
            problems.append(SubjectIsKnown(field="no_subject"))
    return problems


def _is_unproven(told: ExtensionTold, *, in_round: Round, today: date) -> bool:
    """Whether it is recorded once the last day is over, with a day of which no letter went from here before that."""
    if not is_recorded_late(in_round, today=today):
        return False
    went = [one for one in letters_of_extension(in_round) if one.sent_at is not None and dutch_date(one.sent_at) <= in_round.due_on]
    proven = {
        "complainant_sent_on": {one.sent_on for one in went if one.tells_complainant},
        "subject_sent_on": {one.sent_on for one in went if one.code == LetterCode.EXTENSION_TO_SUBJECT},
    }
    return any(getattr(told, field) not in {None, *days} for field, days in proven.items())


def _field_of(refusal: ClockRefusal, told: ExtensionTold) -> str | None:
    if refusal.code in ("extension_weeks_invalid", "extension_too_long", "year_out_of_range"):
        return "weeks"
    if refusal.code == "extension_not_notified_to_both":
        return "complainant_sent_on" if told.complainant_sent_on is None else "subject_sent_on"
    if refusal.code == "extension_after_due":
        is_subject_last = told.subject_sent_on is not None and told.subject_sent_on > (told.complainant_sent_on or date.min)
        return "subject_sent_on" if is_subject_last else "complainant_sent_on"
    return None
