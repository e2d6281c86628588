"""A reply to a mail of ours lands on its file, once. Nobody is answered: what machines send each other would never end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from complaints.access import access_complaint, lock_complaints
from complaints.document_refusals import DocumentRefusal, RefusedDocument
from complaints.incoming_mail.message import IncomingMail, Nature
from complaints.keeping import Kept, TakenIn, as_stored, give_mail_to_file, keep_documents, remove_later, take_in_parts
from complaints.mail import AS_MAIL, file_that_counts, message_answered, take_back
from complaints.models import Complaint, Document, DocumentSource, IncomingMessage, MessageNature, SentMessage
from complaints.records import record_event
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.errors import NotFound
from tenants.permissions import Permission

EVENTS = {
    Nature.MESSAGE: "reply_received",
    Nature.AUTOMATIC: "automatic_reply_received",
    Nature.NOT_DELIVERED: "mail_not_delivered",
}


def take_in_mail(*, actor: Actor, mail: IncomingMail, raw: bytes, now: datetime) -> IncomingMessage:
    """Put a mail on the file of the message it answers, with its files; the mail itself is kept beside them.

    raw: the bytes it was read from. Delivered twice, the second finds it there. On a double file it goes to the one that counts;
    a closed file stays closed. When our confirmation did not arrive, receipt is not confirmed. Raises NotPermitted, and NotFound
    where it answers nothing of ours that this actor may see.
    """
    sent, there = _answered(mail, actor=actor)
    if there is not None:
        return there
    taken, refused = _take_in_files(mail, raw, now=now)
    with transaction.atomic(durable=True):
        in_hand, there = _in_hand(sent, mail, actor=actor)
        if there is not None:
            remove_later([one.content_id for one in taken], now=now)
            return there
        complaint = in_hand.complaint
        kept = keep_documents(
            taken, complaint=complaint, actor=actor, now=now, source=DocumentSource.MAIL, holds_sensitive_data=complaint.has_sensitive_text
        )
        return _write(in_hand, sent, mail, kept, refused=[*refused, *kept.refused], actor=actor, now=now)


def take_in_mail_of_draft(*, actor: Actor, mail: IncomingMail, document: Document, now: datetime) -> IncomingMessage:
    """As `take_in_mail`, for a mail that this person dropped while registering: it moves to the file, with what came with it."""
    sent, there = _answered(mail, actor=actor)
    if there is not None:
        return there
    with transaction.atomic(durable=True):
        in_hand, there = _in_hand(sent, mail, actor=actor)
        if there is not None:
            return there
        kept = give_mail_to_file(document, complaint=in_hand.complaint)
        return _write(in_hand, sent, mail, kept, refused=kept.refused, actor=actor, now=now)


def _answered(mail: IncomingMail, *, actor: Actor) -> tuple[SentMessage, IncomingMessage | None]:
    """Our message it answers, and what it is where it was taken in before. Raises NotPermitted, NotFound."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    sent = message_answered(mail)
    if sent is None:
        raise NotFound
    access_complaint(actor=actor, reference=file_that_counts(sent.complaint).reference)
    return sent, IncomingMessage.objects.filter(digest=mail.digest).first()


def _in_hand(sent: SentMessage, mail: IncomingMail, *, actor: Actor) -> tuple[FileInHand, IncomingMessage | None]:
    """The file it goes to, locked, and what it is where it was taken in before."""
    target = _lock_file_that_counts(sent.complaint)
    # Something may come in later in every state of a file, as a document may.
    in_hand = take_in_hand(actor=actor, reference=target.reference, step=Step.ATTACH)
    return in_hand, IncomingMessage.objects.filter(digest=mail.digest).first()


def _lock_file_that_counts(complaint: Complaint) -> Complaint:
    """The file that counts, with both locked: always in one order, as whoever marks a file as double does."""
    lock_complaints({complaint.pk, file_that_counts(complaint).pk})
    locked = Complaint.objects.filter(pk=complaint.pk).first()
    if locked is None:
        raise NotFound
    return file_that_counts(locked)


def _take_in_files(mail: IncomingMail, raw: bytes, *, now: datetime) -> tuple[list[TakenIn], list[RefusedDocument]]:
    """The mail itself and its attachments; of what a machine sent nothing. Where the mail may not be kept, neither are they."""
    if mail.is_auto_generated:
        return [], []
    try:
        return take_in_parts(mail, raw=raw, name=AS_MAIL, now=now), []
    except DocumentRefusal as refusal:
        return [], [RefusedDocument(name=name, refusal=refusal) for name in (AS_MAIL, *(one.name for one in mail.attachments))]


def _write(
    in_hand: FileInHand,
    sent: SentMessage,
    mail: IncomingMail,
    kept: Kept,
    *,
    refused: list[RefusedDocument],
    actor: Actor,
    now: datetime,
) -> IncomingMessage:
    complaint = in_hand.complaint
    documents = [*kept.added, *kept.there]
    not_kept = [*(as_stored(one) for one in refused), *(left_out for one in documents for left_out in one.left_out)]
    message = IncomingMessage.objects.create(
        complaint=complaint,
        round=in_hand.round,
        answers=sent,
        nature=MessageNature(mail.nature.value),
        message_id=mail.message_id,
        digest=mail.digest,
        arrived_at=mail.moment or now,
        taken_in_at=now,
        sender_name=mail.sender.name,
        sender_email=mail.sender.email,
        is_from_other_address=_is_other_address(complaint, mail),
        subject=mail.subject,
        text=mail.text,
        earlier_text=mail.earlier_text,
        refused_files=not_kept,
        came_for="" if sent.complaint_id == complaint.pk else sent.complaint.reference,
        is_after_closing=in_hand.round.closed_on is not None,
    )
    message.documents.set(documents)
    data: dict[str, object] = {
        "message": str(message.pk),
        "documents": [str(one.pk) for one in kept.added],
        "refused": [one["code"] for one in not_kept],
        "came_for": message.came_for,
    }
    if mail.nature is Nature.NOT_DELIVERED:
        told = take_back(sent, now=now)
        if message.came_for:
            record_event(complaint=sent.complaint, actor=actor, now=now, code=EVENTS[mail.nature], data=told)
        else:
            data |= told
    finish_step(in_hand, actor=actor, now=now, code=EVENTS[mail.nature], data=data)
    return message


def _is_other_address(complaint: Complaint, mail: IncomingMail) -> bool:
    known = {email.lower() for email in complaint.parties.exclude(email="").values_list("email", flat=True)}
    return mail.nature is not Nature.NOT_DELIVERED and mail.sender.email.lower() not in known
