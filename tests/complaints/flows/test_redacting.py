"""What is marked in a document is nowhere in its redacted copy, and the document itself stays as it is."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from django.conf import settings as configured
from docx import Document as word_file
from PIL import Image

from complaints.code_lists import RedactionReason
from complaints.documents import pages
from complaints.documents.pages import Rectangle, page_of, words_of
from complaints.flows.documents import attach_documents, open_document, remove_document
from complaints.flows.redacting import make_redacted_copy, mark_passages, open_for_marking, unmark_passage
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.keeping import documents_storage
from complaints.models import AccessRecord, Complaint, ComplaintEvent, Document, Identity, InvolvedPerson, RedactionMark
from complaints.redacting import Passage, Place, Words
from tenants.actors import Actor
from tenants.errors import Refusal
from tenants.permissions import Role
from tests.factories.documents import CUT_OFF_PDF, office, picture, sent
from tests.factories.pages import SECRET, letter_with_secret, locked_letter

NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
NAME = Words(text="koperslager")
THIRD = RedactionReason.THIRD_PARTY
MAIL = (
    b"From: Jo Voorbeeld <jo@voorbeeld.example>\r\nTo: klachten@voorbeeld.example\r\nSubject: Over de buren\r\n"
    b"Date: Fri, 07 Mar 2025 09:00:00 +0100\r\n\r\nMijn buurman Koperslager schold mij uit.\r\n"
)


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def actor(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def a_file(actor: Actor, **told: Any) -> str:
    return register_complaint(actor=actor, submission=Submission(story="Te laat", **told), received_at=NOW, now=NOW).reference


def attached(actor: Actor, reference: str, content: bytes, name: str) -> Document:
    return attach_documents(actor=actor, reference=reference, files=[sent(content, name)], holds_sensitive_data=True, now=NOW).added[0]


def mark(actor: Actor, document: Document, *places: Place, reason: RedactionReason = THIRD, **changed: Any) -> list[RedactionMark]:
    assert document.complaint is not None
    of = {"actor": actor, "reference": document.complaint.reference, "document_id": document.pk, "now": NOW}
    mark_passages(**(of | {"places": places or (NAME,), "reason": reason} | changed))
    return list(RedactionMark.objects.filter(document=document))


def copy_of(actor: Actor, document: Document, *, seen_version: int | None = None) -> Document:
    assert document.complaint is not None
    return make_redacted_copy(
        actor=actor, reference=document.complaint.reference, document_id=document.pk, seen_version=seen_version, now=NOW
    )


def content_of(document: Document) -> bytes:
    return documents_storage().open(document.content.key).read()


def everything_in(pdf: bytes) -> bytes:
    """Its bytes, with every stream that can be unpacked unpacked."""
    found = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(stream[1]))
        except zlib.error:
            found.append(stream[1])
    return b"\n".join(found)


def is_nowhere(word: str, pdf: bytes) -> bool:
    whole = everything_in(pdf).lower()
    return not any(word.lower().encode(charset) in whole for charset in ("utf-8", "utf-16-be", "utf-16-le"))


@pytest.mark.django_db
def test_what_is_marked_in_a_pdf_is_nowhere_in_the_copy_and_the_document_itself_stays_as_it_is(actor: Actor) -> None:
    document = attached(actor, a_file(actor), letter_with_secret(), "Brief over Koperslager.pdf")

    marks = mark(actor, document)
    copy = copy_of(actor, document)

    assert [one.page for one in marks] == [1, 2]
    made = content_of(copy)
    assert not is_nowhere(SECRET, letter_with_secret())
    assert is_nowhere(SECRET, made)
    read = pypdf.PdfReader(io.BytesIO(made))
    assert [page.extract_text() for page in read.pages] == ["", ""]
    assert [page.get("/Annots") for page in read.pages] == [None, None]
    assert read.attachments == {}
    assert made.count(b"startxref") == 1
    # Read again by the same eyes: black where the name stood, and the words beside it are still there to be seen.
    [place] = [one.places[0] for one in words_of(letter_with_secret(), kind="pdf")[1] if SECRET in one.text and one.places[0].page == 1]
    seen = page_of(made, kind="pdf", number=1).picture
    assert (
        lightest(seen, (place.left / 10_000 + 0.01, place.top / 10_000 + 0.01, place.right / 10_000 - 0.01, place.bottom / 10_000 - 0.01))
        < 40
    )
    assert lightest(seen, (0, 0, 1, 1)) == 255
    assert (copy.name, copy.kind, copy.source, copy.redacted_from_id) == ("gelakte-kopie-1.pdf", "pdf", "REDACTED", document.pk)
    assert copy.holds_sensitive_data
    document.refresh_from_db()
    assert hashlib.sha256(content_of(document)).hexdigest() == document.sha256 == hashlib.sha256(letter_with_secret()).hexdigest()


@pytest.mark.django_db
def test_the_history_tells_what_was_marked_taken_away_and_copied_in_codes_alone(actor: Actor) -> None:
    reference = a_file(actor)
    document = attached(actor, reference, letter_with_secret(), "brief.pdf")

    marks = mark(actor, document, reason=RedactionReason.OTHER, reason_text="bedrijfsgeheim")
    mark(actor, document)
    version = Complaint.objects.get(reference=reference).version
    unmark_passage(actor=actor, reference=reference, document_id=document.pk, mark_id=marks[1].pk, seen_version=version, now=NOW)
    first, second = copy_of(actor, document), copy_of(actor, document)

    assert first == second
    told = [(one.code, one.data) for one in ComplaintEvent.objects.order_by("pk")][2:]
    of = {"document": str(document.pk), "reason": "OTHER", "round": 1}
    assert told == [
        ("passages_marked", of | {"marks": 2, "pages": [1, 2], "version": 3}),
        ("passage_unmarked", of | {"marks": 1, "pages": [2], "version": 4}),
        (
            "redacted_copy_made",
            {
                "documents": [{"document": str(first.pk), "kind": "pdf", "size": first.size, "source": "REDACTED"}],
                "of": str(document.pk),
                "marks": 1,
                "round": 1,
                "version": 5,
            },
        ),
    ]
    assert "Jan" in "".join(one.text for one in words_of(letter_with_secret(), kind="pdf")[1])


@pytest.mark.django_db
def test_of_a_picture_the_dots_are_painted_and_what_was_said_beside_them_is_gone(actor: Actor) -> None:
    document = attached(actor, a_file(actor), picture("jpeg", orientation=6), "foto.jpg")
    mark(actor, document, Rectangle(page=1, left=0, top=0, right=5_000, bottom=5_000))

    made = content_of(copy_of(actor, document))

    assert (darkest(made, (0, 0, 0.4, 0.4)), lightest(made, (0, 0, 0.4, 0.4)) < 20) == (0, True)
    assert darkest(made, (0.6, 0, 1, 1)) > 20
    with Image.open(io.BytesIO(made)) as read:
        # It stands upright, so nothing has to be said of that either.
        assert (read.format, read.size, dict(read.getexif())) == ("JPEG", (40, 60), {})
    assert page_of(picture("heic"), kind="heic", number=1).of == 1


def darkest(content: bytes, part: tuple[float, float, float, float]) -> int:
    return _extremes(content, part)[0]


def lightest(content: bytes, part: tuple[float, float, float, float]) -> int:
    return _extremes(content, part)[1]


def _extremes(content: bytes, part: tuple[float, float, float, float]) -> tuple[int, int]:
    """Of the dots in a part of a picture (left, top, right, bottom; of 1), from 0 black to 255 white."""
    with Image.open(io.BytesIO(content)) as read:
        edges = [int(edge * side) for edge, side in zip(part, (*read.size, *read.size), strict=True)]
        return read.convert("L").crop((edges[0], edges[1], edges[2], edges[3])).getextrema()  # type: ignore[return-value]


@pytest.mark.django_db
def test_in_a_text_mail_and_word_file_passages_are_left_out_whatever_their_length(actor: Actor) -> None:
    word = io.BytesIO()
    written = word_file()
    written.add_paragraph("Mijn buurman Koperslager schold mij uit.")
    written.add_table(rows=1, cols=2).rows[0].cells[1].text = "Köperslager"
    written.save(word)
    reference = a_file(actor)
    for content, name, times in (
        (MAIL, "mail.eml", 1),
        ("Één\r\nKoperslager!".encode("utf-16"), "a.txt", 1),
        (word.getvalue(), "b.docx", 2),
    ):
        document = attached(actor, reference, content, name)
        text = open_for_marking(actor=actor, reference=reference, document_id=document.pk, now=NOW).text

        marks = mark(actor, document)
        made = content_of(copy_of(actor, document))

        assert [text[one.start : one.end].lower().replace("ö", "o") for one in marks] == ["koperslager"] * times
        read = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
        assert read.count("[gelakt]") == times + 1  # once more above it, where it is said what that means
        assert "perslager" not in read
        assert is_nowhere("perslager", made)


@pytest.mark.django_db
def test_words_are_found_whole_whatever_the_capitals_signs_and_lines(actor: Actor) -> None:
    document = attached(actor, a_file(actor), letter_with_secret(), "brief.pdf")

    assert [one.page for one in mark(actor, document, Words(text="jan KOPERSLAGER bos"))] == [2]
    assert [one.page for one in mark(actor, document, Words(text="12345678", page=1))] == [1, 2]
    for wanted in (Words(text="kopers"), Words(text="12345678", page=2), Words(text="!?")):
        assert refused(lambda wanted=wanted: mark(actor, document, wanted)) == "words_not_found"


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.code


@pytest.mark.django_db
def test_what_cannot_be_marked_is_refused_with_what_to_do_and_nothing_is_written(actor: Actor, monkeypatch: Any) -> None:
    reference = a_file(actor)
    document = attached(actor, reference, letter_with_secret(), "brief.pdf")
    text = attached(actor, reference, b"Koperslager", "a.txt")
    sheet = attached(actor, reference, office("xlsx"), "b.xlsx")
    damaged = attached(actor, reference, CUT_OFF_PDF, "half.pdf")
    locked = attached(actor, reference, locked_letter(), "slot.pdf")
    before = ComplaintEvent.objects.count()
    outside = Rectangle(page=3, left=0, top=0, right=10, bottom=10)
    turned = Rectangle(page=1, left=10, top=0, right=10, bottom=10)

    assert refused(lambda: copy_of(actor, document)) == "nothing_marked"
    for unfit in (outside, Passage(start=0, end=1)):
        assert refused(lambda unfit=unfit: mark(actor, document, unfit)) == "place_unfit"
    for unfit in (Passage(start=3, end=3), Passage(start=0, end=99), turned):
        assert refused(lambda unfit=unfit: mark(actor, text, unfit)) == "place_unfit"
    assert refused(lambda: mark(actor, document, places=())) == "no_place_chosen"
    assert refused(lambda: mark(actor, document, reason=RedactionReason.OTHER)) == "redaction_reason_needed"
    assert refused(lambda: mark(actor, sheet)) == "cannot_redact"
    assert refused(lambda: mark(actor, damaged)) == "document_damaged"
    assert refused(lambda: mark(actor, locked)) == "document_encrypted"
    monkeypatch.setattr(pages, "MOST_PAGES", 1)
    assert refused(lambda: mark(actor, document)) == "document_too_many_pages"
    monkeypatch.setattr(pages, "LONGEST_WAIT", 0.001)
    assert refused(lambda: mark(actor, document)) == "document_unpacks_too_large"
    assert (RedactionMark.objects.count(), ComplaintEvent.objects.count()) == (0, before)


@pytest.mark.django_db
def test_marking_goes_through_the_doors_of_the_file(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    other, handler = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    shielded = Person(name="Jo Voorbeeld", email="jo@voorbeeld.example", identity=Identity.SHIELDED)
    reference = a_file(actor, filer=shielded, involved=(InvolvedTold(user_id=other.user_id),))
    [mail, document] = [attached(actor, reference, *one) for one in ((MAIL, "mail.eml"), (letter_with_secret(), "brief.pdf"))]
    version = Complaint.objects.get(reference=reference).version

    assert InvolvedPerson.objects.count() == 1
    assert refused(lambda: mark(other, document)) == "not_found"
    assert refused(lambda: mark(make_actor(Role.EMPLOYEE), document)) == "not_permitted"
    # Of a document that may tell who somebody shielded is, only who said why they have to know.
    assert refused(lambda: open_for_marking(actor=handler, reference=reference, document_id=mail.pk, now=NOW)) == "identity_shielded"
    assert refused(lambda: mark(handler, mail)) == "identity_shielded"
    assert refused(lambda: mark(handler, document)) == "identity_shielded"
    for one, who in ((mail, handler), (document, handler), (document, actor)):
        open_document(actor=who, reference=reference, document_id=one.pk, reason="De klacht gaat over de mail zelf", now=NOW)
    assert len(mark(handler, mail)) == 1
    # Marks of somebody else came meanwhile.
    marks = mark(handler, document)
    assert refused(lambda: copy_of(actor, document, seen_version=version)) == "changed_meanwhile"
    taken_away = {"actor": actor, "reference": reference, "document_id": document.pk, "mark_id": marks[0].pk, "now": NOW}
    assert refused(lambda: unmark_passage(**taken_away, seen_version=version)) == "changed_meanwhile"
    assert Document.objects.filter(redacted_from__isnull=False).count() == 0
    Document.objects.filter(pk=document.pk).update(scan_state="WAITING")
    assert refused(lambda: mark(actor, document)) == "waits_for_scanner"


@pytest.mark.django_db
def test_opening_a_document_to_mark_in_it_is_recorded_as_opening_it(actor: Actor) -> None:
    reference = a_file(actor)
    document = attached(actor, reference, letter_with_secret(), "brief.pdf")

    opened = open_for_marking(actor=actor, reference=reference, document_id=document.pk, page=99, now=NOW)

    assert opened.page is not None
    assert (opened.page.number, opened.page.of, opened.text) == (2, 2, "")
    assert [one.text for one in opened.page.words][:2] == ["Tweede", "bladzijde:"]
    looks = AccessRecord.objects.filter(code="document_opened").values_list("actor_id", "data")
    assert list(looks) == [(actor.user_id, {"document": str(document.pk)})]


@pytest.mark.django_db
def test_a_copy_outlives_the_document_and_can_be_marked_in_itself(actor: Actor) -> None:
    reference = a_file(actor)
    document = attached(actor, reference, letter_with_secret(), "brief.pdf")
    mark(actor, document)
    copy = copy_of(actor, document)

    remove_document(actor=actor, reference=reference, document_id=document.pk, reason="Hoort hier niet", now=NOW)

    copy.refresh_from_db()
    assert (copy.redacted_from_id, RedactionMark.objects.count()) == (None, 0)
    assert len(mark(actor, copy, Rectangle(page=1, left=0, top=0, right=1, bottom=1))) == 1
