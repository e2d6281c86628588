from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OmbudsmanStep(models.TextChoices):
    """What the ombudsman did (Awb 9:18-9:36)."""

    INQUIRY = "INQUIRY", _("question or intervention")
    PETITION = "PETITION", _("petition, an investigation")
    REPORT = "REPORT", _("report")
    RECOMMENDATION = "RECOMMENDATION", _("recommendation")


class OmbudsmanEntry(models.Model):
    """Something of the ombudsman about this complaint, and our answer to it.

    ombudsman, case_number: which one, and its number there. answer_by: until when an answer is due; null: none is.
    is_followed: of a recommendation, whether we follow it (9:36(4)); answer says how, or why not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="ombudsman_entries")
    step = models.CharField(max_length=15, choices=OmbudsmanStep.choices)
    ombudsman = models.TextField()
    case_number = models.TextField(blank=True)
    came_on = models.DateField()
    text = models.TextField()
    answer_by = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    is_followed = models.BooleanField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-came_on", "-recorded_at"]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(answered_on__isnull=True, answer_by__isnull=False), name="ombudsman_to_answer")
        ]

    @property
    def lacks_following(self) -> bool:
        """Whether a letter answered this recommendation and nobody said yet whether it is followed (9:36(4))."""
        return self.step == OmbudsmanStep.RECOMMENDATION and self.answered_on is not None and self.is_followed is None

    def __str__(self) -> str:
        return f"ombudsman entry {self.pk}"
