from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import SAYERS
from complaints.models.handling import ContactWay


class TransferKind(models.TextChoices):
    """FORWARDED: to the authority whose it is (doorzending, Awb 2:3). WARM: to whoever can help, agreed with whoever complains."""

    FORWARDED = "FORWARDED", _("forwarded")
    WARM = "WARM", _("warm transfer")


class TransferEnd(models.TextChoices):
    """What became of it. FEEDBACK: they told what came of it. GIVEN_UP: we wait no longer. WITHDRAWN: it was recorded by mistake."""

    FEEDBACK = "FEEDBACK"
    GIVEN_UP = "GIVEN_UP"
    WITHDRAWN = "WITHDRAWN"


class Transfers(models.QuerySet["Transfer"]):
    def standing(self) -> Transfers:
        """Those that were not recorded by mistake."""
        return self.exclude(end=TransferEnd.WITHDRAWN)

    def awaited(self) -> Transfers:
        """Those of which feedback is still due, in files that count."""
        return self.filter(end="", due_on__isnull=False, round__complaint__exclusion="", round__complaint__destroyed_at=None)

    def untold(self) -> Transfers:
        """Those of which the feedback came in, and whoever complains still has to hear it."""
        return self.filter(end=TransferEnd.FEEDBACK, person_told_on=None, not_told_because="")


class Transfer(models.Model):
    """A complaint that went to somebody else: forwarded (doorzending) or warmly transferred (warme overdracht).

    provider, body: to whom, one of the two; contact: whom there. received_on: the day of receipt that was told to them.
    shares_sender, passages, note: what went along. told_on, told_way: when and how whoever complains was told; told_remark: why
    not on the same day. due_on: by when feedback is due; null: none is. feedback, feedback_from, feedback_way: what came of it,
    or why we wait no longer; person_told_on: the day whoever complains heard what came of it, not_told_because: why they deliberately
    do not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField(max_length=10, choices=TransferKind.choices)
    provider = models.ForeignKey("directory.Provider", null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    body = models.CharField(max_length=200, blank=True)
    contact = models.TextField(blank=True)
    why = models.TextField()
    received_on = models.DateField()
    agreed_by = models.CharField(max_length=20, blank=True, choices=[(code.value, name) for code, name in SAYERS.items()])
    agreed_on = models.DateField(null=True, blank=True)
    agreed_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    shares_sender = models.BooleanField(default=False)
    passages = models.JSONField(default=list)
    note = models.TextField(blank=True)
    handed_on = models.DateField()
    handed_way = models.CharField(max_length=10, choices=ContactWay.choices)
    told_on = models.DateField(null=True, blank=True)
    told_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    told_remark = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=10, blank=True, choices=TransferEnd.choices)
    ended_on = models.DateField(null=True, blank=True)
    feedback_from = models.TextField(blank=True)
    feedback_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    feedback = models.TextField(blank=True)
    person_told_on = models.DateField(null=True, blank=True)
    not_told_because = models.TextField(blank=True, db_default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    objects = Transfers.as_manager()

    class Meta:
        ordering = ["-handed_on", "-recorded_at"]
        indexes = [models.Index(fields=["due_on"], condition=Q(end="", due_on__isnull=False), name="transfer_awaited")]

    def __str__(self) -> str:
        return f"transfer {self.pk}"

    @property
    def receiver(self) -> str:
        """To whom it went. Uses the provider."""
        return self.provider.name if self.provider else self.body

    @property
    def is_awaited(self) -> bool:
        """Whether feedback is still due."""
        return not self.end and self.due_on is not None


class FeedbackChase(models.Model):
    """Somebody asked where the feedback of a transfer stays. due_before, due_after: by when it was due, and is now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="chases")
    chased_on = models.DateField()
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    remark = models.TextField(blank=True)
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["chased_on", "recorded_at"]

    def __str__(self) -> str:
        return f"chase {self.pk}"
