"""What somebody does with a mail that came in: read it, or answer it. Answering is contact, reading is not."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import visible_complaints
from complaints.checks import checked_text
from complaints.models import Complaint, ContactRecord, ContactResult, ContactWay, IncomingMessage, MessageHandling, MessageNature
from complaints.records import note_contact
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission


class AlreadyHandled(Refusal):
    code = "already_handled"
    message = _("A colleague dealt with this message already. Look at the file for what was done.")


class AnsweredInFuture(Refusal):
    code = "answered_in_future"
    message = _("This moment lies in the future. Say when you answered.")


class AnsweredBeforeItCame(Refusal):
    code = "answered_before_it_came"
    message = _("This was before the message came in. Check the day.")


READ, ANSWERED = "message_read", "message_answered"
ANSWERING_WAYS = frozenset({ContactWay.EMAIL, ContactWay.LETTER})


def mark_read(*, actor: Actor, reference: str, message_id: uuid.UUID, request_key: RequestKey | None = None, now: datetime) -> Complaint:
    """Nothing has to be answered. Raises NotFound, NotPermitted, NotInThisState, AlreadyHandled, KeyUsedForSomethingElse."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=READ, among=visible_complaints(actor=actor))
        if earlier is not None and earlier.complaint is not None:
            return earlier.complaint
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.HANDLE_MESSAGE)
        message = _waiting(in_hand.complaint, message_id)
        _set(message, MessageHandling.READ, actor=actor, now=now)
        complaint = finish_step(in_hand, actor=actor, now=now, code="message_read", data={"message": str(message.pk)})
        remember(request_key, actor=actor, operation=READ, complaint=complaint, now=now)
        return complaint


def mark_answered(
    *,
    actor: Actor,
    reference: str,
    message_id: uuid.UUID,
    way: ContactWay = ContactWay.EMAIL,
    answered_at: datetime,
    text: str = "",
    request_key: RequestKey | None = None,
    now: datetime,
) -> Complaint:
    """The person was answered, in writing or in a talk. text: what was said.

    It is recorded as contact, by the same rule as any: a talk stops the contact norm, and writing where the person prefers
    writing. The reply alone stops nothing: somebody who only got our automatic confirmation and writes back was not yet spoken
    to. Nor does what is written after a mail of ours that did not arrive: nobody wrote back. Raises NotFound, NotPermitted,
    NotInThisState, AlreadyHandled, AnsweredInFuture, AnsweredBeforeItCame, TextTooLong, KeyUsedForSomethingElse.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    text = checked_text(text, field="text")
    if answered_at > now:
        raise AnsweredInFuture(field="answered_at")
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=ANSWERED, among=visible_complaints(actor=actor))
        if earlier is not None and earlier.complaint is not None:
            return earlier.complaint
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.HANDLE_MESSAGE)
        message = _waiting(in_hand.complaint, message_id)
        if answered_at < message.arrived_at.replace(second=0, microsecond=0):
            raise AnsweredBeforeItCame(field="answered_at")
        _set(message, MessageHandling.ANSWERED, actor=actor, now=now)
        result = _result(message, way)
        contact = ContactRecord.objects.create(
            round=in_hand.round,
            happened_at=answered_at,
            way=way,
            result=result,
            text=text,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        if in_hand.round.closed_on is None:
            note_contact(in_hand.round, on=dutch_date(answered_at), result=result)
        data = {"message": str(message.pk), "contact": contact.pk, "way": way.value}
        complaint = finish_step(in_hand, actor=actor, now=now, code="message_answered", data=data)
        remember(request_key, actor=actor, operation=ANSWERED, complaint=complaint, now=now)
        return complaint


def _result(message: IncomingMessage, way: ContactWay) -> ContactResult:
    if way not in ANSWERING_WAYS:
        return ContactResult.SPOKEN
    # Who writes after a mail that did not arrive has had no answer yet.
    return ContactResult.EXCHANGED if message.nature == MessageNature.MESSAGE else ContactResult.MESSAGE_LEFT


def _waiting(complaint: Complaint, message_id: uuid.UUID) -> IncomingMessage:
    found = IncomingMessage.objects.filter(pk=message_id, complaint=complaint).first()
    if found is None:
        raise NotFound(field="message_id")
    if not found.waits:
        raise AlreadyHandled
    return found


def _set(message: IncomingMessage, handling: MessageHandling, *, actor: Actor, now: datetime) -> None:
    message.handling, message.handled_by_id, message.handled_at = handling, actor.user_id, now
    message.save(update_fields=["handling", "handled_by", "handled_at"])
