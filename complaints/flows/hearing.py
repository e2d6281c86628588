"""Hear both sides (Awb 9:10): invite, record what was said, and the reaction to the report of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from complaints.access import may_handle_in
from complaints.advising import HearerNotOfCommittee, WaiverIsTheCommittees, able_members, check_hears
from complaints.checks import checked_text, checked_texts
from complaints.hearing import (
    Heard,
    HearerHandlesNothing,
    HearerWasInvolved,
    HearingIsRecorded,
    HearingNotFound,
    HearingNotHeld,
    NobodyWasExpected,
    ReplyBeforeReport,
    ReplyDayMissing,
    ReplyMissing,
    ReportSentBeforeHearing,
    checked_person,
    doubts_of_day,
    problems_of_day,
    problems_of_held,
    problems_of_inviting_again,
    problems_of_moment,
    problems_of_term,
    problems_of_way,
    was_expected,
)
from complaints.inviting import end_waiver, keep_invitation
from complaints.models import Complaint, ContactWay, HeardSide, Hearing, HearingResult, InvolvedPerson, Regime
from complaints.selectors import standing_waiver
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """invited_on: today when blank. reply_by: until when to say whether somebody wants to come. planned_at: where a moment was set.
    is_day_meant: a day after the last day of the term, or on which most people are free, was meant so.
    """

    person: Heard
    invited_on: date | None = None
    reply_by: date | None = None
    planned_at: datetime | None = None
    way: ContactWay | None = None
    is_day_meant: bool = False


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What became of a talk. hearing_id: one that was planned; None: without an invitation, with `person`.

    present: who was there. heard_by: the user who heard; None: whoever records it. report: what was said; reason: why it was called off.
    """

    hearing_id: uuid.UUID | None = None
    person: Heard | None = None
    result: HearingResult = HearingResult.HELD
    held_at: datetime | None = None
    way: ContactWay | None = None
    present: str = ""
    heard_by: int | None = None
    report: str = ""
    reason: str = ""


def invite_to_hearing(*, actor: Actor, reference: str, invitation: Invitation, seen_version: int | None, now: datetime) -> Complaint:
    """Record an invitation. Inviting the complainant ends a waiver that stands: somebody who wants to be heard is heard.

    Where a committee advises its members invite, or whoever handles the file for them; a waiver of theirs only they end. Raises
    NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, HearingIsTheHandlers, WaiverIsTheCommittees, SubjectUnknown,
    WitnessUnnamed, and Refusals with everything that is wrong with days and way.
    """
    guard(actor, Permission.HEAR)
    today = dutch_date(now)
    invited_on = invitation.invited_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.INVITE, seen_version=seen_version)
        if not actor.may(Permission.HANDLE_COMPLAINTS):
            check_hears(actor, in_hand.round)
        person = checked_person(invitation.person, complaint=in_hand.complaint)
        is_waived = person.side is HeardSide.COMPLAINANT and standing_waiver(in_hand.round) is not None
        if is_waived:
            check_hears(actor, in_hand.round, refusal=WaiverIsTheCommittees)
        problems = problems_of_way(invitation.way)
        problems += problems_of_day(invited_on, field="invited_on", opened_on=in_hand.round.opened_on, today=today)
        if invitation.reply_by is not None:
            problems += problems_of_term(invitation.reply_by, asked_on=invited_on, field="reply_by")
        if (planned_at := invitation.planned_at) is not None:
            problems += problems_of_moment(planned_at, invited_on=invited_on, reply_by=invitation.reply_by, now=now)
            if not invitation.is_day_meant:
                problems += doubts_of_day(dutch_date(planned_at), told_on=invited_on, due_on=in_hand.round.due_on)
        if not is_waived:
            problems += problems_of_inviting_again(person, in_round=in_hand.round, planned_at=planned_at)
        if problems:
            raise Refusals(problems)
        code, data = keep_invitation(
            person,
            in_round=in_hand.round,
            invited_on=invited_on,
            reply_by=invitation.reply_by,
            planned_at=invitation.planned_at,
            way=invitation.way,
            actor=actor,
            now=now,
        )
        return finish_step(in_hand, actor=actor, now=now, code=code, data=data)


def record_hearing(*, actor: Actor, reference: str, talk: Talk, seen_version: int | None, now: datetime) -> Complaint:
    """Record what became of a talk: held, with its report (9:10(3)), or that nobody came, or that it was called off and why.

    Where a committee advises, its members do. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    HearingIsTheCommittees, HearingIsTheHandlers, HearingNotFound, HearingIsRecorded, SubjectUnknown,
    WitnessUnnamed, and Refusals with everything that is missing or wrong at once.
    """
    guard(actor, Permission.HEAR)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_HEARING, seen_version=seen_version)
        check_hears(actor, in_hand.round)
        hearing = _hearing_of(talk, in_hand=in_hand, now=now)
        is_held = talk.result is HearingResult.HELD
        texts, problems = _checked_texts(talk)
        way = talk.way or (ContactWay(hearing.way) if hearing.way else None)
        problems += problems_of_way(way)
        if talk.result is HearingResult.DID_NOT_COME and not was_expected(hearing, now=now):
            problems.append(NobodyWasExpected(field="result"))
        if is_held:
            side = HeardSide(hearing.side)
            problems += problems_of_held(talk.held_at, of=in_hand.complaint, in_round=in_hand.round, side=side, now=now)
            problems += _problems_of_hearer(talk.heard_by, in_hand=in_hand, today=dutch_date(now))
        if problems:
            raise Refusals(problems)
        hearing.result = talk.result
        hearing.by_committee = in_hand.round.regime == Regime.COMMISSION
        hearing.way = way or ""
        hearing.held_at = talk.held_at if is_held else None
        hearing.heard_by_id = (talk.heard_by or actor.user_id) if is_held else None
        hearing.present, hearing.report, hearing.reason = texts["present"], texts["report"], texts["reason"]
        hearing.save()
        data: dict[str, Any] = {"hearing": str(hearing.pk), "side": hearing.side, "result": talk.result.value}
        if is_held and talk.held_at is not None:
            data |= {"held_at": talk.held_at.isoformat()}
            data |= end_waiver(in_hand.round, now=now) if hearing.side == HeardSide.COMPLAINANT else {}
        return finish_step(in_hand, actor=actor, now=now, code="hearing_recorded", data=data)


def record_reply(
    *,
    actor: Actor,
    reference: str,
    hearing_id: uuid.UUID,
    report_sent_on: date | None = None,
    reply: str = "",
    replied_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> Complaint:
    """Record that the report of a talk was sent to whoever was heard, and what they say of it. What is left out stays as it is.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, HearingIsTheCommittees,
    HearingIsTheHandlers, HearingNotFound, HearingNotHeld, and Refusals.
    """
    guard(actor, Permission.HEAR)
    reply = checked_text(reply, field="reply")
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.REPLY_TO_REPORT, seen_version=seen_version)
        check_hears(actor, in_hand.round)
        kept = Hearing.objects.filter(pk=hearing_id, round=in_hand.round).first()
        if kept is None:
            raise HearingNotFound(field="hearing_id")
        if kept.result != HearingResult.HELD or kept.held_at is None:
            raise HearingNotHeld(field="hearing_id")
        held_on = dutch_date(kept.held_at)
        problems: list[Refusal] = [] if report_sent_on or reply or replied_on else [ReplyMissing(field="report_sent_on")]
        if report_sent_on is not None:
            problems += problems_of_day(report_sent_on, field="report_sent_on", opened_on=in_hand.round.opened_on, today=today)
            if report_sent_on < held_on:
                problems.append(ReportSentBeforeHearing(field="report_sent_on", held_on=held_on))
        problems += _problems_of_reply(reply, replied_on, sent_on=report_sent_on or kept.report_sent_on, in_hand=in_hand, today=today)
        if problems:
            raise Refusals(problems)
        kept.report_sent_on = report_sent_on or kept.report_sent_on
        kept.reply, kept.replied_on = reply or kept.reply, replied_on or kept.replied_on
        kept.save(update_fields=["report_sent_on", "reply", "replied_on"])
        days = {"sent_on": kept.report_sent_on, "replied_on": kept.replied_on}
        data = {"hearing": str(kept.pk), "side": kept.side} | {name: day.isoformat() for name, day in days.items() if day}
        return finish_step(in_hand, actor=actor, now=now, code="hearing_reply_recorded", data=data)


def _hearing_of(talk: Talk, *, in_hand: FileInHand, now: datetime) -> Hearing:
    """The planned one, or a new one, not saved yet."""
    if talk.hearing_id is None:
        person = checked_person(talk.person or Heard(side=HeardSide.COMPLAINANT), complaint=in_hand.complaint)
        return Hearing(round=in_hand.round, side=person.side, user_id=person.user_id, name=person.name, recorded_at=now)
    found = Hearing.objects.filter(pk=talk.hearing_id, round=in_hand.round).first()
    if found is None:
        raise HearingNotFound(field="hearing_id")
    if found.result != HearingResult.PLANNED:
        raise HearingIsRecorded(field="hearing_id")
    return found


def _checked_texts(talk: Talk) -> tuple[dict[str, str], list[Refusal]]:
    needed = {HearingResult.HELD: ("report",), HearingResult.CALLED_OFF: ("reason",)}.get(talk.result, ())
    return checked_texts(talk, ("present", "report", "reason"), needed=needed)


def _problems_of_hearer(user_id: int | None, *, in_hand: FileInHand, today: date) -> list[Refusal]:
    """Of whoever records it nothing is asked: who was involved, or hears nothing here, does not come this far."""
    if user_id is None:
        return []
    if in_hand.round.committee_id is not None:
        return [] if user_id in able_members(in_hand.round, today=today) else [HearerNotOfCommittee(field="heard_by")]
    if InvolvedPerson.objects.filter(complaint=in_hand.complaint, user_id=user_id, handles_by_exception=False).exists():
        return [HearerWasInvolved(field="heard_by")]
    may_hear = may_handle_in(in_hand.complaint.compartment, user_id=user_id, today=today)
    return [] if may_hear else [HearerHandlesNothing(field="heard_by")]


def _problems_of_reply(reply: str, replied_on: date | None, *, sent_on: date | None, in_hand: FileInHand, today: date) -> list[Refusal]:
    if replied_on is None:
        return [ReplyDayMissing(field="replied_on")] if reply else []
    problems = problems_of_day(replied_on, field="replied_on", opened_on=in_hand.round.opened_on, today=today)
    if sent_on is not None and replied_on < sent_on:
        problems.append(ReplyBeforeReport(field="replied_on", sent_on=sent_on))
    return problems
