from django.db import models


class OutboxMessage(models.Model):
    """What must follow a commit, written in the same transaction as the change itself.

    payload holds ids and codes, never personal data. done_at is set by the task's own work, so that a message the
    broker lost is sent again. dispatched_at: the last attempt. failed_at is set when every attempt was in vain; failure says
    what the last one ran into, as a code.
    """

    schema_name = models.CharField(max_length=63)
    task_name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=models.Q(done_at__isnull=True), name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.task_name} {self.pk}"
