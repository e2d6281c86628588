"""Contact with whoever complains. Only a talk stops the contact norm, or an exchange in writing where the person prefers writing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import visible_complaints
from complaints.checks import checked_text
from complaints.models import ContactRecord, ContactResult, ContactWay
from complaints.records import note_contact
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.permissions import Permission


class ContactInFuture(Refusal):
    code = "contact_in_future"
    message = _("This moment lies in the future. Say when the contact was.")


class ContactBeforeReceipt(Refusal):
    code = "contact_before_receipt"
    message = _("This was before the complaint came in on %(received_on)s. Check the day.")


class WritingIsNoTalk(Refusal):
    code = "writing_is_no_talk"
    message = _("Somebody is spoken to by phone, video or face to face. For a mail or letter choose: written back and forth.")


class TalkIsNoWriting(Refusal):
    code = "talk_is_no_writing"
    message = _("By phone, video or face to face nobody writes back and forth. Choose: spoken to. Or choose e-mail or letter.")


class NoMessageLeftThere(Refusal):
    code = "no_message_left_there"
    message = _("At the desk or by video nobody leaves a message. Choose: not reached. Or choose phone, e-mail, letter or at home.")


OPERATION = "record_contact"
SPOKEN_WAYS = frozenset({ContactWay.PHONE, ContactWay.DESK, ContactWay.VISIT, ContactWay.VIDEO})


def record_contact(
    *,
    actor: Actor,
    reference: str,
    happened_at: datetime,
    way: ContactWay,
    result: ContactResult,
    text: str = "",
    request_key: RequestKey | None = None,
    now: datetime,
) -> ContactRecord:
    """Record a contact, or a try at it. happened_at: the moment; it may be written down later.

    Raises NotFound, NotPermitted, NotInThisState, KeyUsedForSomethingElse, and what is wrong at once: ContactInFuture,
    ContactBeforeReceipt, WritingIsNoTalk, TalkIsNoWriting, NoMessageLeftThere, TextTooLong.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            return ContactRecord.objects.get(pk=earlier.answer["contact"])
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_CONTACT)
        with findings.noting():
            text = checked_text(text, field="text")
        happened_on = dutch_date(happened_at)
        if happened_at > now:
            findings.add(ContactInFuture(field="happened_at"))
        elif happened_on < in_hand.round.opened_on:
            findings.add(ContactBeforeReceipt(field="happened_at", received_on=in_hand.round.opened_on))
        with findings.noting():
            _check_result(result, way=way)
        findings.tell()
        contact = ContactRecord.objects.create(
            round=in_hand.round,
            happened_at=happened_at,
            way=way,
            result=result,
            text=text,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        note_contact(in_hand.round, on=happened_on, result=result)
        data = {"contact": contact.pk, "way": way.value, "result": result.value, "happened_at": happened_at.isoformat()}
        complaint = finish_step(in_hand, actor=actor, now=now, code="contact_recorded", data=data)
        remember(request_key, actor=actor, operation=OPERATION, complaint=complaint, now=now, answer={"contact": contact.pk})
    return contact


def _check_result(result: ContactResult, *, way: ContactWay) -> None:
    if result is ContactResult.SPOKEN and way not in SPOKEN_WAYS:
        raise WritingIsNoTalk(field="result")
    if result is ContactResult.EXCHANGED and way in SPOKEN_WAYS:
        raise TalkIsNoWriting(field="result")
    if result is ContactResult.MESSAGE_LEFT and way in (ContactWay.DESK, ContactWay.VIDEO):
        raise NoMessageLeftThere(field="result")
