from django.conf import settings
from django.db import models

from tenants.history import HistoryEntry
from tenants.permissions import Role

ROLE_ONCE = "membership_role_once"
ROLE_CHOICES = [(role.value, role.value) for role in Role]


class Membership(models.Model):
    """A role of a person at a tenant, from a day, until it is ended. Ended rows stay: they explain history.

    unit_id: for a manager, the label of the unit (no foreign key: labels live in the tenant's schema).
    municipality: for a council member of a joint authority, the member's own municipality.
    """

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    unit_id = models.UUIDField(null=True, blank=True)
    municipality = models.ForeignKey("tenants.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user", "role", "unit_id", "municipality"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name=ROLE_ONCE,
            ),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="membership_role_known"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.MANAGER.value) | models.Q(unit_id__isnull=False), name="manager_has_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of tenant {self.tenant_id}"


class MembershipEvent(HistoryEntry):
    """History of memberships: granted, invited, arrived (came in with the role for the first time), ended."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.DO_NOTHING, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.DO_NOTHING, related_name="events")

    class Meta:
        indexes = [models.Index(fields=["tenant", "happened_at"], name="membership_event_by_tenant")]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
