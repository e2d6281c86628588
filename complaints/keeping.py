"""Keeping files, for every flow that takes some in: uploads, attachments of a mail, the API.

In two parts. `take_in` looks at files and writes them to the storage; it takes seconds and holds no row. `keep_documents` then
makes them documents of a file or a draft, inside the transaction of its flow. A stop in between leaves content that no document
refers to, which the nightly sweep removes (`complaints.flows.document_storage`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import QuerySet

from complaints.document_refusals import DocumentHasVirus, DocumentRefusal, RefusedDocument, TooManyAtOnce, TooManyDocuments, refusal_of
from complaints.documents.examination import ExaminedDocument, examine
from complaints.documents.faults import UnfitDocument
from complaints.documents.names import cleaned_name
from complaints.models import Complaint, Document, DocumentContent, DocumentSource, RegistrationDraft, ScanState
from complaints.virus_scanner import Verdict, scan
from tenants.actors import Actor
from tenants.connections import current_schema
from tenants.outbox import after_commit

MOST_AT_ONCE = 20
MOST_IN_A_FILE = 300
MOST_IN_A_DRAFT = 50

_STATE_OF_VERDICT = {
    Verdict.CLEAN: ScanState.CLEAN,
    Verdict.NO_SCANNER: ScanState.NOT_SCANNED,
    Verdict.NO_ANSWER: ScanState.WAITING,
}


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file as somebody sent it. content: seekable. name: as they called it, uncleaned."""

    content: BinaryIO
    name: str


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """A file that was looked at and written to the storage, and is nobody's document yet."""

    content_id: uuid.UUID
    name: str
    kind: str
    size: int
    sha256: str
    scan_state: ScanState


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What came of several files. added: new documents; there: those that had been added before; refused: each with why."""

    added: list[Document]
    there: list[Document]
    refused: list[RefusedDocument]


def documents_storage() -> Storage:
    """Where content is kept: a folder outside every web root, or a bucket."""
    return storages["documents"]


def take_in(files: Sequence[SentFile], *, now: datetime) -> tuple[list[TakenIn], list[RefusedDocument]]:
    """Look at each file, have it scanned and write what may be kept. Never inside a transaction; every finding at once.

    A scanner that stays silent is not asked again for the rest of these files.
    """
    taken: list[TakenIn] = []
    refused: list[RefusedDocument] = []
    is_silent = False
    for place, sent in enumerate(files):
        try:
            if place >= MOST_AT_ONCE:
                raise TooManyAtOnce(field="document", most=MOST_AT_ONCE)
            examined = _examined(sent)
            verdict = Verdict.NO_ANSWER if is_silent else scan(examined.content)
            is_silent = verdict is Verdict.NO_ANSWER
            if verdict is Verdict.VIRUS:
                raise DocumentHasVirus(field="document")
        except DocumentRefusal as refusal:
            refused.append(RefusedDocument(name=cleaned_name(sent.name), refusal=refusal))
        else:
            taken.append(_write(examined, scan_state=_STATE_OF_VERDICT[verdict], now=now))
    return taken, refused


def take_in_batches(files: Sequence[SentFile], *, now: datetime) -> tuple[list[TakenIn], list[RefusedDocument]]:
    """As `take_in`, for files that come together in a mail and may be more than somebody adds at once."""
    taken: list[TakenIn] = []
    refused: list[RefusedDocument] = []
    for start in range(0, len(files), MOST_AT_ONCE):
        some_taken, some_refused = take_in(files[start : start + MOST_AT_ONCE], now=now)
        taken += some_taken
        refused += some_refused
    return taken, refused


def keep_documents(
    taken: Iterable[TakenIn],
    *,
    actor: Actor,
    now: datetime,
    source: DocumentSource,
    complaint: Complaint | None = None,
    draft: RegistrationDraft | None = None,
    holds_sensitive_data: bool = False,
) -> Kept:
    """Make documents of a file or a draft of what was taken in, in the transaction of the flow, which holds the lock of either.

    What is there already, byte for byte, is not kept twice. The flow records what happened in the history of the file.
    """
    here = Document.objects.filter(complaint=complaint) if complaint is not None else Document.objects.filter(draft=draft)
    most = MOST_IN_A_FILE if complaint is not None else MOST_IN_A_DRAFT
    by_digest = {one.sha256: one for one in here}
    kept = Kept(added=[], there=[], refused=[])
    for one in taken:
        if one.sha256 in by_digest:
            kept.there.append(by_digest[one.sha256])
            remove_later([one.content_id], now=now)
        elif len(by_digest) >= most:
            kept.refused.append(RefusedDocument(name=one.name, refusal=TooManyDocuments(field="document", most=most)))
            remove_later([one.content_id], now=now)
        else:
            document = Document.objects.create(
                complaint=complaint,
                draft=draft,
                content_id=one.content_id,
                name=one.name,
                kind=one.kind,
                size=one.size,
                sha256=one.sha256,
                uploaded_by_id=actor.user_id,
                uploaded_at=now,
                source=source,
                scan_state=one.scan_state,
                holds_sensitive_data=holds_sensitive_data,
            )
            by_digest[one.sha256] = document
            kept.added.append(document)
            if one.scan_state is ScanState.WAITING:
                after_commit("complaints.scan_document", now=now, document_id=str(document.pk))
    return kept


def in_history(documents: Iterable[Document]) -> dict[str, object]:
    """What the history of a file holds of documents: their numbers, kinds and sizes, never their names."""
    return {"documents": [{"document": str(one.pk), "kind": one.kind, "size": one.size, "source": one.source} for one in documents]}


def give_to_file(*, draft_id: uuid.UUID, owner_id: int | None, complaint: Complaint) -> list[Document]:
    """Move what was added while somebody registered to the file, in the registering transaction; sensitive as the file is."""
    moved = list(Document.objects.select_for_update().filter(draft_id=draft_id, draft__owner_id=owner_id))
    Document.objects.filter(pk__in=[one.pk for one in moved]).update(
        draft=None, complaint=complaint, holds_sensitive_data=complaint.has_sensitive_text
    )
    return moved


def remove_documents(documents: QuerySet[Document], *, now: datetime) -> int:
    """Remove documents and, after the commit, their content. Returns how many."""
    contents = list(documents.values_list("content_id", flat=True))
    documents.delete()
    remove_later(contents, now=now)
    return len(contents)


def remove_later(content_ids: Sequence[uuid.UUID], *, now: datetime) -> None:
    """Have content that no document refers to any more removed after the commit."""
    if content_ids:
        after_commit("complaints.remove_contents", now=now, content_ids=[str(one) for one in content_ids])


def _examined(sent: SentFile) -> ExaminedDocument:
    try:
        return examine(sent.content, name=sent.name)
    except UnfitDocument as fault:
        raise refusal_of(fault) from None


def _write(examined: ExaminedDocument, *, scan_state: ScanState, now: datetime) -> TakenIn:
    """First a row that knows of the content, committed; then the content."""
    content_id = uuid.uuid4()
    with transaction.atomic(durable=True):
        content = DocumentContent.objects.create(pk=content_id, key=f"{current_schema()}/{content_id.hex}", created_at=now)
    stored_as = documents_storage().save(content.key, File(examined.content))
    if stored_as != content.key:
        # The storage chose another name: ours is taken, which chance does not do.
        documents_storage().delete(stored_as)
        raise RuntimeError
    return TakenIn(
        content_id=content_id,
        name=examined.name,
        kind=examined.kind.code,
        size=examined.size,
        sha256=examined.sha256,
        scan_state=scan_state,
    )
