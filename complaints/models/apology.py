from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from complaints.models.handling import ContactWay

# What a whole apology says, in the order of the ombudsman's card.
PARTS_OF_APOLOGY = ("what_went_wrong", "regret", "responsibility", "what_now", "what_changes")


class Apology(models.Model):
    """An apology (excuses) to whoever complains, by the ombudsman's card: every part may be missing, and the file says which.

    said_by, said_to: who said it to whom, by name or function.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="apologies")
    what_went_wrong = models.TextField(blank=True)
    regret = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    what_now = models.TextField(blank=True)
    what_changes = models.TextField(blank=True)
    said_by = models.TextField()
    said_to = models.TextField()
    said_on = models.DateField()
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_on", "-recorded_at"]

    def __str__(self) -> str:
        return f"apology {self.pk}"

    @property
    def missing(self) -> list[str]:
        """Which parts it lacks for a whole apology."""
        return [part for part in PARTS_OF_APOLOGY if not getattr(self, part)]
