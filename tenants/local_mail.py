"""The mail that a local installation writes to a folder instead of sending it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

FILES = "django.core.mail.backends.filebased.EmailBackend"
MOST_SHOWN = 50
# What Django's backend writes after each mail.
_END = b"-" * 79 + b"\n"


@dataclass(frozen=True, kw_only=True)
class LocalMail:
    """One mail of the folder. attachments: their names."""

    written_at: datetime
    to: str
    subject: str
    text: str
    attachments: tuple[str, ...]


def is_mail_local() -> bool:
    """Whether mail is written to a folder here: with the local settings alone."""
    return settings.LOCAL and settings.EMAIL_BACKEND == FILES


def local_mails() -> list[LocalMail]:
    """The newest mails, newest first; none where nothing was written yet."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True) if folder.is_dir() else []
    found: list[LocalMail] = []
    for file in files:
        written_at = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
        found += [_read(part, written_at) for part in reversed(file.read_bytes().split(_END)) if part.strip()]
        if len(found) >= MOST_SHOWN:
            break
    return found[:MOST_SHOWN]


def _read(raw: bytes, written_at: datetime) -> LocalMail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return LocalMail(
        written_at=written_at,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content() if body is not None else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
