"""Documents by the API: sent by the multipart convention, bounded, done once, and listed at no cost per file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.flows.documents import attach_documents
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint, Document, DocumentContent, Identity, InvolvedPerson
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.conftest import TODAY
from tests.factories.documents import LOCKED_PDF, MAIL, PDF, sent

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
ATTACH = """mutation ($input: AttachDocumentInput!) { attachDocument(input: $input) {
  complaint { version documents { nodes { name kind mediaType size scanState readingFault source holdsSensitiveData address } } }
  errors { code field message } } }"""


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.HANDLER)


@pytest.fixture
def actor(tenant: Tenant, person: User) -> Actor:
    return actor_for(user=person, tenant=tenant, today=TODAY, has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def reference(actor: Actor) -> str:
    return register_complaint(actor=actor, submission=Submission(story="Verhaal"), received_at=NOW, now=NOW).reference


def post(client: Client, *, content: bytes = PDF, name: str = "brief.pdf", **changed: Any) -> Any:
    """By the convention. changed: parts of the request that differ."""
    given = {"operations": {}, "map": {"0": ["variables.input.document"]}, **changed}
    operations = {"query": ATTACH, "variables": {"input": {"document": None, **given.pop("operations")}}}
    body = {"operations": json.dumps(operations), "map": json.dumps(given.pop("map")), "0": SimpleUploadedFile(name, content), **given}
    return client.post("/graphql/", body)


def attach(client: Client, **given: Any) -> dict[str, Any]:
    files = {name: given.pop(name) for name in ("content", "name") if name in given}
    answer = post(client, operations=given, **files).json()
    assert "errors" not in answer, answer
    return dict(answer["data"]["attachDocument"])


def test_of_a_file_in_which_somebody_is_shielded_a_document_has_a_number_for_a_name(client: Client, actor: Actor) -> None:
    told = Submission(story="Verhaal", filer=Person(name="Olga Blauweolifant", identity=Identity.SHIELDED))
    reference = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference

    [document] = attach(client, reference=reference, name="Klacht van Olga.pdf")["complaint"]["documents"]["nodes"]

    assert (document["name"], Document.objects.get().name) == ("stuk-01", "Klacht van Olga.pdf")
    answer = client.get(document["address"])
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "identity_shielded")


def test_a_file_is_attached_and_can_be_fetched_from_its_address(client: Client, reference: str) -> None:
    answer = attach(client, reference=reference, holdsSensitiveData=True)

    [document] = answer["complaint"].pop("documents")["nodes"]
    address = document.pop("address")
    assert (answer["complaint"], answer["errors"]) == ({"version": 2}, [])
    assert document == {
        "name": "brief.pdf",
        "kind": "pdf",
        "mediaType": "application/pdf",
        "size": len(PDF),
        "scanState": "NOT_SCANNED",
        "readingFault": None,
        "source": "API",
        "holdsSensitiveData": True,
    }
    assert address == f"/klachten/{reference}/documenten/{Document.objects.get().pk}/"
    assert b"".join(client.get(address).streaming_content) == PDF  # type: ignore[attr-defined]


def test_that_nobody_can_read_a_file_is_told_with_it(client: Client, reference: str) -> None:
    [document] = attach(client, reference=reference, content=LOCKED_PDF)["complaint"]["documents"]["nodes"]

    assert document["readingFault"] == "LOCKED"


def test_the_same_key_with_the_same_file_adds_it_once(client: Client, reference: str) -> None:
    first, again = [attach(client, reference=reference, idempotencyKey="een") for _ in range(2)]
    other = attach(client, reference=reference, idempotencyKey="een", content=MAIL, name="b.eml")

    assert first == again
    assert [error["code"] for error in other["errors"]] == ["key_used_for_something_else"]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"content": b"MZ", "name": "spel.exe"}, "document_is_program", "document"),
        ({"content": b"", "name": "leeg.pdf"}, "document_empty", "document"),
        ({"reference": "2025-99999"}, "not_found", None),
        ({"idempotencyKey": ""}, "unusable_key", "idempotencyKey"),
        ({"idempotencyKey": " \u200b"}, "unusable_key", "idempotencyKey"),
    ],
)
def test_what_is_refused_is_typed_and_nothing_is_kept(
    client: Client, reference: str, given: dict[str, Any], code: str, field: str | None
) -> None:
    answer = attach(client, **({"reference": reference} | given))

    assert (answer["complaint"], [(error["code"], error["field"]) for error in answer["errors"]]) == (None, [(code, field)])
    assert (Document.objects.count(), DocumentContent.objects.count()) == (0, 0)


def test_whoever_is_involved_attaches_nothing(client: Client, person: User, reference: str) -> None:
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user=person)

    assert [error["code"] for error in attach(client, reference=reference)["errors"]] == ["not_found"]
    assert DocumentContent.objects.count() == 0


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, None])
def test_who_handles_no_complaints_sends_nothing_large(
    tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User], reference: str, role: Role | None, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000
    client = client_at(tenant, make_person(role) if role else None)

    answers = [post(client, content=PDF * size, operations={"reference": reference}) for size in (1, 100)]

    codes = [error["code"] for error in answers[0].json()["data"]["attachDocument"]["errors"]]
    assert codes == ["not_permitted" if role else "not_signed_in"]
    assert answers[1].status_code == 413
    assert answers[1].json()["errors"][0]["extensions"]["code"] == "too_large"
    assert DocumentContent.objects.count() == 0


def test_everything_but_a_document_stays_small(client: Client, reference: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000
    monkeypatch.setattr("api.view.LARGEST_DOCUMENT", 20_000)
    monkeypatch.setattr("api.view.ROOM_AROUND_IT", 0)

    large = client.post("/graphql/", json.dumps({"query": "{ me { roles } }" + " " * 6_000}), content_type="application/json")
    taken = post(client, content=PDF * 40, operations={"reference": reference})
    too_large = post(client, content=PDF * 100, operations={"reference": reference})

    assert [answer.status_code for answer in (large, taken, too_large)] == [413, 200, 413]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"map": []},
        {"map": {"1": ["variables.input.document"]}},
        {"map": {"0": "variables.input.document"}},
        {"map": {"0": ["variables.input.document", "variables.input.name"]}},
        {"map": {"0": ["query"]}},
        {"map": {"0": ["variables.input.nowhere.at.all"]}},
        {"map": {"0": ["variables.input.reference"]}},
        {"map": {"0": ["variables.a.b.c.d.e.f.g"]}},
        {"map": {str(number): ["variables.input.document"] for number in range(11)}},
    ],
)
def test_a_request_that_does_not_follow_the_convention_is_refused(client: Client, reference: str, changed: dict[str, Any]) -> None:
    answer = post(client, operations={"reference": reference}, **changed)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "invalid_request")
    assert Document.objects.count() == 0


@pytest.mark.parametrize("operations", ["", "[]", "geen json", "[" * 100_000])
def test_operations_that_are_no_object_are_refused(client: Client, operations: str) -> None:
    answer = client.post("/graphql/", {"operations": operations, "map": "{}", "0": SimpleUploadedFile("a.txt", b"a")})

    assert answer.status_code == 400


def test_a_file_is_a_variable_and_nothing_else(client: Client, reference: str) -> None:
    body = {"query": ATTACH, "variables": {"input": {"reference": reference, "document": "brief.pdf"}}}
    in_text = ATTACH.replace("($input: AttachDocumentInput!)", "").replace("$input", f'{{ reference: "{reference}", document: "x" }}')

    answers = [client.post("/graphql/", json.dumps(one), content_type="application/json").json() for one in (body, {"query": in_text})]

    assert [answer["errors"][0]["extensions"]["code"] for answer in answers] == ["file_missing", "file_missing"]


def test_what_waits_for_the_scanner_has_no_address(client: Client, actor: Actor, reference: str) -> None:
    attach_documents(actor=actor, reference=reference, files=[sent(PDF, "a.pdf")], now=NOW)
    Document.objects.update(scan_state="WAITING")

    answer = client.post(
        "/graphql/", {"query": f'{{ complaint(reference: "{reference}") {{ documents {{ nodes {{ scanState address }} }} }} }}'}
    ).json()

    assert answer["data"]["complaint"]["documents"]["nodes"] == [{"scanState": "WAITING", "address": None}]


def test_a_list_of_three_files_costs_the_statements_of_one(client: Client, actor: Actor) -> None:
    counts = []
    for number in range(3):
        told = Submission(story=f"Verhaal {number}")
        one = register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference
        attach_documents(actor=actor, reference=one, files=[sent(PDF, "a.pdf"), sent(MAIL, "b.eml")], now=NOW)
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(
                "/graphql/", {"query": "{ complaints { edges { node { documents { nodes { name address } } } } } }"}
            ).json()
        counts.append(len(asked))

    assert [len(edge["node"]["documents"]["nodes"]) for edge in answer["data"]["complaints"]["edges"]] == [2, 2, 2]
    assert counts[2] == counts[1]
