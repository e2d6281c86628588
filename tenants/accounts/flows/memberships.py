"""Who has which role here: granted and ended by an administrator, who never touches the person's own account.

An administrator learns nothing about other organisations: an address that is known elsewhere and one that is not are
treated alike and get the same message, and a name is shown only once the person has come in here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.accounts.access import access_membership
from tenants.accounts.models import ROLE_ONCE, Membership, MembershipEvent, User
from tenants.actors import Actor, ActorKind, guard
from tenants.clock import dutch_date
from tenants.connections import constraint_of
from tenants.errors import Refusal
from tenants.models import Participation, Tenant, TenantKind
from tenants.outbox import after_commit
from tenants.permissions import Permission, Role


class UnusableAddress(Refusal):
    code = "unusable_address"
    message = _("This is no e-mail address. Write it like name@organisation.nl.")


class RoleNotGrantedHere(Refusal):
    code = "role_not_granted_here"
    message = _("This role cannot be given here. Choose one from the list.")


class UnitMissing(Refusal):
    code = "unit_missing"
    message = _("Choose the unit that this person is manager of.")


class UnknownUnit(Refusal):
    code = "unknown_unit"
    message = _("There is no such unit here. Choose one from the list.")


class UnitNotForThisRole(Refusal):
    code = "unit_not_for_this_role"
    message = _("Only a manager belongs to a unit. Leave the unit empty, or choose the role of manager.")


class MunicipalityMissing(Refusal):
    code = "municipality_missing"
    message = _("Choose the municipality of this council member.")


class MunicipalityNotForThisRole(Refusal):
    code = "municipality_not_for_this_role"
    message = _("Only a council member of a joint authority belongs to a municipality. Leave the municipality empty.")


class NotAParticipant(Refusal):
    code = "not_a_participant"
    message = _("This municipality does not take part in your organisation. Choose one that does.")


class AlreadyAMember(Refusal):
    code = "already_a_member"
    message = _("This person has this role already.")


class LastAdministrator(Refusal):
    code = "last_administrator"
    message = _(
        "Nobody else is administrator today and able to sign in. Make somebody else administrator first,"
        " and wait until that person has come in here once."
    )


def grant_membership(
    *,
    actor: Actor,
    tenant: Tenant,
    email: str,
    role: Role,
    starts_on: date,
    unit_id: UUID | None = None,
    known_unit_ids: Collection[UUID] = (),
    municipality_code: str | None = None,
    now: datetime,
) -> Membership:
    """Give somebody a role at this tenant from a day, and invite them by mail.

    An address nobody has yet becomes a user without password, who sets one by the mail.
    unit_id: a unit label of this tenant, one of known_unit_ids. Labels lie a floor above accounts, so the caller brings
    what there is; without it no unit is known.
    Raises UnusableAddress, RoleNotGrantedHere, UnitMissing, UnknownUnit, UnitNotForThisRole, MunicipalityMissing,
    MunicipalityNotForThisRole, NotAParticipant, AlreadyAMember.
    """
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    address = _checked_address(email)
    _check_belonging(tenant, role, unit_id, municipality_code)
    if unit_id is not None and unit_id not in known_unit_ids:
        raise UnknownUnit(field="unit")
    try:
        with transaction.atomic(durable=True):
            membership = Membership.objects.create(
                tenant=tenant,
                user=_find_or_add_user(address),
                role=role,
                unit_id=unit_id,
                municipality_id=municipality_code,
                starts_on=starts_on,
            )
            _record("granted", membership, actor=actor, now=now, role=role)
            after_commit("accounts.send_invitation", now=now, membership_id=membership.pk)
    except IntegrityError as error:
        if constraint_of(error) != ROLE_ONCE:
            raise
        raise AlreadyAMember(field="email") from None
    return membership


def end_membership(*, actor: Actor, tenant: Tenant, membership_id: int, now: datetime) -> Membership:
    """End a role as of now; the person's account and other roles stay. Raises NotFound, LastAdministrator."""
    guard(actor, Permission.MANAGE_MEMBERSHIPS)
    with transaction.atomic(durable=True):
        # One administrator after the other: two who end each other at once must not both succeed.
        Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
        membership = access_membership(actor=actor, tenant=tenant, membership_id=membership_id, for_change=True)
        if membership.role == Role.ADMINISTRATOR and not _another_administrator(membership, actor=actor, today=dutch_date(now)):
            raise LastAdministrator
        membership.ended_at = now
        membership.save(update_fields=["ended_at"])
        _record("ended", membership, actor=actor, now=now, role=membership.role)
        if tenant.kind != TenantKind.PORTAL:
            after_commit("complaints.follow_departure", now=now, user_id=membership.user_id)
    return membership


def note_arrival(*, actor: Actor, tenant: Tenant, now: datetime) -> int:
    """The person has come in with the roles held here: from now on an administrator here sees the name. Returns how many roles were new.

    Once for each role, also when several pages are opened at the same moment.
    """
    if actor.kind is not ActorKind.PERSON or actor.user_id is None or not actor.roles:
        return 0
    arrived = MembershipEvent.objects.filter(tenant=tenant, actor_id=actor.user_id, code="arrived").values("membership")
    fresh = Membership.objects.filter(tenant=tenant, user_id=actor.user_id, ended_at__isnull=True).exclude(pk__in=arrived)
    if not fresh.exists():
        return 0
    with transaction.atomic(durable=True):
        # Whoever waited here for the other looks again, and finds what the other wrote.
        list(User.objects.select_for_update(no_key=True).filter(pk=actor.user_id).values_list("pk"))
        found = list(fresh.all())
        for membership in found:
            _record("arrived", membership, actor=actor, now=now)
    return len(found)


def _checked_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise UnusableAddress(field="email") from None
    if len(address) > 254:
        raise UnusableAddress(field="email")
    return address


def _check_belonging(tenant: Tenant, role: Role, unit_id: UUID | None, municipality_code: str | None) -> None:
    if (role == Role.OPERATOR) != (tenant.kind == TenantKind.PORTAL):
        raise RoleNotGrantedHere(field="role")
    if role == Role.MANAGER and unit_id is None:
        raise UnitMissing(field="unit")
    if role != Role.MANAGER and unit_id is not None:
        raise UnitNotForThisRole(field="unit")
    needs_municipality = role == Role.COUNCIL_MEMBER and tenant.kind == TenantKind.GR
    if needs_municipality and not municipality_code:
        raise MunicipalityMissing(field="municipality")
    if municipality_code and not needs_municipality:
        raise MunicipalityNotForThisRole(field="municipality")
    if municipality_code and not Participation.objects.filter(tenant=tenant, municipality_id=municipality_code).exists():
        raise NotAParticipant(field="municipality")


def _find_or_add_user(address: str) -> User:
    found = User.objects.filter(email=address).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email=address)
    except IntegrityError:
        return User.objects.get(email=address)


def _another_administrator(membership: Membership, *, actor: Actor, today: date) -> bool:
    """Somebody else who is administrator today, has come in here (as the actor has) and still has a password or a passkey.

    Of somebody who has not come in here yet nothing counts: whether such an address can sign in tells of an account elsewhere.
    """
    arrived = MembershipEvent.objects.filter(tenant_id=membership.tenant_id, code="arrived").values("actor_id")
    others = Membership.objects.filter(
        tenant_id=membership.tenant_id, role=Role.ADMINISTRATOR, ended_at__isnull=True, starts_on__lte=today, user__is_active=True
    ).exclude(user_id=membership.user_id)
    has_password = ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    has_passkey = Q(user__authenticator__type=Authenticator.Type.WEBAUTHN)
    return others.filter(has_password | has_passkey, Q(user_id__in=arrived) | Q(user_id=actor.user_id)).exists()


def _record(code: str, membership: Membership, *, actor: Actor, now: datetime, **data: str) -> None:
    MembershipEvent.objects.create(
        tenant_id=membership.tenant_id,
        membership=membership,
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code=code,
        data=data,
    )
