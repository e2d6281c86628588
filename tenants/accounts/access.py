"""The door of memberships: who somebody is at this tenant, today."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from tenants.accounts.models import Membership, User
from tenants.actors import Actor, ActorKind, guard
from tenants.connections import current_schema
from tenants.errors import NotFound
from tenants.models import Tenant
from tenants.permissions import SECOND_FACTOR_ROLES, Permission, Role


def anonymous_actor() -> Actor:
    """Somebody who has not signed in, in the schema that is set."""
    return Actor(kind=ActorKind.ANONYMOUS, schema_name=current_schema())


def actor_for(*, user: User, tenant: Tenant, today: date) -> Actor:
    """The person with the roles held at this tenant today. A deactivated user holds none."""
    memberships = (
        [
            membership
            for membership in Membership.objects.filter(user=user, tenant=tenant, ended_at__isnull=True)
            if membership.starts_on <= today
        ]
        if user.is_active
        else []
    )
    roles = frozenset(Role(membership.role) for membership in memberships)
    return Actor(
        kind=ActorKind.PERSON,
        schema_name=tenant.schema_name,
        user_id=user.pk,
        roles=roles,
        lacks_second_factor=bool(roles & SECOND_FACTOR_ROLES) and not _has_second_factor(user),
        unit_ids=frozenset(membership.unit_id for membership in memberships if membership.unit_id),
        municipality_codes=frozenset(membership.municipality_id for membership in memberships if membership.municipality_id),
    )


def _has_second_factor(user: User) -> bool:
    if user.is_demo and settings.DEMO_LOGINS_SKIP_SECOND_FACTOR:
        return True
    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def access_membership(*, actor: Actor, tenant: Tenant, membership_id: int, for_change: bool = False) -> Membership:
    """A running membership of this tenant. Raises NotFound for an ended one, another tenant's or none."""
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    memberships = Membership.objects.filter(tenant=tenant, ended_at__isnull=True)
    if for_change:
        memberships = memberships.select_for_update()
    try:
        return memberships.get(pk=membership_id)
    except (Membership.DoesNotExist, ValueError, OverflowError):
        raise NotFound from None
