"""The history of a file by the API: every reason somebody gave can be read back, by whoever opens the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.code_lists import ConductOf
from complaints.ending import Ending
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error, restore
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.updating import correct_receipt, update_complaint
from complaints.intake import InvolvedTold, Submission
from complaints.models import AccessRecord
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.endings import SAID

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
REASONS = "code reason involvedReason conductOf exceptionReason exceptionEnded handlerTakenOff"


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def register(actor: Actor) -> str:
    told = Submission(story="Te laat betaald", channel="PHONE")
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def ask(client: Client, query: str) -> dict[str, Any]:
    answer = client.post("/graphql/", json.dumps({"query": query}), content_type="application/json").json()
    assert "errors" not in answer, answer
    return dict(answer["data"])


def told(client: Client, reference: str) -> list[dict[str, Any]]:
    """What each event but the registration says, newest first, without what it leaves empty."""
    entries = ask(client, f'{{ complaint(reference: "{reference}") {{ timeline {{ nodes {{ {REASONS} }} }} }} }}')["complaint"]["timeline"][
        "nodes"
    ]
    return [{name: value for name, value in entry.items() if value not in (None, False)} for entry in entries[:-1]]


def test_the_reason_of_every_step_that_takes_one_can_be_read_back(client: Client, coordinator: Actor) -> None:
    reference, other = register(coordinator), register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None}
    correct_receipt(**same, received_at=RECEIVED - timedelta(days=1), reason="Lag al in de bus", now=NOW)
    mark_duplicate(**same, of_reference=other, reason="Dezelfde brief", now=NOW)
    restore(**same, reason="Toch een andere brief", now=NOW)
    mark_registered_in_error(**same, reason="Was een proef", now=NOW)
    restore(**same, reason="Was geen proef", now=NOW)
    ending = Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=date(2025, 3, 12))
    close_complaint(**same, ending=ending, now=NOW)
    return_complaint(**same, reason="Toch niet betaald", now=NOW + timedelta(days=2))

    assert told(client, reference) == [
        {"code": "returned", "reason": "Toch niet betaald"},
        {"code": "closed"},
        {"code": "restored", "reason": "Was geen proef"},
        {"code": "marked_in_error", "reason": "Was een proef"},
        {"code": "restored", "reason": "Toch een andere brief"},
        {"code": "marked_duplicate", "reason": "Dezelfde brief"},
        {"code": "receipt_corrected", "reason": "Lag al in de bus"},
    ]


def test_why_somebody_who_was_involved_handles_it_and_who_lost_it_can_be_read_back(
    client: Client, coordinator: Actor, make_person: Callable[..., User]
) -> None:
    reference, handler = register(coordinator), make_person(Role.HANDLER)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    assign_complaint(**same, handler_id=handler.pk)
    update_complaint(**same, changes={"involved": (InvolvedTold(user_id=handler.pk),)})
    assign_complaint(**same, handler_id=handler.pk, conduct_of=ConductOf.BODY, exception_reason="Er is geen ander")
    update_complaint(**same, changes={"involved": ()}, involved_reason="Was een naamgenoot")

    assert told(client, reference) == [
        {"code": "updated", "involvedReason": "Was een naamgenoot"},
        {"code": "assigned", "conductOf": "BODY", "exceptionReason": "Er is geen ander"},
        {"code": "updated", "handlerTakenOff": handler.pk},
        {"code": "assigned"},
    ]


def test_that_an_exception_ended_can_be_read_back(client: Client, coordinator: Actor, make_person: Callable[..., User]) -> None:
    reference, handler, next_handler = register(coordinator), make_person(Role.HANDLER), make_person(Role.HANDLER)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
    update_complaint(**same, changes={"involved": (InvolvedTold(user_id=handler.pk),)})
    assign_complaint(**same, handler_id=handler.pk, conduct_of=ConductOf.BODY, exception_reason="Er is geen ander")
    assign_complaint(**same, handler_id=next_handler.pk)

    assert told(client, reference)[0] == {"code": "assigned", "exceptionEnded": True}


@pytest.mark.parametrize(
    ("wanted", "is_opened"),
    [("code data", False), ("reason", True), ("conductOf", True), ("involvedReason", True), ("handlerTakenOff", True)],
)
def test_a_reason_is_content_so_whoever_asks_for_it_opens_the_file(
    client: Client, coordinator: Actor, wanted: str, is_opened: bool
) -> None:
    register(coordinator)

    ask(client, f"{{ complaints {{ edges {{ node {{ timeline {{ nodes {{ {wanted} }} }} }} }} }} }}")

    assert ("opened" in {one.code for one in AccessRecord.objects.all()}) is is_opened


def test_reasons_of_three_files_cost_the_statements_of_one(client: Client, coordinator: Actor) -> None:
    query = f"{{ complaints {{ edges {{ node {{ timeline {{ nodes {{ {REASONS} }} }} }} }} }} }}"
    counts = []
    for _ in range(3):
        reference = register(coordinator)
        same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}
        ending = Ending(outcome="SETTLED", **SAID, complainants_words="Fijn", confirmed_on=date(2025, 3, 12))
        close_complaint(**same, ending=ending)
        return_complaint(**same, reason="Toch niet betaald")
        with CaptureQueriesContext(
            connection,
        ) as statements:
            ask(client, query)
        counts.append(len(statements))

    assert counts[1] == counts[2]


def test_every_moment_in_the_history_is_one_in_utc(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    at = datetime(2025, 3, 6, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    correct_receipt(actor=coordinator, reference=reference, received_at=at, reason="Lag er al", seen_version=None, now=NOW)

    entry = ask(client, f'{{ complaint(reference: "{reference}") {{ timeline {{ nodes {{ data }} }} }} }}')["complaint"]["timeline"][
        "nodes"
    ][0]

    assert (entry["data"]["was"]["receivedAt"], entry["data"]["now"]) == ("2025-03-07T09:00:00+00:00", "2025-03-06T09:00:00+00:00")
