"""Where the mailbox is that answers arrive in (pure), so that settings can refuse an address that leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class UnusableMailbox(ValueError):
    """The address names no mailbox, or one that would be read unencrypted. Holds nothing of the address."""


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """Where a mailbox is. scheme: imaps (from the first byte encrypted), imap+starttls, or imap on this machine alone."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


def mailbox_of(address: str) -> Mailbox:
    """The mailbox of an address: `imaps://user:password@mail.example/INBOX`. Raises UnusableMailbox."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise UnusableMailbox from None
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise UnusableMailbox
    if parts.scheme == "imap" and parts.hostname not in THIS_MACHINE:
        raise UnusableMailbox
    return Mailbox(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )
