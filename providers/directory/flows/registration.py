"""A care provider enters the shared directory, or changes its name."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from providers.directory.models import Provider
from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.permissions import Permission


class UnusableKvkNumber(Refusal):
    code = "unusable_kvk_number"
    message = _('"%(given)s" is not a KVK number. Give its eight digits.')


class UnusableAgbCode(Refusal):
    code = "unusable_agb_code"
    message = _('"%(given)s" is not an AGB code. Give its eight digits, or leave it out.')


class AgbCodeTaken(Refusal):
    code = "agb_code_taken"
    message = _("Another provider has this AGB code. Check it, or leave it out.")


class ProviderNameMissing(Refusal):
    code = "provider_name_missing"
    message = _("Give the name of the provider, at most 200 characters.")


class UnusableWebsite(Refusal):
    code = "unusable_website"
    message = _("Give the whole address of the website, starting with https://, or leave it out.")


def register_provider(
    *, actor: Actor, kvk_number: str, name: str, agb_code: str = "", website: str = "", now: datetime
) -> tuple[Provider, bool]:
    """Add a provider by its KVK number, or correct the one that has it. Given twice, the second changes nothing.

    Returns the provider and whether it is new. Raises UnusableKvkNumber, ProviderNameMissing, UnusableAgbCode,
    AgbCodeTaken or UnusableWebsite; NotPermitted for everybody but the operators.
    """
    guard(actor, Permission.OPERATE_SERVICE)
    kvk_number, name, agb_code, website = (value.strip() for value in (kvk_number, name, agb_code, website))
    _check(kvk_number=kvk_number, name=name, agb_code=agb_code, website=website)
    with transaction.atomic(durable=True):
        if agb_code and Provider.objects.select_for_update().filter(agb_code=agb_code).exclude(kvk_number=kvk_number).exists():
            raise AgbCodeTaken(field="agb_code")
        return Provider.objects.update_or_create(
            kvk_number=kvk_number,
            defaults={"name": name, "agb_code": agb_code, "website": website},
            create_defaults={"name": name, "agb_code": agb_code, "website": website, "created_at": now},
        )


def _check(*, kvk_number: str, name: str, agb_code: str, website: str) -> None:
    if not re.fullmatch(r"[0-9]{8}", kvk_number):
        raise UnusableKvkNumber(field="kvk_number", given=kvk_number[:20])
    if not name or len(name) > 200 or "\x00" in name:
        raise ProviderNameMissing(field="name")
    if agb_code and not re.fullmatch(r"[0-9]{8}", agb_code):
        raise UnusableAgbCode(field="agb_code", given=agb_code[:20])
    if website:
        try:
            URLValidator(schemes=["https", "http"])(website)
        except ValidationError:
            raise UnusableWebsite(field="website") from None
