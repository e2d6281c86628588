"""How receipt of a complaint is confirmed (Awb 9:6): in writing, and electronically what came in so (2:8, Wmebv)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from complaints.code_lists import ELECTRONIC_CHANNELS
from complaints.mail import ACKNOWLEDGEMENT_LETTER, new_message_id
from complaints.models import Complaint, ContactWay, Round, SentMessage
from complaints.selectors import filer_of
from tenants.clock import dutch_date
from tenants.outbox import after_commit

SPOKEN_FROM_AFAR = (ContactWay.PHONE, ContactWay.VIDEO)
ON_PAPER = (ContactWay.LETTER, ContactWay.DESK, ContactWay.VISIT)


def ways_to_confirm(complaint: Complaint, *, opened: Round) -> tuple[ContactWay, ...]:
    """The ways that are right for this round; the one to choose comes first.

    What came in electronically is confirmed by mail alone while there is an address that takes it. Once our mail did not arrive a
    letter comes first. Of what was told orally, also by who came back, receipt may be confirmed in a talk as well. Who came another
    way and has an address may say that e-mail is right (2:8).
    """
    if may_be_mailed(complaint) and has_address(complaint):
        return (*ON_PAPER, ContactWay.EMAIL) if did_mail_fail(opened) else (ContactWay.EMAIL,)
    is_oral = opened.is_written is False or not (opened.is_confirmed_in_writing or may_be_mailed(complaint))
    mail = (ContactWay.EMAIL,) if has_address(complaint) and not may_be_mailed(complaint) else ()
    return (*ON_PAPER, *SPOKEN_FROM_AFAR, *mail) if is_oral else (*ON_PAPER, *mail)


def may_be_mailed(complaint: Complaint) -> bool:
    """Whether it came in electronically, so that the person is reachable that way."""
    return complaint.channel is not None and complaint.channel.core_code in ELECTRONIC_CHANNELS


def has_address(complaint: Complaint) -> bool:
    """Whether there is an address to mail to."""
    filer = filer_of(complaint)
    return filer is not None and bool(filer.email)


def did_mail_fail(opened: Round) -> bool:
    """Whether a confirmation of this round came back, or was not taken."""
    return SentMessage.objects.filter(round=opened, letter_code=ACKNOWLEDGEMENT_LETTER, returned_at__isnull=False).exists()


def confirm_by_mail(opened: Round, *, now: datetime) -> dict[str, Any]:
    """Confirm receipt by a mail that goes after the commit. Returns what the history says of it. Opens no transaction."""
    complaint = opened.complaint
    message = SentMessage.objects.create(
        complaint=complaint, round=opened, letter_code=ACKNOWLEDGEMENT_LETTER, message_id=new_message_id(complaint), queued_at=now
    )
    after_commit("complaints.send_acknowledgement", now=now, message_id=message.message_id)
    return confirm(opened, way=ContactWay.EMAIL, acknowledged_on=dutch_date(now))


def confirm(opened: Round, *, way: ContactWay, acknowledged_on: date) -> dict[str, Any]:
    """Keep that receipt is confirmed. Returns what the history says of it. Opens no transaction."""
    opened.acknowledged_on, opened.acknowledged_by = acknowledged_on, way
    opened.save(update_fields=["acknowledged_on", "acknowledged_by"])
    return {"way": way.value, "on": acknowledged_on.isoformat(), "fields": ["acknowledged_on"]}
