"""Mail that a server hands over: read once, given to the organisation whose message it answers, and to no other."""

from __future__ import annotations

import logging
from datetime import datetime
from enum import StrEnum

from django_tenants.utils import get_public_schema_name, tenant_context

from complaints.flows.incoming_mail import take_in_mail
from complaints.incoming_mail.message import IncomingMail, NotAMail
from complaints.incoming_mail.reading import read_mail
from complaints.mail import schema_of
from tenants.actors import system_actor
from tenants.errors import NotFound
from tenants.models import Tenant

log = logging.getLogger(__name__)


class Received(StrEnum):
    """What came of a mail. UNKNOWN: written by somebody and no answer to us; IGNORED: the same of a machine."""

    TAKEN_IN = "taken_in"
    UNKNOWN = "unknown"
    IGNORED = "ignored"
    NO_MAIL = "no_mail"


def receive(*, raw: bytes, now: datetime) -> Received:
    """Take a mail in. Run twice with the same mail, the second changes nothing. The log holds what came of it and nothing of the mail."""
    try:
        mail = read_mail(raw, now=now)
    except NotAMail as refused:
        log.info("mail.received outcome=%s code=%s", Received.NO_MAIL, refused.code)
        return Received.NO_MAIL
    outcome = _give(mail, raw, now=now)
    log.info("mail.received outcome=%s nature=%s", outcome, mail.nature)
    return outcome


def _give(mail: IncomingMail, raw: bytes, *, now: datetime) -> Received:
    """Only the schema in the id is asked, nearest id first: nobody learns at which organisation an id exists.

    The portal has a schema as well and is no organisation.
    """
    organisations = Tenant.objects.filter(is_active=True).exclude(schema_name=get_public_schema_name())
    for schema in dict.fromkeys(schema for one in mail.answered_ids if (schema := schema_of(one))):
        tenant = organisations.filter(schema_name=schema).first()
        if tenant is None:
            continue
        with tenant_context(tenant):
            try:
                take_in_mail(actor=system_actor(), mail=mail, raw=raw, now=now)
            except NotFound:
                continue
        return Received.TAKEN_IN
    return Received.IGNORED if mail.is_auto_generated else Received.UNKNOWN
