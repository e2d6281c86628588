"""Words are found where they are seen, on pages that are turned and cut as well, and no file holds up what opens it."""

from __future__ import annotations

import io

import pypdf
import typst
from PIL import Image

from complaints.documents.pages import Rectangle, Word, covered_pages, text_of_words, words_of
from complaints.documents.wanted import found_on_pages

SOURCE = b"""#set page(width: 300pt, height: 200pt, margin: 40pt)
#set text(lang: "nl")
Buurvrouw Koperslager zag dat. Ook mevrouw Koper-#linebreak()slager."""


def turned(degrees: int) -> bytes:
    """Cut at its edges as well, so that its own corner is not where the page begins."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bytes(typst.compile(SOURCE))))
    page = writer.pages[0]
    page.rotate(degrees)
    page.cropbox.lower_left, page.cropbox.upper_right = (20, 30), (290, 190)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_word_is_covered_where_it_is_seen_also_on_a_turned_page_and_over_two_lines() -> None:
    for degrees in (0, 90):
        pdf = turned(degrees)
        words = words_of(pdf, kind="pdf")[1]

        found = found_on_pages(words, "koperslager")

        assert [one.text for one in words] == ["Buurvrouw", "Koperslager", "zag", "dat.", "Ook", "mevrouw", "Koperslager."]
        assert [len(one.places) for one in words] == [1, 1, 1, 1, 1, 1, 2]
        assert len(found) == 3
        with Image.open(io.BytesIO(covered_pages(pdf, kind="pdf", marks=found)[0])) as seen:
            assert seen.width > seen.height if degrees == 0 else seen.width < seen.height
            for one in found:
                inside = zip((one.left + 60, one.top + 60, one.right - 60, one.bottom - 60), (*seen.size, *seen.size), strict=True)
                left, top, right, bottom = (part * side // 10_000 for part, side in inside)
                # Nothing in it is lighter than nearly black.
                assert seen.convert("L").crop((left, top, right, bottom)).point(lambda dot: dot > 40).getbbox() is None
        assert found_on_pages(words, "koper") == []


def test_a_line_of_a_page_ends_where_the_next_word_would_have_fitted_on_it() -> None:
    def word(text: str, left: int, right: int, top: int, page: int = 1) -> Word:
        return Word(text=text, places=(Rectangle(page=page, left=left, top=top, right=right, bottom=top + 140),))

    heading = [word("Ons", 1000, 1300, 1000), word("oordeel", 1320, 1900, 1002)]
    paragraph = [
        word("Uw", 1000, 1200, 1200),
        word("klacht", 1220, 8900, 1200),
        word("is", 1000, 1150, 1380),
        word("gegrond", 1170, 1700, 1382),
    ]
    other_page = [word("Slot", 1000, 1400, 1000, page=2)]

    assert text_of_words([*heading, *paragraph, *other_page]) == "Ons oordeel\nUw klacht is gegrond\nSlot"
    assert text_of_words([]) == ""
