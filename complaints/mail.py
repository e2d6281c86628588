"""Mails in a file. Subject and address hold a reference and nothing of the person or the matter."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from complaints.models import Complaint, Party, SentMessage
from tenants.connections import current_schema
from tenants.models import Tenant

LANGUAGE_OF_LETTERS = "nl"


def new_message_id(complaint: Complaint) -> str:
    """A header by which a reply finds its file: it names the organisation's schema, and nobody can guess it."""
    return f"<{uuid.uuid4().hex}.{current_schema()}@{settings.BASE_DOMAIN}>"


def mail_acknowledgement(*, message: SentMessage, to: Party | None) -> None:
    """Letter L01: day of receipt, who handles it, the last day, and that one may call. Nothing is sent without an address."""
    if to is None or not to.email:
        return
    complaint, opened = message.complaint, message.round
    with override(LANGUAGE_OF_LETTERS):
        context = {
            "organisation": Tenant.objects.get(schema_name=current_schema()),
            "authority": complaint.authority,
            "complaint": complaint,
            "round": opened,
            "handler": opened.handler.get_full_name() if opened.handler else "",
        }
        EmailMessage(
            subject=_("We received your message (%(reference)s)") % {"reference": complaint.reference},
            body=render_to_string("complaints/mail/acknowledgement.txt", context),
            to=[to.email],
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        ).send()
