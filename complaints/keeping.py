"""Keeping files, for every flow that takes some in: uploads, attachments of a mail, the API.

In two parts. `take_in` looks at files and writes them to the storage; it takes seconds and holds no row. `keep_documents` then
makes them documents of a file or a draft, inside the transaction of its flow. A stop in between leaves content that no document
refers to, which the nightly sweep removes (`complaints.flows.document_storage`).

A mail is taken apart: what came with it is looked at as if it had been sent alone, and the mail is kept without it, with a line
for each. So nothing gets in wrapped in a mail that would be refused by itself, and what is good is not lost with what is not.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from complaints.document_refusals import (
    DocumentHasVirus,
    DocumentRefusal,
    MailTooDeep,
    RefusedDocument,
    TooManyAtOnce,
    TooManyDocuments,
    refusal_of,
)
from complaints.documents.examination import LARGEST_DOCUMENT, ExaminedDocument, examine
from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import Family, kind_of_name
from complaints.documents.names import cleaned_name
from complaints.documents.pages import check_opens
from complaints.documents.pdf import may_be_unreadable
from complaints.incoming_mail.eml import DEEPEST_MAIL
from complaints.incoming_mail.kept import as_kept
from complaints.incoming_mail.message import MOST_ATTACHMENTS, AttachedFile, IncomingMail, NotAMail
from complaints.incoming_mail.reading import read_mail
from complaints.models import Complaint, Document, DocumentContent, DocumentSource, ReadingFault, RegistrationDraft, ScanState
from complaints.virus_scanner import Verdict, scan
from tenants.actors import Actor
from tenants.connections import current_schema
from tenants.errors import NotFound
from tenants.outbox import after_commit

MOST_AT_ONCE = 20
MOST_IN_A_FILE = 300
MOST_IN_A_DRAFT = 100
# What is written in a kept mail is read by whoever opens it, whoever was at work when it came in.
LANGUAGE_OF_MAILS = "nl"
_UNFIT = {"no_mail": "document_not_what_it_says", "mail_too_large": "document_too_large", "mail_too_complex": "document_unpacks_too_large"}

_FAULTS = {"document_encrypted": ReadingFault.LOCKED, "document_damaged": ReadingFault.DAMAGED}
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
    """A file that was looked at and written to the storage, and is nobody's document yet.

    came_with: the content of the mail it was in. Of a mail: left_out: what came with it and is not kept; original_sha256: of the
    bytes as they came in; message_id, sender_email: as it says.
    """

    content_id: uuid.UUID
    name: str
    kind: str
    size: int
    sha256: str
    scan_state: ScanState
    reading_fault: str = ""
    came_with: uuid.UUID | None = None
    left_out: tuple[RefusedDocument, ...] = ()
    original_sha256: str = ""
    message_id: str = ""
    sender_email: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What came of several files. added: new documents; there: those that had been added before; refused: each with why.

    What was left out of a mail stands with the document of that mail.
    """

    added: list[Document]
    there: list[Document]
    refused: list[RefusedDocument]


def documents_storage() -> Storage:
    """Where content is kept: a folder outside every web root, or a bucket."""
    return storages["documents"]


def take_in(files: Sequence[SentFile], *, now: datetime) -> tuple[list[TakenIn], list[RefusedDocument]]:
    """Look at each file, have it scanned and write what may be kept. Never inside a transaction; every finding at once.

    Of a mail, what came with it follows it; what is left out of it stands with the mail and is no refusal of the mail.
    """
    intake = _Intake(now=now)
    taken: list[TakenIn] = []
    refused: list[RefusedDocument] = []
    for place, sent in enumerate(files):
        try:
            if place >= MOST_AT_ONCE:
                raise TooManyAtOnce(field="document", most=MOST_AT_ONCE)
            taken += intake.look(sent)
        except DocumentRefusal as refusal:
            refused.append(RefusedDocument(name=cleaned_name(sent.name), refusal=refusal))
    return taken, refused


def take_in_parts(mail: IncomingMail, *, raw: bytes, name: str, now: datetime) -> list[TakenIn]:
    """As `take_in`, for a mail that was read already: the mail, then what came with it. raw: the bytes it was read from.

    Raises DocumentRefusal where the mail itself may not be kept.
    """
    return _Intake(now=now).mail(mail, raw=raw, name=name)


@dataclass(kw_only=True)
class _Parcel:
    """What is in one mail and the mails in it, while they are taken apart. most: how many may still come."""

    mail_id: uuid.UUID
    taken: list[TakenIn] = field(default_factory=list)
    left_out: list[RefusedDocument] = field(default_factory=list)
    most: int = MOST_ATTACHMENTS


class _Intake:
    """Looks at files one after the other. A scanner that stays silent is not asked again for the rest of them."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._is_silent = False

    def look(self, sent: SentFile) -> list[TakenIn]:
        """The file; a mail is followed by what came with it. Raises DocumentRefusal."""
        if not _is_mail(sent.name):
            return [self._keep(sent)]
        raw = _all_of(sent.content)
        return self.mail(self._read(raw), raw=raw, name=sent.name)

    def mail(self, mail: IncomingMail, *, raw: bytes, name: str) -> list[TakenIn]:
        """The mail, then what came with it. Raises DocumentRefusal."""
        parcel = _Parcel(mail_id=uuid.uuid4())
        kept = self._take_apart(mail, raw=raw, name=name, parcel=parcel, level=1)
        return [replace(kept, left_out=tuple(parcel.left_out)), *parcel.taken]

    def _take_apart(self, mail: IncomingMail, *, raw: bytes, name: str, parcel: _Parcel, level: int) -> TakenIn:
        lines = [self._attached(one, parcel=parcel, level=level) for one in mail.attachments]
        stem = PurePath(cleaned_name(name)).stem
        is_outer = level == 1
        kept = self._keep(
            SentFile(content=io.BytesIO(as_kept(mail, files=lines)), name=f"{stem}.eml"), content_id=parcel.mail_id if is_outer else None
        )
        return replace(
            kept,
            came_with=None if is_outer else parcel.mail_id,
            original_sha256=hashlib.sha256(raw).hexdigest(),
            message_id=mail.message_id,
            sender_email=mail.sender.email,
        )

    def _attached(self, one: AttachedFile, *, parcel: _Parcel, level: int) -> str:
        """Take in what came with a mail. Returns the line that stands for it in the kept mail."""
        name = cleaned_name(one.name)
        try:
            if parcel.most <= 0:
                raise TooManyAtOnce(field="document", most=MOST_ATTACHMENTS)
            parcel.most -= 1
            if not _is_mail(name):
                taken = replace(self._keep(SentFile(content=io.BytesIO(one.content), name=name)), came_with=parcel.mail_id)
            elif level >= DEEPEST_MAIL:
                raise MailTooDeep(field="document", most=DEEPEST_MAIL)
            else:
                taken = self._take_apart(self._read(one.content), raw=one.content, name=name, parcel=parcel, level=level + 1)
        except DocumentRefusal as refusal:
            parcel.left_out.append(RefusedDocument(name=name, refusal=refusal))
            with override(LANGUAGE_OF_MAILS):
                return _("%(name)s: not kept. %(why)s") % {"name": name, "why": refusal.text}
        parcel.taken.append(taken)
        with override(LANGUAGE_OF_MAILS):
            return _("%(name)s: kept as a document of its own.") % {"name": name}

    def _read(self, raw: bytes) -> IncomingMail:
        try:
            return read_mail(raw, now=self._now)
        except NotAMail as fault:
            raise refusal_of(UnfitDocument(_UNFIT[fault.code], most=LARGEST_DOCUMENT // (1024 * 1024))) from None

    def _keep(self, sent: SentFile, *, content_id: uuid.UUID | None = None) -> TakenIn:
        examined = _examined(sent)
        fault = _reading_fault(examined)
        verdict = Verdict.NO_ANSWER if self._is_silent else scan(examined.content)
        self._is_silent = verdict is Verdict.NO_ANSWER
        if verdict is Verdict.VIRUS:
            raise DocumentHasVirus(field="document")
        taken = _write(examined, content_id=content_id or uuid.uuid4(), scan_state=_STATE_OF_VERDICT[verdict], now=self._now)
        return replace(taken, reading_fault=fault)


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
    by_content: dict[uuid.UUID, Document] = {}
    kept = Kept(added=[], there=[], refused=[])
    for one in taken:
        mail = by_content.get(one.came_with) if one.came_with else None
        if one.sha256 in by_digest:
            there = by_digest[one.sha256]
            by_content[one.content_id] = there
            if mail is not None and mail != there and there.came_with_id is None and there.original_sha256 == "":
                there.came_with = mail
                there.save(update_fields=["came_with"])
            kept.there.append(there)
            remove_later([one.content_id], now=now)
        elif len(by_digest) >= most:
            refused = RefusedDocument(name=one.name, refusal=TooManyDocuments(field="document", most=most))
            if mail is None:
                kept.refused.append(refused)
            else:
                mail.left_out = [*mail.left_out, as_stored(refused)]
                mail.save(update_fields=["left_out"])
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
                source=DocumentSource.MAIL if one.came_with else source,
                scan_state=one.scan_state,
                reading_fault=one.reading_fault,
                holds_sensitive_data=holds_sensitive_data,
                came_with=mail,
                left_out=[as_stored(refused) for refused in one.left_out],
                original_sha256=one.original_sha256,
                message_id=one.message_id,
                sender_email=one.sender_email,
            )
            by_digest[one.sha256] = by_content[one.content_id] = document
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


def give_mail_to_file(mail: Document, *, complaint: Complaint) -> Kept:
    """Move a mail from a draft to a file with what came with it, in the transaction of the flow, which holds the lock of the file.

    What the file has already, byte for byte, stays behind. Raises NotFound when the mail went meanwhile.
    """
    moving = list(Document.objects.select_for_update().filter(Q(pk=mail.pk) | Q(came_with=mail.pk), draft=mail.draft_id))
    if mail not in moving:
        raise NotFound
    there = {one.sha256: one for one in Document.objects.filter(complaint=complaint)}
    kept = Kept(added=[], there=[], refused=[])
    for one in moving:
        if one.sha256 in there:
            kept.there.append(there[one.sha256])
        elif len(there) + len(kept.added) >= MOST_IN_A_FILE:
            kept.refused.append(RefusedDocument(name=one.name, refusal=TooManyDocuments(field="document", most=MOST_IN_A_FILE)))
        else:
            one.draft, one.complaint, one.source = None, complaint, DocumentSource.MAIL
            one.holds_sensitive_data = complaint.has_sensitive_text
            one.save(update_fields=["draft", "complaint", "source", "holds_sensitive_data"])
            kept.added.append(one)
    return kept


def as_stored(refused: RefusedDocument) -> dict[str, object]:
    """What is kept of a file that is not kept: its name, why, and what the text of that is filled with."""
    return {"name": refused.name, "code": refused.refusal.code, "details": refused.refusal.details}


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


def _reading_fault(examined: ExaminedDocument) -> str:
    """Why nobody can read it, by ReadingFault. A PDF alone: an office file or picture that cannot be read is refused."""
    if examined.kind.family is not Family.PDF or not may_be_unreadable(examined.content):
        return ""
    examined.content.seek(0)
    try:
        check_opens(examined.content.read(), kind=examined.kind.code)
    except UnfitDocument as fault:
        return _FAULTS.get(fault.code, "")
    finally:
        examined.content.seek(0)
    return ""


def _is_mail(name: str) -> bool:
    kind = kind_of_name(cleaned_name(name))
    return kind is not None and kind.family is Family.MAIL


def _all_of(content: BinaryIO) -> bytes:
    """Raises DocumentRefusal for more than may come in, and for nothing."""
    size = content.seek(0, io.SEEK_END)
    if size > LARGEST_DOCUMENT:
        raise refusal_of(UnfitDocument("document_too_large", most=LARGEST_DOCUMENT // (1024 * 1024)))
    if not size:
        raise refusal_of(UnfitDocument("document_empty"))
    content.seek(0)
    return content.read()


def _write(examined: ExaminedDocument, *, content_id: uuid.UUID, scan_state: ScanState, now: datetime) -> TakenIn:
    """First a row that knows of the content, committed; then the content."""
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
