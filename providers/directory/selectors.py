"""What others read from the shared directory of providers."""

from __future__ import annotations

from django.db.models import Q

from providers.directory.models import Provider
from tenants.actors import Actor, guard
from tenants.permissions import Permission

MOST_SHOWN = 200


def find_providers(*, actor: Actor, text: str = "") -> list[Provider]:
    """Active providers by name, at most 200; text: part of the name, or a whole KVK number or AGB code."""
    guard(actor, Permission.SEE_PROVIDERS)
    return _found(text)


def provider_choices(*, actor: Actor, text: str = "") -> list[Provider]:
    """The same, for whoever registers a complaint and says which provider it is about."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    return _found(text)


def _found(text: str) -> list[Provider]:
    providers = Provider.objects.filter(is_active=True)
    text = text.strip()
    if "\x00" in text:
        return []
    if text:
        providers = providers.filter(Q(name__icontains=text) | Q(kvk_number=text) | Q(agb_code=text))
    return list(providers.order_by("name")[:MOST_SHOWN])
