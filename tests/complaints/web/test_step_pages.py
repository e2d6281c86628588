"""The steps in a file on their pages: what is sent twice is done once, and each page asks only what its file needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint, ContactRecord, Note
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example"))
SPOKEN = {"happened_at": "2025-03-10T10:00", "way": "PHONE", "result": "SPOKEN", "text": "Afgesproken: betalen"}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, told: Submission = BY_MAIL) -> str:
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


# Sent twice


@pytest.mark.parametrize(("step", "sent", "kept"), [("notitie/", {"text": "Gebeld"}, Note), ("contact/", SPOKEN, ContactRecord)])
def test_the_same_page_sent_twice_adds_one(client: Client, actor: Actor, step: str, sent: dict[str, str], kept: Any) -> None:
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/{step}")["Location"]
    assert client.get(page).status_code == 200

    answers = [client.post(page, sent) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/klachten/{reference}/")] * 2
    assert (kept.objects.count(), Complaint.objects.get().version) == (1, 2)


@pytest.mark.parametrize(("step", "sent", "kept"), [("notitie/", {"text": "Gebeld"}, Note), ("contact/", SPOKEN, ContactRecord)])
def test_two_pages_that_say_the_same_are_two(client: Client, actor: Actor, step: str, sent: dict[str, str], kept: Any) -> None:
    reference = register(actor)

    for _ in range(2):
        client.post(client.get(f"/klachten/{reference}/{step}")["Location"], sent)

    assert kept.objects.count() == 2


@pytest.mark.parametrize(("step", "sent", "kept"), [("notitie/", {"text": "Gebeld"}, Note), ("contact/", SPOKEN, ContactRecord)])
def test_whoever_goes_back_and_types_something_else_is_asked_once_and_may_add_it(
    client: Client, actor: Actor, step: str, sent: dict[str, str], kept: Any
) -> None:
    reference = register(actor)
    page = client.get(f"/klachten/{reference}/{step}")["Location"]
    client.post(page, sent)

    asked = client.post(page, sent | {"text": "Iets anders"})

    assert (asked.status_code, kept.objects.count()) == (422, 1)
    assert "U hebt deze pagina al eerder verstuurd, met iets anders" in text_of(asked)
    assert "Iets anders" in text_of(asked)
    action = re.search(r'data-keeps-typed action="([^"]*)"', asked.content.decode())
    assert action
    client.post(action[1], sent | {"text": "Iets anders"})
    assert kept.objects.count() == 2


def test_a_number_that_is_none_gets_a_page_with_one(client: Client, actor: Actor) -> None:
    reference = register(actor)

    answer = client.get(f"/klachten/{reference}/notitie/?verzending=geen")

    assert re.fullmatch(rf"/klachten/{reference}/notitie/\?verzending=[0-9a-f-]{{36}}", answer["Location"])
