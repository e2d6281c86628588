from __future__ import annotations

from django.db import models

from tenants.history import HistoryEntry


class AccessRecord(HistoryEntry):
    """Who looked: each opening of a file, search, export and reveal of a shielded identity, without its content.

    complaint: null for what is about more than one file. data: what was asked for in codes and counts, and the purpose of
    an export or the reason of a reveal.
    """

    complaint = models.ForeignKey("complaints.Complaint", null=True, on_delete=models.DO_NOTHING, related_name="access_records")

    class Meta:
        indexes = [
            models.Index(fields=["complaint", "-happened_at"], name="access_by_complaint"),
            models.Index(fields=["actor", "-happened_at"], name="access_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
