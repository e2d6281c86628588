"""Who looked: narrowed, paged, without content, without files one is involved in, and recorded itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.finding.sorting import UnusableCursor
from complaints.flows.looking import open_file, reveal_identity
from complaints.flows.read_log import look_in_read_log
from complaints.models import AccessRecord, Complaint, InvolvedPerson, Party
from complaints.read_log import ReadLogFilters, cursor_of, who_looked
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def make_file() -> Complaint:
    return make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 11, 2)),), extra={"story": "Het geheim van Jansen"}))


def look(actor: Actor, complaint: Complaint, now: datetime = NOW) -> None:
    open_file(actor=actor, reference=complaint.reference, now=now)


def found(actor: Actor, **filters: Any) -> list[tuple[str, str | None]]:
    page = who_looked(actor=actor, filters=ReadLogFilters(**filters))
    return [(one.code, one.complaint.reference if one.complaint else None) for one in page.items]


def test_it_is_narrowed_by_file_person_and_kind(administrator: Actor, handler: Actor, make_actor: Callable[..., Actor]) -> None:
    first, second = make_file(), make_file()
    Party.objects.create(complaint=second, role="COMPLAINANT", name="Jansen", identity="SHIELDED")
    look(handler, first)
    look(make_actor(Role.COORDINATOR), second)
    reveal_identity(actor=handler, reference=second.reference, reason="Terugbellen", now=NOW)

    assert found(administrator, reference=first.reference) == [("opened", first.reference)]
    assert found(administrator, user_id=handler.user_id) == [("revealed", second.reference), ("opened", first.reference)]
    assert found(administrator, code="revealed") == [("revealed", second.reference)]
    assert found(administrator, code="revealed", reference=first.reference) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 19, 22, 59, tzinfo=UTC), date(2026, 11, 19)),  # 23:59 in Amsterdam
        (datetime(2026, 11, 19, 23, 0, tzinfo=UTC), date(2026, 11, 20)),  # 00:00
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),  # 00:00 in summer
    ],
)
def test_days_are_those_of_amsterdam_and_both_are_included(administrator: Actor, handler: Actor, moment: datetime, day: date) -> None:
    complaint = make_file()
    look(handler, complaint, now=moment)

    assert found(administrator, since=day, until=day) == [("opened", complaint.reference)]
    assert found(administrator, since=day + timedelta(days=1)) == []
    assert found(administrator, until=day - timedelta(days=1)) == []


def test_pages_follow_each_other_also_within_one_moment(administrator: Actor, handler: Actor) -> None:
    files = [make_file() for _number in range(5)]
    for complaint in files:
        look(handler, complaint)
    seen, after = [], None

    for _page in range(3):
        page = who_looked(actor=administrator, filters=ReadLogFilters(), after=after, size=2)
        seen += [one.complaint.reference for one in page.items if one.complaint]
        after = page.next_cursor

    assert (seen, after) == ([one.reference for one in reversed(files)], None)
    for nonsense in ("x", "é", "MjAyNg", cursor_of(AccessRecord(happened_at=datetime(2026, 1, 1), pk=1))):
        with pytest.raises(UnusableCursor):
            who_looked(actor=administrator, filters=ReadLogFilters(), after=nonsense)


def test_an_involved_administrator_sees_nothing_of_that_file(administrator: Actor, handler: Actor) -> None:
    complaint, other = make_file(), make_file()
    for one in (complaint, other):
        look(handler, one)
    InvolvedPerson.objects.create(complaint=complaint, user_id=administrator.user_id)

    assert found(administrator) == [("opened", other.reference)]
    with pytest.raises(NotFound) as refused:
        found(administrator, reference=complaint.reference)
    assert refused.value.field == "reference"


@pytest.mark.parametrize(
    ("filters", "code", "field"),
    [
        ({"reference": "2099-00001"}, "not_found", "reference"),
        ({"reference": "\x00"}, "not_found", "reference"),
        ({"user_id": 2_000_000_000}, "unknown_person_here", "user_id"),
        ({"code": "gekeken"}, "unknown_kind_of_looking", "code"),
        ({"since": date(2026, 11, 20), "until": date(2026, 11, 19)}, "ends_before_it_begins", "until"),
    ],
)
def test_what_nobody_knows_is_refused_and_not_a_log_without_lines(
    administrator: Actor, filters: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        look_in_read_log(actor=administrator, filters=ReadLogFilters(**filters), now=NOW)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert AccessRecord.objects.count() == 0


def test_looking_here_is_recorded_once_without_what_was_asked(administrator: Actor, handler: Actor) -> None:
    complaint = make_file()
    look(handler, complaint)
    for _twice in range(2):
        look_in_read_log(actor=administrator, filters=ReadLogFilters(reference=complaint.reference), now=NOW)
    with pytest.raises(NotPermitted):
        look_in_read_log(actor=handler, filters=ReadLogFilters(), now=NOW)

    assert found(administrator) == [("read_log", None), ("read_log", None), ("opened", complaint.reference)]
    assert AccessRecord.objects.filter(code="read_log").first().data == {"filters": ["reference"], "found": 1}  # type: ignore[union-attr]


def test_the_same_number_of_queries_for_one_line_and_for_many(administrator: Actor, handler: Actor) -> None:
    look(handler, make_file())
    with CaptureQueriesContext(connection) as one:
        found(administrator)
    for _number in range(4):
        look(handler, make_file())
    with CaptureQueriesContext(connection) as many:
        assert len(found(administrator)) == 5

    assert (len(one), len(many)) == (1, 1)


# Page and API


def test_the_page_tells_who_when_what_and_the_reason_and_no_content(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], handler: Actor
) -> None:
    complaint = make_file()
    Party.objects.create(complaint=complaint, role="COMPLAINANT", name="Jansen", identity="SHIELDED")
    reveal_identity(actor=handler, reference=complaint.reference, reason="Terugbellen over de brief", now=NOW)
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    text = " ".join(client.get(f"/wie-keek/?dossier={complaint.reference}").content.decode().split())

    for words in (User.objects.get(pk=handler.user_id).email, "bekeek wie een afgeschermde persoon is", "reden: Terugbellen over de brief"):
        assert words in text
    assert "geheim" not in text
    assert "Jansen" not in text
    assert f'href="/klachten/{complaint.reference}/"' not in text
    assert client.get("/wie-keek/?van=niets").status_code == 200
    assert "Wij kunnen dit niet vinden" in client.get("/wie-keek/?dossier=2099-00001").content.decode()
    assert "De laatste dag ligt voor de eerste" in client.get("/wie-keek/?van=2026-11-20&tot=2026-11-19").content.decode()
    assert client.get("/wie-keek/?na=niets").status_code == 302


def test_the_api_pages_by_a_cursor_and_narrows(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], handler: Actor
) -> None:
    files = [make_file() for _number in range(2)]
    for complaint in files:
        look(handler, complaint)
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    def ask(arguments: str) -> dict[str, Any]:
        asked = "totalCount edges { cursor node { reference } } pageInfo { hasNextPage endCursor }"
        narrowed = f'code: "opened", since: "2026-11-20", until: "2026-11-20", first: 1{arguments}'
        return client.post("/graphql/", {"query": f"{{ readLog({narrowed}) {{ {asked} }} }}"}, content_type="application/json").json()[
            "data"
        ]["readLog"]  # type: ignore[no-any-return]

    first = ask("")
    second = ask(f', after: "{first["pageInfo"]["endCursor"]}"')

    assert [edge["node"]["reference"] for one in (first, second) for edge in one["edges"]] == [files[1].reference, files[0].reference]
    assert first["edges"][0]["cursor"] == first["pageInfo"]["endCursor"]
    assert [(one["totalCount"], one["pageInfo"]["hasNextPage"]) for one in (first, second)] == [(2, True), (2, False)]


def test_by_the_api_each_line_names_who_looked_in_the_statements_of_one_line(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], make_actor: Callable[..., Actor]
) -> None:
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))
    query = {"query": '{ readLog(code: "opened") { nodes { userId userName } } }'}
    complaint, people, counts = make_file(), [make_actor(Role.HANDLER) for _ in range(3)], []
    for person in people:
        look(person, complaint)
        with CaptureQueriesContext(connection) as statements:
            lines = client.post("/graphql/", query).json()["data"]["readLog"]["nodes"]
        counts.append(len(statements))

    names = [User.objects.get(pk=person.user_id).get_full_name() for person in reversed(people)]
    assert lines == [{"userId": one.user_id, "userName": name} for one, name in zip(reversed(people), names, strict=True)]
    assert counts[0] == counts[2]


def test_by_the_api_a_command_has_no_name(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> None:
    AccessRecord.objects.create(happened_at=NOW, actor_kind="command", code="searched", data={})
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    answer = client.post("/graphql/", {"query": "{ readLog { nodes { userId userName } } }"}).json()

    assert answer["data"]["readLog"]["nodes"] == [{"userId": None, "userName": None}]
