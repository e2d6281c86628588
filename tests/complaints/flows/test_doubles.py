"""A double and the file that counts for it are one complaint: what keeps somebody from the one keeps them from the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from complaints.access import visible_complaints
from complaints.code_lists import ConductOf
from complaints.flows.assignment import assign_complaint
from complaints.flows.leaving_out import mark_duplicate, restore
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import Complaint, ComplaintEvent, Identity, Party, PreferredContact, Round
from complaints.searching import matching
from tenants.actors import Actor
from tenants.permissions import Role
from tests.conftest import NOW

TOLD = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Mevrouw Voorbeeld"))
WHO = Callable[..., Actor]


@pytest.fixture
def coordinator(make_actor: WHO) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, **parts: Any) -> str:
    return register_complaint(actor=actor, submission=replace(TOLD, **parts), received_at=NOW, now=NOW).reference


def mark(actor: Actor, reference: str, *, of: str) -> None:
    mark_duplicate(actor=actor, reference=reference, of_reference=of, reason="Belde twee keer", seen_version=None, now=NOW)


def seen_by(actor: Actor) -> set[str]:
    return set(visible_complaints(actor=actor).values_list("reference", flat=True))


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def history(reference: str) -> list[str]:
    return list(ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk").values_list("code", flat=True))


def test_whoever_is_involved_in_a_new_double_has_lost_the_older_ones_as_well(coordinator: Actor, make_actor: WHO) -> None:
    involved = make_actor(Role.HANDLER)
    counts, older = register(coordinator), register(coordinator)
    mark(coordinator, older, of=counts)
    newer = register(coordinator, involved=(InvolvedTold(user_id=involved.user_id),))
    assert seen_by(involved) == {counts, older}

    mark(coordinator, newer, of=counts)

    assert (seen_by(involved), seen_by(coordinator)) == (set(), {counts, older, newer})
    assert history(older) == ["registered", "marked_duplicate", "involvement_shared"]
    assert ComplaintEvent.objects.filter(complaint=file(older)).latest("pk").data["with"] == counts


def by_exception(coordinator: Actor, involved: Actor) -> str:
    """A file of whoever was involved and handles it all the same, by the exception of 9:7(2)."""
    reference = register(coordinator, involved=(InvolvedTold(user_id=involved.user_id),))
    assign_complaint(
        actor=coordinator,
        reference=reference,
        handler_id=involved.user_id or 0,
        conduct_of=ConductOf.CHAIR,
        exception_reason="Gaat over de burgemeester zelf",
        seen_version=None,
        now=NOW,
    )
    assert reference in seen_by(involved)
    return reference


def test_who_handles_a_double_by_exception_loses_it_with_the_file_that_counts(coordinator: Actor, make_actor: WHO) -> None:
    involved = make_actor(Role.HANDLER)
    double = by_exception(coordinator, involved)
    counts = register(coordinator, involved=(InvolvedTold(user_id=involved.user_id),))
    assert seen_by(involved) == {double}

    mark(coordinator, double, of=counts)

    assert (seen_by(involved), Round.objects.get(complaint__reference=double).handler_id) == (set(), None)
    assert history(double) == ["registered", "assigned", "involvement_shared", "marked_duplicate"]
    assert ComplaintEvent.objects.get(code="involvement_shared").personal == {"exception_ended": [involved.user_id]}


def test_who_handles_a_double_by_exception_loses_it_when_only_now_involved_in_the_file_that_counts(
    coordinator: Actor, make_actor: WHO
) -> None:
    involved = make_actor(Role.HANDLER)
    double, counts = by_exception(coordinator, involved), register(coordinator)
    assert seen_by(involved) == {double, counts}

    mark(coordinator, double, of=counts)

    assert (seen_by(involved), Round.objects.get(complaint__reference=double).handler_id) == (set(), None)
    assert history(counts) == ["registered", "involvement_shared"]
    assert history(double) == ["registered", "assigned", "involvement_shared", "marked_duplicate"]
    assert ComplaintEvent.objects.get(complaint=file(double), code="involvement_shared").personal == {"exception_ended": [involved.user_id]}


def test_who_handles_both_by_exception_keeps_them(coordinator: Actor, make_actor: WHO) -> None:
    involved = make_actor(Role.HANDLER)
    double, counts = by_exception(coordinator, involved), by_exception(coordinator, involved)

    mark(coordinator, double, of=counts)

    assert seen_by(involved) == {double, counts}


# Into the council's compartment


def test_the_doubles_of_a_file_that_goes_to_the_registry_go_along(coordinator: Actor, make_actor: WHO) -> None:
    handler, registry = make_actor(Role.HANDLER), make_actor(Role.COUNCIL_REGISTRY)
    counts, double, apart = register(coordinator), register(coordinator), register(coordinator)
    assign_complaint(actor=coordinator, reference=double, handler_id=handler.user_id or 0, seen_version=None, now=NOW)
    mark(coordinator, double, of=counts)

    update_complaint(actor=coordinator, reference=counts, changes={"is_about_council": True}, seen_version=None, now=NOW)

    assert [seen_by(who) for who in (coordinator, handler, registry)] == [{apart}, {apart}, {counts, double}]
    assert Round.objects.get(complaint__reference=double).handler_id is None
    event = ComplaintEvent.objects.filter(complaint__reference=double).latest("pk")
    assert (event.code, event.data["with"], event.data["fields"]) == ("compartment_shared", counts, ["is_about_council"])
    assert (event.data["version"], event.personal) == (file(double).version, {"handler_taken_off": handler.user_id})


def test_what_becomes_a_double_of_a_file_of_the_registry_goes_there(make_actor: WHO) -> None:
    both, handler = make_actor(Role.COORDINATOR, Role.COUNCIL_REGISTRY), make_actor(Role.HANDLER)
    counts, double = register(both, is_about_council=True), register(both)
    assert seen_by(handler) == {double}

    mark(both, double, of=counts)

    assert (seen_by(handler), seen_by(both)) == (set(), {counts, double})
    assert history(double) == ["registered", "compartment_shared", "marked_duplicate"]


def test_a_file_that_leaves_the_registry_leaves_its_doubles_there(coordinator: Actor, make_actor: WHO) -> None:
    registry = make_actor(Role.COUNCIL_REGISTRY)
    counts, double = register(registry, is_about_council=True), register(registry, is_about_council=True)
    mark(registry, double, of=counts)

    update_complaint(actor=registry, reference=counts, changes={"is_about_council": False}, seen_version=None, now=NOW)

    assert [seen_by(who) for who in (coordinator, registry)] == [{counts}, {double}]
    restore(actor=registry, reference=double, reason="Gaat ook niet over de raad", seen_version=None, now=NOW)
    update_complaint(actor=registry, reference=double, changes={"is_about_council": False}, seen_version=None, now=NOW)
    assert seen_by(coordinator) == {counts, double}


# Somebody who is shielded


NAMED = Person(name="Fatima Voorbeeld", phone="0698765432", preferred_contact=PreferredContact.WRITING)


def found(actor: Actor, words: str) -> set[str]:
    return set(matching(visible_complaints(actor=actor), words).values_list("reference", flat=True))


def test_whoever_is_shielded_is_shielded_in_the_doubles_as_well(coordinator: Actor) -> None:
    counts = register(coordinator, filer=NAMED)
    double = register(coordinator, filer=Person(name="Buurvrouw"), affected_person=NAMED, story="Het gaat om Fatima Voorbeeld")
    mark(coordinator, double, of=counts)
    assert found(coordinator, "Fatima") == {counts, double}

    update_complaint(actor=coordinator, reference=counts, changes={"filer": {"identity": Identity.SHIELDED}}, seen_version=None, now=NOW)

    assert (found(coordinator, "Fatima"), found(coordinator, "Buurvrouw")) == (set(), set())
    people = Party.objects.filter(complaint=file(double)).order_by("role")
    assert list(people.values_list("role", "name", "identity", "preferred_contact")) == [
        ("AFFECTED_PERSON", "Fatima Voorbeeld", "SHIELDED", "WRITING"),
        ("COMPLAINANT", "Buurvrouw", "SHIELDED", ""),
    ]
    event = ComplaintEvent.objects.filter(complaint__reference=double).latest("pk")
    assert (event.code, event.data["with"], event.data["fields"]) == ("shield_shared", counts, ["affected_person", "filer"])
    assert (event.personal or {})["filer"]["name"] == "Buurvrouw"
    assert "Voorbeeld" not in str(event.data)


def test_a_double_in_which_somebody_is_shielded_shields_who_is_in_the_others(coordinator: Actor) -> None:
    counts, older = register(coordinator, filer=NAMED), register(coordinator, filer=NAMED)
    mark(coordinator, older, of=counts)
    newer = register(coordinator, filer=replace(NAMED, identity=Identity.SHIELDED))

    mark(coordinator, newer, of=counts)

    assert found(coordinator, "Fatima") == set()
    assert [history(one)[-1] for one in (counts, older, newer)] == ["shield_shared", "shield_shared", "marked_duplicate"]


def test_other_changes_leave_the_doubles_as_they_are(coordinator: Actor) -> None:
    counts, double = register(coordinator, filer=NAMED), register(coordinator, filer=NAMED)
    mark(coordinator, double, of=counts)

    update_complaint(actor=coordinator, reference=counts, changes={"filer": {"phone": "0611111111"}}, seen_version=None, now=NOW)

    assert (history(double), Party.objects.get(complaint=file(double)).phone) == (["registered", "marked_duplicate"], "0698765432")
