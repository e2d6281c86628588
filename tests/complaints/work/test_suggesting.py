"""Who is suggested as handler: never involved, never away; the person's other file, then the unit, then the fewest open files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.flows.assignment import assign_complaint
from complaints.models import Compartment, Complaint, ComplaintEvent, InvolvedPerson, Party, Round
from complaints.work.suggesting import SuggestedBecause, suggested_handler, suggested_handlers
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import NotPermitted, Refusal
from tenants.models import Tenant
from tenants.organisation.models import Absence
from tenants.permissions import Role
from tests.conftest import NOW, TODAY
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

ALWAYS = {"first_day": date(2020, 1, 1), "last_day": date(2099, 1, 1)}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handlers(coordinator: Actor, make_actor: Callable[..., Actor]) -> list[Actor]:
    return [make_actor(Role.HANDLER) for _number in range(3)]


def make_file(handler: Actor | None = None, *, unit: str = "Werk", person: dict[str, str] | None = None, **extra: Any) -> Complaint:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 11, 16)),), unit=unit, extra=extra))
    Round.objects.filter(complaint=complaint).update(handler_id=handler.user_id if handler else None)
    if person:
        Party.objects.create(complaint=complaint, role="COMPLAINANT", **person)
    return complaint


def suggested(actor: Actor, complaint: Complaint) -> tuple[int | None, SuggestedBecause, str] | None:
    found = suggested_handler(actor=actor, complaint=complaint, today=TODAY)
    return (found.user_id, found.because, found.reference) if found else None


def test_whoever_has_the_fewest_open_files(coordinator: Actor, handlers: list[Actor]) -> None:
    for handler, count in zip(handlers, (2, 1, 2), strict=True):
        for _number in range(count):
            make_file(handler, unit="Zorg")

    found = suggested_handler(actor=coordinator, complaint=make_file(), today=TODAY)

    assert found is not None
    assert (found.user_id, found.because, found.open_files) == (handlers[1].user_id, SuggestedBecause.FEWEST_OPEN, 1)
    assert found.text == "heeft de minste open dossiers (1 open dossier)"


def test_whoever_handles_files_of_the_unit(coordinator: Actor, handlers: list[Actor]) -> None:
    for _number in range(3):
        make_file(handlers[2])

    assert suggested(coordinator, make_file()) == (handlers[2].user_id, SuggestedBecause.SAME_UNIT, "")


@pytest.mark.parametrize(
    "other", [{"phone": "+31 6 12345678"}, {"email": "J@Voorbeeld.example"}, {"name": "Jo Jansen"}], ids=["number", "address", "name"]
)
def test_whoever_handles_the_persons_other_open_file(coordinator: Actor, handlers: list[Actor], other: dict[str, str]) -> None:
    make_file(handlers[2])
    theirs = make_file(handlers[1], unit="Zorg", person=other)
    complaint = make_file(person={"name": "Jo Jansen", "phone": "06-12345678", "email": "j@voorbeeld.example"})

    found = suggested_handler(actor=coordinator, complaint=complaint, today=TODAY)

    assert found is not None
    assert (found.user_id, found.reference) == (handlers[1].user_id, theirs.reference)
    assert found.text == f"handelt ook {theirs.reference} van deze persoon"


def test_a_shielded_person_a_closed_file_and_one_out_of_sight_suggest_nobody(coordinator: Actor, handlers: list[Actor]) -> None:
    person = {"name": "Jo Jansen"}
    make_file(handlers[1], unit="Zorg", person=person | {"identity": "SHIELDED"})
    closed = make_file(handlers[1], unit="Zorg", person=person)
    Round.objects.filter(complaint=closed).update(closed_on=TODAY)
    out_of_sight = make_file(handlers[1], unit="Zorg", person=person)
    InvolvedPerson.objects.create(complaint=out_of_sight, user_id=coordinator.user_id)

    assert suggested(coordinator, make_file(person=person)) == (handlers[0].user_id, SuggestedBecause.FEWEST_OPEN, "")


def test_never_somebody_involved_and_for_whoever_is_away_the_stand_in(coordinator: Actor, handlers: list[Actor]) -> None:
    first, second, third = handlers
    theirs = make_file(first, person={"name": "Jo Jansen"})
    complaint = make_file(person={"name": "Jo Jansen"})
    Absence.objects.create(user_id=first.user_id, substitute_id=second.user_id, **ALWAYS)

    found = suggested_handler(actor=coordinator, complaint=complaint, today=TODAY)
    assert found is not None
    assert (found.user_id, found.reference) == (second.user_id, theirs.reference)
    assert found.text.endswith(f", neemt waar voor {found.for_name}")
    InvolvedPerson.objects.create(complaint=complaint, user_id=second.user_id)

    assert suggested(coordinator, complaint) == (third.user_id, SuggestedBecause.FEWEST_OPEN, "")


def test_a_council_file_is_suggested_to_the_registry_alone(
    coordinator: Actor, handlers: list[Actor], make_actor: Callable[..., Actor]
) -> None:
    registry = make_actor(Role.COUNCIL_REGISTRY)

    assert suggested(registry, make_file(compartment=Compartment.COUNCIL)) == (registry.user_id, SuggestedBecause.FEWEST_OPEN, "")


def test_a_file_with_a_handler_or_nobody_left_has_no_suggestion(
    coordinator: Actor, handlers: list[Actor], make_actor: Callable[..., Actor]
) -> None:
    left = make_file()
    for one in (coordinator, *handlers):
        InvolvedPerson.objects.create(complaint=left, user_id=one.user_id)

    assert (suggested(coordinator, make_file(handlers[0])), suggested(coordinator, left)) == (None, None)
    with pytest.raises(NotPermitted):
        suggested(make_actor(Role.EMPLOYEE), left)


def test_open_files_that_whoever_asks_may_not_see_are_not_counted(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    handler = make_actor(Role.HANDLER)
    seen, out_of_sight = make_file(handler, unit="Zorg"), make_file(handler, unit="Zorg")
    make_file(handler, unit="Zorg", compartment=Compartment.COUNCIL)
    InvolvedPerson.objects.create(complaint=out_of_sight, user_id=coordinator.user_id)

    for_involved = suggested_handler(actor=coordinator, complaint=make_file(), today=TODAY)
    InvolvedPerson.objects.create(complaint=seen, user_id=coordinator.user_id)
    for_involved_in_both = suggested_handler(actor=coordinator, complaint=make_file(), today=TODAY)

    assert for_involved is not None
    assert for_involved_in_both is not None
    assert (for_involved.user_id, for_involved.open_files, for_involved_in_both.open_files) == (handler.user_id, 1, 0)


def test_who_wants_to_stay_anonymous_suggests_nobody(coordinator: Actor, handlers: list[Actor]) -> None:
    make_file(handlers[0], unit="Zorg")
    make_file(handlers[1], unit="Zorg")
    make_file(handlers[1], unit="Zorg", person={"name": "Jo Jansen", "identity": "ANONYMOUS"})

    assert suggested(coordinator, make_file(person={"name": "Jo Jansen"})) == (
        handlers[2].user_id,
        SuggestedBecause.FEWEST_OPEN,
        "",
    )


def test_many_files_cost_what_one_costs(coordinator: Actor, handlers: list[Actor]) -> None:
    make_file(handlers[0], person={"name": "Jo Jansen"})
    files = [make_file(person={"name": "Jo Jansen"}).pk for _number in range(4)]

    with CaptureQueriesContext(connection) as one:
        assert len(suggested_handlers(actor=coordinator, complaint_ids=files[:1], today=TODAY)) == 1
    with CaptureQueriesContext(connection) as many:
        assert len(suggested_handlers(actor=coordinator, complaint_ids=files, today=TODAY)) == 4

    assert len(one) == len(many)


# Assigning to somebody who is away


def test_whoever_is_away_gets_a_file_only_when_that_is_meant(coordinator: Actor, handlers: list[Actor]) -> None:
    complaint, (away, stand_in, _third) = make_file(), handlers
    Absence.objects.create(user_id=away.user_id, substitute_id=stand_in.user_id, **ALWAYS)
    same: dict[str, Any] = {
        "actor": coordinator,
        "reference": complaint.reference,
        "handler_id": away.user_id,
        "seen_version": None,
        "now": NOW,
    }

    with pytest.raises(Refusal, match="handler_is_away") as refused:
        assign_complaint(**same)
    assert (refused.value.details["stand_in"], refused.value.details["last_day"]) == (stand_in.user_id, date(2099, 1, 1))
    assert (Round.objects.get(complaint=complaint).handler_id, ComplaintEvent.objects.count()) == (None, 0)

    assign_complaint(**same, even_if_away=True)

    assert Round.objects.get(complaint=complaint).handler_id == away.user_id


# Page and API


def test_one_press_gives_it_to_whoever_is_suggested(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    handler = make_person(Role.HANDLER, email="h@voorbeeld.example")
    client, complaint = client_at(tenant, make_person(Role.COORDINATOR)), make_file()
    address = f"/klachten/{complaint.reference}/toewijzen/"

    page = client.get(address).content.decode()
    client.post(address, {"version": complaint.version, "handler_id": handler.pk})

    assert "h@voorbeeld.example</strong> heeft de minste open dossiers (0 open dossiers)" in page
    assert Round.objects.get(complaint=complaint).handler_id == handler.pk


def test_the_api_tells_whoever_may_assign(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], make_actor: Callable[..., Actor]
) -> None:
    handler, complaint = make_person(Role.HANDLER, email="h@voorbeeld.example"), make_file(unit="Werk")
    unit_id = complaint.points.get().unit_id
    query = {"query": "{ complaints { edges { node { suggestedHandler { userId name reason text } } } } }"}

    def ask(user: User) -> Any:
        answer = client_at(tenant, user).post("/graphql/", query, content_type="application/json").json()
        return answer["data"]["complaints"]["edges"][0]["node"]["suggestedHandler"]

    assert ask(make_person(Role.COORDINATOR)) == {
        "userId": handler.pk,
        "name": "h@voorbeeld.example",
        "reason": "fewest_open",
        "text": "heeft de minste open dossiers (0 open dossiers)",
    }
    assert ask(make_person(Role.MANAGER, unit_id=unit_id)) is None
