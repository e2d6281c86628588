"""Whoever is shielded is shielded everywhere, also when it befell them and somebody else told of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from complaints.finding.columns import Column
from complaints.finding.filters import ComplaintFilters
from complaints.finding.sorting import Sort
from complaints.flows.exporting import ExportOrder, export_complaints
from complaints.models import Complaint, Party, RegistrationDraft, Round, SearchEntry
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.spreadsheets import FileFormat
from tests.conftest import NOW, TODAY

SECRETS = ("Verborgen", "0698765432", "verborgen@voorbeeld.example", "Schuilstraat")
REGISTER = """mutation ($input: RegisterComplaintInput!) { registerComplaint(input: $input) {
  complaint { reference parties { nodes { role identity name phone email address } } } errors { code field } } }"""
HIDDEN = {"identity": "SHIELDED", "name": "Verborgen Naam", "phone": "0698765432", "email": SECRETS[2], "address": "Schuilstraat 1"}
TOLD = {"story": "Te laat betaald", "filer": {"name": "Pieter Anders", "phone": "0612345678"}, "affectedPerson": HIDDEN}
EVERYTHING = """{ complaints { edges { node { reference summary story parties { nodes { role identity name phone email address } }
  involved { nodes { name } } messages { nodes { kind } } documents { nodes { name } } lacksForKlaagschrift } } } }"""


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = client.post("/graphql/", json.dumps({"query": query, "variables": variables}), content_type="application/json").json()
    assert "errors" not in answer, answer
    return dict(answer["data"])


@pytest.fixture
def reference(client: Client, person: User) -> str:
    """A file of the one who looks, registered by the API."""
    shown = ask(client, REGISTER, input=TOLD)["registerComplaint"]["complaint"]
    assert [(one["role"], one["name"], one["identity"]) for one in shown["parties"]["nodes"]] == [
        ("COMPLAINANT", "Pieter Anders", ""),
        ("AFFECTED_PERSON", "", "SHIELDED"),
    ]
    Round.objects.filter(complaint__reference=shown["reference"]).update(handler=person)
    assert Party.objects.get(role=Party.AFFECTED_PERSON).name == "Verborgen Naam"
    return str(shown["reference"])


def nothing_of_them_in(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


@pytest.mark.parametrize(
    "address", ["/", "/klachten/", "/klachten/?kolommen=" + ",".join(column.value for column in Column), "/klachten/{}/"]
)
def test_no_page_names_them(client: Client, reference: str, address: str) -> None:
    page = client.get(address.format(reference)).content.decode()

    assert reference in page
    assert nothing_of_them_in(page)


def test_the_api_names_them_nowhere(client: Client, reference: str) -> None:
    answer = ask(client, EVERYTHING)

    [edge] = answer["complaints"]["edges"]
    assert edge["node"]["reference"] == reference
    assert nothing_of_them_in(str(answer))


@pytest.mark.parametrize("words", ["verborgen", "0698765432", "verborgen@voorbeeld.example"])
def test_nobody_finds_them(client: Client, reference: str, words: str) -> None:
    found = ask(client, "query($w: String!) { complaints(text: $w) { totalCount } }", w=words)
    alike = ask(client, "query($w: String!) { possiblySamePerson(name: $w, phone: $w, email: $w) { nodes { reference } } }", w=words)

    assert (found["complaints"]["totalCount"], alike["possiblySamePerson"]["nodes"]) == (0, [])
    assert nothing_of_them_in(re.sub("(?i)verborgen", "Verborgen", str(list(SearchEntry.objects.values()))))


def test_of_their_other_files_nothing_is_told(client: Client, reference: str) -> None:
    other = {"story": "Nog iets", "filer": {key: HIDDEN[key] for key in ("name", "phone", "email")}}
    second = ask(client, REGISTER, input=other)["registerComplaint"]["complaint"]["reference"]

    for one in (reference, second):
        assert ask(client, "query($r: String!) { possiblySamePerson(reference: $r) { nodes { reference } } }", r=one) == {
            "possiblySamePerson": {"nodes": []}
        }


def test_no_export_holds_them(client: Client, tenant: Tenant, person: User, reference: str) -> None:
    to = BytesIO()
    order = ExportOrder(
        filters=ComplaintFilters(), sort=Sort.NEWEST, columns=tuple(Column), file_format=FileFormat.CSV, purpose="Overleg",
        organisation="Samen", sentence="1 klacht", order_text="nieuwste eerst", language="nl",
    )  # fmt: skip
    actor = actor_for(user=person, tenant=tenant, today=TODAY, has_second_factor=True)

    assert export_complaints(actor=actor, order=order, to=to, now=NOW) == 1

    text = to.getvalue().decode()
    assert (reference in text, "Pieter Anders" in text, nothing_of_them_in(text)) == (True, True, True)
    assert ("Te laat betaald" in text, "tekst over iemand die is afgeschermd" in text) == (False, True)
    assert Complaint.objects.count() == 1


def test_no_list_tells_what_was_told_of_them_and_the_file_does(client: Client, reference: str) -> None:
    in_list = client.get("/klachten/?kolommen=number,description").content.decode()
    in_file = client.get(f"/klachten/{reference}/").content.decode()

    assert ("Te laat betaald" in in_list, "tekst over iemand die is afgeschermd" in in_list) == (False, True)
    assert "Te laat betaald" in in_file


@pytest.mark.parametrize(
    ("marked", "is_shown"), [({}, True), ({"has_sensitive_text": "on"}, False), ({"identity": "SHIELDED"}, False), ({"identity": ""}, True)]
)
def test_a_draft_with_such_text_is_listed_by_its_moment_alone(client: Client, person: User, marked: dict[str, str], is_shown: bool) -> None:
    content = {"story": "Over haar gezondheid", **marked}
    RegistrationDraft.objects.create(owner=person, content=content, created_at=NOW, changed_at=NOW)

    pages = [client.get(address, follow=True).content.decode() for address in ("/", "/klachten/nieuw/")]

    assert [("Concept van" in page, "Over haar gezondheid" in page) for page in pages] == [(True, is_shown)] * 2
