"""HEIC pictures of a phone, without EXIF and XMP (pure).

Both are items that a table in the file points at. Their bytes are written over where they stand: no place in the file shifts, so
the picture itself stays byte for byte. Which side is up stands in a property of the picture here, not in EXIF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

# What shows the picture. Anything else on top (a film, parts of a maker) is emptied.
_KEPT_ON_TOP = frozenset({b"ftyp", b"meta", b"mdat", b"free", b"skip"})
_TOLD_BESIDE = frozenset({b"Exif", b"mime", b"uri "})
# A TIFF head at once, with an empty directory.
_EMPTY_EXIF = b"\x00\x00\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
_IN_FILE, _IN_ITEM_DATA = 0, 1


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def without_metadata(content: bytes) -> bytes:
    """The file with EXIF, XMP and what else is told beside the picture written over. Raises ValueError, struct.error, IndexError."""
    changed = bytearray(content)
    top = list(_boxes(content, 0, len(content)))
    for box in top:
        if box.kind not in _KEPT_ON_TOP:
            changed[box.start + 4 : box.start + 8] = b"free"
            changed[box.body : box.end] = bytes(box.end - box.body)
    meta = next(box for box in top if box.kind == b"meta") if any(box.kind == b"meta" for box in top) else None
    if meta is None:
        raise ValueError
    inner = {box.kind: box for box in _boxes(content, meta.body + 4, meta.end)}
    kinds = _item_kinds(content, inner[b"iinf"]) if b"iinf" in inner else {}
    told = {item for item, kind in kinds.items() if kind in _TOLD_BESIDE}
    for item, start, length in _places(content, inner):
        if item in told:
            if start + length > len(content):
                raise ValueError
            changed[start : start + length] = (_EMPTY_EXIF if kinds[item] == b"Exif" else b"").ljust(length, b"\x00")[:length]
    return bytes(changed)


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, kind = struct.unpack_from(">L4s", content, at)
        body = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, body)
            body += 8
        if size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise ValueError
        yield _Box(kind, at, body, at + size)
        at += size


def _item_kinds(content: bytes, box: _Box) -> dict[int, bytes]:
    """Which kind each item is of."""
    counted = 4 if content[box.body] else 2
    kinds = {}
    for entry in _boxes(content, box.body + 4 + counted, box.end):
        version = content[entry.body]
        if entry.kind != b"infe" or version < 2:
            raise ValueError
        shape = ">H2x4s" if version == 2 else ">L2x4s"
        item, kind = struct.unpack_from(shape, content, entry.body + 4)
        kinds[item] = kind
    return kinds


def _places(content: bytes, inner: dict[bytes, _Box]) -> Iterator[tuple[int, int, int]]:
    """Item, place in the file and length of each piece of each item."""
    if b"iloc" not in inner:
        return
    box = inner[b"iloc"]
    version, at = content[box.body], box.body + 4
    sizes, more = content[at], content[at + 1]
    at += 2
    offset_size, length_size, base_size, index_size = sizes >> 4, sizes & 15, more >> 4, (more & 15) if version else 0
    number = 2 if version < 2 else 4
    count, at = _number(content, at, number)
    for _one in range(count):
        item, at = _number(content, at, number)
        method = _IN_FILE
        if version:
            method, at = _number(content, at, 2)
            method &= 15
        at += 2
        base, at = _number(content, at, base_size)
        pieces, at = _number(content, at, 2)
        for _piece in range(pieces):
            at += index_size
            offset, at = _number(content, at, offset_size)
            length, at = _number(content, at, length_size)
            if method == _IN_ITEM_DATA:
                yield item, inner[b"idat"].body + base + offset, length
            elif method == _IN_FILE:
                yield item, base + offset, length


def _number(content: bytes, at: int, size: int) -> tuple[int, int]:
    piece = content[at : at + size]
    if len(piece) != size:
        raise ValueError
    return int.from_bytes(piece, "big"), at + size
