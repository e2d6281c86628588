"""Logins of the demo data: one person per role, marked as demo, so without a second step under the local settings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.accounts.models import Membership, User
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.permissions import Role


class DemoOnlyLocally(Refusal):
    code = "demo_only_locally"
    message = _("Demo data is for the local settings alone. Nothing was changed.")


def ensure_demo_login(
    *, tenant: Tenant, role: Role, email: str, name: str, password: str, today: date, unit_id: UUID | None, municipality_code: str | None
) -> User:
    """The demo person with this role at this organisation; made once, left as it is after that. Raises DemoOnlyLocally."""
    if not settings.LOCAL:
        raise DemoOnlyLocally
    with transaction.atomic(durable=True):
        user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, password=password, name=name, is_demo=True)
        # Also when somebody ended it: what is there stays as it is.
        if not Membership.objects.filter(tenant=tenant, user=user, role=role).exists():
            Membership.objects.create(
                tenant=tenant, user=user, role=role, unit_id=unit_id, municipality_id=municipality_code, starts_on=today
            )
    return user
