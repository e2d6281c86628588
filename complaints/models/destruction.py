from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Destruction(models.Model):
    """Files whose retention has ended, destroyed by two people: one proposes, another carries it out.

    Kept as the declaration of destruction (Archiefwet): which files, by reference, of which class, when, by whom. It holds
    no personal data, and neither do the tombstones that stay in the register for the figures.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    references = models.JSONField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    proposed_at = models.DateTimeField()
    carried_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    carried_out_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    declaration = models.JSONField(default=dict)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_out_by__isnull=True) | ~Q(carried_out_by=F("proposed_by")), name="destruction_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True, carried_out_by__isnull=True)
                | Q(carried_out_at__isnull=False, carried_out_by__isnull=False),
                name="destruction_is_carried_out_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"destruction {self.pk}"
