"""Who may know who a shielded person is, whatever became of the file since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaints.flows.looking import reveal_identity
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import Person, Submission
from complaints.models import Identity
from tenants.actors import Actor
from tenants.errors import Refusal
from tenants.permissions import Role
from tests.conftest import NOW

WHY = "Moet haar vandaag bellen"


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, **people: Person) -> str:
    told = Submission(story="Te laat betaald", **people)  # type: ignore[arg-type]
    return register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference


def change(actor: Actor, reference: str, *, now: Any = NOW, **changes: Any) -> None:
    update_complaint(actor=actor, reference=reference, changes=changes, seen_version=None, now=now)


# What a colleague is told of a file that changed meanwhile


@pytest.mark.parametrize("name", ["filer", "affected_person"])
@pytest.mark.parametrize("instead", [None, Person(name="Pieter Anders", phone="0612345678")])
def test_of_who_was_shielded_meanwhile_nothing_of_before_is_told_also_when_they_were_taken_out(
    coordinator: Actor, make_actor: Callable[..., Actor], name: str, instead: Person | None
) -> None:
    reference = register(coordinator, **{name: Person(name="Verborgen Naam", phone="0698765432")})
    change(coordinator, reference, **{name: {"identity": Identity.SHIELDED}})
    reveal_identity(actor=coordinator, reference=reference, reason=WHY, now=NOW)
    change(coordinator, reference, **{name: instead or (Person() if name == "filer" else None)})

    with pytest.raises(Refusal) as refused:
        update_complaint(actor=make_actor(Role.HANDLER), reference=reference, changes={"wish": "Excuses"}, seen_version=1, now=NOW)

    assert refused.value.code == "changed_meanwhile"
    [told] = refused.value.details["values"]
    now = told["now"] or {}
    assert (told["field"], told["was"]) == (name, {"identity": ""})
    assert (now.get("name", ""), now.get("phone", "")) == ((instead.name, instead.phone) if instead else ("", ""))
