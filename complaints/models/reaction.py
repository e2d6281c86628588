from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReactionRequests(models.QuerySet["ReactionRequest"]):
    def open(self) -> ReactionRequests:
        """Those that still wait for an answer, in files where it is still of use."""
        waiting = self.filter(answered_at=None, withdrawn_at=None, round__closed_on=None)
        return waiting.filter(complaint__exclusion="", complaint__destroyed_at=None)


class ReactionRequest(models.Model):
    """A question for a reaction (vraag om reactie): what somebody is asked, and the passages of the complaint they see, nothing else.

    user: a colleague, who answers after signing in; else name says who outside, and they answer with a code that is told by another
    channel than the address. code_hash: of that code, never the code; attempts_left: until a new one has to be made. answer_by: its
    last day, and that of the code. It is no hearing (Awb 9:10): that is recorded with its own facts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="reaction_requests")
    round = models.ForeignKey("complaints.Round", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    question = models.TextField()
    passages = models.JSONField(default=list)
    answer_by = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()
    chased_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=200, blank=True)
    attempts_left = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ReactionRequests.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["user", "answer_by"], condition=Q(answered_at=None, withdrawn_at=None), name="reaction_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="", code_hash="") | Q(user__isnull=True) & ~Q(name=""),
                name="reaction_asked_of_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"reaction {self.pk}"

    @property
    def is_outside(self) -> bool:
        """Whether they have no account here, so that a code opens it."""
        return self.user_id is None

    @property
    def outside_path(self) -> str | None:
        """Where somebody outside answers, once they have the code; None for a colleague."""
        return f"/reactie/{self.pk}/" if self.is_outside else None

    @property
    def waits(self) -> bool:
        """Whether it was neither answered nor withdrawn."""
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def is_code_used_up(self) -> bool:
        """Whether the code was wrong too often, so that whoever is asked comes in no more until they get a new one."""
        return self.is_outside and self.waits and self.attempts_left == 0
