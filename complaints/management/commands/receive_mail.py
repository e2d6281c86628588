"""`manage.py receive_mail < mail`: one mail from a mail server (a pipe), for whichever organisation it answers."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from complaints.incoming_mail.message import LARGEST
from complaints.receiving import Received, receive
from tenants.clock import read_clock
from tenants.command_language import ProductCommand

log = logging.getLogger(__name__)

# What a mail server does with each: done; tell the sender; tell the sender; try again later.
STATUS = {
    Received.TAKEN_IN: os.EX_OK,
    Received.IGNORED: os.EX_OK,
    Received.UNKNOWN: os.EX_NOUSER,
    Received.NO_MAIL: os.EX_DATAERR,
}


class Command(ProductCommand):
    help = (
        "Neemt één mail aan van standaardinvoer, zoals een mailserver die aanbiedt. Status 0: verwerkt; 65: geen mail, of te groot;"
        " 67: geen antwoord op een bericht van ons; 75: kon nu niet, later nog eens."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(self._status())

    def _status(self) -> int:
        try:
            raw = sys.stdin.buffer.read(LARGEST + 1)
            return STATUS[receive(raw=raw, now=read_clock())]
        except Exception as error:
            # Whatever it was, the mail must not get lost: the mail server keeps it and offers it again.
            log.warning("mail.not_received error=%s", type(error).__name__)
            return os.EX_TEMPFAIL
