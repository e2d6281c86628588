"""The yearly publication as PDF: archival and accessible at once (PDF/A-2a, PDF/UA-1), drawn by typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from complaints.archive.pdf import spelled
from complaints.letters.pdf import ACCESSIBLE, ARCHIVAL, DEFAULT_COLOUR
from oversight.web.published import PublicationInWords

TEMPLATE = Path(__file__).with_name("publication.typ")


def publication_pdf(publication: PublicationInWords, *, colour: str, on: date) -> bytes:
    """The bytes of the PDF. colour: of the organisation, #rrggbb or ""; on: the day it was made."""
    # Here and not above: the compiler is large, and only whoever prints needs it.
    import typst  # noqa: PLC0415

    data = {
        **asdict(publication),
        "tables": [asdict(one) | {"lines": [asdict(line) | {"cells": line.cells} for line in one.lines]} for one in publication.tables],
        "colour": colour or DEFAULT_COLOUR,
        "day": [on.year, on.month, on.day],
        "how_to_read": _("How to read these numbers"),
    }

    def compiled(told: str) -> bytes:
        sources = {"publication": told}
        return bytes(typst.compile(TEMPLATE, sys_inputs=sources, pdf_standards=[ACCESSIBLE, ARCHIVAL], ignore_system_fonts=True))

    told = json.dumps(data, ensure_ascii=False)
    try:
        return compiled(told)
    except typst.TypstError:
        # No font has a sign in a word of the organisation, such as a smiley.
        return compiled(spelled(told))
