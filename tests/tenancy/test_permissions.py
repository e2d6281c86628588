"""One table of permissions: every address and every root field of the API against every role, and on refusal nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django_tenants.utils import schema_context
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNonNull, is_list_type

from api.fields import GuardedField
from api.schema import schema
from tenants.models import Tenant
from tenants.permissions import ADDRESSES_OF_LIBRARIES, ROLES, WITHOUT_ROLE, Permission, Role, permission_of_view

SAMPLES = {"int": 2024, "uuid": UUID(int=7), "str": "2024-00001", "slug": "naam", "path": "naam"}
URLCONFS = {"tenant": "config.urls_tenant", "portal": "config.urls_portal"}


@dataclass(frozen=True)
class Address:
    urlconf: str
    name: str
    path: str
    permission: Permission | None


def addresses() -> list[Address]:
    return [address for name, urlconf in URLCONFS.items() for address in walk(name, get_resolver(urlconf).url_patterns, "/")]


def walk(urlconf: str, patterns: list[Any], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + sample_of(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(urlconf, pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Address(urlconf, pattern.name or path, path, permission_of_view(pattern.callback, pattern.name))


def sample_of(pattern: Any) -> str:
    if not isinstance(pattern, RoutePattern):
        return pattern.regex.pattern.strip("^$").replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-sleutel").rstrip("\\Z")
    route = pattern._route
    for name, converter in pattern.converters.items():
        kind = next(kind for kind in SAMPLES if type(converter).__name__.lower().startswith({"int": "int", "uuid": "uuid"}.get(kind, kind)))
        route = route.replace(f"<{kind}:{name}>", str(SAMPLES[kind])).replace(f"<{name}>", str(SAMPLES[kind]))
    return str(route)


ALL = addresses()


@pytest.mark.parametrize("address", ALL, ids=lambda address: f"{address.urlconf}:{address.name}")
def test_every_address_declares_its_permission(address: Address) -> None:
    assert address.permission in ROLES


def test_no_library_address_is_listed_that_is_not_there() -> None:
    assert set(ADDRESSES_OF_LIBRARIES) - {address.name for address in ALL} == set()


def row_counts(schemas: list[str]) -> dict[str, int]:
    """How many rows every table has, sessions apart."""
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = ANY(%s)"
            " AND tablename NOT IN ('django_session', 'usersessions_usersession')",
            [schemas],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.fixture
def portal(db: None) -> Tenant:
    with schema_context("public"):
        return Tenant.objects.get(slug="portaal")


def client_on(urlconf: str, client_at: Callable[..., Client], tenant: Tenant, user: Any) -> Client:
    client = client_at(tenant, user)
    if urlconf == "portal":
        client.defaults["HTTP_HOST"] = "portaal.polsslag.localhost"
    return client


@pytest.mark.parametrize("role", [None, *Role], ids=str)
@pytest.mark.parametrize("urlconf", URLCONFS)
def test_what_a_role_may_not_is_refused_and_changes_nothing(
    urlconf: str, role: Role | None, tenant: Tenant, portal: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    at = portal if urlconf == "portal" else tenant
    client = client_on(urlconf, client_at, tenant, make_person(role, at=at) if role else None)
    refused = [
        address
        for address in ALL
        if address.urlconf == urlconf
        and address.permission not in (None, Permission.ANYONE)
        and (role is None or (address.permission not in WITHOUT_ROLE and role not in ROLES[address.permission]))
    ]
    before = row_counts([tenant.schema_name, "public"])

    # Decided before anything looks at the method; what could change something is the one to send.
    for address in refused:
        response = client.post(address.path)
        if role is None:
            assert (response.status_code, response["Location"].split("?")[0]) == (302, "/account/login/"), address
        else:
            assert response.status_code == 403, address

    connection.set_schema_to_public()
    assert row_counts([tenant.schema_name, "public"]) == before
    assert mail.outbox == []


@pytest.mark.parametrize("role", [*Role], ids=str)
def test_what_a_role_may_is_not_refused(
    role: Role, tenant: Tenant, portal: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    urlconf = "portal" if role is Role.OPERATOR else "tenant"
    client = client_on(urlconf, client_at, tenant, make_person(role, at=portal if role is Role.OPERATOR else tenant))

    for address in ALL:
        if address.urlconf == urlconf and address.permission not in WITHOUT_ROLE and role in ROLES[address.permission]:
            assert client.get(address.path).status_code in (200, 302, 404, 405), address


def root_fields() -> list[tuple[str, GuardedField]]:
    types = [graphene_type for graphene_type in (schema.query, schema.mutation) if graphene_type]
    return [(name, field) for graphene_type in types for name, field in graphene_type._meta.fields.items()]


@pytest.mark.parametrize(("name", "field"), root_fields(), ids=[name for name, _field in root_fields()])
def test_every_root_field_declares_its_permission(name: str, field: GuardedField) -> None:
    assert isinstance(field, GuardedField)
    assert field.permission in ROLES


SAMPLE_VALUES = {
    "UUID": '"00000000-0000-4000-8000-000000000000"',
    "Int": "2024",
    "ID": '"00000000-0000-0000-0000-000000000000"',
    "String": '"2024-00001"',
    "Date": '"2025-01-14"',
    "DateTime": '"2025-01-14T09:00:00Z"',
    "Boolean": "true",
    "Upload": "$file",
}


def sample_value(of_type: Any) -> str:
    """A value for a required argument: the least an input object may hold, the first member of an enumeration."""
    if isinstance(of_type, GraphQLInputObjectType):
        required = {name: field.type.of_type for name, field in of_type.fields.items() if isinstance(field.type, GraphQLNonNull)}
        return "{" + ", ".join(f"{name}: {sample_value(inner)}" for name, inner in required.items()) + "}"
    if is_list_type(of_type):
        return "[]"
    if isinstance(of_type, GraphQLEnumType):
        return next(iter(of_type.values))
    return SAMPLE_VALUES[of_type.name]


def shortest_operation(name: str) -> str:
    """The field with a value for each argument it must have. Of a mutation the errors, which stand in what it returns."""
    for kind, root in (("query", schema.graphql_schema.query_type), ("mutation", schema.graphql_schema.mutation_type)):
        for field_name, field in (root.fields if root else {}).items():
            if field_name.lower() == name.replace("_", ""):
                required = [
                    f"{argument}: {sample_value(definition.type.of_type)}"
                    for argument, definition in field.args.items()
                    if isinstance(definition.type, GraphQLNonNull) and not is_list_type(definition.type.of_type)
                ]
                arguments = f"({', '.join(required)})" if required else ""
                wanted = "errors { code }" if kind == "mutation" else "__typename"
                variables = " ($file: Upload!)" if "$file" in arguments else ""
                return f"{kind}{variables} {{ {field_name}{arguments} {{ {wanted} }} }}"
    raise AssertionError(name)


def ask(client: Client, operation: str) -> dict[str, Any]:
    """As JSON, or by the multipart convention where a file goes along."""
    if "$file" not in operation:
        answer = client.post("/graphql/", json.dumps({"query": operation}), content_type="application/json")
    else:
        operations = json.dumps({"query": operation, "variables": {"file": None}})
        file = {"map": '{"0": ["variables.file"]}', "0": SimpleUploadedFile("a.txt", b"a")}
        answer = client.post("/graphql/", {"operations": operations, **file})
    return dict(answer.json())


# What the least that may be asked is refused with: what its own values lack, who sees one unit, or a file that does not exist.
REFUSED = {
    "register_complaint": "nothing_told",
    "reveal_identity": "reason_says_nothing",
    "yearly_publication": "publication_of_own_unit",
}


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_root_field_against_every_role(
    role: Role | None, tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    client = client_at(tenant, make_person(role) if role else None)
    before = row_counts([tenant.schema_name, "public"])
    looked = 0

    for name, field in root_fields():
        response = ask(client, shortest_operation(name))
        codes = [error["extensions"]["code"] for error in response.get("errors", [])]
        if name in schema.mutation._meta.fields:
            # What stands in the way of a mutation is told in its payload, whatever it is.
            assert codes == [], name
            codes = [error["code"] for answer in response["data"].values() for error in answer["errors"]]
        if role is None:
            assert codes == ["not_signed_in"], name
        elif field.permission in WITHOUT_ROLE or role in ROLES[field.permission]:
            assert codes in ([], [REFUSED.get(name, "not_found")]), name
            assert codes or name not in schema.mutation._meta.fields, name
            looked += name in ("complaints", "possibly_same_person", "read_log")
        else:
            assert codes == ["not_permitted"], name

    connection.set_schema_to_public()
    # Looking at the list, or at who looked, is recorded; nothing else is written.
    before[f"{tenant.schema_name}.complaints_accessrecord"] += looked
    assert row_counts([tenant.schema_name, "public"]) == before


def test_council_roles_see_no_figures_yet_and_a_council_member_never_a_complaint() -> None:
    for permission in (Permission.SEE_YEARLY_FIGURES, Permission.IMPORT_COMPLAINTS):
        assert not ROLES[permission] & {Role.COUNCIL_MEMBER, Role.COUNCIL_REGISTRY, Role.OPERATOR}
    for permission in (Permission.SEE_COMPLAINTS, Permission.REGISTER_COMPLAINTS, Permission.HANDLE_COMPLAINTS):
        assert not ROLES[permission] & {Role.COUNCIL_MEMBER, Role.OPERATOR}


def test_an_undeclared_view_does_not_exist(
    tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from api import view

    client = client_at(tenant, make_person(Role.COORDINATOR))
    monkeypatch.delattr(view.api, "required_permission")

    assert client.post("/graphql/", {"query": "{ me { name } }"}).status_code == 404
