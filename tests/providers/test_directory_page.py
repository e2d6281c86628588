"""The shared directory of care providers as people look it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from complaints.demo.organisations import PROVIDERS
from complaints.management.commands.load_demo import Command
from providers.directory import selectors
from providers.directory.models import Provider
from tenants.models import Tenant
from tenants.permissions import Role


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.HANDLER))


def add(kvk_number: str, name: str, *more: str) -> None:
    call_command("add_provider", kvk_number, name, *more, stdout=StringIO())


def page(client: Client, **asked: str) -> str:
    return str(client.get("/aanbieders/", asked).content.decode())


def test_without_providers_it_says_who_adds_them(client: Client) -> None:
    text = page(client)

    assert ("Nog geen aanbieders." in text, "De beheerder van de dienst voegt ze toe." in text) == (True, True)
    assert "<table" not in text


def test_they_are_listed_and_found_by_name_or_number(client: Client) -> None:
    add("11111111", "Aandacht Zorg", "--agb", "10000001", "--website", "https://aandacht.example")
    add("22222222", "Buurtzorg Oost")

    everything, by_name, by_number, nothing = (
        page(client),
        page(client, zoek="oost"),
        page(client, zoek="10000001"),
        page(client, zoek="west"),
    )

    assert ("2 aanbieders" in everything, "Aandacht Zorg" in everything, "Buurtzorg Oost" in everything) == (True, True, True)
    assert 'href="https://aandacht.example" rel="noopener noreferrer"' in everything
    assert ("1 aanbieder gevonden" in by_name, "Aandacht Zorg" in by_name) == (True, False)
    assert ('value="oost"' in by_name, "Aandacht Zorg" in by_number) == (True, True)
    assert ("Geen aanbieder past hierbij." in nothing, "<table" in nothing) == (True, False)


def test_a_long_list_says_that_it_is_cut_short(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        add(f"1111111{number}", f"Zorg {number}")
    monkeypatch.setattr(selectors, "MOST_SHOWN", 2)
    monkeypatch.setattr("providers.directory.web.views.directory.MOST_SHOWN", 2)

    text = page(client)

    assert ("U ziet de eerste 2." in text, "Zorg 2" in text) == (True, False)


def test_too_long_a_search_is_refused_beside_the_field(client: Client) -> None:
    response = client.get("/aanbieders/", {"zoek": "x" * 201})

    assert (response.status_code, '<a href="#id_zoek">' in response.content.decode()) == (422, True)


@pytest.mark.django_db
def test_the_demo_adds_three_invented_providers_once_and_leaves_what_is_there() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    Command()._add_providers(now)
    Provider.objects.filter(kvk_number=PROVIDERS[0][0]).update(name="Anders genoemd")

    Command()._add_providers(now)

    names = list(Provider.objects.order_by("kvk_number").values_list("name", flat=True))
    assert names == ["Anders genoemd", *(name for _number, name, _agb, _site in PROVIDERS[1:])]
    assert all("(voorbeeld)" in name for _number, name, _agb, _site in PROVIDERS)
