"""The text of a Word file: everything that reads, each once, and what stands in the text itself first."""

from __future__ import annotations

import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from complaints.documents.readable import text_of

INSERTED = (
    '<w:ins {ns} w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:t xml:space="preserve"> en tegen Bos</w:t></w:r></w:ins>'
)
DELETED = '<w:del {ns} w:id="2" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>Weggehaald</w:delText></w:r></w:del>'
BOXED = "<w:txbxContent><w:p><w:r><w:t>In een kader</w:t></w:r></w:p></w:txbxContent>"
BOX = (
    '<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
    f'<mc:Choice Requires="wps"><w:drawing>{BOXED}</w:drawing></mc:Choice><mc:Fallback><w:pict>{BOXED}</w:pict></mc:Fallback>'
    "</mc:AlternateContent></w:r>"
).replace("{ns}", nsdecls("w"))


def word_file() -> bytes:
    document = Document()
    document.add_paragraph("Tegen mij is geschreeuwd")
    inserted = document.add_paragraph("Tegen Vermeulen")
    inserted._p.append(parse_xml(INSERTED.format(ns=nsdecls("w"))))
    inserted._p.append(parse_xml(DELETED.format(ns=nsdecls("w"))))
    boxed = document.add_paragraph("Naast het kader")
    boxed._p.append(parse_xml(BOX))
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "Links"
    outer.cell(0, 1).add_table(rows=1, cols=1).cell(0, 0).text = "Tabel in een tabel"
    document.sections[0].header.paragraphs[0].text = "Kop met Vermeulen"
    document.sections[0].footer.paragraphs[0].text = "Voet\tmet nummer"
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_what_stands_beside_the_text_of_a_word_file_is_read_too_each_once() -> None:
    lines = [line for line in text_of(word_file(), kind="docx").split("\n") if line.strip()]

    assert lines == [
        "Tegen mij is geschreeuwd",
        "Tegen Vermeulen",
        "Naast het kader",
        "Links",
        "Tegen Vermeulen en tegen Bos",
        "In een kader",
        "Tabel in een tabel",
        "Voet\tmet nummer",
        "Kop met Vermeulen",
    ]


def test_what_was_taken_out_under_review_is_read_where_it_is_asked_for() -> None:
    lines = text_of(word_file(), kind="docx", with_deleted=True).split("\n")

    assert "Tegen Vermeulen en tegen Bos" in lines
    assert "Tegen Vermeulen en tegen BosWeggehaald" in lines
    assert not any("Weggehaald" in line for line in text_of(word_file(), kind="docx").split("\n"))
