"""Mails in a file. Subject and address hold a reference and nothing of the person or the matter."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import formataddr, parseaddr
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from complaints.incoming_mail.message import LONGEST_ID, IncomingMail
from complaints.linking import parts_of_letter
from complaints.models import Complaint, ContactWay, Exclusion, Notice, NoticeCode, Party, Round, SentMessage
from complaints.records import record_event
from tenants.actors import system_actor
from tenants.addresses import address_at
from tenants.connections import current_schema
from tenants.models import Tenant
from tenants.organisation.models import OrganisationSettings

LANGUAGE_OF_LETTERS = "nl"
ACKNOWLEDGEMENT_LETTER = "L01"
# As what a mail that came in is itself kept in its file.
AS_MAIL = "bericht.eml"
# In a header of ours stands nothing of somebody else's but this.
AN_ID = re.compile(rf"<[!-;=?-~]{{3,{LONGEST_ID - 2}}}>")
OWN_ID = re.compile(r"<[0-9a-f]{32}\.(?P<schema>[a-z0-9_]{1,63})@(?P<domain>[^<>@\s]+)>")


class MailRefused(Exception):
    """The mail server will never take this mail: not for this address, or not what is in it. Holds nothing of either."""


class MailWaits(Exception):
    """This mail cannot go now; later it may. is_server_away: that holds for every mail, not for this one."""

    def __init__(self, *, is_server_away: bool) -> None:
        self.is_server_away = is_server_away
        super().__init__(is_server_away)


def new_message_id(complaint: Complaint) -> str:
    """A header by which a reply finds its file: it names the organisation's schema, and nobody can guess it."""
    return f"<{uuid.uuid4().hex}.{current_schema()}@{settings.BASE_DOMAIN}>"


def schema_of(message_id: str) -> str | None:
    """The schema of the organisation that sent a message; None for one that is not ours. Ours is no proof that it exists."""
    found = OWN_ID.fullmatch(message_id)
    return found["schema"] if found and found["domain"].lower() == settings.BASE_DOMAIN.lower() else None


def message_answered(mail: IncomingMail) -> SentMessage | None:
    """Our message of this organisation that a mail answers or brings back, the nearest one; None when there is none."""
    ids = mail.answered_ids
    found = {one.message_id: one for one in SentMessage.objects.select_related("complaint").filter(message_id__in=ids)}
    return next((found[one] for one in ids if one in found), None)


def file_that_counts(complaint: Complaint) -> Complaint:
    """The file itself, or the one it is the double of; itself again where that one was destroyed."""
    seen = {complaint.pk}
    found = complaint
    while found.exclusion == Exclusion.DUPLICATE and found.duplicate_of is not None and found.duplicate_of_id not in seen:
        found = found.duplicate_of
        seen.add(found.pk)
    return complaint if found.destroyed_at is not None else found


def mail_acknowledgement(*, message: SentMessage, to: Party | None, today: date) -> str:
    """Letter L01: day of receipt, who handles it, the last day or that it is over, and that one may call. Returns the text that was sent.

    The organisation's phone number and e-mail address stand in it, where its settings name them. Nothing is sent, and ""
    returned, without an address. It names the organisation as sender, and an answer goes to the mailbox that is read
    (REPLY_TO_EMAIL); where there is none, it asks for no answer. With the person it stands below the mail they sent. Raises
    MailRefused, MailWaits.
    """
    if to is None or not to.email:
        return ""
    complaint, opened = message.complaint, message.round
    with override(LANGUAGE_OF_LETTERS):
        organisation = Tenant.objects.get(schema_name=current_schema())
        context = {
            "organisation": organisation,
            "authority": complaint.authority,
            "complaint": complaint,
            "round": opened,
            "is_over": opened.due_on < today,
            "handler": opened.handler.get_full_name() if opened.handler else "",
            "reach": OrganisationSettings.objects.only("phone", "phone_hours", "email").get(),
            "is_answer_read": bool(settings.REPLY_TO_EMAIL),
        }
        text = render_to_string("complaints/mail/acknowledgement.txt", context)
        mail = EmailMessage(
            subject=_("We received your message (%(reference)s)") % {"reference": complaint.reference},
            body=text,
            from_email=formataddr((organisation.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[to.email],
            reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated", **_below(mail_it_came_in(complaint, to=to))},
        )
        _send(mail)
    return text


def mail_letter(*, message: SentMessage, to: Party | None, content: bytes) -> str:
    """The letter of a message, as a PDF beside a few words that tell nothing of it. Returns the text that was sent.

    For a relay that delivers securely alone (MAIL_RELAY_IS_SECURE); whoever asks for it has checked that. Nothing is sent, and ""
    returned, without an address. Raises MailRefused, MailWaits.
    """
    if to is None or not to.email:
        return ""
    complaint = message.complaint
    with override(LANGUAGE_OF_LETTERS):
        organisation = Tenant.objects.get(schema_name=current_schema())
        context = {
            "organisation": organisation,
            "authority": complaint.authority,
            "complaint": complaint,
            "reach": OrganisationSettings.objects.only("phone", "phone_hours", "email").get(),
            "is_answer_read": bool(settings.REPLY_TO_EMAIL),
        }
        text = render_to_string("complaints/mail/letter.txt", context)
        mail = EmailMessage(
            subject=_("A letter for you (%(reference)s)") % {"reference": complaint.reference},
            body=text,
            from_email=formataddr((organisation.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[to.email],
            reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
            headers={"Message-ID": message.message_id, **_below(mail_it_came_in(complaint, to=to))},
        )
        mail.attach(f"{_('Letter')} {complaint.reference}.pdf", content, "application/pdf")
        _send(mail)
    return text


def mail_it_came_in(complaint: Complaint, *, to: Party) -> str:
    """The id of the first mail in a file that this person sent, by the address it names; "" when there is none.

    A mail that a colleague sent on has an id that nobody else knows; the one in it counts, where it came along.
    """
    theirs = complaint.documents.filter(sender_email__iexact=to.email).exclude(message_id="").order_by("uploaded_at", "pk").first()
    return theirs.message_id if theirs is not None else ""


def _below(message_id: str) -> dict[str, str]:
    """The headers by which a mail program puts a mail below another. Raises nothing for an id that is none: it is left out."""
    return {"In-Reply-To": message_id, "References": message_id} if AN_ID.fullmatch(message_id) else {}


def take_back(sent: SentMessage, *, now: datetime) -> dict[str, object]:
    """Our mail did not arrive. Was it the confirmation of receipt, then that is to be done again, by another way.

    Told twice, the first time counts; a later confirmation of the same round that did not come back stays. Of a part that was split
    off, and confirmed by the same mail, the history says it here. Returns what that of the file that sent it says. Opens no
    transaction; the file is locked, the round is here.
    """
    one = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=sent.round_id)
    sent.returned_at = sent.returned_at or now
    sent.save(update_fields=["returned_at"])
    if sent.letter_code != ACKNOWLEDGEMENT_LETTER or one.acknowledged_by != ContactWay.EMAIL or one.closed_on is not None:
        return {"letter": sent.letter_code}
    confirmations = SentMessage.objects.filter(round=one, letter_code=ACKNOWLEDGEMENT_LETTER, returned_at=None)
    if confirmations.filter(pk__gt=sent.pk).exists():
        return {"letter": sent.letter_code}
    data: dict[str, object] = {"letter": sent.letter_code, "acknowledged_was": one.acknowledged_on and one.acknowledged_on.isoformat()}
    # What was split off since rests on the same mail.
    parts = Round.objects.filter(complaint__in=parts_of_letter(sent.complaint), acknowledged_on=one.acknowledged_on, closed_on=None)
    for part in parts.filter(acknowledged_by=ContactWay.EMAIL).exclude(complaint__sent_messages__letter_code=ACKNOWLEDGEMENT_LETTER):
        _unconfirm(part)
        record_event(complaint=part.complaint, actor=system_actor(), now=now, code="mail_not_delivered", data=data)
    _unconfirm(one)
    return data


def _unconfirm(one: Round) -> None:
    one.acknowledged_on, one.acknowledged_by = None, ""
    one.save(update_fields=["acknowledged_on", "acknowledged_by"])


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """A file in a message to a colleague: its reference, why it is told (a code), and its days. Nothing of its content.

    norm_on: of what is told, where the organisation's norm sets a day for it.
    """

    reference: str
    why: str
    due_on: date
    norm_on: date


def mail_notice(*, notice: Notice, lines: Sequence[NoticeLine], stuck: int) -> None:
    """Tell a colleague of files by reference. stuck: how many files nobody can take, for an administrator.

    Raises MailRefused, MailWaits.
    """
    tenant = Tenant.objects.get(schema_name=current_schema())
    with override(LANGUAGE_OF_LETTERS):
        subject = {
            NoticeCode.ASSIGNED: _("A file is for you"),
            NoticeCode.UNASSIGNED: _("A file waits for a handler"),
            NoticeCode.DIGEST: ngettext("Today %(n)s file asks for something", "Today %(n)s files ask for something", len(lines) + stuck),
        }[NoticeCode(notice.code)] % {"n": len(lines) + stuck}
        if len(lines) == 1:
            subject += f" ({lines[0].reference})"
        context = {
            "organisation": tenant,
            "lines": [
                {"line": line, "address": address_at(tenant, reverse("complaint", urlconf="config.urls_tenant", args=[line.reference]))}
                for line in lines
            ],
            "stuck": stuck,
            "home": address_at(tenant, reverse("home", urlconf="config.urls_tenant")),
            "choice": address_at(tenant, reverse("own_notices", urlconf="config.urls_tenant")),
        }
        mail = EmailMessage(
            subject=f"{subject} – {tenant.name}",
            body=render_to_string("complaints/mail/notice.txt", context),
            to=[notice.recipient.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        _send(mail)


def _send(mail: EmailMessage) -> None:
    """Hand a mail to the server. What it says may name the address, so nothing of that is passed on. Raises MailRefused, MailWaits."""
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _text in refused.recipients.values()]
        raise _failure(codes) from None
    except SMTPDataError as refused:
        raise _failure([refused.smtp_code]) from None
    except (SMTPNotSupportedError, ValueError):
        # An address that cannot be written as one.
        raise MailRefused from None
    except OSError:
        # Everything else of SMTP as well: no connection, no greeting, no login, no sender.
        raise MailWaits(is_server_away=True) from None


def _failure(codes: Sequence[int]) -> Exception:
    """5xx is for good (RFC 5321); 4xx may pass."""
    return MailRefused() if codes and all(500 <= code < 600 for code in codes) else MailWaits(is_server_away=False)
