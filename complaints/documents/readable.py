"""The text of a document that has no pages (pure): plain text, a mail as it is kept, a Word file. The same bytes give the same text."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import TYPE_CHECKING

from complaints.documents.faults import UnfitDocument
from complaints.incoming_mail.texts import decoded, tidied

if TYPE_CHECKING:
    from docx.opc.part import Part

LONGEST_TEXT = 600_000
# The text of a Word file in XML; more than a thousand pages.
LARGEST_WORD_TEXT = 20 * 1024 * 1024
# Where a Word file holds words.
_WORD_PARTS = re.compile(r"/word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


def text_of(content: bytes, *, kind: str, with_deleted: bool = False) -> str:
    """kind: txt, csv, eml, msg (kept as eml) or docx. with_deleted: of the last also what was taken out under review, which whoever gets
    the file can still read. Raises UnfitDocument."""
    if kind == "docx":
        text = _of_word(content, with_deleted=with_deleted)
    elif kind in ("eml", "msg"):
        text = "\n".join(_of_mail(message_from_bytes(content, policy=policy.default)))
    else:
        charset = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
        text = content.decode(charset, errors="replace") if charset != "utf-8" else decoded(content, "utf-8")[0]
    text = tidied(text)
    if len(text) > LONGEST_TEXT:
        raise UnfitDocument("document_unpacks_too_large")
    return text


def _of_mail(message: Message | EmailMessage) -> Iterator[str]:
    yield from (f"{name}: {message[name]}" for name in _HEADERS if message[name])
    yield ""
    parts = message.walk() if not message.is_multipart() else iter(message.get_payload())
    for part in parts:
        if not isinstance(part, EmailMessage):
            continue
        if part.get_content_type() == "message/rfc822":
            yield from ("", *_of_mail(part.get_content()))
        elif part.get_content_maintype() == "text":
            yield str(part.get_content())


def _of_word(content: bytes, *, with_deleted: bool) -> str:
    """Paragraphs and tables as they stand, then what stands beside them: in headers, footers and notes, boxes, tables within tables, and
    paragraphs with something that was inserted under review."""
    # Here and not above: only whoever marks in a Word file needs it.
    from docx import Document  # noqa: PLC0415
    from docx.table import Table  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            if sum(part.file_size for part in container.infolist() if part.filename.endswith(".xml")) > LARGEST_WORD_TEXT:
                raise UnfitDocument("document_unpacks_too_large")
        document, lines = Document(io.BytesIO(content)), []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
        said = {_squeezed(piece) for line in lines for cell in line.split("\t") for piece in (line, cell, *cell.split("\n"))}
        parts = sorted((part for part in document.part.package.iter_parts() if _WORD_PARTS.search(part.partname)), key=_order_of_part)
        beside = [text for part in parts for text in _paragraphs_of(part.blob)]
        beside += [text for part in parts for text in _paragraphs_of(part.blob, with_deleted=True)] if with_deleted else []
        lines += [text for text in dict.fromkeys(beside) if text.strip() and _squeezed(text) not in said]
    except UnfitDocument:
        raise
    except Exception:
        # The library meets a damaged file with whatever breaks first.
        raise UnfitDocument("document_damaged") from None
    return "\n".join(lines)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _order_of_part(part: Part) -> tuple[int, str]:
    """The text itself first."""
    return (0 if part.partname.endswith("/document.xml") else 1, str(part.partname))


def _paragraphs_of(xml: bytes, *, with_deleted: bool = False) -> Iterator[str]:
    """Each paragraph at whatever depth, without those within it; of a box that is there twice, for old programs too, one."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    paragraph, signs = qn("w:p"), {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    told: dict[object, list[str]] = {}
    words = (qn("w:t"), qn("w:delText")) if with_deleted else (qn("w:t"),)
    for element in parse_xml(xml).iter(paragraph, *words, *signs):
        if next(element.iterancestors(fallback), None) is not None:
            continue
        if element.tag == paragraph:
            told[element] = []
        elif (within := next(element.iterancestors(paragraph), None)) in told:
            told[within].append(signs.get(element.tag, element.text or ""))
    yield from ("".join(pieces) for pieces in told.values())
