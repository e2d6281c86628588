"""What was learned from a complaint: the lesson, the measures that follow, and whether they help."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import OwnerCannotSee, ToldAndNotTold, ToldWayMissing, check_day, checked_text
from complaints.models import Complaint, ContactWay, Effect, Improvement, Lesson, LessonLevel
from complaints.records import row_of_file, told_before
from complaints.shielding import problems_of_texts
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.improving import owners_of
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission

MOST_YEARS = 5
# An effect shows after some months; without a day of its own it is looked at then.
MONTHS_UNTIL_CHECK = 3


class MeasureDueInPast(Refusal):
    code = "measure_due_in_past"
    message = _("Choose today or a later day by which it is done.")


class MeasureTooFar(Refusal):
    code = "measure_too_far"
    message = _("This day is more than five years away. Check the year.")


class CheckBeforeDue(Refusal):
    code = "check_before_due"
    message = _("Look whether it helps after it is to be done on %(due_on)s.")


class MeasureEnded(Refusal):
    code = "measure_ended"
    message = _("What became of this measure stands in the file already. Correct nothing here; record a new measure.")


class MeasureNotDone(Refusal):
    code = "measure_not_done"
    message = _("Whether it helps shows once it is done. Record first that it is.")


@dataclass(frozen=True, kw_only=True)
class LessonTold:
    """told_on: the day whoever complains was told, None: not yet; told_way: how. not_told_because: why they deliberately are not."""

    text: str
    level: LessonLevel
    told_on: date | None = None
    told_way: ContactWay | None = None
    not_told_because: str = ""


@dataclass(frozen=True, kw_only=True)
class MeasureTold:
    """check_on: when to look whether it helps; None: three months after due_on."""

    text: str
    owner_id: int
    due_on: date
    check_on: date | None = None


def record_lesson(
    *, actor: Actor, reference: str, told: LessonTold, lesson_id: uuid.UUID | None = None, seen_version: int | None, now: datetime
) -> Lesson:
    """Record what was learned, or correct it (lesson_id), also that whoever complains was told, or why not.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, TextTellsShielded, ToldWayMissing, ToldAndNotTold, DayInFuture, DayBeforeReceipt.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_LESSON, seen_version=seen_version)
        lesson = row_of_file(Lesson, in_hand.complaint, lesson_id, field="lesson_id")
        was = told_before(lesson, ("text", "level", "told_on", "told_way", "not_told_because"))
        with findings.noting():
            lesson.text = _checked(told.text, field="text", is_needed=True, of=in_hand.complaint)
        if told.told_on is not None:
            with findings.noting():
                check_day(told.told_on, field="told_on", opened_on=in_hand.complaint.received_on, today=today)
            if told.told_way is None:
                findings.add(ToldWayMissing(field="told_way"))
        with findings.noting():
            lesson.not_told_because = _checked(told.not_told_because, field="not_told_because", of=in_hand.complaint)
            if lesson.not_told_because and told.told_on is not None:
                raise ToldAndNotTold(field="not_told_because")
        findings.tell()
        lesson.level, lesson.told_on = told.level, told.told_on
        lesson.told_way = told.told_way.value if told.told_way and told.told_on else ""
        if lesson_id is None:
            lesson.recorded_by_id, lesson.recorded_at = actor.user_id, now
        lesson.save()
        data = {"lesson": str(lesson.pk), "level": lesson.level, "told_on": lesson.told_on and lesson.told_on.isoformat()}
        is_same = (lesson.text, lesson.level) == (was["text"], was["level"])
        way = {"way": lesson.told_way, "is_left_untold": bool(lesson.not_told_because)}
        code = "lesson_recorded" if lesson_id is None else "lesson_told" if is_same else "lesson_corrected"
        personal = {"was": was} if lesson_id else None
        finish_step(in_hand, actor=actor, now=now, code=code, data=data | way, personal=personal)
    return lesson


def record_measure(
    *, actor: Actor, reference: str, told: MeasureTold, measure_id: uuid.UUID | None = None, seen_version: int | None, now: datetime
) -> Improvement:
    """Record a measure, or change one that did not end yet (measure_id).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, MeasureEnded, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, TextTellsShielded, OwnerCannotSee, MeasureDueInPast, MeasureTooFar, CheckBeforeDue.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    check_on = told.check_on or told.due_on + relativedelta(months=MONTHS_UNTIL_CHECK)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_MEASURE, seen_version=seen_version)
        measure = row_of_file(Improvement, in_hand.complaint, measure_id, field="measure_id")
        if measure.ended_on is not None:
            raise MeasureEnded
        was = told_before(measure, ("text", "owner_id", "due_on", "check_on")) if measure_id else {}
        with findings.noting():
            measure.text = _checked(told.text, field="text", is_needed=True, of=in_hand.complaint)
        if told.owner_id not in owners_of(in_hand.complaint, today=today) and told.owner_id != was.get("owner_id"):
            findings.add(OwnerCannotSee(field="owner_id"))
        if told.due_on < today and told.due_on.isoformat() != was.get("due_on"):
            findings.add(MeasureDueInPast(field="due_on"))
        for name, on in (("due_on", told.due_on), ("check_on", check_on)):
            if on > today + relativedelta(years=MOST_YEARS):
                findings.add(MeasureTooFar(field=name))
        if check_on <= told.due_on:
            findings.add(CheckBeforeDue(field="check_on", due_on=told.due_on))
        findings.tell()
        measure.owner_id, measure.due_on, measure.check_on = told.owner_id, told.due_on, check_on
        if measure_id is None:
            measure.recorded_by_id, measure.recorded_at = actor.user_id, now
        measure.save()
        code = "measure_recorded" if measure_id is None else "measure_changed"
        finish_step(in_hand, actor=actor, now=now, code=code, data=_dates(measure), personal={"was": was} if was else None)
    return measure


def end_measure(
    *,
    actor: Actor,
    reference: str,
    measure_id: uuid.UUID,
    is_done: bool,
    how: str,
    ended_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> Improvement:
    """It was done, or is dropped for a reason (how). ended_on: None for today. Whoever owns it may say so as well.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, MeasureEnded, and what is wrong at once: TextMissing of what is
    dropped, TextTooLong, UnreadableCharacter, TextTellsShielded, DayInFuture, DayBeforeReceipt.
    """
    _guard_owner(actor, measure_id)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand, measure = _measure_in_hand(actor, reference, measure_id, seen_version)
        if measure.ended_on is not None:
            raise MeasureEnded
        with findings.noting():
            measure.ended_how = _checked(how, field="how", is_needed=not is_done, of=in_hand.complaint)
        with findings.noting():
            check_day(ended_on or today, field="ended_on", opened_on=in_hand.complaint.received_on, today=today)
        findings.tell()
        measure.is_done, measure.ended_on = is_done, ended_on or today
        measure.save(update_fields=["is_done", "ended_on", "ended_how"])
        code = "measure_done" if is_done else "measure_dropped"
        finish_step(in_hand, actor=actor, now=now, code=code, data=_dates(measure) | {"on": measure.ended_on.isoformat()})
    return measure


def check_measure(
    *,
    actor: Actor,
    reference: str,
    measure_id: uuid.UUID,
    effect: Effect,
    text: str,
    next_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> Improvement:
    """Say whether it helps, today. next_on: when to look again; None: this was it.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, MeasureNotDone, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, TextTellsShielded, MeasureDueInPast, MeasureTooFar.
    """
    _guard_owner(actor, measure_id)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand, measure = _measure_in_hand(actor, reference, measure_id, seen_version)
        if not measure.is_done:
            raise MeasureNotDone
        was = told_before(measure, ("effect", "effect_text", "checked_on"))
        with findings.noting():
            measure.effect_text = _checked(text, field="text", is_needed=True, of=in_hand.complaint)
        if next_on is not None and next_on <= today:
            findings.add(MeasureDueInPast(field="next_on"))
        if next_on is not None and next_on > today + relativedelta(years=MOST_YEARS):
            findings.add(MeasureTooFar(field="next_on"))
        findings.tell()
        measure.effect = effect
        measure.check_on, measure.checked_on = (next_on, None) if next_on else (measure.check_on, today)
        measure.save(update_fields=["effect", "effect_text", "check_on", "checked_on"])
        data = {"measure": str(measure.pk), "effect": effect.value, "next_on": next_on and next_on.isoformat()}
        finish_step(in_hand, actor=actor, now=now, code="measure_checked", data=data, personal={"was": was} if was["effect"] else None)
    return measure


def _checked(text: str, *, field: str, is_needed: bool = False, of: Complaint) -> str:
    """What is learned is read beside the file too, on the start page of whoever it is the work of: it tells of nobody who is shielded."""
    checked = checked_text(text, field=field, is_needed=is_needed)
    for problem in problems_of_texts({field: checked}, of=of):
        raise problem
    return checked


def _guard_owner(actor: Actor, measure_id: uuid.UUID) -> None:
    guard(actor, Permission.SEE_COMPLAINTS)
    if not actor.may(Permission.HANDLE_COMPLAINTS) and not Improvement.objects.filter(pk=measure_id, owner_id=actor.user_id).exists():
        # Not theirs, or not there: one answer.
        raise NotFound(field="measure_id")


def _measure_in_hand(actor: Actor, reference: str, measure_id: uuid.UUID, seen_version: int | None) -> tuple[FileInHand, Improvement]:
    in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_MEASURE, seen_version=seen_version)
    measure = Improvement.objects.select_for_update().filter(complaint=in_hand.complaint, pk=measure_id).first()
    if measure is None:
        raise NotFound(field="measure_id")
    return in_hand, measure


def _dates(measure: Improvement) -> dict[str, Any]:
    return {
        "measure": str(measure.pk),
        "owner": measure.owner_id,
        "due_on": measure.due_on.isoformat(),
        "check_on": measure.check_on and measure.check_on.isoformat(),
    }
