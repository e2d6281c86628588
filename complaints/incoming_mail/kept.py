"""A mail as it is kept (pure): its headers and its text, written anew. What came with it is not in it, only named.

So whatever was hidden in a mail is not in what somebody opens later: no program, no script or picture in a web page, no place a
picture was taken. Read again it says the same as the mail it was made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import Compat32
from email.utils import formataddr, formatdate, getaddresses

from complaints.incoming_mail.message import FILES_HEADER, NO_FILES, IncomingMail, Nature
from complaints.incoming_mail.texts import sender_in

# As what a mail in a mail, and the list of what came with a mail, is named.
SENT_ON, LIST_OF_FILES = "doorgestuurd-bericht.eml", "bijlagen.txt"
MOST_ADDRESSES = 100
_OF_ONE = frozenset({"from", "sender", "reply-to"})
_OF_MORE = frozenset({"to", "cc"})
_POLICY = Compat32(linesep="\r\n", mangle_from_=False)
_TEXT = Charset("utf-8")
_TEXT.body_encoding = QP


def as_kept(mail: IncomingMail, *, files: Sequence[str] = ()) -> bytes:
    """The mail as an .eml file without what came with it. files: a line for each of those: where it is, or why it is not kept.

    The same mail gives the same bytes.
    """
    return _written(mail, files=files, level=0).as_bytes(policy=_POLICY)


def _written(mail: IncomingMail, *, files: Sequence[str], level: int) -> Message:
    body: Message = _text_part(mail.whole)
    parts: list[Message] = []
    if files:
        listed = _text_part("\n".join(files))
        listed.add_header("Content-Disposition", "inline", filename=LIST_OF_FILES)
        parts.append(listed)
    if mail.inner is not None and mail.inner.is_part:
        parts.append(MIMEMessage(_written(mail.inner, files=(), level=level + 1)))
    if parts:
        # "=_" stands in no encoded text, so no text can end its own part.
        digest = hashlib.sha256(f"{level}{mail.digest}".encode()).hexdigest()
        body = MIMEMultipart("mixed", f"=_{digest[:40]}", [body, *parts])
    of_part = body.items()
    for name, _text in of_part:
        del body[name]
    # Who wrote it stands on top, for whoever opens the file as text.
    headers: list[tuple[str, str | Header]] = [*_headers(mail), *of_part]
    if (files or mail.files_digest) and FILES_HEADER not in {name.lower() for name, _text in headers}:
        headers.append((FILES_HEADER.title(), mail.files_digest or NO_FILES))
    for name, text in headers:
        body[name] = text  # type: ignore[assignment]
    return body


def _text_part(text: str) -> MIMEText:
    return MIMEText(text.encode("utf-8", errors="replace").decode("utf-8"), "plain", _TEXT)  # type: ignore[arg-type]


def _headers(mail: IncomingMail) -> list[tuple[str, str | Header]]:
    told: list[tuple[str, str | Header]] = [(name, _value(name, value)) for name, value in mail.headers if name != "references"]
    there = {name for name, _value in mail.headers}
    # What a mail server says in a part of its own is not kept, what follows from it is.
    references = [*mail.references, *reversed(mail.returned_ids)]
    if references:
        told.append(("references", " ".join(references)))
    if mail.nature is Nature.AUTOMATIC and "auto-submitted" not in there:
        told.append(("auto-submitted", "auto-replied"))
    if mail.nature is Nature.NOT_DELIVERED and "x-failed-recipients" not in there:
        told.append(("x-failed-recipients", "-"))
    if "date" not in there and "received" not in there and mail.moment is not None:
        told.append(("date", formatdate(mail.moment.timestamp())))
    return [(name.title(), value) for name, value in told]


def _value(name: str, value: str) -> str | Header:
    if name in _OF_ONE:
        sender = sender_in(value)
        if sender.email.isascii():
            return formataddr((sender.name, sender.email)) if sender.email else Header(value, "utf-8")
    if name in _OF_MORE:
        found = [(who, email) for who, email in getaddresses([value])[:MOST_ADDRESSES] if "@" in email and email.isascii()]
        if found:
            return ", ".join(formataddr(one) for one in found)
    return value if value.isascii() else Header(value, "utf-8")
