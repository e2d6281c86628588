"""The night's proof: every open complaint has its dates, every message that had to be written was, once; and it sees when not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from complaints import tasks
from complaints.flows.assignment import assign_complaint
from complaints.flows.notes import add_note
from complaints.flows.notices import make_digests, send_notice
from complaints.flows.promises import Promiser, add_promise
from complaints.flows.proving import prove_work
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint, Notice, NoticeEnd, Round
from tenants.actors import Actor, system_actor
from tenants.models import NightlyCheck, Tenant
from tenants.permissions import Role

MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # Friday 09:00 in Amsterdam
NIGHT = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)  # Saturday 02:30
TOLD = Submission(story="Te laat betaald", channel="EMAIL", is_written=True, filer=Person(name="M", email="m@voorbeeld.example"))


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


@pytest.fixture(autouse=True)
def here_for_long(tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(created_at=datetime(2026, 1, 5, tzinfo=UTC))


def register(coordinator: Actor, handler: Actor, received_on: date) -> str:
    """A complaint in writing that somebody handles, spoken to and confirmed; due six weeks later."""
    at = datetime(received_on.year, received_on.month, received_on.day, 9, tzinfo=UTC)
    reference = register_complaint(confirms_at_once=False, actor=coordinator, submission=TOLD, received_at=at, now=at).reference
    assign_complaint(actor=coordinator, reference=reference, handler_id=handler.user_id or 0, seen_version=None, now=at)
    Round.objects.filter(complaint__reference=reference).update(first_contact_on=received_on, acknowledged_on=received_on)
    Notice.objects.all().delete()
    return reference


def found(now: datetime = NIGHT) -> dict[str, Any]:
    check = prove_work(actor=system_actor(), now=now)
    names = ("open_complaints", "without_date", "not_as_computed", "alerts_due", "missing", "twice", "waiting", "failed", "day_missing")
    return {name: getattr(check, name) for name in names if getattr(check, name)} | {"in_order": check.is_in_order}


# Received on Monday 19 October: due on Monday 30 November, ten days after Friday 20 November.
NEAR, FAR = date(2026, 10, 19), date(2026, 11, 9)


def test_a_night_in_order_says_so_with_its_numbers(coordinator: Actor, handler: Actor) -> None:
    for received_on in (NEAR, FAR):
        register(coordinator, handler, received_on)
    make_digests(actor=system_actor(), now=MORNING)
    send_notice(actor=system_actor(), notice_id=Notice.objects.get().pk, now=MORNING)

    assert found() == {"open_complaints": 2, "alerts_due": 1, "in_order": True}
    assert NightlyCheck.objects.get().alerts_on == date(2026, 11, 20)


def test_a_message_that_was_not_written_is_missed(coordinator: Actor, handler: Actor) -> None:
    register(coordinator, handler, NEAR)
    make_digests(actor=system_actor(), now=MORNING)
    Notice.objects.all().delete()

    assert found() == {"open_complaints": 1, "alerts_due": 1, "missing": 1, "in_order": False}


def test_a_promise_that_came_near_counts_as_well(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator, handler, FAR)
    due: dict[str, Any] = {"text": "Bellen", "by": Promiser(user_id=handler.user_id), "due_on": date(2026, 11, 25)}
    add_promise(actor=coordinator, reference=reference, **due, now=datetime(2026, 11, 10, 9, tzinfo=UTC))
    make_digests(actor=system_actor(), now=MORNING)

    assert found(MORNING + timedelta(hours=1)) == {"open_complaints": 1, "day_missing": True, "in_order": False}
    assert (found()["alerts_due"], "missing" in found()) == (1, False)
    Notice.objects.all().delete()
    assert found()["missing"] == 1


def test_what_changed_after_the_message_was_made_is_not_judged(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator, handler, NEAR)
    make_digests(actor=system_actor(), now=MORNING)
    Notice.objects.all().delete()
    add_note(actor=coordinator, reference=reference, text="Gebeld", now=MORNING + timedelta(hours=1))

    assert found() == {"open_complaints": 1, "in_order": True}


def test_a_line_that_stands_in_one_message_twice_is_seen(coordinator: Actor, handler: Actor) -> None:
    register(coordinator, handler, NEAR)
    make_digests(actor=system_actor(), now=MORNING)
    notice = Notice.objects.get()
    Notice.objects.update(lines=notice.lines * 2, settled_at=MORNING, end=NoticeEnd.SENT)

    assert found() == {"open_complaints": 1, "alerts_due": 1, "twice": 1, "in_order": False}


def test_messages_that_do_not_go_are_counted(coordinator: Actor, handler: Actor) -> None:
    register(coordinator, handler, NEAR)
    make_digests(actor=system_actor(), now=MORNING)

    assert found() == {"open_complaints": 1, "alerts_due": 1, "waiting": 1, "in_order": False}
    Notice.objects.update(settled_at=MORNING, end=NoticeEnd.FAILED)
    assert found() == {"open_complaints": 1, "alerts_due": 1, "failed": 1, "in_order": False}


@pytest.mark.parametrize(
    ("night", "is_missing"),
    [
        (datetime(2026, 11, 21, 1, 30, tzinfo=UTC), False),  # Saturday, after Friday
        (datetime(2026, 11, 23, 1, 30, tzinfo=UTC), False),  # Monday before its own: the last working day is Friday
        (datetime(2026, 11, 24, 1, 30, tzinfo=UTC), True),  # Tuesday: Monday had none
    ],
)
def test_a_working_day_without_messages_is_seen(coordinator: Actor, handler: Actor, night: datetime, is_missing: bool) -> None:
    make_digests(actor=system_actor(), now=MORNING)

    assert prove_work(actor=system_actor(), now=night).day_missing is is_missing


def test_a_new_organisation_misses_nothing(tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(created_at=MORNING)

    assert found() == {"in_order": True}


def test_dates_that_are_not_what_they_follow_to_be_are_counted_and_left_alone(coordinator: Actor, handler: Actor) -> None:
    register(coordinator, handler, FAR)
    moved, broken = register(coordinator, handler, FAR), register(coordinator, handler, FAR)
    Round.objects.filter(complaint__reference=moved).update(due_on=date(2026, 12, 22))
    Round.objects.filter(complaint__reference=broken).update(due_on=date(2026, 1, 1))
    make_digests(actor=system_actor(), now=MORNING)
    Notice.objects.all().delete()
    versions = list(Complaint.objects.order_by("pk").values_list("version", flat=True))

    check = prove_work(actor=system_actor(), now=NIGHT)

    assert (check.open_complaints, check.without_date, check.not_as_computed) == (3, 1, 1)
    assert list(Complaint.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_run_twice_the_second_counts_and_old_ones_go(tenant: Tenant) -> None:
    old = NIGHT - timedelta(days=401)
    prove_work(actor=system_actor(), now=old)
    for now in (NIGHT, NIGHT + timedelta(hours=1)):
        prove_work(actor=system_actor(), now=now)

    assert list(NightlyCheck.objects.values_list("tenant", "day", "made_at")) == [
        (tenant.pk, date(2026, 11, 21), NIGHT + timedelta(hours=1))
    ]


def test_it_runs_every_night_for_each_active_organisation(tenant: Tenant, other_tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[str] = []
    monkeypatch.setattr(tasks.prove_here, "delay", lambda: queued.append(connection.schema_name))
    monkeypatch.setattr(tasks, "read_clock", lambda: NIGHT)
    Tenant.objects.filter(pk=other_tenant.pk).update(is_active=False, deactivated_at=NIGHT)

    tasks.prove()

    assert settings.CELERY_BEAT_SCHEDULE["prove"]["task"] == tasks.prove.name
    assert queued == [tenant.schema_name]
    assert (tasks.prove_here(), NightlyCheck.objects.get().day) == (False, date(2026, 11, 21))
