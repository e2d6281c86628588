"""A rule for contact: about behaviour that is named, by letter, for a time, and with the ways to us and to the ombudsman open."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.flows.behaviour_rules import RuleTold, record_behaviour_rule
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Submission
from complaints.keeping import keep_documents, take_in
from complaints.models import BehaviourRule, Complaint, ComplaintEvent, DocumentSource
from complaints.web.timeline import shown_event
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.documents import PDF, sent

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TOLD = RuleTold(
    behaviour="Schold op 10 maart een medewerker uit",
    rule="Contact alleen schriftelijk",
    starts_on=date(2025, 3, 11),
    ends_on=date(2025, 9, 11),
    keeps_ombudsman=True,
    keeps_writing=True,
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
    return register_complaint(
        actor=actor, submission=Submission(story="Te laat betaald", **told), received_at=RECEIVED, now=RECEIVED
    ).reference


def letter(reference: str) -> uuid.UUID:
    taken, _refused = take_in([sent(PDF, f"{reference}.pdf")], now=NOW)
    of = Complaint.objects.get(reference=reference)
    return keep_documents(taken, complaint=of, actor=system_actor(), now=NOW, source=DocumentSource.UPLOAD).added[0].pk


def record(actor: Actor, reference: str, told: RuleTold, rule_id: uuid.UUID | None = None) -> BehaviourRule:
    return record_behaviour_rule(actor=actor, reference=reference, told=told, rule_id=rule_id, seen_version=None, now=NOW)


def test_a_rule_is_kept_with_its_letter_and_its_end(actor: Actor) -> None:
    reference = register(actor)
    document = letter(reference)

    kept = record(actor, reference, replace(TOLD, document_id=document))

    assert (kept.starts_on, kept.ends_on, kept.document_id) == (date(2025, 3, 11), date(2025, 9, 11), document)
    event = ComplaintEvent.objects.get(code="rule_recorded")
    assert shown_event(event, names={}).lines == ["Van di 11 maart 2025 tot en met do 11 september 2025"]
    assert "Schold" not in str(event.data)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"behaviour": " ", "rule": ""}, [("behaviour_missing", "behaviour"), ("rule_missing", "rule")]),
        ({"ends_on": date(2025, 3, 11)}, [("rule_ends_too_early", "ends_on")]),
        ({"ends_on": date(2026, 3, 11)}, []),
        ({"ends_on": date(2026, 3, 12)}, [("rule_too_long", "ends_on")]),
        ({"starts_on": date(2025, 3, 13)}, [("day_in_future", "starts_on")]),
        ({"starts_on": date(2025, 3, 6)}, [("day_before_receipt", "starts_on")]),
        ({"document_id": None}, [("rule_letter_missing", "document_id")]),
        ({"keeps_ombudsman": False}, [("ombudsman_route_closed", "keeps_ombudsman")]),
        ({"keeps_writing": False}, [("writing_route_closed", "keeps_writing")]),
    ],
)
def test_what_cannot_be_is_refused_all_at_once(actor: Actor, changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    reference = register(actor)
    told = replace(TOLD, **({"document_id": letter(reference)} | changed))
    if not found:
        assert record(actor, reference, told).ends_on == changed["ends_on"]
        return

    with pytest.raises(Refusal) as refused:
        record(actor, reference, told)

    one = refused.value
    assert [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])] == found
    assert (BehaviourRule.objects.count(), ComplaintEvent.objects.filter(code="rule_recorded").count()) == (0, 0)


def test_the_letter_of_another_file_is_none(actor: Actor) -> None:
    here, there = register(actor), register(actor)

    with pytest.raises(Refusal, match="rule_letter_missing"):
        record(actor, here, replace(TOLD, document_id=letter(there)))

    assert BehaviourRule.objects.count() == 0


def test_a_rule_ends_earlier_by_a_correction_that_keeps_what_it_was(actor: Actor) -> None:
    reference = register(actor)
    told = replace(TOLD, document_id=letter(reference))
    kept = record(actor, reference, told)

    record(actor, reference, replace(told, ends_on=date(2025, 4, 1)), kept.pk)

    assert BehaviourRule.objects.get().ends_on == date(2025, 4, 1)
    event = ComplaintEvent.objects.get(code="rule_corrected")
    assert event.personal is not None
    assert event.personal["was"]["ends_on"] == "2025-09-11"


def test_who_was_involved_records_none(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(actor, involved=(InvolvedTold(user_id=involved.user_id),))

    with pytest.raises(NotFound):
        record(involved, reference, replace(TOLD, document_id=letter(reference)))

    assert BehaviourRule.objects.count() == 0


def test_the_file_warns_while_a_rule_holds(client: Client, actor: Actor) -> None:
    reference = register(actor)
    kept = record(actor, reference, replace(TOLD, document_id=letter(reference)))
    today = dutch_date(read_clock())

    before = client.get(f"/klachten/{reference}/").content.decode()
    BehaviourRule.objects.filter(pk=kept.pk).update(ends_on=today)
    now = client.get(f"/klachten/{reference}/").content.decode()

    assert ("Er geldt een gedragslijn tot en met" in before, "Er geldt een gedragslijn tot en met" in now) == (False, True)
    assert "<strong>Gedrag:</strong> Schold op 10 maart een medewerker uit" in before
