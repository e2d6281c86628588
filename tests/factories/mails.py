"""Mails for tests: as .eml, and as the .msg files that Outlook saves. Everything in them is invented."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from typing import Any

SENT = datetime(2025, 3, 7, 9, 2, tzinfo=UTC)
STORY = "Ik kreeg mijn geld drie weken te laat.\nDat wil ik graag uitgelegd krijgen."


def make_eml(
    text: str = STORY,
    *,
    html: str = "",
    sender: str = "Jo Voorbeeld <jo@voorbeeld.example>",
    subject: str = "Klacht over mijn uitkering",
    sent_at: datetime | None = SENT,
    message_id: str = "<een@mail.voorbeeld.example>",
    files: Iterable[tuple[str, bytes]] = (),
    **headers: str,
) -> bytes:
    """A mail as a mail program sends it. headers: further ones, with _ for - in their names."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "klachten@voorbeeld.example"
    message["Subject"] = subject
    if sent_at is not None:
        message["Date"] = format_datetime(sent_at)
    if message_id:
        message["Message-ID"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def make_bounce(*, returned_id: str, action: str = "failed") -> bytes:
    """What a mail server answers when it could not deliver a mail (RFC 3464)."""
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mail.voorbeeld.example>\r\n"
        "To: noreply@polsslag.example\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        f"Date: {format_datetime(SENT)}\r\nMessage-ID: <terug@mail.voorbeeld.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="grens"\r\n\r\n'
        "--grens\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThe mail could not be delivered.\r\n"
        "--grens\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.voorbeeld.example\r\n\r\n"
        f"Final-Recipient: rfc822; jo@voorbeeld.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        "--grens\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"From: noreply@polsslag.example\r\nMessage-ID: {returned_id}\r\nSubject: Ontvangen\r\n\r\n--grens--\r\n"
    ).encode()


def wrapped(inner: bytes, times: int) -> bytes:
    """A mail in a mail, so many times."""
    for time in range(times):
        message = EmailMessage()
        message["From"] = "Ali <ali@gemeente.example>"
        message["Subject"] = f"FW: Klacht {time}"
        message.set_content("Zie bijlage.")
        message.add_attachment(message_from_bytes(inner, policy=default))
        inner = message.as_bytes()
    return inner


TEXT, CONTENT, NUMBER, MOMENT = 0x001F, 0x0102, 0x0003, 0x0040


def make_msg(
    text: str = STORY,
    *,
    html: bytes = b"",
    sender: tuple[str, str] = ("Jo Voorbeeld", "jo@voorbeeld.example"),
    subject: str = "Klacht over mijn uitkering",
    arrived_at: datetime | None = SENT,
    headers: str = "",
    kind: str = "IPM.Note",
    files: Sequence[tuple[str, bytes]] = (),
    embedded: dict[str, Any] | None = None,
) -> bytes:
    """A mail as Outlook saves it: properties in an OLE compound file (MS-OXMSG). embedded: a mail attached to it, in the same words."""
    tree = _message(
        text,
        html=html,
        sender=sender,
        subject=subject,
        arrived_at=arrived_at,
        headers=headers,
        kind=kind,
        files=files,
        embedded=embedded,
        header=32,
    )
    return compound_file(tree)


Tree = dict[str, Any]


def _message(
    text: str = STORY,
    *,
    html: bytes = b"",
    sender: tuple[str, str] = ("Jo Voorbeeld", "jo@voorbeeld.example"),
    subject: str = "Klacht over mijn uitkering",
    arrived_at: datetime | None = SENT,
    headers: str = "",
    kind: str = "IPM.Note",
    files: Sequence[tuple[str, bytes]] = (),
    embedded: dict[str, Any] | None = None,
    header: int = 24,
) -> Tree:
    properties: list[tuple[int, int, Any]] = [
        (0x001A, TEXT, kind),
        (0x0037, TEXT, subject),
        (0x1000, TEXT, text),
        (0x1013, CONTENT, html),
        (0x0C1A, TEXT, sender[0]),
        (0x5D01, TEXT, sender[1]),
        (0x007D, TEXT, headers),
        (0x3FDE, NUMBER, 65001),
        (0x0E06, MOMENT, arrived_at),
    ]
    tree = _properties(properties, header=header, counts=(len(files) + bool(embedded)))
    for place, (name, content) in enumerate(files):
        tree[f"__attach_version1.0_#{place:08X}"] = _properties(
            [(0x3701, CONTENT, content), (0x3707, TEXT, name), (0x3705, NUMBER, 1)], header=8, counts=0
        )
    if embedded:
        attached = _properties([(0x3705, NUMBER, 5)], header=8, counts=0)
        attached["__substg1.0_3701000D"] = _message(**embedded)
        tree[f"__attach_version1.0_#{len(files):08X}"] = attached
    return tree


def _properties(properties: Iterable[tuple[int, int, Any]], *, header: int, counts: int) -> Tree:
    tree: Tree = {}
    rows = []
    for name, kind, value in properties:
        if value in ("", b"", None):
            continue
        tag = struct.pack("<HHI", kind, name, 6)
        if kind == NUMBER:
            rows.append(tag + struct.pack("<II", value, 0))
        elif kind == MOMENT:
            rows.append(tag + struct.pack("<Q", (value - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10))
        else:
            content = value.encode("utf-16-le") if kind == TEXT else value
            tree[f"__substg1.0_{name:04X}{kind:04X}"] = content
            rows.append(tag + struct.pack("<II", len(content) + (2 if kind == TEXT else 0), 0))
    start = b"\0" * 8 + struct.pack("<IIII", 0, counts, 0, counts) + b"\0" * 8
    tree["__properties_version1.0"] = start[:header] + b"".join(rows)
    return tree


SECTOR, SMALL, CUTOFF = 512, 64, 4096
END, FREE, FAT_SECTOR, NOTHING = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


def compound_file(tree: Tree) -> bytes:
    """An OLE compound file (MS-CFB, version 3) with these streams (bytes) and storages (trees)."""
    entries: list[dict[str, Any]] = [{"name": "Root Entry", "kind": 5, "content": b""}]
    _add_entries(entries, 0, tree)
    fat: list[int] = []
    sectors: list[bytes] = []

    def store(content: bytes) -> int:
        if not content:
            return END
        first, pieces = len(fat), range(0, len(content), SECTOR)
        for at in pieces:
            fat.append(len(fat) + 1)
            sectors.append(content[at : at + SECTOR].ljust(SECTOR, b"\0"))
        fat[-1] = END
        return first

    small_fat: list[int] = []
    small = b""
    for entry in entries[1:]:
        content = entry.get("content", b"")
        if len(content) >= CUTOFF:
            entry["start"] = store(content)
        elif content:
            entry["start"] = len(small_fat)
            count = -(-len(content) // SMALL)
            small_fat += [*range(len(small_fat) + 1, len(small_fat) + count), END]
            small += content.ljust(count * SMALL, b"\0")
    entries[0] |= {"start": store(small), "content": small}
    small_fat_start = store(b"".join(struct.pack("<I", one) for one in small_fat).ljust(-(-len(small_fat) * 4 // SECTOR) * SECTOR, b"\xff"))
    directory = b"".join(_directory_entry(entry) for entry in entries)
    directory_start = store(directory + b"\0" * (-len(directory) % SECTOR))
    fat_count = 1
    while fat_count * (SECTOR // 4) < len(fat) + fat_count:
        fat_count += 1
    assert fat_count <= 109, "too large for a test"
    fat_start = len(fat)
    fat += [FAT_SECTOR] * fat_count
    table = b"".join(struct.pack("<I", one) for one in fat).ljust(fat_count * SECTOR, b"\xff")
    places = [fat_start + one for one in range(fat_count)] + [FREE] * (109 - fat_count)
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, fat_count, directory_start, 0, CUTOFF,
        small_fat_start, -(-len(small_fat) * 4 // SECTOR), END, 0, places[0],
    )  # fmt: skip
    head += b"".join(struct.pack("<I", one) for one in places[1:])
    return head + b"".join(sectors) + table


def _add_entries(entries: list[dict[str, Any]], parent: int, tree: Tree) -> None:
    """Each storage's children as a chain, in the order the format asks."""
    before = None
    for name in sorted(tree, key=lambda one: (len(one), one.upper())):
        value, here = tree[name], len(entries)
        entries.append({"name": name, "kind": 1 if isinstance(value, dict) else 2})
        if before is None:
            entries[parent]["child"] = here
        else:
            entries[before]["right"] = here
        before = here
        if isinstance(value, dict):
            _add_entries(entries, here, value)
        else:
            entries[here]["content"] = value


def _directory_entry(entry: dict[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ",
        name,
        len(name),
        entry["kind"],
        1,
        NOTHING,
        entry.get("right", NOTHING),
        entry.get("child", NOTHING),
        0,
        entry.get("start", 0 if entry["kind"] == 1 else END),
        len(entry.get("content", b"")),
    )
