"""The bestuursorganen (Awb 1:1) that answer for conduct: which there are, between which days, and which is the default."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.models import Participation, Tenant, TenantKind
from tenants.organisation.access import access_authority, lock_organisation
from tenants.organisation.checks import as_text, changed_days, check_period, checked_name, is_in_force, overlapping, refusing
from tenants.organisation.models import Authority, AuthorityKind
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission

KINDS_OF: dict[str, tuple[AuthorityKind, ...]] = {
    TenantKind.GEMEENTE: (AuthorityKind.EXECUTIVE, AuthorityKind.MAYOR, AuthorityKind.COUNCIL),
    TenantKind.GR: (
        AuthorityKind.GENERAL_BOARD,
        AuthorityKind.EXECUTIVE_BOARD,
        AuthorityKind.CHAIR,
        AuthorityKind.PARTICIPANT_EXECUTIVE,
    ),
}


class KindNotHere(Refusal):
    code = "kind_not_here"
    message = _("Your organisation has no such authority. Choose a kind from the list.")


class MunicipalityMissing(Refusal):
    code = "municipality_missing"
    message = _("Choose the municipality whose executive this is.")


class MunicipalityNotForThisKind(Refusal):
    code = "municipality_not_for_this_kind"
    message = _("Only the executive of a participating municipality belongs to one. Leave the municipality empty.")


class NotAParticipant(Refusal):
    code = "not_a_participant"
    message = _("This municipality does not take part in your organisation in these days. Choose one that does, or other days.")


class AuthorityOverlaps(Refusal):
    code = "authority_overlaps"
    message = _("There is such an authority already in these days. Change that one, or give it a last day first.")


class DefaultCannotEnd(Refusal):
    code = "default_cannot_end"
    message = _("New complaints are put in the name of this authority. Make another one the default first.")


class DefaultHasBegun(Refusal):
    code = "default_has_begun"
    message = _("New complaints are put in the name of this authority: it cannot begin in the future. Make another one the default first.")


class CannotBeDefault(Refusal):
    code = "cannot_be_default"
    message = _("The default must be there today and have no last day. Change the days of this authority first.")


class AlreadyDefault(Refusal):
    code = "already_default"
    message = _("This is the default already.")


class AuthorityUnchanged(Refusal):
    code = "authority_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def add_authority(
    *,
    actor: Actor,
    tenant: Tenant,
    kind: str,
    name: str,
    municipality_code: str | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime,
) -> Authority:
    """Add an authority, with the days it exists between. municipality_code: for a participant's executive.

    Raises NameMissing, DayOutOfReach, EndsBeforeItBegins, KindNotHere, MunicipalityMissing, MunicipalityNotForThisKind,
    NotAParticipant, AuthorityOverlaps.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    name = checked_name(name)
    check_period(valid_from=valid_from, valid_until=valid_until)
    authority = Authority(
        name=name,
        kind=kind,
        municipality_id=_checked_municipality(tenant, kind, municipality_code),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    with transaction.atomic(durable=True):
        lock_organisation()
        _check_place(tenant, authority)
        authority.save()
        data = {"kind": kind, "municipality": authority.municipality_id, "from": as_text(valid_from), "until": as_text(valid_until)}
        _record("authority_added", authority, actor=actor, now=now, **data)
    return authority


def change_authority(
    *, actor: Actor, tenant: Tenant, authority_id: int, name: str, valid_from: date | None, valid_until: date | None, now: datetime
) -> Authority:
    """Change its name, or the days it exists between.

    What belongs to it keeps its own days: an ombudsman, say, may be turned to about an authority that is gone.
    Raises NotFound, NameMissing, DayOutOfReach, EndsBeforeItBegins, AuthorityUnchanged, DefaultCannotEnd, DefaultHasBegun,
    NotAParticipant, AuthorityOverlaps.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    name = checked_name(name)
    check_period(valid_from=valid_from, valid_until=valid_until)
    with transaction.atomic(durable=True):
        lock_organisation()
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        before = {"valid_from": authority.valid_from, "valid_until": authority.valid_until}
        days = changed_days(before, {"valid_from": valid_from, "valid_until": valid_until})
        is_renamed = authority.name != name
        if not days and not is_renamed:
            raise AuthorityUnchanged
        authority.name, authority.valid_from, authority.valid_until = name, valid_from, valid_until
        if authority.is_default and valid_until is not None:
            raise DefaultCannotEnd(field="valid_until")
        if authority.is_default and valid_from is not None and valid_from > dutch_date(now):
            raise DefaultHasBegun(field="valid_from")
        if days:
            _check_place(tenant, authority)
        authority.save(update_fields=["name", "valid_from", "valid_until"])
        _record("authority_changed", authority, actor=actor, now=now, is_renamed=is_renamed, days=days)
    return authority


def make_default(*, actor: Actor, authority_id: int, now: datetime) -> Authority:
    """Put new complaints in the name of this authority from now on. Raises NotFound, AlreadyDefault, CannotBeDefault."""
    guard(actor, Permission.MANAGE_ORGANISATION)
    with refusing(one_default_authority=AlreadyDefault()), transaction.atomic(durable=True):
        lock_organisation()
        authority = access_authority(actor=actor, authority_id=authority_id, for_change=True)
        if authority.is_default:
            raise AlreadyDefault
        if authority.valid_until is not None or not is_in_force(authority, day=dutch_date(now)):
            raise CannotBeDefault
        before = list(Authority.objects.filter(is_default=True).values_list("pk", flat=True))
        Authority.objects.filter(pk__in=before).update(is_default=False)
        authority.is_default = True
        authority.save(update_fields=["is_default"])
        _record("default_authority_changed", authority, actor=actor, now=now, before=before[0] if before else None)
    return authority


def _checked_municipality(tenant: Tenant, kind: str, given: str | None) -> str | None:
    if kind not in KINDS_OF.get(tenant.kind, ()):
        raise KindNotHere(field="kind")
    if kind == AuthorityKind.PARTICIPANT_EXECUTIVE:
        if not given:
            raise MunicipalityMissing(field="municipality")
        return given
    if given:
        raise MunicipalityNotForThisKind(field="municipality")
    return tenant.municipality_id


def _check_place(tenant: Tenant, authority: Authority) -> None:
    """There is one college, one mayor, one chair ... at a time, and a participant's college while it takes part."""
    shared_days = overlapping(valid_from=authority.valid_from, valid_until=authority.valid_until)
    if authority.kind == AuthorityKind.PARTICIPANT_EXECUTIVE:
        taking_part = Participation.objects.filter(shared_days, tenant=tenant, municipality_id=authority.municipality_id)
        if not taking_part.exists():
            raise NotAParticipant(field="municipality")
    alike = Authority.objects.filter(shared_days, kind=authority.kind, municipality_id=authority.municipality_id)
    if alike.exclude(pk=authority.pk).exists():
        raise AuthorityOverlaps(field="valid_from")


def _record(code: str, authority: Authority, *, actor: Actor, now: datetime, **data: Any) -> None:
    record_organisation_event(actor=actor, now=now, code=code, data={"authority": authority.pk, **data})
