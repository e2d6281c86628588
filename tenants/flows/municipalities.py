"""Municipalities come and go: those that the shipped list does not have."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.models import Municipality
from tenants.permissions import Permission

LONGEST_NAME = 100


class UnusableMunicipalityCode(Refusal):
    code = "unusable_municipality_code"
    message = _('"%(given)s" is not a CBS code. Use GM and four digits, such as GM0344.')


class MunicipalityNameMissing(Refusal):
    code = "municipality_name_missing"
    message = _("Give the name of the municipality.")


class MunicipalityNameTooLong(Refusal):
    code = "municipality_name_too_long"
    message = _("The name of a municipality has at most %(most)s characters; this one has %(count)s. Give a shorter one.")


class UnusableMunicipalityName(Refusal):
    code = "unusable_municipality_name"
    message = _("The name holds invisible characters. Type it instead of pasting it.")


class OtherNameKnown(Refusal):
    code = "other_name_known"
    message = _('%(code)s is known as "%(known)s". Check the code. Did the name change? Then give --rename: every organisation sees it.')


class MunicipalityEndsBeforeItBegins(Refusal):
    code = "municipality_ends_before_it_begins"
    message = _("The last day comes before the first day. Check both dates.")


def add_municipality(
    *, actor: Actor, code: str, name: str, valid_from: date | None, valid_until: date | None, may_rename: bool = False
) -> tuple[Municipality, bool]:
    """Add a municipality, or change the given dates of one that is there. Given twice, the second changes nothing.

    may_rename: a known code gets this name, for every organisation; without it another name is refused, since a slip in the
    code would rename a municipality that somebody else works with.
    The first and the last day are compared as they would be stored: one that is not given is the one there is.

    Returns the municipality and whether it is new. Raises UnusableMunicipalityCode, MunicipalityNameMissing,
    MunicipalityNameTooLong, UnusableMunicipalityName, MunicipalityEndsBeforeItBegins or OtherNameKnown.
    """
    guard(actor, Permission.OPERATE_SERVICE)
    code = code.strip().upper()
    if not re.fullmatch(r"GM[0-9]{4}", code):
        raise UnusableMunicipalityCode(field="code", given=code[:20])
    name = _checked_name(name)
    given = {field: day for field, day in (("valid_from", valid_from), ("valid_until", valid_until)) if day is not None}
    _check_order(**given)
    with transaction.atomic(durable=True):
        municipality, is_new = Municipality.objects.select_for_update().get_or_create(code=code, defaults={"name": name, **given})
        if not is_new:
            _check_order(**{"valid_from": municipality.valid_from, "valid_until": municipality.valid_until, **given})
            if municipality.name != name and not may_rename:
                raise OtherNameKnown(field="name", code=code, known=municipality.name)
            Municipality.objects.filter(pk=code).update(name=name, **given)
            municipality.refresh_from_db()
    return municipality, is_new


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise MunicipalityNameMissing(field="name")
    if len(name) > LONGEST_NAME:
        raise MunicipalityNameTooLong(field="name", most=LONGEST_NAME, count=len(name))
    # Control, direction and other invisible characters, and bytes of the shell that are no text.
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name):
        raise UnusableMunicipalityName(field="name")
    return name


def _check_order(*, valid_from: date | None = None, valid_until: date | None = None) -> None:
    if valid_from and valid_until and valid_until < valid_from:
        raise MunicipalityEndsBeforeItBegins(field="valid_until")
