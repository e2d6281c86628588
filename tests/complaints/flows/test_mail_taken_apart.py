"""A mail is kept without what came with it, and that is looked at as if it had been sent alone: nothing gets in wrapped."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as configured

from complaints.flows.documents import add_to_draft, attach_documents
from complaints.flows.registration import register_complaint
from complaints.intake import Submission
from complaints.keeping import Kept, documents_storage
from complaints.models import Complaint, Document
from complaints.virus_scanner import Verdict
from tenants.actors import Actor
from tenants.permissions import Role
from tests.factories.documents import EICAR, PDF, office, picture, sent, zipped
from tests.factories.mails import make_eml, make_msg, wrapped

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
DRAFT = uuid.UUID(int=7)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>steel()</script></svg>'
MACROS = office("docx", more_types='<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>')
BOMB = office("docx", word__bomb___xml=b"\x00" * (21 * 1024 * 1024))
HOSTILE = [("spel.exe", b"MZ program"), ("kaart.svg", SVG), ("brief.docx", MACROS), ("bom.docx", BOMB), ("zip.zip", zipped({"a": b"a"}))]
WHY = [
    ("spel.exe", "document_is_program"),
    ("kaart.svg", "document_is_program"),
    ("brief.docx", "document_has_macros"),
    ("bom.docx", "document_unpacks_too_large"),
    ("zip.zip", "document_type_unknown"),
]


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def drop(actor: Actor, raw: bytes, name: str = "klacht.eml") -> Kept:
    return add_to_draft(actor=actor, draft_id=DRAFT, files=[sent(raw, name)], now=NOW)


def content_of(name: str) -> bytes:
    return bytes(documents_storage().open(Document.objects.get(name=name).content.key).read())


def why(document: Document) -> list[tuple[str, str]]:
    return [(one["name"], one["code"]) for one in document.left_out]


@pytest.mark.parametrize("make", [make_eml, make_msg], ids=["eml", "msg"])
def test_a_mail_with_forbidden_files_is_kept_with_its_good_ones_and_each_other_one_says_why(
    coordinator: Actor, make: Callable[..., bytes]
) -> None:
    raw = make(files=[*HOSTILE, ("goed.pdf", PDF)])

    kept = drop(coordinator, raw)

    mail, letter = kept.added
    assert (mail.name, letter.name, letter.came_with, kept.refused) == ("klacht.eml", "goed.pdf", mail, [])
    assert why(mail) == WHY
    assert (mail.sender_email, mail.original_sha256) == ("jo@voorbeeld.example", hashlib.sha256(raw).hexdigest())
    text = content_of("klacht.eml")
    assert not any(word in text for word in (b"MZ program", b"steel()", b"vbaProject", b"PDF-1.7", b"TVogcHJvZ3Jh", b"PHN2Zy"))
    assert b"goed.pdf: als eigen document bewaard." in text
    assert b"spel.exe: niet bewaard." in text


def test_the_place_a_picture_was_taken_is_in_no_part_of_what_is_kept(coordinator: Actor) -> None:
    photo = picture(with_place=True, size=(600, 400))

    drop(coordinator, make_eml(files=[("foto.jpg", photo)]))

    assert content_of("foto.jpg") == picture(size=(600, 400))
    assert b"VoorbeeldTelefoon" not in content_of("klacht.eml")
    assert len(content_of("klacht.eml")) < 2_000


@pytest.mark.parametrize("ending", ["eml", "msg"])
def test_what_is_in_a_mail_in_a_mail_is_looked_at_as_well(coordinator: Actor, ending: str) -> None:
    make = make_eml if ending == "eml" else make_msg
    inner = make(files=[("spel.exe", b"MZ"), ("goed.pdf", PDF)])

    [outer, *rest] = drop(coordinator, make_eml("Zie bijlage.", files=[(f"binnenin.{ending}", inner)])).added

    assert sorted(one.name for one in rest) == ["binnenin.eml", "goed.pdf"]
    assert {one.came_with for one in rest} == {outer}
    assert why(outer) == [("spel.exe", "document_is_program")]
    assert b"MZ" not in content_of("binnenin.eml")


def test_a_mail_that_was_sent_on_is_a_document_of_its_own_and_its_writer_is_known(coordinator: Actor) -> None:
    drop(coordinator, wrapped(make_eml(files=[("goed.pdf", PDF)]), 1))

    assert sorted(Document.objects.values_list("name", "sender_email", "message_id")) == [
        ("doorgestuurd-bericht.eml", "jo@voorbeeld.example", "<een@mail.voorbeeld.example>"),
        ("goed.pdf", "", ""),
        ("klacht.eml", "ali@gemeente.example", ""),
    ]


def test_what_lies_deeper_than_mails_are_sent_on_is_left_out(coordinator: Actor) -> None:
    kept = drop(coordinator, wrapped(make_eml(files=[("spel.exe", b"MZ")]), 5))

    assert [one.name for one in kept.added] == ["klacht.eml", "doorgestuurd-bericht.eml", "doorgestuurd-bericht.eml"]
    assert why(kept.added[0]) == [("doorgestuurd-bericht.eml", "mail_too_deep")]


def test_mails_full_of_mails_bring_fifty_files_at_most(coordinator: Actor) -> None:
    inner = make_eml(files=[(f"{place}.txt", f"tekst {place}".encode()) for place in range(40)])
    other = make_eml("Anders", files=[(f"b{place}.txt", f"ander {place}".encode()) for place in range(40)])

    kept = drop(coordinator, make_eml(files=[("een.eml", inner), ("twee.eml", other)]))

    assert len(kept.added) == 51
    assert {code for _name, code in why(kept.added[0])} == {"too_many_at_once"}
    assert len(why(kept.added[0])) == 32


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (b"Geen kop\r\n\r\ntekst", "klacht.eml", "document_not_what_it_says"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 stuk", "klacht.msg", "document_not_what_it_says"),
        (b"From: a@b.example\r\nDate: x\r\n" + b"Content-Type: multipart/mixed\r\n" * 200 + b"\r\n", "k.eml", "document_unpacks_too_large"),
        (b"", "klacht.eml", "document_empty"),
    ],
    ids=["no-mail", "damaged-outlook", "hostile", "empty"],
)
def test_only_what_is_no_mail_or_a_hostile_one_is_refused_whole(coordinator: Actor, raw: bytes, name: str, code: str) -> None:
    kept = drop(coordinator, raw, name)

    assert (kept.added, [one.refusal.code for one in kept.refused]) == ([], [code])
    assert Document.objects.count() == 0


def test_a_virus_in_a_mail_is_left_out_and_the_rest_is_kept(coordinator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def verdict(content: Any) -> Verdict:
        found = Verdict.VIRUS if EICAR in content.read() else Verdict.CLEAN
        content.seek(0)
        return found

    monkeypatch.setattr("complaints.keeping.scan", verdict)

    kept = drop(coordinator, make_eml(files=[("besmet.txt", EICAR), ("goed.pdf", PDF)]))

    assert [(one.name, one.scan_state) for one in kept.added] == [("klacht.eml", "CLEAN"), ("goed.pdf", "CLEAN")]
    assert why(kept.added[0]) == [("besmet.txt", "document_has_virus")]


def test_a_mail_added_to_a_file_is_taken_apart_too_and_twice_it_is_there_once(coordinator: Actor) -> None:
    told = Submission(story="Te laat betaald", channel="PHONE")
    reference = register_complaint(actor=coordinator, submission=told, received_at=NOW, now=NOW).reference
    files = [sent(make_eml(files=[("spel.exe", b"MZ"), ("goed.pdf", PDF)]), "bericht.eml")]

    first = attach_documents(actor=coordinator, reference=reference, files=files, now=NOW)
    again = attach_documents(actor=coordinator, reference=reference, files=files, now=NOW)

    assert ([one.name for one in first.added], first.refused) == (["bericht.eml", "goed.pdf"], [])
    assert why(first.added[0]) == [("spel.exe", "document_is_program")]
    assert (again.added, [one.name for one in again.there], again.refused) == ([], ["bericht.eml", "goed.pdf"], [])
    assert Complaint.objects.get().documents.count() == 2
