"""Municipalities come and go: those that the shipped list does not have."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.models import Municipality
from tenants.permissions import Permission


class UnusableMunicipalityCode(Refusal):
    code = "unusable_municipality_code"
    message = _('"%(given)s" is not a CBS code. Use GM and four digits, such as GM0344.')


class MunicipalityNameMissing(Refusal):
    code = "municipality_name_missing"
    message = _("Give the name of the municipality.")


class MunicipalityEndsBeforeItBegins(Refusal):
    code = "municipality_ends_before_it_begins"
    message = _("The last day comes before the first day. Check both dates.")


def add_municipality(*, actor: Actor, code: str, name: str, valid_from: date | None, valid_until: date | None) -> tuple[Municipality, bool]:
    """Add a municipality, or change the name and the given dates of one that is there. Given twice, the second changes nothing.

    The first and the last day are compared as they would be stored: one that is not given is the one there is.

    Returns the municipality and whether it is new. Raises UnusableMunicipalityCode, MunicipalityNameMissing or
    MunicipalityEndsBeforeItBegins.
    """
    guard(actor, Permission.OPERATE_SERVICE)
    code, name = code.strip().upper(), name.strip()
    if not re.fullmatch(r"GM[0-9]{4}", code):
        raise UnusableMunicipalityCode(field="code", given=code[:20])
    if not name or len(name) > 100:
        raise MunicipalityNameMissing(field="name")
    given = {field: day for field, day in (("valid_from", valid_from), ("valid_until", valid_until)) if day is not None}
    _check_order(**given)
    with transaction.atomic(durable=True):
        municipality, is_new = Municipality.objects.select_for_update().get_or_create(code=code, defaults={"name": name, **given})
        if not is_new:
            _check_order(**{"valid_from": municipality.valid_from, "valid_until": municipality.valid_until, **given})
            Municipality.objects.filter(pk=code).update(name=name, **given)
            municipality.refresh_from_db()
    return municipality, is_new


def _check_order(*, valid_from: date | None = None, valid_until: date | None = None) -> None:
    if valid_from and valid_until and valid_until < valid_from:
        raise MunicipalityEndsBeforeItBegins(field="valid_until")
