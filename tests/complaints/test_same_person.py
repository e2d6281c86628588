"""Earlier and double files of somebody, found by number, address or a name like theirs; never of whoever is shielded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from complaints.access import access_complaint
from complaints.flows.looking import search_same_person
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import NAMELESS, AccessRecord, Identity
from complaints.same_person import Told, files_of_same_person, other_files_of, parties_like
from tenants.actors import Actor
from tenants.errors import NotPermitted
from tenants.models import Tenant
from tenants.permissions import ROLES, Permission, Role

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, *, story: str = "Te laat", **person: object) -> str:
    told = Submission(story=story, filer=Person(**person))  # type: ignore[arg-type]
    return register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference


def found(actor: Actor, **asked: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.complaint.reference, one.by) for one in files_of_same_person(actor=actor, **asked)]


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ({"phone": "06 1234 5678"}, ("phone",)),
        ({"phone": "+31 6 12345678"}, ("phone",)),
        ({"phone": "0031612345678"}, ("phone",)),
        ({"email": " F.ElAmrani@Voorbeeld.example"}, ("email",)),
        ({"name": "fatima  el amrani"}, ("name",)),
        ({"name": "F. el Amrani"}, ("name",)),
        ({"name": "Fatima el Amrani", "phone": "0612345678", "email": "f.elamrani@voorbeeld.example"}, ("phone", "email", "name")),
    ],
)
def test_somebody_is_found_however_it_was_written(coordinator: Actor, asked: dict[str, str], by: tuple[str, ...]) -> None:
    reference = register(coordinator, name="Fatima El Amrani", phone="06-12345678", email="f.elamrani@voorbeeld.example")

    assert found(coordinator, **asked) == [(reference, by)]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"phone": "12345"},
        {"phone": "0612345679"},
        {"email": "elamrani@voorbeeld.example"},
        {"name": "Jan de Vries"},
        {"name": "\x00"},
        {"email": "\x00"},
    ],
)
def test_somebody_else_is_not_found(coordinator: Actor, asked: dict[str, str]) -> None:
    register(coordinator, name="Fatima El Amrani", phone="06-12345678", email="f.elamrani@voorbeeld.example")
    register(coordinator, name="Piet de Vries", phone="")

    assert found(coordinator, **asked) == []


def test_a_number_goes_before_a_name_and_five_are_enough(coordinator: Actor) -> None:
    by_number = register(coordinator, phone="0612345678")
    by_name = [register(coordinator, name="Fatima El Amrani") for _ in range(6)]

    told = found(coordinator, name="Fatima El Amrani", phone="0612345678")

    assert [reference for reference, _by in told] == [by_number, *reversed(by_name[2:])]


def test_other_files_of_the_people_in_a_file_are_those_besides_it(coordinator: Actor) -> None:
    first = register(coordinator, name="Fatima El Amrani", phone="0612345678")
    second = register(coordinator, name="F. el Amrani", phone="+31612345678")

    others = other_files_of(actor=coordinator, complaint=access_complaint(actor=coordinator, reference=first))

    assert [(one.complaint.reference, one.by) for one in others] == [(second, ("phone", "name"))]


@pytest.mark.parametrize("identity", NAMELESS)
def test_who_does_not_want_to_be_known_is_neither_found_nor_looked_up(coordinator: Actor, identity: Identity) -> None:
    shielded = register(coordinator, name="Fatima El Amrani", phone="0612345678", identity=identity)
    known = register(coordinator, name="Fatima El Amrani", phone="0612345678")

    assert found(coordinator, name="Fatima El Amrani", phone="0612345678") == [(known, ("phone", "name"))]
    assert other_files_of(actor=coordinator, complaint=access_complaint(actor=coordinator, reference=shielded)) == []


def test_files_that_somebody_may_not_see_are_not_found(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    told = Submission(story="Te laat", filer=Person(phone="0612345678"), involved=(InvolvedTold(user_id=involved.user_id),))
    register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW)

    assert len(found(coordinator, phone="0612345678")) == 1
    assert found(involved, phone="0612345678") == []
    assert found(make_actor(Role.COUNCIL_REGISTRY), phone="0612345678") == []


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.HANDLE_COMPLAINTS]))
def test_who_handles_no_complaints_asks_nothing(make_actor: Callable[..., Actor], role: Role) -> None:
    with pytest.raises(NotPermitted):
        search_same_person(actor=make_actor(role), phone="0612345678", now=NOW)


def test_that_somebody_looked_is_kept_and_not_for_whom(coordinator: Actor) -> None:
    register(coordinator, name="Fatima El Amrani")

    search_same_person(actor=coordinator, name="Fatima El Amrani", now=NOW)

    record = AccessRecord.objects.get()
    assert (record.code, record.complaint, record.data) == ("searched", None, {"filters": ["same_person"], "found": 1})


@pytest.mark.parametrize("asked", [{"phone": "0612345678"}, {"email": "f@voorbeeld.example"}, {"name": "Fatima El Amrani"}])
def test_an_index_answers_it(tenant: Tenant, asked: dict[str, str]) -> None:
    [(what, parties)] = parties_like(Told.of(**asked))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert f"party_by_{what}" in parties.explain()
