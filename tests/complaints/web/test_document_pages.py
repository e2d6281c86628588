"""Documents on the page, without a script and with one; and how they are handed out."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.document_refusals import DocumentEncrypted
from complaints.flows.documents import add_to_draft, attach_documents, open_document
from complaints.flows.registration import register_complaint
from complaints.intake import Person, PointTold, Submission
from complaints.keeping import documents_storage
from complaints.models import (
    AccessRecord,
    Complaint,
    ComplaintEvent,
    Document,
    DocumentSource,
    Identity,
    InvolvedPerson,
    Party,
    RegistrationDraft,
)
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import NotFound
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.conftest import TODAY
from tests.factories.committees import lay_before, make_member
from tests.factories.documents import KEPT_MAIL, MAIL, PDF, picture, sent
from tests.factories.mails import make_eml
from tests.factories.pages import letter_with_secret, locked_letter
from tests.factories.register import make_label

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
DRAFT = uuid.UUID(int=7)
NEW = f"/klachten/nieuw/{DRAFT}/"
NAME = "Brief van Mevrouw Geheim.pdf"
PART = {"HTTP_X_PART_OF_PAGE": "documents"}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(tenant: Tenant, person: User) -> Actor:
    return actor_for(user=person, tenant=tenant, today=TODAY, has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def file(actor: Actor) -> str:
    """The address of a file."""
    told = Submission(story="Te laat betaald")
    return f"/klachten/{register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference}/"


def attach(actor: Actor, file: str, content: bytes = PDF, name: str = NAME) -> Document:
    return attach_documents(actor=actor, reference=file.split("/")[2], files=[sent(content, name)], now=NOW).added[0]


def chosen(*files: tuple[bytes, str], **more: str) -> dict[str, Any]:
    return {"documents": [SimpleUploadedFile(name, content) for content, name in files], **more}


def test_files_are_added_and_stand_in_the_file(client: Client, file: str) -> None:
    answer = client.post(file + "documenten/", chosen((PDF, NAME), (MAIL, "bericht.eml"), holds_sensitive_data="on"), follow=True)

    text = answer.content.decode()
    assert answer.redirect_chain == [(file, 302)]
    assert "2 documenten zijn toegevoegd." in text
    assert NAME in text
    assert "niet gescand op virussen · gevoelig" in text
    assert [one.holds_sensitive_data for one in Document.objects.all()] == [True, True]


def test_what_is_refused_is_named_with_why_and_the_rest_is_kept(client: Client, file: str) -> None:
    answer = client.post(file + "documenten/", chosen((PDF, NAME), (b"MZ", "spel.exe"), (b"", "leeg.pdf")))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert [
        word in text for word in ("Niet toegevoegd: spel.exe", "Dit is een programma", "Niet toegevoegd: leeg.pdf", "is leeg", NAME)
    ] == [True] * 5
    assert [one.name for one in Document.objects.all()] == [NAME]


def test_nothing_chosen_is_said(client: Client, file: str) -> None:
    answer = client.post(file + "documenten/")

    assert (answer.status_code, "Kies eerst een bestand." in answer.content.decode()) == (422, True)


def test_the_script_gets_a_part_of_the_page(client: Client, file: str) -> None:
    answers = [client.post(file + "documenten/", chosen(one), **PART) for one in ((PDF, NAME), (b"", "leeg.pdf"))]  # type: ignore[arg-type]

    assert [answer.status_code for answer in answers] == [200, 422]
    assert [answer.content.decode().count("<html") for answer in answers] == [0, 0]
    assert [NAME in answer.content.decode() for answer in answers] == [True, True]
    assert "Niet toegevoegd: leeg.pdf" in answers[1].content.decode()


def test_too_much_together_keeps_what_came_in_and_says_so(client: Client, file: str, settings: Any) -> None:
    settings.LARGEST_UPLOAD = 20_000

    answer = client.post(file + "documenten/", chosen((PDF, NAME), (PDF * 400, "groot.pdf")))

    assert answer.status_code == 422
    assert "Samen zijn deze bestanden te groot" in answer.content.decode()
    assert [one.name for one in Document.objects.all()] == [NAME]


# Handed out


@pytest.mark.parametrize(
    ("content", "name", "media_type", "disposition"),
    [
        (PDF, "b.pdf", "application/pdf", "attachment"),
        (b"<b>x</b>", "b.txt", "application/octet-stream", "attachment"),
        (MAIL, "b.eml", "application/octet-stream", "attachment"),
        (picture("png"), "b.png", "image/png", "inline"),
        (picture("heic"), "b.heic", "image/heic", "attachment"),
    ],
)
def test_a_document_is_handed_out_sealed_and_kept_by_no_cache(
    client: Client, actor: Actor, file: str, content: bytes, name: str, media_type: str, disposition: str
) -> None:
    document = attach(actor, file, content, name)

    answer = client.get(f"{file}documenten/{document.pk}/")

    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    kept = documents_storage().open(document.content.key).read()
    assert body == kept
    assert {name: answer[name] for name in answer.headers if name not in ("Vary", "Content-Language")} == {
        "Content-Type": media_type,
        "Content-Disposition": f'{disposition}; filename="{name}"',
        "Content-Length": str(len(kept)),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    assert [(one.code, one.data) for one in AccessRecord.objects.all()] == [("document_opened", {"document": str(document.pk)})]


def test_a_name_can_add_no_header(client: Client, actor: Actor, file: str) -> None:
    document = attach(actor, file, PDF, 'brief"\r\nSet-Cookie: x="1".pdf')

    answer = client.get(f"{file}documenten/{document.pk}/")

    assert answer["Content-Disposition"] == 'attachment; filename="brief\\" Set-Cookie: x=\\"1\\".pdf"'
    assert answer.cookies == {}


def test_who_may_not_see_the_file_gets_the_answer_of_what_does_not_exist(
    client: Client,
    actor: Actor,
    person: User,
    file: str,
    client_at: Callable[..., Client],
    make_person: Callable[..., User],
    tenant: Tenant,
    other_tenant: Tenant,
) -> None:
    document = attach(actor, file)
    address = f"{file}documenten/{document.pk}/"
    employee, anonymous = client_at(tenant, make_person(Role.EMPLOYEE)), client_at(tenant)
    elsewhere = client_at(other_tenant, make_person(Role.COORDINATOR, at=other_tenant))

    assert [one.get(address).status_code for one in (employee, anonymous, elsewhere)] == [403, 302, 404]
    assert client.get(f"{file}documenten/{uuid.uuid4()}/").status_code == 404
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user=person)
    for path in (address, address + "verwijderen/", file + "documenten/"):
        assert [client.get(path).status_code, client.post(path, chosen((MAIL, "b.eml"))).status_code] in ([404, 404], [404, 405])

    assert (AccessRecord.objects.count(), Document.objects.count()) == (0, 1)


def test_while_it_waits_for_the_scanner_it_has_no_link_and_no_answer(client: Client, actor: Actor, file: str) -> None:
    document = attach(actor, file)
    Document.objects.update(scan_state="WAITING")

    answer = client.get(f"{file}documenten/{document.pk}/", follow=True)

    text = answer.content.decode()
    assert answer.redirect_chain == [(file, 302)]
    assert "De virusscanner heeft dit document nog niet bekeken" in text
    assert (f"documenten/{document.pk}/" + '"' in text, "wacht op de virusscanner" in text) == (False, True)


def test_content_that_is_lost_is_said_and_no_fault(client: Client, actor: Actor, file: str) -> None:
    document = attach(actor, file)
    documents_storage().delete(document.content.key)

    answer = client.get(f"{file}documenten/{document.pk}/", follow=True)

    assert "Meld het aan de beheerders van Polsslag." in answer.content.decode()


def test_a_name_stands_on_the_page_and_in_no_title_address_or_history(client: Client, actor: Actor, file: str) -> None:
    document = attach(actor, file)
    page = client.get(file)
    removal = client.get(f"{file}documenten/{document.pk}/verwijderen/")

    for answer in (page, removal):
        text = answer.content.decode()
        assert NAME in text
        assert "Geheim" not in text[text.index("<title>") : text.index("</title>")]
    assert "Geheim" not in str(list(ComplaintEvent.objects.values()))
    assert "Geheim" not in document.content.key


def test_a_document_is_removed_with_a_reason(client: Client, actor: Actor, file: str) -> None:
    address = f"{file}documenten/{attach(actor, file).pk}/verwijderen/"

    refused = client.post(address, {"reason": "", "version": "2"})
    overtaken = client.post(address, {"reason": "Van een ander", "version": "1"})
    assert (refused.status_code, overtaken.status_code, Document.objects.count()) == (422, 422, 1)
    done = client.post(address, {"reason": "Van een ander", "version": "2"}, follow=True)

    assert done.redirect_chain == [(file, 302)]
    assert [word in done.content.decode() for word in ("Het document is verwijderd.", "Document verwijderd", NAME)] == [True, True, False]


def test_a_manager_sees_documents_and_no_way_to_change_them(
    actor: Actor, file: str, client_at: Callable[..., Client], make_person: Callable[..., User], tenant: Tenant
) -> None:
    attach(actor, file)
    unit = make_label(Dimension.UNIT, "Werk")
    assert unit
    Complaint.objects.get().points.update(unit=unit)

    text = client_at(tenant, make_person(Role.MANAGER, unit_id=unit.pk)).get(file).content.decode()

    assert (NAME in text, "verwijderen/" in text, 'type="file"' in text) == (True, False, False)


def test_the_page_asks_no_more_questions_for_three_documents_than_for_one(client: Client, actor: Actor, file: str) -> None:
    counts = []
    for number in range(3):
        attach(actor, file, PDF + bytes([65 + number]), f"{number}.pdf")
        client.get(file)
        with CaptureQueriesContext(connection) as asked:
            client.get(file)
        counts.append(len(asked))

    assert counts[0] == counts[2]


# While registering


def test_without_a_script_files_are_kept_and_what_was_typed_comes_back(client: Client) -> None:
    answer = client.post(NEW, chosen((PDF, NAME), (b"", "leeg.pdf"), story="Ik werd niet", version="0", add_documents="1"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert [word in text for word in ("Ik werd niet", NAME, "Niet toegevoegd: leeg.pdf")] == [True, True, True]
    assert (Complaint.objects.count(), Document.objects.get().draft_id) == (0, DRAFT)


def test_without_a_script_registering_takes_the_chosen_files_along(client: Client) -> None:
    answer = client.post(NEW, chosen((PDF, NAME), story="Ik werd niet teruggebeld", version="0"))

    assert answer.status_code == 302
    complaint = Complaint.objects.get()
    assert [one.name for one in complaint.documents.all()] == [NAME]
    assert RegistrationDraft.objects.count() == 0


def test_a_refused_file_stops_the_registering_and_nothing_is_lost(client: Client) -> None:
    answer = client.post(NEW, chosen((b"MZ", "x.exe"), story="Ik werd niet teruggebeld", version="0"))

    assert (answer.status_code, Complaint.objects.count()) == (422, 0)
    assert "Ik werd niet teruggebeld" in answer.content.decode()


def test_a_draft_keeps_its_files_and_gives_them_back(client: Client, actor: Actor) -> None:
    [document] = add_to_draft(actor=actor, draft_id=DRAFT, files=[sent(PDF, NAME)], now=NOW).added
    assert NAME in client.get(NEW).content.decode()
    saved = client.post(NEW + "bewaren/", {"story": "Ik", "version": "0"})
    assert saved.json() == {"version": 1}

    answer = client.post(NEW, {"story": "Ik werd", "version": "1", "remove_document": str(document.pk)})

    text = answer.content.decode()
    assert (answer.status_code, "Ik werd" in text, NAME in text, Document.objects.count()) == (200, True, False, 0)


def test_the_script_adds_to_a_draft_and_takes_away(client: Client) -> None:
    added = client.post(NEW + "documenten/", chosen((PDF, NAME)))
    document = Document.objects.get()
    removed = [client.post(NEW + "documenten/", {"remove_document": value}) for value in (str(document.pk), str(document.pk), "x")]

    assert (added.status_code, NAME in added.content.decode()) == (200, True)
    assert [(one.status_code, NAME in one.content.decode()) for one in removed] == [(200, False)] * 3
    assert Document.objects.count() == 0


def test_somebody_elses_draft_gives_no_names(
    client: Client, client_at: Callable[..., Client], make_person: Callable[..., User], tenant: Tenant
) -> None:
    client.post(NEW + "documenten/", chosen((PDF, NAME)))
    other = client_at(tenant, make_person(Role.EMPLOYEE))

    answers = [other.post(NEW + "documenten/", chosen((MAIL, "b.eml"))), other.get(NEW)]

    assert [answer.status_code for answer in answers] == [404, 200]
    assert [NAME in answer.content.decode() for answer in answers] == [False, False]
    assert Document.objects.count() == 1


def test_a_document_beside_a_draft_is_opened_by_whoever_types_alone_sealed_and_recorded(
    client: Client, person: User, client_at: Callable[..., Client], make_person: Callable[..., User], tenant: Tenant
) -> None:
    page = client.post(NEW + "documenten/", chosen((PDF, "b.pdf"))).content.decode()
    document = Document.objects.get()
    address = f"{NEW}documenten/{document.pk}/"
    assert f'href="{address}"' in page
    assert f'href="{address}"' in client.get(NEW).content.decode()

    answer = client.get(address)
    others = [client_at(tenant, make_person(role)).get(address).status_code for role in (Role.COORDINATOR, Role.EMPLOYEE)]

    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert {name: answer[name] for name in ("Content-Disposition", "Cache-Control", "X-Content-Type-Options")} == {
        "Content-Disposition": 'attachment; filename="b.pdf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert others == [404, 404]
    assert [(one.code, one.actor_id, one.complaint_id, one.data) for one in AccessRecord.objects.all()] == [
        ("document_opened", person.pk, None, {"document": str(document.pk)})
    ]


def test_a_document_beside_a_draft_is_not_opened_by_the_address_of_another_draft_nor_before_the_scanner(client: Client) -> None:
    client.post(NEW + "documenten/", chosen((PDF, "b.pdf")))
    document = Document.objects.get()

    elsewhere = client.get(f"/klachten/nieuw/{document.pk}/documenten/{document.pk}/")
    Document.objects.update(scan_state="WAITING")
    waiting = client.get(f"{NEW}documenten/{document.pk}/")

    assert (elsewhere.status_code, waiting.status_code, waiting.headers.get("Location")) == (404, 302, NEW)
    assert AccessRecord.objects.count() == 0


# A mail that tells who a shielded person is

PAGE = {"HTTP_ACCEPT": "text/html,application/xhtml+xml"}


@pytest.fixture
def shielded(actor: Actor) -> str:
    """The address of a file in which somebody is shielded."""
    told = Submission(story="Te laat betaald", filer=Person(name="Geheim", identity=Identity.SHIELDED))
    return f"/klachten/{register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference}/"


def looked() -> list[tuple[str, Any, Any]]:
    records = AccessRecord.objects.exclude(code="opened").order_by("pk")
    return [(one.code, one.data["document"], one.personal) for one in records]


@pytest.mark.parametrize("name", ["bericht.eml", "Van mevrouw Geheim.eml"])
def test_a_mail_of_a_shielded_person_opens_with_a_reason_that_is_kept(client: Client, actor: Actor, shielded: str, name: str) -> None:
    mail = attach(actor, shielded, MAIL, name)
    address = f"{shielded}documenten/{mail.pk}/"

    asked = client.get(address, **PAGE)
    without = client.post(address, {"reason": " "}, **PAGE)
    dot = client.post(address, {"reason": "."}, **PAGE)

    assert (asked.status_code, without.status_code, dot.status_code) == (403, 422, 422)
    assert "Zeg in een paar woorden" in dot.content.decode()
    assert "Waarom moet u weten wie dit is?" in asked.content.decode()
    assert b"Ik ben boos." not in asked.content + without.content
    assert looked() == []
    opened = client.post(address, {"reason": "Ik moet haar bellen"}, **PAGE)
    assert (opened.status_code, b"".join(opened.streaming_content)) == (200, KEPT_MAIL)
    assert looked() == [("revealed", str(mail.pk), {"reason": "Ik moet haar bellen"}), ("document_opened", str(mail.pk), None)]
    party = Party.objects.get(complaint=mail.complaint)
    assert AccessRecord.objects.get(code="revealed").data == {"document": str(mail.pk), "parties": [party.pk]}


def test_a_machine_that_asks_for_such_a_mail_is_refused_with_a_code(client: Client, actor: Actor, shielded: str) -> None:
    mail = attach(actor, shielded, MAIL, "bericht.eml")

    answer = client.get(f"{shielded}documenten/{mail.pk}/", HTTP_ACCEPT="*/*")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "identity_shielded")
    assert looked() == []


def test_who_handles_nothing_does_not_get_such_a_mail_with_any_reason(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], actor: Actor
) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    told = Submission(story="Te laat", filer=Person(name="Geheim", identity=Identity.SHIELDED), points=(PointTold(unit="Werk"),))
    file = f"/klachten/{register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference}/"
    mail = attach(actor, file, MAIL, "bericht.eml")
    manager = client_at(tenant, make_person(Role.MANAGER, unit_id=unit.pk))

    answers = [manager.get(f"{file}documenten/{mail.pk}/", **PAGE), manager.post(f"{file}documenten/{mail.pk}/", {"reason": "X"}, **PAGE)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert looked() == []


def test_a_document_from_outside_has_a_number_for_a_name_and_opens_with_a_reason(client: Client, actor: Actor, shielded: str) -> None:
    letter = attach(actor, shielded)
    mail = attach(actor, shielded, make_eml("Ik ben boos.", files=[("Pas van mevrouw Geheim.exe", b"MZ" + b"0" * 200)]), "Geheim.eml")
    address = f"{shielded}documenten/{letter.pk}/"
    assert mail.left_out[0]["name"] == "Pas van mevrouw Geheim.exe"

    pages = [client.get(page).content.decode() for page in (shielded, f"{address}verwijderen/")]
    asked = client.get(address, **PAGE)
    opened = client.post(address, {"reason": "Ik moet de brief beoordelen"}, **PAGE)

    assert ["Geheim" in page for page in pages] == [False, False]
    # Both came in at the same moment, so either may be the first.
    assert ["stuk-0" in page for page in pages] == [True, True]
    assert "Niet bewaard: een bestand." in pages[0]
    assert asked.status_code == 403
    assert (b"".join(opened.streaming_content), NAME in opened["Content-Disposition"]) == (PDF, True)
    assert looked() == [("revealed", str(letter.pk), {"reason": "Ik moet de brief beoordelen"}), ("document_opened", str(letter.pk), None)]


def test_our_own_documents_of_such_a_file_and_those_of_other_files_open_as_before(
    client: Client, actor: Actor, shielded: str, file: str
) -> None:
    letter, mail = attach(actor, shielded), attach(actor, file, MAIL, "bericht.eml")
    Document.objects.filter(pk=letter.pk).update(source=DocumentSource.LETTER)

    assert NAME in client.get(shielded).content.decode()
    assert client.get(f"{shielded}documenten/{letter.pk}/", **PAGE).status_code == 200
    assert client.get(f"{file}documenten/{mail.pk}/", **PAGE).status_code == 200


def test_a_member_of_the_committee_it_lies_before_opens_such_a_document_with_a_reason(actor: Actor, shielded: str) -> None:
    letter = attach(actor, shielded)
    member, stranger = make_member(), make_member(is_seated=False)
    lay_before(shielded.split("/")[2])
    same: dict[str, Any] = {"reference": shielded.split("/")[2], "document_id": letter.pk, "now": NOW}

    assert open_document(actor=member, reason="Ik moet haar horen", **same).name == NAME
    with pytest.raises(NotFound):
        open_document(actor=stranger, reason="Ik moet haar horen", **same)


def test_whether_a_document_is_sensitive_is_corrected_and_stands_in_the_history(client: Client, actor: Actor, file: str) -> None:
    found = attach(actor, file)
    address = f"{file}documenten/{found.pk}/gevoelig/"

    answers = [client.post(address, {"holds_sensitive_data": "on", "version": Complaint.objects.get().version}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Document.objects.get().holds_sensitive_data is True
    event = ComplaintEvent.objects.get(code="document_marked")
    assert (event.data["document"], event.data["holds_sensitive_data"]) == (str(found.pk), True)
    assert "Document gemarkeerd als gevoelig of niet" in client.get(file).content.decode()
    for overtaken in ({"version": "1"}, {"version": ""}):
        stale = client.post(address, overtaken)
        assert (stale.status_code, Document.objects.get().holds_sensitive_data) == (422, True)
        assert f'name="version" value="{Complaint.objects.get().version}"' in stale.content.decode()


def test_a_document_is_redacted_on_one_page_without_a_script(client: Client, file: str, actor: Actor) -> None:
    found = attach(actor, file, letter_with_secret(), "Brief over Koperslager.pdf")
    address = f"{file}documenten/{found.pk}/lakken/"

    page = client.get(address + "?bladzijde=2").content.decode()
    assert "Bladzijde 2 van 2" in page
    [jan] = re.findall(r'value="(word[0-9.]+)"> Jan<', page)
    wrong = client.post(address, {"has_pages": "1", "reason": "OTHER", "words": "Koperslager"})
    assert (wrong.status_code, "Zeg in een paar woorden" in wrong.content.decode()) == (422, True)
    edges = {"left": "0", "top": "0", "right": "10,5", "bottom": "5"}
    for sent_form in ({"words": "koperslager"}, {"chosen": ["box.1.2.300.400", "box.x"]}, edges):
        assert client.post(address, {"has_pages": "1", "reason": "THIRD_PARTY", **sent_form}).status_code == 302
    assert client.post(address + "?bladzijde=2", {"has_pages": "1", "reason": "SHIELDED", "chosen": jan}).status_code == 302

    marks = list(found.marks.values_list("page", "left", "top", "right", "bottom", "reason"))
    assert ([one[0] for one in marks], (1, 0, 0, 1050, 500, "THIRD_PARTY") in marks, (1, 1, 2, 300, 400, "THIRD_PARTY") in marks) == (
        [1, 1, 1, 2, 2],
        True,
        True,
    )
    page = client.get(address).content.decode()
    assert ("Bladzijde 2: 2 passages" in page, page.count("<rect class")) == (True, 3)
    version = Complaint.objects.get().version
    client.post(address, {"version": version, "unmark": str(found.marks.earliest("page", "left").pk)})
    done = client.post(address, {"version": version + 1, "copy": "1"}, follow=True).content.decode()
    assert "De gelakte kopie is gemaakt." in done
    [copy] = found.redacted_copies.all()
    assert f"documenten/{copy.pk}/" in done
    told = client.get(file).content.decode()
    assert "gelakte kopie van Brief over Koperslager.pdf" in told
    assert "Op bladzijden 1, 2" in told
    assert "in plaats van Brief over Koperslager.pdf" in client.get(file + "overdragen/").content.decode()


def test_what_cannot_be_redacted_leads_back_to_the_file_with_what_to_do(client: Client, file: str, actor: Actor) -> None:
    found = attach(actor, file, locked_letter(), "slot.pdf")

    answer = client.get(f"{file}documenten/{found.pk}/lakken/", follow=True)

    assert answer.redirect_chain == [(file, 302)]
    assert DocumentEncrypted().text in html.unescape(answer.content.decode())
    assert client.get(f"{file}documenten/{uuid.UUID(int=3)}/lakken/").status_code == 404
