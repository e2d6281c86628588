from django.db import models


class NightlyCheck(models.Model):
    """What the check of a night found at an organisation, in numbers alone: whether every open complaint has its dates, and
    whether every message that had to be written was, once. For whoever runs the service.

    without_date: open complaints without a day of law or norm; not_as_computed: whose days are not what they follow to be.
    alerts_on: the day whose messages were checked; none was ever written: null. alerts_due: of how many complaints they had to
    tell; missing, twice: how many they did not, or did more than once. waiting, failed: messages that did not go.
    """

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="nightly_checks")
    day = models.DateField()
    made_at = models.DateTimeField()
    open_complaints = models.PositiveIntegerField()
    without_date = models.PositiveIntegerField()
    not_as_computed = models.PositiveIntegerField()
    alerts_on = models.DateField(null=True, blank=True)
    alerts_due = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    twice = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    day_missing = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="one_check_a_night")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.day}"

    @property
    def is_in_order(self) -> bool:
        """Whether nothing was found that somebody has to look at."""
        return not any((self.without_date, self.not_as_computed, self.missing, self.twice, self.waiting, self.failed, self.day_missing))
