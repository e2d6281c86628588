"""What goes to the archive of a closed file, and the package it goes in.

Who is shielded stays out of it: a mark stands in the PDF, and of documents that may tell who it is only redacted copies go, in which
somebody covered that. Documents that are marked as special-category leave only when whoever takes the file along says
so. What stays behind is told in the PDF.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.archive import mdto
from complaints.archive.pdf import PrintedFile, file_pdf
from complaints.archive.told import Block
from complaints.documents.names import piece_name
from complaints.keeping import documents_storage
from complaints.models import Complaint, Document, DocumentSource, Identity
from complaints.selectors import documents_of_file, rounds_of
from complaints.shielding import who_stays_out
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.models import Tenant
from tenants.organisation.models import CLASS_TO_CONFIRM, OrganisationSettings

OVERVIEW = "dossier"
SYSTEM = "Polsslag"
HASHES = "sha256.txt"


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """How many documents stay: marked as sensitive; maybe telling who is shielded; not yet scanned."""

    sensitive: int = 0
    shielded: int = 0
    unscanned: int = 0


def going_along(complaint: Complaint, *, actor: Actor, sensitive_too: bool) -> tuple[list[Document], LeftBehind]:
    """Which documents of a file that this person is shown may leave with it, the oldest first, and how many may not. Where somebody is
    shielded only redacted copies do, and each is called by its number: its own name may tell who it is. Raises NotFound.
    """
    hides_somebody = any(party.identity == Identity.SHIELDED for party in complaint.parties.all())
    going, shielded, sensitive, unscanned = [], 0, 0, 0
    shown = documents_of_file(actor=actor, complaint=complaint)
    for one in sorted(shown, key=lambda one: (one.uploaded_at, one.name, one.pk)):
        # Byte for byte a document tells what no machine sees: a signature on a scan, who wrote it in its properties.
        if hides_somebody and one.source != DocumentSource.REDACTED:
            shielded += 1
        elif one.holds_sensitive_data and not sensitive_too:
            sensitive += 1
        elif not one.may_be_opened:
            unscanned += 1
        else:
            going.append(one)
    if hides_somebody:
        for number, one in enumerate(going, start=1):
            one.name = piece_name(number)
    return going, LeftBehind(sensitive=sensitive, shielded=shielded, unscanned=unscanned)


def left_in_words(left: LeftBehind) -> list[str]:
    """What stays behind, a sentence each."""
    told = (
        (left.sensitive, ngettext("%(n)s document is marked as sensitive.", "%(n)s documents are marked as sensitive.", left.sensitive)),
        (
            left.shielded,
            ngettext(
                "%(n)s document may tell who is shielded; only a redacted copy of it goes along.",
                "%(n)s documents may tell who is shielded; only redacted copies of them go along.",
                left.shielded,
            ),
        ),
        (
            left.unscanned,
            ngettext("%(n)s document waits for the virus scanner.", "%(n)s documents wait for the virus scanner.", left.unscanned),
        ),
    )
    found = [text % {"n": count} for count, text in told if count]
    return [_("Not in it:"), *found] if found else []


def overview_of(complaint: Complaint, *, told: list[Block], left: LeftBehind, now: datetime) -> bytes:
    """The file as PDF. told: what its page tells, where a mark stands for whoever is shielded; left: what stays behind."""
    settings = OrganisationSettings.objects.get()
    return file_pdf(
        PrintedFile(
            title=_("File %(reference)s") % {"reference": complaint.reference},
            reference=complaint.reference,
            organisation=_organisation().name,
            colour=settings.primary_colour,
            stand=" ".join([_("As it stood on %(day)s.") % {"day": dutch_date(now).strftime("%d-%m-%Y")}, *left_in_words(left)]),
            on=dutch_date(now),
            blocks=_without_shielded(complaint, told),
        )
    )


def _without_shielded(complaint: Complaint, told: list[Block]) -> list[Block]:
    """The same, with a mark wherever a text tells who is shielded: the story as it was typed may do so."""
    stays_out = who_stays_out(complaint, (Identity.SHIELDED,))
    if stays_out is None:
        return told
    return [replace(one, lines=tuple(stays_out.masked("\n".join(one.lines), _("[shielded]")).split("\n"))) for one in told]


class Package:
    """The ZIP as it grows: each piece with its metadata, at last those of the whole and every hash."""

    def __init__(self, complaint: Complaint, *, to: IO[bytes], now: datetime) -> None:
        organisation = _organisation()
        ended_on = max(one.closed_on for one in rounds_of(complaint) if one.closed_on)
        self.zip = zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED)
        self.folder, self.source, self.now = complaint.reference, f"{SYSTEM}, {organisation.name}", now
        self.archived = mdto.ArchivedComplaint(
            file=mdto.Identified(_("File %(reference)s") % {"reference": complaint.reference}, complaint.reference, self.source),
            organisation=mdto.Identified(organisation.name, organisation.municipality_id or "", "CBS"),
            started_on=complaint.received_on,
            ended_on=ended_on,
            selection_class="" if complaint.retention_class == CLASS_TO_CONFIRM else complaint.retention_class,
            kept_years=relativedelta(complaint.destroy_after, ended_on).years if complaint.destroy_after else None,
            destroy_after=complaint.destroy_after,
        )
        self.pieces: list[mdto.ArchivedDocument] = []
        self.hashes: list[tuple[str, str]] = []

    def add(self, content: bytes, *, name: str) -> None:
        """What we made ourselves: the PDF of the file."""
        file_name = f"{OVERVIEW}.pdf"
        digest = self._write(file_name, content)
        self._describe(
            OVERVIEW,
            mdto.ArchivedDocument(
                document=mdto.Identified(name, f"{self.folder}/{OVERVIEW}", self.source),
                file_name=file_name,
                media_type="application/pdf",
                size=len(content),
                sha256=digest,
                hashed_at=self.now,
                made_on=dutch_date(self.now),
                pronom=mdto.PDF_A_2A,
            ),
        )

    def add_document(self, document: Document, *, number: int) -> None:
        """A document of the file, byte for byte. Its file is called by its number: its own name may tell who somebody is."""
        stem = piece_name(number)
        file_name = stem + document.described_kind.endings[0]
        sha256 = hashlib.sha256()
        with documents_storage().open(document.content.key) as content, self.zip.open(self._path(file_name), "w", force_zip64=True) as into:
            for part in content.chunks():
                sha256.update(part)
                into.write(part)
        self.hashes.append((sha256.hexdigest(), file_name))
        self._describe(
            stem,
            mdto.ArchivedDocument(
                document=mdto.Identified(document.name, str(document.pk), self.source),
                file_name=file_name,
                media_type=document.described_kind.media_type,
                size=document.size,
                sha256=sha256.hexdigest(),
                hashed_at=self.now,
                made_on=dutch_date(document.uploaded_at),
            ),
        )

    def finish(self) -> None:
        self._write(f"{self.folder}.mdto.xml", mdto.of_file(self.archived, self.pieces))
        lines = "".join(f"{digest}  {name}\n" for digest, name in self.hashes)
        self.zip.writestr(self._path(HASHES), lines)

    def _describe(self, stem: str, piece: mdto.ArchivedDocument) -> None:
        self.pieces.append(piece)
        self._write(f"{stem}.mdto.xml", mdto.of_document(self.archived, piece))
        self._write(f"{piece.file_name}.mdto.xml", mdto.of_bytes(piece))

    def _write(self, name: str, content: bytes) -> str:
        self.zip.writestr(self._path(name), content)
        digest = hashlib.sha256(content).hexdigest()
        self.hashes.append((digest, name))
        return digest

    def _path(self, name: str) -> str:
        return f"{self.folder}/{name}"


def _organisation() -> Tenant:
    return Tenant.objects.get(schema_name=current_schema())
