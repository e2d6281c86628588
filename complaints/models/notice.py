from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeCode(models.TextChoices):
    """What a message to a colleague is about: a file is theirs now, one waits to be handed out, or what asks for something today."""

    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    DIGEST = "digest"


class NoticeEnd(models.TextChoices):
    """What became of it. DROPPED: at sending there was nothing left to tell this person. FAILED: no mail server takes it."""

    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Notice(models.Model):
    """A message by mail to a colleague: asked for in the transaction that decided it, sent once, judged again when it is sent.

    lines: the files it was asked for, as {"round": key, "why": code}; never content. key: what it is told of, once to a person.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    code = models.CharField(max_length=12, choices=NoticeCode.choices)
    key = models.CharField(max_length=100)
    lines = models.JSONField(default=list)
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=8, blank=True, choices=NoticeEnd.choices)

    class Meta:
        indexes = [
            models.Index(fields=["queued_at"], condition=models.Q(settled_at__isnull=True), name="notice_waiting"),
            models.Index(fields=["settled_at"], condition=models.Q(end="failed"), name="notice_failed"),
        ]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class NoticeWish(models.TextChoices):
    """Which messages somebody wants."""

    DAILY = "daily", _("Every working day one message with what asks for something, and at once when a file is for me")
    DIRECT = "direct", _("Only when a file is for me")
    NONE = "none", _("No messages")


class NoticeChoice(models.Model):
    """What somebody chose here; without a row: DAILY."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    wish = models.CharField(max_length=8, choices=NoticeWish.choices)

    def __str__(self) -> str:
        return f"choice {self.pk}"


class DigestDay(models.Model):
    """A day on which the messages of the day were made: once, and the next ones tell what came after it."""

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)
