"""Deelnemende gemeenten: which municipalities take part in a joint authority, and between which days."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.models import Municipality, Participation, Tenant, TenantKind
from tenants.organisation.access import find_participation, lock_organisation
from tenants.organisation.checks import as_text, changed_days, check_period, overlapping, refusing
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission


class NotAJointAuthority(Refusal):
    code = "not_a_joint_authority"
    message = _("Only a joint authority has participating municipalities. Choose the organisation of a joint authority.")


class UnknownMunicipality(Refusal):
    code = "unknown_municipality"
    message = _("No municipality has the code %(given)s. Check it, or add it with add_municipality.")


class AnotherPeriodThen(Refusal):
    code = "another_period_then"
    message = _("This municipality took part in some of these days already, in a period of its own. Choose other days.")


class ParticipationUnchanged(Refusal):
    code = "participation_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def set_participation(
    *, actor: Actor, tenant: Tenant, municipality_code: str, valid_from: date | None, valid_until: date | None, now: datetime
) -> tuple[Participation, bool]:
    """Let a municipality take part between these days: a new participant, or other days for one there is.

    Of a municipality with more than one period, the latest is changed. A participant's executive keeps its own days.
    Returns the participation and whether it is new. Raises NotAJointAuthority, UnknownMunicipality, DayOutOfReach,
    EndsBeforeItBegins, ParticipationUnchanged, AnotherPeriodThen.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    if tenant.kind != TenantKind.GR:
        raise NotAJointAuthority
    municipality = _known_municipality(municipality_code)
    days = {"valid_from": valid_from, "valid_until": valid_until}
    check_period(**days)
    with refusing(participation_once=AnotherPeriodThen(field="valid_from")), transaction.atomic(durable=True):
        lock_organisation()
        found = find_participation(actor=actor, tenant=tenant, municipality_code=municipality.pk)
        participation = found or Participation(tenant=tenant, municipality=municipality)
        moved = changed_days({"valid_from": participation.valid_from, "valid_until": participation.valid_until}, days)
        if found and not moved:
            raise ParticipationUnchanged
        others = Participation.objects.filter(tenant=tenant, municipality=municipality).exclude(pk=participation.pk)
        if others.filter(overlapping(**days)).exists():
            raise AnotherPeriodThen(field="valid_from" if "valid_from" in moved else "valid_until")
        participation.valid_from, participation.valid_until = valid_from, valid_until
        participation.save()
        if found:
            record_organisation_event(
                actor=actor, now=now, code="participant_changed", data={"municipality": municipality.pk, "days": moved}
            )
        else:
            data = {"municipality": municipality.pk, "from": as_text(valid_from), "until": as_text(valid_until)}
            record_organisation_event(actor=actor, now=now, code="participant_added", data=data)
    return participation, found is None


def _known_municipality(given: str) -> Municipality:
    code = given.strip().upper()
    municipality = Municipality.objects.filter(pk=code).first() if "\x00" not in code else None
    if municipality is None:
        raise UnknownMunicipality(field="municipality", given=given[:20])
    return municipality
