"""How a complaint ends: by the complainant's own words (9:5) after the control question; silence and a colleague end nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.code_lists import Sayer
from complaints.flows.closing import Ending, close_complaint
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import (
    Closing,
    Complaint,
    ComplaintEvent,
)
from complaints.web.timeline import shown_event
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.core_lists import Outcome
from tenants.permissions import Role
from tests.factories.endings import SAID

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 4, 2, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 4, 2)
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Jo", email="jo@voorbeeld.example", address="Straat 1"))
ORAL = replace(BY_MAIL, channel="PHONE")


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


def close(actor: Actor, reference: str, ending: Ending) -> Complaint:
    return close_complaint(actor=actor, reference=reference, ending=ending, seen_version=None, now=NOW)


def refused(actor: Actor, reference: str, ending: Ending) -> list[tuple[str, str | None]]:
    with pytest.raises(Refusals) as refusal:
        close(actor, reference, ending)
    assert Closing.objects.count() == 0
    assert [one.code for one in ComplaintEvent.objects.filter(code="closed")] == []
    return [(one.code, one.field) for one in refusal.value.refusals]


# In the complainant's own words


@pytest.mark.parametrize("outcome", ["SETTLED", "WITHDRAWN"])
@pytest.mark.parametrize(
    ("by", "code"), [(Sayer.COLLEAGUE, "colleague_cannot_confirm"), (Sayer.NOBODY, "silence_confirms_nothing"), ("", "confirmer_missing")]
)
def test_a_colleague_or_silence_ends_nothing(actor: Actor, outcome: str, by: str, code: str) -> None:
    reference = register(actor)
    said = SAID | {"confirmed_by": by}

    assert refused(actor, reference, Ending(outcome=outcome, **said, complainants_words="Opgelost", confirmed_on=TODAY)) == [
        (code, "confirmed_by")
    ]


def test_settled_takes_the_control_question_and_withdrawn_does_not(actor: Actor) -> None:
    settled, withdrawn = register(actor), register(actor)
    said: dict[str, Any] = SAID | {"is_asked_if_solved": False, "complainants_words": "Laat maar", "confirmed_on": TODAY}

    assert refused(actor, settled, Ending(outcome="SETTLED", **said)) == [("control_question_missing", "is_asked_if_solved")]
    close(actor, withdrawn, Ending(outcome="WITHDRAWN", **said))

    kept = Closing.objects.get()
    assert (kept.confirmed_by, kept.confirmed_way, kept.confirmed_on) == ("COMPLAINANT", "PHONE", TODAY)
    assert (kept.complainants_words, kept.is_asked_if_solved) == ("Laat maar", False)
    event = ComplaintEvent.objects.get(code="closed")
    assert (event.data["confirmed_by"], event.data["way"]) == ("COMPLAINANT", "PHONE")
    assert shown_event(event, names={}).lines == ["Ingetrokken", "Wie de klacht indiende, telefonisch"]


@pytest.mark.parametrize(
    ("told", "ending", "found"),
    [
        (ORAL, Ending(outcome="UPHELD"), [("control_question_missing", "is_asked_if_solved")]),
        (ORAL, Ending(outcome="POLICY_EXPLAINED", explanation="Zo is het beleid"), [("control_question_missing", "is_asked_if_solved")]),
        (ORAL, Ending(outcome="UPHELD", is_asked_if_solved=True), []),
        (BY_MAIL, Ending(outcome="UPHELD"), []),
        (ORAL, Ending(outcome="CONVERTED_TO_OBJECTION"), []),
    ],
)
def test_a_complaint_that_was_only_told_ends_with_our_view_after_the_control_question(
    actor: Actor, told: Submission, ending: Ending, found: list[tuple[str, str]]
) -> None:
    reference = register(actor, told)

    if found:
        assert refused(actor, reference, ending) == found
    else:
        assert close(actor, reference, ending).rounds.get().closed_on == TODAY


def test_what_was_solved_stays_in_the_register(actor: Actor) -> None:
    other, reference = register(actor), register(actor)
    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=TODAY))
    same: dict[str, Any] = {"actor": actor, "reference": reference, "reason": "Vergissing", "seen_version": None, "now": NOW}

    with pytest.raises(Refusal, match="confirmed_stays"):
        mark_registered_in_error(**same)

    assert (Complaint.objects.get(reference=reference).exclusion, ComplaintEvent.objects.filter(code="marked_in_error").count()) == ("", 0)
    mark_duplicate(**same, of_reference=other)


# On the file


def test_the_file_shows_who_said_so_and_how(client: Client, actor: Actor) -> None:
    reference = register(actor)
    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Heel fijn", confirmed_on=TODAY))

    shown = client.get(f"/klachten/{reference}/").content.decode()

    assert 'Heel fijn <span class="muted">(wo 2 april 2025, telefonisch, wie de klacht indiende)</span>' in shown


def test_what_was_closed_elsewhere_needs_no_proof_and_says_so(client: Client, actor: Actor) -> None:
    reference = register(actor)
    close(actor, reference, Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=TODAY))
    Closing.objects.all().delete()
    one = Complaint.objects.get(reference=reference).rounds.get()
    one.taken_over = True
    one.save(update_fields=["taken_over"])

    shown = client.get(f"/klachten/{reference}/").content.decode()

    assert one.outcome is not None
    assert one.outcome.core_code == Outcome.SETTLED
    assert "Elders afgesloten: wat de persoon toen zei staat hier niet." in shown
