"""How people reach the organisation about a complaint: the confirmation of receipt tells it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal, Refusals
from tenants.organisation.access import lock_organisation
from tenants.organisation.models import OrganisationSettings
from tenants.organisation.records import record_organisation_event
from tenants.permissions import Permission
from tenants.phone_numbers import can_be_dialled

LONGEST_PHONE, LONGEST_HOURS, LONGEST_EMAIL = 30, 100, 254


class UnusablePhone(Refusal):
    code = "unusable_phone"
    message = _("Give one phone number as people dial it, for example 030 123 45 67 or 14 030.")


class HoursWithoutPhone(Refusal):
    code = "hours_without_phone"
    message = _("Give the phone number as well, or leave out when people can call.")


class UnusablePhoneHours(Refusal):
    code = "unusable_phone_hours"
    message = _("Say in at most 100 characters when people can call.")


class UnusableEmail(Refusal):
    code = "unusable_email"
    message = _("Give an e-mail address, for example complaints@municipality.example.")


class ReachabilityUnchanged(Refusal):
    code = "reachability_unchanged"
    message = _("There is nothing to change: this is how it is already.")


def set_reachability(*, actor: Actor, phone: str, phone_hours: str, email: str, now: datetime) -> OrganisationSettings:
    """Set phone number, when it is answered, and e-mail address; "" for none. Each is one line.

    Raises NotPermitted, ReachabilityUnchanged, and Refusals with all that is wrong.
    """
    guard(actor, Permission.MANAGE_ORGANISATION)
    wanted = {"phone": " ".join(phone.split()), "phone_hours": " ".join(phone_hours.split()), "email": email.strip()}
    problems = _problems(**wanted)
    if problems:
        raise Refusals(problems)
    with transaction.atomic(durable=True):
        settings = lock_organisation()
        changed = [name for name, value in wanted.items() if getattr(settings, name) != value]
        if not changed:
            raise ReachabilityUnchanged
        for name in changed:
            setattr(settings, name, wanted[name])
        settings.save(update_fields=changed)
        record_organisation_event(actor=actor, now=now, code="reachability_changed", data={"changed": changed})
    return settings


def _problems(*, phone: str, phone_hours: str, email: str) -> list[Refusal]:
    problems: list[Refusal] = []
    if phone and (len(phone) > LONGEST_PHONE or not can_be_dialled(phone)):
        problems.append(UnusablePhone(field="phone"))
    if phone_hours and not phone:
        problems.append(HoursWithoutPhone(field="phone"))
    if len(phone_hours) > LONGEST_HOURS or "\x00" in phone_hours:
        problems.append(UnusablePhoneHours(field="phone_hours"))
    if email and not _is_address(email):
        problems.append(UnusableEmail(field="email"))
    return problems


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_EMAIL
