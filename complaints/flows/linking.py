"""Say that two files belong together, and take that back. Each keeps its own clock, people and ending."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.access import access_complaint, lock_complaints
from complaints.checks import checked_text
from complaints.models import Complaint, FileLink, LinkKind
from complaints.records import record_event
from complaints.shielding import problems_of_texts
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission


class LinkedToItself(Refusal):
    code = "linked_to_itself"
    message = _("A file does not belong with itself. Give the reference of the other one.")


class AlreadyLinked(Refusal):
    code = "already_linked"
    message = _("These two files are linked already. The file shows with which others it belongs.")


class SplitStays(Refusal):
    code = "split_stays"
    message = _("These two came in together, in one letter; that stays so. Is one of them a mistake? Then leave that file out.")


def link_files(
    *, actor: Actor, reference: str, other_reference: str, kind: LinkKind, reason: str, seen_version: int | None, now: datetime
) -> Complaint:
    """Link this file with another that this person may see. kind: RELATED or MIRROR; by SPLIT files are linked when they are split.

    Raises NotFound (of either), NotPermitted, NotInThisState, ChangedMeanwhile, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, LinkedToItself, AlreadyLinked, TextTellsShielded.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with findings.noting():
        reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        _lock_both(actor=actor, reference=reference, other_reference=other_reference)
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.LINK, seen_version=seen_version)
        with findings.noting():
            other = _other(actor=actor, reference=other_reference)
            if other.pk == in_hand.complaint.pk:
                raise LinkedToItself(field="other_reference")
            if _links_between(in_hand.complaint, other).exists():
                raise AlreadyLinked(field="other_reference")
            for problem in _problems_of_reason(reason, of=(in_hand.complaint, other)):
                findings.add(problem)
        findings.tell()
        FileLink.objects.create(first=in_hand.complaint, second=other, kind=kind, reason=reason, linked_by_id=actor.user_id, linked_at=now)
        data, personal = {"kind": kind.value}, {"reason": reason}
        record_event(
            complaint=other, actor=actor, now=now, code="linked", data=data | {"with": in_hand.complaint.reference}, personal=personal
        )
        return finish_step(in_hand, actor=actor, now=now, code="linked", data=data | {"with": other.reference}, personal=personal)


def unlink_files(*, actor: Actor, reference: str, link_id: uuid.UUID, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Take back that two files belong together; the history of both keeps it.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, SplitStays, TextTellsShielded.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.LINK, seen_version=seen_version)
        of = in_hand.complaint
        link = FileLink.objects.select_for_update(of=("self",)).filter(Q(first=of) | Q(second=of), pk=link_id).first()
        if link is None:
            raise NotFound(field="link_id")
        other = _other(actor=actor, reference=(link.second if link.first_id == of.pk else link.first).reference)
        if link.kind == LinkKind.SPLIT:
            raise SplitStays(field="link_id")
        if problems := _problems_of_reason(reason, of=(of, other)):
            raise problems[0]
        link.delete()
        data, personal = {"kind": link.kind}, {"reason": reason}
        record_event(complaint=other, actor=actor, now=now, code="unlinked", data=data | {"with": of.reference}, personal=personal)
        return finish_step(in_hand, actor=actor, now=now, code="unlinked", data=data | {"with": other.reference}, personal=personal)


def _problems_of_reason(reason: str, *, of: tuple[Complaint, Complaint]) -> list[Refusal]:
    """Why they belong together is read in both: who reads the one may not know who is shielded in the other."""
    return next((found for one in of if (found := problems_of_texts({"reason": reason}, of=one))), [])


def _lock_both(*, actor: Actor, reference: str, other_reference: str) -> None:
    """Both at once, by their keys whatever was given: two who link them to each other do not wait for each other."""
    this = access_complaint(actor=actor, reference=reference)
    with suppress(NotFound):
        lock_complaints({this.pk, _other(actor=actor, reference=other_reference).pk})


def _other(*, actor: Actor, reference: str) -> Complaint:
    """Raises NotFound, of the number that was given for it."""
    try:
        return access_complaint(actor=actor, reference=reference)
    except NotFound:
        raise NotFound(field="other_reference") from None


def _links_between(one: Complaint, other: Complaint) -> QuerySet[FileLink]:
    return FileLink.objects.filter(Q(first=one, second=other) | Q(first=other, second=one))
