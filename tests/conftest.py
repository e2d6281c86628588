"""What every test may use: two organisations in one database, people with roles, clients that speak to a host.

Each test runs in a transaction that is rolled back. Tests marked `django_db(transaction=True)` commit; after them one
TRUNCATE over every schema puts the two organisations back as they were.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django_tenants.utils import schema_context

from tenants.accounts.access import actor_for
from tenants.accounts.models import Membership, User
from tenants.actors import Actor, command_actor
from tenants.models import Tenant, TenantKind
from tenants.organisation.flows.provisioning import NewTenant, furnish, provision_tenant
from tenants.permissions import Role

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)

TENANT = NewTenant(
    slug="samen", name="Samenwerking Voorbeeldstreek", kind=TenantKind.GR, participant_codes=("GM0321", "GM0331", "GM0353", "GM0356")
)
OTHER_TENANT = NewTenant(slug="elders", name="Gemeente Elders", kind=TenantKind.GEMEENTE, municipality_code="GM0344")

# What was imported stays: looking through it for garbage again and again takes a sixth of the time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)

KEPT_TABLES = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "tenants_tenant",
    "tenants_domain",
    "tenants_municipality",
    "tenants_participation",
}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What needs a browser stands in one folder (test_house sees to that): asked for that alone, the rest is not even read."""
    if config.option.markexpr != "browser" or collection_path.is_dir():
        return None
    return Path(__file__).parent / "browser" not in collection_path.parents or None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        for new in (TENANT, OTHER_TENANT):
            if not Tenant.objects.filter(slug=new.slug).exists():
                provision_tenant(new=new, now=NOW)


def _empty_every_schema(self: TransactionTestCase) -> None:
    """Instead of Django's flush, which knows one schema."""
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND NOT tablename = ANY(%s)",
            [list(KEPT_TABLES)],
        )
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT format('%%I.%%I', relnamespace::regnamespace, relname) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgname = 'no_truncate'",
            [],
        )
        guarded = [row[0] for row in cursor.fetchall()]
        # The owner of a table may do this; together or not at all.
        with transaction.atomic():
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_truncate")
            cursor.execute("TRUNCATE " + ", ".join(tables))
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER no_truncate")
    for new in (TENANT, OTHER_TENANT):
        furnish(Tenant.objects.get(slug=new.slug))


@pytest.fixture(autouse=True, scope="session")
def _truncate_instead_of_flush() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_every_schema)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def tenant(db: None) -> Iterator[Tenant]:
    """A joint authority with four municipalities; its schema is set."""
    tenant = Tenant.objects.get(slug=TENANT.slug)
    connection.set_tenant(tenant)
    yield tenant
    connection.set_schema_to_public()


@pytest.fixture
def other_tenant(db: None) -> Tenant:
    """A municipality, as the other organisation. The schema is not set: use schema_context."""
    with schema_context("public"):
        return Tenant.objects.get(slug=OTHER_TENANT.slug)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def command(tenant: Tenant) -> Actor:
    """A management command at `tenant`."""
    return command_actor()


MakePerson = Callable[..., User]


@pytest.fixture
def make_person(tenant: Tenant) -> MakePerson:
    """make_person(Role.HANDLER, unit_id=..., at=other_tenant) -> a demo user with that role there."""

    def make(*roles: Role, at: Tenant = tenant, email: str | None = None, unit_id: Any = None, municipality: str | None = None) -> User:
        user = User.objects.create_user(
            email=email or f"{'-'.join(roles) or 'niemand'}-{User.objects.count()}@voorbeeld.example", password="geheim", is_demo=True
        )
        for role in roles:
            Membership.objects.create(
                tenant=at,
                user=user,
                role=role,
                starts_on=date(2020, 1, 1),
                unit_id=unit_id or ("00000000-0000-0000-0000-000000000001" if role is Role.MANAGER else None),
                municipality_id=municipality,
            )
        return user

    return make


@pytest.fixture
def make_actor(tenant: Tenant, make_person: MakePerson) -> Callable[..., Actor]:
    """make_actor(Role.HANDLER) -> the actor such a person is at `tenant`."""

    def make(*roles: Role, **options: Any) -> Actor:
        return actor_for(user=make_person(*roles, **options), tenant=tenant, today=TODAY, has_second_factor=True)

    return make


@pytest.fixture
def client_at() -> Callable[..., Client]:
    """client_at(tenant, user) -> a test client that speaks to the tenant's host, signed in when a user is given."""

    def make(at: Tenant, user: User | None = None) -> Client:
        with schema_context("public"):
            host = at.domains.get(is_primary=True).domain
        client = Client(HTTP_HOST=host)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
