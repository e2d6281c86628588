from django.db import models
from django.db.models import Q


class Provider(models.Model):
    """A care provider (zorgaanbieder) that municipalities contract; shared by all tenants.

    kvk_number: number in the trade register, 8 digits. agb_code: care provider code, 8 digits, where it has one.
    Which tenant contracts which provider stands in that tenant's own schema, never here.
    """

    name = models.CharField(max_length=200)
    kvk_number = models.CharField(max_length=8, unique=True)
    agb_code = models.CharField(max_length=8, blank=True)
    website = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kvk_number__regex=r"^[0-9]{8}$"), name="provider_kvk_number_is_8_digits"),
            models.CheckConstraint(condition=Q(agb_code="") | Q(agb_code__regex=r"^[0-9]{8}$"), name="provider_agb_code_is_8_digits"),
            models.UniqueConstraint(fields=["agb_code"], condition=~Q(agb_code=""), name="provider_agb_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name
