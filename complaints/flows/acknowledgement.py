"""Confirm receipt in writing (Awb 9:6): by mail where the complaint came electronically, else as it was done."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.acknowledging import SPOKEN_FROM_AFAR, confirm, confirm_by_mail, has_address, may_be_mailed, ways_to_confirm
from complaints.checks import check_day
from complaints.keeping import documents_storage
from complaints.mail import MailRefused, mail_acknowledgement, mail_letter, take_back
from complaints.models import Complaint, ContactWay, Exclusion, Letter, Round, SentMessage
from complaints.records import record_event
from complaints.selectors import filer_of
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.actors import Actor, guard, system_actor
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import Findings, Refusal
from tenants.models import OutboxMessage
from tenants.permissions import Permission

TASK = "complaints.send_acknowledgement"
# Of a letter that goes by mail, by the same way.
TASKS = (TASK, "complaints.send_letter")
# Why our mail did not go, as the history keeps it.
_NO_ADDRESS, _REFUSED, _TRIED_IN_VAIN, _IN_ERROR, _NOT_SECURE = "no_address", "refused", "tried_in_vain", "in_error", "not_secure"


class AlreadyAcknowledged(Refusal):
    code = "already_acknowledged"
    message = _("Receipt was confirmed already, on %(acknowledged_on)s.")


class NoAddressForMail(Refusal):
    code = "no_address_for_mail"
    message = _("There is no e-mail address of this person. Add it, or send a letter and note that here.")


class NotReachableByMail(Refusal):
    code = "not_reachable_by_mail"
    message = _(
        "This complaint did not come in electronically. Ask whether e-mail is right, and say so here, or confirm receipt by letter and note"
        " that here (article 2:8)."
    )


class ConfirmByMail(Refusal):
    code = "confirm_by_mail"
    message = _(
        "This complaint came in electronically, so confirm receipt by e-mail. Does the address not work? Then correct it, or take it out"
        " of the file and send a letter."
    )


class ConfirmInWriting(Refusal):
    code = "confirm_in_writing"
    message = _("This complaint came in writing, so confirm receipt in writing (article 9:6): by letter, or handed over in person.")


class MailGoesToday(Refusal):
    code = "mail_goes_today"
    message = _("A mail is sent now, so it has no other day. Leave the day empty.")


def acknowledge_complaint(
    *,
    actor: Actor,
    reference: str,
    way: ContactWay,
    acknowledged_on: date | None = None,
    has_agreed_to_mail: bool = False,
    seen_version: int | None = None,
    now: datetime,
) -> Complaint:
    """Confirm receipt. EMAIL sends the message after the commit; any other way notes what was done on a day.

    acknowledged_on: today when blank. has_agreed_to_mail: who did not come electronically said that e-mail is right (2:8). Raises
    NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, AlreadyAcknowledged, and what is wrong at once: NoAddressForMail,
    NotReachableByMail, ConfirmByMail, ConfirmInWriting, MailGoesToday, DayInFuture, DayBeforeReceipt.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    on = acknowledged_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ACKNOWLEDGE, seen_version=seen_version)
        opened = in_hand.round
        if opened.acknowledged_on is not None:
            raise AlreadyAcknowledged(acknowledged_on=opened.acknowledged_on)
        with findings.noting():
            _check_way(way, in_hand=in_hand, has_agreed_to_mail=has_agreed_to_mail)
        with findings.noting():
            if way is ContactWay.EMAIL and on != today:
                raise MailGoesToday(field="acknowledged_on")
            check_day(on, field="acknowledged_on", opened_on=opened.opened_on, today=today)
        findings.tell()
        data = confirm_by_mail(opened, now=now) if way is ContactWay.EMAIL else confirm(opened, way=way, acknowledged_on=on)
        agreed = {"agreed_to_mail": True} if way is ContactWay.EMAIL and not may_be_mailed(in_hand.complaint) else {}
        return finish_step(in_hand, actor=actor, now=now, code="acknowledged", data=data | agreed)


def send_acknowledgement(*, message_id: str, now: datetime) -> bool:
    """Send the message of a commit, once: False when it was sent already. Asked for twice at once, the second waits and sees.

    Is the address gone by then, was the file registered by mistake, or does the mail server refuse it for good, then receipt is not
    confirmed after all, and the file says so. Raises MailWaits when it cannot go now.
    """
    # While the server talks only the message is locked: nobody who works in the file waits for it.
    with transaction.atomic(durable=True):
        waiting = SentMessage.objects.waiting().select_for_update(of=("self",), no_key=True)
        waiting = waiting.select_related("complaint", "round", "letter__document__content")
        message = waiting.filter(message_id=message_id).first()
        if message is None:
            return False
        why_not = _hand_over(message, today=dutch_date(now))
        if not why_not:
            message.sent_at = now
            message.save(update_fields=["text", "sent_at"])
            return True
    with transaction.atomic(durable=True):
        _take_back_unsent(message.pk, why=why_not, now=now)
    return False


def _hand_over(message: SentMessage, *, today: date) -> str:
    """Mail it and keep its text with it; else why not. Raises MailWaits."""
    if message.complaint.exclusion == Exclusion.REGISTERED_IN_ERROR:
        return _IN_ERROR
    if message.letter is not None and not settings.MAIL_RELAY_IS_SECURE:
        # The relay became another one since: it goes by post instead.
        return _NOT_SECURE
    try:
        if message.letter is not None:
            message.text = _hand_over_letter(message, letter=message.letter)
        else:
            message.text = mail_acknowledgement(message=message, to=filer_of(message.complaint), today=today)
    except MailRefused:
        return _REFUSED
    return "" if message.text else _NO_ADDRESS


def _hand_over_letter(message: SentMessage, *, letter: Letter) -> str:
    """Mail a letter with the very bytes that were kept. Raises MailRefused, MailWaits."""
    if letter.document is None:
        raise MailRefused
    with documents_storage().open(letter.document.content.key) as stored:
        return mail_letter(message=message, to=filer_of(message.complaint), content=stored.read())


def give_up_unsent(*, actor: Actor, now: datetime) -> int:
    """What the outbox tried for days to send, in vain, is not sent after all: receipt is not confirmed, a letter did not arrive.

    Returns how many. Run twice, the second finds nothing; tried again by hand afterwards, nothing is sent.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    waiting = dict(SentMessage.objects.waiting().values_list("message_id", "pk"))
    failed = OutboxMessage.objects.filter(
        schema_name=current_schema(), task_name__in=TASKS, done_at=None, failed_at__isnull=False, payload__message_id__in=list(waiting)
    )
    given_up = 0
    for one in failed:
        with transaction.atomic(durable=True):
            given_up += _take_back_unsent(waiting[one.payload["message_id"]], why=_TRIED_IN_VAIN, now=now)
    return given_up


def _take_back_unsent(message_id: int, *, why: str, now: datetime) -> bool:
    """In the order everybody locks: the file, its round, then what is in it. False when somebody was first. Opens no transaction."""
    sent = SentMessage.objects.filter(pk=message_id).first()
    if sent is None:
        return False
    complaint = Complaint.objects.select_for_update(of=("self",), no_key=True).get(pk=sent.complaint_id)
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=sent.round_id)
    message = SentMessage.objects.waiting().select_for_update(of=("self",), no_key=True).filter(pk=message_id).first()
    if message is None:
        return False
    data = take_back(message, now=now) | {"why": why}
    record_event(complaint=complaint, actor=system_actor(), now=now, code="mail_not_sent", data=data)
    if why == _IN_ERROR and message.letter_id is None:
        # It was never tried, so it says nothing of the address when the file counts again. Of a letter it says that this did not arrive.
        message.delete()
    return True


def _check_way(way: ContactWay, *, in_hand: FileInHand, has_agreed_to_mail: bool) -> None:
    complaint = in_hand.complaint
    if way is ContactWay.EMAIL and not has_address(complaint):
        raise NoAddressForMail(field="way")
    if way is ContactWay.EMAIL and not (has_agreed_to_mail or may_be_mailed(complaint)):
        raise NotReachableByMail(field="has_agreed_to_mail")
    if way in ways_to_confirm(complaint, opened=in_hand.round):
        return
    if way in SPOKEN_FROM_AFAR and not (may_be_mailed(complaint) and has_address(complaint)):
        raise ConfirmInWriting(field="way")
    raise ConfirmByMail(field="way")
