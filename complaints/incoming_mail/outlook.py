"""A mail as Outlook saves it (.msg: an OLE compound file of properties)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.parser import HeaderParser
from io import BytesIO
from typing import Any

from olefile import OleFileIO
from oxmsg.domain import constants
from oxmsg.domain import model as layout
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from complaints.incoming_mail.assembling import READ_HEADERS, Contents, assembled, headers_of
from complaints.incoming_mail.eml import DEEPEST_MAIL, LONGEST_HEADERS, POLICY, SMALLEST_PICTURE
from complaints.incoming_mail.kept import SENT_ON, as_kept
from complaints.incoming_mail.message import MOST_ATTACHMENTS, Finding, IncomingMail, NotAMail
from complaints.incoming_mail.texts import LONGEST_HTML, decoded, text_of_html

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 5_000
EMBEDDED_HEADER = 24
EMBEDDED_MAIL = "__substg1.0_3701000D"
_ATTACHED_MAIL = 5
_SENDER_ADDRESSES = (constants.PID_SENDER_SMTP_ADDRESS, constants.PID_SENDER_EMAIL_ADDRESS)
_FAILED = (".ndr",)
_AUTOMATIC = ("ipm.note.rules.", "report.")


def read_msg(raw: bytes, *, now: datetime) -> IncomingMail:
    """The mail in these bytes. Raises NotAMail."""
    try:
        with OleFileIO(BytesIO(raw)) as file:
            _refuse_bomb(file, size=len(raw))
            storage = Storage.from_ole(file)
        return _read(storage, header=layout.MSG_HDR_OFFSET, now=now, depth=1)
    except NotAMail:
        raise
    except Exception:
        # Two libraries over a binary format: a damaged file fails in whatever way it is damaged. It counts as no mail.
        raise NotAMail("no_mail") from None


def _refuse_bomb(file: OleFileIO, *, size: int) -> None:
    """Entries that share their content would be read as often as there are entries."""
    entries = [entry for entry in file.direntries if entry is not None]
    if len(entries) > MOST_ENTRIES or sum(entry.size for entry in entries if entry is not file.root) > 2 * size:
        raise NotAMail("mail_too_complex")
    if not file.exists("__properties_version1.0"):
        raise NotAMail("no_mail")


class _Item:
    """The properties of a mail or a file in it; what cannot be read is not there."""

    def __init__(self, storage: Storage, *, header: int) -> None:
        self._properties = Properties(storage, properties_header_offset=header)

    def text(self, *ids: int) -> str:
        for one in ids:
            value = _attempt(lambda one=one: self._properties.str_prop_value(one))  # type: ignore[misc]
            if isinstance(value, str) and value.strip():
                return value
        return ""

    def content(self, one: int) -> bytes:
        value = _attempt(lambda: self._properties.binary_prop_value(one))
        return value if isinstance(value, bytes) else b""

    def moment(self, one: int) -> datetime | None:
        value = _attempt(lambda: self._properties.date_prop_value(one))
        return value if isinstance(value, datetime) else None

    def number(self, one: int) -> int:
        value = _attempt(lambda: self._properties.int_prop_value(one))
        return value if isinstance(value, int) else 0

    @property
    def charset(self) -> str:
        value = _attempt(lambda: self._properties.body_encoding)
        return value if isinstance(value, str) else ""


def _attempt(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Exception:
        # As above: one damaged property is not the whole mail.
        return None


def _read(storage: Storage, *, header: int, now: datetime, depth: int) -> IncomingMail:
    item, contents = _Item(storage, header=header), Contents()
    contents.text = _text(item, contents)
    for attached in list(storage.iter_attachment_storages())[: MOST_ATTACHMENTS + 1]:
        _attach(attached, contents, now=now, depth=depth)
    kind = item.text(constants.PID_MESSAGE_CLASS).lower()
    contents.has_failed = kind.startswith("report.") and kind.endswith(_FAILED)
    contents.is_report = kind.startswith(_AUTOMATIC)
    moments = [item.moment(constants.PID_MESSAGE_DELIVERY_TIME), item.moment(constants.PID_CLIENT_SUBMIT_TIME)]
    return assembled(headers=_headers(item), contents=contents, moments=moments, now=now)


def _text(item: _Item, contents: Contents) -> str:
    if plain := item.text(constants.PID_BODY):
        return plain
    html = item.content(constants.PID_HTML)
    if not html:
        return text_of_html(item.text(constants.PID_BODY_HTML))
    text, is_as_claimed = decoded(html[: 4 * LONGEST_HTML], item.charset)
    if not is_as_claimed:
        contents.found(Finding.CHARSET_UNCLEAR)
    return text_of_html(text)


def _headers(item: _Item) -> dict[str, list[str]]:
    """Those the mail arrived with, where Outlook kept them, and for the rest what its properties say."""
    kept = item.text(constants.PID_TRANSPORT_MESSAGE_HEADERS)[:LONGEST_HEADERS]
    parsed = _attempt(lambda: headers_of(HeaderParser(policy=POLICY).parsestr(kept))) or {}
    headers: dict[str, list[str]] = {name: list(parsed.get(name, ())) for name in READ_HEADERS}
    address = next((text for one in _SENDER_ADDRESSES if "@" in (text := item.text(one))), "")
    name = item.text(constants.PID_SENDER_NAME, constants.PID_SENT_REPRESENTING_NAME)
    spare = {
        "from": f"{name} <{address}>" if address else name,
        "subject": item.text(constants.PID_SUBJECT),
        "message-id": item.text(constants.PID_INTERNET_MESSAGE_ID),
        "in-reply-to": item.text(constants.PID_IN_REPLY_TO_ID),
        "references": item.text(constants.PID_INTERNET_REFERENCES),
        "to": item.text(constants.PID_DISPLAY_TO),
        "cc": item.text(constants.PID_DISPLAY_CC),
    }
    for header, value in spare.items():
        if value and not any(one.strip() for one in headers[header]):
            headers[header] = [value]
    return headers


def _attach(storage: Storage, contents: Contents, *, now: datetime, depth: int) -> None:
    item = _Item(storage, header=layout.ATTACH_HDR_OFFSET)
    if item.number(constants.PID_ATTACH_METHOD) == _ATTACHED_MAIL:
        embedded = next((one for one in storage.storages if one.name == EMBEDDED_MAIL), None)
        if embedded is None or depth >= DEEPEST_MAIL:
            contents.found(Finding.TOO_DEEP if embedded else Finding.ATTACHMENT_UNREADABLE)
        else:
            # Its files come along with the mail it is in; as a file of its own it would exist in Outlook alone.
            inner = replace(_read(embedded, header=EMBEDDED_HEADER, now=now, depth=depth + 1), is_part=True)
            contents.inner = contents.inner or inner
            contents.attach(SENT_ON, as_kept(inner))
            for one in inner.attachments:
                contents.attach(one.name, one.content)
        return
    content = item.content(constants.PID_ATTACH_DATA_BINARY)
    name = item.text(constants.PID_ATTACH_LONG_FILENAME, constants.PID_ATTACH_FILENAME)
    media_type = item.text(constants.PID_ATTACH_MIME_TAG)
    is_picture = media_type.startswith("image/") and bool(item.text(constants.PID_ATTACH_CONTENT_ID))
    if not content:
        contents.found(Finding.ATTACHMENT_UNREADABLE)
    elif not (is_picture and len(content) < SMALLEST_PICTURE):
        contents.attach(name, content, media_type=media_type)
