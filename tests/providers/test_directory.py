"""The shared directory of care providers."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from providers.directory.models import Provider
from providers.directory.selectors import find_providers
from tenants.actors import Actor
from tenants.errors import NotPermitted
from tenants.models import Tenant
from tenants.permissions import ROLES, Permission, Role


def add(*arguments: str) -> str:
    out = StringIO()
    call_command("add_provider", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_provider_is_added_once_and_corrected_by_its_number() -> None:
    add("12345678", "Zorg Voorbeeld", "--agb", "01020304", "--website", "https://zorg.example")
    add("12345678", "Zorg Voorbeeld BV")

    provider = Provider.objects.get()
    assert (provider.name, provider.kvk_number, provider.agb_code, provider.website) == ("Zorg Voorbeeld BV", "12345678", "", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["1234567", "Z"], "unusable_kvk_number"),
        (["1234567a", "Z"], "unusable_kvk_number"),
        (["12345678", " "], "provider_name_missing"),
        (["12345678", "Z" * 201], "provider_name_missing"),
        (["12345678", "Z", "--agb", "1"], "unusable_agb_code"),
        (["12345678", "Z", "--agb", "99999999"], "agb_code_taken"),
        (["12345678", "Z", "--website", "javascript:alert(1)"], "unusable_website"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_stored(arguments: list[str], code: str) -> None:
    add("87654321", "Ander", "--agb", "99999999")

    with pytest.raises(CommandError, match=code) as refused:
        add(*arguments)

    assert refused.value.returncode == 1
    assert list(Provider.objects.values_list("kvk_number", flat=True)) == ["87654321"]


def test_it_is_found_by_part_of_its_name_and_by_its_numbers(tenant: Tenant, make_actor: Callable[..., Actor]) -> None:
    for kvk_number, name, agb_code in (("11111111", "Aandacht Zorg", "10000001"), ("22222222", "Buurtzorg Oost", "")):
        add(kvk_number, name, "--agb", agb_code)
    actor = make_actor(Role.HANDLER)

    found: dict[str, Any] = {
        text: [one.name for one in find_providers(actor=actor, text=text)] for text in ("zorg", "OOST", "10000001", "22222222", "1", "\x00")
    }

    assert found == {
        "zorg": ["Aandacht Zorg", "Buurtzorg Oost"],
        "OOST": ["Buurtzorg Oost"],
        "10000001": ["Aandacht Zorg"],
        "22222222": ["Buurtzorg Oost"],
        "1": [],
        "\x00": [],
    }


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.SEE_PROVIDERS]))
def test_other_roles_do_not_see_the_directory(tenant: Tenant, make_actor: Callable[..., Actor], role: Role) -> None:
    with pytest.raises(NotPermitted):
        find_providers(actor=make_actor(role))
