from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from complaints.code_lists import VERDICTS


class Advice(models.Model):
    """What a committee found and advises in a round (Awb 9:15(4)): its members' alone until it is given, and theirs to correct after.

    findings: what happened, as the committee established it; the hearing report goes with it. considerations: why it advises so.
    given_on: None while it is a draft, which nobody but the members sees. given_by: users who gave it.
    """

    round = models.OneToOneField("complaints.Round", on_delete=models.CASCADE, related_name="advice")
    findings = models.TextField(blank=True)
    considerations = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    given_on = models.DateField(null=True, blank=True)
    given_by = ArrayField(models.IntegerField(), default=list, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(given_on__isnull=True) | ~Q(given_by=[]), name="advice_is_given_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"advice {self.pk}"

    @property
    def is_given(self) -> bool:
        """Whether whoever decides has it."""
        return self.given_on is not None


class PointAdvice(models.Model):
    """What the committee advises to find of one klachtonderdeel."""

    advice = models.ForeignKey(Advice, on_delete=models.CASCADE, related_name="points")
    point = models.ForeignKey("complaints.ComplaintPoint", on_delete=models.CASCADE, related_name="advised")
    verdict = models.CharField(max_length=15, choices=[(code.value, name) for code, name in VERDICTS.items()])

    class Meta:
        ordering = ["advice_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["advice", "point"], name="one_advice_on_a_point")]

    def __str__(self) -> str:
        return f"advice {self.pk}"
