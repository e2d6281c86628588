from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BehaviourRule(models.Model):
    """A rule for contact (gedragslijn) that was announced by letter: the behaviour it is about, what holds, and until when.

    starts_on: the day of the letter, document: the letter. The way in writing and the way to the ombudsman stay open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="behaviour_rules")
    behaviour = models.TextField()
    rule = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.ForeignKey("complaints.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-recorded_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="behaviour_rule_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"behaviour rule {self.pk}"
