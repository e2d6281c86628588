from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """Why two files belong together. SPLIT: out of one letter, so with one moment of receipt."""

    SPLIT = "SPLIT", _("came in together, in one letter")
    RELATED = "RELATED", _("about the same matter")
    MIRROR = "MIRROR", _("the other parent complains about the same")


class FileLink(models.Model):
    """Two files that belong together, each with its own clock and its own ending. first: of SPLIT, the one the other came out of.

    reason: why they belong together, as somebody typed it; empty of SPLIT. document_ids: of SPLIT, the documents that were chosen to go
    along should the one lie with the council's registry and the other not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="links")
    second = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="links_from")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    reason = models.TextField(blank=True)
    document_ids = ArrayField(models.UUIDField(), default=list, db_default=[])
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["linked_at", "pk"]
        constraints = [
            models.UniqueConstraint(Least("first", "second"), Greatest("first", "second"), name="two_files_linked_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="link_has_two_files"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
