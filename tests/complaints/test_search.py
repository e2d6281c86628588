"""Finding a file by its number: ours, or the one it had elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.selectors import search_complaint
from tenants.actors import Actor
from tenants.errors import NotFound
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_label


def file_with(source_reference: str, received_on: date = date(2024, 3, 1), unit: str | None = None) -> str:
    facts = ComplaintFacts(rounds=(RoundFacts(opened_on=received_on),), unit=unit, extra={"source_reference": source_reference})
    return make_complaint(facts).reference


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.mark.parametrize("typed", ["ZK-2024-ä7", "zk-2024-ä7", "Zk-2024-Ä7"])
def test_capitals_make_no_difference(coordinator: Actor, typed: str) -> None:
    reference = file_with("ZK-2024-ä7")

    assert search_complaint(actor=coordinator, number=typed).reference == reference


@pytest.mark.parametrize("typed", ["vb0097", "VB 0097", "vb-00-97"])
def test_dashes_and_spaces_in_a_number_make_no_difference(coordinator: Actor, typed: str) -> None:
    theirs, ours = file_with("VB-0097"), file_with("VB-0098")

    assert search_complaint(actor=coordinator, number=typed).reference == theirs
    assert [search_complaint(actor=coordinator, number=ours.replace("-", way)).reference for way in ("", " ", " - ")] == [ours] * 3


def test_the_number_typed_exactly_goes_first_then_the_file_received_last(coordinator: Actor) -> None:
    small, capital = file_with("a-1", date(2024, 5, 1)), file_with("A-1", date(2024, 4, 1))
    file_with("b-B", date(2024, 4, 1))
    last = file_with("B-b", date(2024, 5, 1))

    found = [search_complaint(actor=coordinator, number=number).reference for number in ("a-1", "A-1", "b-b")]

    assert found == [small, capital, last]


def test_wildcards_are_letters_like_any_other(coordinator: Actor) -> None:
    file_with("A-1")

    for number in ("a%", "a_1", "", "\x00", "a" * 101):
        with pytest.raises(NotFound):
            search_complaint(actor=coordinator, number=number)


def test_a_number_that_the_index_knows_is_not_searched_for(coordinator: Actor) -> None:
    reference = file_with("A-1")

    for number in (reference, "A-1"):
        with CaptureQueriesContext(connection) as asked:
            search_complaint(actor=coordinator, number=number)
        assert [query["sql"] for query in asked if "UPPER" in query["sql"]] == []


def test_another_units_file_is_not_found(make_actor: Callable[..., Actor]) -> None:
    file_with("A-1", unit="Werk")
    own = make_label("unit", "Wmo")
    assert own
    manager = make_actor(Role.MANAGER, unit_id=own.pk)

    for number in ("A-1", "a-1"):
        with pytest.raises(NotFound):
            search_complaint(actor=manager, number=number)


def test_of_a_number_that_two_files_have_the_page_of_ours_leads_to_the_other(
    tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]
) -> None:
    ours = file_with("A-1")
    other = file_with(ours)
    client = client_at(tenant, make_person(Role.HANDLER))

    page = client.post("/klachten/zoeken/", {"words": ours}, follow=True)

    assert page.redirect_chain == [(f"/klachten/{ours}/", 302)]
    assert f'href="/klachten/{other}/">{other}</a>' in page.content.decode()
    assert f'href="/klachten/{ours}/"' not in client.get(f"/klachten/{other}/").content.decode()


def test_the_page_goes_to_the_file_and_says_when_there_is_none(
    tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]
) -> None:
    reference = file_with("Jansen-1")
    client = client_at(tenant, make_person(Role.HANDLER))

    found = client.post("/klachten/zoeken/", {"words": " jansen-1 "})
    none = client.post("/klachten/zoeken/", {"words": "pietersen-1"}, follow=True)

    assert found["Location"] == f"/klachten/{reference}/"
    assert [(address.split("=")[0], status) for address, status in none.redirect_chain] == [("/klachten/?zoek", 302)]
    assert "Niets gevonden met “pietersen-1”." in none.content.decode()
