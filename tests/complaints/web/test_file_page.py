"""What the page of one file tells about who handles it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from complaints.models import Complaint, Round
from tenants.accounts.access import actor_for
from tenants.accounts.flows.memberships import note_arrival
from tenants.accounts.models import Membership, User
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def make_file(**facts: object) -> Complaint:
    return make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 11, 2), **facts),)))  # type: ignore[arg-type]


def come_in(person: User, tenant: Tenant, now: datetime) -> None:
    actor = actor_for(user=person, tenant=tenant, today=date(2026, 11, 20), has_second_factor=True)
    assert note_arrival(actor=actor, tenant=tenant, now=now) == 1


def read(client: Client, complaint: Complaint) -> str:
    answer = client.get(f"/klachten/{complaint.reference}/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_a_handler_has_a_name_only_once_that_person_has_come_in_here(
    client: Client, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    handler = make_person(Role.HANDLER, at=other_tenant, email="bekend@elders.example")
    Membership.objects.create(tenant=tenant, user=handler, role=Role.HANDLER, starts_on=date(2020, 1, 1))
    User.objects.filter(pk=handler.pk).update(name="Bekende van Elders")
    complaint = make_file()
    Round.objects.filter(complaint=complaint).update(handler=handler)

    come_in(handler, other_tenant, now)
    before = read(client, complaint)
    come_in(handler, tenant, now)
    after = read(client, complaint)

    assert "Behandeld door bekend@elders.example" in before
    assert "Bekende van Elders" not in before
    assert "Behandeld door Bekende van Elders" in after
