from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints.code_lists import HAND_OVERS
from complaints.models.handling import ContactWay


class HandOvers(models.QuerySet["HandOver"]):
    def open(self) -> HandOvers:
        """Those of which nobody said yet what came of them; of a file that is left out as well, for its term runs all the same."""
        return self.filter(ended_on=None, complaint__destroyed_at=None)


class HandOver(models.Model):
    """What stands in or beside a complaint and is somebody else's work (such as a data breach), while the complaint goes on.

    owner, owner_name: whose work it is, a colleague here or a function elsewhere; one of the two. known_at: when it became known or
    was asked. due_at: by which moment, where hours are set; due_on: by which day. told_on, told_way: when and how the owner heard
    it; late_remark: why not on the day itself, where that is asked. phoned_whom, phoned_at: of danger, who was phoned first.
    ended_on, is_done, result: what came of it, or why it turned out to be nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="hand_overs")
    kind = models.CharField(max_length=20, choices=[(code.value, name) for code, name in HAND_OVERS.items()])
    text = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True)
    known_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    told_on = models.DateField()
    told_way = models.CharField(max_length=10, choices=ContactWay.choices)
    late_remark = models.TextField(blank=True)
    phoned_whom = models.CharField(max_length=200, blank=True)
    phoned_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    is_done = models.BooleanField(default=False)
    result = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    objects = HandOvers.as_manager()

    class Meta:
        ordering = ["due_on", "recorded_at"]
        indexes = [models.Index(fields=["due_on"], condition=Q(ended_on__isnull=True), name="hand_over_to_do")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
