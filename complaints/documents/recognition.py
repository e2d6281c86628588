"""What a file is, told by its bytes (pure). It has to be what its name says."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from typing import BinaryIO

import puremagic

from complaints.documents.containers import OLE, OLE_HEAD, ZIP_HEAD, ZIPPED, check_ole, check_zipped_office, is_protected_office
from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import KINDS, PROGRAMS, WITH_MACROS, DocumentKind, Family, ending_of, kind_of_name
from complaints.documents.pdf import check_pdf
from complaints.incoming_mail.eml import LONGEST_HEADER, is_too_complex

_HEAD = 4_096
# A file of another program, packed in a text; pictures stand in it by another word (\\pict).
_RTF_PACKED = b"\\objdata"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")
# Sound in the container of films; the library takes a picture of a phone for one.
_SOUND_BRANDS = frozenset(
    {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"3gp4", b"3gp5", b"3gp6", b"dash"}
)
# Text that a program or a browser would carry out, or that is another kind of file.
_CODE = (b"%pdf-", b"{\\rtf", b"#!", b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<?php", b"<%")
_MAIL_HEADERS = frozenset({"from", "to", "subject", "date", "received", "message-id", "return-path", "mime-version", "sender"})


class _BoundedHeaders(Compat32):
    """Headers of a bounded length: the name of an attachment takes the square of the time over a long one."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def recognise(content: BinaryIO, *, name: str) -> DocumentKind:
    """The kind of a file, from its bytes and its name together. Raises UnfitDocument when they do not agree or it is not kept."""
    kind = kind_of_name(name)
    if kind is None:
        raise _refused_by_name(name)
    content.seek(0)
    head = content.read(_HEAD)
    if kind.code in ZIPPED:
        _check_zipped(content, head, kind)
    elif kind.code in OLE:
        if not head.startswith(OLE_HEAD):
            raise UnfitDocument("document_not_what_it_says")
        content.seek(0)
        check_ole(content, code=kind.code)
    elif kind.family is Family.TEXT:
        _check_text(content, head)
    elif kind.code == "eml":
        _check_mail(content, head)
    elif not _begins_as(head, kind):
        raise _refused_by_content(head, kind, name=name)
    else:
        _check_inside(content, kind)
    content.seek(0)
    return kind


def _check_inside(content: BinaryIO, kind: DocumentKind) -> None:
    content.seek(0)
    if kind.code == "rtf" and _RTF_PACKED in content.read():
        raise UnfitDocument("document_holds_program")
    if kind.code == "pdf":
        check_pdf(content)


def _refused_by_name(name: str) -> UnfitDocument:
    ending = ending_of(name)
    if ending in WITH_MACROS:
        return UnfitDocument("document_has_macros")
    if ending in PROGRAMS:
        return UnfitDocument("document_is_program")
    return UnfitDocument("document_type_unknown", ending=ending or "–")


def _refused_by_content(head: bytes, kind: DocumentKind, *, name: str) -> UnfitDocument:
    """A picture under the name of another kind of picture hides nothing: it has the wrong ending."""
    pictures = (one for one in KINDS.values() if one.family is Family.PICTURE and _begins_as(head, one))
    picture = next(pictures, None) if kind.family is Family.PICTURE else None
    if picture is None:
        return UnfitDocument("document_not_what_it_says")
    return UnfitDocument("picture_has_other_ending", kind=picture.code.upper(), ending=ending_of(name), right=picture.endings[0])


def _check_zipped(content: BinaryIO, head: bytes, kind: DocumentKind) -> None:
    if head.startswith(OLE_HEAD) and is_protected_office(content):
        raise UnfitDocument("document_encrypted")
    if not head.startswith(ZIP_HEAD):
        raise UnfitDocument("document_not_what_it_says")
    content.seek(0)
    check_zipped_office(content, code=kind.code)


def _begins_as(head: bytes, kind: DocumentKind) -> bool:
    """By the library's signatures, and by our own where several formats share one."""
    if kind.code in ("heic", "m4a"):
        return head[4:8] == b"ftyp" and head[8:12] in (_HEIC_BRANDS if kind.code == "heic" else _SOUND_BRANDS)
    if kind.code == "wav" and head[8:12] != b"WAVE":
        return False
    return bool(_seems(head) & kind.signature)


def _seems(head: bytes) -> set[str]:
    """The endings that go with the first bytes. The library's own order is not used: it prefers rare formats."""
    try:
        return {match.extension.lower() for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _check_text(content: BinaryIO, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    content.seek(0)
    if start.startswith(_CODE) or (not head.startswith(_WIDE_TEXT) and _NO_TEXT.search(content.read())):
        raise UnfitDocument("document_not_what_it_says")


def _check_mail(content: BinaryIO, head: bytes) -> None:
    _check_text(content, head)
    content.seek(0)
    raw = content.read()
    if is_too_complex(raw):
        raise UnfitDocument("document_unpacks_too_large")
    try:
        message = message_from_bytes(raw, policy=_BoundedHeaders())
        is_mail = bool({header.lower() for header in message} & _MAIL_HEADERS)
        holds_program = any(_is_program(part) for part in message.walk())
    except (RecursionError, MemoryError):
        raise UnfitDocument("document_damaged") from None
    if not is_mail:
        raise UnfitDocument("document_not_what_it_says")
    if holds_program:
        raise UnfitDocument("document_holds_program")


def _is_program(part: Message) -> bool:
    return ending_of(_readable(part.get_filename() or "")) in PROGRAMS - {".htm", ".html"}


def _readable(name: str) -> str:
    """The name of an attachment, where the mail wrote it in code (RFC 2047)."""
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, UnicodeError):
        return name
