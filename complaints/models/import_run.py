import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    IMPORTED = "imported", _("imported")
    FAULTS = "faults", _("faults found")
    FAILED = "failed", _("could not be carried out")


class ImportRun(models.Model):
    """One upload of a register file: who, when, what came of it. The file itself is removed as soon as it was read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    stored_file = models.CharField(max_length=200, blank=True)
    file_format = models.CharField(max_length=4)
    create_labels = models.BooleanField(default=False)
    is_trial = models.BooleanField(default=False)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"import {self.pk}"
