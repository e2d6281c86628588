from django.db import models


class Municipality(models.Model):
    """A municipality (gemeente) by its CBS code, with the dates between which it exists; blank is open."""

    code = models.CharField(primary_key=True, max_length=6)
    name = models.CharField(max_length=100)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^GM[0-9]{4}$"), name="municipality_code_is_cbs"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="municipality_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """A municipality's part in a joint authority, from and until (both included; blank is open)."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="participations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="participations")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "municipality", "valid_from"], nulls_distinct=False, name="participation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.tenant_id}"
