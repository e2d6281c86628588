"""Passages of a document marked for later redaction, and redacted copies (gelakte kopieën) of it. The document itself never changes."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from complaints.access import access_complaint
from complaints.checks import checked_text
from complaints.code_lists import RedactionReason
from complaints.document_refusals import IdentityShielded, WaitsForScanner
from complaints.documents.pages import Page, Rectangle
from complaints.intake import TextTooLong
from complaints.keeping import SentFile, in_history, keep_documents, take_in
from complaints.models import AccessRecord, Complaint, Document, DocumentSource, RedactionMark
from complaints.redacting import LANGUAGE, CannotRedact, Passage, Place, place_of, placed, read_page, read_text, redacted
from complaints.selectors import document_of_file
from complaints.statuses import Step
from complaints.steps import check_step, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import Findings, NotFound, Refusal
from tenants.models import Tenant
from tenants.permissions import Permission

MOST_MARKS = 2_000
LONGEST_REASON = 200


class RedactionReasonNeeded(Refusal):
    code = "redaction_reason_needed"
    message = gettext_lazy("Say in a few words why this is not for everybody.")


class TooManyMarks(Refusal):
    code = "too_many_marks"
    message = gettext_lazy("At most %(most)s passages can be marked in one document. Split it, or cover more with one box.")


class NothingMarked(Refusal):
    code = "nothing_marked"
    message = gettext_lazy("Nothing is marked in this document, so there is nothing to redact. Mark a passage first.")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A document with its marks, as whoever marks sees it. page: of a PDF or picture; text: of what has no pages. One of the two."""

    complaint: Complaint
    document: Document
    marks: list[RedactionMark]
    page: Page | None
    text: str


def open_for_marking(*, actor: Actor, reference: str, document_id: uuid.UUID, page: int = 1, now: datetime) -> Opened:
    """A document, to mark passages in it; that it was opened is recorded. page: the nearest one where it has no such page.

    Raises NotFound, NotPermitted, CannotRedact, WaitsForScanner, IdentityShielded, DocumentRefusal, FileNotFoundError.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        complaint = access_complaint(actor=actor, reference=reference)
        document = _document(actor, complaint, document_id)
        AccessRecord.objects.create(
            complaint=complaint,
            happened_at=now,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            code="document_opened",
            data={"document": str(document.pk)},
        )
        marks = list(document.marks.select_related("marked_by"))
    shown, text = (read_page(document, number=page), "") if document.has_pages else (None, read_text(document))
    return Opened(complaint=complaint, document=document, marks=marks, page=shown, text=text)


def mark_passages(
    *,
    actor: Actor,
    reference: str,
    document_id: uuid.UUID,
    places: Sequence[Place],
    reason: RedactionReason,
    reason_text: str = "",
    now: datetime,
) -> Document:
    """Mark passages; those that are marked already stay as they are, and where all were nothing is written.

    reason_text: in words, with the reason OTHER. Raises NotFound, NotPermitted, NotInThisState, CannotRedact, WaitsForScanner,
    IdentityShielded, NoPlaceChosen, PlaceUnfit, WordsNotFound, RedactionReasonNeeded, TextTooLong, UnreadableCharacter, TooManyMarks,
    DocumentRefusal, FileNotFoundError.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    complaint = access_complaint(actor=actor, reference=reference)
    check_step(complaint, Step.ATTACH)
    marked, findings = _document(actor, complaint, document_id), Findings()
    with findings.noting():
        reason_text = _checked_reason(reason, reason_text)
    found: Sequence[Rectangle | Passage] = ()
    with findings.noting():
        # Outside the transaction: it takes seconds, and a document does not change.
        found = placed(marked, places)
    findings.tell()
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ATTACH)
        document = _document(actor, in_hand.complaint, document_id)
        there = {place_of(one) for one in document.marks.all()}
        new = list(dict.fromkeys(one for one in found if one not in there))
        if len(there) + len(new) > MOST_MARKS:
            raise TooManyMarks(field="places", most=MOST_MARKS)
        if not new:
            return document
        RedactionMark.objects.bulk_create(
            RedactionMark(
                document=document, reason=reason, reason_text=reason_text, marked_by_id=actor.user_id, marked_at=now, **_columns(one)
            )
            for one in new
        )
        data = {"document": str(document.pk), "reason": reason.value, "marks": len(new), "pages": _pages(new)}
        finish_step(in_hand, actor=actor, now=now, code="passages_marked", data=data)
    return document


def unmark_passage(
    *, actor: Actor, reference: str, document_id: uuid.UUID, mark_id: uuid.UUID, seen_version: int | None, now: datetime
) -> Document:
    """Take a mark away. Copies that were made keep what they cover. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    CannotRedact, WaitsForScanner, IdentityShielded."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ATTACH, seen_version=seen_version)
        document = _document(actor, in_hand.complaint, document_id)
        mark = document.marks.filter(pk=mark_id).first()
        if mark is None:
            raise NotFound(field="mark_id")
        data = {"document": str(document.pk), "reason": mark.reason, "marks": 1, "pages": _pages([place_of(mark)])}
        mark.delete()
        finish_step(in_hand, actor=actor, now=now, code="passage_unmarked", data=data)
    return document


def make_redacted_copy(*, actor: Actor, reference: str, document_id: uuid.UUID, seen_version: int | None, now: datetime) -> Document:
    """A new document beside this one, without what is marked; sensitive as this one is. Returns the copy.

    The same marks on the same day make one copy. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NothingMarked,
    CannotRedact, WaitsForScanner, IdentityShielded, DocumentRefusal, FileNotFoundError.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    complaint = access_complaint(actor=actor, reference=reference)
    check_step(complaint, Step.ATTACH)
    document = _document(actor, complaint, document_id)
    marks = list(document.marks.all())
    if not marks:
        raise NothingMarked
    organisation = Tenant.objects.get(schema_name=current_schema()).name
    content, ending = redacted(document, marks, organisation=organisation, on=dutch_date(now))
    number = Document.objects.filter(complaint=complaint, source=DocumentSource.REDACTED).count() + 1
    with override(LANGUAGE):
        # The name of the document itself may tell who the third party is.
        name = _("redacted-copy-%(number)s") % {"number": number} + ending
    taken, refused = take_in([SentFile(content=io.BytesIO(content), name=name)], now=now)
    if refused:
        raise refused[0].refusal
    with transaction.atomic(durable=True):
        # A mark that came or went meanwhile is not in what was made: it changed the version.
        seen_version = complaint.version if seen_version is None else seen_version
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ATTACH, seen_version=seen_version)
        kept = keep_documents(
            taken,
            complaint=in_hand.complaint,
            actor=actor,
            now=now,
            source=DocumentSource.REDACTED,
            holds_sensitive_data=document.holds_sensitive_data,
        )
        if kept.refused:
            raise kept.refused[0].refusal
        if kept.there:
            return kept.there[0]
        [copy] = kept.added
        copy.redacted_from = document
        copy.save(update_fields=["redacted_from"])
        data = in_history([copy]) | {"of": str(document.pk), "marks": len(marks)}
        finish_step(in_hand, actor=actor, now=now, code="redacted_copy_made", data=data)
    return copy


def _document(actor: Actor, complaint: Complaint, document_id: uuid.UUID) -> Document:
    """One of the file's own documents, that this person may read and mark in."""
    document = document_of_file(actor=actor, complaint=complaint, document_id=document_id)
    if document is None:
        raise NotFound(field="document_id")
    if not document.can_be_redacted:
        raise CannotRedact(field="document_id")
    if not document.may_be_opened:
        raise WaitsForScanner(field="document_id")
    if document.tells_shielded:
        # Whoever opened it in the file said why they have to know.
        opened = AccessRecord.objects.filter(complaint=complaint, code="revealed", actor_id=actor.user_id or 0)
        if not opened.filter(data__document=str(document.pk)).exists():
            raise IdentityShielded(field="document_id")
    return document


def _checked_reason(reason: RedactionReason, text: str) -> str:
    text = checked_text(text, field="reason_text")
    if reason is RedactionReason.OTHER and not text:
        raise RedactionReasonNeeded(field="reason_text")
    if len(text) > LONGEST_REASON:
        raise TextTooLong(field="reason_text", length=len(text), most=LONGEST_REASON)
    return text if reason is RedactionReason.OTHER else ""


def _columns(place: Rectangle | Passage) -> dict[str, int]:
    if isinstance(place, Passage):
        return {"start": place.start, "end": place.end}
    return {"page": place.page, "left": place.left, "top": place.top, "right": place.right, "bottom": place.bottom}


def _pages(places: Sequence[Rectangle | Passage]) -> list[int]:
    return sorted({one.page for one in places if isinstance(one, Rectangle)})
