"""Small true files of every kind, and some that only look it."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
from typing import Any

import pillow_heif
from celery import current_app
from django_tenants.utils import schema_context
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from openpyxl import Workbook
from PIL import Image

from complaints.keeping import SentFile
from tenants.models import OutboxMessage

# Of the test file that every scanner knows as a virus; in two parts, so that no scanner stops at this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
)


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj%sendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        trailer,
        len(made),
    )


# One page, with nothing on it.
PDF = _pdf(*_OBJECTS)
# The same, of which only the beginning came through; and locked with a password that nobody knows.
CUT_OFF_PDF = PDF[:60]
LOCKED_PDF = _pdf(
    *_OBJECTS,
    b"<</Filter/Standard/V 1/R 2/Length 40/P -4/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>",
    trailer=b"/Encrypt 4 0 R/ID[<" + b"ef" * 16 + b"><" + b"ef" * 16 + b">]",
)
MAIL = b"From: iemand@voorbeeld.example\r\nSubject: Klacht\r\nDate: Fri, 07 Mar 2025 09:00:00 +0100\r\n\r\nIk ben boos.\r\n"
# The same mail as it is kept.
KEPT_MAIL = (
    b"From: iemand@voorbeeld.example\r\nDate: Fri, 07 Mar 2025 09:00:00 +0100\r\nSubject: Klacht\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIk ben boos.'
)
# 52 degrees 5 minutes north, 5 degrees 7 minutes east; and who took it.
GPS = {1: "N", 2: (52.0, 5.0, 26.5), 3: "E", 4: (5.0, 7.0, 17.5)}
MAKER = "VoorbeeldTelefoon"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:GPSLatitude>52,5.44N</rdf:GPSLatitude></x:xmpmeta>'

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/>{more}</Types>'
)
_OOXML = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def carry_out_outbox(*names: str) -> int:
    """Do what was queued after the commit, by the names of its tasks; as a worker does. Returns how many."""
    with schema_context("public"):
        messages = list(OutboxMessage.objects.filter(task_name__in=names, done_at=None).order_by("pk"))
    for message in messages:
        current_app.tasks[message.task_name](**message.payload, outbox_id=message.pk)
    return len(messages)


def sent(content: bytes, name: str) -> SentFile:
    return SentFile(content=io.BytesIO(content), name=name)


def picture(
    code: str = "jpeg", *, orientation: int = 1, with_place: bool = False, size: tuple[int, int] = (60, 40), **options: Any
) -> bytes:
    """A picture of four colours, so that it is seen which side is up; with_place: EXIF with GPS, and XMP."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 200, 30), (0, 0, size[0] // 2, size[1] // 2))
    image.paste((30, 30, 200), (size[0] // 2, size[1] // 2, size[0], size[1]))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if with_place:
        exif[0x010F] = MAKER
        exif.get_ifd(0x8825).update(GPS)
        options.setdefault("xmp", XMP)
    if len(exif) and code != "gif":
        options["exif"] = exif.tobytes()
    written = io.BytesIO()
    if code == "heic":
        pillow_heif.register_heif_opener()
    image.save(written, {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}[code], **options)
    return written.getvalue()


def zipped(parts: dict[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return written.getvalue()


def office(code: str, *, more_types: str = "", **more_parts: bytes) -> bytes:
    """An office file of parts of our own; names of parts with a double underscore for a slash and a triple one for a dot."""
    part, main = _OOXML[code]
    parts: dict[str, bytes | str] = {"[Content_Types].xml": _CONTENT_TYPES.format(part=part, main=main, more=more_types), part: "<x/>"}
    return zipped(parts | {name.replace("___", ".").replace("__", "/"): content for name, content in more_parts.items()})


def _workbook() -> bytes:
    written = io.BytesIO()
    Workbook().save(written)
    return written.getvalue()


def _odf(document: Any) -> bytes:
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def _sound() -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 80)
    return written.getvalue()


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A compound file as old Office and Outlook write them, with streams in its root (one sector each; names with / lie deeper)."""
    return _CompoundFile(streams).write()


class _CompoundFile:
    """The smallest that olefile reads: 512-byte sectors, every stream at least 4096 bytes, so that none is in a mini stream."""

    FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def __init__(self, streams: tuple[tuple[str, bytes], ...]) -> None:
        self.entries: list[dict[str, Any]] = [{"name": "Root Entry", "type": 5, "children": [], "data": b""}]
        for path, data in streams:
            self._add(path.split("/"), data.ljust(max(4096, -(-len(data) // 512) * 512), b"\x00"))

    def _add(self, path: list[str], data: bytes) -> None:
        parent = 0
        for depth, name in enumerate(path):
            is_last = depth == len(path) - 1
            known = next((one for one in self.entries[parent]["children"] if self.entries[one]["name"] == name), None)
            if known is None:
                self.entries.append({"name": name, "type": 2 if is_last else 1, "children": [], "data": data if is_last else b""})
                known = len(self.entries) - 1
                self.entries[parent]["children"].append(known)
            parent = known

    def write(self) -> bytes:
        while len(self.entries) % 4:
            self.entries.append({"name": "", "type": 0, "children": [], "data": b""})
        folder = len(self.entries) // 4
        fat, body, at = [self.FAT], b"", 1 + folder
        fat += [*range(2, 1 + folder), self.END]
        for entry in self.entries:
            entry["start"] = self.END
            if entry["data"]:
                sectors = len(entry["data"]) // 512
                entry["start"] = at
                fat += [*range(at + 1, at + sectors), self.END]
                body += entry["data"]
                at += sectors
        fat += [self.FREE] * (128 - len(fat))
        assert len(fat) == 128
        head = struct.pack(
            "<8s16sHHHHHHLLLLLLLLL",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"",
            0x3E,
            3,
            0xFFFE,
            9,
            6,
            0,
            0,
            0,
            1,
            1,
            0,
            4096,
            self.END,
            0,
            self.END,
        )
        head += struct.pack("<L", 0) + struct.pack("<109L", 0, *[self.FREE] * 108)
        return head + struct.pack("<128L", *fat) + b"".join(self._entry(one) for one in self.entries) + body

    def _entry(self, entry: dict[str, Any]) -> bytes:
        name = entry["name"].encode("utf-16-le")
        children = entry["children"]
        # Brothers and sisters hang on each other's right hand.
        right = self.FREE
        for other in self.entries:
            if entry is not other and self.entries.index(entry) in other["children"]:
                row = other["children"]
                place = row.index(self.entries.index(entry))
                right = row[place + 1] if place + 1 < len(row) else self.FREE
        return struct.pack(
            "<64sHBBLLL16sLQQLQ",
            name,
            len(name) + 2 if entry["type"] else 0,
            entry["type"],
            1,
            self.FREE,
            right,
            children[0] if children else self.FREE,
            b"",
            0,
            0,
            0,
            entry["start"] if entry["type"] == 2 else (self.END if entry["type"] == 5 else 0),
            len(entry["data"]),
        )


def of_every_kind() -> dict[str, bytes]:
    """One true file of each kind that is kept."""
    return {
        "docx": office("docx"),
        "xlsx": _workbook(),
        "pptx": office("pptx"),
        "odt": _odf(OpenDocumentText()),
        "ods": _odf(OpenDocumentSpreadsheet()),
        "odp": _odf(OpenDocumentPresentation()),
        "doc": ole(("WordDocument", b"\xec\xa5")),
        "xls": ole(("Workbook", b"\x09\x08")),
        "ppt": ole(("PowerPoint Document", b"\x0f")),
        "rtf": b"{\\rtf1\\ansi Ik ben boos.}",
        "txt": "Ik bén boos.\r\n".encode(),
        "csv": "naam;datum\r\nX;1\r\n".encode("utf-16"),
        "pdf": PDF,
        **{code: picture(code) for code in ("jpeg", "png", "webp", "gif", "heic")},
        "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + b"\x00" * 413,
        "m4a": b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom\x00\x00\x00\x00\x00\x00\x00\x08mdat",
        "wav": _sound(),
        "ogg": b"OggS\x00\x02" + b"\x00" * 20 + b"\x01\x13OpusHead" + b"\x00" * 11,
        "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\x42\x87\x81\x04",
        "aac": b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"\x21" * 60,
        "eml": MAIL,
        "msg": ole(("__properties_version1.0", b"\x00"), ("__substg1.0_0037001F", "Klacht".encode("utf-16-le"))),
    }
