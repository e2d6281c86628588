"""A letter as PDF (pure): archival and accessible at once (PDF/A-2a, PDF/UA-1), drawn by typst.

What people typed goes in as data alone and is never read as source, so it can neither change the page nor fetch anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from complaints.letters.facts import Fact, as_told

TEMPLATE = Path(__file__).with_name("letter.typ")
ACCESSIBLE: Final = "ua-1"
ARCHIVAL: Final = "a-2a"
DEFAULT_COLOUR = "#154273"
# Larger pictures make the data of a letter, and so each letter, needlessly heavy.
LARGEST_LOGO = 512 * 1024
_FORMATS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class Unprintable(Exception):
    """No font has a sign in it, such as a smiley; what is archived has to show everything it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Of the organisation: its name, colour (#rrggbb or ""), and logo with what it shows."""

    organisation: str
    colour: str = ""
    logo: bytes = b""
    logo_type: str = ""
    logo_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLetter:
    """A letter as it is read. parts: heading and text of each block; a text without heading stands by itself. enclosed: of what goes along
    with it, after the name under it.

    addressee: name and address, in lines. dated_on: None for a draft, which says so on every page.
    """

    title: str
    reference: str
    addressee: str
    dated_on: date | None
    parts: tuple[tuple[str, str], ...]
    authority: str
    signer: str
    function_title: str
    looks: Looks
    enclosed: tuple[tuple[str, str], ...] = ()


def letter_pdf(letter: PrintedLetter) -> bytes:
    """The bytes of the PDF; whether it may be sent is checked before. Raises Unprintable."""
    # Here and not above: the compiler is large, and only whoever prints a letter needs it.
    import typst  # noqa: PLC0415

    # What is archived has a day; a draft has none.
    standards: list[Any] = [ACCESSIBLE, ARCHIVAL] if letter.dated_on else [ACCESSIBLE]
    data = {"letter": json.dumps(_data(letter))}
    try:
        return bytes(typst.compile(TEMPLATE, sys_inputs=data, pdf_standards=standards, ignore_system_fonts=True))
    except typst.TypstError as error:
        # Its text may quote the letter.
        if "could not be displayed" in str(error) or "glyph" in str(error):
            raise Unprintable from None
        raise


def _data(letter: PrintedLetter) -> dict[str, object]:
    data = asdict(letter)
    looks = letter.looks
    has_logo = looks.logo_type in _FORMATS and 0 < len(looks.logo) <= LARGEST_LOGO
    data["looks"] = {
        "organisation": looks.organisation,
        "colour": looks.colour or DEFAULT_COLOUR,
        "logo": list(looks.logo) if has_logo else [],
        "logo_format": _FORMATS.get(looks.logo_type, ""),
        "logo_text": looks.logo_text or looks.organisation,
    }
    data["addressee"] = letter.addressee.splitlines()
    for name in ("parts", "enclosed"):
        data[name] = [{"heading": heading, "paragraphs": paragraphs_of(text)} for heading, text in getattr(letter, name)]
    data["dated_on"] = as_told(Fact.RECEIVED_ON, letter.dated_on) if letter.dated_on else ""
    data["day"] = [letter.dated_on.year, letter.dated_on.month, letter.dated_on.day] if letter.dated_on else []
    return data


def paragraphs_of(text: str) -> list[list[str]]:
    """Lines of each paragraph; an empty line parts them."""
    blocks = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return [[line.strip() for line in block.splitlines()] for block in blocks if block]
