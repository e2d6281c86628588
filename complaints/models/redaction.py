from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RedactionMark(models.Model):
    """A passage of a document that is not for everybody: covered in a redacted copy (gelakte kopie), never in the document itself.

    On a page (from 1): left, top, right, bottom in ten-thousandths of it; in a text without pages: from start up to end, in letters.
    One of the two. reason: one of code_lists.RedactionReason; reason_text: in words, with OTHER. What the passage says is kept
    nowhere but in the document.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey("complaints.Document", on_delete=models.CASCADE, related_name="marks")
    page = models.PositiveSmallIntegerField(null=True, blank=True)
    left = models.PositiveSmallIntegerField(null=True, blank=True)
    top = models.PositiveSmallIntegerField(null=True, blank=True)
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    bottom = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20)
    reason_text = models.CharField(max_length=200, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["page", "top", "left", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(page__gte=1, left__lt=F("right"), top__lt=F("bottom"), right__lte=10_000, bottom__lte=10_000)
                    & Q(start=None, end=None)
                )
                | Q(page=None, left=None, top=None, right=None, bottom=None, start__lt=F("end")),
                name="mark_on_a_page_or_in_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.pk}"
