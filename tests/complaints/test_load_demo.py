"""load_demo: whatever moment it was killed at, the next run finishes it, and what is there stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django_tenants.utils import schema_context

from complaints.demo.organisations import TENANTS
from complaints.management.commands import load_demo
from complaints.models import Complaint, HistoricalTotal, SearchEntry
from tenants.accounts.models import Membership, User
from tenants.clock import read_clock
from tenants.models import Domain, Participation, Tenant
from tenants.organisation.models import Label

pytestmark = pytest.mark.django_db(transaction=True)
COMPLAINTS, TOTALS = 47, 24


class Killed(BaseException):
    """Stands for what ends a process without asking."""


@pytest.fixture(autouse=True)
def one_organisation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The demo of one organisation: the one with a history."""
    connection.set_schema_to_public()
    monkeypatch.setattr(load_demo, "TENANTS", TENANTS[:1])
    yield
    connection.set_schema_to_public()
    Membership.objects.filter(tenant__slug="wil").delete()
    Participation.objects.filter(tenant__slug="wil").delete()
    Domain.objects.filter(tenant__slug="wil").delete()
    Tenant.objects.filter(slug="wil").delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS wil CASCADE")


def load() -> list[str]:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue().splitlines()


def what_is_there() -> tuple[int, int, int, int]:
    with schema_context("wil"):
        # Found by its search at once, also where no worker runs.
        assert SearchEntry.objects.count() == Complaint.objects.count()
        counts = Complaint.objects.count(), HistoricalTotal.objects.count(), Label.objects.count()
    return *counts, User.objects.count()


def kill(*args: Any, **options: Any) -> None:
    raise Killed


def assert_is_whole() -> None:
    tenant = Tenant.objects.get(slug="wil")
    assert (tenant.is_active, tenant.has_demo_data, tenant.name) == (True, True, "Werk en Inkomen Lekstroom")
    assert what_is_there()[:2] == (COMPLAINTS, TOTALS)
    assert User.objects.filter(is_demo=True).count() == 9


def test_killed_while_the_organisation_is_made() -> None:
    moment = read_clock() - timedelta(seconds=1)
    half_made = Tenant.objects.create(
        schema_name="wil", slug="wil", name="Half", kind="gr", is_active=False, created_at=moment, deactivated_at=moment
    )
    Domain.objects.create(tenant=half_made, domain="wil.polsslag.localhost", is_primary=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA wil")

    assert len(load()) == 9

    assert_is_whole()


@pytest.mark.parametrize("step", ["import_complaints", "import_history"])
def test_killed_while_the_register_or_the_history_is_loaded(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(load_demo, step, kill)
        with pytest.raises(Killed):
            load()
    connection.set_schema_to_public()
    assert Tenant.objects.get(slug="wil").has_demo_data

    load()

    assert_is_whole()
    before = what_is_there()
    load()
    assert what_is_there() == before


def test_what_was_deactivated_by_hand_stays_so() -> None:
    load()
    call_command("deactivate_tenant", "wil", stdout=StringIO())

    assert len(load()) == 9

    assert not Tenant.objects.get(slug="wil").is_active
