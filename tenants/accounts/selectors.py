"""What pages read of memberships."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from tenants.accounts.models import Membership, MembershipEvent, User
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.models import Tenant
from tenants.names import may_be_same_name
from tenants.permissions import Permission, Role


@dataclass(frozen=True, kw_only=True)
class Member:
    """A running membership as an administrator sees it. name: empty until the person has come in here."""

    membership: Membership
    email: str
    name: str
    has_arrived: bool


def list_members(*, actor: Actor, tenant: Tenant) -> list[Member]:
    """Who has which role here, by role and address."""
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    memberships = Membership.objects.filter(tenant=tenant, ended_at__isnull=True).select_related("user", "municipality")
    arrived = _arrived_at(tenant)
    return [
        Member(
            membership=membership,
            email=membership.user.email,
            name=membership.user.name if membership.user_id in arrived else "",
            has_arrived=membership.user_id in arrived,
        )
        for membership in memberships.order_by("role", "user__email", "pk")
    ]


def count_members(*, actor: Actor, tenant: Tenant) -> int:
    """How many people have a role here."""
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    return Membership.objects.filter(tenant=tenant, ended_at__isnull=True).values("user").distinct().count()


@dataclass(frozen=True, kw_only=True)
class PersonHere:
    """Somebody who has or had a role here. shown_name: the name once the person has come in here, else the address."""

    user_id: int
    shown_name: str
    has_role: bool


def people_here(*, actor: Actor, tenant: Tenant) -> dict[int, PersonHere]:
    """Everybody who has or had a role here, by user, in the order of what is shown. has_role: one that is not ended."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    arrived = _arrived_at(tenant)
    people: dict[int, PersonHere] = {}
    for membership in Membership.objects.filter(tenant=tenant).select_related("user"):
        user = membership.user
        before = people.get(user.pk)
        people[user.pk] = PersonHere(
            user_id=user.pk,
            shown_name=_shown_name(user, arrived),
            has_role=(membership.ended_at is None and user.is_active) or bool(before and before.has_role),
        )
    return dict(sorted(people.items(), key=lambda item: item[1].shown_name.casefold()))


def shown_names(*, actor: Actor, tenant: Tenant, user_ids: Collection[int]) -> dict[int, str]:
    """How those who handle complaints here are named, by user: the name once the person has come in here, else the address."""
    guard(actor, Permission.SEE_COMPLAINTS)
    if not user_ids:
        return {}
    arrived = _arrived_at(tenant)
    return {user.pk: _shown_name(user, arrived) for user in User.objects.filter(pk__in=user_ids)}


def full_names(user_ids: Collection[int]) -> dict[int, str]:
    """Under what name they write to people outside, by user; the address of whoever gave no name."""
    return {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=user_ids)}


def _arrived_at(tenant: Tenant) -> set[int | None]:
    return set(MembershipEvent.objects.filter(tenant=tenant, code="arrived").values_list("actor_id", flat=True))


def _arrived_here() -> set[int | None]:
    return set(MembershipEvent.objects.filter(tenant__schema_name=current_schema(), code="arrived").values_list("actor_id", flat=True))


def _shown_name(user: User, arrived: set[int | None]) -> str:
    return user.get_full_name() if user.pk in arrived else user.email


def has_role_here(*, user_id: int, roles: Collection[Role], today: date) -> bool:
    """Whether somebody with an active account holds one of the roles today at the organisation whose schema is set."""
    return user_id in people_with_role(roles=roles, today=today)


def works_here(*, email: str) -> bool:
    """Whether an address is of this organisation: somebody with a role here has one at the same domain."""
    _user, at, domain = email.rpartition("@")
    here = Membership.objects.filter(tenant__schema_name=current_schema(), ended_at__isnull=True)
    return bool(at and domain) and here.filter(user__email__iendswith=f"@{domain}").exists()


def people_with_role(*, roles: Collection[Role], today: date) -> set[int]:
    """Who, with an active account, holds one of the roles today at the organisation whose schema is set."""
    running = Membership.objects.filter(
        tenant__schema_name=current_schema(), role__in=roles, ended_at__isnull=True, starts_on__lte=today, user__is_active=True
    )
    return set(running.values_list("user_id", flat=True))


def people_who_had_role(*, roles: Collection[Role], day: date) -> set[int]:
    """Who held one of the roles on a day that is over at the organisation whose schema is set, whatever became of them since."""
    held = Membership.objects.filter(tenant__schema_name=current_schema(), role__in=roles, starts_on__lte=day)
    return {one.user_id for one in held if one.ended_at is None or day <= dutch_date(one.ended_at)}


def managers_of_units(unit_ids: Collection[uuid.UUID], *, today: date) -> set[int]:
    """Who, with an active account, is a manager of one of these units today at the organisation whose schema is set."""
    running = Membership.objects.filter(
        tenant__schema_name=current_schema(), role=Role.MANAGER, unit_id__in=unit_ids, ended_at__isnull=True, starts_on__lte=today
    )
    return set(running.filter(user__is_active=True).values_list("user_id", flat=True)) if unit_ids else set()


def only_with_role(*, roles: Collection[Role], today: date) -> set[int]:
    """Who holds one of the roles today at the organisation whose schema is set and none beside them, with an active account or not."""
    running = Membership.objects.filter(tenant__schema_name=current_schema(), ended_at__isnull=True, starts_on__lte=today)
    others = running.exclude(role__in=roles).values("user_id")
    return set(running.filter(role__in=roles).exclude(user_id__in=others).values_list("user_id", flat=True))


def roles_of(*, user_id: int, today: date) -> frozenset[Role]:
    """The roles somebody with an active account holds today at the organisation whose schema is set."""
    running = Membership.objects.filter(
        tenant__schema_name=current_schema(), user_id=user_id, ended_at__isnull=True, starts_on__lte=today, user__is_active=True
    )
    return frozenset(Role(role) for role in running.values_list("role", flat=True))


def people_by_role(*, today: date) -> dict[Role, set[int]]:
    """Who, with an active account, holds which role today at the organisation whose schema is set. A role nobody holds is there too."""
    found: dict[Role, set[int]] = {role: set() for role in Role}
    running = Membership.objects.filter(
        tenant__schema_name=current_schema(), ended_at__isnull=True, starts_on__lte=today, user__is_active=True
    )
    for role, user_id in running.values_list("role", "user_id"):
        found[Role(role)].add(user_id)
    return found


def managers_by_unit(*, today: date) -> dict[UUID | None, set[int]]:
    """Who, with an active account, is manager of which unit (a label) today at the organisation whose schema is set."""
    found: dict[UUID | None, set[int]] = {}
    running = Membership.objects.filter(
        tenant__schema_name=current_schema(), role=Role.MANAGER, ended_at__isnull=True, starts_on__lte=today, user__is_active=True
    )
    for unit_id, user_id in running.values_list("unit_id", "user_id"):
        found.setdefault(unit_id, set()).add(user_id)
    return found


def names_here(user_ids: Collection[int]) -> dict[int, str]:
    """How colleagues are named at the organisation whose schema is set, by user: the name once the person has come in here."""
    if not user_ids:
        return {}
    arrived = _arrived_here()
    return {user.pk: _shown_name(user, arrived) for user in User.objects.filter(pk__in=user_ids)}


def ever_here(user_ids: Collection[int]) -> set[int]:
    """Who of these has or had a role at the organisation whose schema is set."""
    here = Membership.objects.filter(tenant__schema_name=current_schema(), user_id__in=user_ids)
    return set(here.values_list("user_id", flat=True)) if user_ids else set()


def namesakes_here(names: Mapping[int, str]) -> dict[int, str]:
    """Which of these names is that, or the e-mail address, of somebody with a running role at the organisation whose schema is set.

    names: by any key. Returns by that key how the colleague is shown. Case, accents, order, titles and initials make no
    difference. The name of somebody who never came in here stands for nobody: only their address does.
    """
    if not names:
        return {}
    running = Membership.objects.filter(ended_at__isnull=True, user__is_active=True, tenant__schema_name=current_schema())
    arrived, found = _arrived_here(), dict[int, str]()
    for one in running.select_related("user").order_by("user_id"):
        shown, address = _shown_name(one.user, arrived), one.user.email.casefold()
        is_named = one.user_id in arrived
        found |= {
            key: shown for key, name in names.items() if name.strip().casefold() == address or (is_named and may_be_same_name(name, shown))
        }
    return found


def colleagues_here(*, also: Collection[int | None] = ()) -> list[PersonHere]:
    """Everybody with a running role at the organisation whose schema is set, by name; for choosing whom a matter is about or for.

    also: users who had a role here and are named already.

    A name is shown once the person has come in here, else the address.
    """
    running = Membership.objects.filter(
        Q(ended_at__isnull=True, user__is_active=True) | Q(user_id__in=[one for one in also if one is not None]),
        tenant__schema_name=current_schema(),
    )
    arrived = _arrived_here()
    people = {one.user_id: one.user for one in running.select_related("user")}
    shown = [PersonHere(user_id=user.pk, shown_name=_shown_name(user, arrived), has_role=True) for user in people.values()]
    return sorted(shown, key=lambda one: one.shown_name.casefold())
