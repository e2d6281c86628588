"""What must follow a commit is written in it, handed over after it, and runs in the schema it was queued in."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django_tenants.utils import schema_context

from complaints.models import ReferenceCounter
from config.celery import app
from tenants import outbox
from tenants.models import OutboxMessage, Tenant
from tests.factories.celery_worker import connect_to, running_broker, using_broker, worker_at_work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@outbox.outbox_task("tests.count_up")
def count_up(*, year: int) -> None:
    """Leaves a trace in whatever schema it runs in."""
    counter, _ = ReferenceCounter.objects.get_or_create(year=year, defaults={"last_number": 0})
    ReferenceCounter.objects.filter(pk=counter.pk).update(last_number=counter.last_number + 1)


@outbox.outbox_task("tests.fail")
def fail() -> None:
    raise RuntimeError


@pytest.fixture(scope="module")
def broker_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The broker of the run, or one of our own."""
    with running_broker(tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture
def broker(broker_address: str, settings: Any) -> Iterator[None]:
    settings.WITH_BROKER = True
    with using_broker(broker_address):
        yield


@pytest.fixture
def unreachable_broker(settings: Any) -> Iterator[None]:
    settings.WITH_BROKER = True
    with using_broker("redis://127.0.0.1:1/0"):
        yield


@pytest.fixture
def worker(broker: None) -> Iterator[None]:
    with worker_at_work():
        yield


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def counted(tenant: Tenant, year: int) -> int:
    with schema_context(tenant.schema_name):
        return sum(ReferenceCounter.objects.filter(year=year).values_list("last_number", flat=True))


def test_a_message_is_written_in_the_transaction_and_gone_with_it(tenant: Tenant) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        outbox.after_commit("tests.count_up", now=NOW, year=2001)
        assert OutboxMessage.objects.count() == 1
        raise RuntimeError

    assert OutboxMessage.objects.count() == 0


def test_without_a_broker_it_waits(tenant: Tenant, settings: Any) -> None:
    settings.WITH_BROKER = False

    with transaction.atomic():
        outbox.after_commit("tests.count_up", now=NOW, year=2001)

    message = OutboxMessage.objects.get()
    assert (message.schema_name, message.task_name, message.payload) == (tenant.schema_name, "tests.count_up", {"year": 2001})
    assert (message.dispatched_at, message.attempts) == (None, 0)
    assert outbox.sweep(now=NOW + timedelta(minutes=1)) == 0


def test_a_broker_that_is_down_does_not_fail_the_person_who_saved(tenant: Tenant, unreachable_broker: None) -> None:
    with transaction.atomic():
        outbox.after_commit("tests.count_up", now=NOW, year=2001)

    assert OutboxMessage.objects.get().dispatched_at is None


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_broker_that_says_nothing_holds_up_the_person_who_saved_for_half_a_second(tenant: Tenant, settings: Any, scheme: str) -> None:
    before = app.conf.broker_url
    settings.WITH_BROKER = True
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        connect_to(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()

        with transaction.atomic():
            outbox.after_commit("tests.count_up", now=NOW, year=2001)

        took = time.monotonic() - began
    connect_to(before)
    assert settings.PUBLISHING_SECONDS == 0.5
    assert 0.5 <= took < 1.5
    message = OutboxMessage.objects.get()
    assert (message.dispatched_at, message.attempts) == (None, 0)


def test_it_runs_in_the_schema_it_was_queued_in(tenant: Tenant, other_tenant: Tenant, worker: None) -> None:
    for at, times in ((tenant, 1), (other_tenant, 2)):
        for _time in range(times):
            with schema_context(at.schema_name), transaction.atomic():
                outbox.after_commit("tests.count_up", now=NOW, year=2002)
    connection.set_schema_to_public()

    wait_until(lambda: not OutboxMessage.objects.filter(done_at__isnull=True).exists())

    assert (counted(tenant, 2002), counted(other_tenant, 2002)) == (1, 2)


def test_the_schema_is_right_after_a_task_that_failed(tenant: Tenant, other_tenant: Tenant, worker: None) -> None:
    with schema_context(tenant.schema_name), transaction.atomic():
        outbox.after_commit("tests.fail", now=NOW)
    with schema_context(other_tenant.schema_name), transaction.atomic():
        outbox.after_commit("tests.count_up", now=NOW, year=2003)
    connection.set_schema_to_public()

    wait_until(lambda: counted(other_tenant, 2003) == 1)

    assert counted(tenant, 2003) == 0
    assert OutboxMessage.objects.get(task_name="tests.fail").done_at is None


def test_the_sweep_hands_over_what_stayed_behind_once(tenant: Tenant, settings: Any, broker: None) -> None:
    settings.WITH_BROKER = False
    with transaction.atomic():
        outbox.after_commit("tests.count_up", now=NOW, year=2004)
    settings.WITH_BROKER = True

    too_soon = outbox.sweep(now=NOW + timedelta(seconds=4))
    first = outbox.sweep(now=NOW + timedelta(seconds=6))
    second = outbox.sweep(now=NOW + timedelta(seconds=6))

    assert (too_soon, first, second) == (0, 1, 0)
    assert OutboxMessage.objects.get().attempts == 1
    with app.connection_for_write() as link:
        assert link.default_channel.queue_purge(settings.CELERY_TASK_DEFAULT_QUEUE) == 1


def test_what_the_broker_lost_is_handed_over_again(tenant: Tenant, broker: None, worker: None) -> None:
    lost = OutboxMessage.objects.create(
        schema_name=tenant.schema_name,
        task_name="tests.count_up",
        payload={"year": 2005},
        created_at=NOW,
        dispatched_at=NOW,
        attempts=1,
    )

    assert outbox.sweep(now=NOW + timedelta(minutes=14)) == 0
    assert outbox.sweep(now=NOW + timedelta(minutes=15)) == 1
    wait_until(lambda: OutboxMessage.objects.get(pk=lost.pk).done_at is not None)

    assert outbox.sweep(now=NOW + timedelta(days=1)) == 0
    assert counted(tenant, 2005) == 1


def waiting_message(at: Tenant, task_name: str = "tests.count_up", **facts: Any) -> OutboxMessage:
    return OutboxMessage.objects.create(
        **{"schema_name": at.schema_name, "task_name": task_name, "payload": {"year": 2006}, "created_at": NOW} | facts
    )


@pytest.fixture
def purged_broker(broker: None) -> Iterator[None]:
    """A broker whose queue is emptied afterwards: nobody works here."""
    yield
    with app.connection_for_write() as link:
        link.default_channel.queue_purge(settings.CELERY_TASK_DEFAULT_QUEUE)


def test_one_message_that_cannot_be_handed_over_stops_no_other(tenant: Tenant, other_tenant: Tenant, purged_broker: None) -> None:
    unknown = waiting_message(tenant, "tests.renamed_since")
    refused = waiting_message(tenant, payload=["not", "arguments"])
    sound = waiting_message(other_tenant)

    assert outbox.sweep(now=NOW + timedelta(minutes=1)) == 1

    for message, failure in ((unknown, "unknown_task"), (refused, "not_accepted"), (sound, "")):
        message.refresh_from_db()
        assert (message.attempts, message.failure, message.failed_at) == (1, failure, None)


def test_attempts_lie_further_and_further_apart_until_the_message_has_failed(
    tenant: Tenant, purged_broker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(outbox.log, "warning", lambda text, *values: said.append(text % values))
    message = waiting_message(tenant, payload={"year": 2006, "secret": "Jansen"})
    at = NOW + timedelta(minutes=1)
    assert outbox.sweep(now=at) == 1

    for wait in (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)):
        assert outbox.sweep(now=at + wait - timedelta(seconds=1)) == 0
        at += wait
        assert outbox.sweep(now=at) == 1
    message.refresh_from_db()
    assert (message.attempts, message.failed_at) == (5, None)
    assert outbox.sweep(now=at + timedelta(hours=24)) == 0

    message.refresh_from_db()
    assert (message.attempts, message.failed_at, message.failure) == (5, at + timedelta(hours=24), "not_done")
    assert said == [f"outbox.failed message={message.pk} task=tests.count_up failure=not_done"]
    assert outbox.sweep(now=at + timedelta(days=400)) == 0


def test_the_broker_being_down_is_no_attempt(tenant: Tenant, unreachable_broker: None) -> None:
    message = waiting_message(tenant)

    assert outbox.sweep(now=NOW + timedelta(minutes=1)) == 0

    message.refresh_from_db()
    assert (message.attempts, message.dispatched_at) == (0, None)


def test_messages_of_a_deactivated_organisation_wait(tenant: Tenant, other_tenant: Tenant, broker: None, worker: None) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(is_active=False, deactivated_at=NOW)
    try:
        theirs, ours = waiting_message(tenant), waiting_message(other_tenant)
        in_the_queue = waiting_message(tenant, dispatched_at=NOW + timedelta(minutes=1), attempts=1)
        outbox._dispatch(in_the_queue, now=NOW)
        assert outbox.sweep(now=NOW + timedelta(minutes=1)) == 1
        wait_until(lambda: OutboxMessage.objects.get(pk=ours.pk).done_at is not None)
    finally:
        Tenant.objects.filter(pk=tenant.pk).update(is_active=True, deactivated_at=None)

    theirs.refresh_from_db()
    in_the_queue.refresh_from_db()
    assert (theirs.attempts, theirs.done_at, in_the_queue.done_at) == (0, None, None)
    assert counted(tenant, 2006) == 0


def test_what_was_done_a_month_ago_is_removed_and_what_failed_stays(tenant: Tenant) -> None:
    recent = waiting_message(tenant, done_at=NOW - timedelta(days=29))
    waiting_message(tenant, done_at=NOW - timedelta(days=31))
    failed = waiting_message(tenant, created_at=NOW - timedelta(days=90), failed_at=NOW - timedelta(days=60), failure="not_done")

    assert outbox.clear_done(now=NOW) == 1

    assert set(OutboxMessage.objects.values_list("pk", flat=True)) == {recent.pk, failed.pk}


def test_beat_does_not_pile_up_sweeps_and_clears_daily() -> None:
    entries = settings.CELERY_BEAT_SCHEDULE

    assert entries["sweep-outbox"]["options"] == {"expires": 10}
    assert entries["clear-outbox"]["task"] == "tenants.clear_outbox"
    assert {entry["task"] for entry in entries.values()} - set(app.tasks) == set()


def outbox_command(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_shows_what_waits_and_failed_and_lets_it_start_again(tenant: Tenant) -> None:
    waiting_message(tenant, done_at=NOW)
    failed = waiting_message(tenant, failed_at=NOW, failure="unknown_task", attempts=5, dispatched_at=NOW)
    waiting = waiting_message(tenant, created_at=NOW + timedelta(seconds=1))

    assert outbox_command() == [
        f"{failed.pk} mislukt tests.count_up {tenant.schema_name} 2026-11-20T09:00:00+00:00 5 unknown_task",
        f"{waiting.pk} wacht tests.count_up {tenant.schema_name} 2026-11-20T09:00:01+00:00 0 -",
    ]
    with pytest.raises(CommandError) as unknown:
        call_command("outbox", "--retry", str(waiting.pk))
    assert unknown.value.returncode == 2
    assert outbox_command("--retry", str(failed.pk)) == ["mislukte berichten die opnieuw beginnen: 1"]
    assert outbox_command("--retry", "all") == ["mislukte berichten die opnieuw beginnen: 0"]

    failed.refresh_from_db()
    assert (failed.attempts, failed.dispatched_at, failed.failed_at, failed.failure) == (0, None, None, "")
