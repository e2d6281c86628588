from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.handling import ContactWay


class HeardSide(models.TextChoices):
    """Whom a talk is with: both sides are heard (Awb 9:10(1)); a witness may be."""

    COMPLAINANT = "COMPLAINANT", _("the person who complains")
    SUBJECT = "SUBJECT", _("the colleague it is about")
    WITNESS = "WITNESS", _("a witness")


class HearingResult(models.TextChoices):
    """What became of a talk that was planned."""

    PLANNED = "", _("planned")
    HELD = "HELD", _("held")
    DID_NOT_COME = "DID_NOT_COME", _("did not come")
    CALLED_OFF = "CALLED_OFF", _("called off")


class WaiverGround(models.TextChoices):
    """Why the complainant need not be heard (Awb 9:10(2)). Of the subject hearing is never waived."""

    PLAINLY_UNFOUNDED = "A", _("the complaint is plainly unfounded")
    DECLINED = "B", _("the person said not to want it")
    DID_NOT_ANSWER = "C", _("the person did not answer within a reasonable term")


class CopyToSubject(models.Model):
    """That whoever it is about was sent the klaagschrift and its enclosures (Awb 9:9). user: with an account; else name. letter: with
    which it went, where that was sent from here.
    """

    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="copies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    sent_on = models.DateField()
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    letter = models.ForeignKey("complaints.Letter", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="copy_to_somebody")]

    def __str__(self) -> str:
        return f"copy {self.pk}"


class Hearing(models.Model):
    """A talk in which one side tells its story (Awb 9:10), from invitation to report and the reaction to it.

    user, name: of a subject or a witness. reply_by: the last day to say whether this person wants to be heard. planned_at, held_at:
    moments. present: who was there. heard_by: never somebody who was involved (9:7). report: what was said (9:10(3)), sent to
    whoever was heard on report_sent_on; reply: their reaction. reason: why it was called off. by_committee: its members recorded it.
    letter: with which somebody was invited, where that was sent from here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="hearings")
    side = models.CharField(max_length=15, choices=HeardSide.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    result = models.CharField(max_length=15, blank=True, choices=HearingResult.choices, default=HearingResult.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True)
    present = models.TextField(blank=True)
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    report = models.TextField(blank=True)
    report_sent_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    by_committee = models.BooleanField(default=False, db_default=False)
    letter = models.ForeignKey("complaints.Letter", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["planned_at"], condition=Q(result="", planned_at__isnull=False), name="hearing_planned")]
        constraints = [
            models.CheckConstraint(condition=~Q(result="HELD") | Q(held_at__isnull=False), name="held_hearing_has_its_moment"),
            models.CheckConstraint(condition=~Q(side="SUBJECT") | Q(user__isnull=False) | ~Q(name=""), name="subject_heard_is_somebody"),
        ]

    def __str__(self) -> str:
        return f"hearing {self.pk}"


class HearingWaiver(models.Model):
    """Why the complainant was not heard (Awb 9:10(2)): one ground that stands, with its facts; ended_at: heard after all.

    words, declared_on: of whoever said not to want it. asked_on, answer_by: the reasonable term that passed without an answer.
    """

    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="waivers")
    ground = models.CharField(max_length=1, choices=WaiverGround.choices)
    explanation = models.TextField(blank=True)
    words = models.TextField(blank=True)
    declared_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(ended_at__isnull=True), name="one_waiver_stands"),
        ]

    def __str__(self) -> str:
        return f"waiver {self.pk}"
