"""What marking passages in a document and making a redacted copy (gelakte kopie) of it share. Opens no transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from complaints.archive.pdf import PrintedFile, file_pdf
from complaints.archive.told import Block, BlockKind
from complaints.document_refusals import refusal_of
from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import Family
from complaints.documents.pages import Page, Rectangle, covered_pages, page_of, pdf_of_pages, words_of
from complaints.documents.readable import text_of
from complaints.documents.wanted import found_in_text, found_on_pages, replaced
from complaints.keeping import documents_storage
from complaints.models import Document, RedactionMark
from tenants.errors import Refusal

_Read = TypeVar("_Read")
LANGUAGE = "nl"
WHOLE = 10_000


class CannotRedact(Refusal):
    code = "cannot_redact"
    message = gettext_lazy(
        "In a file of this kind no passages can be marked. Save it as a PDF on your own computer, add that to the file, and mark in it."
    )


class NoPlaceChosen(Refusal):
    code = "no_place_chosen"
    message = gettext_lazy("Say what has to be covered: words, passages of the text, or a box on the page.")


class PlaceUnfit(Refusal):
    code = "place_unfit"
    message = gettext_lazy("This place is not in the document. Draw it anew, or give the page and its edges in percent.")


class WordsNotFound(Refusal):
    code = "words_not_found"
    message = gettext_lazy(
        "These words do not stand in the text of this document. On a scan or picture nothing can be looked for: draw a box there."
    )


@dataclass(frozen=True, kw_only=True)
class Words:
    """Every time these words stand there; on one page, or on all where page is None."""

    text: str
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Of a text without pages: from start up to end, in letters."""

    start: int
    end: int


Place = Rectangle | Words | Passage


def read_page(document: Document, *, number: int) -> Page:
    """Raises DocumentRefusal, FileNotFoundError."""
    return _opened(document, lambda content: page_of(content, kind=document.kind, number=number))


def read_text(document: Document) -> str:
    """Of a document without pages. Raises DocumentRefusal, FileNotFoundError."""
    return _opened(document, lambda content: text_of(content, kind=document.kind))


def placed(document: Document, places: Sequence[Place]) -> list[Rectangle | Passage]:
    """The places themselves, of words all that were found.

    Raises NoPlaceChosen, PlaceUnfit, WordsNotFound, DocumentRefusal, FileNotFoundError.
    """
    if not places:
        raise NoPlaceChosen(field="places")
    if document.has_pages:
        return _on_pages(document, places)
    text = read_text(document)
    found: list[Rectangle | Passage] = []
    for place in places:
        if isinstance(place, Words):
            here = [Passage(start=start, end=end) for start, end in found_in_text(text, place.text)]
            if not here:
                raise WordsNotFound(field="places")
            found += here
        elif isinstance(place, Passage) and 0 <= place.start < place.end <= len(text):
            found.append(place)
        else:
            raise PlaceUnfit(field="places")
    return found


def _on_pages(document: Document, places: Sequence[Place]) -> list[Rectangle | Passage]:
    count, words = _opened(document, lambda content: words_of(content, kind=document.kind))
    found: list[Rectangle | Passage] = []
    for place in places:
        if isinstance(place, Words):
            here = found_on_pages([one for one in words if place.page in (None, one.places[0].page)], place.text)
            if not here:
                raise WordsNotFound(field="places")
            found += here
        elif isinstance(place, Rectangle) and place.page <= count and _lies_on_page(place):
            found.append(place)
        else:
            raise PlaceUnfit(field="places")
    return found


def _lies_on_page(place: Rectangle) -> bool:
    return place.page >= 1 and 0 <= place.left < place.right <= WHOLE and 0 <= place.top < place.bottom <= WHOLE


def place_of(mark: RedactionMark) -> Rectangle | Passage:
    if mark.page is None:
        assert mark.start is not None
        assert mark.end is not None
        return Passage(start=mark.start, end=mark.end)
    assert mark.left is not None
    assert mark.top is not None
    assert mark.right is not None
    assert mark.bottom is not None
    return Rectangle(page=mark.page, left=mark.left, top=mark.top, right=mark.right, bottom=mark.bottom)


def redacted(document: Document, marks: Iterable[RedactionMark], *, organisation: str, on: date) -> tuple[bytes, str]:
    """The redacted copy as bytes, and how its name ends. What is under the marks is not in them in any way.

    A PDF becomes a PDF of pictures, a picture a picture, a text a PDF of what is left. Raises DocumentRefusal, FileNotFoundError.
    """
    places = [place_of(one) for one in marks]
    if not document.has_pages:
        passages = sorted((one.start, one.end) for one in places if isinstance(one, Passage))
        return _pdf_of_text(without(read_text(document), passages), organisation=organisation, on=on), ".pdf"
    covered = [one for one in places if isinstance(one, Rectangle)]
    pictures = _opened(document, lambda content: covered_pages(content, kind=document.kind, marks=covered))
    if document.described_kind.family is Family.PICTURE:
        return pictures[0], ".jpg"
    with override(LANGUAGE):
        title, page_title = _("Redacted copy"), _("Page {page} of {pages}, as a picture")
    return pdf_of_pages(pictures, title=title, page_title=page_title, on=on), ".pdf"


def without(text: str, passages: Iterable[tuple[int, int]]) -> str:
    """The text with a word of its own for each passage, whatever its length; passages that touch are one."""
    with override(LANGUAGE):
        return replaced(text, passages, instead=_("[redacted]"))


def _pdf_of_text(text: str, *, organisation: str, on: date) -> bytes:
    with override(LANGUAGE):
        title = _("Redacted copy")
        stand = _("What is not for you stands as %(word)s.") % {"word": _("[redacted]")}
    heading = Block(BlockKind.HEADING, (title,), level=1)
    blocks = [heading] + [Block(BlockKind.TEXT, (line,)) for line in text.split("\n") if line.strip()]
    return file_pdf(PrintedFile(title=title, reference=title, organisation=organisation, colour="", stand=stand, on=on, blocks=blocks))


def _opened(document: Document, read: Callable[[bytes], _Read]) -> _Read:
    with documents_storage().open(document.content.key) as content:
        given = content.read()
    try:
        return read(given)
    except UnfitDocument as fault:
        raise refusal_of(fault) from None
