from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.awb.triage import Announcement, Contested
from complaints.code_lists import NON_HANDLING_GROUNDS, SAYERS
from complaints.models.complaint import Identity


class ContactWay(models.TextChoices):
    """How there was contact."""

    PHONE = "PHONE", _("by phone")
    EMAIL = "EMAIL", _("by e-mail")
    LETTER = "LETTER", _("by letter")
    DESK = "DESK", _("at the desk")
    VISIT = "VISIT", _("at home")
    VIDEO = "VIDEO", _("by video call")


class ContactResult(models.TextChoices):
    """What came of it. Only a talk stops the contact norm, or an exchange in writing where the person prefers writing."""

    SPOKEN = "SPOKEN", _("spoken to")
    EXCHANGED = "EXCHANGED", _("written back and forth")
    NOT_REACHED = "NOT_REACHED", _("not reached")
    MESSAGE_LEFT = "MESSAGE_LEFT", _("message left")


# Who was spoken to, or written to and wrote back, was told how it stands.
TELLING = (ContactResult.SPOKEN, ContactResult.EXCHANGED)


class ContactRecord(models.Model):
    """One contact with whoever complains, or a try at it. text: what was said, for the file."""

    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="contacts")
    happened_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    result = models.CharField(max_length=15, choices=ContactResult.choices)
    text = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Note(models.Model):
    """A note for colleagues. The complainant may ask to see it (AVG 15)."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class MentionedDecision(models.Model):
    """A decision (besluit) that a complaint mentions, and until when an objection may be made; a file may mention more than one.

    what: which decision. announced_on: the day it was sent or handed over, where that was in writing and is known. told_on,
    told_way: when and how the person was told what they can do about it; emptied when the decision is put right.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="mentioned_decisions")
    what = models.TextField()
    contested = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Contested])
    announcement = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Announcement])
    announced_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()
    told_on = models.DateField(null=True, blank=True)
    told_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"decision in {self.complaint_id}"


class Closing(models.Model):
    """How a round ended. complainants_words: for SETTLED and WITHDRAWN, who said so, when and how, in their words (Awb 9:5).

    is_asked_if_solved: whoever complains was asked whether it is solved the way they hoped, and everything dealt with.

    ground: for NOT_TAKEN_UP, the ground of 9:8 with its explanation.

    passed_to, passed_on: for CONVERTED_TO_OBJECTION, to whom the writing went and when (6:15); covers_all_points: it was said that each
    of its subjects goes along. told_to, told_on, told_way: who was told so, or to whom policy was explained, when and how.
    """

    round = models.OneToOneField("complaints.Round", on_delete=models.CASCADE, related_name="closing")
    complainants_words = models.TextField(blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=20, blank=True, db_default="", choices=[(code.value, name) for code, name in SAYERS.items()])
    confirmed_way = models.CharField(max_length=10, blank=True, db_default="", choices=ContactWay.choices)
    is_asked_if_solved = models.BooleanField(default=False, db_default=False)
    ground = models.CharField(max_length=10, blank=True, choices=[(code.value, name) for code, name in NON_HANDLING_GROUNDS.items()])
    explanation = models.TextField(blank=True)
    passed_to = models.CharField(max_length=200, blank=True, db_default="")
    passed_on = models.DateField(null=True, blank=True)
    covers_all_points = models.BooleanField(default=False, db_default=False)
    told_to = models.CharField(max_length=20, blank=True, db_default="", choices=[(code.value, name) for code, name in SAYERS.items()])
    told_on = models.DateField(null=True, blank=True)
    told_way = models.CharField(max_length=10, blank=True, db_default="", choices=ContactWay.choices)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"closing {self.pk}"


class NotTakenUpQuerySet(models.QuerySet["NotTakenUp"]):
    """Of complaints that were not taken up."""

    def under_review(self) -> NotTakenUpQuerySet:
        """For a criminal investigation at which somebody looks again, or that ended while the complaint was not taken up again."""
        return self.filter(models.Q(review_on__isnull=False) | models.Q(resume_since__isnull=False))


class NotTakenUp(models.Model):
    """Why a complaint was not taken up: the facts of the ground (Awb 9:8) and of the letter that said so.

    conduct_on: the last day of the conduct. review_on: of a criminal investigation, the day to look again; emptied when it ended.
    resume_since: since when it has ended, so that the complaint is to be taken up again; emptied once it stands why it is not.
    is_notice_late: the letter went after the four weeks of 9:8(3), with late_reason. is_signed_by_mandate: of one that was not sent from
    here, that it offers no objection (9:3) and that whoever signed it was allowed to.
    """

    closing = models.OneToOneField(Closing, on_delete=models.CASCADE, related_name="not_taken_up")
    earlier_handling = models.TextField(blank=True)
    conduct_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decision_announced_on = models.DateField(null=True, blank=True)
    court = models.TextField(blank=True)
    court_case = models.TextField(blank=True)
    investigation = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    resume_since = models.DateField(null=True, blank=True)
    burden = models.TextField(blank=True)
    slightness = models.TextField(blank=True)
    notice_sent_on = models.DateField()
    names_ombudsman = models.BooleanField(default=False)
    is_signed_by_mandate = models.BooleanField(default=False, db_default=False)
    is_notice_late = models.BooleanField(default=False)
    late_reason = models.TextField(blank=True)

    objects = NotTakenUpQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["review_on"], condition=models.Q(review_on__isnull=False), name="not_taken_up_to_review")]

    def __str__(self) -> str:
        return f"not taken up {self.pk}"


class RegistrationDraft(models.Model):
    """What somebody has typed of a complaint so far: theirs alone, until it is registered or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "-changed_at"], name="draft_of_owner")]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def beginning(self) -> str:
        """What it is known by among one's own drafts; of what is sensitive, or of somebody shielded, nothing."""
        is_kept_in = self.content.get("has_sensitive_text") or self.content.get("identity") == Identity.SHIELDED
        return "" if is_kept_in else str(self.content.get("story") or "")


class StepDraft(models.Model):
    """What somebody typed on the page of a step so far: theirs alone, until the step is done or they begin anew.

    page: which page of the file, with which of its promises, hearings and so on it is about. content: what differs from what the page
    began with, and what it carries along.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="step_drafts")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    step = models.CharField(max_length=40)
    page = models.CharField(max_length=200)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "writer", "page"], name="step_draft_once")]
        indexes = [models.Index(fields=["writer"], name="step_draft_of_writer")]

    def __str__(self) -> str:
        return f"step draft {self.pk}"


class RememberedRequest(models.Model):
    """What a key of a caller was answered with, so that a request that is sent twice is done once.

    digest: of what was asked; the same key with other content is refused.
    """

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    operation = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    complaint = models.ForeignKey("complaints.Complaint", null=True, on_delete=models.CASCADE, related_name="+")
    answer = models.JSONField(default=dict)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "key"], name="request_once_per_caller")]
        indexes = [models.Index(fields=["asked_at"], name="remembered_by_age")]

    def __str__(self) -> str:
        return f"request {self.pk}"


# A mail that was asked for goes within minutes; after this long somebody should know that it did not.
SENT_WITHIN = timedelta(hours=1)


class SentMessages(models.QuerySet["SentMessage"]):
    def waiting(self) -> SentMessages:
        """Those that are still to be sent."""
        return self.filter(sent_at=None, returned_at=None)

    def overdue(self, *, now: datetime) -> SentMessages:
        """Those that should have gone by now."""
        return self.waiting().filter(queued_at__lte=now - SENT_WITHIN)


class SentMessage(models.Model):
    """A message of ours in a file, by mail: asked for in the transaction that decided it, sent once.

    letter: the letter that goes along; none with the confirmation of receipt, which is a mail of its own.
    message_id: the header by which a reply finds its file. sent_at: null while it waits. text: as it was sent. returned_at: a
    mail server told that it did not arrive, or would not take it at all.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="sent_messages")
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="+")
    letter_code = models.CharField(max_length=4)
    letter = models.ForeignKey("complaints.Letter", null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    message_id = models.CharField(max_length=200, unique=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True, db_default="")
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = SentMessages.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["queued_at"], condition=models.Q(sent_at__isnull=True, returned_at__isnull=True), name="sent_message_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_code} {self.pk}"

    def is_overdue(self, *, now: datetime) -> bool:
        """Whether it should have gone by now."""
        return self.waits and self.queued_at <= now - SENT_WITHIN

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self.sent_at is None and self.returned_at is None
