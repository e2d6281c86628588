"""Hand over what is somebody else's work while the complaint goes on (a data breach, danger, a request), and what came of it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import OwnerCannotSee, check_day, checked_text
from complaints.code_lists import HandOverKind
from complaints.handing_over import HandOverTold, checked_texts, due_of, problems_of_hand_over, problems_of_new_day
from complaints.models import HandOver, NoticeCode
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.handed import NEW
from complaints.work.improving import owners_of
from complaints.work.notifying import ask_to_tell
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar


class HandOverEnded(Refusal):
    code = "hand_over_ended"
    message = _("What came of this stands in the file already. Is there more to hand over? Record it as one of its own.")


def record_hand_over(*, actor: Actor, reference: str, told: HandOverTold, seen_version: int | None, now: datetime) -> HandOver:
    """Record what is handed over, to whom and by when. The complaint and its term go on. A colleague whose work it is gets a message.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and what is missing or wrong at once: OwnerCannotSee and what
    `complaints/handing_over.py` refuses.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    known_at, told_on = told.known_at or now, told.told_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.HAND_OVER, seen_version=seen_version)
        of = in_hand.complaint
        texts = checked_texts(told, findings=findings)
        for problem in problems_of_hand_over(told, texts, of=of, known_at=known_at, told_on=told_on, now=now):
            findings.add(problem)
        if told.owner_id is not None and told.owner_id not in owners_of(of, today=today):
            findings.add(OwnerCannotSee(field="owner_id"))
        findings.tell()
        due_at, due_on = due_of(told.kind, known_at=known_at, calendar=current_statutory_calendar()) or (None, told.due_on or today)
        kept = HandOver.objects.create(
            complaint=of,
            kind=told.kind,
            **texts,
            owner_id=told.owner_id,
            known_at=known_at,
            due_at=due_at,
            due_on=due_on,
            told_on=told_on,
            told_way=told.told_way or "",
            phoned_at=told.phoned_at,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        finish_step(in_hand, actor=actor, now=now, code="handed_over", data=_told(kept))
        if kept.owner_id is not None and kept.owner_id != actor.user_id:
            lines = [(in_hand.round.pk, NEW)]
            ask_to_tell(kept.owner_id, code=NoticeCode.ASSIGNED, key=f"hand_over:{kept.pk}", lines=lines, now=now)
    return kept


def move_hand_over(
    *, actor: Actor, reference: str, hand_over_id: uuid.UUID, new_due_on: date, reason: str, seen_version: int | None, now: datetime
) -> HandOver:
    """Give it another day, with the reason: as was agreed, or as much later as the law allows.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, HandOverEnded, HandOverCannotWait, and what is wrong at once:
    TextMissing, TextTooLong, UnreadableCharacter, HandOverDueInPast, HandOverDueTooFar, HandOverLaterThanLaw.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_HAND_OVER, seen_version=seen_version)
        kept = _in_hand(in_hand, hand_over_id)
        kind, calendar = HandOverKind(kept.kind), current_statutory_calendar()
        with findings.noting():
            reason = checked_text(reason, field="reason", is_needed=True)
        for problem in problems_of_new_day(kind, new_due_on, known_at=kept.known_at, today=today, calendar=calendar):
            findings.add(problem)
        findings.tell()
        due_before, kept.due_on = kept.due_on, new_due_on
        kept.save(update_fields=["due_on"])
        data = _told(kept) | {"due_before": due_before.isoformat()}
        finish_step(in_hand, actor=actor, now=now, code="hand_over_moved", data=data, personal={"reason": reason})
    return kept


def end_hand_over(
    *,
    actor: Actor,
    reference: str,
    hand_over_id: uuid.UUID,
    is_done: bool,
    result: str,
    ended_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> HandOver:
    """It was done and what came of it, or it turned out to be nothing and why. ended_on: None for today. Its owner may say so as well.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, HandOverEnded, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, DayInFuture, DayBeforeReceipt.
    """
    _guard_owner(actor, hand_over_id)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_HAND_OVER, seen_version=seen_version)
        kept = _in_hand(in_hand, hand_over_id)
        with findings.noting():
            kept.result = checked_text(result, field="result", is_needed=True)
        with findings.noting():
            check_day(ended_on or today, field="ended_on", opened_on=dutch_date(kept.known_at), today=today)
        findings.tell()
        kept.is_done, kept.ended_on = is_done, ended_on or today
        kept.save(update_fields=["is_done", "ended_on", "result"])
        code = "hand_over_done" if is_done else "hand_over_dropped"
        finish_step(in_hand, actor=actor, now=now, code=code, data=_told(kept) | {"on": kept.ended_on.isoformat()})
    return kept


def _guard_owner(actor: Actor, hand_over_id: uuid.UUID) -> None:
    guard(actor, Permission.SEE_COMPLAINTS)
    if not actor.may(Permission.HANDLE_COMPLAINTS) and not HandOver.objects.filter(pk=hand_over_id, owner_id=actor.user_id).exists():
        # Not theirs, or not there: one answer.
        raise NotFound(field="hand_over_id")


def _in_hand(in_hand: FileInHand, hand_over_id: uuid.UUID) -> HandOver:
    """Raises NotFound, HandOverEnded."""
    found = HandOver.objects.filter(complaint=in_hand.complaint, pk=hand_over_id).first()
    if found is None:
        raise NotFound(field="hand_over_id")
    if found.ended_on is not None:
        raise HandOverEnded
    return found


def _told(kept: HandOver) -> dict[str, Any]:
    """What the history says of it: codes and days, nothing of what it is about."""
    return {
        "hand_over": str(kept.pk),
        "kind": kept.kind,
        "owner": kept.owner_id,
        "due_on": kept.due_on.isoformat(),
        "due_at": kept.due_at and kept.due_at.isoformat(),
    }
