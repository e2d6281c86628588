"""Feedback (terugkoppeling) on a complaint that went to somebody else: asked for until it is in, and recorded."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import ToldAndNotTold, check_day, checked_text
from complaints.models import ContactWay, FeedbackChase, Transfer, TransferEnd
from complaints.records import told_before
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.transferring import ENDS, FeedbackDayNeeded, problems_of_far_day
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission

_FACTS = ("feedback", "feedback_from", "feedback_way", "ended_on", "person_told_on", "not_told_because")


class TransferSettled(Refusal):
    code = "transfer_settled"
    message = _("What became of this stands in the file already. Look at the file; a new transfer is recorded as one of its own.")


class FeedbackFromMissing(Refusal):
    code = "feedback_from_missing"
    message = _("Who told what came of it? Give the name or the function.")


class FeedbackWayMissing(Refusal):
    code = "feedback_way_missing"
    message = _("How did they tell it: by phone, by mail, by letter?")


class BeforeTransfer(Refusal):
    code = "before_transfer"
    message = _("This was before it went there on %(handed_on)s. Check the day.")


class ToldBeforeFeedback(Refusal):
    code = "told_before_feedback"
    message = _("This was before we knew it, on %(known_on)s. Check both days.")


class NewDayInPast(Refusal):
    code = "new_day_in_past"
    message = _("Choose a day after today by which they tell what came of it.")


@dataclass(frozen=True, kw_only=True)
class FeedbackTold:
    """is_in: they told what came of it (text); else we wait no longer, and text says why. known_on: None for today.

    person_told_on: the day whoever complains heard it; None: not yet. not_told_because: why they deliberately do not.
    """

    is_in: bool
    text: str
    from_whom: str = ""
    way: ContactWay | None = None
    known_on: date | None = None
    person_told_on: date | None = None
    not_told_because: str = ""


def record_feedback(
    *, actor: Actor, reference: str, transfer_id: uuid.UUID, told: FeedbackTold, seen_version: int | None, now: datetime
) -> Transfer:
    """Record what came of it, or that we wait no longer; once more corrects it.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TransferSettled, and what is wrong at once: TextMissing,
    TextTooLong, UnreadableCharacter, FeedbackFromMissing, FeedbackWayMissing, DayInFuture, BeforeTransfer, ToldBeforeFeedback,
    ToldAndNotTold.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    end = TransferEnd.FEEDBACK if told.is_in else TransferEnd.GIVEN_UP
    known_on = told.known_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_TRANSFER, seen_version=seen_version)
        kept = _transfer_in(in_hand, transfer_id, end=end)
        was = told_before(kept, _FACTS) if kept.end else None
        with findings.noting():
            kept.feedback = checked_text(told.text, field="text", is_needed=True)
        with findings.noting():
            kept.feedback_from = checked_text(told.from_whom, field="from_whom")
            if told.is_in and not kept.feedback_from:
                raise FeedbackFromMissing(field="from_whom")
        if told.is_in and told.way is None:
            findings.add(FeedbackWayMissing(field="way"))
        with findings.noting():
            _check_after(known_on, kept=kept, field="known_on", today=today)
        if told.person_told_on is not None:
            with findings.noting():
                check_day(told.person_told_on, field="person_told_on", opened_on=kept.handed_on, today=today)
                if told.person_told_on < known_on <= today:
                    raise ToldBeforeFeedback(field="person_told_on", known_on=known_on)
        with findings.noting():
            kept.not_told_because = checked_text(told.not_told_because, field="not_told_because")
            if kept.not_told_because and told.person_told_on is not None:
                raise ToldAndNotTold(field="not_told_because")
        findings.tell()
        kept.end, kept.ended_on, kept.person_told_on = end, known_on, told.person_told_on
        kept.feedback_way = told.way or ""
        kept.save(update_fields=["end", *_FACTS])
        data = {"transfer": str(kept.pk), "on": known_on.isoformat(), "way": kept.feedback_way}
        data["told_on"] = told.person_told_on.isoformat() if told.person_told_on else ""
        left = {"is_left_untold": bool(kept.not_told_because)}
        code = "feedback_recorded" if told.is_in else "feedback_given_up"
        finish_step(in_hand, actor=actor, now=now, code=code, data=data | left, personal={"was": was} if was else None)
    return kept


def chase_feedback(
    *,
    actor: Actor,
    reference: str,
    transfer_id: uuid.UUID,
    way: ContactWay,
    new_due_on: date | None,
    remark: str = "",
    chased_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> Transfer:
    """Record that somebody asked where the feedback stays, and by when it is due now. chased_on: None for today.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TransferSettled, and what is wrong at once: TextTooLong,
    UnreadableCharacter, DayInFuture, BeforeTransfer, FeedbackDayNeeded, NewDayInPast, FeedbackDueTooFar.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    chased_on = chased_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_TRANSFER, seen_version=seen_version)
        kept = _transfer_in(in_hand, transfer_id, end=TransferEnd.GIVEN_UP)
        with findings.noting():
            remark = checked_text(remark, field="remark")
        with findings.noting():
            _check_after(chased_on, kept=kept, field="chased_on", today=today)
        if new_due_on is None:
            findings.add(FeedbackDayNeeded(field="new_due_on"))
        elif new_due_on <= today:
            findings.add(NewDayInPast(field="new_due_on"))
        for problem in problems_of_far_day(new_due_on, field="new_due_on", today=today):
            findings.add(problem)
        findings.tell()
        assert new_due_on is not None
        FeedbackChase.objects.create(
            transfer=kept,
            chased_on=chased_on,
            way=way,
            remark=remark,
            due_before=kept.due_on,
            due_after=new_due_on,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        data = {"transfer": str(kept.pk), "on": chased_on.isoformat(), "way": way.value}
        data |= {"due_before": kept.due_on.isoformat() if kept.due_on else "", "due_on": new_due_on.isoformat()}
        kept.due_on = new_due_on
        kept.save(update_fields=["due_on"])
        finish_step(in_hand, actor=actor, now=now, code="feedback_chased", data=data)
    return kept


def _transfer_in(in_hand: FileInHand, transfer_id: uuid.UUID, *, end: TransferEnd) -> Transfer:
    """The transfer, where this may become of it. Raises NotFound, TransferSettled."""
    found = Transfer.objects.filter(round__complaint=in_hand.complaint, pk=transfer_id).first()
    if found is None:
        raise NotFound(field="transfer_id")
    if end not in ENDS[found.end]:
        raise TransferSettled
    return found


def _check_after(day: date, *, kept: Transfer, field: str, today: date) -> None:
    if day < kept.handed_on:
        raise BeforeTransfer(field=field, handed_on=kept.handed_on)
    check_day(day, field=field, opened_on=kept.handed_on, today=today)
