"""Our confirmation stands below the mail somebody sent, and asks for an answer only where one is read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail as outbox

from complaints.flows.acknowledgement import acknowledge_complaint, send_acknowledgement
from complaints.flows.closing import close_complaint
from complaints.flows.documents import add_to_draft
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.intake import Person, Submission
from complaints.models import ContactWay, Document, SentMessage
from tenants.actors import Actor
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Role
from tests.factories.documents import sent
from tests.factories.endings import UPHELD
from tests.factories.mails import make_eml, make_msg, wrapped

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
JO = Person(name="Jo Voorbeeld", email="Jo@voorbeeld.example")
LONG = f"<{'x' * 230}@mail.example>"


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def confirmed(actor: Actor, *mails: tuple[bytes, str], filer: Person = JO) -> Any:
    """The mail that goes out when what these mails tell is registered and confirmed, as a mail server gets it."""
    draft_id = uuid.UUID(int=7)
    if mails:
        add_to_draft(actor=actor, draft_id=draft_id, files=[sent(*one) for one in mails], now=NOW)
    told = Submission(story="Te laat betaald", channel="EMAIL", filer=filer)
    reference = register_complaint(
        confirms_at_once=False, actor=actor, submission=told, received_at=NOW, now=NOW, draft_id=draft_id
    ).reference
    acknowledge_complaint(actor=actor, reference=reference, way=ContactWay.EMAIL, now=NOW)
    outbox.outbox.clear()
    assert send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)
    [message] = outbox.outbox
    return message_from_bytes(message.message().as_bytes())


@pytest.mark.parametrize(
    ("raw", "name", "message_id"),
    [
        (make_eml(), "klacht.eml", "<een@mail.voorbeeld.example>"),
        (make_msg(headers="Message-ID: <twee@mail.example>\r\n"), "klacht.msg", "<twee@mail.example>"),
        (wrapped(make_eml(), 1), "doorgestuurd.eml", "<een@mail.voorbeeld.example>"),
        (make_eml(message_id=LONG), "lang.eml", LONG),
    ],
    ids=["eml", "msg", "sent-on-by-a-colleague", "long-id"],
)
def test_it_stands_below_the_mail_the_complaint_came_in(coordinator: Actor, raw: bytes, name: str, message_id: str) -> None:
    message = confirmed(coordinator, (raw, name))

    assert (message["In-Reply-To"].strip(), message["References"].strip()) == (message_id, message_id)
    assert message["Message-ID"] == SentMessage.objects.get().message_id


def test_to_somebody_else_it_names_no_mail(coordinator: Actor) -> None:
    message = confirmed(coordinator, (make_eml(), "klacht.eml"), filer=Person(name="Bo", email="bo@voorbeeld.example"))

    assert (message["In-Reply-To"], message["References"], message["To"]) == (None, None, "bo@voorbeeld.example")


def test_without_a_mail_there_is_none_to_stand_below(coordinator: Actor) -> None:
    assert confirmed(coordinator)["In-Reply-To"] is None


@pytest.mark.parametrize(
    "header",
    [
        b"Message-ID: <een@x.example>\r\n Bcc: ander@x.example\r\n",
        b"Message-ID: =?utf-8?q?=3Ceen=40x=2Eexample=3E=0D=0ABcc=3A_ander=40x=2Eexample?=\r\n",
        b"Message-ID: <een\x0b@x.example\x0d>\r\n",
        b"Message-ID: <een@x.example\r\n\tBcc:ander@x.example>\r\n",
    ],
)
def test_no_header_of_a_mail_becomes_a_header_of_ours(coordinator: Actor, header: bytes) -> None:
    raw = header + make_eml(message_id="")

    message = confirmed(coordinator, (raw, "klacht.eml"))

    assert sorted(name.lower() for name in message if name.lower() not in ("in-reply-to", "references")) == [
        "auto-submitted", "content-transfer-encoding", "content-type", "date", "from", "message-id", "mime-version", "subject", "to",
    ]  # fmt: skip
    assert message["In-Reply-To"] in (None, "<een@x.example>")
    # With its colon: an id of ours is random and may hold the three letters.
    assert b"bcc:" not in message.as_bytes().lower()


def test_an_id_that_got_into_the_database_otherwise_is_not_sent(coordinator: Actor) -> None:
    add_to_draft(actor=coordinator, draft_id=uuid.UUID(int=7), files=[sent(make_eml(), "klacht.eml")], now=NOW)
    Document.objects.update(message_id="<een@x.example>\r\nBcc: ander@x.example")

    assert confirmed(coordinator)["In-Reply-To"] is None


@pytest.mark.parametrize(
    ("address", "asks", "says_so"), [("antwoord@polsslag.example", True, False), ("", False, True)], ids=["read", "not-read"]
)
def test_it_asks_for_an_answer_only_where_one_is_read(coordinator: Actor, settings: Any, address: str, asks: bool, says_so: bool) -> None:
    settings.REPLY_TO_EMAIL = address

    message = confirmed(coordinator)

    text = message.get_payload(decode=True).decode()
    assert ("Beantwoord dan dit bericht" in text, "Antwoorden op dit bericht leest niemand." in text) == (asks, says_so)
    assert message["Reply-To"] == (address or None)


def test_the_confirmation_of_a_return_names_the_day_the_person_came_back(coordinator: Actor) -> None:
    of: dict[str, Any] = {"actor": coordinator, "now": NOW}
    reference = register_complaint(
        confirms_at_once=False,
        **of,
        submission=Submission(story="Te laat betaald", channel="EMAIL", filer=JO),
        received_at=datetime(2025, 2, 3, 9, 0, tzinfo=UTC),
    ).reference
    close_complaint(**of, reference=reference, ending=replace(UPHELD, closed_on=date(2025, 3, 3)), seen_version=None)
    return_complaint(**of, reference=reference, returned_on=date(2025, 3, 11), reason="Niet betaald", seen_version=None)
    acknowledge_complaint(**of, reference=reference, way=ContactWay.EMAIL)
    outbox.outbox.clear()

    send_acknowledgement(message_id=SentMessage.objects.get().message_id, now=NOW)

    assert "Op 11 maart 2025 kregen wij uw bericht." in outbox.outbox[0].body


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        (
            {"phone": "030 286 00 00", "phone_hours": "op werkdagen van 9 tot 17 uur", "email": "klachten@voorbeeld.example"},
            ["Bel ons: 030 286 00 00 (op werkdagen van 9 tot 17 uur)", "Mail ons: klachten@voorbeeld.example"],
        ),
        ({"phone": "14 030"}, ["Bel ons: 14 030"]),
        ({"email": "klachten@voorbeeld.example"}, ["Mail ons: klachten@voorbeeld.example"]),
        ({}, []),
    ],
    ids=["all", "phone", "mail", "nothing"],
)
def test_it_names_the_number_to_call_where_the_organisation_gave_one(coordinator: Actor, reached: dict[str, str], said: list[str]) -> None:
    OrganisationSettings.objects.update(**reached)

    lines = confirmed(coordinator).get_payload(decode=True).decode().splitlines()

    assert [line for line in lines if "ons:" in line] == said
    # One empty line between what is told, before the number and before who signs.
    assert "\n\n\n" not in "\n".join(lines)
    assert lines[-3] == ""
