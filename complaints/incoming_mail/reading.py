"""Bytes to mail: an .eml file, an Outlook .msg file, or what a mail server hands over."""

from __future__ import annotations

from datetime import datetime

from complaints.incoming_mail import outlook
from complaints.incoming_mail.eml import read_eml
from complaints.incoming_mail.message import LARGEST, IncomingMail, NotAMail


def read_mail(raw: bytes, *, now: datetime) -> IncomingMail:
    """The mail in these bytes, with everything odd about it as a finding. Nothing is fetched. Raises NotAMail."""
    if len(raw) > LARGEST:
        raise NotAMail("mail_too_large")
    return outlook.read_msg(raw, now=now) if raw.startswith(outlook.MAGIC) else read_eml(raw, now=now)
