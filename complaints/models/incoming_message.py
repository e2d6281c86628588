from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.incoming_mail.message import LONGEST_ADDRESS, LONGEST_ID, LONGEST_LINE, LONGEST_NAME, Nature


class MessageNature(models.TextChoices):
    """What somebody has to do with it: answer it, nothing, or find another way to reach the person."""

    MESSAGE = Nature.MESSAGE.value, _("reply")
    AUTOMATIC = Nature.AUTOMATIC.value, _("automatic reply")
    NOT_DELIVERED = Nature.NOT_DELIVERED.value, _("our mail did not arrive")


class MessageHandling(models.TextChoices):
    """How a message was dealt with."""

    WAITS = "", _("waits")
    READ = "READ", _("read; nothing to answer")
    ANSWERED = "ANSWERED", _("answered")


class IncomingMessages(models.QuerySet["IncomingMessage"]):
    def waiting(self) -> IncomingMessages:
        """Those that somebody still has to look at; what a machine answered waits for nobody. Narrow it to visible files."""
        return self.filter(handling=MessageHandling.WAITS).exclude(nature=MessageNature.AUTOMATIC)


class IncomingMessage(models.Model):
    """A mail that came in on a file, as an answer to one of ours.

    answers: our message it answers. digest: of what makes it this mail, so that one that is delivered twice is here once.
    arrived_at: when it reached us as far as the mail tells, else taken_in_at. sender_*: as the mail says, which proves nothing;
    is_from_other_address: not an address of somebody in the file. text: what was written now; earlier_text: what it quotes.
    came_for: the number of the double file it answers, where this is the file that counts. is_after_closing: no round was open.
    refused_files: name and code of each attachment that was not kept. handled_*: who dealt with it, and how.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="incoming_messages")
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="+")
    answers = models.ForeignKey("complaints.SentMessage", null=True, on_delete=models.SET_NULL, related_name="+")
    nature = models.CharField(max_length=15, choices=MessageNature.choices)
    message_id = models.CharField(max_length=LONGEST_ID, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    arrived_at = models.DateTimeField()
    taken_in_at = models.DateTimeField()
    sender_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    sender_email = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    is_from_other_address = models.BooleanField(default=False)
    subject = models.CharField(max_length=LONGEST_LINE, blank=True)
    text = models.TextField(blank=True)
    earlier_text = models.TextField(blank=True)
    documents = models.ManyToManyField("complaints.Document", related_name="+")
    refused_files = models.JSONField(default=list)
    came_for = models.CharField(max_length=12, blank=True)
    is_after_closing = models.BooleanField(default=False)
    handling = models.CharField(max_length=10, blank=True, choices=MessageHandling.choices, default=MessageHandling.WAITS)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = IncomingMessages.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-taken_in_at"]
        indexes = [
            models.Index(fields=["complaint", "-arrived_at"], name="message_by_complaint"),
            models.Index(fields=["arrived_at"], condition=Q(handling="") & ~Q(nature="AUTOMATIC"), name="message_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(handling="", handled_at__isnull=True) | (~Q(handling="") & Q(handled_at__isnull=False)),
                name="message_handled_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"incoming message {self.pk}"

    @property
    def waits(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.handling == MessageHandling.WAITS and self.nature != MessageNature.AUTOMATIC
