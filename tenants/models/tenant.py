from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


class TenantKind(models.TextChoices):
    """gemeente: a municipality. gr: a joint authority (gemeenschappelijke regeling). portal: the portal itself."""

    GEMEENTE = "gemeente", _("municipality")
    GR = "gr", _("joint authority")
    PORTAL = "portal", _("portal")


class Tenant(TenantMixin):
    """One organisation and its schema. Rows are never deleted by a page: a tenant is deactivated, exported, then removed."""

    auto_create_schema = False
    auto_drop_schema = False

    slug = models.CharField(max_length=41, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=TenantKind.choices)
    municipality = models.ForeignKey("tenants.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    has_demo_data = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=TenantKind.GR) | models.Q(municipality__isnull=True), name="joint_authority_is_no_municipality"
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True) | models.Q(deactivated_at__isnull=False), name="deactivation_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Domain(DomainMixin):
    """A host name of a tenant, lower case, without port."""

    def __str__(self) -> str:
        return str(self.domain)
