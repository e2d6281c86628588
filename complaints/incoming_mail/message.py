"""A mail as we use it, whatever file it came in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LARGEST = 25 * 1024 * 1024
LONGEST_TEXT = 100_000
# All of a text as the kept mail has it; the form of registration takes less.
LONGEST_WHOLE = 600_000
LONGEST_LINE = 250
LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LONGEST_ID = 250
MOST_ATTACHMENTS = 50
MOST_REFERENCES = 100
# A header of our own, in a mail as it is kept without what came with it.
FILES_HEADER, NO_FILES = "x-files-sha256", "none"


class NotAMail(ValueError):
    """These bytes cannot be taken in as a mail. code: no_mail, mail_too_large or mail_too_complex."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Nature(StrEnum):
    """What kind of mail: written by somebody, sent by a machine by itself, or the news that a mail did not arrive."""

    MESSAGE = "MESSAGE"
    AUTOMATIC = "AUTOMATIC"
    NOT_DELIVERED = "NOT_DELIVERED"


class Finding(StrEnum):
    """What whoever checks the mail should know of it."""

    CHARSET_UNCLEAR = "charset_unclear"
    DATE_MISSING = "date_missing"
    DATE_ABSURD = "date_absurd"
    SENDER_MISSING = "sender_missing"
    TEXT_MISSING = "text_missing"
    TEXT_CUT = "text_cut"
    TOO_DEEP = "too_deep"
    ATTACHMENTS_LEFT_OUT = "attachments_left_out"
    ATTACHMENT_UNREADABLE = "attachment_unreadable"
    ENCRYPTED = "encrypted"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who wrote it, as the mail says: nothing proves it. Either part may be empty."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A file in the mail. name: without folders and control characters."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class IncomingMail:
    """One mail. moment: when it arrived, else when it was sent; with a time zone; None where the mail tells no usable one.

    text: what was written now; earlier_text: the mails quoted below it. in_reply_to, references: message ids with their
    brackets, as the header has them. returned_ids: ids of our mails that came back in it. inner: the mail that was
    forwarded in this one, as far as it is there; is_part: this one was such a mail, and not lines in the text of another.
    whole: all of its text, what was quoted included. headers: those that are kept with it, as (name, text on one line).
    files_digest: what came with it in one word, "" where nothing did; a kept mail still says so (FILES_HEADER).
    """

    sender: Sender = Sender()
    moment: datetime | None = None
    subject: str = ""
    text: str = ""
    earlier_text: str = ""
    attachments: tuple[AttachedFile, ...] = ()
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    returned_ids: tuple[str, ...] = ()
    nature: Nature = Nature.MESSAGE
    inner: IncomingMail | None = None
    is_part: bool = False
    whole: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    files_digest: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_auto_generated(self) -> bool:
        """Written by no person: never a new complaint, and never answered."""
        return self.nature is not Nature.MESSAGE

    @property
    def digest(self) -> str:
        """The same for one mail that arrives twice; not for two mails of a program that gives each the same id.

        Where Outlook hands over other files than a mail server did, that is a mail of its own: sooner one twice than a file lost.
        """
        parts = [self.message_id, self.sender.email.lower(), self.subject, self.text, self.earlier_text]
        if self.files_digest:
            parts.append(self.files_digest)
        if self.nature is Nature.NOT_DELIVERED:
            parts += self.answered_ids
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()

    @property
    def answered_ids(self) -> tuple[str, ...]:
        """The messages this one is about, the nearest first."""
        return tuple(dict.fromkeys((*self.in_reply_to, *self.returned_ids, *reversed(self.references))))[:MOST_REFERENCES]
