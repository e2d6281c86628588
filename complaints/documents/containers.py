"""Office files and Outlook messages are containers (pure): what is in them, bounded before it is unpacked, and no program among it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import BinaryIO

import olefile
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import PROGRAMS, ending_of

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
# A sheet of many equal cells packs well; from this size on a hundredfold is a bomb.
RATIO_COUNTS_FROM = 20 * 1024 * 1024
HIGHEST_RATIO = 100
LARGEST_LIST_OF_PARTS = 2 * 1024 * 1024
_PIECE = 1024 * 1024

_OOXML_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_MAIN_PART = {
    "docx": _OOXML_MAIN.format("wordprocessingml.document"),
    "xlsx": _OOXML_MAIN.format("spreadsheetml.sheet"),
    "pptx": _OOXML_MAIN.format("presentationml.presentation"),
}
_ODF_TYPE = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_OLE_STREAMS = {
    "doc": ("WordDocument",),
    "xls": ("Workbook", "Book"),
    "ppt": ("PowerPoint Document",),
    "msg": ("__properties_version1.0",),
}
ZIPPED = frozenset(_MAIN_PART) | frozenset(_ODF_TYPE)
OLE = frozenset(_OLE_STREAMS)
_OLE_MACROS = frozenset({"macros", "_vba_project", "_vba_project_cur", "vba"})
# PowerPoint keeps them in its one stream: a VbaInfoAtom of 12 bytes, with "has macros" in its second number.
_PPT_MACROS = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL)
# The library meets a damaged file with whatever breaks first.
_OLE_FAULTS = (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, MemoryError)
_ATTACHMENT_NAME = re.compile(r"^__substg1\.0_(3707|3704)00(1F|1E)$")


def check_zipped_office(content: BinaryIO, *, code: str) -> None:
    """Raises UnfitDocument unless it is the office file its name says, sound, without a program and not larger than it looks."""
    try:
        with zipfile.ZipFile(content) as container:
            _check_size(container)
            names = container.namelist()
            if code in _MAIN_PART:
                types = _ooxml_types(container)
                if any("macro" in one.lower() or "vbaproject" in one.lower() for one in types):
                    raise UnfitDocument("document_has_macros")
                is_promised = _MAIN_PART[code] in types
            else:
                is_promised = "mimetype" in names and _read(container, "mimetype", most=200) == _ODF_TYPE[code].encode()
            if not is_promised:
                raise UnfitDocument("document_not_what_it_says")
            _check_names(names)
            _unpack(container)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError, ValueError):
        raise UnfitDocument("document_damaged") from None


def check_ole(content: BinaryIO, *, code: str) -> None:
    """Raises UnfitDocument unless it is the file of old Office or Outlook its name says, without a program in it."""
    try:
        size = content.seek(0, io.SEEK_END)
        content.seek(0)
        with olefile.OleFileIO(content) as container:
            _check_entries(container, size=size)
            parts = [tuple(path) for path in container.listdir(streams=True, storages=True)]
            top = {path[0] for path in parts if len(path) == 1}
            if "EncryptedPackage" in top:
                raise UnfitDocument("document_encrypted")
            if not top & set(_OLE_STREAMS[code]):
                raise UnfitDocument("document_not_what_it_says")
            lowered = {one.lower() for path in parts for one in path}
            if lowered & _OLE_MACROS or (code == "ppt" and _PPT_MACROS.search(_stream(container, ["PowerPoint Document"]))):
                raise UnfitDocument("document_has_macros")
            if code != "msg" and "\x01ole10native" in lowered:
                raise UnfitDocument("document_holds_program")
            _check_names(_attachment_names(container, parts))
    except _OLE_FAULTS:
        raise UnfitDocument("document_damaged") from None


def _check_entries(container: olefile.OleFileIO, *, size: int) -> None:
    """Entries that share their content would be read as often as there are entries."""
    entries = [entry for entry in container.direntries if entry is not None]
    if len(entries) > MOST_PARTS or sum(entry.size for entry in entries if entry is not container.root) > 2 * size:
        raise UnfitDocument("document_unpacks_too_large")


def is_protected_office(content: BinaryIO) -> bool:
    """Whether it is an office file behind a password: nobody can look into it, we neither."""
    content.seek(0)
    if not olefile.isOleFile(content):
        return False
    content.seek(0)
    try:
        with olefile.OleFileIO(content) as container:
            return bool(container.exists("EncryptedPackage"))
    except _OLE_FAULTS:
        return False


def _check_size(container: zipfile.ZipFile) -> None:
    parts = container.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    is_bomb = unpacked > RATIO_COUNTS_FROM and unpacked > HIGHEST_RATIO * max(packed, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or is_bomb:
        raise UnfitDocument("document_unpacks_too_large")
    if any(part.flag_bits & 1 for part in parts):
        raise UnfitDocument("document_encrypted")


def _unpack(container: zipfile.ZipFile) -> None:
    """Read every part once, in pieces: what it says of its size and its check sum holds."""
    left = MOST_UNPACKED
    for part in container.infolist():
        with container.open(part) as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise UnfitDocument("document_unpacks_too_large")


def _ooxml_types(container: zipfile.ZipFile) -> list[str]:
    try:
        root = fromstring(_read(container, "[Content_Types].xml", most=LARGEST_LIST_OF_PARTS))
    except (ParseError, DefusedXmlException):
        raise UnfitDocument("document_damaged") from None
    except KeyError:
        raise UnfitDocument("document_not_what_it_says") from None
    return [one.get("ContentType", "") for one in root]


def _read(container: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    with container.open(name) as stream:
        text = stream.read(most + 1)
    if len(text) > most:
        raise UnfitDocument("document_damaged")
    return text


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        lowered = name.lower()
        if lowered.endswith("vbaproject.bin") or lowered.startswith(("basic/", "scripts/")) or "/macrosheets/" in lowered:
            raise UnfitDocument("document_has_macros")
        # Office keeps parts of its own as .bin: printer settings, embedded tables.
        if ending_of(lowered) in PROGRAMS - {".bin"}:
            raise UnfitDocument("document_holds_program")


def _attachment_names(container: olefile.OleFileIO, parts: list[tuple[str, ...]]) -> list[str]:
    names = []
    for path in parts:
        if found := _ATTACHMENT_NAME.match(path[-1]):
            encoding = "utf-16-le" if found[2] == "1F" else "cp1252"
            names.append(_stream(container, list(path)).decode(encoding, errors="replace").rstrip("\x00"))
    return names


def _stream(container: olefile.OleFileIO, path: list[str]) -> bytes:
    stream = container.openstream(path)
    assert isinstance(stream, io.BytesIO)
    return stream.read()
