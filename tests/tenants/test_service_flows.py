"""What concerns every organisation at once is done by whoever operates the service, never by somebody of one organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django_tenants.utils import schema_context

from tenants.actors import Actor, command_actor
from tenants.errors import NotPermitted
from tenants.flows.decrees import load_decree
from tenants.flows.municipalities import add_municipality
from tenants.models import Decree, Municipality, OutboxMessage, Tenant
from tenants.organisation.flows.deactivation import activate_tenant, deactivate_tenant
from tenants.organisation.models import OrganisationEvent
from tenants.permissions import Role

DECREE = {"source": "Stcrt. 2028, 99999", "first_year": 2029, "last_year": 2031, "days": [date(2029, 5, 11)]}


def load(actor: Actor, now: datetime) -> None:
    load_decree(actor=actor, now=now, **DECREE)  # type: ignore[arg-type]


def add(actor: Actor, now: datetime) -> None:
    add_municipality(actor=actor, code="GM1999", name="Nieuwstad", valid_from=None, valid_until=None)


def stop(actor: Actor, now: datetime) -> None:
    deactivate_tenant(actor=actor, slug="elders", now=now)


def restart(actor: Actor, now: datetime) -> None:
    activate_tenant(actor=actor, slug="elders", now=now)


@pytest.mark.parametrize("flow", [load, add, stop, restart])
def test_nobody_of_an_organisation_changes_what_concerns_all(
    flow: Callable[[Actor, datetime], None], tenant: Tenant, other_tenant: Tenant, make_actor: Callable[..., Actor], now: datetime
) -> None:
    everything = make_actor(*[role for role in Role if role not in (Role.MANAGER, Role.OPERATOR)])
    Tenant.objects.filter(pk=other_tenant.pk).update(is_active=flow is not restart, deactivated_at=now)

    with pytest.raises(NotPermitted):
        flow(everything, now)

    assert not Decree.objects.exists()
    assert not Municipality.objects.filter(pk="GM1999").exists()
    assert Tenant.objects.get(pk=other_tenant.pk).is_active is (flow is not restart)
    assert not OutboxMessage.objects.exists()


def test_a_decree_queues_the_rest_with_it_for_every_active_organisation(tenant: Tenant, other_tenant: Tenant, now: datetime) -> None:
    with schema_context("public"):
        Tenant.objects.create(
            schema_name="uit", slug="uit", name="Gemeente Uit", kind="gemeente", is_active=False, created_at=now, deactivated_at=now
        )
        load(command_actor(), now)

    queued: list[Any] = list(OutboxMessage.objects.order_by("schema_name").values_list("schema_name", "task_name", "payload"))
    assert queued == [("elders", "complaints.recompute_open_terms", {}), ("samen", "complaints.recompute_open_terms", {})]


def test_a_decree_that_is_refused_queues_nothing(tenant: Tenant, now: datetime) -> None:
    load(command_actor(), now)
    OutboxMessage.objects.all().delete()

    with pytest.raises(Exception, match="year_already_covered"):
        load_decree(actor=command_actor(), source="Stcrt. 2030, 1", first_year=2031, last_year=2033, days=[], now=now)

    assert not OutboxMessage.objects.exists()


def test_who_stopped_an_organisation_stands_in_its_history(tenant: Tenant, other_tenant: Tenant, now: datetime) -> None:
    stopped, restarted = now + timedelta(hours=1), now + timedelta(hours=2)
    with schema_context("public"):
        stop(command_actor(), stopped)
        restart(command_actor(), restarted)

    with schema_context(other_tenant.schema_name):
        since = OrganisationEvent.objects.exclude(code="organisation_created").order_by("pk")
        events = list(since.values_list("code", "actor_kind", "happened_at"))
    assert events == [("organisation_deactivated", "command", stopped), ("organisation_activated", "command", restarted)]
