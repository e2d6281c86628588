"""Whatever is sent, a program gets JSON back in the shape of GraphQL, with a code; and what cannot be read is the sender's fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from complaints.models import Complaint
from tenants.models import Tenant
from tenants.permissions import Role

ME = '{"query": "{ me { name } }"}'
REGISTER = "mutation ($input: RegisterComplaintInput!) { registerComplaint(input: $input) { errors { code field } } }"


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> Client:
    made = client_at(tenant, make_person(Role.COORDINATOR, Role.ADMINISTRATOR))
    made.raise_request_exception = False
    return made


def told(response: Any) -> tuple[int, list[str]]:
    """The status, and the codes of what stands in `errors`, in JSON and nothing else."""
    assert response["Content-Type"] == "application/json"
    errors = response.json()["errors"]
    assert all(set(error["extensions"]) == {"code", "field", "message"} and error["message"] for error in errors)
    return response.status_code, [error["extensions"]["code"] for error in errors]


@pytest.mark.parametrize(
    ("body", "content_type", "answer"),
    [
        (ME, "text/plain", (415, ["unsupported_media_type"])),
        ("<me/>", "application/xml", (415, ["unsupported_media_type"])),
        ("{", "application/json", (400, ["invalid_request"])),
        ("[]", "application/json", (400, ["invalid_request"])),
        ('{"query": "{ me { name } }", "query": "{ me { email } }"}', "application/json", (400, ["invalid_request"])),
        ('{"query": "{ me { name } }", "variables": {"a": 1, "a": 2}}', "application/json", (400, ["invalid_request"])),
        ('{"query": "{ me { name } }", "variables": {"a": NaN}}', "application/json", (400, ["invalid_request"])),
        ('{"query": "{ me { name } }", "variables": {"a": -Infinity}}', "application/json", (400, ["invalid_request"])),
        ('{"query": "{ me { name } }", "variables": {"a": ' + "9" * 5_000 + "}}", "application/json", (400, ["invalid_request"])),
        (ME + " " * 2_500_000, "application/json", (413, ["too_large"])),
        ("niets", "multipart/form-data", (400, ["invalid_request"])),
        ("query=%00", "application/x-www-form-urlencoded", (400, ["unreadable_text"])),
    ],
    ids=[
        "text", "xml", "half", "list", "two queries", "two variables", "NaN", "infinity", "long number", "large", "no parts", "NUL in form",
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_json(client: Client, body: str, content_type: str, answer: tuple[int, list[str]]) -> None:
    assert told(client.post("/graphql/", body, content_type=content_type)) == answer


def test_another_method_an_address_that_holds_a_nul_and_a_missing_token_are_refused_in_json(client: Client) -> None:
    assert told(client.get("/graphql/")) == (405, ["method_not_allowed"])
    assert client.get("/graphql/")["Allow"] == "POST"
    assert told(client.post("/graphql/?x=%00", ME, content_type="application/json")) == (400, ["unreadable_text"])
    client.handler.enforce_csrf_checks = True
    assert told(client.post("/graphql/", {"query": "{ me { name } }"})) == (403, ["csrf_token_missing"])


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d tekst", "\\u0000"])
@pytest.mark.parametrize("place", ["variable", "name of a variable", "document", "text in the document", "operation"])
def test_text_that_cannot_be_kept_is_refused_wherever_it_stands(client: Client, escape: str, place: str) -> None:
    text = json.loads(f'"{escape}"')
    bodies: dict[str, dict[str, Any]] = {
        "variable": {"query": REGISTER, "variables": {"input": {"story": text}}},
        "name of a variable": {"query": REGISTER, "variables": {"input": {"story": "x"}, text: 1}},
        "document": {"query": "{ me { name } } # " + text},
        # As an escape of GraphQL, not of JSON.
        "text in the document": {"query": f'mutation {{ registerComplaint(input: {{story: "{escape}"}}) {{ errors {{ code }} }} }}'},
        "operation": {"query": "query een { me { name } }", "operationName": text},
    }

    status, codes = told(client.post("/graphql/", json.dumps(bodies[place]), content_type="application/json"))

    # GraphQL itself knows no half characters in its escapes.
    expected = "invalid_request" if place == "text in the document" and "d" in escape else "unreadable_text"
    assert (status, codes) == (400, [expected])
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "detail"),
    [("{", "POST body cannot be read: invalid JSON."), ("[]", "POST body cannot be read: one JSON object, with query and variables.")],
)
def test_a_body_that_cannot_be_read_says_in_dutch_what_to_do_and_then_the_detail(client: Client, body: str, detail: str) -> None:
    [error] = client.post("/graphql/", body, content_type="application/json").json()["errors"]

    assert error["message"] == f"Het verzoek is niet te lezen. Verbeter dit en stuur het opnieuw: {detail}"


def test_a_character_outside_the_first_plane_is_kept(client: Client) -> None:
    body = {"query": REGISTER, "variables": {"input": {"story": "Boos 😡", "channel": "EMAIL"}}}

    answer = client.post("/graphql/", json.dumps(body), content_type="application/json").json()

    assert answer == {"data": {"registerComplaint": {"errors": []}}}
    assert Complaint.objects.get().story == "Boos 😡"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ complaints(first: " + "9" * 5_000 + ") { totalCount } }", {}),
        ("query ($n: Int = " + "9" * 5_000 + ") { complaints(first: $n) { totalCount } }", {}),
        ("query ($n: Int) { complaints(first: $n) { totalCount } }", {"n": 10**4_000}),
        ("query ($n: Int) { complaints(first: $n) { totalCount } }", {"n": 1e300}),
        ("query ($n: Int) { complaints(first: $n) { totalCount } }", {"n": True}),
        ("query ($f: ComplaintFilter) { complaints(filter: $f) { totalCount } }", {"f": {"handlerId": 2**31}}),
        ("query ($f: ComplaintFilter) { complaints(filter: $f) { totalCount } }", {"f": {"state": "\ud83d\ude21"}}),
        ("query ($d: Date) { readLog(since: $d) { nodes { code } } }", {"d": "10000-01-01"}),
        ("{ complaints(filter: {unit: 5}) { totalCount } }", {}),
    ],
)
def test_values_of_another_kind_or_size_are_the_senders_fault(client: Client, query: str, variables: dict[str, Any]) -> None:
    body = json.dumps({"query": query, "variables": variables})

    status, codes = told(client.post("/graphql/", body, content_type="application/json"))

    assert (status, set(codes)) == (400, {"invalid_request"})


@pytest.mark.parametrize(
    "query",
    [
        '{ readLog(until: "9999-12-31") { nodes { code } } }',
        '{ readLog(since: "0001-01-01") { nodes { code } } }',
        '{ complaints(receivedFrom: "0001-01-01", receivedUntil: "9999-12-31") { totalCount } }',
        '{ deadline(receivedOn: "9999-12-31") { dueBase } }',
        '{ deadline(receivedOn: "2025-01-14", extensionWeeks: 2147483647) { dueBase } }',
        "{ yearlyFigures(year: 2147483647) { year } }",
        "{ yearlyFigures(year: -1) { year } }",
        'mutation { registerComplaint(input: {story: "x", receivedAt: "0001-01-01T00:00:00+14:00"}) { errors { code } } }',
        'mutation { registerComplaint(input: {story: "x", receivedAt: "9999-12-31T23:59:59-14:00"}) { errors { code } } }',
        'mutation { registerComplaint(input: {story: "x", authorityId: 2147483647, providerId: -1}) { errors { code } } }',
        'mutation { registerComplaint(input: {story: "x", channel: "EMAIL", points: [{unit: "-1"}]}) { errors { code } } }',
    ],
)
def test_a_value_at_the_edge_is_answered_or_refused_and_is_no_fault_of_ours(client: Client, query: str) -> None:
    answer = client.post("/graphql/", json.dumps({"query": query}), content_type="application/json").json()

    assert "internal_error" not in [error["extensions"]["code"] for error in answer.get("errors", [])]
