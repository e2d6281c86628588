"""Who may know who a shielded person is, whatever became of the file since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from complaints.flows.documents import attach_documents, open_document
from complaints.flows.looking import reveal_identity
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import Person, Submission
from complaints.models import AccessRecord, Identity, Party
from tenants.actors import Actor
from tenants.errors import Refusal
from tenants.permissions import Role
from tests.conftest import NOW
from tests.factories.documents import MAIL, sent

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


# Who may correct them


@pytest.mark.parametrize("reason", [".", "  x", "2026-00012345", "want ja", "want ja\u200b\u200b\u200b", "..........\u3164"])
def test_a_mail_that_tells_who_they_are_takes_a_reason_that_says_something(coordinator: Actor, reason: str) -> None:
    reference = register(coordinator, filer=Person(name="Verborgen Naam", identity=Identity.SHIELDED))
    mail = attach_documents(actor=coordinator, reference=reference, files=[sent(MAIL, "bericht.eml")], now=NOW).added[0]

    with pytest.raises(Refusal) as refused:
        open_document(actor=coordinator, reference=reference, document_id=mail.pk, reason=reason, now=NOW)

    assert (refused.value.code, refused.value.field, AccessRecord.objects.count()) == ("reason_says_nothing", "reason", 0)
    open_document(actor=coordinator, reference=reference, document_id=mail.pk, reason=WHY, now=NOW)
    change(coordinator, reference, filer={"phone": "0611111111"})


def test_who_looked_at_one_person_may_not_correct_another_who_is_shielded_since(coordinator: Actor) -> None:
    reference = register(coordinator, filer=Person(name="Verborgen Naam", identity=Identity.SHIELDED))
    reveal_identity(actor=coordinator, reference=reference, reason=WHY, now=NOW)
    change(coordinator, reference, affected_person=Person(name="Ander", identity=Identity.SHIELDED))

    with pytest.raises(Refusal, match="shield_stays"):
        change(coordinator, reference, affected_person={"identity": Identity.KNOWN})

    change(coordinator, reference, filer={"identity": Identity.KNOWN})
    assert list(Party.objects.order_by("role").values_list("role", "identity")) == [("AFFECTED_PERSON", "SHIELDED"), ("COMPLAINANT", "")]


def test_who_looked_before_the_shield_was_put_back_looks_again(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    other = make_actor(Role.HANDLER)
    reference = register(coordinator, filer=Person(name="Verborgen Naam", identity=Identity.SHIELDED))
    reveal_identity(actor=coordinator, reference=reference, reason=WHY, now=NOW)
    reveal_identity(actor=other, reference=reference, reason=WHY, now=NOW)
    change(other, reference, filer={"identity": Identity.KNOWN})
    day = NOW + timedelta(days=1)
    change(other, reference, filer={"identity": Identity.SHIELDED, "phone": "0611111111"}, now=day)

    for later in (day, day + timedelta(days=300)):
        with pytest.raises(Refusal, match="shield_stays"):
            change(coordinator, reference, filer={"phone": "0611111111"}, now=later)

    reveal_identity(actor=coordinator, reference=reference, reason=WHY, now=day)
    change(coordinator, reference, filer={"identity": Identity.KNOWN}, now=day)
    assert Party.objects.get().identity == ""


def test_who_looked_keeps_correcting_while_the_shield_stays(coordinator: Actor) -> None:
    reference = register(coordinator, filer=Person(name="Verborgen Naam", identity=Identity.SHIELDED))
    reveal_identity(actor=coordinator, reference=reference, reason=WHY, now=NOW)

    for number in ("0611111111", "0622222222"):
        change(coordinator, reference, filer={"phone": number}, now=NOW + timedelta(hours=1))

    assert Party.objects.get().phone == "0622222222"
