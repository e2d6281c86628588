"""Close the handling of a complaint with its outcome; what the law asks for that outcome has to be there."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from complaints.checks import LetterWithoutMandate
from complaints.code_lists import NON_HANDLING_GROUNDS, NonHandlingGround
from complaints.ending import (
    ClosedOnLetterDay,
    Ending,
    GroundDoesNotApply,
    facts_for_ground,
    problems_of_days,
    problems_of_objection,
    problems_of_outcome,
    with_clean_texts,
)
from complaints.judging import WITH_JUDGMENT, decided_on, problems_of_told_judgment
from complaints.letter_writing import last_sent
from complaints.letters.catalogue import LetterCode
from complaints.letters.facts import Fact
from complaints.models import Closing, Complaint, NotTakenUp, Round, TransferEnd
from complaints.not_taking_up import (
    LATE_NOTICE,
    NO_FACTS,
    GroundOfLetterDiffers,
    is_notice_late,
    problems_of_ground,
    problems_of_letter,
)
from complaints.not_taking_up import with_clean_texts as with_clean_facts
from complaints.records import RETENTION, current_retention, hold_years_known_as_totals
from complaints.second_look import problems_of_typed_day
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.transferring import awaited_at_closing
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.core_lists import Dimension, HandlingMode, Outcome
from tenants.organisation.models import Label
from tenants.organisation.records import label_for
from tenants.permissions import Permission

# What is kept of an ending as it was told.
KEPT = (
    *("complainants_words", "confirmed_on", "confirmed_by", "is_asked_if_solved", "ground", "explanation"),
    *("passed_to", "passed_on", "covers_all_points", "told_to", "told_on"),
)
# Days of it that the history tells.
DAYS_TOLD = ("passed_on", "told_on")


def close_complaint(*, actor: Actor, reference: str, ending: Ending, seen_version: int | None, now: datetime) -> Complaint:
    """Close the open round. closed_on: when blank the day of the letter with which it ends, else today.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and Refusals with everything that is missing at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        hold_years_known_as_totals()
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.CLOSE, seen_version=seen_version)
        outcome = label_for(dimension=Dimension.OUTCOME, given=ending.outcome)
        letter_day = _letter_day(outcome, ending, in_hand=in_hand, today=today)
        closed_on = ending.closed_on or letter_day or today
        told, problems = with_clean_texts(ending)
        if letter_day not in (None, closed_on):
            problems.append(ClosedOnLetterDay(field="closed_on", sent_on=letter_day))
        problems += problems_of_objection(in_hand.complaint, today=today)
        problems += _problems_of_told_judgment(outcome, in_round=in_hand.round)
        problems += problems_of_days(closed_on, told, opened_on=in_hand.round.opened_on, today=today)
        # A text that is refused is not missing.
        refused = {one.field for one in problems}
        found = problems_of_outcome(outcome, told, of=in_hand.complaint, in_round=in_hand.round)
        problems += [one for one in found if one.field not in refused]
        facts, faults = _told_of_not_taking_up(outcome, ending, in_hand=in_hand, today=today)
        problems += [one for one in faults if one.field not in {earlier.field for earlier in problems}]
        if problems or outcome is None:
            raise Refusals(problems)
        closed = in_hand.round
        closed.closed_on, closed.outcome = closed_on, outcome
        if outcome.core_code in WITH_JUDGMENT and decided_on(closed) is not None and closed.mode == HandlingMode.INFORMAL:
            # A letter with a judgment went (9:12): that is the formal way, whatever it began as.
            closed.mode = HandlingMode.FORMAL
        closed.procedure = _procedure_of(closed)
        closed.save(update_fields=["closed_on", "outcome", "mode", "procedure"])
        closing = Closing.objects.create(
            round=closed,
            **{name: getattr(told, name) for name in KEPT},
            confirmed_way=told.confirmed_way.value if told.confirmed_way else "",
            told_way=told.told_way.value if told.told_way else "",
            closed_by_id=actor.user_id,
            closed_at=now,
        )
        data = {"outcome": outcome.core_code, "on": closed_on.isoformat(), "ground": ending.ground, "fields": ["closed_on", "outcome"]}
        if ending.confirmed_by:
            data |= {"confirmed_by": ending.confirmed_by, "way": ending.confirmed_way and ending.confirmed_way.value}
        if told.told_to:
            data |= {"told_to": told.told_to, "told_way": told.told_way and told.told_way.value}
        data |= {name: getattr(told, name).isoformat() for name in DAYS_TOLD if getattr(told, name)}
        if facts is not None:
            NotTakenUp.objects.create(closing=closing, **facts)
            data |= {"notice_sent_on": facts["notice_sent_on"].isoformat(), "flags": [LATE_NOTICE] if facts["is_notice_late"] else []}
        data |= _wait_no_longer(outcome, told.explanation, in_hand=in_hand, closed_on=closed_on)
        current_retention().set_on(in_hand.complaint, closed_on=closed_on)
        return finish_step(in_hand, actor=actor, now=now, code="closed", data=data, changed=RETENTION)


def _procedure_of(closed: Round) -> Label | None:
    """How it was handled, in the organisation's own word, as the figures count it. A word of its own that says nothing of this stays."""
    is_own_word = closed.procedure is not None and closed.procedure.core_code is None
    if not closed.mode or is_own_word or getattr(closed.procedure, "core_code", None) == closed.mode:
        return closed.procedure
    return label_for(dimension=Dimension.PROCEDURE, given=closed.mode)


def _problems_of_told_judgment(outcome: Label | None, *, in_round: Round) -> list[Refusal]:
    core = Outcome(outcome.core_code) if outcome is not None and outcome.core_code is not None else None
    return problems_of_told_judgment(core, in_round=in_round) if outcome is not None else []


def _letter_day(outcome: Label | None, ending: Ending, *, in_hand: FileInHand, today: date) -> date | None:
    """The day of the letter with which it ends: of a judgment (9:12), or that it is not taken up (9:8(3)). None where none went, or
    on no day that can be.
    """
    code = Outcome(outcome.core_code) if outcome is not None and outcome.core_code is not None else None
    sent_on = decided_on(in_hand.round) if code in WITH_JUDGMENT else ending.not_taken_up.notice_sent_on
    return sent_on if sent_on is not None and in_hand.round.opened_on <= sent_on <= today else None


def _told_of_not_taking_up(
    outcome: Label | None, ending: Ending, *, in_hand: FileInHand, today: date
) -> tuple[dict[str, Any] | None, list[Refusal]]:
    """What is kept of a complaint that is not taken up, and what stands in its way; None for any other outcome."""
    if outcome is None or outcome.core_code != Outcome.NOT_TAKEN_UP:
        return None, [] if ending.not_taken_up == NO_FACTS else [GroundDoesNotApply(field="ground")]
    told, problems = with_clean_facts(ending.not_taken_up)
    of = facts_for_ground(in_hand.complaint, in_hand.round, told_on=told.notice_sent_on, today=today)
    if ending.ground in NON_HANDLING_GROUNDS:
        refused = {one.field for one in problems}
        found = problems_of_ground(NonHandlingGround(ending.ground), told, of=of) + problems_of_letter(told, of=of)
        problems += [one for one in found if one.field not in refused]
        problems += _problems_of_other_ground(ending.ground, in_hand=in_hand)
    day = told.notice_sent_on
    problems += problems_of_typed_day(day, code=LetterCode.NOT_TAKEN_UP, in_round=in_hand.round, field="notice_sent_on")
    went = last_sent(in_hand.round, LetterCode.NOT_TAKEN_UP)
    if day is not None and not told.is_signed_by_mandate and (went is None or went.sent_on != day):
        problems.append(LetterWithoutMandate(field="is_signed_by_mandate"))
    kept = {one.name: getattr(told, one.name) for one in fields(told) if one.name != "is_decision_late"}
    return kept | {"is_notice_late": is_notice_late(told, of=of)}, problems


def _problems_of_other_ground(ground: str, *, in_hand: FileInHand) -> list[Refusal]:
    """Whoever complains was told why it is not taken up (9:8(3)). What a letter says that was finished elsewhere nobody knows here."""
    sent = last_sent(in_hand.round, LetterCode.NOT_TAKEN_UP)
    told = sent.facts.get(Fact.GROUND, ground) if sent is not None and not sent.checklist else ground
    if sent is None or told == ground:
        return []
    return [GroundOfLetterDiffers(field="ground", sent_on=sent.sent_on, ground=NON_HANDLING_GROUNDS[NonHandlingGround(told)])]


def _wait_no_longer(outcome: Label, explanation: str, *, in_hand: FileInHand, closed_on: date) -> dict[str, Any]:
    """Whoever closes without the feedback of a warm transfer said why: nobody is chased for it any more. What the history says."""
    awaited = awaited_at_closing(outcome.core_code, in_round=in_hand.round)
    for one in awaited:
        one.end, one.ended_on, one.feedback = TransferEnd.GIVEN_UP, closed_on, explanation
        one.save(update_fields=["end", "ended_on", "feedback"])
    return {"without_feedback": len(awaited)} if awaited else {}
