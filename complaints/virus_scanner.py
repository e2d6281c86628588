"""The virus scanner (ClamAV's clamd), where the installation has one. Bytes go there in a stream; no name goes along."""

from __future__ import annotations

import logging
from enum import Enum, auto
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

log = logging.getLogger(__name__)

SECONDS = 20


class Verdict(Enum):
    """What the scanner says. NO_SCANNER: none is configured. NO_ANSWER: it cannot be reached, or could not scan this."""

    CLEAN = auto()
    VIRUS = auto()
    NO_SCANNER = auto()
    NO_ANSWER = auto()


def has_scanner() -> bool:
    """Whether the installation has a virus scanner."""
    return bool(settings.CLAMAV_ADDRESS)


def scan(content: BinaryIO) -> Verdict:
    """Have a file scanned, from its start. Waits at most twenty seconds for each answer; never raises."""
    if not has_scanner():
        return Verdict.NO_SCANNER
    content.seek(0)
    try:
        state, _virus = _scanner().instream(content)["stream"]
    except (ClamdError, OSError, KeyError, UnicodeError) as error:
        log.warning("documents.scanner_silent error=%s", type(error).__name__)
        return Verdict.NO_ANSWER
    finally:
        content.seek(0)
    if state == "ERROR":
        log.warning("documents.scanner_error")
        return Verdict.NO_ANSWER
    return Verdict.VIRUS if state == "FOUND" else Verdict.CLEAN


def _scanner() -> ClamdNetworkSocket:
    address: str = settings.CLAMAV_ADDRESS
    if address.startswith(("unix:", "/")):
        return ClamdUnixSocket(path=address.removeprefix("unix://").removeprefix("unix:"), timeout=SECONDS)
    place = urlsplit(f"//{address}")
    return ClamdNetworkSocket(host=place.hostname or "127.0.0.1", port=place.port or 3310, timeout=SECONDS)
