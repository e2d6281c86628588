"""Apologies by the ombudsman's card: no part is asked for, what is missing is said, and a correction keeps what it was."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.flows.apologising import ApologyTold, record_apology
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Submission
from complaints.models import Apology, Complaint, ComplaintEvent, ContactWay
from complaints.web.timeline import shown_event
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TOLD = ApologyTold(
    what_went_wrong="De betaling bleef liggen",
    regret="Dat spijt ons",
    said_by="De teamleider",
    said_to="Wie klaagde",
    said_on=date(2025, 3, 11),
    way=ContactWay.PHONE,
)


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, **told: Any) -> str:
    submission = Submission(story="Te laat betaald", **told)
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def record(actor: Actor, reference: str, told: ApologyTold = TOLD, apology_id: uuid.UUID | None = None) -> Apology:
    return record_apology(actor=actor, reference=reference, told=told, apology_id=apology_id, seen_version=None, now=NOW)


def test_an_apology_says_what_it_still_lacks(actor: Actor) -> None:
    reference = register(actor)

    kept = record(actor, reference)

    assert (kept.said_on, kept.way, kept.recorded_by_id) == (date(2025, 3, 11), "PHONE", actor.user_id)
    assert kept.missing == ["responsibility", "what_now", "what_changes"]
    event = ComplaintEvent.objects.get(code="apology_recorded")
    assert (event.data["missing"], event.data["on"], event.personal) == (kept.missing, "2025-03-11", None)
    assert shown_event(event, names={}).lines == [
        "di 11 maart 2025, telefonisch",
        "Nog niet gezegd: dat wij er verantwoordelijk voor zijn, wat wij nu doen, wat er verandert",
    ]


def test_without_a_day_it_was_said_today(actor: Actor) -> None:
    assert record(actor, register(actor), replace(TOLD, said_on=None)).said_on == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"what_went_wrong": "", "regret": "\u200b"}, [("apology_says_nothing", "what_went_wrong")]),
        ({"said_by": " ", "said_to": ""}, [("apologiser_missing", "said_by"), ("apologised_to_missing", "said_to")]),
        ({"said_on": date(2025, 3, 13)}, [("day_in_future", "said_on")]),
        ({"said_on": date(2025, 3, 6)}, [("day_before_receipt", "said_on")]),
        ({"regret": "a\x00", "said_by": ""}, [("unreadable_character", "regret"), ("apologiser_missing", "said_by")]),
    ],
)
def test_what_cannot_be_is_refused_all_at_once(actor: Actor, changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        record(actor, reference, replace(TOLD, **changed))

    one = refused.value
    assert [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])] == found
    assert (Apology.objects.count(), Complaint.objects.get().version) == (0, 1)


def test_a_correction_keeps_what_it_was(actor: Actor) -> None:
    reference = register(actor)
    first = record(actor, reference)

    record(actor, reference, replace(TOLD, responsibility="Dit is onze fout"), first.pk)

    kept = Apology.objects.get()
    assert (kept.pk, kept.responsibility, kept.missing) == (first.pk, "Dit is onze fout", ["what_now", "what_changes"])
    event = ComplaintEvent.objects.get(code="apology_corrected")
    assert event.personal is not None
    assert (event.personal["was"]["responsibility"], event.personal["was"]["said_on"]) == ("", "2025-03-11")
    assert "liggen" not in str(event.data)


def test_the_apology_of_another_file_is_not_there(actor: Actor) -> None:
    here, there = register(actor), register(actor)
    kept = record(actor, here)

    with pytest.raises(NotFound):
        record(actor, there, TOLD, kept.pk)

    assert (Apology.objects.get().complaint.reference, ComplaintEvent.objects.filter(code="apology_corrected").count()) == (here, 0)


def test_who_was_involved_records_none(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(actor, involved=(InvolvedTold(user_id=involved.user_id),))

    with pytest.raises(NotFound):
        record(involved, reference)

    assert Apology.objects.count() == 0


def test_the_file_shows_the_card_and_the_page_corrects_it(client: Client, actor: Actor) -> None:
    reference = register(actor)
    kept = record(actor, reference)
    address = f"/klachten/{reference}/excuses/{kept.pk}/"

    shown, form = client.get(f"/klachten/{reference}/").content.decode(), client.get(address).content.decode()
    typed = {"what_went_wrong": "De betaling bleef liggen", "what_now": "Vrijdag betaald", "said_by": "De teamleider"}
    answer = client.post(address, {**typed, "said_to": "Wie klaagde", "said_on": "2025-03-11", "way": "LETTER", "version": "2"})

    assert "<strong>Wat er misging:</strong> De betaling bleef liggen" in shown
    assert "Voor hele excuses nog niet gezegd: dat wij er verantwoordelijk voor zijn, wat wij nu doen, wat er verandert." in shown
    assert f'href="{address}"' in shown
    assert "De betaling bleef liggen</textarea>" in form
    assert (answer.status_code, Apology.objects.get().what_now, Apology.objects.get().way) == (302, "Vrijdag betaald", "LETTER")
