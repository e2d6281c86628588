"""A letter as a Word file reads as it was written, in Dutch."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

from docx import Document

from complaints.letters.docx import letter_docx
from tests.complaints.letters.test_letter_pdf import LETTER


def test_every_language_in_it_is_dutch() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_docx(LETTER))) as file:
        told = {name: file.read(name).decode() for name in file.namelist() if name.endswith(".xml")}

    found = {name: re.findall(r"<(?:w:lang|w:themeFontLang|dc:language)[ >][^<]*", xml) for name, xml in told.items()}
    assert {name: tags for name, tags in found.items() if tags} == {
        "docProps/core.xml": ["<dc:language>nl-NL"],
        "word/settings.xml": ['<w:themeFontLang w:val="nl-NL" w:eastAsia="nl-NL"/>'],
        "word/styles.xml": ['<w:lang w:val="nl-NL" w:eastAsia="nl-NL"/>'],
    }


def test_the_name_stands_under_the_letter_and_what_goes_along_follows_on_a_page_of_its_own() -> None:
    made = letter_docx(replace(LETTER, enclosed=(("Bijlage: rapport en advies", "Niet gebeld."),)))

    told = Document(io.BytesIO(made)).paragraphs
    assert [one.text for one in told][-5:] == [
        "Met vriendelijke groet,",
        "College van burgemeester en wethouders\nnamens deze,",
        "Karin Kort\nKlachtencoördinator",
        "Bijlage: rapport en advies",
        "Niet gebeld.",
    ]
    assert [one.text for one in told if one.paragraph_format.page_break_before] == ["Bijlage: rapport en advies"]
