"""A file as PDF (pure): archival and accessible at once (PDF/A-2a, PDF/UA-1), drawn by typst.

What people typed goes in as data alone and is never read as source. A sign that no font has, such as a smiley, is written as its
number in Unicode: what is archived shows everything it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from complaints.archive.told import Block, BlockKind
from complaints.letters.pdf import ACCESSIBLE, ARCHIVAL, DEFAULT_COLOUR

TEMPLATE = Path(__file__).with_name("file.typ")
# Letters of Europe, digits, punctuation and money: those the fonts surely have.
_SURE_TO_BE_SHOWN = re.compile(r"[^\x20-\x7e\xa0-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u203a\u20ac]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFile:
    """A file as it is read. stand: as of when, by whom and what is not in it, in words; on: the day it was made."""

    title: str
    reference: str
    organisation: str
    colour: str
    stand: str
    on: date
    blocks: list[Block]


def file_pdf(file: PrintedFile) -> bytes:
    """The bytes of the PDF."""
    # Here and not above: the compiler is large, and only whoever prints needs it.
    import typst  # noqa: PLC0415

    def compiled(shown: PrintedFile) -> bytes:
        data = {"file": json.dumps(_data(shown))}
        return bytes(typst.compile(TEMPLATE, sys_inputs=data, pdf_standards=[ACCESSIBLE, ARCHIVAL], ignore_system_fonts=True))

    try:
        return compiled(file)
    except typst.TypstError:
        # Its text may quote the file, so it goes no further.
        return compiled(_spelled_out(file))


def spelled(text: str) -> str:
    """With the number in Unicode of each sign that a font may not have."""
    return _SURE_TO_BE_SHOWN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _spelled_out(file: PrintedFile) -> PrintedFile:
    return replace(
        file,
        title=spelled(file.title),
        organisation=spelled(file.organisation),
        stand=spelled(file.stand),
        blocks=[replace(one, name=spelled(one.name), lines=tuple(spelled(line) for line in one.lines)) for one in file.blocks],
    )


def _data(file: PrintedFile) -> dict[str, Any]:
    return {
        "title": file.title,
        "reference": file.reference,
        "organisation": file.organisation,
        "colour": file.colour or DEFAULT_COLOUR,
        "stand": file.stand,
        "day": [file.on.year, file.on.month, file.on.day],
        "blocks": [one for kind, run in groupby(file.blocks, key=lambda one: one.kind) for one in _AS_DATA[kind](list(run))],
    }


_AS_DATA: dict[BlockKind, Callable[[list[Block]], list[dict[str, Any]]]] = {
    BlockKind.HEADING: lambda run: [{"kind": "heading", "level": one.level, "lines": one.lines} for one in run],
    BlockKind.TEXT: lambda run: [{"kind": "text", "lines": one.lines} for one in run],
    BlockKind.ITEM: lambda run: [{"kind": "items", "rows": [one.lines for one in run]}],
    BlockKind.FACT: lambda run: [{"kind": "facts", "rows": [{"name": one.name, "lines": one.lines} for one in run]}],
}
