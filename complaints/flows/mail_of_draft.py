"""A mail dropped while somebody registers: what it tells, for checking. Nothing typed is touched here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint
from complaints.documents.kinds import Family
from complaints.drafting import draft_in_hand, owner_of
from complaints.incoming_mail.message import IncomingMail, NotAMail
from complaints.incoming_mail.reading import read_mail
from complaints.keeping import documents_storage
from complaints.mail import file_that_counts, message_answered
from complaints.models import Document
from tenants.accounts.selectors import works_here
from tenants.actors import Actor, guard
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission


class MailUnreadable(Refusal):
    code = "mail_unreadable"
    message = _("This mail cannot be read. It stays with the complaint as a document; type what it says yourself.")


class MailWaitsForScanner(Refusal):
    code = "mail_waits_for_scanner"
    message = _("The virus scanner has not looked at this mail yet. Try again in a quarter of an hour.")


@dataclass(frozen=True, kw_only=True)
class MailOfDraft:
    """What a mail tells. document: the mail. offered: the mail to fill in from: the one a colleague sent on, where that is there.

    answered: the number of the file it is a reply in, where this person may see that.
    """

    mail: IncomingMail
    document: Document
    offered: IncomingMail
    answered: str | None


def read_mail_of_draft(*, actor: Actor, draft_id: uuid.UUID, document_id: uuid.UUID, is_new: bool = False, now: datetime) -> MailOfDraft:
    """Read a mail among the files of one's own draft. is_new: it is a new complaint, whatever it answers.

    What came with it is beside the draft since it was dropped. Raises NotPermitted, NotFound, MailUnreadable, MailWaitsForScanner.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    document = _document(draft_id, document_id, actor=actor)
    with transaction.atomic(durable=True):
        # Somebody is at work in it: its thirty days begin anew.
        draft_in_hand(actor=actor, draft_id=draft_id, now=now)
    with documents_storage().open(document.content.key) as content:
        raw = bytes(content.read())
    try:
        mail = replace(read_mail(raw, now=now), attachments=())
    except NotAMail:
        raise MailUnreadable from None
    is_sent_on = mail.inner is not None and works_here(email=mail.sender.email)
    offered = mail.inner if is_sent_on and mail.inner is not None else mail
    answered = None if is_new else _file_answered(mail, actor=actor)
    return MailOfDraft(mail=mail, document=document, offered=offered, answered=answered)


def _document(draft_id: uuid.UUID, document_id: uuid.UUID, *, actor: Actor) -> Document:
    own = Document.objects.select_related("content").filter(draft_id=draft_id, draft__owner_id=owner_of(actor))
    document = own.filter(pk=document_id).first()
    if document is None or document.described_kind.family is not Family.MAIL:
        raise NotFound
    if not document.may_be_opened:
        raise MailWaitsForScanner
    return document


def _file_answered(mail: IncomingMail, *, actor: Actor) -> str | None:
    """Of a file this person may not see there is no answer: as if it did not exist."""
    sent = message_answered(mail)
    if sent is None or not actor.may(Permission.HANDLE_COMPLAINTS):
        return None
    try:
        return access_complaint(actor=actor, reference=file_that_counts(sent.complaint).reference).reference
    except NotFound:
        return None
