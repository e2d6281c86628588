import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be carried out")


class ExportRun(models.Model):
    """An export too large to wait for: who asked, what came of it, and the file for as long as it is kept.

    asked: codes and numbers. content: search words, purpose and sentence, emptied when the file is made.
    reach: a digest of what this person could see then; who has lost a file since gets no file with it.
    complaints: which files are in it, in its order. standing: a digest of what of each might leave when it was read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    file_format = models.CharField(max_length=4)
    asked = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    reach = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    complaints = ArrayField(models.UUIDField(), default=list, db_default=[])
    standing = models.CharField(max_length=64, blank=True, db_default="")
    stored_file = models.CharField(max_length=200, blank=True)
    failure = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["started_at"], name="export_by_age")]

    def __str__(self) -> str:
        return f"export {self.pk}"
