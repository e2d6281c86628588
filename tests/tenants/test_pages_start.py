"""The start page: coming in is noted once, whatever is opened at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django_tenants.utils import schema_context

from tenants.accounts.flows import memberships
from tenants.accounts.flows.memberships import note_arrival
from tenants.accounts.models import MembershipEvent, User
from tenants.actors import Actor, ActorKind
from tenants.models import Tenant
from tenants.permissions import Role

PASSWORD = "een-wachtwoord-van-vier-woorden"


def arrivals(person: User) -> int:
    return MembershipEvent.objects.filter(actor_id=person.pk, code="arrived").count()


def test_the_start_page_notes_who_comes_in_once_for_each_role(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    person = make_person(Role.HANDLER, Role.ADMINISTRATOR)
    client = client_at(tenant, person)

    pages = [client.get("/").status_code for _ in range(3)]

    assert (pages, arrivals(person)) == ([200, 200, 200], 2)


def test_who_signs_in_on_the_way_to_another_page_has_come_in(tenant: Tenant, make_person: Callable[..., User]) -> None:
    person = make_person(Role.HANDLER)
    person.set_password(PASSWORD)
    person.save()
    client = Client(HTTP_HOST=tenant.domains.get().domain)

    answer = client.post("/account/login/?next=/klachten/", {"login": person.email, "password": PASSWORD})

    assert (answer.status_code, answer["Location"], arrivals(person)) == (302, "/klachten/", 1)


@pytest.mark.django_db(transaction=True)
def test_two_pages_at_once_note_one_arrival(
    tenant: Tenant, make_person: Callable[..., User], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(Role.HANDLER)
    actor = Actor(kind=ActorKind.PERSON, schema_name=tenant.schema_name, user_id=person.pk, roles=frozenset({Role.HANDLER}))
    both_looked = threading.Barrier(2)
    look_before_waiting(monkeypatch, both_looked)
    noted: list[Any] = []

    def come_in() -> None:
        try:
            with schema_context(tenant.schema_name):
                noted.append(note_arrival(actor=actor, tenant=tenant, now=now))
        except Exception as error:
            noted.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=come_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(noted, key=str) == [0, 1]
    assert arrivals(person) == 1


def look_before_waiting(monkeypatch: pytest.MonkeyPatch, both_looked: threading.Barrier) -> None:
    """Let both see that nothing was noted yet, and only then begin to write."""
    begin = memberships.transaction.atomic

    def begin_together(*args: Any, **options: Any) -> Any:
        both_looked.wait(timeout=10)
        return begin(*args, **options)

    monkeypatch.setattr(memberships.transaction, "atomic", begin_together)
