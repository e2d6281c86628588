from django.db import models

from tenants.history import HistoryEntry


class ComplaintEvent(HistoryEntry):
    """History of a complaint: what happened to it, who did it, when."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.DO_NOTHING, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["complaint", "-happened_at"], name="complaint_event_timeline")]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
