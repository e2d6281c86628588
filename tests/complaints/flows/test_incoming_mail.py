"""A reply lands on its file: once, at the right organisation, on the file that counts, and nothing of it is lost silently."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail as outbox
from django.db import connection
from django_tenants.utils import schema_context

from complaints.access import visible_complaints
from complaints.flows.acknowledgement import acknowledge_complaint, send_acknowledgement
from complaints.flows.closing import close_complaint
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.incoming_mail import take_in_mail
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error
from complaints.flows.messages import mark_answered, mark_read
from complaints.flows.registration import register_complaint
from complaints.incoming_mail.kept import as_kept
from complaints.incoming_mail.message import IncomingMail
from complaints.incoming_mail.reading import read_mail
from complaints.intake import Person, Submission
from complaints.mail import message_answered, new_message_id, schema_of
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactRecord,
    ContactWay,
    Document,
    IncomingMessage,
    InvolvedPerson,
    PreferredContact,
    Round,
    SentMessage,
)
from complaints.receiving import Received, receive
from complaints.searching import matching
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.models import OutboxMessage, Tenant
from tenants.permissions import Role
from tests.factories.documents import PDF, picture
from tests.factories.endings import UPHELD
from tests.factories.mails import make_bounce, make_eml, make_msg

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
ANSWERED = NOW + timedelta(hours=1)
PERSON = Person(name="Jo Voorbeeld", email="jo@voorbeeld.example")
BY_MAIL = Submission(story="Te laat betaald", channel="EMAIL", filer=PERSON)


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, submission: Submission = BY_MAIL) -> str:
    return register_complaint(confirms_at_once=False, actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def acknowledged(actor: Actor, submission: Submission = BY_MAIL) -> tuple[str, str]:
    """A file with a confirmation that was sent: its number and the id of that mail."""
    reference = register(actor, submission)
    acknowledge_complaint(actor=actor, reference=reference, way=ContactWay.EMAIL, now=RECEIVED)
    sent = SentMessage.objects.get(complaint__reference=reference)
    send_acknowledgement(message_id=sent.message_id, now=RECEIVED)
    return reference, sent.message_id


def reply_to(sent: str, text: str = "Nog iets erbij.", **options: Any) -> bytes:
    return make_eml(text, subject="Re: Wij hebben uw bericht ontvangen", sent_at=NOW, In_Reply_To=sent, **options)


def history(reference: str) -> list[str]:
    return [event.code for event in ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk")]


def messages_of(reference: str) -> list[IncomingMessage]:
    return list(IncomingMessage.objects.filter(complaint__reference=reference).order_by("taken_in_at"))


def receive_at(raw: bytes, *, now: datetime = NOW) -> Received:
    """As a mail server hands it over: in no organisation's schema."""
    with schema_context("public"):
        return receive(raw=raw, now=now)


def test_a_reply_lands_on_its_file_with_its_text_and_files_and_waits(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    outcome = receive_at(reply_to(sent, files=[("brief.pdf", PDF)]))

    [message] = messages_of(reference)
    assert outcome is Received.TAKEN_IN
    assert (message.text, message.subject, message.sender_email) == (
        "Nog iets erbij.", "Re: Wij hebben uw bericht ontvangen", "jo@voorbeeld.example",
    )  # fmt: skip
    assert (message.arrived_at, message.taken_in_at, message.waits, message.is_from_other_address) == (NOW, NOW, True, False)
    assert sorted(one.name for one in message.documents.all()) == ["bericht.eml", "brief.pdf"]
    assert {one.source for one in Document.objects.filter(complaint__reference=reference)} == {"MAIL"}
    assert history(reference) == ["registered", "acknowledged", "reply_received"]
    assert message.answers == SentMessage.objects.get()


def test_delivered_twice_it_is_there_once(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    raw = reply_to(sent, files=[("brief.pdf", PDF)])
    other_way = raw.replace(b"From:", b"Received: from x by y; Wed, 12 Mar 2025 10:05:00 +0100\nFrom:", 1)

    assert [receive_at(one, now=NOW + timedelta(hours=hour)) for hour, one in enumerate((raw, raw, other_way))] == [Received.TAKEN_IN] * 3

    assert len(messages_of(reference)) == 1
    assert Document.objects.count() == 2
    assert history(reference).count("reply_received") == 1


def test_two_mails_of_a_program_that_repeats_its_ids_are_two(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    for text in ("Het eerste", "Het tweede"):
        receive_at(reply_to(sent, text, message_id="<altijd@zelfde.example>"))

    assert [one.text for one in messages_of(reference)] == ["Het eerste", "Het tweede"]


def test_two_mails_with_another_photo_and_no_text_are_two(coordinator: Actor) -> None:
    """Some telephones give no id, and send a photo with nothing beside it."""
    reference, sent = acknowledged(coordinator)
    mails = [reply_to(sent, "", message_id="", files=[("foto.png", picture("png", size=size))]) for size in ((60, 40), (80, 50))]

    for raw in (*mails, *mails):
        receive_at(raw)
    kept = [as_kept(read_mail(raw, now=NOW), files=["foto.png: los bewaard"]) for raw in mails]
    for raw in kept:
        receive_at(raw)

    assert len(messages_of(reference)) == 2
    assert Document.objects.filter(kind="png").count() == 2


def test_two_mails_with_one_id_and_one_text_but_another_file_are_two(coordinator: Actor) -> None:
    """A scanner in the hall sends every letter with the same id and the same words."""
    reference, sent = acknowledged(coordinator)
    photos = [("een.png", picture("png", size=(60, 40))), ("twee.png", picture("png", size=(80, 50)))]
    mails = [reply_to(sent, "Zie bijlage", message_id="<altijd@zelfde.example>", files=files) for files in (photos[:1], photos[1:], photos)]
    other_order = reply_to(sent, "Zie bijlage", message_id="<altijd@zelfde.example>", files=photos[::-1])

    for raw in (*mails, *mails, other_order):
        receive_at(raw)
    for raw in mails:
        receive_at(as_kept(read_mail(raw, now=NOW), files=["los bewaard"]))

    assert [one.documents.filter(kind="png").count() for one in messages_of(reference)] == [1, 1, 2]
    assert Document.objects.filter(kind="png").count() == 2


def test_it_is_found_by_references_when_in_reply_to_names_another(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    receive_at(make_eml("x", In_Reply_To="<tussen@door.example>", References=f"<oud@x.example> {sent} <tussen@door.example>"))

    assert len(messages_of(reference)) == 1


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (make_eml(), Received.UNKNOWN),
        (make_eml(In_Reply_To="<onbekend@elders.example>"), Received.UNKNOWN),
        (make_eml(In_Reply_To="<" + "0" * 32 + ".t_samen@polsslag.localhost>"), Received.UNKNOWN),
        (make_eml(In_Reply_To="<" + "0" * 32 + ".pg_catalog@polsslag.localhost>"), Received.UNKNOWN),
        (make_eml(Auto_Submitted="auto-replied"), Received.IGNORED),
        (make_bounce(returned_id="<onbekend@elders.example>"), Received.IGNORED),
        (b"geen mail", Received.NO_MAIL),
    ],
    ids=["new", "elsewhere", "guessed", "other-schema", "automatic", "bounce", "no-mail"],
)
def test_what_answers_nothing_of_ours_lands_nowhere(coordinator: Actor, raw: bytes, outcome: Received) -> None:
    acknowledged(coordinator)

    assert receive_at(raw) is outcome

    assert (IncomingMessage.objects.count(), Document.objects.count()) == (0, 0)


def test_an_organisation_never_gets_the_mail_of_another(
    coordinator: Actor, tenant: Tenant, other_tenant: Tenant, make_actor: Callable[..., Actor]
) -> None:
    reference, sent = acknowledged(coordinator)
    assert schema_of(sent) == tenant.schema_name
    forged = sent.replace(tenant.schema_name, other_tenant.schema_name)

    with schema_context(other_tenant.schema_name), pytest.raises(NotFound):
        take_in_mail(actor=system_actor(), mail=read_mail(reply_to(sent), now=NOW), raw=b"", now=NOW)
    assert receive_at(reply_to(forged)) is Received.UNKNOWN

    with schema_context(other_tenant.schema_name):
        assert IncomingMessage.objects.count() == 0
    assert messages_of(reference) == []


def test_a_mail_to_a_deactivated_organisation_lands_nowhere(coordinator: Actor, tenant: Tenant) -> None:
    reference, sent = acknowledged(coordinator)
    with schema_context("public"):
        Tenant.objects.filter(pk=tenant.pk).update(is_active=False, deactivated_at=NOW)

    assert receive_at(reply_to(sent)) is Received.UNKNOWN

    assert messages_of(reference) == []


def test_an_id_of_ours_is_recognised_by_its_shape_and_domain(tenant: Tenant) -> None:
    made = new_message_id(Complaint())

    assert schema_of(made) == tenant.schema_name
    assert [schema_of(one) for one in ("<a@b>", "", made.upper(), made.replace("@", "@x."), f"x{made}")] == [None] * 5


def test_from_another_address_it_still_lands_and_is_told(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    receive_at(reply_to(sent, sender="Dochter <dochter@voorbeeld.example>"))

    assert [(one.sender_email, one.is_from_other_address) for one in messages_of(reference)] == [("dochter@voorbeeld.example", True)]


def test_a_file_that_is_not_kept_is_told_and_the_reply_lands(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    receive_at(reply_to(sent, files=[("spel.exe", b"MZ program"), ("brief.pdf", PDF)]))

    [message] = messages_of(reference)
    assert [(one["name"], one["code"]) for one in message.refused_files] == [
        ("spel.exe", "document_is_program"),
    ]
    assert sorted(one.name for one in message.documents.all()) == ["bericht.eml", "brief.pdf"]
    event = ComplaintEvent.objects.get(code="reply_received")
    assert event.data["refused"] == ["document_is_program"]
    assert "spel" not in str(event.data)


def test_thirty_files_are_all_kept(coordinator: Actor) -> None:
    _reference, sent = acknowledged(coordinator)

    receive_at(reply_to(sent, files=[(f"{place}.txt", f"tekst {place}".encode()) for place in range(30)]))

    assert Document.objects.count() == 31


def test_an_outlook_file_of_a_reply_lands_too(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    receive_at(make_msg("Uit Outlook", headers=f"From: Jo <jo@voorbeeld.example>\r\nIn-Reply-To: {sent}\r\n"))

    [message] = messages_of(reference)
    assert (message.text, [one.name for one in message.documents.all()]) == ("Uit Outlook", ["bericht.eml"])


# What machines send


def test_an_automatic_answer_is_recorded_waits_for_nobody_and_is_answered_by_nobody(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    outbox.outbox.clear()
    queued = OutboxMessage.objects.count()

    outcome = receive_at(reply_to(sent, "Ik ben er niet.", Auto_Submitted="auto-replied", files=[("a.pdf", PDF)]))

    [message] = messages_of(reference)
    assert (outcome, message.nature, message.waits) == (Received.TAKEN_IN, "AUTOMATIC", False)
    assert (Document.objects.count(), len(outbox.outbox), OutboxMessage.objects.count()) == (0, 0, queued)
    assert history(reference)[-1] == "automatic_reply_received"


def test_a_confirmation_that_did_not_arrive_is_a_warning_and_is_to_be_done_again(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    receive_at(make_bounce(returned_id=sent))

    [message] = messages_of(reference)
    opened = Complaint.objects.get(reference=reference).rounds.get()
    assert (message.nature, message.waits, message.is_from_other_address) == ("NOT_DELIVERED", True, False)
    assert (opened.acknowledged_on, opened.acknowledged_by) == (None, "")
    assert SentMessage.objects.get().returned_at == NOW
    assert ComplaintEvent.objects.get(code="mail_not_delivered").data["acknowledged_was"] == "2025-03-07"
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.LETTER, now=NOW)


def test_a_late_second_notice_of_the_first_mail_leaves_the_second_confirmation(coordinator: Actor) -> None:
    reference, first = acknowledged(coordinator)
    bounce = make_bounce(returned_id=first)
    receive_at(bounce)
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)
    second = SentMessage.objects.exclude(message_id=first).get()
    send_acknowledgement(message_id=second.message_id, now=NOW)

    receive_at(bounce.replace(b"Subject: ", b"Subject: Again: ", 1), now=ANSWERED)

    opened = Complaint.objects.get(reference=reference).rounds.get()
    assert (opened.acknowledged_on, opened.acknowledged_by) == (date(2025, 3, 12), ContactWay.EMAIL)
    assert list(SentMessage.objects.order_by("pk").values_list("returned_at", flat=True)) == [NOW, None]
    assert len(messages_of(reference)) == 2
    events = ComplaintEvent.objects.filter(code="mail_not_delivered").order_by("pk")
    assert ["acknowledged_was" in one.data for one in events] == [True, False]
    receive_at(make_bounce(returned_id=second.message_id), now=ANSWERED)
    assert Complaint.objects.get(reference=reference).rounds.get().acknowledged_on is None


def test_a_first_notice_that_comes_after_the_second_confirmation_leaves_that(coordinator: Actor) -> None:
    """A colleague took the first one for lost, and noted so, before any mail server told it."""
    reference, first = acknowledged(coordinator)
    Round.objects.update(acknowledged_on=None, acknowledged_by="")
    acknowledge_complaint(actor=coordinator, reference=reference, way=ContactWay.EMAIL, now=NOW)

    receive_at(make_bounce(returned_id=first))

    assert Complaint.objects.get(reference=reference).rounds.get().acknowledged_on == date(2025, 3, 12)
    assert list(SentMessage.objects.order_by("pk").values_list("returned_at", flat=True)) == [NOW, None]


def test_a_delay_takes_nothing_back(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)

    receive_at(make_bounce(returned_id=sent, action="delayed"))

    assert Complaint.objects.get(reference=reference).rounds.get().acknowledged_on == date(2025, 3, 7)
    assert [one.waits for one in messages_of(reference)] == [False]


# On which file


def test_a_closed_file_stays_closed_and_shows_that_somebody_wrote(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)

    receive_at(reply_to(sent))

    [message] = messages_of(reference)
    assert (message.is_after_closing, message.waits) == (True, True)
    assert [one.closed_on for one in Complaint.objects.get(reference=reference).rounds.all()] == [date(2025, 3, 12)]


def test_on_a_double_file_it_lands_on_the_one_that_counts(coordinator: Actor) -> None:
    original = register(coordinator)
    double, sent = acknowledged(coordinator)
    mark_duplicate(actor=coordinator, reference=double, of_reference=original, reason="Dubbel", seen_version=None, now=NOW)

    receive_at(reply_to(sent, files=[("brief.pdf", PDF)]))

    assert (len(messages_of(original)), messages_of(double)) == (1, [])
    assert messages_of(original)[0].came_for == double
    assert {one.complaint.reference for one in Document.objects.all() if one.complaint} == {original}


def test_on_a_double_file_a_mail_that_did_not_arrive_is_in_the_history_of_the_file_that_sent_it(coordinator: Actor) -> None:
    original = register(coordinator)
    double, sent = acknowledged(coordinator)
    mark_duplicate(actor=coordinator, reference=double, of_reference=original, reason="Dubbel", seen_version=None, now=NOW)

    receive_at(make_bounce(returned_id=sent))

    assert Complaint.objects.get(reference=double).rounds.get().acknowledged_on is None
    events = {one.complaint.reference: one.data for one in ComplaintEvent.objects.filter(code="mail_not_delivered")}
    assert events[double] == {"letter": "L01", "acknowledged_was": "2025-03-07"}
    assert (events[original]["came_for"], "acknowledged_was" in events[original]) == (double, False)


def test_a_mail_that_did_not_arrive_takes_back_no_letter_of_a_colleague_meanwhile(
    coordinator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, sent = acknowledged(coordinator)
    found = message_answered

    def and_meanwhile(mail: IncomingMail) -> SentMessage | None:
        answered = found(mail)
        assert answered is not None
        assert answered.round.acknowledged_by == ContactWay.EMAIL
        Round.objects.update(acknowledged_by=ContactWay.LETTER)
        return answered

    monkeypatch.setattr("complaints.flows.incoming_mail.message_answered", and_meanwhile)
    receive_at(make_bounce(returned_id=sent))

    opened = Complaint.objects.get(reference=reference).rounds.get()
    assert (opened.acknowledged_on, opened.acknowledged_by) == (date(2025, 3, 7), ContactWay.LETTER)


@pytest.mark.parametrize("is_sensitive", [True, False])
def test_what_comes_with_a_mail_is_as_sensitive_as_its_file(coordinator: Actor, is_sensitive: bool) -> None:
    reference, sent = acknowledged(coordinator)
    Complaint.objects.filter(reference=reference).update(has_sensitive_text=is_sensitive)

    receive_at(reply_to(sent, files=[("brief.pdf", PDF)]))

    assert [one.holds_sensitive_data for one in Document.objects.all()] == [is_sensitive, is_sensitive]


def test_on_a_file_registered_by_mistake_it_waits_there(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    mark_registered_in_error(actor=coordinator, reference=reference, reason="Geen klacht", seen_version=None, now=NOW)

    receive_at(reply_to(sent))

    assert [one.waits for one in messages_of(reference)] == [True]


def test_of_a_destroyed_file_nothing_is_known_any_more(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    reference, sent = acknowledged(coordinator)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    receive_at(reply_to(sent))
    later = NOW + timedelta(days=365 * 6)
    proposal = propose_destruction(actor=coordinator, references=[reference], now=later)
    carry_out_destruction(actor=make_actor(Role.COORDINATOR), destruction_id=proposal.pk, now=later)
    assert messages_of(reference) == []

    assert receive_at(reply_to(sent, "Nog iets"), now=later) is Received.UNKNOWN

    assert (IncomingMessage.objects.count(), Document.objects.count()) == (0, 0)


def test_whoever_is_involved_cannot_put_it_on_the_file_nor_learn_of_it(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=reference), user_id=coordinator.user_id)
    raw = reply_to(sent)

    with pytest.raises(NotFound):
        take_in_mail(actor=coordinator, mail=read_mail(raw, now=NOW), raw=raw, now=NOW)
    assert messages_of(reference) == []

    assert receive_at(raw) is Received.TAKEN_IN
    with pytest.raises(NotFound):
        mark_read(actor=coordinator, reference=reference, message_id=messages_of(reference)[0].pk, now=NOW)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EMPLOYEE, Role.ADMINISTRATOR, Role.COUNCIL_MEMBER])
def test_who_handles_nothing_takes_nothing_in(coordinator: Actor, make_actor: Callable[..., Actor], role: Role) -> None:
    _reference, sent = acknowledged(coordinator)
    raw = reply_to(sent)

    with pytest.raises(NotPermitted):
        take_in_mail(actor=make_actor(role), mail=read_mail(raw, now=NOW), raw=raw, now=NOW)

    assert IncomingMessage.objects.count() == 0


def test_what_a_reply_says_is_found_by_no_search_and_stands_in_no_log_or_history(
    coordinator: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reference, sent = acknowledged(coordinator)

    receive_at(reply_to(sent, "Ik heb xylofoonallergie", sender="Zeldzamenaam <zeldzaam@voorbeeld.example>"))

    assert list(matching(visible_complaints(actor=coordinator), "xylofoonallergie")) == []
    assert list(matching(visible_complaints(actor=coordinator), "Zeldzamenaam")) == []
    told = caplog.text + str([(one.data, one.personal) for one in ComplaintEvent.objects.all()])
    assert not any(word in told for word in ("xylofoon", "eldzame", "zeldzaam@", "uw bericht ontvangen"))
    assert len(messages_of(reference)) == 1


# Dealing with it


def test_reading_ends_the_waiting_and_is_no_contact(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    receive_at(reply_to(sent))
    [message] = messages_of(reference)

    mark_read(actor=coordinator, reference=reference, message_id=message.pk, now=NOW)

    [message] = messages_of(reference)
    assert (message.handling, message.handled_by_id, message.handled_at, message.waits) == ("READ", coordinator.user_id, NOW, False)
    assert ContactRecord.objects.count() == 0
    assert history(reference)[-1] == "message_read"
    with pytest.raises(Refusal, match="already_handled"):
        mark_read(actor=coordinator, reference=reference, message_id=message.pk, now=NOW)


@pytest.mark.parametrize(
    ("prefers", "way", "first_contact"),
    [
        (PreferredContact.WRITING, ContactWay.EMAIL, date(2025, 3, 12)),
        (PreferredContact.ANY, ContactWay.EMAIL, None),
        (PreferredContact.ANY, ContactWay.PHONE, date(2025, 3, 12)),
    ],
    ids=["prefers-writing", "no-preference", "called-back"],
)
def test_answering_is_contact_and_the_reply_alone_is_not(
    coordinator: Actor, prefers: PreferredContact, way: ContactWay, first_contact: date | None
) -> None:
    person = Person(name="Jo", email="jo@voorbeeld.example", preferred_contact=prefers)
    reference, sent = acknowledged(coordinator, Submission(story="Te laat", channel="EMAIL", filer=person))
    receive_at(reply_to(sent))
    [message] = messages_of(reference)
    opened = Complaint.objects.get(reference=reference).rounds.get()
    assert (opened.first_contact_on, opened.first_attempt_on) == (None, None)

    mark_answered(
        actor=coordinator, reference=reference, message_id=message.pk, way=way, answered_at=ANSWERED, text="Uitgelegd", now=ANSWERED
    )

    opened.refresh_from_db()
    assert (opened.first_contact_on, opened.first_attempt_on) == (first_contact, date(2025, 3, 12))
    assert [(one.way, one.text) for one in ContactRecord.objects.all()] == [(way, "Uitgelegd")]
    assert messages_of(reference)[0].handling == "ANSWERED"


@pytest.mark.parametrize(("way", "first_contact"), [(ContactWay.EMAIL, None), (ContactWay.PHONE, date(2025, 3, 12))])
def test_a_mail_of_ours_that_did_not_arrive_is_answered_by_a_talk_alone(
    coordinator: Actor, way: ContactWay, first_contact: date | None
) -> None:
    person = Person(name="Jo", email="jo@voorbeeld.example", preferred_contact=PreferredContact.WRITING)
    reference, sent = acknowledged(coordinator, Submission(story="Te laat", channel="EMAIL", filer=person))
    receive_at(make_bounce(returned_id=sent))

    mark_answered(
        actor=coordinator, reference=reference, message_id=messages_of(reference)[0].pk, way=way, answered_at=ANSWERED, now=ANSWERED
    )

    opened = Complaint.objects.get(reference=reference).rounds.get()
    assert (opened.first_contact_on, opened.first_attempt_on) == (first_contact, date(2025, 3, 12))


def test_answering_after_closing_is_kept_and_counts_for_no_norm(coordinator: Actor) -> None:
    reference, sent = acknowledged(coordinator)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    receive_at(reply_to(sent))

    mark_answered(
        actor=coordinator,
        reference=reference,
        message_id=messages_of(reference)[0].pk,
        way=ContactWay.PHONE,
        answered_at=ANSWERED,
        now=ANSWERED,
    )

    assert ContactRecord.objects.count() == 1
    assert Complaint.objects.get(reference=reference).rounds.get().first_contact_on is None


@pytest.mark.parametrize(
    ("answered_at", "code"),
    [(ANSWERED + timedelta(minutes=1), "answered_in_future"), (NOW - timedelta(minutes=1), "answered_before_it_came")],
)
def test_an_answer_at_an_impossible_moment_is_refused_and_nothing_changes(coordinator: Actor, answered_at: datetime, code: str) -> None:
    reference, sent = acknowledged(coordinator)
    receive_at(reply_to(sent))
    before = history(reference)

    with pytest.raises(Refusal, match=code):
        mark_answered(
            actor=coordinator, reference=reference, message_id=messages_of(reference)[0].pk, answered_at=answered_at, now=ANSWERED
        )

    assert (history(reference), ContactRecord.objects.count(), messages_of(reference)[0].waits) == (before, 0, True)


def test_a_message_of_another_file_is_not_there(coordinator: Actor) -> None:
    _reference, sent = acknowledged(coordinator)
    receive_at(reply_to(sent))
    other = register(coordinator)

    with pytest.raises(NotFound):
        mark_read(actor=coordinator, reference=other, message_id=IncomingMessage.objects.get().pk, now=NOW)

    assert IncomingMessage.objects.get().waits


def test_our_mail_names_the_organisation_keeps_its_text_and_asks_answers_to_the_mailbox(
    coordinator: Actor, tenant: Tenant, settings: Any
) -> None:
    settings.REPLY_TO_EMAIL = "antwoord@polsslag.example"
    outbox.outbox.clear()
    acknowledged(coordinator)

    [message] = outbox.outbox
    assert message.reply_to == ["antwoord@polsslag.example"]
    assert message.from_email == f"{tenant.name} <noreply@polsslag.localhost>"
    assert SentMessage.objects.get().text == message.body


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_twice_at_once_is_there_once(tenant: Tenant, make_actor: Callable[..., Actor]) -> None:
    reference, sent = acknowledged(make_actor(Role.COORDINATOR))
    raw, outcomes = reply_to(sent, files=[("brief.pdf", PDF)]), []
    together = threading.Barrier(2)

    def deliver() -> None:
        together.wait(timeout=10)
        outcomes.append(receive(raw=raw, now=NOW))
        connection.close()

    workers = [threading.Thread(target=deliver) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert outcomes == [Received.TAKEN_IN, Received.TAKEN_IN]
    assert (len(messages_of(reference)), Document.objects.count(), history(reference).count("reply_received")) == (1, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_stop_while_it_is_written_leaves_nothing_and_the_next_time_it_lands(
    tenant: Tenant, make_actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, sent = acknowledged(make_actor(Role.COORDINATOR))
    raw = reply_to(sent, files=[("brief.pdf", PDF)])

    def stop(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("complaints.flows.incoming_mail.finish_step", stop)
        with pytest.raises(KeyboardInterrupt):
            receive_at(raw)
    assert (messages_of(reference), Document.objects.count(), history(reference)) == ([], 0, ["registered", "acknowledged"])

    assert receive_at(raw) is Received.TAKEN_IN
    assert len(messages_of(reference)) == 1
