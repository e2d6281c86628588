"""What the register does after a commit. Tasks read the clock and make one call."""

from __future__ import annotations

import logging
import uuid
from contextlib import suppress
from imaplib import IMAP4
from typing import Any

from celery import shared_task
from celery.exceptions import Ignore
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django_tenants.utils import tenant_context

from complaints.flows.acknowledgement import give_up_unsent
from complaints.flows.acknowledgement import send_acknowledgement as mail_that_was_asked_for
from complaints.flows.after_import import index_imported_files, refresh_statistics
from complaints.flows.document_storage import left_behind, waiting_for_scanner
from complaints.flows.document_storage import remove_contents as remove_from_storage
from complaints.flows.document_storage import scan_document as have_scanned
from complaints.flows.drafts import clear_lost_drafts, clear_old_drafts
from complaints.flows.exporting import remove_old_exports
from complaints.flows.exporting import run_export as carry_out_export
from complaints.flows.forgetting import forget_requests
from complaints.flows.import_runs import remove_left_behind
from complaints.flows.import_runs import run_import as carry_out_import
from complaints.flows.meanings import follow_meaning as let_files_follow
from complaints.flows.notices import follow_departure as tell_of_departure
from complaints.flows.notices import make_digests
from complaints.flows.notices import send_notice as mail_notice_once
from complaints.flows.proving import prove_work
from complaints.flows.recomputation import recompute_open_terms as compute_open_terms_anew
from complaints.flows.retention import let_unconfirmed_files_follow
from complaints.incoming_mail.mailbox_address import mailbox_of
from complaints.mail import MailWaits
from complaints.mailbox import AWAY, MailboxUnusable, poll
from complaints.receiving import receive
from complaints.virus_scanner import Verdict, has_scanner
from complaints.work.notifying import waiting_notices
from tenants.actors import system_actor
from tenants.clock import read_clock
from tenants.outbox import outbox_task
from tenants.selectors import finished_organisations

log = logging.getLogger(__name__)


@outbox_task("complaints.after_import")
def after_import() -> None:
    """Once per import, whatever its size."""
    index_imported_files(actor=system_actor())
    refresh_statistics(actor=system_actor())


@outbox_task("complaints.run_import")
def run_import(*, run_id: str) -> None:
    """Carry out an upload. When another worker is at it, the message stays open: it is offered again should that one stop."""
    if not carry_out_import(run_id=uuid.UUID(run_id), now=read_clock()):
        raise Ignore


@outbox_task("complaints.recompute_open_terms")
def recompute_open_terms() -> None:
    """After a norm changed. Run twice, the second finds nothing to change."""
    compute_open_terms_anew(actor=system_actor(), now=read_clock())


@outbox_task("complaints.follow_retention")
def follow_retention(*, years_before: int) -> None:
    """After an archivist confirmed the class. Run twice, the second finds nothing to change."""
    let_unconfirmed_files_follow(actor=system_actor(), years_before=years_before, now=read_clock())


@outbox_task("complaints.follow_meaning")
def follow_meaning(*, label_id: str) -> None:
    """After a word got another meaning. Run twice, the second finds nothing to change."""
    let_files_follow(actor=system_actor(), label_id=uuid.UUID(label_id), now=read_clock())


@shared_task(name="complaints.clear_uploads")
def clear_uploads(**kwargs: Any) -> None:
    """Each organisation in a task of its own, so that trouble at one stops no other. A deactivated one has uploads too."""
    for tenant in finished_organisations():
        with tenant_context(tenant):
            clear_uploads_here.delay()


@shared_task(name="complaints.clear_uploads_here")
def clear_uploads_here(**kwargs: Any) -> int:
    return remove_left_behind(actor=system_actor(), now=read_clock())


@shared_task(name="complaints.clear_drafts")
def clear_drafts(**kwargs: Any) -> None:
    """Each organisation in a task of its own, a deactivated one too: drafts hold personal data."""
    for tenant in finished_organisations():
        with tenant_context(tenant):
            clear_drafts_here.delay()


@shared_task(name="complaints.clear_drafts_here")
def clear_drafts_here(**kwargs: Any) -> int:
    return clear_old_drafts(actor=system_actor(), now=read_clock())


@shared_task(name="complaints.forget")
def forget(**kwargs: Any) -> None:
    """Each organisation in a task of its own, a deactivated one too: what is personal goes there as well."""
    for tenant in finished_organisations():
        with tenant_context(tenant):
            forget_here.delay()


@shared_task(name="complaints.forget_here")
def forget_here(**kwargs: Any) -> int:
    """Run twice, the second finds nothing."""
    return forget_requests(actor=system_actor(), now=read_clock())


@outbox_task("complaints.send_acknowledgement")
def send_acknowledgement(*, message_id: str) -> None:
    """The mail that confirms receipt. Delivered twice, the second finds it sent; when it cannot go now, the message stays open."""
    try:
        mail_that_was_asked_for(message_id=message_id, now=read_clock())
    except MailWaits:
        log.warning("mail.waits task=send_acknowledgement")
        raise Ignore from None


@outbox_task("complaints.send_letter")
def send_letter(*, message_id: str) -> None:
    """A letter by mail, as above."""
    try:
        mail_that_was_asked_for(message_id=message_id, now=read_clock())
    except MailWaits:
        log.warning("mail.waits task=send_letter")
        raise Ignore from None


@shared_task(name="complaints.give_up_mail")
def give_up_mail(**kwargs: Any) -> None:
    """Each organisation in a task of its own."""
    for tenant in finished_organisations():
        with tenant_context(tenant):
            give_up_mail_here.delay()


@shared_task(name="complaints.give_up_mail_here")
def give_up_mail_here(**kwargs: Any) -> int:
    return give_up_unsent(actor=system_actor(), now=read_clock())


@shared_task(name="complaints.poll_mailbox")
def poll_mailbox(**kwargs: Any) -> None:
    """The mailbox of this installation, for every organisation at once. When something is away, it is read again next time."""
    try:
        counted = poll(mailbox_of(settings.INBOUND_MAIL_URL), take=lambda raw: receive(raw=raw, now=read_clock()))
    except (*AWAY, IMAP4.error, MailboxUnusable) as error:
        log.warning("mailbox.not_read error=%s", type(error).__name__)
        return
    if counted:
        log.info("mailbox.read %s", " ".join(f"{outcome}={count}" for outcome, count in sorted(counted.items())))


@outbox_task("complaints.remove_contents")
def remove_contents(*, content_ids: list[str]) -> None:
    """Content of documents that are gone. Run twice, the second finds nothing."""
    remove_from_storage(actor=system_actor(), content_ids=[uuid.UUID(one) for one in content_ids])


@outbox_task("complaints.scan_document")
def scan_document(*, document_id: str) -> None:
    """A document that the scanner did not answer for when it came in. Silent again: every ten minutes what waits is offered."""
    have_scanned(actor=system_actor(), document_id=uuid.UUID(document_id), now=read_clock())


@shared_task(name="complaints.clear_contents")
def clear_contents(**kwargs: Any) -> None:
    """Each organisation in a task of its own, a deactivated one too: documents hold personal data."""
    for tenant in finished_organisations():
        with tenant_context(tenant):
            clear_contents_here.delay()


@shared_task(name="complaints.clear_contents_here")
def clear_contents_here(**kwargs: Any) -> int:
    return remove_from_storage(actor=system_actor(), content_ids=left_behind(actor=system_actor(), now=read_clock()))


@shared_task(name="complaints.scan_waiting")
def scan_waiting(**kwargs: Any) -> None:
    """Each organisation in a task of its own, where there is a scanner."""
    for tenant in finished_organisations() if has_scanner() else ():
        with tenant_context(tenant):
            scan_waiting_here.delay()


@shared_task(name="complaints.scan_waiting_here")
def scan_waiting_here(**kwargs: Any) -> int:
    """How many were scanned. When the scanner stays silent the rest waits for the next time."""
    scanned = 0
    for document_id in waiting_for_scanner(actor=system_actor()):
        if have_scanned(actor=system_actor(), document_id=document_id, now=read_clock()) is Verdict.NO_ANSWER:
            break
        scanned += 1
    return scanned


@outbox_task("complaints.send_notice")
def send_notice(*, notice_id: int) -> None:
    """A message to a colleague. Delivered twice, the second finds it sent; in hours without mail it waits for `notify_here`, as what
    cannot go now does.
    """
    with suppress(MailWaits):
        mail_notice_once(actor=system_actor(), notice_id=notice_id, now=read_clock())


@outbox_task("complaints.follow_departure")
def follow_departure(*, user_id: int) -> None:
    """After a role ended. Run twice, the second finds the message there, and nothing to clear."""
    clear_lost_drafts(actor=system_actor(), user_id=user_id, now=read_clock())
    tell_of_departure(actor=system_actor(), user_id=user_id, now=read_clock())


@shared_task(name="complaints.notify")
def notify(**kwargs: Any) -> None:
    """Each active organisation in a task of its own."""
    for tenant in finished_organisations():
        if tenant.is_active:
            with tenant_context(tenant):
                notify_here.delay()


@shared_task(name="complaints.notify_here")
def notify_here(**kwargs: Any) -> int:
    """Today's digests, once, and what waited for the hours for mail. Returns how many messages went.

    What is wrong with one message stops no other; when the mail server itself is away, the rest waits for the next time.
    """
    make_digests(actor=system_actor(), now=read_clock())
    went = 0
    for notice_id in waiting_notices(now=read_clock()):
        try:
            went += mail_notice_once(actor=system_actor(), notice_id=notice_id, now=read_clock())
        except MailWaits as delay:
            log.warning("mail.waits notice=%s", notice_id)
            if delay.is_server_away:
                break
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.error("notice.failed notice=%s error=%s", notice_id, type(error).__name__)
    return went


@shared_task(name="complaints.prove")
def prove(**kwargs: Any) -> None:
    """Each active organisation in a task of its own, every night."""
    for tenant in finished_organisations():
        if tenant.is_active:
            with tenant_context(tenant):
                prove_here.delay()


@shared_task(name="complaints.prove_here")
def prove_here(**kwargs: Any) -> bool:
    """Whether everything is in order here. What is not stands on the operator's page, and in the log, in numbers."""
    found = prove_work(actor=system_actor(), now=read_clock())
    if not found.is_in_order:
        log.error(
            "proof.failed without_date=%s not_as_computed=%s missing=%s twice=%s waiting=%s failed=%s day_missing=%s",
            *(found.without_date, found.not_as_computed, found.missing, found.twice, found.waiting, found.failed, found.day_missing),
        )
    return found.is_in_order


@outbox_task("complaints.run_export")
def run_export(*, run_id: str) -> None:
    """Make a large export. When another worker is at it, the message stays open: it is offered again should that one stop."""
    if not carry_out_export(run_id=uuid.UUID(run_id), now=read_clock()):
        raise Ignore


@shared_task(name="complaints.clear_exports")
def clear_exports(**kwargs: Any) -> None:
    """Each organisation in a task of its own, a deactivated one too: exports hold what files hold."""
    for tenant in finished_organisations():
        with tenant_context(tenant):
            clear_exports_here.delay()


@shared_task(name="complaints.clear_exports_here")
def clear_exports_here(**kwargs: Any) -> int:
    return remove_old_exports(actor=system_actor(), now=read_clock())
