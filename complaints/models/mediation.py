from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints.models.handling import ContactWay


class MediationProposer(models.TextChoices):
    """Who brought mediation up."""

    US = "US"
    COMPLAINANT = "COMPLAINANT"
    OTHER_SIDE = "OTHER_SIDE"


class MediationOutcome(models.TextChoices):
    """How mediation ended. DECLINED: a side did not want it; STOPPED: it began, and one of them or the mediator ended it."""

    AGREED = "AGREED"
    PARTLY = "PARTLY"
    NOT_AGREED = "NOT_AGREED"
    DECLINED = "DECLINED"
    STOPPED = "STOPPED"


class Mediations(models.QuerySet["Mediation"]):
    def open(self) -> Mediations:
        """Those that have not ended."""
        return self.filter(outcome="", round__complaint__destroyed_at=None)


class Mediation(models.Model):
    """Mediation (bemiddeling) between whoever complains and the other side: that it took place, and how it ended. Of what was said in
    it nothing is kept; it is confidential.

    other_side: who talks with whoever complains. complainant_agreed_on, complainant_way; other_agreed_on, other_way: when and how each
    side said yes; complainant_agreed_by, other_agreed_by: who said so, empty where that is the side itself. mediator, mediator_name: a
    colleague or somebody outside, at most one of the two. talks: the days of the talks, as text. next_on: the day by which the next
    step is due; None once it has ended. The term of the law runs on all the while.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="mediations")
    proposed_by = models.CharField(max_length=15, choices=[(one.value, one.value) for one in MediationProposer])
    proposed_on = models.DateField()
    other_side = models.CharField(max_length=200)
    complainant_agreed_on = models.DateField(null=True, blank=True)
    complainant_agreed_by = models.CharField(max_length=200, blank=True)
    complainant_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    other_agreed_on = models.DateField(null=True, blank=True)
    other_agreed_by = models.CharField(max_length=200, blank=True)
    other_way = models.CharField(max_length=10, blank=True, choices=ContactWay.choices)
    mediator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    mediator_name = models.CharField(max_length=200, blank=True)
    talks = models.JSONField(default=list, blank=True)
    next_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=15, blank=True, choices=[(one.value, one.value) for one in MediationOutcome])
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    recorded_at = models.DateTimeField()

    objects = Mediations.as_manager()

    class Meta:
        ordering = ["proposed_on", "recorded_at"]
        indexes = [models.Index(fields=["next_on"], condition=Q(outcome=""), name="mediation_next")]
        constraints = [models.UniqueConstraint(fields=["round"], condition=Q(outcome=""), name="one_open_mediation")]

    def __str__(self) -> str:
        return f"mediation {self.pk}"

    @property
    def has_both_sides(self) -> bool:
        """Whether both said yes."""
        return self.complainant_agreed_on is not None and self.other_agreed_on is not None

    @property
    def has_mediator(self) -> bool:
        return self.mediator_id is not None or bool(self.mediator_name)
