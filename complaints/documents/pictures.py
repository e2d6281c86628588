"""Pictures without the place where they were taken (pure), and not one dot changed.

What is taken out: EXIF (place, time, device), XMP, IPTC, comments, previews, and whatever hangs behind the picture (the film of a
motion picture tells the place too). What stays is what the picture looks like by: its dots, colour profile, transparency,
movement, and the one number that says which side is up. Nothing is decoded, so nothing loses quality and no bomb goes off.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pillow_heif
from PIL import Image, UnidentifiedImageError

from complaints.documents.faults import UnfitDocument
from complaints.documents.heif import without_metadata as heif_without_metadata

MOST_PIXELS = 80_000_000
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_ORIENTATION = 0x0112
_UPRIGHT = 1


def without_place(content: bytes, *, code: str) -> bytes:
    """The same picture without what it tells beside what it shows. Raises UnfitDocument: damaged, or too many dots."""
    orientation = _look_at(content, code=code)
    try:
        if code == "heic":
            stripped = heif_without_metadata(content)
        else:
            stripped = b"".join(_PARTS_OF[code](content, orientation))
    except (struct.error, IndexError, ValueError):
        raise UnfitDocument("document_damaged") from None
    if _look_at(stripped, code=code) != orientation or _tells_place(stripped, code=code):
        raise UnfitDocument("document_damaged")
    return stripped


def _look_at(content: bytes, *, code: str) -> int:
    """Read the head of a picture: bounded, of the kind it says. Returns which side is up, as EXIF numbers it."""
    try:
        if code == "heic":
            size, orientation = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=False).size, _UPRIGHT
        else:
            with Image.open(io.BytesIO(content), formats=[_FORMATS[code]]) as picture:
                size, orientation = picture.size, int(picture.getexif().get(_ORIENTATION) or _UPRIGHT)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnfitDocument("picture_too_large", most=MOST_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError, struct.error, EOFError, TypeError):
        raise UnfitDocument("document_damaged") from None
    if size[0] * size[1] > MOST_PIXELS:
        raise UnfitDocument("picture_too_large", most=MOST_PIXELS // 1_000_000)
    return orientation if 1 <= orientation <= 8 else _UPRIGHT


def _tells_place(content: bytes, *, code: str) -> bool:
    """Whether anything beside the orientation can still be read."""
    if code == "heic":
        read = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=False)
        exif = Image.Exif()
        exif.load(read.info.get("exif") or b"")
        return bool(dict(exif)) or bool((read.info.get("xmp") or b"").strip(b"\x00 "))
    with Image.open(io.BytesIO(content), formats=[_FORMATS[code]]) as picture:
        return bool(set(picture.getexif()) - {_ORIENTATION}) or bool(picture.info.get("xmp") or picture.info.get("comment"))


def _exif_with(orientation: int) -> bytes:
    """An EXIF block that holds which side is up and nothing else; b"" for what is upright already."""
    if orientation == _UPRIGHT:
        return b""
    # Big-endian TIFF: one directory at 8, one entry (SHORT, one value), no next directory.
    return b"MM\x00*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


def _jpeg_parts(content: bytes, orientation: int) -> Iterator[bytes]:
    yield b"\xff\xd8"
    exif = _exif_with(orientation)
    if exif:
        yield b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\x00\x00" + exif
    at = 2
    while True:
        at, marker = _jpeg_marker(content, at)
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            yield bytes((0xFF, marker))
            continue
        (length,) = struct.unpack_from(">H", content, at)
        body = content[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise ValueError
        if _jpeg_keeps(marker, body):
            yield bytes((0xFF, marker)) + content[at : at + length]
        at += length
        if marker == 0xDA:
            end = _end_of_scan(content, at)
            yield content[at:end]
            at = end


def _jpeg_marker(content: bytes, at: int) -> tuple[int, int]:
    """The place behind a marker, and the marker; fill bytes before it are allowed."""
    if content[at] != 0xFF:
        raise ValueError
    while content[at] == 0xFF:
        at += 1
    return at + 1, content[at]


def _jpeg_keeps(marker: int, body: bytes) -> bool:
    if marker == 0xE0:
        return body.startswith(b"JFIF\x00")
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\x00")
    if marker == 0xEE:
        return body.startswith(b"Adobe")
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the dots of a scan end: at the next marker that is no restart and no stuffed byte."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0x00 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at


_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI pHYs sBIT bKGD hIST sPLT acTL fcTL fdAT".split())


def _png_parts(content: bytes, orientation: int) -> Iterator[bytes]:
    yield content[:8]
    at, exif = 8, _exif_with(orientation)
    while True:
        length, kind = struct.unpack_from(">L4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError
        if kind in _PNG_KEPT:
            yield chunk
        if kind == b"IHDR" and exif:
            yield struct.pack(">L4s", len(exif), b"eXIf") + exif + struct.pack(">L", zlib.crc32(b"eXIf" + exif))
        if kind == b"IEND":
            return
        at += 12 + length


_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04


def _webp_parts(content: bytes, orientation: int) -> Iterator[bytes]:
    exif, chunks = _exif_with(orientation), []
    at, end = 12, min(len(content), 8 + struct.unpack_from("<L", content, 4)[0])
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sL", content, at)
        body = content[at + 8 : at + 8 + length]
        if len(body) != length:
            raise ValueError
        if kind == b"VP8X":
            flags = body[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP) | (_WEBP_HAS_EXIF if exif else 0)
            body = bytes((flags,)) + body[1:]
        if kind == b"VP8X" or kind in _WEBP_KEPT:
            chunks.append(_webp_chunk(kind, body))
        at += 8 + length + length % 2
    if exif:
        chunks.append(_webp_chunk(b"EXIF", exif))
    whole = b"WEBP" + b"".join(chunks)
    yield struct.pack("<4sL", b"RIFF", len(whole)) + whole


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<4sL", kind, len(body)) + body + b"\x00" * (len(body) % 2)


_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def _gif_parts(content: bytes, orientation: int) -> Iterator[bytes]:
    at = 13 + _colours_after(content[10])
    yield content[:at]
    while True:
        introducer = content[at]
        if introducer == 0x3B:
            yield b"\x3b"
            return
        if introducer == 0x2C:
            start, at = at, at + 10
            at = _end_of_blocks(content, at + _colours_after(content[at - 1]) + 1)
            yield content[start:at]
        elif introducer == 0x21:
            start, label = at, content[at + 1]
            at = _end_of_blocks(content, at + 2)
            if label == 0xF9 or (label == 0xFF and content[start + 3 : start + 14] in _GIF_KEPT):
                yield content[start:at]
        else:
            raise ValueError


def _colours_after(flags: int) -> int:
    """How many bytes of colours follow; none when the first bit says so."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


_PARTS_OF = {"jpeg": _jpeg_parts, "png": _png_parts, "webp": _webp_parts, "gif": _gif_parts}
