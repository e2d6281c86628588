"""From confirming receipt to the mail that a server took: nothing is lost or doubled, whatever falls out in between."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core import mail
from django.db import connection
from django_tenants.utils import schema_context

from complaints.code_lists import HandlingWish
from complaints.flows.acknowledgement import send_acknowledgement
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.mail import MailWaits
from complaints.models import SentMessage
from config.celery import app
from tenants import outbox
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.models import OutboxMessage, Tenant
from tenants.permissions import Role
from tests.factories.celery_worker import running_broker, using_broker, worker_at_work

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
RECEIVED_AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
TOLD = Submission(
    story="Te laat betaald.",
    channel="EMAIL",
    handling_wish=HandlingWish.HANDLE,
    filer=Person(name="M. Voorbeeld", email="m@voorbeeld.example"),
)


@pytest.fixture
def coordinator(tenant: Tenant, make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture(scope="module")
def broker_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_broker(tmp_path_factory.mktemp("broker")) as address:
        yield address


class MailServer:
    """Takes mail on loopback; may be told to wait with its answer, as a slow one does."""

    def __init__(self) -> None:
        self.accepted: list[str] = []
        self.asked = Event()
        self.may_answer = Event()
        self.may_answer.set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.asked.set()
        while not self.may_answer.is_set():
            await asyncio.sleep(0.02)
        self.accepted.append(envelope.content.decode())
        return "250 Taken"


@pytest.fixture
def mail_server() -> Iterator[tuple[MailServer, int]]:
    taking = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(taking, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield taking, port
    finally:
        taking.may_answer.set()
        controller.stop()


@contextmanager
def worker_process(broker: str, mail_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as an operator runs it, on the database and the broker of this test."""
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.factories.worker_settings",
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "BROKER_URL": broker,
        "MAIL_PORT": str(mail_port),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "graphql")]),
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-P", "solo", "-Q", settings.CELERY_TASK_DEFAULT_QUEUE],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait(timeout=10)


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_done() -> bool:
    return not OutboxMessage.objects.filter(task_name="complaints.send_acknowledgement", done_at__isnull=True).exists()


def register_what_came_by_mail(coordinator: Actor) -> SentMessage:
    now = read_clock()
    register_complaint(actor=coordinator, submission=TOLD, received_at=RECEIVED_AT, now=now)
    return SentMessage.objects.get()


def sweep_later(minutes: int = 16) -> int:
    return outbox.sweep(now=read_clock() + timedelta(minutes=minutes))


def empty_queue() -> None:
    with app.connection_for_write() as link:
        link.default_channel.queue_purge(settings.CELERY_TASK_DEFAULT_QUEUE)


def test_with_the_broker_down_receipt_is_confirmed_and_the_mail_goes_when_it_is_back(
    coordinator: Actor, tenant: Tenant, broker_address: str, settings: Any
) -> None:
    settings.WITH_BROKER = True
    with using_broker("redis://127.0.0.1:1/0"):
        message = register_what_came_by_mail(coordinator)
        assert sweep_later() == 0
    assert (message.sent_at, mail.outbox) == (None, [])

    with using_broker(broker_address), worker_at_work():
        assert sweep_later() == 1
        wait_until(is_done)

        assert sweep_later(60) == 0
    with schema_context(tenant.schema_name):
        assert SentMessage.objects.get().sent_at is not None
    assert len(mail.outbox) == 1


def test_a_worker_that_is_killed_while_it_sends_loses_nothing_and_doubles_nothing(
    coordinator: Actor, tenant: Tenant, broker_address: str, mail_server: tuple[MailServer, int], settings: Any
) -> None:
    """Killed while the mail server had not taken it: the next worker sends it, once."""
    server, port = mail_server
    settings.WITH_BROKER = True
    server.may_answer.clear()
    with using_broker(broker_address):
        message = register_what_came_by_mail(coordinator)
        with worker_process(broker_address, port) as worker:
            wait_until(server.asked.is_set)
            worker.kill()
            worker.wait(timeout=10)
        assert (is_done(), server.accepted) == (False, [])
        # What the broker keeps for a worker that is gone comes back by itself after an hour; the sweep is sooner.
        server.may_answer.set()
        with worker_process(broker_address, port):
            assert sweep_later() == 1
            wait_until(is_done)
        empty_queue()

    [taken] = server.accepted
    assert f"Message-ID: {message.message_id}" in taken
    with schema_context(tenant.schema_name):
        assert SentMessage.objects.get().sent_at is not None


def test_delivered_twice_at_the_same_moment_one_mail_goes(coordinator: Actor, tenant: Tenant) -> None:
    message = register_what_came_by_mail(coordinator)
    results: list[bool] = []

    def deliver() -> None:
        with schema_context(tenant.schema_name):
            results.append(send_acknowledgement(message_id=message.message_id, now=read_clock()))
        connection.close()

    both = [Thread(target=deliver) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert (sorted(results), len(mail.outbox)) == ([False, True], 1)


def test_a_mail_server_that_refuses_leaves_the_mail_waiting_for_the_next_attempt(
    coordinator: Actor, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = register_what_came_by_mail(coordinator)

    def refuse(*_arguments: object, **_options: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        with pytest.raises(MailWaits):
            send_acknowledgement(message_id=message.message_id, now=read_clock())
    assert SentMessage.objects.get().sent_at is None

    assert send_acknowledgement(message_id=message.message_id, now=read_clock())
    assert [one.extra_headers["Message-ID"] for one in mail.outbox] == [message.message_id]
