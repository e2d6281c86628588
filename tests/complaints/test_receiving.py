"""Two ways in for mail, a pipe and a mailbox: nothing gets lost, nothing is read twice, and no log tells of whom."""

from __future__ import annotations

import imaplib
import io
import logging
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.conf import settings as configured
from django.core.management import call_command
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django_tenants.utils import schema_context

from complaints import tasks
from complaints.flows.acknowledgement import acknowledge_complaint
from complaints.flows.registration import register_complaint
from complaints.incoming_mail.mailbox_address import Mailbox, UnusableMailbox, mailbox_of
from complaints.intake import Person, Submission
from complaints.mailbox import poll
from complaints.models import ContactWay, IncomingMessage, SentMessage
from complaints.receiving import Received, receive
from tenants.actors import Actor
from tenants.permissions import Role
from tests.factories.imap_server import Box, imap_server
from tests.factories.mails import make_bounce, make_eml

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Jo", email="jo@voorbeeld.example"))


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def sent(make_actor: Callable[..., Actor]) -> str:
    """The id of a confirmation that was sent."""
    actor = make_actor(Role.COORDINATOR)
    reference = register_complaint(confirms_at_once=False, actor=actor, submission=BY_MAIL, received_at=NOW, now=NOW).reference
    acknowledge_complaint(actor=actor, reference=reference, way=ContactWay.EMAIL, now=NOW)
    return SentMessage.objects.get().message_id


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with imap_server() as server:
        settings.INBOUND_MAIL_URL = address_of(server)
        yield server


def address_of(server: Box) -> str:
    return f"imap://antwoord%40polsslag.example:p%40ss%2Fwoord@127.0.0.1:{server.port}/INBOX"


def reply(sent: str, text: str = "Nog iets erbij.") -> bytes:
    return make_eml(text, subject="Re: geheim onderwerp", sent_at=NOW, In_Reply_To=sent)


def poll_once() -> None:
    with schema_context("public"):
        tasks.poll_mailbox()


# The pipe


class Pipe:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def status_of(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", Pipe(raw))
    with schema_context("public"), pytest.raises(SystemExit) as ended:
        call_command("receive_mail")
    return int(ended.value.code or 0)


def test_the_pipe_tells_the_mail_server_what_became_of_a_mail(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = [
        status_of(raw, monkeypatch)
        for raw in (reply(sent), reply(sent), make_eml(), make_eml(Auto_Submitted="auto-replied"), make_bounce(returned_id=sent), b"onzin")
    ]

    assert statuses == [os.EX_OK, os.EX_OK, os.EX_NOUSER, os.EX_OK, os.EX_OK, os.EX_DATAERR]
    assert IncomingMessage.objects.count() == 2


def test_an_id_that_names_no_organisation_is_no_answer_to_us(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = [status_of(reply(re.sub(r"\.[a-z0-9_]+@", f".{schema}@", sent)), monkeypatch) for schema in ("public", "nergens")]

    assert statuses == [os.EX_NOUSER, os.EX_NOUSER]


def test_when_the_database_is_away_the_mail_server_keeps_the_mail(
    sent: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**kwargs: Any) -> None:
        raise OperationalError("password of jo@voorbeeld.example")

    with monkeypatch.context() as patched:
        patched.setattr("complaints.receiving.take_in_mail", away)
        assert status_of(reply(sent), monkeypatch) == os.EX_TEMPFAIL
    assert "jo@voorbeeld" not in caplog.text
    assert IncomingMessage.objects.count() == 0

    assert status_of(reply(sent), monkeypatch) == os.EX_OK
    assert IncomingMessage.objects.count() == 1


# The mailbox


def test_the_mailbox_is_read_and_each_mail_moved_where_it_belongs(sent: str, box: Box, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for raw in (reply(sent), make_eml("Een nieuwe klacht"), b"onzin\r\n"):
        box.add(raw)

    poll_once()
    poll_once()

    assert box.count() == {"INBOX": 0, "Verwerkt": 1, "Niet herkend": 2}
    assert IncomingMessage.objects.get().text == "Nog iets erbij."
    assert "mailbox.read no_mail=1 taken_in=1 unknown=1" in caplog.text
    assert not any(word in caplog.text for word in ("geheim", "jo@", "nieuwe klacht", "woord"))


def test_a_server_that_cannot_move_gets_it_copied_and_removed(sent: str, settings: Any) -> None:
    with imap_server(can_move=False) as box:
        settings.INBOUND_MAIL_URL = address_of(box)
        box.add(reply(sent))

        poll_once()

        assert box.count() == {"INBOX": 0, "Verwerkt": 1}


def test_a_mail_leaves_the_inbox_only_after_it_was_taken_in(sent: str, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.add(reply(sent))

    def away(**kwargs: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr("complaints.receiving.take_in_mail", away)
        poll_once()
    assert (box.count(), box.flags) == ({"INBOX": 1}, {1: set()})

    poll_once()
    assert (box.count(), IncomingMessage.objects.count()) == ({"INBOX": 0, "Verwerkt": 1}, 1)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("jo@voorbeeld.example"),
        InterfaceError("connection already closed"),
        OSError("/documenten/jo.pdf"),
        EndpointConnectionError(endpoint_url="https://jo@opslag.example"),
        ClientError({"Error": {"Code": "503", "Message": "jo@voorbeeld.example"}}, "PutObject"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_when_database_or_storage_is_away_the_round_ends_and_every_mail_waits_as_it_was(
    sent: str, box: Box, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    box.add(reply(sent, "Een"))
    box.add(reply(sent, "Twee"))
    offered = []

    def away(**kwargs: Any) -> None:
        offered.append(kwargs["mail"].text)
        raise error

    with monkeypatch.context() as patched:
        patched.setattr("complaints.receiving.take_in_mail", away)
        poll_once()
    assert (offered, box.count(), box.flags) == (["Een"], {"INBOX": 2}, {1: set(), 2: set()})
    assert f"mailbox.not_read error={type(error).__name__}" in caplog.text
    assert "jo@" not in caplog.text

    poll_once()
    assert (box.count(), IncomingMessage.objects.count()) == ({"INBOX": 0, "Verwerkt": 2}, 2)


@pytest.mark.parametrize("error", [IntegrityError, DataError, RuntimeError, RecursionError])
def test_a_mail_that_does_not_fit_is_set_aside_and_the_log_counts_it_each_time(
    sent: str, box: Box, error: type[Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    box.add(reply(sent, "Gif"))
    box.add(reply(sent, "Goed"))

    def fails_on_poison(*, raw: bytes, now: datetime) -> Received:
        if b"Gif" in raw:
            raise error("jo@voorbeeld.example")
        return receive(raw=raw, now=now)

    monkeypatch.setattr("complaints.tasks.receive", fails_on_poison)
    poll_once()
    poll_once()

    assert (box.count(), box.flags[1]) == ({"INBOX": 1, "Verwerkt": 1}, {"\\Flagged"})
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert told == [f"mailbox.failed error={error.__name__}", "mailbox.set_aside count=1", "mailbox.set_aside count=1"]
    assert "jo@" not in caplog.text


def test_a_mail_that_makes_us_fail_is_flagged_and_keeps_nothing_back(sent: str, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.add(reply(sent, "Gif"))
    box.add(reply(sent, "Goed"))

    def fails_on_poison(*, raw: bytes, now: datetime) -> Received:
        if b"Gif" in raw:
            raise RuntimeError
        return receive(raw=raw, now=now)

    monkeypatch.setattr("complaints.tasks.receive", fails_on_poison)
    poll_once()
    asked = len(box.asked)
    poll_once()

    assert box.count() == {"INBOX": 1, "Verwerkt": 1}
    assert box.flags[1] == {"\\Flagged"}
    assert [line for line in box.asked[asked:] if "FETCH" in line] == []


def test_stopped_between_taking_in_and_moving_it_lands_once(sent: str, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.add(reply(sent))

    def stop(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("complaints.mailbox._move", stop)
        with pytest.raises(KeyboardInterrupt):
            poll_once()
    assert (IncomingMessage.objects.count(), box.count()) == (1, {"INBOX": 1})

    poll_once()
    assert (IncomingMessage.objects.count(), box.count()) == (1, {"INBOX": 0, "Verwerkt": 1})


def test_a_mail_that_is_too_large_is_not_even_asked_for(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.mailbox.LARGEST", 1_000)
    box.add(make_eml("x" * 2_000))

    poll_once()

    assert box.count() == {"INBOX": 0, "Niet herkend": 1}
    assert not any("BODY" in line for line in box.asked)


def test_a_server_that_does_not_answer_or_does_not_know_us_is_noted_and_asked_again_later(
    settings: Any, box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    box.add(make_eml())
    for address in ("imap://u:p@127.0.0.1:1/", f"imap://u:verkeerd@127.0.0.1:{box.port}/", address_of(box).replace("INBOX", "Weg")):
        settings.INBOUND_MAIL_URL = address
        poll_once()

    assert box.count() == {"INBOX": 1}
    assert [record.getMessage() for record in caplog.records if "mailbox" in record.getMessage()] == [
        "mailbox.not_read error=ConnectionRefusedError",
        "mailbox.not_read error=error",
        "mailbox.not_read error=MailboxUnusable",
    ]


def test_fifty_mails_at_a_time(box: Box) -> None:
    for _ in range(60):
        box.add(b"onzin\r\n")

    assert poll(mailbox_of(address_of(box)), take=lambda raw: Received.NO_MAIL) == {"no_mail": 50}

    assert box.count() == {"INBOX": 10, "Niet herkend": 50}


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        (
            "imaps://jo%40x.example:ge%2Fheim@mail.example",
            Mailbox(scheme="imaps", host="mail.example", port=993, user="jo@x.example", password="ge/heim"),
        ),
        (
            "imap+starttls://jo:x@mail.example:1143/Antwoorden",
            Mailbox(scheme="imap+starttls", host="mail.example", port=1143, user="jo", password="x", folder="Antwoorden"),
        ),
    ],
)
def test_the_address_of_a_mailbox_is_taken_apart(address: str, mailbox: Mailbox) -> None:
    assert mailbox_of(address) == mailbox
    assert "heim" not in repr(mailbox_of(address))


@pytest.mark.parametrize(
    "address",
    ["", "mail.example", "http://u:p@mail.example", "imap://u:p@mail.example", "imaps://mail.example", "imaps://u:p@mail.example:poort"],
)
def test_an_address_that_leads_nowhere_or_is_not_encrypted_is_refused(address: str) -> None:
    with pytest.raises(UnusableMailbox):
        mailbox_of(address)


def test_the_task_is_registered_and_beat_knows_it_only_where_there_is_a_mailbox() -> None:
    assert tasks.poll_mailbox.name == "complaints.poll_mailbox"
    assert "poll-mailbox" not in configured.CELERY_BEAT_SCHEDULE
    assert issubclass(imaplib.IMAP4.abort, imaplib.IMAP4.error)


def test_an_answer_without_date_id_and_addressee_is_taken_in_once_with_the_moment_it_arrived(sent: str) -> None:
    raw = f"From: Jo <jo@voorbeeld.example>\r\nIn-Reply-To: {sent}\r\n\r\nNog iets erbij.\r\n".encode()

    assert [receive(raw=raw, now=NOW) for _time in range(2)] == [Received.TAKEN_IN, Received.TAKEN_IN]

    message = IncomingMessage.objects.get()
    assert (message.text, message.arrived_at, message.message_id) == ("Nog iets erbij.", NOW, "")
