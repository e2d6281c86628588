"""What the ombudsman asks, finds and recommends about a complaint, and what we answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import check_day, checked_text
from complaints.models import OmbudsmanEntry, OmbudsmanStep
from complaints.records import row_of_file, told_before
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission

# What the ombudsman expects an answer to; a report alone asks for none.
ASKING = frozenset({OmbudsmanStep.INQUIRY, OmbudsmanStep.PETITION, OmbudsmanStep.RECOMMENDATION})
MOST_YEARS = 5


class OmbudsmanMissing(Refusal):
    code = "ombudsman_missing"
    message = _("Which ombudsman is it?")


class AnswerDayNeeded(Refusal):
    code = "answer_day_needed"
    message = _("By which day is an answer due? Did the ombudsman name none, then choose one that is reasonable.")


class AnswerDueTooEarly(Refusal):
    code = "answer_due_too_early"
    message = _("An answer is due after it came in on %(came_on)s. Check both days.")


class AnswerDueTooFar(Refusal):
    code = "answer_due_too_far"
    message = _("This day is more than five years away. Check the year.")


class NothingAsked(Refusal):
    code = "nothing_asked"
    message = _("A report asks for no answer. Record what it recommends as a recommendation.")


class FollowingMissing(Refusal):
    code = "following_missing"
    message = _("Do we follow the recommendation? The ombudsman has to be told so (article 9:36(4)).")


class DecliningNeedsReasons(Refusal):
    code = "declining_needs_reasons"
    message = _("Not following a recommendation takes reasons (article 9:36(4)). Write down why.")


class AnsweredBeforeAsked(Refusal):
    code = "answered_before_asked"
    message = _("This was before it came in on %(came_on)s. Check the day.")


@dataclass(frozen=True, kw_only=True)
class EntryTold:
    """came_on: None for today. answer_by: until when an answer is due."""

    step: OmbudsmanStep
    ombudsman: str
    text: str
    case_number: str = ""
    came_on: date | None = None
    answer_by: date | None = None


def record_ombudsman_entry(
    *, actor: Actor, reference: str, told: EntryTold, entry_id: uuid.UUID | None = None, seen_version: int | None, now: datetime
) -> OmbudsmanEntry:
    """Record what came from the ombudsman, or correct it (entry_id).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and what is wrong at once: OmbudsmanMissing, TextMissing,
    TextTooLong, UnreadableCharacter, DayInFuture, DayBeforeReceipt, AnswerDayNeeded, NothingAsked, AnswerDueTooEarly, AnswerDueTooFar.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    came_on = told.came_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_OMBUDSMAN, seen_version=seen_version)
        entry = row_of_file(OmbudsmanEntry, in_hand.complaint, entry_id, field="entry_id")
        was = told_before(entry, ("step", "ombudsman", "case_number", "came_on", "text", "answer_by")) if entry_id else None
        for name in ("ombudsman", "case_number", "text"):
            with findings.noting():
                setattr(entry, name, checked_text(getattr(told, name), field=name, is_needed=name == "text"))
                if name == "ombudsman" and not entry.ombudsman:
                    raise OmbudsmanMissing(field=name)
        with findings.noting():
            check_day(came_on, field="came_on", opened_on=in_hand.complaint.received_on, today=today)
        with findings.noting():
            _check_answer_by(told, came_on=came_on, today=today)
        findings.tell()
        entry.step, entry.came_on, entry.answer_by = told.step, came_on, told.answer_by
        if entry_id is None:
            entry.recorded_by_id, entry.recorded_at = actor.user_id, now
        entry.save()
        by = entry.answer_by.isoformat() if entry.answer_by else None
        data = {"entry": str(entry.pk), "step": entry.step, "on": came_on.isoformat(), "answer_by": by}
        code = "ombudsman_recorded" if entry_id is None else "ombudsman_corrected"
        finish_step(in_hand, actor=actor, now=now, code=code, data=data, personal={"was": was} if was else None)
    return entry


def answer_ombudsman(
    *,
    actor: Actor,
    reference: str,
    entry_id: uuid.UUID,
    answer: str,
    is_followed: bool | None = None,
    answered_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> OmbudsmanEntry:
    """Record what we answered; again where an answer is corrected. answered_on: None for today. is_followed: of a recommendation.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NothingAsked, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, FollowingMissing, DecliningNeedsReasons, DayInFuture, DayBeforeReceipt, AnsweredBeforeAsked.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    on = answered_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ANSWER_OMBUDSMAN, seen_version=seen_version)
        entry = OmbudsmanEntry.objects.select_for_update().filter(complaint=in_hand.complaint, pk=entry_id).first()
        if entry is None:
            raise NotFound(field="entry_id")
        if entry.step not in ASKING:
            raise NothingAsked
        was = told_before(entry, ("answer", "is_followed", "answered_on"))
        is_advice = entry.step == OmbudsmanStep.RECOMMENDATION
        with findings.noting():
            entry.answer = checked_text(answer, field="answer")
            if not entry.answer and is_advice and is_followed is False:
                raise DecliningNeedsReasons(field="answer")
            checked_text(answer, field="answer", is_needed=True)
        if is_advice and is_followed is None:
            findings.add(FollowingMissing(field="is_followed"))
        with findings.noting():
            check_day(on, field="answered_on", opened_on=in_hand.complaint.received_on, today=today)
            if on < entry.came_on:
                raise AnsweredBeforeAsked(field="answered_on", came_on=entry.came_on)
        findings.tell()
        entry.answered_on, entry.is_followed = on, is_followed if is_advice else None
        entry.save(update_fields=["answer", "answered_on", "is_followed"])
        data = {"entry": str(entry.pk), "step": entry.step, "on": on.isoformat(), "is_followed": entry.is_followed}
        personal = {"was": was} if was["answered_on"] else None
        finish_step(in_hand, actor=actor, now=now, code="ombudsman_answered", data=data, personal=personal)
    return entry


def _check_answer_by(told: EntryTold, *, came_on: date, today: date) -> None:
    if told.step in ASKING and told.answer_by is None:
        raise AnswerDayNeeded(field="answer_by")
    if told.step not in ASKING and told.answer_by is not None:
        raise NothingAsked(field="answer_by")
    if told.answer_by is not None and told.answer_by < came_on:
        raise AnswerDueTooEarly(field="answer_by", came_on=came_on)
    if told.answer_by is not None and told.answer_by > today + relativedelta(years=MOST_YEARS):
        raise AnswerDueTooFar(field="answer_by")
