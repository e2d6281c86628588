"""A mail as mail servers send it (RFC 5322, MIME): .eml files, and what arrives."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import EmailPolicy

from complaints.incoming_mail.assembling import Contents, assembled, headers_of, ids_in
from complaints.incoming_mail.kept import SENT_ON
from complaints.incoming_mail.message import Finding, IncomingMail, NotAMail
from complaints.incoming_mail.texts import LONGEST_HTML, decoded, text_of_html

# What a real mail stays far below: reading takes time by the line, and more by the line of a part in a part.
MOST_LINES = 600_000
MOST_PARTS = 5_000
MOST_CONTAINERS = 100
MOST_LINES_TIMES_CONTAINERS = 12_000_000
LONGEST_HEADER = 8_000
LONGEST_HEADERS = 500_000
DEEPEST = 12
DEEPEST_MAIL = 3
# A picture in the text that is smaller than this is the logo under somebody's name.
SMALLEST_PICTURE = 5_000

_TELLTALE = frozenset({"from", "to", "date", "subject", "message-id", "received", "return-path", "mime-version", "delivered-to"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_CONTAINER = re.compile(rb"multipart/|message/", re.IGNORECASE)
_FAILED = re.compile(r"^\s*failed\b", re.IGNORECASE)


class _BoundedHeaders(EmailPolicy):
    """The standard library's policy, on headers of a bounded length: it takes the square of the time over a long one."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


POLICY = _BoundedHeaders(raise_on_defect=False)


def read_eml(raw: bytes, *, now: datetime) -> IncomingMail:
    """The mail in these bytes. Raises NotAMail."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if raw.startswith(b"From "):
        # As a mailbox file begins each mail.
        raw = raw.partition(b"\n")[2]
    _refuse_what_is_no_mail(raw)
    try:
        message = message_from_bytes(raw, policy=POLICY)
    except Exception as error:
        # The standard library promises never to fail here and does: a hostile file then counts as no mail.
        raise NotAMail("mail_too_complex" if isinstance(error, RecursionError | MemoryError) else "no_mail") from None
    return _read(message, now=now, depth=1)


def _refuse_what_is_no_mail(raw: bytes) -> None:
    head = re.split(rb"\r?\n\r?\n", raw[:LONGEST_HEADERS], maxsplit=1)[0]
    names = {match.lower().decode() for match in re.findall(rb"^([A-Za-z][A-Za-z-]{1,40}):", head, re.MULTILINE)}
    # An answer says so, whatever else a simple program leaves out.
    if (len(names & _TELLTALE) < 2 and "in-reply-to" not in names) or b"\x00" in head:
        raise NotAMail("no_mail")
    if len(head) >= LONGEST_HEADERS or is_too_complex(raw):
        raise NotAMail("mail_too_complex")


def is_too_complex(raw: bytes) -> bool:
    """Whether reading these bytes as a mail would take longer than any real mail does. Ask before the standard library reads them."""
    lines, containers = raw.count(b"\n"), sum(1 for _ in _CONTAINER.finditer(raw))
    is_deep = containers > MOST_CONTAINERS or lines * containers > MOST_LINES_TIMES_CONTAINERS
    return is_deep or lines > MOST_LINES or raw.count(b"\n--") > MOST_PARTS


def _read(message: Message, *, now: datetime, depth: int) -> IncomingMail:
    reader = _Reader(now=now, depth=depth)
    texts = reader.read(message, level=0)
    reader.contents.text = "\n\n".join(text for _is_plain, text in texts)
    return assembled(headers=headers_of(message), contents=reader.contents, now=now)


class _Reader:
    """Goes through the parts of one mail once."""

    def __init__(self, *, now: datetime, depth: int) -> None:
        self._now = now
        self._depth = depth
        self._text_left = LONGEST_HTML
        self.contents = Contents()

    def read(self, part: Message, *, level: int) -> list[tuple[bool, str]]:
        """The texts to read in this part (plain or not, text); files and the rest go to the contents."""
        if level > DEEPEST:
            self.contents.found(Finding.TOO_DEEP)
            return []
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            self._mail_in_mail(part)
            return []
        if kind in ("message/delivery-status", "text/rfc822-headers"):
            self._report(part, kind)
            return []
        if part.is_multipart():
            return self._parts(part, kind, level)
        return self._leaf(part, kind)

    def _parts(self, part: Message, kind: str, level: int) -> list[tuple[bool, str]]:
        if kind == "multipart/report":
            self.contents.is_report = True
        texts: list[tuple[bool, str]] = []
        children = [child for child in _children(part) if isinstance(child, Message)]
        for child in children:
            texts += self.read(child, level=level + 1)
        if kind == "multipart/alternative":
            return [one for one in texts if one[0]] or texts
        return texts

    def _leaf(self, part: Message, kind: str) -> list[tuple[bool, str]]:
        name = _name_of(part)
        is_attached = bool(name) or part.get_content_disposition() == "attachment"
        if kind in ("text/plain", "text/html") and not is_attached:
            text = self._text(part)
            if kind == "text/html":
                text = text_of_html(text)
            return [(kind == "text/plain", text)] if text.strip() else []
        if kind in _ENCRYPTED:
            self.contents.found(Finding.ENCRYPTED)
        content = _bytes_of(part)
        if content is None:
            self.contents.found(Finding.ATTACHMENT_UNREADABLE)
        elif content and kind not in _SIGNATURES and not _is_decoration(part, kind, content):
            self.contents.attach(name, content, media_type=kind)
        return []

    def _text(self, part: Message) -> str:
        content = _bytes_of(part)
        if content is None:
            self.contents.found(Finding.CHARSET_UNCLEAR)
            return ""
        try:
            charset = part.get_content_charset() or ""
        except (ValueError, LookupError, UnicodeError):
            charset = ""
        text, is_as_claimed = decoded(content, charset)
        if not is_as_claimed:
            self.contents.found(Finding.CHARSET_UNCLEAR)
        if len(text) > self._text_left:
            self.contents.found(Finding.TEXT_CUT)
        text = text[: self._text_left]
        self._text_left -= len(text)
        return text

    def _mail_in_mail(self, part: Message) -> None:
        inner = next((child for child in _children(part) if isinstance(child, Message)), None)
        if inner is None:
            self.contents.found(Finding.ATTACHMENT_UNREADABLE)
            return
        if self.contents.is_report:
            self.contents.returned_ids += ids_in(headers_of(inner)["message-id"])
            return
        if self._depth >= DEEPEST_MAIL:
            self.contents.found(Finding.TOO_DEEP)
        elif self.contents.inner is None:
            self.contents.inner = replace(_read(inner, now=self._now, depth=self._depth + 1), is_part=True)
        try:
            self.contents.attach(SENT_ON, inner.as_bytes(policy=POLICY.clone(refold_source="none")))
        except Exception:
            # Writing a damaged mail again fails in as many ways as it can be damaged.
            self.contents.found(Finding.ATTACHMENT_UNREADABLE)

    def _report(self, part: Message, kind: str) -> None:
        """What a mail server says of a mail of ours: whether it failed for good, and which one it was."""
        self.contents.is_report = True
        if kind == "message/delivery-status":
            blocks = [child for child in _children(part) if isinstance(child, Message)]
            actions = [str(value) for block in blocks for name, value in block.raw_items() if name.lower() == "action"]
            self.contents.has_failed |= any(_FAILED.match(action) for action in actions)
            return
        text, _is_as_claimed = decoded(_bytes_of(part) or b"", "utf-8")
        self.contents.returned_ids += ids_in(re.findall(r"^message-id:\s*(\S+)", text, re.IGNORECASE | re.MULTILINE))


def _children(part: Message) -> list[object]:
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else []


def _bytes_of(part: Message) -> bytes | None:
    try:
        content = part.get_payload(decode=True)
    except Exception:
        # A transfer encoding that lies: the part is unreadable, the mail is not.
        return None
    return content if isinstance(content, bytes) else None


def _name_of(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except Exception:
        # As with any header of a hostile mail.
        return ""


def _is_decoration(part: Message, kind: str, content: bytes) -> bool:
    return kind.startswith("image/") and part["content-id"] is not None and len(content) < SMALLEST_PICTURE
