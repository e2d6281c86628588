"""A reply on the page of its file: above the fold, in the work list, dealt with on one page; and nothing of it for who may not see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.flows.acknowledgement import acknowledge_complaint, send_acknowledgement
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.incoming_mail import take_in_mail
from complaints.flows.leaving_out import mark_duplicate
from complaints.flows.registration import register_complaint
from complaints.incoming_mail.reading import read_mail
from complaints.intake import Person, Submission
from complaints.models import AccessRecord, Complaint, ContactRecord, ContactWay, Identity, IncomingMessage, InvolvedPerson, SentMessage
from complaints.work.reasons import Reason
from complaints.work.work_list import open_work, replies_after_closing
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.endings import UPHELD
from tests.factories.mails import make_bounce, make_eml

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
PERSON = Person(name="Jo Voorbeeld", email="jo@voorbeeld.example")


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
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def reference(coordinator: Actor, handler: User) -> str:
    return file_of(coordinator, handler)


def file_of(coordinator: Actor, handler: User, *, person: Person = PERSON) -> str:
    """A file of this handler whose receipt was confirmed by mail."""
    told = Submission(story="Te laat betaald", channel="EMAIL", filer=person)
    reference = register_complaint(confirms_at_once=False, actor=coordinator, submission=told, received_at=NOW, now=NOW).reference
    assign_complaint(actor=coordinator, reference=reference, handler_id=handler.pk, seen_version=None, now=NOW)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    send_acknowledgement(message_id=SentMessage.objects.get(complaint__reference=reference).message_id, now=NOW)
    return reference


def take_in(reference: str, text: str = "Er komt nog een brief.", *, raw: bytes | None = None, **options: Any) -> IncomingMessage:
    sent = SentMessage.objects.get(complaint__reference=reference).message_id
    raw = raw or make_eml(text, sent_at=NOW, In_Reply_To=sent, **options)
    return take_in_mail(actor=system_actor(), mail=read_mail(raw, now=NOW), raw=raw, now=NOW)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return text_of(answer)


def test_a_double_file_is_named_to_whoever_may_see_it_alone(
    client: Client, coordinator: Actor, handler: User, reference: str, tenant: Tenant, make_person: Callable[..., User],
    client_at: Callable[..., Client],
) -> None:  # fmt: skip
    double = file_of(coordinator, handler)
    mark_duplicate(actor=coordinator, reference=double, of_reference=reference, reason="Dubbel", seen_version=None, now=NOW)
    take_in(double)
    involved = make_person(Role.HANDLER)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=double), user=involved)
    as_involved = client_at(tenant, involved)

    for page in (f"/klachten/{reference}/", f"/klachten/{reference}/bericht/"):
        assert f"Het is een antwoord in het dubbele dossier {double}." in read(client, page)
        assert "Er komt nog een brief." in read(as_involved, page)
        assert double not in read(as_involved, page)


def test_what_a_file_is_double_with_is_named_to_whoever_may_see_it_alone(
    client: Client, coordinator: Actor, handler: User, reference: str, tenant: Tenant, make_person: Callable[..., User],
    client_at: Callable[..., Client],
) -> None:  # fmt: skip
    double = file_of(coordinator, handler)
    mark_duplicate(actor=coordinator, reference=double, of_reference=reference, reason="Dubbel", seen_version=None, now=NOW)
    involved = make_person(Role.HANDLER)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=reference), user=involved)

    answers = [one.get(f"/klachten/{double}/") for one in (client, client_at(tenant, involved))]

    assert [reference in answer.content.decode() for answer in answers] == [True, False]
    assert ["Dubbel dossier" in answer.content.decode() for answer in answers] == [True, True]


def test_the_file_says_that_somebody_wrote_back_and_answering_is_the_next_step(client: Client, reference: str) -> None:
    take_in(reference, files=[("spel.exe", b"MZ")], sender="Dochter <dochter@voorbeeld.example>")

    page = read(client, f"/klachten/{reference}/")

    assert "Iemand schreef terug" in page
    assert page.index("Er komt nog een brief.") < page.index("Antwoord behandelen")
    assert "Van een ander adres dan in dit dossier staat." in page
    assert "Niet bewaard: spel.exe. Dit is een programma of een webpagina" in page
    assert "Wij stuurden: Ontvangstbevestiging" in page
    assert "kregen wij uw bericht. Dank u dat u het ons vertelt." in page


def test_it_is_dealt_with_on_one_page_and_waits_no_more(client: Client, reference: str) -> None:
    message = take_in(reference)
    address = f"/klachten/{reference}/bericht/"

    assert "Er komt nog een brief." in read(client, address)
    answer = client.post(address, {"message": str(message.pk), "what": "ANSWERED", "way": "PHONE", "text": "Teruggebeld"}, follow=True)

    assert "Het bericht wacht niet meer." in text_of(answer)
    assert [(one.way, one.result, one.text) for one in ContactRecord.objects.all()] == [("PHONE", "SPOKEN", "Teruggebeld")]
    message.refresh_from_db()
    assert message.handling == "ANSWERED"
    assert "In dit dossier wacht geen bericht." in text_of(client.get(address, follow=True))


def test_two_who_answer_the_same_message_hear_of_each_other(client: Client, reference: str) -> None:
    message = take_in(reference)
    post = {"message": str(message.pk), "what": "READ"}

    client.post(f"/klachten/{reference}/bericht/", post)
    second = client.post(f"/klachten/{reference}/bericht/", post)

    assert second.status_code == 422
    assert "Een collega heeft dit bericht al afgehandeld." in text_of(second)


def test_a_mail_that_did_not_arrive_warns_and_confirming_is_to_be_done(client: Client, reference: str) -> None:
    sent = SentMessage.objects.get().message_id
    take_in(reference, raw=make_bounce(returned_id=sent))

    page = read(client, f"/klachten/{reference}/")

    assert "Onze mail is niet aangekomen" in page
    assert "niet aangekomen" in page[page.index("Wij stuurden") :]
    client.post(f"/klachten/{reference}/bericht/", {"message": str(IncomingMessage.objects.get().pk), "what": "READ"})
    assert "Ontvangst bevestigen" in read(client, f"/klachten/{reference}/")


def test_on_a_closed_file_a_new_round_is_offered_with_what_was_written(client: Client, coordinator: Actor, reference: str) -> None:
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    take_in(reference, "Het is toch niet opgelost.")

    assert "Iemand schreef nadat het dossier was afgesloten" in read(client, f"/klachten/{reference}/")
    assert "Persoon komt erop terug" in read(client, f"/klachten/{reference}/bericht/")
    assert "Het is toch niet opgelost." in read(client, f"/klachten/{reference}/terug/")
    assert "Iemand schreef na het afsluiten" in read(client, "/")


def test_the_work_list_of_the_handler_has_it_today_and_of_a_colleague_not(
    client: Client, handler: User, coordinator: Actor, reference: str, make_actor: Callable[..., Actor]
) -> None:
    today = dutch_date(NOW)
    mine = Actor(kind=coordinator.kind, schema_name=coordinator.schema_name, user_id=handler.pk, roles=frozenset({Role.HANDLER}))
    before = [row.work.reason for group in open_work(actor=mine, now=NOW).groups for row in group.rows]
    take_in(reference)

    [row] = [row for group in open_work(actor=mine, now=NOW).groups for row in group.rows]

    assert Reason.REPLY not in before
    assert (row.work.reason, row.work.step.value, row.work.group.value, row.work.by) == (Reason.REPLY, "handle_message", "today", today)
    others = open_work(actor=make_actor(Role.HANDLER), now=NOW)
    assert [row for group in others.groups for row in group.rows] == []


def test_whoever_is_involved_sees_no_reply_anywhere(client: Client, handler: User, coordinator: Actor, reference: str) -> None:
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    message = take_in(reference)
    assert len(replies_after_closing(actor=coordinator)) == 1
    for user_id in (coordinator.user_id, handler.pk):
        InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=user_id)

    assert replies_after_closing(actor=coordinator) == []
    assert [client.get(f"/klachten/{reference}/{part}").status_code for part in ("", "bericht/")] == [404, 404]
    assert client.post(f"/klachten/{reference}/bericht/", {"message": str(message.pk), "what": "READ"}).status_code == 404
    message.refresh_from_db()
    assert message.waits
    assert reference not in read(client, "/")


@pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 403), (Role.EMPLOYEE, 403), (Role.ADMINISTRATOR, 403)])
def test_who_handles_nothing_has_no_such_page(
    tenant: Tenant, reference: str, make_person: Callable[..., User], client_at: Callable[..., Client], role: Role, status: int
) -> None:
    take_in(reference)

    assert client_at(tenant, make_person(role)).get(f"/klachten/{reference}/bericht/").status_code == status


def test_of_somebody_shielded_the_sender_is_not_shown(client: Client, coordinator: Actor, handler: User) -> None:
    shielded = Person(name="Geheim", email="geheim@voorbeeld.example", identity=Identity.SHIELDED)
    reference = file_of(coordinator, handler, person=shielded)
    take_in(reference, "Dank u.", sender="Geheim <geheim@voorbeeld.example>")

    assert "geheim" not in read(client, f"/klachten/{reference}/").lower()
    assert "geheim" not in read(client, f"/klachten/{reference}/bericht/").lower()


def test_what_somebody_shielded_wrote_is_read_with_a_reason_that_is_kept(client: Client, coordinator: Actor, handler: User) -> None:
    shielded = Person(name="Geheim", email="geheim@voorbeeld.example", identity=Identity.SHIELDED)
    reference = file_of(coordinator, handler, person=shielded)
    take_in(reference, "Mijn naam is Olga.", subject="Van Olga", sender="Olga <geheim@voorbeeld.example>")

    pages = [client.get(f"/klachten/{reference}/{part}").content.decode() for part in ("", "bericht/")]
    without = client.post(f"/klachten/{reference}/wie/", {"reason": " "}).content.decode()
    shown = client.post(f"/klachten/{reference}/wie/", {"reason": "Ik moet antwoorden"}).content.decode()

    assert ["Olga" in page for page in (*pages, without)] == [False, False, False]
    assert [f"/klachten/{reference}/wie/" in page for page in pages] == [True, True]
    assert "Iemand schreef terug" in pages[0]
    assert "Mijn naam is Olga." in shown
    [looked] = AccessRecord.objects.filter(code="revealed")
    assert looked.personal == {"reason": "Ik moet antwoorden"}


def test_the_words_of_somebody_shielded_are_not_taken_over_as_why_they_come_back(client: Client, coordinator: Actor, handler: User) -> None:
    shielded = Person(name="Geheim", email="geheim@voorbeeld.example", identity=Identity.SHIELDED)
    reference = file_of(coordinator, handler, person=shielded)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    take_in(reference, "Niet opgelost. Groet van Geheim uit de Schuilstraat.")

    page = client.get(f"/klachten/{reference}/terug/").content.decode()

    assert ('name="reason"' in page, "Schuilstraat" in page, "Geheim" in page) == (True, False, False)


def test_a_file_costs_the_same_with_one_mail_and_with_five(client: Client, reference: str) -> None:
    take_in(reference, "Een")
    with CaptureQueriesContext(
        connection,
    ) as one:
        read(client, f"/klachten/{reference}/")
    for text in ("Twee", "Drie", "Vier", "Vijf"):
        take_in(reference, text)
    with CaptureQueriesContext(connection) as five:
        read(client, f"/klachten/{reference}/")

    assert len(five) == len(one)
