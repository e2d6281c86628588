"""Full addresses at a tenant's own host, for mails: there is no request to ask."""

from __future__ import annotations

from django.conf import settings

from tenants.models import Tenant, TenantKind


def address_at(tenant: Tenant, path: str) -> str:
    """The path at the tenant's main host, or at the portal's."""
    if tenant.kind == TenantKind.PORTAL:
        host = settings.PORTAL_HOST
    else:
        host = tenant.domains.order_by("-is_primary", "pk").values_list("domain", flat=True)[0]
    return address_on(host, path)


def address_on(host: str, path: str) -> str:
    """The path at a host: https, or plain http with the port under the local settings."""
    if settings.LOCAL:
        return f"http://{host}:{settings.ENVIRONMENT.port}{path}"
    return f"https://{host}{path}"
