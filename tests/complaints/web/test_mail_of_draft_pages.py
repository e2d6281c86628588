"""A mail on the registration page fills what is empty, for checking, with or without a script; and what is typed stays."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from complaints.flows.acknowledgement import acknowledge_complaint
from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint, ContactWay, Document, IncomingMessage, InvolvedPerson, RegistrationDraft, SentMessage
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.documents import PDF
from tests.factories.mails import STORY, make_eml, make_msg

DRAFT = uuid.UUID(int=7)
ADDRESS = f"/klachten/nieuw/{DRAFT}/"
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
UNTOUCHED = {"received_at": "2026-11-20T10:00", "began_with": "2026-11-20T10:00", "channel": "PHONE"}


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR, email="bo@gemeente.example")


@pytest.fixture
def client(tenant: Tenant, person: User, client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, person)


def drop(client: Client, raw: bytes, name: str = "klacht.eml") -> str:
    """Add the mail to the draft, as the drop area does; returns its number."""
    file = BytesIO(raw)
    file.name = name
    answer = client.post(f"{ADDRESS}documenten/", {"documents": file}, headers={"X-Part-Of-Page": "documents"})
    assert answer.status_code == 200
    found = re.search(r'name="fill_from_mail" value="([0-9a-f-]{36})"', answer.content.decode())
    assert found
    return found[1]


def fill(client: Client, document: str, button: str = "fill_from_mail", **typed: str) -> str:
    answer = client.post(ADDRESS, {**UNTOUCHED, "version": "0", **typed, button: document})
    assert answer.status_code == 200
    return answer.content.decode()


def value_of(page: str, name: str) -> str:
    area = re.search(rf'<textarea name="{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    line = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page) or re.search(
        rf'<input[^>]*value="([^"]*)"[^>]*name="{name}"', page
    )
    chosen = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
    if chosen:
        option = re.search(r'<option value="([^"]*)" selected', chosen[0])
        return option[1] if option else ""
    found = area or line
    return unescape(found[1]).strip() if found else ""


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


@pytest.mark.parametrize(
    ("raw", "name"), [(make_eml(files=[("brief.pdf", PDF)]), "klacht.eml"), (make_msg(files=[("brief.pdf", PDF)]), "klacht.msg")]
)
def test_a_mail_fills_the_form_and_its_files_come_along(client: Client, raw: bytes, name: str) -> None:
    page = fill(client, drop(client, raw, name))

    assert value_of(page, "story") == STORY
    assert (value_of(page, "name"), value_of(page, "email")) == ("Jo Voorbeeld", "jo@voorbeeld.example")
    assert (value_of(page, "received_at"), value_of(page, "channel"), value_of(page, "is_written")) == ("2025-03-07T10:02", "EMAIL", "yes")
    assert value_of(page, "description_1") == "Klacht over mijn uitkering"
    assert "Ingevuld uit de mail. Controleer het." in words(page)
    assert sorted(Document.objects.values_list("name", "source")) == [("brief.pdf", "MAIL"), ("klacht.eml", "UPLOAD")]
    assert RegistrationDraft.objects.get().content["story"] == STORY


def test_what_was_typed_stays_and_what_was_not_filled_stands_beside_it(client: Client) -> None:
    document = drop(client, make_eml())

    page = fill(client, document, story="Zoals ik het hoorde", name="J. Voorbeeld", received_at="2026-11-19T08:00", channel="DESK")

    assert (value_of(page, "story"), value_of(page, "name")) == ("Zoals ik het hoorde", "J. Voorbeeld")
    assert (value_of(page, "received_at"), value_of(page, "channel")) == ("2026-11-19T08:00", "DESK")
    assert value_of(page, "email") == "jo@voorbeeld.example"
    told = words(page)[words(page).index("Niet ingevuld") :]
    assert all(part in told for part in (STORY.split("\n", maxsplit=1)[0], "Jo Voorbeeld", "2025-03-07 10:02"))


def test_with_a_mail_that_nobody_looked_at_nothing_is_registered_as_a_phone_call(client: Client) -> None:
    drop(client, make_eml())
    typed = {**UNTOUCHED, "version": "0", "story": "Zie de mail."}

    page = client.post(ADDRESS, typed).content.decode()

    assert Complaint.objects.count() == 0
    assert "Nog niet geregistreerd: er zit een mail bij." in words(page)
    assert (value_of(page, "story"), value_of(page, "name")) == ("Zie de mail.", "Jo Voorbeeld")
    assert (value_of(page, "received_at"), value_of(page, "channel")) == ("2025-03-07T10:02", "EMAIL")
    checked = {name: value_of(page, name) for name in ("story", "name", "email", "received_at", "channel", "is_written", "version")}
    assert client.post(ADDRESS, checked | {"mail_was_read": "1"}).status_code == 302
    made = Complaint.objects.get()
    assert (made.story, made.received_at, made.is_written) == ("Zie de mail.", datetime(2025, 3, 7, 9, 2, tzinfo=UTC), True)


def test_a_mail_chosen_and_sent_along_while_registering_is_looked_at_first(client: Client) -> None:
    file = BytesIO(make_eml())
    file.name = "klacht.eml"

    page = client.post(ADDRESS, {**UNTOUCHED, "version": "0", "story": "Zie de mail.", "documents": file}).content.decode()

    assert Complaint.objects.count() == 0
    assert (value_of(page, "received_at"), value_of(page, "channel")) == ("2025-03-07T10:02", "EMAIL")


def test_whoever_looked_at_the_mail_may_say_that_it_came_by_phone_all_the_same(client: Client) -> None:
    drop(client, make_eml())
    typed = {**UNTOUCHED, "version": "0", "story": "Zie de mail."}
    page = client.post(ADDRESS, typed).content.decode()
    assert value_of(page, "mail_was_read") == "1"

    answer = client.post(ADDRESS, typed | {"version": value_of(page, "version"), "mail_was_read": "1"})

    assert (answer.status_code, Complaint.objects.get().is_written) == (302, False)


def test_a_channel_somebody_chose_is_not_asked_again_for_the_mail_beside_it(client: Client) -> None:
    drop(client, make_eml())
    typed = {"version": "0", "story": "Zie de mail.", "channel": "DESK", "received_at": "2026-11-20T10:00"}

    answer = client.post(ADDRESS, typed)

    assert (answer.status_code, Complaint.objects.get().received_at) == (302, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


def test_filled_checked_and_registered_it_is_a_complaint_by_mail_with_its_documents(client: Client) -> None:
    page = fill(client, drop(client, make_eml(files=[("brief.pdf", PDF)])))
    checked = {name: value_of(page, name) for name in ("story", "name", "email", "received_at", "channel", "is_written", "version")}

    answer = client.post(ADDRESS, checked)

    assert answer.status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.story.replace("\r\n", "\n"), complaint.received_at, complaint.is_written) == (
        STORY,
        datetime(2025, 3, 7, 9, 2, tzinfo=UTC),
        True,
    )
    assert complaint.channel is not None
    assert complaint.channel.core_code == "EMAIL"
    assert sorted(complaint.documents.values_list("name", flat=True)) == ["brief.pdf", "klacht.eml"]
    assert complaint.parties.get().email == "jo@voorbeeld.example"


def test_of_a_mail_a_colleague_sent_on_the_first_writer_is_filled_in(client: Client) -> None:
    text = (
        "Kun jij dit oppakken?\n\nVan: Jo Voorbeeld <jo@voorbeeld.example>\nVerzonden: vrijdag 7 maart 2025 10:02\n"
        "Aan: Balie\nOnderwerp: Klacht over mijn uitkering\n\n" + STORY
    )
    sent_on = make_eml(text, sender="Ali Balie <ali@gemeente.example>", subject="FW: Klacht over mijn uitkering", sent_at=NOW)
    page = fill(client, drop(client, sent_on))

    assert (value_of(page, "name"), value_of(page, "email"), value_of(page, "story")) == ("Jo Voorbeeld", "jo@voorbeeld.example", STORY)
    assert value_of(page, "received_at") == "2025-03-07T10:02"
    assert "Doorgestuurd door Ali Balie" in words(page)
    assert "Kun jij dit oppakken?" in words(page)


def test_of_a_mail_a_citizen_sent_on_the_citizen_is_filled_in(client: Client) -> None:
    text = "Zie hieronder.\n\nVan: Consulent <c@gemeente.example>\nVerzonden: vrijdag 7 maart 2025 10:02\nAan: Jo\nOnderwerp: Nee\n\nNee."
    page = fill(client, drop(client, make_eml(text, subject="Fwd: Nee")))

    assert (value_of(page, "email"), value_of(page, "story")) == ("jo@voorbeeld.example", "Zie hieronder.")
    assert "Nee." in words(page)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (make_eml(sent_at=None), "De mail zegt niet wanneer hij is verstuurd."),
        (make_eml(sent_at=datetime(1970, 1, 1, tzinfo=UTC)), "De mail noemt een moment dat niet kan kloppen."),
        (make_eml(Auto_Submitted="auto-replied"), "Een computer heeft deze mail vanzelf verstuurd."),
        (make_eml(files=[("spel.exe.txt", b"x"), ("leeg.pdf", b"geen pdf")]), "leeg.pdf"),
    ],
    ids=["no-date", "absurd-date", "automatic", "refused-file"],
)
def test_what_is_odd_about_a_mail_is_told(client: Client, raw: bytes, told: str) -> None:
    page = fill(client, drop(client, raw))

    assert told in words(page)
    assert value_of(page, "story") == STORY


def reply(make_actor: Callable[..., Actor]) -> tuple[str, bytes]:
    """A file whose receipt was confirmed, and an answer to that."""
    actor = make_actor(Role.COORDINATOR)
    told = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="Jo", email="jo@voorbeeld.example"))
    reference = register_complaint(confirms_at_once=False, actor=actor, submission=told, received_at=NOW, now=NOW).reference
    acknowledge_complaint(actor=actor, reference=reference, way=ContactWay.EMAIL, now=NOW)
    return reference, make_eml("Nog iets erbij.", In_Reply_To=SentMessage.objects.get().message_id, files=[("brief.pdf", PDF)])


def test_a_reply_is_put_on_its_file_instead(client: Client, make_actor: Callable[..., Actor]) -> None:
    reference, raw = reply(make_actor)
    document = drop(client, raw)
    page = fill(client, document)
    assert f"Deze mail is een antwoord in dossier {reference}" in words(page)
    assert value_of(page, "story") == ""

    answer = client.post(ADDRESS, {**UNTOUCHED, "version": "0", "put_on_file": document})

    assert (answer.status_code, answer["Location"]) == (302, f"/klachten/{reference}/")
    assert [(one.complaint.reference, one.text) for one in IncomingMessage.objects.all()] == [(reference, "Nog iets erbij.")]
    assert RegistrationDraft.objects.count() == 0
    assert Complaint.objects.count() == 1
    assert sorted(Document.objects.values_list("name", "complaint__reference")) == [("brief.pdf", reference), ("klacht.eml", reference)]
    assert sorted(IncomingMessage.objects.get().documents.values_list("name", flat=True)) == ["brief.pdf", "klacht.eml"]


@pytest.mark.parametrize("is_kept_before", [False, True])
@pytest.mark.parametrize("name", ["email", "address", "description_1", "colleague_name_1", "story"])
def test_what_was_typed_beside_a_reply_stays_as_a_draft(
    client: Client, make_actor: Callable[..., Actor], name: str, is_kept_before: bool
) -> None:
    reference, raw = reply(make_actor)
    document = drop(client, raw)
    typed = {**UNTOUCHED, "version": "0", name: "Iets anders"}
    if is_kept_before:
        typed["version"] = str(client.post(f"{ADDRESS}bewaren/", typed).json()["version"])

    answer = client.post(ADDRESS, {**typed, "put_on_file": document}, follow=True)

    assert answer.redirect_chain == [(f"/klachten/{reference}/", 302)]
    assert "Wat verder in het concept stond, is bewaard." in words(answer.content.decode())
    assert IncomingMessage.objects.count() == 1
    assert RegistrationDraft.objects.get().content[name] == "Iets anders"


def test_what_another_window_kept_of_the_draft_stays(client: Client, make_actor: Callable[..., Actor]) -> None:
    _reference, raw = reply(make_actor)
    document = drop(client, raw)
    client.post(f"{ADDRESS}bewaren/", {**UNTOUCHED, "story": "Lang verhaal in een ander venster", "version": "0"})

    client.post(ADDRESS, {**UNTOUCHED, "version": "0", "put_on_file": document})

    assert IncomingMessage.objects.count() == 1
    assert RegistrationDraft.objects.get().content["story"] == "Lang verhaal in een ander venster"


def test_two_windows_with_texts_are_compared_before_the_mail_goes_anywhere(client: Client, make_actor: Callable[..., Actor]) -> None:
    _reference, raw = reply(make_actor)
    document = drop(client, raw)
    client.post(f"{ADDRESS}bewaren/", {**UNTOUCHED, "story": "Lang verhaal in een ander venster", "version": "0"})

    compared = client.post(ADDRESS, {**UNTOUCHED, "story": "Hier getypt", "version": "0", "put_on_file": document})

    page = words(compared.content.decode())
    assert (compared.status_code, "Hier getypt" in page, "Lang verhaal in een ander venster" in page) == (409, True, True)
    assert (IncomingMessage.objects.count(), RegistrationDraft.objects.get().content["story"]) == (0, "Lang verhaal in een ander venster")


def test_a_draft_with_nothing_chosen_in_it_goes_with_the_mail(client: Client, make_actor: Callable[..., Actor]) -> None:
    _reference, raw = reply(make_actor)
    document = drop(client, raw)
    nothing = {**UNTOUCHED, "identity": "", "filer_role": "COMPLAINANT", "handling_wish": "HANDLE", "version": "0"}

    client.post(ADDRESS, {**nothing, "put_on_file": document})

    assert (IncomingMessage.objects.count(), RegistrationDraft.objects.count()) == (1, 0)


def test_a_reply_may_be_a_new_complaint_after_all(client: Client, make_actor: Callable[..., Actor]) -> None:
    _reference, raw = reply(make_actor)

    page = fill(client, drop(client, raw), button="fill_anew")

    assert value_of(page, "story") == "Nog iets erbij."
    assert Document.objects.filter(name="brief.pdf").count() == 1
    assert IncomingMessage.objects.count() == 0


def test_of_a_file_somebody_is_involved_in_a_reply_looks_like_any_mail(
    client: Client, person: User, make_actor: Callable[..., Actor]
) -> None:
    reference, raw = reply(make_actor)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user=person)
    document = drop(client, raw)

    page = fill(client, document)

    assert reference not in page
    assert value_of(page, "story") == "Nog iets erbij."
    answer = client.post(ADDRESS, {**UNTOUCHED, "version": "0", "put_on_file": document}, follow=True)
    assert reference not in answer.content.decode()
    assert IncomingMessage.objects.count() == 0


def test_an_employee_fills_in_from_a_mail_and_learns_of_no_file(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], make_actor: Callable[..., Actor]
) -> None:
    reference, raw = reply(make_actor)
    employee = client_at(tenant, make_person(Role.EMPLOYEE))

    page = fill(employee, drop(employee, raw))

    assert reference not in page
    assert value_of(page, "story") == "Nog iets erbij."


def test_the_mail_of_another_draft_or_another_document_is_not_there(
    client: Client, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    document = drop(client, make_eml())
    other = client_at(tenant, make_person(Role.COORDINATOR))

    page = other.post(f"/klachten/nieuw/{uuid.UUID(int=8)}/", {**UNTOUCHED, "version": "0", "fill_from_mail": document}).content.decode()

    assert STORY.split("\n", maxsplit=1)[0] not in page
    assert "Er is niets ingevuld" in words(page)
    assert client.post(ADDRESS, {"fill_from_mail": "onzin"}).status_code == 404


def test_the_moment_of_a_draft_from_before_is_not_replaced(client: Client) -> None:
    page = fill(client, drop(client, make_eml()), began_with="")

    assert value_of(page, "received_at") == "2026-11-20T10:00"
    assert "2025-03-07 10:02" in words(page)


def test_a_mail_with_a_moment_after_now_cannot_be_registered_unnoticed(client: Client) -> None:
    page = fill(client, drop(client, make_eml(sent_at=datetime(2199, 1, 1, tzinfo=UTC))))

    assert value_of(page, "received_at") == "2026-11-20T10:00"
    assert "De mail noemt een moment dat niet kan kloppen." in words(page)


def test_a_mail_with_a_forbidden_file_fills_the_form_and_says_what_is_left_out_and_why(client: Client) -> None:
    raw = make_eml(files=[("kaart.svg", b"<svg/>"), ("brief.pdf", PDF)])

    page = fill(client, drop(client, raw))

    assert (value_of(page, "story"), value_of(page, "email"), value_of(page, "received_at")) == (
        STORY,
        "jo@voorbeeld.example",
        "2025-03-07T10:02",
    )
    told = words(page)
    assert "Kwam met deze mail mee en is niet bewaard: kaart.svg Dit is een programma of een webpagina" in told
    assert "Niet bewaard: kaart.svg. Dit is een programma of een webpagina" in words(client.get(ADDRESS).content.decode())
    assert sorted(Document.objects.values_list("name", flat=True)) == ["brief.pdf", "klacht.eml"]


def test_what_came_with_a_mail_fills_in_nothing_by_itself(client: Client) -> None:
    drop(client, make_eml(files=[("binnenin.eml", make_eml("Binnenin"))]))

    page = client.get(ADDRESS).content.decode()

    assert page.count('name="fill_from_mail"') == 1
    assert Document.objects.count() == 2
