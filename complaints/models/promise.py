from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from complaints.models.handling import ContactWay


class PromiseEnd(models.TextChoices):
    """What became of a promise. WITHDRAWN: it was recorded by mistake."""

    KEPT = "KEPT"
    NOT_KEPT = "NOT_KEPT"
    WITHDRAWN = "WITHDRAWN"


class Promises(models.QuerySet["Promise"]):
    def open(self) -> Promises:
        """Those of which nobody has said yet what became of them."""
        return self.filter(end="")


class Promise(models.Model):
    """What we promised to whoever complains (toezegging). Whose promise it is: a colleague, a unit, or a name; one of the three.

    said_on: the day it was said to them; due_on: the day by which it is done. follows: the one that was not kept. ended_on: the day
    it was done, or they were told that it was not; told_by: how they were told, empty where nobody said so. remark: why it was not
    kept or is taken back, or what was said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="promises")
    text = models.TextField()
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    unit = models.ForeignKey("organisation.Label", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    due_on = models.DateField()
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="followed_by")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()
    end = models.CharField(max_length=10, blank=True, choices=PromiseEnd.choices)
    ended_on = models.DateField(null=True, blank=True)
    told_by = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    remark = models.TextField(blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Promises.as_manager()

    class Meta:
        ordering = ["due_on", "recorded_at", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(end=""), name="promise_open")]

    def __str__(self) -> str:
        return f"promise {self.pk}"
