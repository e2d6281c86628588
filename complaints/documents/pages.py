"""The pages of a document as pictures with their words, and the same pages with marks covered (pure).

A PDF or picture that somebody sent is opened in a process of its own, with bounds on memory and time: a file that is made to do
harm ends that process and nothing else. Of what is covered nothing is left: each page becomes one picture, and what a PDF holds
beside its pages (text, notes, attachments, earlier versions) is not taken along.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from complaints.documents.faults import UnfitDocument
from complaints.letters.pdf import ACCESSIBLE, ARCHIVAL

WORKER = Path(__file__).with_name("page_worker.py")
TEMPLATE = Path(__file__).with_name("pages.typ")
MOST_PAGES = 200
LONGEST_WAIT = 60
_KNOWN_FAULTS = frozenset({"document_encrypted", "document_damaged", "document_too_many_pages"})
_ENDED_BY_ITSELF = 3


# Between two words on a line, in ten-thousandths of a page.
_SPACE = 20


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Rectangle:
    """A place on a page (from 1). left, top, right, bottom: in ten-thousandths of the page as it is seen."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """places: one, or two where it is broken at the end of a line."""

    text: str
    places: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number, of how many, as a JPEG, with the words that can be read on it; none on a scan or picture."""

    number: int
    of: int
    picture: bytes
    words: list[Word]


def page_of(content: bytes, *, kind: str, number: int) -> Page:
    """A page of a PDF or picture; the nearest one where it has no such page. Raises UnfitDocument."""
    with _carried_out(content, mode="page", kind=kind, page=number) as done:
        words = _words_of(done.answer)
        return Page(number=done.answer["page"], of=done.answer["pages"], picture=done.pictures()[0], words=words)


def words_of(content: bytes, *, kind: str) -> tuple[int, list[Word]]:
    """How many pages it has, and all its words in the order of reading. Raises UnfitDocument."""
    with _carried_out(content, mode="words", kind=kind) as done:
        return done.answer["pages"], _words_of(done.answer)


def check_opens(content: bytes, *, kind: str) -> None:
    """Raises UnfitDocument for a PDF that cannot be opened."""
    with _carried_out(content, mode="opens", kind=kind):
        pass


def text_of_words(words: Iterable[Word]) -> str:
    """The words as a text. A line ends where the next word would have fitted on it: after a heading, an item of a list, a paragraph."""
    found, margins = list(words), dict[int, int]()
    for one in found:
        for place in one.places:
            margins[place.page] = max(margins.get(place.page, 0), place.right)
    text, before = list[str](), None
    for one in found:
        place = one.places[0]
        if before is not None:
            is_below = place.page != before.page or place.top >= (before.top + before.bottom) // 2
            would_fit = before.right + place.right - place.left + _SPACE <= margins[before.page]
            text.append("\n" if is_below and would_fit else " ")
        text.append(one.text)
        before = one.places[-1]
    return "".join(text)


def covered_pages(content: bytes, *, kind: str, marks: Iterable[Rectangle]) -> list[bytes]:
    """Every page as a JPEG, black where the marks are. Raises UnfitDocument."""
    by_page: dict[str, list[list[int]]] = defaultdict(list)
    for one in marks:
        by_page[str(one.page)].append([one.left, one.top, one.right, one.bottom])
    with _carried_out(content, mode="covered", kind=kind, marks=by_page) as done:
        return done.pictures()


def pdf_of_pages(pictures: list[bytes], *, title: str, page_title: str, on: date) -> bytes:
    """One PDF (PDF/A-2a, PDF/UA-1) of nothing but these pictures. page_title: what is read aloud for one, with {page} and {pages}."""
    # Here and not above: the compiler is large, and only whoever makes a copy needs it.
    import typst  # noqa: PLC0415

    told = {
        "title": title,
        "pages": [page_title.format(page=number, pages=len(pictures)) for number in range(1, len(pictures) + 1)],
        "day": [on.year, on.month, on.day],
    }
    standards: list[Any] = [ACCESSIBLE, ARCHIVAL]
    with tempfile.TemporaryDirectory(prefix="polsslag-") as folder:
        (Path(folder) / "pages.typ").write_bytes(TEMPLATE.read_bytes())
        for number, picture in enumerate(pictures, start=1):
            (Path(folder) / f"page-{number}.jpg").write_bytes(picture)
        source = str(Path(folder) / "pages.typ")
        return bytes(
            typst.compile(source, root=folder, sys_inputs={"told": json.dumps(told)}, pdf_standards=standards, ignore_system_fonts=True)
        )


class _Done:
    """What the worker made, as long as its folder is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.answer: dict[str, Any] = json.loads((folder / "answer.json").read_text())

    def pictures(self) -> list[bytes]:
        return [one.read_bytes() for one in sorted(self._folder.glob("page-*.jpg"))]


@contextmanager
def _carried_out(content: bytes, *, kind: str, **asked: Any) -> Iterator[_Done]:
    with tempfile.TemporaryDirectory(prefix="polsslag-") as name:
        folder = Path(name)
        (folder / "document").write_bytes(content)
        (folder / "asked.json").write_text(json.dumps({"kind": kind, "most_pages": MOST_PAGES, **asked}))
        command = [sys.executable, "-I", str(WORKER), name]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_WAIT, check=False, env={})
        except subprocess.TimeoutExpired:
            raise UnfitDocument("document_unpacks_too_large") from None
        fault = done.stderr.decode(errors="replace").rpartition("\n")[2]
        if done.returncode == _ENDED_BY_ITSELF and fault in _KNOWN_FAULTS:
            raise UnfitDocument(fault, **({"most": MOST_PAGES} if fault == "document_too_many_pages" else {}))
        if done.returncode != 0:
            # Out of memory or time, or the library fell over it.
            raise UnfitDocument("document_unpacks_too_large")
        yield _Done(folder)


def _words_of(answer: dict[str, Any]) -> list[Word]:
    return [
        Word(text=text, places=tuple(Rectangle(page=int(page), left=box[0], top=box[1], right=box[2], bottom=box[3]) for box in boxes))
        for page, words in answer["words"].items()
        for text, *boxes in words
    ]
