"""Taking a closed file along for the archive: one PDF, its documents, MDTO metadata and hashes, for a purpose that is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from complaints.archive.told import Block
from complaints.archiving import LeftBehind, Package, going_along, overview_of
from complaints.checks import checked_text
from complaints.models import AccessRecord, Complaint, Document
from complaints.selectors import complaint_file, rounds_of
from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.permissions import Permission

LANGUAGE = "nl"


class FileStillOpen(Refusal):
    code = "file_still_open"
    message = gettext_lazy("This file is not closed. Close it first; an open file you print from its own page.")


class SensitiveNotChosen(Refusal):
    code = "sensitive_not_chosen"
    message = gettext_lazy(
        "There is text in this file that is marked as sensitive. Say that it may go along, or leave the file where it is."
    )


@dataclass(frozen=True, kw_only=True)
class ArchiveOrder:
    """What somebody wants to take along. purpose: why; sensitive_too: with what is marked as sensitive.

    printed: what the page of the file tells of it and of these documents, in blocks.
    """

    purpose: str
    sensitive_too: bool
    printed: Callable[[Complaint, list[Document]], list[Block]]


def archive_file(*, actor: Actor, reference: str, order: ArchiveOrder, to: IO[bytes], now: datetime) -> LeftBehind:
    """Write the package, a ZIP, of a closed file; that it was taken along is recorded with what for. Returns what stayed behind.

    Whoever does it twice gets the same twice, recorded twice. Raises NotFound, NotPermitted, TextMissing, TextTooLong,
    FileStillOpen, SensitiveNotChosen.
    """
    guard(actor, Permission.EXPORT_COMPLAINTS)
    purpose = checked_text(order.purpose, field="purpose", is_needed=True)
    with transaction.atomic(durable=True):
        complaint = complaint_file(actor=actor, reference=reference)
        _check(complaint, sensitive_too=order.sensitive_too)
        documents, left = going_along(complaint, actor=actor, sensitive_too=order.sensitive_too)
        AccessRecord.objects.create(
            complaint=complaint,
            happened_at=now,
            actor_kind=actor.kind,
            actor_id=actor.user_id,
            code="exported",
            data={"format": "zip", "documents": len(documents), "sensitive_too": order.sensitive_too},
            personal={"purpose": purpose},
        )
        package = Package(complaint, to=to, now=now)
        with override(LANGUAGE), package.zip:
            overview = overview_of(complaint, told=order.printed(complaint, documents), left=left, now=now)
            package.add(overview, name=_("File %(reference)s") % {"reference": complaint.reference})
            for number, document in enumerate(documents, start=1):
                package.add_document(document, number=number)
            package.finish()
    return left


def _check(complaint: Complaint, *, sensitive_too: bool) -> None:
    if any(one.closed_on is None for one in rounds_of(complaint)):
        raise FileStillOpen
    if complaint.has_sensitive_text and not sensitive_too:
        raise SensitiveNotChosen(field="sensitive_too")
