"""Documents in a file and beside a draft: added, removed when they were a mistake, opened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint, visible_complaints
from complaints.advising import may_look
from complaints.checks import checked_reason_to_know, checked_text
from complaints.document_refusals import DocumentMissing, IdentityShielded, WaitsForScanner
from complaints.drafting import draft_in_hand, owner_of
from complaints.keeping import Kept, SentFile, in_history, keep_documents, remove_documents, remove_later, take_in
from complaints.models import AccessRecord, AgreedDate, Complaint, Document, DocumentSource, Identity, Letter, Postponement
from complaints.repeated_requests import RequestKey, check_key, earlier_request, remember
from complaints.selectors import current_round, documents_of_file
from complaints.statuses import Step
from complaints.steps import check_step, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.permissions import Permission

OPERATION = "attach_document"


class DocumentIsConsent(Refusal):
    code = "document_is_consent"
    message = _("In this document the complainant agrees to a later day, which the term rests on. It stays in the file.")


class DocumentIsSentLetter(Refusal):
    code = "document_is_sent_letter"
    message = _("This is a letter that was sent, so it stays in the file. Was it wrong? Then send another one.")


def attach_documents(
    *,
    actor: Actor,
    reference: str,
    files: Sequence[SentFile],
    holds_sensitive_data: bool = False,
    source: DocumentSource = DocumentSource.UPLOAD,
    request_key: RequestKey | None = None,
    now: datetime,
) -> Kept:
    """Add files to a complaint: those that may be kept are, and of each other one it is said why not.

    A file that is there already, byte for byte, is not added again. holds_sensitive_data: all of these. Raises NotFound,
    NotPermitted, NotInThisState, DocumentMissing, KeyUsedForSomethingElse.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    if not files:
        raise DocumentMissing(field="document")
    # Before anything is written: whoever may not do this has nothing scanned and nothing stored.
    check_step(access_complaint(actor=actor, reference=reference), Step.ATTACH)
    check_key(request_key)
    taken, refused = take_in(files, now=now)
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            remove_later([one.content_id for one in taken], now=now)
            there = list(Document.objects.filter(pk__in=earlier.answer["documents"]))
            return Kept(added=[], there=there, refused=refused)
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ATTACH)
        kept = keep_documents(
            taken, complaint=in_hand.complaint, actor=actor, now=now, source=source, holds_sensitive_data=holds_sensitive_data
        )
        if kept.added:
            finish_step(in_hand, actor=actor, now=now, code="document_attached", data=in_history(kept.added))
        if kept.added or kept.there:
            answer = {"documents": [str(one.pk) for one in (*kept.added, *kept.there)]}
            remember(request_key, actor=actor, operation=OPERATION, complaint=in_hand.complaint, now=now, answer=answer)
    return Kept(added=kept.added, there=kept.there, refused=[*refused, *kept.refused])


def remove_document(
    *, actor: Actor, reference: str, document_id: uuid.UUID, reason: str, seen_version: int | None = None, now: datetime
) -> Complaint:
    """Take a document out that does not belong in the file. That, why and by whom stays in the history; name and content do not.

    What a postponement rests on stays. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, TextTooLong,
    DocumentIsConsent, DocumentIsSentLetter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.REMOVE_DOCUMENT, seen_version=seen_version)
        found = Document.objects.filter(pk=document_id, complaint=in_hand.complaint)
        document = found.first()
        if document is None:
            raise NotFound
        if any(model.objects.filter(consent_document=document).exists() for model in (Postponement, AgreedDate)):
            raise DocumentIsConsent
        if Letter.objects.filter(document=document).exists():
            raise DocumentIsSentLetter
        data = in_history([document])
        remove_documents(found, now=now)
        return finish_step(in_hand, actor=actor, now=now, code="document_removed", data=data, personal={"reason": reason})


def mark_sensitive(
    *, actor: Actor, reference: str, document_id: uuid.UUID, holds_sensitive_data: bool, seen_version: int | None = None, now: datetime
) -> Complaint:
    """Say of a document whether it tells of health, belief or a crime. Where that was said already nothing is written.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ATTACH, seen_version=seen_version)
        document = Document.objects.filter(pk=document_id, complaint=in_hand.complaint).first()
        if document is None:
            raise NotFound
        if document.holds_sensitive_data == holds_sensitive_data:
            return in_hand.complaint
        document.holds_sensitive_data = holds_sensitive_data
        document.save(update_fields=["holds_sensitive_data"])
        data = {"document": str(document.pk), "holds_sensitive_data": holds_sensitive_data}
        return finish_step(in_hand, actor=actor, now=now, code="document_marked", data=data)


def add_to_draft(*, actor: Actor, draft_id: uuid.UUID, files: Sequence[SentFile], now: datetime) -> Kept:
    """Keep files with what this person is registering; they go along when it is registered, and away with the draft.

    draft_id: may be of a draft of which nothing was typed yet. Raises NotPermitted, NotFound (another person's),
    TooManyDrafts, DocumentMissing.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    if not files:
        raise DocumentMissing(field="document")
    owner_of(actor)
    taken, refused = take_in(files, now=now)
    with transaction.atomic(durable=True):
        draft = draft_in_hand(actor=actor, draft_id=draft_id, now=now)
        kept = keep_documents(taken, draft=draft, actor=actor, now=now, source=DocumentSource.UPLOAD)
    return Kept(added=kept.added, there=kept.there, refused=[*refused, *kept.refused])


def remove_from_draft(*, actor: Actor, draft_id: uuid.UUID, document_id: uuid.UUID, now: datetime) -> None:
    """Take a file away from one's own draft. Raises NotPermitted, NotFound."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    with transaction.atomic(durable=True):
        found = Document.objects.filter(pk=document_id, draft_id=draft_id, draft__owner_id=owner_of(actor))
        if not remove_documents(found, now=now):
            raise NotFound


def open_document(*, actor: Actor, reference: str, document_id: uuid.UUID, reason: str | None = None, now: datetime) -> Document:
    """A document of a file, to hand over its content; that it was opened is recorded, by number.

    reason: why somebody has to know who it is of, where it may tell who a shielded person is. Raises NotFound, NotPermitted,
    WaitsForScanner, IdentityShielded, TextMissing, ReasonSaysNothing, TextTooLong.
    """
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        complaint = access_complaint(actor=actor, reference=reference)
        document = next((one for one in documents_of_file(actor=actor, complaint=complaint) if one.pk == document_id), None)
        if document is None:
            raise NotFound
        if not document.may_be_opened:
            raise WaitsForScanner
        if document.tells_shielded:
            if reason is None:
                raise IdentityShielded
            if not may_look(actor, current_round(complaint)):
                raise NotPermitted
            why: dict[str, object] = {"reason": checked_reason_to_know(reason, field="reason")}
            shielded = list(complaint.parties.filter(identity=Identity.SHIELDED).order_by("pk").values_list("pk", flat=True))
            document.refresh_from_db(fields=["name"])
            _record("revealed", document, actor=actor, now=now, data={"parties": shielded}, personal=why)
        _record("document_opened", document, actor=actor, now=now)
    return document


def open_draft_document(*, actor: Actor, draft_id: uuid.UUID, document_id: uuid.UUID, now: datetime) -> Document:
    """A document beside one's own draft, to hand over its content; that it was opened is recorded, by number.

    Raises NotPermitted, NotFound (another person's), WaitsForScanner.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    with transaction.atomic(durable=True):
        own = Document.objects.select_related("content").filter(draft_id=draft_id, draft__owner_id=owner_of(actor))
        document = own.filter(pk=document_id).first()
        if document is None:
            raise NotFound
        if not document.may_be_opened:
            raise WaitsForScanner
        _record("document_opened", document, actor=actor, now=now)
    return document


def _record(
    code: str,
    document: Document,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, object] | None = None,
    personal: dict[str, object] | None = None,
) -> None:
    AccessRecord.objects.create(
        complaint_id=document.shown_in.pk if document.shown_in else document.complaint_id,
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code=code,
        data={"document": str(document.pk), **(data or {})},
        personal=personal,
    )
