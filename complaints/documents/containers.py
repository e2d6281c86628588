"""Office files and Outlook messages are containers (pure): what is in them, bounded before it is unpacked, and no program among it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO
from urllib.parse import unquote

import olefile
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from complaints.documents.faults import UnfitDocument
from complaints.documents.kinds import PROGRAMS, WITH_MACROS, ending_of

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
# A sheet of many equal cells packs well; from this size on a hundredfold is a bomb.
RATIO_COUNTS_FROM = 20 * 1024 * 1024
HIGHEST_RATIO = 100
LARGEST_LIST_OF_PARTS = 2 * 1024 * 1024
# What a part refers to; a sheet may have a link in each cell.
LARGEST_RELATIONS = 20 * 1024 * 1024
# A file inside an office file is held while it is looked at; a table in a text in a slide is three deep.
LARGEST_INSIDE = 50 * 1024 * 1024
DEEPEST_INSIDE = 5
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
# Office packs a file of any kind in this stream; opening the picture of it in the text opens that file.
_OLE_PACKED = "\x01ole10native"
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_HEAD = b"PK\x03\x04"
# Of Windows and of Linux.
PROGRAM_HEADS = (b"MZ", b"\x7fELF")
# By the last word of their type: what Office fetches by itself.
_FETCHED = frozenset({"attachedtemplate", "oleobject", "frame", "subdocument", "image"})
# On the machine of whoever opens it, as most templates are: a drive, a path after file:///, or no scheme and no other machine.
_LOCAL = re.compile(r"file:///(?![/\\])|[a-z]:[\\/]|(?![a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_LIST_OF_TYPES = "[Content_Types].xml"
# PowerPoint keeps them in its one stream: a VbaInfoAtom of 12 bytes, with "has macros" in its second number.
_PPT_MACROS = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL)
# A file in a slide stands in that stream too ([MS-PPT] 2.10.34), as it is or packed behind its size: its length, then its start.
# A pack may begin in many ways (RFC 1950, 2.2): deflate with one of eight windows, and both bytes together a multiple of 31.
_ZLIB_HEADS = b"|".join(
    re.escape(bytes((method, flags))) for method in range(0x08, 0x79, 0x10) for flags in range(256) if (method * 256 + flags) % 31 == 0
)
_PPT_OBJECT = re.compile(rb"[\x00\x10]\x00\x11\x10(.{4})(?=\xd0\xcf\x11\xe0|.{4}(?:" + _ZLIB_HEADS + rb"))", re.DOTALL)
# The library meets a damaged file with whatever breaks first.
_OLE_FAULTS = (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, MemoryError)
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError, ValueError)
_ATTACHMENT_NAME = re.compile(r"^__substg1\.0_(3707|3704)00(1F|1E)$")


def check_zipped_office(content: BinaryIO, *, code: str) -> None:
    """Raises UnfitDocument unless it is the office file its name says, sound, without a program and not larger than it looks."""
    try:
        with zipfile.ZipFile(content) as container:
            _check_size(container)
            if code in _MAIN_PART:
                is_promised = _MAIN_PART[code] in _types_without_macros(container)
            else:
                is_promised = "mimetype" in container.namelist() and _read(container, "mimetype", most=200) == _ODF_TYPE[code].encode()
            if not is_promised:
                raise UnfitDocument("document_not_what_it_says")
            _check_zip(container, Allowance(), depth=0)
    except _ZIP_FAULTS:
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
            if code == "msg":
                # What came with a mail is looked at by itself, when the mail is taken apart.
                _check_entry_names(container, parts, may_hold_packed=True)
            else:
                _check_storage(container, parts, Allowance(), depth=0)
    except _OLE_FAULTS:
        raise UnfitDocument("document_damaged") from None


class Allowance:
    """What may still be unpacked of one file, together with all that is in what is in it."""

    def __init__(self) -> None:
        self._size, self._parts = MOST_UNPACKED, MOST_PARTS

    def take(self, *, size: int = 0, parts: int = 0) -> None:
        self._size -= size
        self._parts -= parts
        if self._size < 0 or self._parts < 0:
            raise UnfitDocument("document_unpacks_too_large")

    def unpacked(self, packed: bytes) -> Iterator[bytes]:
        """What zlib packed, in pieces. Raises UnfitDocument where it is damaged or too much."""
        unpacking = zlib.decompressobj()
        try:
            while not unpacking.eof:
                piece = unpacking.decompress(packed, _PIECE)
                packed = unpacking.unconsumed_tail
                if not piece and not unpacking.eof:
                    raise UnfitDocument("document_damaged")
                self.take(size=len(piece))
                yield piece
        except zlib.error:
            raise UnfitDocument("document_damaged") from None


def _check_zip(container: zipfile.ZipFile, allowance: Allowance, *, depth: int) -> None:
    """Read every part once, in pieces: what it says of its size and its check sum holds. A file among them is looked into."""
    _check_size(container)
    names = container.namelist()
    allowance.take(parts=len(names))
    if _LIST_OF_TYPES in names:
        _types_without_macros(container)
    _check_names(names)
    for name in names:
        if name.lower().endswith(".rels"):
            _check_relations(_read(container, name, most=LARGEST_RELATIONS))
    for part in container.infolist():
        with container.open(part) as stream:
            _check_part(_pieces(stream, allowance), allowance, depth=depth + 1)


def _check_relations(relations: bytes) -> None:
    """No template, picture or other part that Office fetches from elsewhere when somebody opens the file. Links to click on may stay."""
    try:
        root = fromstring(relations)
    except (ParseError, DefusedXmlException):
        raise UnfitDocument("document_damaged") from None
    for one in root:
        is_external = one.get("TargetMode", "").lower() == "external"
        kind = one.get("Type", "").rsplit("/", 1)[-1].lower()
        if is_external and kind in _FETCHED and not _LOCAL.match(unquote(one.get("Target", "")).strip()):
            raise UnfitDocument("document_fetches_parts")


def _pieces(stream: IO[bytes], allowance: Allowance) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        allowance.take(size=len(piece))
        yield piece


def check_packed(pieces: Iterator[bytes], allowance: Allowance) -> None:
    """Raises UnfitDocument for a file inside another that is a program or holds one. pieces: its content, counted already."""
    _check_part(pieces, allowance, depth=1)


def _check_part(pieces: Iterator[bytes], allowance: Allowance, *, depth: int) -> None:
    """No program, by its first bytes, and none in what it holds: a part named .bin may be anything."""
    head = next(pieces, b"")
    if head.startswith(PROGRAM_HEADS):
        raise UnfitDocument("document_holds_program")
    if not head.startswith((OLE_HEAD, ZIP_HEAD)):
        deque(pieces, maxlen=0)
        return
    held = io.BytesIO(head)
    held.seek(0, io.SEEK_END)
    for piece in pieces:
        held.write(piece)
        if held.tell() > LARGEST_INSIDE:
            raise UnfitDocument("document_unpacks_too_large")
    if depth > DEEPEST_INSIDE:
        raise UnfitDocument("document_unpacks_too_large")
    held.seek(0)
    if head.startswith(ZIP_HEAD):
        _check_zip_inside(held, allowance, depth=depth)
    else:
        _check_ole_inside(held, allowance, depth=depth)


def _check_zip_inside(held: io.BytesIO, allowance: Allowance, *, depth: int) -> None:
    try:
        with zipfile.ZipFile(held) as container:
            _check_zip(container, allowance, depth=depth)
    except _ZIP_FAULTS:
        raise UnfitDocument("document_damaged") from None


def _check_ole_inside(held: io.BytesIO, allowance: Allowance, *, depth: int) -> None:
    try:
        with olefile.OleFileIO(held) as container:
            _check_entries(container, size=held.getbuffer().nbytes)
            parts = [tuple(path) for path in container.listdir(streams=True, storages=True)]
            if any(path == ("EncryptedPackage",) for path in parts):
                raise UnfitDocument("document_encrypted")
            _check_storage(container, parts, allowance, depth=depth)
    except _OLE_FAULTS:
        raise UnfitDocument("document_damaged") from None


def _check_storage(container: olefile.OleFileIO, parts: list[tuple[str, ...]], allowance: Allowance, *, depth: int) -> None:
    """What is in a file of old Office; newer Office puts its own file in one as the stream "Package"."""
    _check_entry_names(container, parts)
    for path in parts:
        if container.get_type(list(path)) != olefile.STGTY_STREAM:
            continue
        if path[-1].lower() == "package":
            _check_part(_pieces(container.openstream(list(path)), allowance), allowance, depth=depth + 1)
        elif path[-1].lower() == "powerpoint document":
            _check_slides(_stream(container, list(path)), allowance, depth=depth)


def _check_slides(slides: bytes, allowance: Allowance, *, depth: int) -> None:
    """No macros in slides of old PowerPoint, and nothing unfit among the files that are in them."""
    if _PPT_MACROS.search(slides):
        raise UnfitDocument("document_has_macros")
    for found in _PPT_OBJECT.finditer(slides):
        content = slides[found.end() : found.end() + int.from_bytes(found[1], "little")]
        is_packed = not content.startswith(OLE_HEAD[:4])
        pieces = allowance.unpacked(content[4:]) if is_packed else _pieces(io.BytesIO(content), allowance)
        _check_part(pieces, allowance, depth=depth + 1)


def _check_entry_names(container: olefile.OleFileIO, parts: list[tuple[str, ...]], *, may_hold_packed: bool = False) -> None:
    lowered = {one.lower() for path in parts for one in path}
    if lowered & _OLE_MACROS:
        raise UnfitDocument("document_has_macros")
    if not may_hold_packed and _OLE_PACKED in lowered:
        raise UnfitDocument("document_holds_program")
    _check_names(_attachment_names(container, parts))


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


def _types_without_macros(container: zipfile.ZipFile) -> list[str]:
    try:
        root = fromstring(_read(container, _LIST_OF_TYPES, most=LARGEST_LIST_OF_PARTS))
    except (ParseError, DefusedXmlException):
        raise UnfitDocument("document_damaged") from None
    except KeyError:
        raise UnfitDocument("document_not_what_it_says") from None
    types = [one.get("ContentType", "") for one in root]
    if any("macro" in one.lower() or "vbaproject" in one.lower() for one in types):
        raise UnfitDocument("document_has_macros")
    return types


def _read(container: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    with container.open(name) as stream:
        text = stream.read(most + 1)
    if len(text) > most:
        raise UnfitDocument("document_damaged")
    return text


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        lowered = name.lower()
        is_macro = lowered.endswith("vbaproject.bin") or lowered.startswith(("basic/", "scripts/")) or "/macrosheets/" in lowered
        if is_macro or ending_of(lowered) in WITH_MACROS:
            raise UnfitDocument("document_has_macros")
        # Office keeps parts of its own as .bin (printer settings, embedded tables); those are told by what is in them.
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
