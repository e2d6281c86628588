"""Service norms: bounded, with history; the dates of open complaints follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from celery import current_app
from django.db import connection

from complaints.code_lists import HandlingWish
from complaints.flows.recomputation import recompute_open_terms
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint, ComplaintEvent, Regime
from tenants.actors import Actor
from tenants.errors import NotPermitted
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.flows.norms import NormOutOfBounds, NormsUnchanged, set_norms
from tenants.organisation.models import OrganisationEvent, OrganisationSettings
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

D = date
NORMS: dict[str, Any] = {
    "contact_norm_days": 5,
    "contact_norm_skips_decreed_days": True,
    "acknowledgement_norm_days": 5,
    "signal_norm_days": 10,
    "feedback_norm_days": 30,
    "oral_complaints_have_norm": True,
}


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


def test_norms_are_kept_with_what_they_were(administrator: Actor, now: datetime) -> None:
    set_norms(actor=administrator, now=now, **(NORMS | {"contact_norm_days": 3, "oral_complaints_have_norm": False}))

    kept = OrganisationSettings.objects.get()
    assert {name: getattr(kept, name) for name in NORMS} == NORMS | {"contact_norm_days": 3, "oral_complaints_have_norm": False}
    event = OrganisationEvent.objects.get(code="norms_changed")
    assert event.data == {"contact_norm_days": [5, 3], "oral_complaints_have_norm": [True, False]}
    assert event.actor_id == administrator.user_id


@pytest.mark.parametrize("name", ["contact_norm_days", "acknowledgement_norm_days", "signal_norm_days", "feedback_norm_days"])
@pytest.mark.parametrize("days", [0, 61, -1, 10**9])
def test_norms_lie_between_1_and_60_working_days(administrator: Actor, now: datetime, name: str, days: int) -> None:
    with pytest.raises(NormOutOfBounds) as refused:
        set_norms(actor=administrator, now=now, **(NORMS | {name: days}))

    assert refused.value.field == name
    assert getattr(OrganisationSettings.objects.get(), name) == NORMS[name]
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("days", [1, 60])
def test_the_bounds_themselves_are_allowed(administrator: Actor, now: datetime, days: int) -> None:
    assert set_norms(actor=administrator, now=now, **(NORMS | {"contact_norm_days": days})).contact_norm_days == days


def test_the_same_norms_twice_are_refused_and_queue_nothing(administrator: Actor, now: datetime) -> None:
    with pytest.raises(NormsUnchanged):
        set_norms(actor=administrator, now=now, **NORMS)

    assert (OutboxMessage.objects.count(), OrganisationEvent.objects.filter(code="norms_changed").count()) == (0, 0)


@pytest.mark.parametrize(
    ("changed", "queued"),
    [
        ({"contact_norm_days": 3}, ["complaints.recompute_open_terms"]),
        ({"contact_norm_skips_decreed_days": False}, ["complaints.recompute_open_terms"]),
        ({"signal_norm_days": 3}, ["complaints.recompute_open_terms"]),
        ({"acknowledgement_norm_days": 3}, []),
        ({"feedback_norm_days": 10}, []),
        ({"oral_complaints_have_norm": False}, ["complaints.recompute_open_terms"]),
    ],
)
def test_only_norms_that_dates_rest_on_recompute(administrator: Actor, now: datetime, changed: dict[str, Any], queued: list[str]) -> None:
    set_norms(actor=administrator, now=now, **(NORMS | changed))

    assert list(OutboxMessage.objects.values_list("task_name", flat=True)) == queued


def test_open_complaints_follow_and_closed_ones_do_not(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    # Received on Monday 2 March 2026: three working days later is Thursday 5 March, four is Friday 6 March.
    rounds = {
        "open": RoundFacts(opened_on=D(2026, 3, 2)),
        "closed": RoundFacts(opened_on=D(2026, 3, 2), closed_on=D(2026, 3, 20)),
        "signal": RoundFacts(opened_on=D(2026, 3, 2), regime=Regime.NORM),
    }
    files: dict[str, Complaint] = {name: make_complaint(ComplaintFacts(rounds=(one,))) for name, one in rounds.items()}
    due_before = files["open"].rounds.get().due_on

    set_norms(actor=administrator, now=now, **(NORMS | {"contact_norm_days": 3, "signal_norm_days": 4}))
    message = OutboxMessage.objects.get()
    task = current_app.tasks[message.task_name]
    for _time in range(2):
        task(**message.payload, outbox_id=message.pk)

    dates = {name: file.rounds.get() for name, file in files.items()}
    assert dates["open"].contact_due_on == D(2026, 3, 5)
    assert dates["open"].due_on == due_before
    assert (dates["signal"].contact_due_on, dates["signal"].due_on) == (D(2026, 3, 5), D(2026, 3, 6))
    assert dates["closed"].contact_due_on == D(2026, 3, 9)
    recorded = ComplaintEvent.objects.filter(code="terms_recomputed").order_by("complaint__reference")
    assert [(event.complaint_id, event.actor_kind) for event in recorded] == [(files["open"].pk, "system"), (files["signal"].pk, "system")]
    connection.set_tenant(tenant)
    assert OutboxMessage.objects.get().done_at is not None


def test_open_oral_complaints_follow_the_setting_there_and_back_and_others_do_not(
    administrator: Actor, make_actor: Callable[..., Actor]
) -> None:
    # Monday 2 March 2026: six weeks later is Monday 13 April, ten working days Monday 16 March.
    received = datetime(2026, 3, 2, 9, tzinfo=UTC)
    told = Submission(story="Te laat", filer=Person(name="Jo", phone="0612345678"), channel="PHONE")
    signal = replace(told, handling_wish=HandlingWish.ONLY_TELL)
    coordinator = make_actor(Role.COORDINATOR)
    oral, written, only_told = (
        register_complaint(actor=coordinator, submission=one, received_at=received, now=received).reference
        for one in (told, replace(told, channel="LETTER"), signal)
    )

    def last_days() -> list[tuple[str, date]]:
        rounds = (Complaint.objects.get(reference=one).rounds.get() for one in (oral, written, only_told))
        return [(one.regime, one.due_on) for one in rounds]

    by_law, as_norm = ("internal", D(2026, 4, 13)), ("norm", D(2026, 3, 16))
    assert last_days() == [by_law, by_law, as_norm]
    OrganisationSettings.objects.update(oral_complaints_have_norm=False)
    moved = [[one.reference for one in recompute_open_terms(actor=administrator, now=received).moved] for _time in range(2)]
    assert (moved, last_days()) == ([[oral], []], [as_norm, by_law, as_norm])

    OrganisationSettings.objects.update(oral_complaints_have_norm=True)
    recompute_open_terms(actor=administrator, now=received)

    assert last_days() == [by_law, by_law, as_norm]
    events = ComplaintEvent.objects.filter(code="terms_recomputed")
    assert [event.data["dates"]["due_on"] for event in events.order_by("pk")] == [
        ["2026-04-13", "2026-03-16"],
        ["2026-03-16", "2026-04-13"],
    ]


def test_somebody_without_the_permission_changes_nothing(make_actor: Callable[..., Actor], now: datetime) -> None:
    with pytest.raises(NotPermitted):
        set_norms(actor=make_actor(Role.COORDINATOR), now=now, **(NORMS | {"contact_norm_days": 3}))

    assert (OrganisationSettings.objects.get().contact_norm_days, OutboxMessage.objects.count()) == (5, 0)
