"""What happens to content afterwards: scanned when the scanner answers again, removed when no document refers to it any more."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.db import transaction

from complaints.access import lock_complaints
from complaints.keeping import documents_storage, in_history, remove_documents
from complaints.models import Document, DocumentContent, ScanState
from complaints.records import record_event
from complaints.virus_scanner import Verdict, has_scanner, scan
from tenants.actors import Actor, guard
from tenants.permissions import Permission

log = logging.getLogger(__name__)

# Whoever takes a file in makes a document of it within seconds.
LEFT_BEHIND_AFTER = timedelta(days=1)
MOST_SCANNED_AT_ONCE = 50


def remove_contents(*, actor: Actor, content_ids: Sequence[uuid.UUID]) -> int:
    """Remove content that no document refers to: first from the storage, then its row. Returns how many.

    Delivered twice, the second finds nothing. Stopped in between, the row is still there and the next one removes nothing twice.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    removed = 0
    for content_id in content_ids:
        with transaction.atomic(durable=True):
            # The lock keeps a document from being made of it at this moment.
            content = DocumentContent.objects.select_for_update().filter(pk=content_id).first()
            if content is None or Document.objects.filter(content=content).exists():
                continue
            documents_storage().delete(content.key)
            content.delete()
            removed += 1
    return removed


def left_behind(*, actor: Actor, now: datetime) -> list[uuid.UUID]:
    """Content that is a day old and no document's: of a stop at an unlucky moment, or of an outbox that gave up."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    with transaction.atomic(durable=True):
        return list(
            DocumentContent.objects.filter(document=None, created_at__lt=now - LEFT_BEHIND_AFTER)
            .order_by("created_at")
            .values_list("pk", flat=True)
        )


def waiting_for_scanner(*, actor: Actor) -> list[uuid.UUID]:
    """Documents the scanner has not looked at, oldest first: those that wait, and those from before there was one."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    if not has_scanner():
        return []
    with transaction.atomic(durable=True):
        waiting = Document.objects.exclude(scan_state=ScanState.CLEAN).order_by("uploaded_at", "pk")
        return list(waiting.values_list("pk", flat=True)[:MOST_SCANNED_AT_ONCE])


def scan_document(*, actor: Actor, document_id: uuid.UUID, now: datetime) -> Verdict | None:
    """Have a document scanned. With a virus it goes, and the history of its file says so. None when there is nothing to scan.

    Delivered twice, the second finds it scanned or gone.
    """
    guard(actor, Permission.REGISTER_COMPLAINTS)
    document = Document.objects.select_related("content").filter(pk=document_id).exclude(scan_state=ScanState.CLEAN).first()
    if document is None:
        return None
    try:
        with documents_storage().open(document.content.key) as stored:
            verdict = scan(cast(BinaryIO, stored))
    except FileNotFoundError:
        log.error("documents.content_missing document=%s", document.pk)
        return None
    with transaction.atomic(durable=True):
        if document.complaint_id is not None:
            # As whoever works in the file does: first the file, then what is in it.
            lock_complaints({document.complaint_id})
        here = Document.objects.select_for_update(of=("self",)).filter(pk=document_id)
        if verdict is Verdict.CLEAN:
            here.update(scan_state=ScanState.CLEAN)
        elif verdict is Verdict.VIRUS:
            _remove_infected(here.first(), actor=actor, now=now)
    return verdict


def _remove_infected(document: Document | None, *, actor: Actor, now: datetime) -> None:
    if document is None:
        return
    data, complaint = in_history([document]), document.complaint
    remove_documents(Document.objects.filter(pk=document.pk), now=now)
    if complaint is not None:
        record_event(complaint=complaint, actor=actor, now=now, code="document_infected", data=data)
