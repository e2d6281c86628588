from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.handling import ContactWay


class LessonLevel(models.TextChoices):
    """At which level something was learned: from this one case to the policy behind it."""

    CASE = "CASE", _("this case")
    METHOD = "METHOD", _("the way we work")
    POLICY = "POLICY", _("the policy")
    NONE = "NONE", _("nothing to improve")


class Effect(models.TextChoices):
    """What a measure turned out to do."""

    WORKS = "WORKS", _("it works")
    PARTLY = "PARTLY", _("it works in part")
    WORKS_NOT = "WORKS_NOT", _("it does not work")


class Lessons(models.QuerySet["Lesson"]):
    def untold(self) -> Lessons:
        """Those that whoever complains still has to be told."""
        return self.filter(told_on=None, not_told_because="")


class Lesson(models.Model):
    """What was learned from a complaint. told_on, told_way: when and how whoever complains was told so; empty: not yet.
    not_told_because: why they deliberately are not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="lessons")
    text = models.TextField()
    level = models.CharField(max_length=10, choices=LessonLevel.choices)
    told_on = models.DateField(null=True, blank=True)
    told_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    not_told_because = models.TextField(blank=True, db_default="")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    objects = Lessons.as_manager()

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"lesson {self.pk}"


class Improvement(models.Model):
    """A measure (maatregel) that follows from a complaint, by whom and by when, and whether it helps after some months.

    owner: whose work it is. ended_on, is_done, ended_how: done, or dropped with the reason. check_on: when somebody looks whether it
    helps; effect, effect_text, checked_on: what they found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="improvements")
    text = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    due_on = models.DateField()
    check_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    is_done = models.BooleanField(default=False)
    ended_how = models.TextField(blank=True)
    effect = models.CharField(max_length=10, blank=True, choices=Effect.choices)
    effect_text = models.TextField(blank=True)
    checked_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "recorded_at"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(ended_on__isnull=True), name="improvement_to_do"),
            models.Index(fields=["check_on"], condition=Q(is_done=True, checked_on__isnull=True), name="improvement_to_check"),
        ]

    def __str__(self) -> str:
        return f"improvement {self.pk}"

    @property
    def waits_for_check(self) -> bool:
        """Whether somebody still has to look if it helps."""
        return self.is_done and self.check_on is not None and self.checked_on is None
