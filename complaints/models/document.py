from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from complaints.documents.kinds import KINDS, DocumentKind, Family
from complaints.incoming_mail.message import LONGEST_ADDRESS, LONGEST_ID

if TYPE_CHECKING:
    from complaints.models.complaint import Complaint


class DocumentSource(models.TextChoices):
    """By which way a document got in."""

    UPLOAD = "UPLOAD", _("added on the page")
    MAIL = "MAIL", _("came with a mail")
    API = "API", _("came by the API")
    LETTER = "LETTER", _("a letter of ours")
    REDACTED = "REDACTED", _("a redacted copy")


class ScanState(models.TextChoices):
    """What the virus scanner said. NOT_SCANNED: there was none. WAITING: it did not answer yet, and until then nobody opens it."""

    CLEAN = "CLEAN", _("no virus found")
    NOT_SCANNED = "NOT_SCANNED", _("not scanned for viruses")
    WAITING = "WAITING", _("waits for the virus scanner")


class ReadingFault(models.TextChoices):
    """Why nobody can read a document that is kept all the same: it is what somebody sent."""

    LOCKED = "LOCKED", _("Locked with a password: nobody can read this. Ask for one without a password, and add that too.")
    DAMAGED = "DAMAGED", _("Damaged: nobody can read this. Ask to send it again, or open it where it came from, save it anew and add that.")


class DocumentContent(models.Model):
    """Something in the storage of documents. Its row is committed before a byte is written and goes after the last one.

    So nothing can be in the storage that no row knows of. Content that no document refers to is removed, at once where a flow
    asked for it, else by the nightly sweep. key: its name there, of schema and chance alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="content_by_age")]

    def __str__(self) -> str:
        return f"content {self.pk}"


class Document(models.Model):
    """A file in a complaint, or beside what somebody is still typing of one.

        name: as whoever sent it called it. Personal data: shown on the page, never in a log, address, key of the storage or history.
        kind: what its bytes say it is. size: in bytes; sha256: of what is kept (a picture without the place it was taken).
        holds_sensitive_data: health, belief, a crime; then it leaves with no export. came_with: the mail it was in.
    redacted_from: the document this is a redacted copy of; None also where that one was removed.

        Of a mail, which is kept as written anew: left_out: name, code and details of each file in it that is not kept;
        original_sha256: of its bytes as they came in; message_id, sender_email: as it says.

        shown_in: the file in which it is shown, where that is another than its own: both came out of one letter (complaints.linking).
    original: of a redacted copy, the document beside it that it was made of, where that is shown as well.
    tells_shielded: it came from outside, and somebody in the file it is shown in is shielded: it has a number for a name
    (complaints.linking), and opens with a reason.
    """

    shown_in: Complaint | None = None
    tells_shielded: bool = False
    original: Document | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    draft = models.ForeignKey("complaints.RegistrationDraft", null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    content = models.OneToOneField(DocumentContent, on_delete=models.PROTECT, related_name="document")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=[(code, code) for code in KINDS])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    uploaded_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=DocumentSource.choices)
    scan_state = models.CharField(max_length=15, choices=ScanState.choices)
    reading_fault = models.CharField(max_length=10, choices=ReadingFault.choices, blank=True, db_default="", default="")
    holds_sensitive_data = models.BooleanField(default=False)
    came_with = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments")
    redacted_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="redacted_copies")
    left_out = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    original_sha256 = models.CharField(max_length=64, blank=True, db_default="")
    message_id = models.CharField(max_length=LONGEST_ID, blank=True, db_default="")
    sender_email = models.CharField(max_length=LONGEST_ADDRESS, blank=True, db_default="")

    class Meta:
        ordering = ["-uploaded_at", "name", "pk"]
        indexes = [models.Index(fields=["uploaded_at"], condition=~Q(scan_state="CLEAN"), name="document_not_scanned")]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=True, draft__isnull=False) | Q(complaint__isnull=False, draft__isnull=True),
                name="document_of_a_file_or_a_draft",
            ),
            models.UniqueConstraint(fields=["complaint", "sha256"], name="document_once_in_a_file"),
            models.UniqueConstraint(fields=["draft", "sha256"], name="document_once_in_a_draft"),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def described_kind(self) -> DocumentKind:
        """What its kind is served as."""
        return KINDS[self.kind]

    @property
    def is_ours(self) -> bool:
        """Whether we wrote it: a letter that was sent from here, or a redacted copy of one. It proves nothing of what others say."""
        made_of = self.redacted_from if self.source == DocumentSource.REDACTED else self
        return made_of is not None and made_of.source == DocumentSource.LETTER

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail, by its kind."""
        return self.described_kind.family is Family.MAIL

    @property
    def may_be_opened(self) -> bool:
        """Whether the virus scanner stands in the way no longer."""
        return self.scan_state != ScanState.WAITING

    @property
    def has_pages(self) -> bool:
        """Whether it is seen as pages: a PDF or a picture."""
        return self.described_kind.family in (Family.PDF, Family.PICTURE)

    @property
    def can_be_redacted(self) -> bool:
        """Whether passages can be marked in it: on its pages, or in its text."""
        return self.has_pages or self.described_kind.family in (Family.TEXT, Family.MAIL) or self.kind == "docx"
