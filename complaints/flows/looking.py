"""Looking is recorded: each opening of a file, search, export and reveal of a shielded identity, without its content."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint
from complaints.advising import may_look
from complaints.checks import checked_reason_to_know
from complaints.finding.filters import ComplaintFilters
from complaints.finding.listing import ComplaintPage, count_complaints, find_complaints
from complaints.finding.sorting import Sort
from complaints.models import AccessRecord, Complaint, Identity, Party
from complaints.same_person import SamePerson, files_of_same_person
from complaints.selectors import complaint_file, current_round, listed_complaint
from tenants.actors import Actor, guard
from tenants.errors import NotPermitted, Refusal
from tenants.permissions import Permission


class NobodyIsShielded(Refusal):
    code = "nobody_is_shielded"
    message = _("Nobody in this file is shielded; what is known stands in the file.")


def open_file(*, actor: Actor, reference: str, now: datetime) -> Complaint:
    """One file with everything in it; that it was opened is recorded. Raises NotFound, NotPermitted."""
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        complaint = complaint_file(actor=actor, reference=reference)
        _record("opened", complaint=complaint, actor=actor, now=now, is_whole=True)
    return complaint


def open_for_api(*, actor: Actor, reference: str, now: datetime) -> Complaint:
    """One file as a row of the list has it loaded, recorded as opened. Raises NotFound, NotPermitted."""
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        complaint = listed_complaint(actor=actor, reference=reference)
        _record("opened", complaint=complaint, actor=actor, now=now)
    return complaint


def record_openings(*, actor: Actor, complaint_ids: Collection[UUID], now: datetime) -> None:
    """That somebody is about to be shown what is in these files, which the door let them into. One statement. Raises NotPermitted."""
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        AccessRecord.objects.bulk_create(
            AccessRecord(complaint_id=one, happened_at=now, actor_kind=actor.kind, actor_id=actor.user_id, code="opened", data={})
            for one in complaint_ids
        )


def search_files(
    *,
    actor: Actor,
    filters: ComplaintFilters,
    today: date,
    sort: Sort = Sort.NEWEST,
    after: str | None = None,
    before: str | None = None,
    size: int = 25,
    count_up_to: int | None = None,
    now: datetime,
) -> ComplaintPage:
    """The list somebody asks for; that they looked is recorded by which filters were used, never by what was typed.

    Raises what `find_complaints` does.
    """
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        page = find_complaints(
            actor=actor, filters=filters, today=today, sort=sort, after=after, before=before, size=size, count_up_to=count_up_to
        )
        counted: dict[str, Any] = {"shown": len(page.items)} if page.total is None else {"found": page.total}
        _record("searched", complaint=None, actor=actor, now=now, filters=filters.used, **counted)
    return page


def count_files(*, actor: Actor, filters: ComplaintFilters, today: date, now: datetime) -> int:
    """How many files a list would hold; that somebody asked is recorded as a search is. Raises what `find_complaints` does."""
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        found = count_complaints(actor=actor, filters=filters, today=today)
        _record("searched", complaint=None, actor=actor, now=now, filters=filters.used, found=found)
    return found


def search_same_person(*, actor: Actor, name: str = "", phone: str = "", email: str = "", now: datetime) -> list[SamePerson]:
    """Files that may be of somebody who goes by this; that somebody looked is recorded, never whom for. Raises NotPermitted."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        found = files_of_same_person(actor=actor, name=name, phone=phone, email=email)
        _record("searched", complaint=None, actor=actor, now=now, filters=["same_person"], found=len(found))
    return found


def reveal_identity(*, actor: Actor, reference: str, reason: str, now: datetime) -> list[Party]:
    """Who is behind a shielded name, for a person with a reason who handles the complaint, or hears in it (9:15(2)). Raises NotFound,
    NotPermitted, TextMissing, ReasonSaysNothing, NobodyIsShielded.
    """
    guard(actor, Permission.HEAR)
    reason = checked_reason_to_know(reason, field="reason")
    with transaction.atomic(durable=True):
        complaint = access_complaint(actor=actor, reference=reference)
        if not may_look(actor, current_round(complaint)):
            raise NotPermitted
        shielded = list(complaint.parties.filter(identity=Identity.SHIELDED).order_by("pk"))
        if not shielded:
            raise NobodyIsShielded
        _record("revealed", complaint=complaint, actor=actor, now=now, reason=reason, parties=[party.pk for party in shielded])
    return shielded


def _record(code: str, *, complaint: Complaint | None, actor: Actor, now: datetime, reason: str = "", **data: object) -> None:
    AccessRecord.objects.create(
        complaint=complaint,
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code=code,
        data=data,
        personal={"reason": reason} if reason else None,
    )
