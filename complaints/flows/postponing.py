"""Further postponement (verder uitstel, Awb 9:11(3)): only as far as the complainant agrees in writing, with an end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.awb import clock
from complaints.awb.refusals import ClockRefusal, PostponementWithoutWrittenConsent
from complaints.checks import check_day, checked_text, checked_texts
from complaints.judging import check_not_told
from complaints.models import AgreedDate, Complaint, Document, IncomingMessage, MessageNature, Postponement, Round
from complaints.selectors import last_postponement
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from complaints.term_changes import (
    LateRecordNeedsReason,
    TermRefused,
    check_has_term_of_law,
    dates_with,
    is_far,
    is_recorded_late,
    write_dates,
)
from complaints.terms import RoundDates
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.permissions import Permission


class PostponementIncomplete(Refusal):
    code = "postponement_incomplete"
    message = _("A postponement has a first and a last day, or one day by which the complaint is closed. Agree on these too.")


class PeriodAndDate(Refusal):
    code = "period_and_date"
    message = _("Give a first and a last day, or one day by which the complaint is closed; not both.")


class PostponedTooFar(Refusal):
    code = "postponed_too_far"
    message = _("This day is more than a year away. Check the year. Was that day agreed on? Then tick that it was.")


class OneConsent(Refusal):
    code = "one_consent"
    message = _("Choose one document or one mail in which the complainant agrees.")


class ConsentNotInFile(Refusal):
    code = "consent_not_in_file"
    message = _("This document or mail is not in this file. Add it to the file first, then choose it here.")


class ConsentByMachine(Refusal):
    code = "consent_by_machine"
    message = _("This mail was written by a machine: nobody agrees in it. Choose what the complainant wrote.")


class ConsentIsOurs(Refusal):
    code = "consent_is_ours"
    message = _("This is a letter of ours: whoever complains does not agree in it. Choose what they wrote themselves.")


class ConsentUsed(Refusal):
    code = "consent_used"
    message = _(
        "On this an earlier later day rests already. Choose what the complainant wrote about this day. Was the earlier one a mistake? Then"
        " take it back first."
    )


class ConsentDayMissing(Refusal):
    code = "consent_day_missing"
    message = _("On which day did the complainant agree? A document does not say so by itself.")


class ConsentAfterDue(Refusal):
    code = "consent_after_due"
    message = _(
        "The term ended on %(due)s, before the complainant agreed on %(consented_on)s. Decide as soon as possible; the date does not"
        " change."
    )


class NoPostponement(Refusal):
    code = "no_postponement"
    message = _("No later day is recorded here that can be taken back. Look at the file again.")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was agreed on, and where in the file the complainant says so.

    starts_on, ends_on: a period, both days included; or until: the day by which it is closed. document_id, message_id: the
    consent, one of both. consented_on: the day the complainant agreed; of a mail the day it came in when blank. late_reason: why
    it is recorded only once the last day is over. is_far_agreed: a day more than a year away was meant so.
    """

    reason: str
    starts_on: date | None = None
    ends_on: date | None = None
    until: date | None = None
    document_id: uuid.UUID | None = None
    message_id: uuid.UUID | None = None
    consented_on: date | None = None
    late_reason: str = ""
    is_far_agreed: bool = False


def postpone_term(*, actor: Actor, reference: str, agreement: Agreement, seen_version: int | None, now: datetime) -> Complaint:
    """Postpone the term of the open round as far as the complainant agreed, before it had ended.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NoTermOfLaw, JudgmentToldAlready, and what is wrong at once:
    TermRefused, TextMissing, TextTooLong, UnreadableCharacter, PostponementIncomplete, PeriodAndDate, PostponedTooFar, OneConsent,
    ConsentNotInFile, ConsentByMachine, ConsentIsOurs, ConsentUsed, ConsentDayMissing, ConsentAfterDue, LateRecordNeedsReason,
    DayInFuture, DayBeforeReceipt.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.POSTPONE, seen_version=seen_version)
        postponed = in_hand.round
        check_has_term_of_law(postponed)
        check_not_told(postponed)
        texts, problems = checked_texts(agreement, ("reason", "late_reason"), needed=("reason",))
        for problem in problems:
            findings.add(problem)
        proof, consented_on, dates = None, None, None
        with findings.noting():
            proof = _proof(agreement, complaint=in_hand.complaint)
            _check_unused(proof, of=in_hand.complaint)
            said_on = _day_of_consent(agreement, proof=proof)
            _check_day_of_consent(said_on, proof=proof, postponed=postponed, late_reason=texts["late_reason"], today=dutch_date(now))
            consented_on = said_on
        with findings.noting():
            _check_end(agreement)
            # Whether the days can be does not wait for the consent: that is told beside it.
            dates = _dates_as_agreed(agreement, consented_on or min(dutch_date(now), postponed.due_on), postponed=postponed)
            _check_year(agreement, today=dutch_date(now))
        findings.tell()
        assert proof is not None
        assert consented_on is not None
        assert dates is not None
        due_before = postponed.due_on
        write_dates(postponed, dates)
        _keep(
            agreement,
            postponed=postponed,
            reason=texts["reason"],
            consented_on=consented_on,
            consent_document=proof if isinstance(proof, Document) else None,
            consent_message=proof if isinstance(proof, IncomingMessage) else None,
            due_before=due_before,
            due_after=dates.due_on,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        days = {name: getattr(agreement, name) for name in ("starts_on", "ends_on", "until")}
        data = {
            **{name: day.isoformat() for name, day in days.items() if day is not None},
            "consented_on": consented_on.isoformat(),
            "consent": "document" if isinstance(proof, Document) else "message",
            "was": {"due_on": due_before.isoformat()},
            "due_on": dates.due_on.isoformat(),
            "fields": ["due_on"],
        }
        said = {name: text for name, text in texts.items() if text}
        return finish_step(in_hand, actor=actor, now=now, code="term_postponed", data=data, personal=said)


def take_back_postponement(*, actor: Actor, reference: str, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Take back the later day that was recorded last, by mistake: the last day is what it is without it, also when that is over.

    Nobody agreed, so the term never moved (9:11(3)); the history keeps both. Put right is: taken back, and recorded anew.
    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, TextTooLong, NoPostponement, TermRefused.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.TAKE_BACK_POSTPONEMENT, seen_version=seen_version)
        one = in_hand.round
        mistaken = last_postponement(one)
        if mistaken is None:
            raise NoPostponement
        due_before = one.due_on
        mistaken.delete()
        try:
            dates = dates_with(one)
        except ClockRefusal as refusal:
            raise TermRefused(refusal, field=None) from None
        write_dates(one, dates)
        data = {"was": {"due_on": due_before.isoformat()}, "due_on": dates.due_on.isoformat(), "fields": ["due_on"]}
        return finish_step(in_hand, actor=actor, now=now, code="postponement_taken_back", data=data, personal={"reason": reason})


def _check_day_of_consent(
    consented_on: date, *, proof: Document | IncomingMessage, postponed: Round, late_reason: str, today: date
) -> None:
    """A term that ended is not revived, by whatever first day (C6): nor by a mail of later, nor in silence by a day that is typed later."""
    check_day(consented_on, field="consented_on", opened_on=postponed.opened_on, today=today)
    if consented_on > postponed.due_on:
        raise ConsentAfterDue(field="consented_on", due=postponed.due_on, consented_on=consented_on)
    if isinstance(proof, IncomingMessage):
        if (arrived_on := dutch_date(proof.arrived_at)) > postponed.due_on:
            raise ConsentAfterDue(field="consent", due=postponed.due_on, consented_on=arrived_on)
    elif dutch_date(proof.uploaded_at) > postponed.due_on and is_recorded_late(postponed, today=today) and not late_reason:
        raise LateRecordNeedsReason(field="late_reason", due=postponed.due_on)


def _check_year(agreement: Agreement, *, today: date) -> None:
    for field, day in {"until": agreement.until, "ends_on": agreement.ends_on}.items():
        if day is not None and is_far(day, today=today) and not agreement.is_far_agreed:
            raise PostponedTooFar(field=field)


def _check_end(agreement: Agreement) -> None:
    period = {"starts_on": agreement.starts_on, "ends_on": agreement.ends_on}
    missing = [field for field, day in period.items() if day is None]
    if agreement.until is None and missing:
        raise PostponementIncomplete(field=missing[0])
    if agreement.until is not None and len(missing) < len(period):
        raise PeriodAndDate(field="until")


def _proof(agreement: Agreement, *, complaint: Complaint) -> Document | IncomingMessage:
    if agreement.document_id is None and agreement.message_id is None:
        raise TermRefused(PostponementWithoutWrittenConsent(), field="consent")
    if agreement.document_id is not None and agreement.message_id is not None:
        raise OneConsent(field="consent")
    document = Document.objects.filter(complaint=complaint, pk=agreement.document_id).first() if agreement.document_id else None
    message = IncomingMessage.objects.filter(complaint=complaint, pk=agreement.message_id).first() if agreement.message_id else None
    found = message or (_mail_in(document, complaint=complaint) or document if document is not None else None)
    if found is None:
        raise ConsentNotInFile(field="consent")
    if isinstance(found, IncomingMessage) and found.nature != MessageNature.MESSAGE:
        raise ConsentByMachine(field="consent")
    if isinstance(found, Document) and found.is_ours:
        raise ConsentIsOurs(field="consent")
    return found


def _mail_in(document: Document, *, complaint: Complaint) -> IncomingMessage | None:
    """The mail that a document holds whole: it is one consent, whichever of the two is chosen."""
    if not document.message_id:
        return None
    return IncomingMessage.objects.filter(complaint=complaint, message_id=document.message_id).first()


def _check_unused(proof: Document | IncomingMessage, *, of: Complaint) -> None:
    """Who agreed to one day did not agree to another one, nor in another round."""
    by = {"consent_document": proof} if isinstance(proof, Document) else {"consent_message": proof}
    if any(kept.objects.filter(round__complaint=of, **by).exists() for kept in (Postponement, AgreedDate)):
        raise ConsentUsed(field="consent")


def _day_of_consent(agreement: Agreement, *, proof: Document | IncomingMessage) -> date:
    if agreement.consented_on is not None:
        return agreement.consented_on
    if isinstance(proof, IncomingMessage):
        return dutch_date(proof.arrived_at)
    raise ConsentDayMissing(field="consented_on")


def _dates_as_agreed(agreement: Agreement, consented_on: date, *, postponed: Round) -> RoundDates:
    """Raises TermRefused."""
    try:
        return dates_with(postponed, **_for_clock(agreement, consented_on))
    except ClockRefusal as refusal:
        raise TermRefused(refusal, field=_field_of(refusal, agreement)) from None


def _for_clock(agreement: Agreement, consented_on: date) -> dict[str, Any]:
    if agreement.starts_on is not None and agreement.ends_on is not None:
        period = clock.Postponement(starts_on=agreement.starts_on, ends_on=agreement.ends_on, has_written_consent=True)
        return {"postponements": (period,)}
    assert agreement.until is not None
    return {"agreed_dates": (clock.AgreedDate(agreed_on=consented_on, due_on=agreement.until, has_written_consent=True),)}


def _keep(agreement: Agreement, *, postponed: Round, **kept: Any) -> None:
    if agreement.until is not None:
        AgreedDate.objects.create(round=postponed, due_on=agreement.until, **kept)
    elif agreement.starts_on is not None and agreement.ends_on is not None:
        Postponement.objects.create(round=postponed, starts_on=agreement.starts_on, ends_on=agreement.ends_on, **kept)


def _field_of(refusal: ClockRefusal, agreement: Agreement) -> str:
    if agreement.until is not None:
        return "until"
    return "ends_on" if refusal.code in ("postponement_ends_before_start", "year_out_of_range") else "starts_on"
