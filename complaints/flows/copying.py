"""Record that whoever it is about was sent the klaagschrift with its enclosures (Awb 9:9)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from complaints.hearing import (
    WAYS_OF_COPY,
    CopyIsOnPaper,
    CopySentAlready,
    Heard,
    NobodyIsSubject,
    checked_person,
    problems_of_day,
    subjects_of,
)
from complaints.inviting import keep_copy
from complaints.models import Complaint, ContactWay
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusals
from tenants.permissions import Permission


def record_copy(
    *, actor: Actor, reference: str, subject: Heard, sent_on: date | None, way: ContactWay, seen_version: int | None, now: datetime
) -> Complaint:
    """sent_on: today when blank. subject: one of those whose conduct it is, as the file names them.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NobodyIsSubject, SubjectUnknown, CopySentAlready, and Refusals
    about the day and the way.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    sent_on = sent_on or dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SEND_COPY, seen_version=seen_version)
        if not subjects_of(in_hand.complaint):
            raise NobodyIsSubject(field="name")
        subject = checked_person(subject, complaint=in_hand.complaint)
        earlier = next((one for one in in_hand.round.copies.all() if subject.is_kept_as(one.user_id, one.name)), None)
        if earlier is not None:
            raise CopySentAlready(field="name", sent_on=earlier.sent_on)
        problems = problems_of_day(sent_on, field="sent_on", opened_on=in_hand.round.opened_on, today=dutch_date(now))
        if way not in WAYS_OF_COPY:
            problems.append(CopyIsOnPaper(field="way"))
        if problems:
            raise Refusals(problems)
        code, data = keep_copy(subject, in_round=in_hand.round, sent_on=sent_on, way=way, actor=actor, now=now)
        return finish_step(in_hand, actor=actor, now=now, code=code, data=data)
