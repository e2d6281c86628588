from django.conf import settings
from django.db import models


class ListColumns(models.Model):
    """The columns that somebody wants to see in the list here, as codes (complaints.finding.columns)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.DO_NOTHING, related_name="+")
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"columns of {self.pk}"
