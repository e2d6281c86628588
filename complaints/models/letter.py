from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q, Value

from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.facts import Fact
from complaints.models.handling import ContactWay


class Letter(models.Model):
    """A letter in a file: written by whoever handles it, checked, and once sent never changed again (the database refuses).

    facts: what the page asked and the register does not know, as stored text by name. texts: of the blocks that somebody rewrote,
    by key; every other block follows the template and the facts. signer: who is to sign it. person: who of
    the complainant's side gets it, where somebody was chosen (complaints.people). subject_user, subject_name: who of those it is about
    gets it, as the file names them, where somebody was chosen; else whom its address names. version: one more with each change.
    changed_by: who wrote in it last; writers: the users who ever did. final: of one that was finished elsewhere, the document that waits
    for a colleague's look before it goes.
    Of what was sent: sent_on, the day it went; way; has_agreed_to_mail: the person said that e-mail is right (2:8); document and
    sha256: what was sent; signer_name and function_title as they stand under it. checklist: of one that was finished elsewhere, the
    keys of the blocks that whoever sent it said are in it; texts are empty then. meant: the sentences that may say what a letter may not
    say, of which whoever sent it, or asked a colleague to look at it, said that they are meant so. Holds personal data: goes with the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="letters")
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="letters")
    code = models.CharField(max_length=4, choices=[(code.value, code.value) for code in LetterCode])
    addressee = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Addressee])
    facts = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    version = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    writers = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    final = models.ForeignKey("complaints.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    person = models.ForeignKey("complaints.FilePerson", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    subject_name = models.CharField(max_length=200, blank=True, db_default="")
    way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    has_agreed_to_mail = models.BooleanField(default=False)
    signer_name = models.CharField(max_length=200, blank=True)
    function_title = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey("complaints.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    checklist = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    meant = models.JSONField(default=list, db_default=Value([], models.JSONField()))

    class Meta:
        ordering = ["-begun_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_on__isnull=True, document__isnull=True, way="", sha256="")
                | Q(sent_at__isnull=False, sent_on__isnull=False, document__isnull=False) & ~Q(way="") & ~Q(sha256=""),
                name="letter_sent_with_all_of_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"

    # Of one that was finished elsewhere and goes now: whether its words could be read. The history keeps it.
    was_read = True

    @property
    def is_sent(self) -> bool:
        """Whether it went, so that nothing of it changes any more."""
        return self.sent_at is not None

    @property
    def has_returned(self) -> bool:
        """Whether the mail with it came back: then it told nobody anything. Uses what is loaded."""
        return any(one.returned_at is not None for one in self.messages.all())

    @property
    def subject(self) -> tuple[int | None, str] | None:
        """Who of those it is about was chosen to get it, as (user, name)."""
        return (self.subject_user_id, self.subject_name) if self.subject_user_id is not None or self.subject_name else None

    @property
    def tells_complainant(self) -> bool:
        """Of one that went: whether it went to who complains or whoever speaks for them, and to nobody beside them alone."""
        is_theirs = Fact.THE_COMPLAINT not in self.facts or Fact.ON_BEHALF_OF in self.facts
        return self.addressee == Addressee.COMPLAINANT and is_theirs


class LetterLook(models.Model):
    """That a colleague was asked to look at a draft before it goes (four eyes), and what they found.

    asked_of: whom; None: whoever may and did not write it. looked_at: None while it waits. sha256: of the text or the document that was
    approved, empty where it was sent back with remarks. Holds personal data: goes with its letter.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="looks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=Q(looked_at__isnull=True), name="one_look_waits"),
            models.CheckConstraint(condition=Q(looked_at__isnull=False) | Q(sha256="", remarks=""), name="look_is_found_once_looked"),
        ]

    def __str__(self) -> str:
        return f"look {self.pk}"

    @property
    def is_approved(self) -> bool:
        """Whether the text as it was then may go."""
        return bool(self.sha256)

    @property
    def is_overtaken(self) -> bool:
        """Whether the judgment that its letter tells was recorded anew since."""
        judgment = getattr(self.letter.round, "judgment", None) if self.letter.code == LetterCode.DECISION else None
        return judgment is not None and self.looked_at is not None and self.looked_at < judgment.recorded_at
