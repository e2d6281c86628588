"""A letter as a Word file (pure), to be finished elsewhere: the same text, in headings and paragraphs."""

from __future__ import annotations

import io
from typing import Any

from complaints.letters.pdf import PrintedLetter, paragraphs_of


def letter_docx(letter: PrintedLetter) -> bytes:
    """The bytes of the file. It names the organisation as its author, and no person."""
    # Here and not above: only whoever takes a letter along needs it.
    from docx import Document  # noqa: PLC0415

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = f"{letter.title} ({letter.reference})", letter.looks.organisation, "nl-NL"
    properties.comments = ""
    _add_lines(document, [letter.looks.organisation])
    if letter.addressee:
        _add_lines(document, letter.addressee.splitlines())
    _add_lines(document, ["Datum:", f"Ons kenmerk: {letter.reference}"])
    document.add_heading(letter.title, level=1)
    for heading, text in letter.parts:
        if heading:
            document.add_heading(heading, level=2)
        for lines in paragraphs_of(text):
            _add_lines(document, lines)
    _add_lines(document, ["Met vriendelijke groet,"])
    _add_lines(document, [letter.authority, *(["namens deze,"] if letter.signer else [])])
    if letter.signer:
        _add_lines(document, [letter.signer, letter.function_title])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_lines(document: Any, lines: list[str]) -> None:
    """A paragraph with a new line for each."""
    run = document.add_paragraph().add_run()
    for number, line in enumerate(lines):
        if number:
            run.add_break()
        # A sign that no XML takes would break the file.
        run.add_text("".join(sign for sign in line if sign.isprintable()))
