"""A mail that waits in a file, by the API: read what it says, say what was done with it, and nothing of whoever is shielded."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from complaints.flows.acknowledgement import acknowledge_complaint, send_acknowledgement
from complaints.flows.assignment import assign_complaint
from complaints.flows.incoming_mail import take_in_mail
from complaints.flows.registration import register_complaint
from complaints.incoming_mail.reading import read_mail
from complaints.intake import Person, Submission
from complaints.models import AccessRecord, Complaint, ContactRecord, ContactWay, Identity, IncomingMessage, InvolvedPerson, SentMessage
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.mails import make_eml

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
PERSON = Person(name="Jo Voorbeeld", email="jo@voorbeeld.example")
MESSAGES = "messages { nodes { id direction kind handled sender subject text earlierText } }"


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def handler(make_person: Callable[..., User]) -> User:
    return make_person(Role.HANDLER)


@pytest.fixture
def client(tenant: Tenant, handler: User, client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, handler)


@pytest.fixture
def file_of(make_actor: Callable[..., Actor], handler: User) -> Callable[..., str]:
    """A file of this handler with a confirmation that was sent and a reply that waits."""

    def make(person: Person = PERSON) -> str:
        told = Submission(story="Te laat betaald", channel="EMAIL", filer=person)
        actor = make_actor(Role.COORDINATOR)
        reference = register_complaint(confirms_at_once=False, actor=actor, submission=told, received_at=NOW, now=NOW).reference
        assign_complaint(actor=actor, reference=reference, handler_id=handler.pk, seen_version=None, now=NOW)
        acknowledge_complaint(actor=actor, reference=reference, way=ContactWay.EMAIL, now=NOW)
        sent = SentMessage.objects.get(complaint__reference=reference).message_id
        send_acknowledgement(message_id=sent, now=NOW)
        raw = make_eml("Er komt nog een brief.", subject="Re: uw bericht", sent_at=NOW, In_Reply_To=sent)
        take_in_mail(actor=system_actor(), mail=read_mail(raw, now=NOW), raw=raw, now=NOW)
        return reference

    return make


def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    answer = client.post("/graphql/", json.dumps({"query": query, "variables": variables}), content_type="application/json").json()
    assert "errors" not in answer, answer
    [told] = answer["data"].values()
    return dict(told)


def shown(client: Client, reference: str) -> dict[str, Any]:
    return ask(client, f'{{ complaint(reference: "{reference}") {{ nextStep {MESSAGES} }} }}')


def do(client: Client, name: str, **given: Any) -> tuple[str | None, list[tuple[str, str | None]]]:
    """The next step of the file, and the codes and fields of what was refused."""
    kind = name[0].upper() + name[1:] + "Input"
    wanted = "complaint { nextStep } errors { code field }"
    told = ask(client, f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ {wanted} }} }}", input=given)
    return told["complaint"] and told["complaint"]["nextStep"], [(one["code"], one["field"]) for one in told["errors"]]


def state_of(message: IncomingMessage) -> tuple[str, int, int]:
    message.refresh_from_db()
    return message.handling, ContactRecord.objects.count(), Complaint.objects.get(pk=message.complaint_id).version


def test_a_message_is_read_with_its_sender_and_answered_by_the_api_alone(client: Client, file_of: Callable[..., str]) -> None:
    reference = file_of()
    told = shown(client, reference)
    came, sent = told["messages"]["nodes"]

    answered = do(client, "markMessageAnswered", reference=reference, messageId=came["id"], way="PHONE", text="Gebeld")

    message = IncomingMessage.objects.get()
    contact = ContactRecord.objects.get()
    assert told["nextStep"] == "handle_message"
    assert came == {
        "id": str(message.pk),
        "direction": "IN",
        "kind": "MESSAGE",
        "handled": False,
        "sender": "Jo Voorbeeld <jo@voorbeeld.example>",
        "subject": "Re: uw bericht",
        "text": "Er komt nog een brief.",
        "earlierText": "",
    }
    assert (sent["id"], sent["direction"], sent["sender"]) == (None, "OUT", None)
    assert sent["text"] == SentMessage.objects.get().text != ""
    assert answered == ("close", [])
    assert (message.handling, contact.way, contact.result, contact.text) == ("ANSWERED", "PHONE", "SPOKEN", "Gebeld")


def test_a_message_that_asks_nothing_is_marked_as_read(client: Client, file_of: Callable[..., str]) -> None:
    reference, message = file_of(), IncomingMessage.objects.get()

    assert do(client, "markMessageRead", reference=reference, messageId=str(message.pk)) == ("record_contact", [])

    assert state_of(message)[:2] == ("READ", 0)


@pytest.mark.parametrize("name", ["markMessageRead", "markMessageAnswered"])
def test_what_is_sent_twice_with_one_key_is_done_once(client: Client, file_of: Callable[..., str], name: str) -> None:
    reference, message = file_of(), IncomingMessage.objects.get()
    given = {"reference": reference, "messageId": str(message.pk), "idempotencyKey": "een"}
    first = do(client, name, **given)
    done = state_of(message)

    again, other = do(client, name, **given), do(client, name, **(given | {"idempotencyKey": "twee"}))

    assert first == again == (first[0], [])
    assert other == (None, [("already_handled", None)])
    assert state_of(message) == done


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"messageId": "00000000-0000-4000-8000-000000000000"}, ("not_found", "messageId")),
        ({"messageId": "geen nummer"}, ("not_found", "messageId")),
        ({"answeredAt": "2999-01-01T00:00:00Z"}, ("answered_in_future", "answeredAt")),
        ({"answeredAt": "2025-03-11T09:00:00Z"}, ("answered_before_it_came", "answeredAt")),
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_the_message_waits(
    client: Client, file_of: Callable[..., str], given: dict[str, Any], refused: tuple[str, str]
) -> None:
    reference, message = file_of(), IncomingMessage.objects.get()
    before = state_of(message)

    assert do(client, "markMessageAnswered", **({"reference": reference, "messageId": str(message.pk)} | given)) == (None, [refused])

    assert state_of(message) == before


def test_a_message_of_another_file_is_not_there(client: Client, file_of: Callable[..., str]) -> None:
    file_of()
    message = IncomingMessage.objects.get()
    other = file_of()

    assert do(client, "markMessageRead", reference=other, messageId=str(message.pk)) == (None, [("not_found", "messageId")])

    assert state_of(message)[0] == ""


def test_whoever_is_involved_handles_no_message(client: Client, handler: User, file_of: Callable[..., str]) -> None:
    reference, message = file_of(), IncomingMessage.objects.get()
    InvolvedPerson.objects.create(complaint=message.complaint, user_id=handler.pk)

    assert do(client, "markMessageRead", reference=reference, messageId=str(message.pk)) == (None, [("not_found", None)])

    assert state_of(message)[0] == ""


def test_of_whoever_is_shielded_neither_the_sender_nor_what_they_wrote_is_told(client: Client, file_of: Callable[..., str]) -> None:
    reference = file_of(Person(name="Jo Voorbeeld", email="jo@voorbeeld.example", identity=Identity.SHIELDED))

    came, _sent = shown(client, reference)["messages"]["nodes"]

    message = IncomingMessage.objects.get()
    assert came == {
        "id": str(message.pk),
        "direction": "IN",
        "kind": "MESSAGE",
        "handled": False,
        "sender": None,
        "subject": None,
        "text": None,
        "earlierText": None,
    }
    assert do(client, "markMessageRead", reference=reference, messageId=came["id"])[1] == []


def test_reading_messages_in_a_list_opens_the_file_and_costs_the_same_for_more(client: Client, file_of: Callable[..., str]) -> None:
    file_of()
    file_of()

    ask(client, "{ complaints { edges { node { messages { nodes { text sender } } } } } }")

    assert sorted(one.code for one in AccessRecord.objects.all()) == ["opened", "opened", "searched"]
