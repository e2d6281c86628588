"""Extend the term of the law (verdaging, Awb 9:11(2)): four weeks at most in all, with a letter to everybody it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.awb import clock
from complaints.awb.refusals import ClockRefusal
from complaints.checks import check_day, checked_text
from complaints.judging import check_not_told
from complaints.models import Complaint, Extension, NoSubject
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.term_changes import TermRefused, check_has_term_of_law, dates_with, problems_of_weeks, write_dates
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
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


@dataclass(frozen=True, kw_only=True)
class ExtensionTold:
    """subject_sent_on: the day of the letter to whom it is about; the last day where there are several. no_subject: why none."""

    weeks: int
    reason: str
    complainant_sent_on: date | None = None
    subject_sent_on: date | None = None
    no_subject: NoSubject = NoSubject.SOMEBODY


def extend_term(*, actor: Actor, reference: str, told: ExtensionTold, seen_version: int | None, now: datetime) -> Complaint:
    """Extend the term of the open round, once both letters were sent, no later than the last day as it stood.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NoTermOfLaw, JudgmentToldAlready, TextMissing, TextTooLong,
    DayInFuture, DayBeforeReceipt, SubjectLetterAndNone, SubjectIsKnown, ExtensionWeeksDiffer, TermRefused.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(told.reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.EXTEND, seen_version=seen_version)
        extended = in_hand.round
        check_has_term_of_law(extended)
        check_not_told(extended)
        for problem in problems_of_weeks(told.weeks, in_round=extended, field="weeks"):
            raise problem
        notified_on = _check_letters(told, in_hand=in_hand, today=dutch_date(now))
        extension = clock.Extension(
            weeks=told.weeks,
            notified_on=notified_on,
            is_complainant_notified=told.complainant_sent_on is not None,
            is_subject_notified=told.subject_sent_on is not None or told.no_subject is not NoSubject.SOMEBODY,
        )
        try:
            dates = dates_with(extended, extensions=(extension,))
        except ClockRefusal as refusal:
            raise TermRefused(refusal, field=_field_of(refusal, told)) from None
        # Without it the clock refuses.
        assert told.complainant_sent_on is not None
        due_before = extended.due_on
        write_dates(extended, dates)
        Extension.objects.create(
            round=extended,
            weeks=told.weeks,
            reason=reason,
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
        return finish_step(in_hand, actor=actor, now=now, code="term_extended", data=data, personal={"reason": reason})


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


def _check_letters(told: ExtensionTold, *, in_hand: FileInHand, today: date) -> date | None:
    """The day of the last letter; None where there is none."""
    sent = {"complainant_sent_on": told.complainant_sent_on, "subject_sent_on": told.subject_sent_on}
    for field, day in sent.items():
        if day is not None:
            check_day(day, field=field, opened_on=in_hand.round.opened_on, today=today)
    if told.no_subject is not NoSubject.SOMEBODY:
        if told.subject_sent_on is not None:
            raise SubjectLetterAndNone(field="no_subject")
        if in_hand.complaint.involved_people.filter(is_subject=True).exists():
            raise SubjectIsKnown(field="no_subject")
    return max((day for day in sent.values() if day is not None), default=None)


def _field_of(refusal: ClockRefusal, told: ExtensionTold) -> str | None:
    if refusal.code in ("extension_weeks_invalid", "extension_too_long", "year_out_of_range"):
        return "weeks"
    if refusal.code == "extension_not_notified_to_both":
        return "complainant_sent_on" if told.complainant_sent_on is None else "subject_sent_on"
    if refusal.code == "extension_after_due":
        is_subject_last = told.subject_sent_on is not None and told.subject_sent_on > (told.complainant_sent_on or date.min)
        return "subject_sent_on" if is_subject_last else "complainant_sent_on"
    return None


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
