"""A PDF of two pages that tells of somebody else, and of what a PDF may hold beside what is seen."""

from __future__ import annotations

import io
from functools import cache

import pypdf
import typst
from pypdf.annotations import FreeText

SECRET = "Koperslager"
_SOURCE = f"""#set page(width: 400pt, height: 300pt, margin: 40pt)
#set text(lang: "nl", size: 14pt)
Mijn buurvrouw, mevrouw {SECRET}, zag het gebeuren.

Bel haar op 06 12345678.
#pagebreak()
Tweede bladzijde: ook Jan {SECRET}-Bos was erbij."""


@cache
def letter_with_secret() -> bytes:
    """With the name in its metadata, in a note, in an attachment and in an earlier version too."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bytes(typst.compile(_SOURCE.encode()))))
    writer.add_metadata({"/Title": f"Brief over {SECRET}", "/Keywords": SECRET})
    writer.add_annotation(0, FreeText(text=SECRET, rect=(10, 10, 200, 40)))
    writer.add_attachment("noot.txt", SECRET.encode())
    written = io.BytesIO()
    writer.write(written)
    later = pypdf.PdfWriter(io.BytesIO(written.getvalue()), incremental=True)
    later.add_metadata({"/Subject": "later"})
    again = io.BytesIO()
    later.write(again)
    return again.getvalue()


@cache
def locked_letter() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(bytes(typst.compile(b"Geheim"))))
    writer.encrypt("wachtwoord", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
