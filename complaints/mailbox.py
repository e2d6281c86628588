"""The mailbox to which answers go, read over IMAP: a mail leaves the inbox only after it was taken in."""

from __future__ import annotations

import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from django.db import InterfaceError, OperationalError

from complaints.incoming_mail.mailbox_address import Mailbox
from complaints.incoming_mail.message import LARGEST
from complaints.receiving import Received

log = logging.getLogger(__name__)

DONE, NOT_RECOGNISED = "Verwerkt", "Niet herkend"
MOST_AT_ONCE = 50
SECONDS = 30
# Something we need is away: the database, the storage of documents, the network. That says nothing about one mail.
AWAY = (OperationalError, InterfaceError, OSError, BotoCoreError, ClientError)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxUnusable(RuntimeError):
    """The mailbox refused something we cannot do without. Holds the step and no address."""


def poll(mailbox: Mailbox, *, take: Callable[[bytes], Received]) -> dict[str, int]:
    """Offer each mail in the folder, the oldest first, and move it: taken in to "Verwerkt", anything else to "Niet herkend".

    One that makes us fail stays where it is, flagged, and is not tried again until somebody takes the flag away; how many stand
    so is logged each time. take: what becomes of the bytes of a mail. When the database or the storage is away the round ends,
    and the mail waits as it was. Returns how many by outcome. Raises one of AWAY, imaplib.IMAP4.error, MailboxUnusable.
    """
    counted: dict[str, int] = {}
    with _opened(mailbox) as server:
        for uid in _found(server, "UNFLAGGED")[:MOST_AT_ONCE]:
            outcome = _offer(server, uid, take)
            counted[outcome] = counted.get(outcome, 0) + 1
        if set_aside := len(_found(server, "FLAGGED")):
            log.warning("mailbox.set_aside count=%s", set_aside)
    return counted


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    if mailbox.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    else:
        server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
    try:
        if mailbox.scheme == "imap+starttls":
            server.starttls(ssl_context=ssl.create_default_context())
        server.login(mailbox.user, mailbox.password)
        _demand(server.select(_quoted(mailbox.folder)), "select")
        yield server
    finally:
        _leave(server)


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (imaplib.IMAP4.error, OSError):
        log.info("mailbox.left_without_goodbye")


def _found(server: imaplib.IMAP4, flag: str) -> list[str]:
    data = _demand(server.uid("SEARCH", "UNDELETED", flag), "search")
    return (data[0] or b"").decode("ascii").split() if data else []


def _offer(server: imaplib.IMAP4, uid: str, take: Callable[[bytes], Received]) -> str:
    raw = _fetch(server, uid)
    if raw is None:
        _move(server, uid, NOT_RECOGNISED)
        return Received.NO_MAIL
    try:
        outcome = take(raw)
    except AWAY:
        raise
    except Exception as error:
        # Whatever is wrong with one mail must not keep back those behind it.
        log.warning("mailbox.failed error=%s", type(error).__name__)
        _demand(server.uid("STORE", uid, "+FLAGS", r"(\Flagged)"), "flag")
        return "failed"
    _move(server, uid, DONE if outcome is Received.TAKEN_IN else NOT_RECOGNISED)
    return outcome


def _fetch(server: imaplib.IMAP4, uid: str) -> bytes | None:
    """The bytes of a mail, unread as it was; None for one that is too large to ask for."""
    size = _SIZE.search(b" ".join(_plain(_demand(server.uid("FETCH", uid, "(RFC822.SIZE)"), "size"))))
    if size is None or int(size[1]) > LARGEST:
        return None
    parts = _demand(server.uid("FETCH", uid, "(BODY.PEEK[])"), "fetch")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


def _move(server: imaplib.IMAP4, uid: str, folder: str) -> None:
    can_move = "MOVE" in server.capabilities
    command = "MOVE" if can_move else "COPY"
    if server.uid(command, uid, _quoted(folder))[0] != "OK":
        server.create(_quoted(folder))
        _demand(server.uid(command, uid, _quoted(folder)), "move")
    if not can_move:
        _demand(server.uid("STORE", uid, "+FLAGS", r"(\Deleted)"), "delete")
        _demand(server.expunge(), "expunge")


def _demand(answer: tuple[str, list], step: str) -> list:
    status, data = answer
    if status != "OK":
        raise MailboxUnusable(step)
    return data


def _plain(data: list) -> list[bytes]:
    return [part if isinstance(part, bytes) else part[0] for part in data if part]


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
