"""What the API answers, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import DocumentNode, GraphQLError, parse

from api.limits import check_limits
from api.schema import schema
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactRecord,
    ContactResult,
    ContactWay,
    FeedbackChase,
    FileLink,
    FilePerson,
    InvolvedPerson,
    LinkKind,
    Note,
    Party,
    PersonRole,
    ReactionRequest,
    Transfer,
    TransferKind,
)
from oversight.yearly_figures import yearly_figures
from providers.directory.models import Provider
from tenants.actors import Actor, command_actor
from tenants.models import Tenant
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

TODAY = date(2026, 11, 21)

D = date
AT = datetime(2025, 4, 1, tzinfo=UTC)
Ask = Callable[..., dict[str, Any]]


def a_file(day: int = 1, **facts: Any) -> Complaint:
    complaint = make_complaint(
        ComplaintFacts(
            rounds=(RoundFacts(opened_on=D(2025, 3, day), closed_on=None),),
            kind="klacht",
            channel="Telefonisch",
            municipality="Houten",
            municipality_code="GM0321",
            unit="Werk",
            nature="Bejegening",
            **facts,
        )
    )
    ComplaintEvent.objects.create(
        complaint=complaint, happened_at=datetime(2025, 3, day, tzinfo=UTC), actor_kind="command", code="taken_over"
    )
    Party.objects.create(complaint=complaint, role="COMPLAINANT", name="Voorbeeldnaam")
    InvolvedPerson.objects.create(complaint=complaint, name="Wie het deed")
    Note.objects.create(complaint=complaint, text="Uitzoeken", written_at=datetime(2025, 3, day, tzinfo=UTC))
    ContactRecord.objects.create(
        round=complaint.rounds.get(), happened_at=AT, recorded_at=AT, way=ContactWay.PHONE, result=ContactResult.NOT_REACHED
    )
    return complaint


def codes_of(answer: dict[str, Any]) -> set[str]:
    return {error["extensions"]["code"] for error in answer.get("errors", [])}


def test_me_tells_who_asks_and_what_they_may(ask: Ask) -> None:
    answer = ask("{ me { roles permissions needsSecondFactor organisation { slug kind } } }", Role.COUNCIL_MEMBER)

    assert answer["data"]["me"] == {
        "roles": ["council_member"],
        "permissions": ["anyone", "own_account", "see_start_page"],
        "needsSecondFactor": False,
        "organisation": {"slug": "samen", "kind": "gr"},
    }


def test_the_yearly_publication_tells_no_small_number(ask: Ask) -> None:
    a_file()

    answer = ask(
        "{ yearlyPublication(year: 2025) { organisation isProvisional receivedByYear { label count hidden }"
        " handledByYear { label count hidden } tables { key counts { label count hidden } } address } }"
    )

    assert answer["data"]["yearlyPublication"] == {
        "organisation": "Samenwerking Voorbeeldstreek",
        "isProvisional": False,
        "receivedByYear": [{"label": "2025", "count": None, "hidden": "FEW"}],
        "handledByYear": [{"label": "2025", "count": 0, "hidden": None}],
        "tables": [
            {"key": "received_by_nature", "counts": None},
            {"key": "received_by_unit", "counts": None},
            {"key": "received_by_municipality", "counts": None},
        ],
        "address": "/jaarcijfers/2025/publicatie.pdf",
    }
    assert ask("{ yearlyPublication(year: 1066) { year } }")["errors"][0]["extensions"]["code"] == "year_out_of_range"


def test_yearly_figures_are_the_same_object_as_everywhere(ask: Ask) -> None:
    a_file()

    answer = ask(
        "{ yearlyFigures(year: 2025) { asJson received { total byUnitAndNature { row column count } byChannel { label count } }"
        " handled { unknown meanDays } flow { carriedForward } } }"
    )

    figures = answer["data"]["yearlyFigures"]
    assert figures["asJson"] == yearly_figures(today=TODAY, actor=command_actor(), year=2025)
    assert figures["received"] == {
        "total": 1,
        "byUnitAndNature": [{"row": "Werk", "column": "Bejegening", "count": 1}],
        "byChannel": [{"label": "Telefonisch", "count": 1}],
    }
    assert figures["handled"] == {"unknown": 0, "meanDays": None}
    assert figures["flow"] == {"carriedForward": 1}


def test_deadline_comes_with_its_explanation(ask: Ask) -> None:
    answer = ask(
        '{ deadline(receivedOn: "2025-03-07", extensionWeeks: 4) { dueBase dueAfterExtension noticeDue provisional explanation } }'
    )

    deadline = answer["data"]["deadline"]
    assert (deadline["dueBase"], deadline["dueAfterExtension"], deadline["noticeDue"]) == ("2025-04-22", "2025-05-16", "2025-04-04")
    assert deadline["provisional"] is False
    assert "Goede Vrijdag" in deadline["explanation"][0]


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        ("extensionWeeks: 5", "extension_too_long", "extensionWeeks"),
        ("regime: COMMISSION", "no_commission_appointed", "commissionAppointed"),
        ('suspensions: [{startsOn: "2025-06-01", endsOn: "2025-06-02"}]', "postponement_after_due", "suspensions"),
    ],
)
def test_a_clock_that_would_be_unlawful_is_refused_with_its_code(ask: Ask, arguments: str, code: str, field: str) -> None:
    answer = ask(f'{{ deadline(receivedOn: "2025-01-14", {arguments}) {{ dueBase }} }}')

    assert answer["data"] is None
    assert [(error["extensions"]["code"], error["extensions"]["field"]) for error in answer["errors"]] == [(code, field)]
    assert answer["errors"][0]["message"]


def test_a_file_is_found_by_our_reference_and_by_the_sources(ask: Ask) -> None:
    complaint = a_file(extra={"source_reference": "OUD/12"})
    query = """query($r: String!) { complaint(reference: $r) {
        reference kind { text coreCode } derivedKind isOpen mainPoint { unit { text } } timeline { nodes { code by } }
        parties { nodes { name } }
    } }"""

    ours, sources, in_small = (ask(query, r=one) for one in (complaint.reference, "OUD/12", "oud/12"))

    assert ours["data"] == sources["data"] == in_small["data"]
    assert ours["data"]["complaint"] == {
        "reference": complaint.reference,
        "kind": {"text": "klacht", "coreCode": "COMPLAINT"},
        "derivedKind": "COMPLAINT",
        "isOpen": True,
        "mainPoint": {"unit": {"text": "Werk"}},
        "timeline": {"nodes": [{"code": "taken_over", "by": "command"}]},
        "parties": {"nodes": [{"name": "Voorbeeldnaam"}]},
    }


@pytest.mark.parametrize("reference", ["2025-99999", "", "x" * 200, "' OR 1=1 --"])
def test_a_reference_that_does_not_exist_is_not_found(ask: Ask, reference: str) -> None:
    answer = ask("query($r: String!) { complaint(reference: $r) { reference } }", r=reference)

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["not_found"]


@pytest.mark.parametrize("variables", [{"r": "\x00"}, {"r": "a", "x": {"y": ["\x00"]}}, {"\x00": 1}])
def test_a_text_that_cannot_be_kept_is_refused_wherever_it_stands(ask: Ask, variables: dict[str, Any]) -> None:
    answer = ask("query($r: String!) { complaint(reference: $r) { reference } }", **variables)

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["unreadable_text"]


@pytest.mark.parametrize(("is_norm", "label", "name"), [(True, "norm", "Norm voor een mondelinge klacht"), (False, "term", "Termijn (")])
def test_the_date_of_an_oral_complaint_is_a_norm_where_the_organisation_keeps_it_so(ask: Ask, is_norm: bool, label: str, name: str) -> None:
    complaint = a_file()
    OrganisationSettings.objects.update(oral_complaints_have_norm=is_norm)

    clock = ask("query($r: String!) { complaint(reference: $r) { clock { label explanation } } }", r=complaint.reference)["data"][
        "complaint"
    ]["clock"]

    assert clock["label"] == label
    assert clock["explanation"][0].startswith(name)


def test_the_first_contact_follows_the_norm_of_the_organisation(ask: Ask) -> None:
    OrganisationSettings.objects.update(contact_norm_days=2)

    answer = ask('{ deadline(receivedOn: "2025-02-03") { contactDue } }')

    assert answer["data"]["deadline"]["contactDue"] == "2025-02-05"


def test_the_list_pages_by_cursor_newest_first_without_gaps(ask: Ask) -> None:
    files = [a_file(day) for day in (1, 2, 2, 3, 4)]
    query = """query($a: String) { complaints(first: 2, after: $a) {
        totalCount edges { node { reference } } pageInfo { hasNextPage endCursor }
    } }"""
    seen: list[str] = []
    after = None

    for _page in range(3):
        connection_ = ask(query, a=after)["data"]["complaints"]
        assert connection_["totalCount"] == 5
        seen += [edge["node"]["reference"] for edge in connection_["edges"]]
        after = connection_["pageInfo"]["endCursor"]

    expected = sorted(files, key=lambda one: (one.received_on, one.reference), reverse=True)
    assert seen == [one.reference for one in expected]
    assert after is None


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("state: OPEN", 1),
        ("state: CLOSED", 1),
        ("state: LATE", 1),
        ('unit: " WERK "', 2),
        ('nature: "bejegening"', 2),
        ('channel: "telefonisch"', 2),
        ('municipality: "houten", kind: "Klacht"', 2),
        ('receivedFrom: "2025-03-02"', 1),
        ('receivedUntil: "2025-03-01"', 1),
    ],
)
def test_filters_narrow_the_list(ask: Ask, arguments: str, count: int) -> None:
    a_file(1)
    handled = a_file(2)
    handled.rounds.update(closed_on=D(2025, 3, 5))

    assert ask(f"{{ complaints({arguments}) {{ totalCount }} }}")["data"] == {"complaints": {"totalCount": count}}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('after: "niets"', "unusable_cursor"),
        ("first: 0", "unusable_page_size"),
        ("first: 101", "unusable_page_size"),
        ("first: 100000", "unusable_page_size"),
    ],
)
def test_a_page_that_does_not_exist_is_refused(ask: Ask, arguments: str, code: str) -> None:
    answer = ask(f"{{ complaints({arguments}) {{ totalCount }} }}")

    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]


ALL_OF_A_FILE = """
    reference receivedOn kind { text } channel { text } municipality { text } authority isOpen dueOn mainPoint { nature { text } }
    points { nodes { unit { text } } } rounds { nodes { outcome { text } } } clock { dueBase explanation }
    parties { nodes { name } } timeline { nodes { code } }
  handlingWish isWritten isTowardsFiler isSigned lacksForKlaagschrift hasSensitiveText isAboutCouncil exclusion duplicateOf otherBody
  nextStep provider { id name } involved { nodes { userId name isSubject handlesByException } }
  contacts { nodes { happenedAt way result text round recordedBy } } notes { nodes { text writtenAt writtenBy } }
  promises { nodes { text byUser byUnit byName saidOn dueOn state follows endedOn toldBy remark } }
  people { nodes { who role name mandateDocumentId telling } } reactions { nodes { userId name question passages } }
  transfers { nodes { receiver round chases { chasedOn } } } linked { nodes { reference isOrigin reason } }
"""


def a_full_file(day: int, other: Complaint) -> None:
    """With a row in each list that grew later, of a kind that asks for another table."""
    complaint = a_file(day)
    opened = complaint.rounds.get()
    FilePerson.objects.create(complaint=complaint, role=PersonRole.LAWYER, name="Mr. A. Bos", recorded_at=AT)
    ReactionRequest.objects.create(complaint=complaint, round=opened, name="Zorg BV", question="Wat?", answer_by=AT, asked_at=AT)
    provider, days = (
        Provider.objects.create(name=f"Zorg {day}", created_at=AT, kvk_number=f"1234567{day}"),
        {"received_on": AT, "handed_on": AT, "recorded_at": AT},
    )
    gone = Transfer.objects.create(
        round=opened, kind=TransferKind.WARM, provider=provider, why="Van hen", handed_way=ContactWay.PHONE, **days
    )
    FeedbackChase.objects.create(transfer=gone, chased_on=AT, way=ContactWay.PHONE, due_after=AT, recorded_at=AT)
    FileLink.objects.create(first=complaint, second=other, kind=LinkKind.RELATED, reason="Zelfde zaak", linked_at=AT)


def test_three_rows_cost_the_queries_of_one(ask: Ask, tenant: Tenant) -> None:
    query = f"{{ complaints {{ totalCount edges {{ node {{ {ALL_OF_A_FILE} }} }} }} }}"
    other = a_file(20)
    a_full_file(1, other)
    ask(query)

    with CaptureQueriesContext(connection) as one_row:
        assert len(ask(query)["data"]["complaints"]["edges"]) == 2
    for day in (2, 3):
        a_full_file(day, other)
    with CaptureQueriesContext(connection) as three_rows:
        found = [one["node"] for one in ask(query)["data"]["complaints"]["edges"]]

    full = [[len(one[name]["nodes"]) for name in ("people", "reactions", "transfers", "linked")] for one in found]
    assert full == [[0, 0, 0, 3], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]]

    assert len(three_rows) == len(one_row)


@pytest.mark.parametrize("query", ["{ me { name } }", "{ complaints { totalCount } }", "{ yearlyFigures(year: 2024) { year } }"])
def test_without_signing_in_nothing_is_answered(ask: Ask, query: str) -> None:
    answer = ask(query, None)

    assert answer["data"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["not_signed_in"]


def test_a_role_that_needs_a_second_factor_gets_nothing_without_one(
    tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    person = make_person(Role.COORDINATOR)
    person.is_demo = False
    person.save()

    response = client_at(tenant, person).post("/graphql/", {"query": "{ complaints { totalCount } }"})

    assert response.json()["errors"][0]["extensions"]["code"] == "second_factor_missing"


def test_a_manager_sees_the_own_unit_alone(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> None:
    own = a_file(1)
    make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=D(2025, 3, 2)),), unit="Inkomen"))
    other = Complaint.objects.exclude(pk=own.pk).get()
    client = client_at(tenant, make_person(Role.MANAGER, unit_id=own.points.get().unit_id))

    listed = client.post("/graphql/", {"query": "{ complaints { edges { node { reference } } } }"}).json()
    opened = client.post("/graphql/", {"query": f'{{ complaint(reference: "{other.reference}") {{ reference }} }}'}).json()

    assert listed["data"]["complaints"]["edges"] == [{"node": {"reference": own.reference}}]
    assert opened["errors"][0]["extensions"]["code"] == "not_found"


def test_get_is_refused_so_that_no_question_stands_in_an_address(
    tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    response = client_at(tenant, make_person(Role.COORDINATOR)).get("/graphql/?query={me{name}}", HTTP_ACCEPT="application/json")

    assert response.status_code == 405


def test_a_session_without_its_csrf_token_is_refused(tenant: Tenant, make_person: Callable[..., Any]) -> None:
    client = Client(HTTP_HOST="samen.polsslag.localhost", enforce_csrf_checks=True)
    client.force_login(make_person(Role.COORDINATOR), backend="allauth.account.auth_backends.AuthenticationBackend")

    as_form = client.post("/graphql/", {"query": "{ me { name } }"})
    as_json = client.post("/graphql/", '{"query": "{ me { name } }"}', content_type="application/json")

    assert (as_form.status_code, as_json.status_code) == (403, 403)
    assert as_json.json()["errors"][0]["extensions"]["code"] == "csrf_token_missing"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "query_missing"),
        ("{", "invalid_request"),
        ("{ bestaatNiet }", "invalid_request"),
        ("{ me { name } " + " " * 20_001 + "}", "too_long"),
        ("subscription { x }", "no_subscriptions"),
        (
            "{ complaints(first: 100) { " + " ".join(f"e{n}: edges {{ node {{ reference story }} }}" for n in range(80)) + " } }",
            "too_costly",
        ),
        (
            "query($f: Int) { complaints(first: $f) { " + " ".join(f"e{n}: edges {{ node {{ reference }} }}" for n in range(3)) + " } }",
            None,
        ),
        ("{ __schema { types " + "{ fields { type " * 7 + "{ name }" + "} }" * 7 + " } }", "invalid_request"),
    ],
)
def test_a_document_that_asks_too_much_or_nothing_is_refused_before_it_runs(ask: Ask, query: str, code: str | None) -> None:
    answer = ask(query)

    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    assert set(codes) == ({code} if code else set())


SCHEMA = "De vraag past niet op het schema van deze API. Verbeter dit deel en stuur haar opnieuw: "
GRAPHQL = "De vraag is geen geldige GraphQL. Verbeter haar op de plaats die er staat: "


@pytest.mark.parametrize(
    ("query", "variables", "lead", "detail"),
    [
        ("{", {}, GRAPHQL, "Syntax Error: Expected Name, found <EOF>."),
        ("{ bestaatNiet }", {}, SCHEMA, "Cannot query field 'bestaatNiet' on type 'Query'."),
        (
            "query a { me { name } } query b { me { name } }",
            {},
            SCHEMA,
            "Must provide operation name if query contains multiple operations.",
        ),
        (
            "query ($n: Int) { complaints(first: $n) { totalCount } }",
            {"n": True},
            SCHEMA,
            "Variable '$n' got invalid value True; Int cannot represent non-integer value: True",
        ),
    ],
)
def test_what_graphql_itself_refuses_says_in_dutch_what_to_do_and_then_the_detail(
    ask: Ask, query: str, variables: dict[str, Any], lead: str, detail: str
) -> None:
    [error] = ask(query, **variables)["errors"]

    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("invalid_request", None)
    assert error["message"] == error["extensions"]["message"] == lead + detail


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "Stuur een vraag mee in query."),
        ("{ me { name } " + " " * 20_001 + "}", "De vraag is te lang: hoogstens 20000 tekens. Verdeel haar over meer verzoeken."),
        ("subscription { x }", "Abonnementen zijn er niet. Stel een vraag (query) of doe iets (mutation)."),
        (
            "{ complaints(first: 100) { " + " ".join(f"e{n}: edges {{ node {{ reference story }} }}" for n in range(80)) + " } }",
            "De vraag kost 32251 en mag hoogstens 20000 kosten. Vraag minder velden of kleinere lijsten.",
        ),
    ],
)
def test_what_asks_too_much_or_nothing_says_what_to_do(ask: Ask, query: str, text: str) -> None:
    assert [error["message"] for error in ask(query)["errors"]] == [text]


def test_a_tool_may_ask_for_the_schema(ask: Ask) -> None:
    from graphql import get_introspection_query

    assert "errors" not in ask(get_introspection_query())


def test_a_fragment_counts_where_it_is_spread() -> None:
    document = parse("{ complaints(first: 10) { ...page } } fragment page on P { edges { node { ...on C { reference story } } } }")

    check_limits(document, None, deepest=4, dearest=291)
    with pytest.raises(GraphQLError, match="4 niveaus diep en dat mogen er hoogstens 3 zijn"):
        check_limits(document, None, deepest=3)
    with pytest.raises(GraphQLError, match="kost 291 en mag hoogstens 290"):
        check_limits(document, None, dearest=290)


def test_dear_fields_cannot_be_repeated_under_other_names(ask: Ask) -> None:
    def years(number: int) -> str:
        return "{ " + " ".join(f"y{n}: yearlyFigures(year: {2000 + n}) {{ year }}" for n in range(number)) + " }"

    assert "errors" not in ask(years(4))
    assert ask(years(10))["errors"][0]["extensions"]["code"] == "too_costly"


@pytest.mark.parametrize(
    "field",
    [
        "complaints(first: 1) { totalCount }",
        'complaint(reference: "2025-00001") { reference }',
        'deadline(receivedOn: "2025-01-14") { dueBase }',
        'possiblySamePerson(phone: "0612345678") { nodes { reference } }',
        "readLog(first: 1) { nodes { code } }",
    ],
    ids=["complaints", "complaint", "deadline", "possiblySamePerson", "readLog"],
)
def test_a_field_that_takes_statements_of_its_own_cannot_be_asked_by_the_hundred(ask: Ask, field: str) -> None:
    def blocks(number: int) -> str:
        return "{ " + " ".join(f"b{n}: {field}" for n in range(number)) + " }"

    assert codes_of(ask(blocks(50))) <= {"not_found", "not_permitted"}
    assert codes_of(ask(blocks(100))) == {"too_costly"}


MUTATIONS = sorted(schema.graphql_schema.mutation_type.fields)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", MUTATIONS)
@pytest.mark.parametrize("around", ["{ %s }", "{ ...all } fragment all on Mutation { %s }", "{ ... on Mutation { %s } }"])
def test_no_mutation_can_be_repeated_by_the_hundred(name: str, around: str) -> None:
    def times(number: int) -> DocumentNode:
        return parse("mutation " + around % " ".join(f"m{n}: {name}(input: $i) {{ errors {{ code }} }}" for n in range(number)))

    check_limits(times(50), None)
    with pytest.raises(GraphQLError) as refused:
        check_limits(times(100), None)
    assert refused.value.extensions == {"code": "too_costly"}


def test_a_hundred_mutations_in_one_request_do_nothing(ask: Ask) -> None:
    reference = a_file().reference
    note = f'addNote(input: {{reference: "{reference}", text: "x"}}) {{ errors {{ code }} }}'
    before = Note.objects.count()

    answer = ask("mutation { " + " ".join(f"m{n}: {note}" for n in range(100)) + " }")

    assert (codes_of(answer), Note.objects.count()) == ({"too_costly"}, before)


def test_the_clock_of_a_hundred_files_is_asked_once_not_a_hundred_times(ask: Ask) -> None:
    def clocks(number: int) -> str:
        return "{ complaints(first: 100) { edges { node { " + " ".join(f"c{n}: clock {{ dueBase }}" for n in range(number)) + " } } } }"

    assert codes_of(ask(clocks(2))) == set()
    assert codes_of(ask(clocks(100))) == {"too_costly"}


def test_a_deadline_takes_no_more_suspensions_than_a_handling_can_have(ask: Ask) -> None:
    query = 'query($s: [SuspensionInput!]) { deadline(receivedOn: "2025-01-14", suspensions: $s) { dueBase } }'

    def suspended(number: int) -> set[str]:
        return codes_of(ask(query, s=[{"startsOn": "2025-01-20", "endsOn": "2025-01-21"}] * number))

    assert suspended(50) == set()
    assert suspended(51) == {"too_many_suspensions"}
    assert suspended(1_000) == {"too_costly"}


@pytest.mark.parametrize("variables", [{"x": [[[[[[[[[["te diep"]]]]]]]]]]}, {"x": {"y": [{"z": 1}] * 2_000}}], ids=["deep", "many"])
def test_variables_are_bounded_before_anything_looks_into_them(ask: Ask, variables: dict[str, Any]) -> None:
    answer = ask("query($r: String!) { complaint(reference: $r) { reference } }", **variables)

    assert codes_of(answer) <= {"too_deep", "too_costly"}
    assert len(answer["errors"]) == 1


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"query": ' + "[" * 100_000, "application/json"),
        ('{"query": "{ me { name } }", "variables": {"x": ' + "[" * 900 + "]" * 900 + "}}", "application/json"),
        ('{"query": "{ me { name } }", "variables": {"x": ' + "[" * 400 + "]" * 400 + "}}", "application/json"),
        ('{"query": "' + "{a" * 1_900 + '"}', "application/json"),
        ('{"query": "{ me(x: ' + "[" * 3_000 + '"}', "application/json"),
        (
            '{"query": "{ ...f0 } '
            + " ".join(f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(450))
            + ' fragment f450 on Query { me { name } }"}',
            "application/json",
        ),
        (b"\xff{ me { name } }", "application/graphql"),
    ],
    ids=["body", "variables", "variables that can be read", "selections", "list in the question", "fragments", "no text"],
)
def test_what_is_nested_without_end_is_refused_to_anybody(
    tenant: Tenant, client_at: Callable[..., Client], body: str | bytes, content_type: str
) -> None:
    client = client_at(tenant)
    client.raise_request_exception = False

    response = client.post("/graphql/", body, content_type=content_type)

    assert response.status_code == 400
    assert codes_of(response.json()) <= {"invalid_request", "too_deep", "too_long"}
    assert len(response.json()["errors"]) == 1


def test_the_default_of_a_variable_counts(ask: Ask) -> None:
    blocks = " ".join(f"c{n}: complaints(first: $n) {{ edges {{ node {{ reference }} }} }}" for n in range(70))

    assert ask(f"query($n: Int = 100) {{ {blocks} }}")["errors"][0]["extensions"]["code"] == "too_costly"
    assert ask(f"query($n: Int = 1) {{ {blocks} }}").get("errors") is None


def test_a_variable_counts_in_the_cost(ask: Ask) -> None:
    query = (
        "query($f: Int) { complaints(first: $f) { " + " ".join(f"e{n}: edges {{ node {{ reference story }} }}" for n in range(80)) + " } }"
    )

    assert ask(query, f=100)["errors"][0]["extensions"]["code"] == "too_costly"
    assert "errors" not in ask(query, f=10)


def test_a_fault_of_ours_tells_nothing(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_question: Any) -> None:
        raise RuntimeError("Jansen, Dorpsstraat 1")

    monkeypatch.setattr("api.figures.queries.yearly_figures", fail)

    answer = ask("{ yearlyFigures(year: 2024) { year } }")

    assert answer["errors"][0]["extensions"]["code"] == "internal_error"
    assert "Jansen" not in str(answer)


def test_a_document_is_parsed_once(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from api import documents

    query = "{ me { name roles } }"
    ask(query)
    monkeypatch.setattr(documents, "parse", lambda *_a, **_k: pytest.fail("parsed again"))

    assert "errors" not in ask(query)


def test_the_actor_of_another_tenant_is_refused(command: Actor, other_tenant: Tenant) -> None:
    from django_tenants.utils import schema_context

    with schema_context(other_tenant.schema_name), pytest.raises(Exception, match="not_found"):
        yearly_figures(today=TODAY, actor=command, year=2024)


@pytest.mark.parametrize(("local", "status"), [(True, 200), (False, 405)])
def test_graphiql_is_there_under_the_local_settings_alone(
    tenant: Tenant, client_at: Callable[..., Client], settings: Any, local: bool, status: int
) -> None:
    settings.LOCAL = local

    response = client_at(tenant).get("/graphql/", HTTP_ACCEPT="text/html")

    assert response.status_code == status
    assert (b'id="graphiql"' in response.content) is local
