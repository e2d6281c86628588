"""Nothing of one organisation is there for another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver
from django_tenants.utils import schema_context
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_named_type, get_nullable_type
from psycopg_pool import ConnectionPool

from api.schema import schema
from complaints.models import Complaint, ComplaintEvent, ImportRun, Party, StepDraft
from tenants.accounts.models import Membership
from tenants.connections import forget_tenant
from tenants.models import Domain, Tenant
from tenants.organisation.models import Authority, AuthorityKind
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

SECRET = "van-een-ander"
TENANT_MODELS = [
    model for model in apps.get_models() if any(model._meta.app_config.name == name for name in settings.TENANT_APPS)
]  # fmt: skip


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_a_query_without_a_tenant_fails(model: Any, tenant: Tenant) -> None:
    with schema_context("public"), pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        model.objects.count()


def test_no_table_of_one_tenant_points_into_another(tenant: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT own.nspname, pointing.relname, theirs.nspname, target.relname
            FROM pg_constraint
            JOIN pg_class pointing ON pointing.oid = conrelid JOIN pg_namespace own ON own.oid = pointing.relnamespace
            JOIN pg_class target ON target.oid = confrelid JOIN pg_namespace theirs ON theirs.oid = target.relnamespace
            WHERE contype = 'f' AND theirs.nspname NOT IN (own.nspname, 'public')
            """
        )
        assert cursor.fetchall() == []


@pytest.fixture
def theirs(tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., Any]) -> dict[str, str]:
    """One of everything at the other organisation, every text marked. Its identifiers by what they are."""
    person = make_person(Role.HANDLER, at=other_tenant, email=f"{SECRET}@voorbeeld.example")
    connection.set_tenant(other_tenant)
    complaint = make_complaint(
        ComplaintFacts(
            rounds=(RoundFacts(opened_on=date(2024, 1, 1)),),
            unit=f"unit {SECRET}",
            nature=f"nature {SECRET}",
            channel=f"channel {SECRET}",
            kind=f"kind {SECRET}",
            municipality=f"municipality {SECRET}",
            municipality_code="GM0344",
            extra={"source_reference": f"REF-{SECRET}", "summary": f"summary {SECRET}", "story": f"story {SECRET}"},
        )
    )
    Complaint.objects.filter(pk=complaint.pk).update(reference="2024-77777")
    Party.objects.create(complaint=complaint, role="COMPLAINANT", name=f"name {SECRET}")
    # A number no row of the asking organisation has: theirs are counted from one, like ours.
    authority = Authority.objects.create(pk=770077, name=f"authority {SECRET}", kind=AuthorityKind.COUNCIL)
    run = ImportRun.objects.create(started_at=datetime(2026, 1, 1, tzinfo=UTC), file_format="csv", report={"rows": SECRET})
    point = complaint.points.get()
    ids = {
        "complaint": str(complaint.pk),
        "reference": "2024-77777",
        "source reference": f"REF-{SECRET}",
        "run": str(run.pk),
        "authority": str(authority.pk),
        "label": str(point.unit_id),
        "label text": f"unit {SECRET}",
        "membership": str(Membership.objects.get(user=person).pk),
        "user": str(person.pk),
        "event": "1",
    }
    connection.set_tenant(tenant)
    return ids


@pytest.fixture
def everybody(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> Client:
    """Somebody with every role at `tenant`."""
    return client_at(tenant, make_person(*[role for role in Role if role is not Role.MANAGER]))


def routes_with_ids() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    def walk(patterns: list[Any], prefix: str, parameters: list[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for pattern in patterns:
            route = prefix + str(getattr(pattern.pattern, "_route", ""))
            converters = getattr(pattern.pattern, "converters", {})
            here = [*parameters, *((name, type(converter).__name__) for name, converter in converters.items())]
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route, here)
            elif here:
                yield route, here

    return walk(get_resolver("config.urls_tenant").url_patterns, "/", [])


# Parameters that are no identifiers of rows of an organisation (pk: a passkey of the person who asks; draft_id: chosen by whoever
# begins to type, so an unknown one is a new one).
NO_IDS = {"pk", "draft_id", "year", "table"}
# By what a file may be found; the API is asked with everything there is.
REFERENCES = ("reference", "source reference", "complaint")


def test_no_parameter_is_excused_that_no_address_has() -> None:
    assert NO_IDS - {name for _route, parameters in routes_with_ids() for name, _kind in parameters} == set()


def test_the_one_address_these_tests_cannot_fill_holds_no_id_of_an_organisation() -> None:
    """Written as a regular expression: the person whose password is set anew, and a signed key of a mail."""

    def groups(patterns: list[Any]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from groups(pattern.url_patterns)
            elif not hasattr(pattern.pattern, "_route"):
                yield from pattern.pattern.regex.groupindex

    assert list(groups(get_resolver("config.urls_tenant").url_patterns)) == ["uidb36", "key"]


@pytest.mark.parametrize(("route", "parameters"), list(routes_with_ids()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_address_takes_anothers_ids_as_ids_that_do_not_exist(
    route: str, parameters: list[tuple[str, str]], theirs: dict[str, str], everybody: Client
) -> None:
    if any(name in NO_IDS for name, _kind in parameters):
        samples = {"year": "2024", "table": "x", "file_format": "csv"}
        paths = [fill(route, parameters, lambda name, kind: samples.get(name, "7" if kind == "IntConverter" else "x"))]
        expected = {200, 302, 404, 405}
    else:
        below = [(name, kind) for name, kind in parameters if name != "reference"]
        paths = [
            fill(route, parameters, lambda name, kind, value=value: value if not below or name != "reference" else theirs["reference"])
            for what, value in theirs.items()
            if (all(fits(value, kind) for _name, kind in below) if below else what in REFERENCES) and not is_own(parameters, value)
        ]
        expected = {404, 405}
    assert paths
    for path in paths:
        for send in (everybody.get, everybody.post):
            response = send(path)
            assert response.status_code in expected, path
            assert SECRET not in response.content.decode(errors="replace").replace(path, "")


PAGES_OF_A_FILE = [(route, parameters) for route, parameters in routes_with_ids() if "<str:reference>" in route]


@pytest.mark.parametrize(("route", "parameters"), PAGES_OF_A_FILE, ids=lambda value: value if isinstance(value, str) else "")
def test_on_no_page_of_anothers_file_is_kept_what_is_typed(
    route: str, parameters: list[tuple[str, str]], theirs: dict[str, str], other_tenant: Tenant, everybody: Client
) -> None:
    of_file = {"UUIDConverter": theirs["run"], "IntConverter": "1"}
    path = fill(route, parameters, lambda name, kind: theirs["reference"] if name == "reference" else of_file.get(kind, "1"))

    answer = everybody.post(path, {"keeps_typed": "1", "draft_version": "0", "text": "Getypt", "reason": "Getypt"})

    assert (answer.status_code in (404, 405), StepDraft.objects.count()) == (True, 0)
    with schema_context(other_tenant.schema_name):
        assert StepDraft.objects.count() == 0


def is_own(parameters: list[tuple[str, str]], value: str) -> bool:
    """Authorities are counted per organisation: the number of another's row may be that of one of our own."""
    return any(name == "authority_id" for name, _kind in parameters) and Authority.objects.filter(pk=value).exists()


def fits(value: str, kind: str) -> bool:
    if kind == "IntConverter":
        return value.isdigit()
    if kind == "UUIDConverter":
        return len(value) == 36
    return "/" not in value


def fill(route: str, parameters: list[tuple[str, str]], value_of: Callable[[str, str], str]) -> str:
    for name, kind in parameters:
        prefix = {"IntConverter": "int:", "UUIDConverter": "uuid:", "SlugConverter": "slug:", "StringConverter": ""}.get(kind, "")
        for placeholder in (f"<{prefix}{name}>", f"<str:{name}>", f"<{name}>"):
            route = route.replace(placeholder, value_of(name, kind))
    return route


def test_every_field_of_the_api_takes_anothers_ids_as_ids_that_do_not_exist(theirs: dict[str, str], everybody: Client) -> None:
    asked = 0
    for kind, root in (("query", schema.graphql_schema.query_type), ("mutation", schema.graphql_schema.mutation_type)):
        for name, field in (root.fields if root else {}).items():
            texts = [argument for argument, given in field.args.items() if get_named_type(given.type).name in ("String", "ID")]
            for argument in texts:
                for value in theirs.values():
                    required = [
                        f"{other}: {'2024' if get_named_type(given.type).name == 'Int' else json.dumps('2025-01-14')}"
                        for other, given in field.args.items()
                        if isinstance(given.type, GraphQLNonNull) and other != argument and given.default_value is None
                    ]
                    extra = ["year: 2024"] if "year" in field.args else required
                    arguments = ", ".join([f"{argument}: {json.dumps(value)}", *extra])
                    answer = everybody.post("/graphql/", {"query": f"{kind} {{ {name}({arguments}) {{ __typename }} }}"})
                    text = answer.content.decode().replace(json.dumps(value)[1:-1], "")
                    assert SECRET not in text
                    if name == "complaint":
                        assert answer.json()["errors"][0]["extensions"]["code"] == "not_found"
                    asked += 1
    assert asked > len(theirs)


def leaves(of_type: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text and number inside an input object, lists seen through: where it stands and what it is."""
    for name, field in of_type.fields.items():
        inner = get_named_type(field.type)
        if isinstance(inner, GraphQLInputObjectType):
            yield from leaves(inner, (*path, name))
        elif inner.name in ("String", "ID", "Int"):
            yield (*path, name), inner.name


def input_with(of_type: Any, path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """An input object with its required parts, and this value at that place."""
    samples: dict[str, Any] = {"String": "2024-00001", "ID": "00000000-0000-4000-8000-000000000000", "Int": 1, "Boolean": True}
    samples |= {"DateTime": "2024-01-05T09:00:00Z", "Date": "2024-01-05", "UUID": "00000000-0000-4000-8000-000000000000", "Upload": None}
    given: dict[str, Any] = {}
    for name, field in of_type.fields.items():
        inner = get_named_type(field.type)
        here = path[:1] == (name,)
        if isinstance(inner, GraphQLInputObjectType):
            if here or isinstance(field.type, GraphQLNonNull):
                one = input_with(inner, path[1:] if here else (), value)
                given[name] = [one] if isinstance(get_nullable_type(field.type), GraphQLList) else one
        elif here:
            given[name] = value
        elif isinstance(field.type, GraphQLNonNull):
            given[name] = next(iter(inner.values)) if isinstance(inner, GraphQLEnumType) else samples[inner.name]
    return given


MUTATIONS = (schema.graphql_schema.mutation_type.fields if schema.graphql_schema.mutation_type else {}).items()


@pytest.mark.parametrize(("name", "field"), MUTATIONS, ids=[name for name, _field in MUTATIONS])
def test_every_input_of_a_mutation_takes_anothers_ids_as_ids_that_do_not_exist(
    theirs: dict[str, str], other_tenant: Tenant, everybody: Client, name: str, field: Any
) -> None:
    input_type = get_named_type(field.args["input"].type)
    with schema_context(other_tenant.schema_name):
        before = state_of_their_register()
    asked = 0

    for path, kind in leaves(input_type):
        for what in ("user", "authority") if kind == "Int" else ("reference", "label", "label text"):
            value = theirs[what]
            variables = {"input": input_with(input_type, path, int(value) if kind == "Int" else value)}
            if name == "registerComplaint":
                variables["input"].setdefault("story", "Verhaal")
            query = f"mutation ($input: {input_type.name}!) {{ {name}(input: $input) {{ __typename errors {{ code field message }} }} }}"
            operations = json.dumps({"query": query, "variables": variables})
            if "document" in variables["input"]:
                sent = {
                    "operations": operations,
                    "map": '{"file": ["variables.input.document"]}',
                    "file": SimpleUploadedFile("a.txt", b"a"),
                }
                answer = everybody.post("/graphql/", sent)
            else:
                answer = everybody.post("/graphql/", operations, content_type="application/json")
            assert answer.status_code == 200, answer.content
            text = answer.content.decode().replace(json.dumps(value)[1:-1], "")
            assert SECRET not in text
            asked += 1

    with schema_context(other_tenant.schema_name):
        assert state_of_their_register() == before
    assert asked >= 2


NUMBERS = {"user": "Int", "authority": "Int"}


def arguments_of(field: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text and number a query takes, also inside an input object."""
    for name, argument in field.args.items():
        inner = get_named_type(argument.type)
        if isinstance(inner, GraphQLInputObjectType):
            yield from (((name, *path), kind) for path, kind in leaves(inner))
        elif inner.name in ("String", "ID", "Int"):
            yield (name,), inner.name


# Whatever takes a text or a number; a list that is chosen by a code alone names no row.
QUERIES = [
    (name, field)
    for name, field in schema.graphql_schema.query_type.fields.items()  # type: ignore[union-attr]
    if list(arguments_of(field))
]


def rows_of(answer: dict[str, Any]) -> list[Any]:
    """What a list or a page of one holds; nothing where it was refused."""
    [data] = (answer.get("data") or {"": []}).values()
    return list((data or {}).get("edges", []))


@pytest.mark.parametrize(("name", "field"), QUERIES, ids=[name for name, _field in QUERIES])
def test_every_argument_of_a_query_takes_anothers_ids_as_ids_that_do_not_exist(
    theirs: dict[str, str], everybody: Client, name: str, field: Any
) -> None:
    samples = {"String": "2024-00001", "Int": 2024, "Date": "2025-01-14", "LabelList": "UNIT"}
    required = {
        argument: samples[get_named_type(definition.type).name]
        for argument, definition in field.args.items()
        if isinstance(definition.type, GraphQLNonNull)
    }
    declared = ", ".join(f"${argument}: {definition.type}" for argument, definition in field.args.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in field.args)
    inside = {
        "complaints": "edges { node { reference story summary } }",
        "readLog": "edges { node { reference reason } }",
        "complaint": "reference story",
    }
    if "edges" in getattr(get_named_type(field.type), "fields", {}):
        inside.setdefault(name, "edges { node { __typename } }")
    query = f"query ({declared}) {{ {name}({passed}) {{ __typename {inside.get(name, '')} }} }}"
    asked = 0

    for path, kind in arguments_of(field):
        if path[-1] in ("first", "last"):  # how many, never whose
            continue
        for what, value in theirs.items():
            if (NUMBERS.get(what, "String") == "Int") != (kind == "Int"):
                continue
            told: Any = int(value) if kind == "Int" else value
            for part in reversed(path[1:]):
                told = {part: [told] if part == "suspensions" else told}
            answer = everybody.post(
                "/graphql/", json.dumps({"query": query, "variables": {**required, path[0]: told}}), content_type="application/json"
            )
            assert SECRET not in answer.content.decode().replace(json.dumps(value)[1:-1], ""), path
            if name != "readLog" or path[-1] in ("reference", "userId"):
                assert rows_of(answer.json()) == [], path
            asked += 1

    assert asked >= 1


def state_of_their_register() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Complaint, Party, ComplaintEvent)]


def test_the_list_and_the_figures_hold_nothing_of_another(theirs: dict[str, str], everybody: Client) -> None:
    words = " ".join(f"{one}: labels(list: {one}) {{ nodes {{ text }} }}" for one in schema.graphql_schema.type_map["LabelList"].values)  # type: ignore[attr-defined]
    query = f"{{ complaints {{ totalCount edges {{ node {{ summary }} }} }} yearlyFigures(year: 2024) {{ asJson }} {words} }}"

    answer = everybody.post("/graphql/", {"query": query}).json()["data"]

    assert [answer[one] for one in ("UNIT", "NATURE", "CHANNEL", "KIND")] == [{"nodes": []}] * 4
    assert answer["complaints"] == {"totalCount": 0, "edges": []}
    assert answer["yearlyFigures"]["asJson"]["received"]["total"] == 0
    assert SECRET not in json.dumps(answer)


def test_a_session_of_one_organisation_gives_no_role_at_another(
    tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    client = client_at(other_tenant, make_person(Role.COORDINATOR, at=tenant))

    listed = client.post("/graphql/", {"query": "{ complaints { totalCount } }"}).json()
    who = client.post("/graphql/", {"query": "{ me { roles } }"}).json()

    assert listed["errors"][0]["extensions"]["code"] == "not_permitted"
    assert who["data"]["me"]["roles"] == []


def test_cookies_are_host_only(tenant: Tenant) -> None:
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_DOMAIN is None


def test_an_ended_membership_and_a_deactivated_user_have_no_role(
    tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client], now: datetime
) -> None:
    ended, inactive = make_person(Role.COORDINATOR), make_person(Role.COORDINATOR)
    clients = [client_at(tenant, ended), client_at(tenant, inactive)]
    Membership.objects.filter(user=ended).update(ended_at=now)
    inactive.is_active = False
    inactive.save()

    codes = [
        client.post("/graphql/", {"query": "{ complaints { totalCount } }"}).json()["errors"][0]["extensions"]["code"] for client in clients
    ]

    assert codes == ["not_permitted", "not_signed_in"]


def test_cache_keys_carry_the_schema(tenant: Tenant, other_tenant: Tenant) -> None:
    cache.set("figure", 47)

    with schema_context(other_tenant.schema_name):
        assert cache.get("figure") is None
        cache.set("figure", 18)
    assert cache.get("figure") == 47


@pytest.mark.parametrize(
    "host",
    [
        "onbekend.polsslag.localhost",
        "polsslag.localhost",
        "elders.example",
        "samen.polsslag.localhost.evil.example",
        "-x_",
        "uit.polsslag.localhost",
    ],
)
def test_an_unknown_host_gets_a_plain_page_without_a_hint(host: str, tenant: Tenant, now: datetime) -> None:
    with schema_context("public"):
        gone = Tenant.objects.create(
            schema_name="uit", slug="uit", name="Gemeente Uit", kind="gemeente", is_active=False, created_at=now, deactivated_at=now
        )
        Domain.objects.create(tenant=gone, domain="uit.polsslag.localhost")

    response = Client(HTTP_HOST=host).get("/")

    text = response.content.decode()
    assert response.status_code == 404
    assert "Op dit adres staat niets" in text
    assert not any(word in text for word in ("samen", "elders", "Uit", "polsslag", "Voorbeeldstreek"))


def test_a_host_is_taken_as_it_is_without_its_port(tenant: Tenant, other_tenant: Tenant) -> None:
    with schema_context("public"):
        Domain.objects.create(tenant=tenant, domain="www.klachten.example", is_primary=False)
        Domain.objects.create(tenant=other_tenant, domain="klachten.elders.example", is_primary=False)

    with override_settings(ALLOWED_HOSTS=[".example"]):
        statuses = {
            host: Client(HTTP_HOST=host).get("/account/login/").status_code
            for host in (
                "www.klachten.example",
                "WWW.klachten.example:8000",
                "klachten.example",
                "klachten.elders.example",
                "www.klachten.elders.example",
            )
        }

    assert statuses == {
        "www.klachten.example": 200,
        "WWW.klachten.example:8000": 200,
        "klachten.example": 404,
        "klachten.elders.example": 200,
        "www.klachten.elders.example": 404,
    }


def test_a_pooled_connection_goes_back_without_a_tenant_and_without_locks() -> None:
    parameters = {
        key: value for key, value in connection.get_connection_params().items() if key in ("host", "port", "user", "password", "dbname")
    }
    with ConnectionPool(kwargs=parameters, min_size=1, max_size=1, reset=forget_tenant, open=True) as pool:
        with pool.connection() as used:
            used.execute("SET search_path = samen, public")
            used.execute("SELECT pg_advisory_lock(20261120)")
        with pool.connection() as fresh:
            assert fresh.execute("SHOW search_path").fetchone() == ('"$user", public',)
            held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            assert fresh.execute(held).fetchone() == (0,)


def test_without_the_reset_the_tenant_would_stay() -> None:
    """What the hook guards against; when this fails the hook may go."""
    parameters = {
        key: value for key, value in connection.get_connection_params().items() if key in ("host", "port", "user", "password", "dbname")
    }
    with ConnectionPool(kwargs=parameters, min_size=1, max_size=1, open=True, connection_class=psycopg.Connection) as pool:
        with pool.connection() as used:
            used.execute("SET search_path = samen, public")
        with pool.connection() as fresh:
            assert fresh.execute("SHOW search_path").fetchone() == ("samen, public",)
