"""A letter as a Word file (pure), to be finished elsewhere: the same text, in headings and paragraphs."""

from __future__ import annotations

import io
from typing import Any

from complaints.letters.pdf import PrintedLetter, paragraphs_of

LANGUAGE = "nl-NL"


def letter_docx(letter: PrintedLetter) -> bytes:
    """The bytes of the file. It names the organisation as its author, and no person."""
    # Here and not above: only whoever takes a letter along needs it.
    from docx import Document  # noqa: PLC0415

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = f"{letter.title} ({letter.reference})", letter.looks.organisation, LANGUAGE
    properties.comments = ""
    _say_language(document)
    _add_lines(document, [letter.looks.organisation])
    if letter.addressee:
        _add_lines(document, letter.addressee.splitlines())
    _add_lines(document, ["Datum:", f"Ons kenmerk: {letter.reference}"])
    document.add_heading(letter.title, level=1)
    for heading, text in letter.parts:
        _add_part(document, heading, text)
    _add_lines(document, ["Met vriendelijke groet,"])
    _add_lines(document, [letter.authority, *(["namens deze,"] if letter.signer else [])])
    if letter.signer:
        _add_lines(document, [letter.signer, letter.function_title])
    for heading, text in letter.enclosed:
        _add_part(document, heading, text, on_own_page=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _say_language(document: Any) -> None:
    """Of all text, for who has it read aloud or checked: the file begins as one in English and Japanese."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for part in (document.styles.element, document.settings.element):
        for one in [*part.iter(qn("w:lang"), qn("w:themeFontLang"))]:
            one.attrib.clear()
            one.set(qn("w:val"), LANGUAGE)
            one.set(qn("w:eastAsia"), LANGUAGE)
    # A second copy of the styles, for Word 2010 alone, says English too.
    rels = document.part.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/stylesWithEffects")]:
        del rels[key]


def _add_part(document: Any, heading: str, text: str, *, on_own_page: bool = False) -> None:
    if heading:
        document.add_heading(heading, level=2).paragraph_format.page_break_before = on_own_page or None
    for lines in paragraphs_of(text):
        _add_lines(document, lines)


def _add_lines(document: Any, lines: list[str]) -> None:
    """A paragraph with a new line for each."""
    run = document.add_paragraph().add_run()
    for number, line in enumerate(lines):
        if number:
            run.add_break()
        # A sign that no XML takes would break the file.
        run.add_text("".join(sign for sign in line if sign.isprintable()))
