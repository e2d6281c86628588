"""The door of memberships: who somebody is at this tenant, today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
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


def actor_for(*, user: User, tenant: Tenant, today: date, has_second_factor: bool) -> Actor:
    """The person with the roles held at this tenant today. A deactivated user holds none.

    has_second_factor: whether whoever acts has shown one, see `has_shown_second_factor`. Work that goes on without a session
    says `has_enrolled_second_factor`: the session was looked at when the work was asked for.
    """
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
        lacks_second_factor=bool(roles & SECOND_FACTOR_ROLES) and not has_second_factor,
        unit_ids=frozenset(membership.unit_id for membership in memberships if membership.unit_id),
        municipality_codes=frozenset(membership.municipality_id for membership in memberships if membership.municipality_id),
    )


def has_enrolled_second_factor(*, user: User) -> bool:
    """Whether the account has a second factor. That says nothing about who is on the line: a session asks the functions below."""
    return _needs_no_second_factor(user) or bool(_enrolled_factors(user))


def has_shown_second_factor(*, user: User, records: Iterable[Mapping[str, Any]]) -> bool:
    """Whether this session itself showed a second factor that the account still has.

    A session that began with a password alone, before the person enrolled, stays without: otherwise whoever has the password
    signs in first, waits, and comes in on the factor that somebody else shows.
    records: how the session was authenticated, as allauth keeps it.
    """
    return _needs_no_second_factor(user) or _is_shown(_enrolled_factors(user), records)


def owes_second_factor(*, user: User, records: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the account has a second factor that this session did not show."""
    if _needs_no_second_factor(user):
        return False
    enrolled = _enrolled_factors(user)
    return bool(enrolled) and not _is_shown(enrolled, records)


def _needs_no_second_factor(user: User) -> bool:
    return user.is_demo and settings.DEMO_LOGINS_SKIP_SECOND_FACTOR


def _enrolled_factors(user: User) -> set[int]:
    factors = Authenticator.objects.filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    return set(factors.values_list("pk", flat=True))


def _is_shown(enrolled: set[int], records: Iterable[Mapping[str, Any]]) -> bool:
    """A recovery code counts as long as there is a factor it stands in for; new codes do not undo that."""
    shown = [record for record in records if record.get("method") == "mfa"]
    return bool(enrolled) and any(
        record.get("id") in enrolled or record.get("type") == Authenticator.Type.RECOVERY_CODES for record in shown
    )


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
