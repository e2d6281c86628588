"""Do not hear the complainant, on one of the three grounds of article 9:10(2). Of whoever it is about nobody waives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from complaints.advising import WaiverIsTheCommittees, check_hears
from complaints.checks import NobodyTried, checked_texts
from complaints.hearing import (
    AnswerTermRuns,
    ComplainantWasHeard,
    WaivedAlready,
    WaiverFactMissing,
    WaiverFactOfAnotherGround,
    WaiverGroundMissing,
    problems_of_day,
    problems_of_term,
    talks_that_count,
)
from complaints.models import Complaint, HeardSide, HearingResult, HearingWaiver, WaiverGround
from complaints.selectors import standing_waiver
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.permissions import Permission

FACTS_OF_WAIVER: dict[str, tuple[str, ...]] = {
    WaiverGround.PLAINLY_UNFOUNDED: ("explanation",),
    WaiverGround.DECLINED: ("words", "declared_on"),
    WaiverGround.DID_NOT_ANSWER: ("asked_on", "answer_by"),
}
TEXTS = ("explanation", "words")
DAYS = ("declared_on", "asked_on")


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """ground: A, B or C of 9:10(2). explanation: why it is plainly unfounded (A). words, declared_on: what the person said, and when (B).

    asked_on, answer_by: the term that passed without an answer (C).
    """

    ground: str = ""
    explanation: str = ""
    words: str = ""
    declared_on: date | None = None
    asked_on: date | None = None
    answer_by: date | None = None


def waive_hearing(*, actor: Actor, reference: str, waiver: Waiver, seen_version: int | None, now: datetime) -> Complaint:
    """Record why the complainant is not heard. Where a committee advises its members decide so (9:15(3)).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, WaiverIsTheCommittees, HearingIsTheHandlers, WaivedAlready,
    ComplainantWasHeard, and Refusals with everything that is missing or wrong at once.
    """
    guard(actor, Permission.HEAR)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WAIVE_HEARING, seen_version=seen_version)
        check_hears(actor, in_hand.round, refusal=WaiverIsTheCommittees)
        if standing_waiver(in_hand.round) is not None:
            raise WaivedAlready
        talks = talks_that_count(in_hand.round)
        if any(talk.side == HeardSide.COMPLAINANT and talk.result == HearingResult.HELD for talk in talks):
            raise ComplainantWasHeard
        texts, problems = checked_texts(waiver, TEXTS)
        refused = {one.field for one in problems}
        problems += [one for one in _problems_of_facts(waiver, texts) if one.field not in refused]
        refused = {one.field for one in problems}
        problems += [one for one in _problems_of_days(waiver, in_hand=in_hand, today=dutch_date(now)) if one.field not in refused]
        if problems:
            raise Refusals(problems)
        HearingWaiver.objects.create(
            round=in_hand.round,
            ground=waiver.ground,
            **texts,
            declared_on=waiver.declared_on,
            asked_on=waiver.asked_on,
            answer_by=waiver.answer_by,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        return finish_step(in_hand, actor=actor, now=now, code="hearing_waived", data={"ground": waiver.ground})


def _problems_of_facts(waiver: Waiver, texts: dict[str, str]) -> list[Refusal]:
    if waiver.ground not in FACTS_OF_WAIVER:
        return [WaiverGroundMissing(field="ground")]
    asked = FACTS_OF_WAIVER[waiver.ground]
    told = {name: texts[name] if name in TEXTS else getattr(waiver, name) for facts in FACTS_OF_WAIVER.values() for name in facts}
    problems: list[Refusal] = [WaiverFactMissing(field=name) for name in asked if not told[name]]
    return problems + [WaiverFactOfAnotherGround(field=name) for name, value in told.items() if value and name not in asked]


def _problems_of_days(waiver: Waiver, *, in_hand: FileInHand, today: date) -> list[Refusal]:
    problems = list[Refusal]()
    for name in DAYS:
        day: date | None = getattr(waiver, name)
        if day is not None:
            problems += problems_of_day(day, field=name, opened_on=in_hand.round.opened_on, today=today)
    if waiver.ground == WaiverGround.DID_NOT_ANSWER:
        # A letter alone is too little: somebody called or wrote to find out (ombudsman, Visie 4.5).
        problems += [NobodyTried(field="asked_on")] if in_hand.round.first_attempt_on is None else []
        if waiver.asked_on is not None and waiver.answer_by is not None:
            problems += problems_of_term(waiver.answer_by, asked_on=waiver.asked_on, field="answer_by")
            problems += [AnswerTermRuns(field="answer_by", answer_by=waiver.answer_by)] if waiver.answer_by >= today else []
    return problems
