"""Close the handling of a complaint with its outcome; what the law asks for that outcome has to be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import NobodyTried, check_day, checked_text
from complaints.code_lists import NON_HANDLING_GROUNDS, NonHandlingGround
from complaints.confirmation import Confirmation, problems_of_confirmation
from complaints.deciding import judged
from complaints.intake import UnknownCode
from complaints.judging import WITH_JUDGMENT, decided_on, problems_of_closing
from complaints.letters.catalogue import LetterCode
from complaints.models import Closing, Complaint, ContactWay, HistoricalTotal, Measure, NotTakenUp, TransferEnd
from complaints.not_taking_up import (
    LATE_NOTICE,
    NO_FACTS,
    FactsOfFile,
    NotTakenUpFacts,
    is_notice_late,
    problems_of_ground,
    problems_of_letter,
    with_clean_texts,
)
from complaints.records import RETENTION, current_retention, hold_years_known_as_totals
from complaints.registering import YearKnownAsTotals
from complaints.second_look import problems_of_typed_day
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.transferring import awaited_at_closing, problems_of_closing_with
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.core_lists import Dimension, Kind, Outcome
from tenants.organisation.models import Label
from tenants.organisation.records import label_for
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar

WITH_EXPLANATION = frozenset({Outcome.NO_JUDGMENT, Outcome.NOT_TAKEN_UP, Outcome.POLICY_EXPLAINED, Outcome.CLOSED_UNREACHABLE})


class OutcomeNotClear(Refusal):
    code = "outcome_not_clear"
    message = _("Nobody has said yet what this word means in law. Choose another outcome, or ask a coordinator to sort the word.")


class OutcomeForTotalsOnly(Refusal):
    code = "outcome_for_totals_only"
    message = _("This outcome lumps two together and exists for earlier years only. Choose upheld or partly upheld.")


class SaidAfterClosing(Refusal):
    code = "said_after_closing"
    message = _("The person said so after %(closed_on)s, the day of closing. Close on the day they said it or later, or check the day.")


class ClosedOnLetterDay(Refusal):
    code = "closed_on_letter_day"
    message = _("The letter that ends it went on %(sent_on)s: that is the day of closing (9:8(3), 9:12). Leave the day empty, or check it.")


class GroundMissing(Refusal):
    code = "ground_missing"
    message = _("Choose the ground of article 9:8. Without one the complaint has to be handled.")


class GroundDoesNotApply(Refusal):
    code = "ground_does_not_apply"
    message = _("A ground of article 9:8 belongs to not taking the complaint up alone. Choose that outcome, or no ground.")


class ExplanationMissing(Refusal):
    code = "explanation_missing"
    message = _("Explain why. The person has a right to the reasons.")


class KlaagschriftNeedsDecision(Refusal):
    code = "klaagschrift_needs_decision"
    message = _("This is a klaagschrift: not reaching somebody does not end it. Decide on what was written (article 9:10(2)(c)).")


class ObjectionNotTold(Refusal):
    code = "objection_not_told"
    message = _("This person has not been told what they can do about the decision. Tell them, record when and how, then close.")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How it ended. outcome: a label by id, core code or text.

    complainants_words, confirmed_on, confirmed_by, confirmed_way: that the complainant said so, when, who (Sayer) and how.
    is_asked_if_solved: the control question was asked.
    ground, not_taken_up: of a complaint that is not taken up, with what proves the ground (Awb 9:8).
    """

    outcome: str
    closed_on: date | None = None
    complainants_words: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    confirmed_way: ContactWay | None = None
    is_asked_if_solved: bool = False
    ground: str = ""
    explanation: str = ""
    not_taken_up: NotTakenUpFacts = NO_FACTS


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
        texts, problems = _checked_texts(ending)
        if letter_day not in (None, closed_on):
            problems.append(ClosedOnLetterDay(field="closed_on", sent_on=letter_day))
        problems += _problems_of_objection(in_hand, today=today) + _problems_of_days(
            closed_on, ending.confirmed_on, in_hand=in_hand, today=today
        )
        # A text that is refused is not missing.
        refused = {one.field for one in problems}
        problems += [one for one in _problems_of_outcome(outcome, ending, texts, in_hand=in_hand) if one.field not in refused]
        facts, faults = _told_of_not_taking_up(outcome, ending, in_hand=in_hand, today=today)
        problems += [one for one in faults if one.field not in {earlier.field for earlier in problems}]
        if problems or outcome is None:
            raise Refusals(problems)
        closed = in_hand.round
        closed.closed_on, closed.outcome = closed_on, outcome
        closed.save(update_fields=["closed_on", "outcome"])
        closing = Closing.objects.create(
            round=closed,
            **texts,
            **_said(ending),
            ground=ending.ground,
            closed_by_id=actor.user_id,
            closed_at=now,
        )
        data = {"outcome": outcome.core_code, "on": closed_on.isoformat(), "ground": ending.ground, "fields": ["closed_on", "outcome"]}
        if ending.confirmed_by:
            data |= {"confirmed_by": ending.confirmed_by, "way": ending.confirmed_way and ending.confirmed_way.value}
        if facts is not None:
            NotTakenUp.objects.create(closing=closing, **facts)
            data |= {"notice_sent_on": facts["notice_sent_on"].isoformat(), "flags": [LATE_NOTICE] if facts["is_notice_late"] else []}
        data |= _wait_no_longer(outcome, texts["explanation"], in_hand=in_hand, closed_on=closed_on)
        current_retention().set_on(in_hand.complaint, closed_on=closed_on)
        return finish_step(in_hand, actor=actor, now=now, code="closed", data=data, changed=RETENTION)


def _checked_texts(ending: Ending) -> tuple[dict[str, str], list[Refusal]]:
    texts, problems = {}, []
    for field in ("complainants_words", "explanation"):
        try:
            texts[field] = checked_text(getattr(ending, field), field=field)
        except Refusal as refusal:
            texts[field] = ""
            problems.append(refusal)
    return texts, problems


def _problems_of_days(closed_on: date, confirmed_on: date | None, *, in_hand: FileInHand, today: date) -> list[Refusal]:
    problems = _problems_of_one_day(closed_on, field="closed_on", opened_on=in_hand.round.opened_on, today=today)
    if confirmed_on is not None:
        problems += _problems_of_one_day(confirmed_on, field="confirmed_on", opened_on=in_hand.round.opened_on, today=today)
        if closed_on < confirmed_on <= today:
            problems.append(SaidAfterClosing(field="confirmed_on", closed_on=closed_on))
    if HistoricalTotal.objects.filter(measure=Measure.HANDLED, year=closed_on.year).exists():
        problems.append(YearKnownAsTotals(field="closed_on", year=closed_on.year))
    return problems


def _problems_of_outcome(outcome: Label | None, ending: Ending, texts: dict[str, str], *, in_hand: FileInHand) -> list[Refusal]:
    if outcome is None:
        return [UnknownCode(field="outcome", given=ending.outcome[:40], known=_codes(set(Outcome) - {Outcome.UPHELD_OR_PARTLY}))]
    if outcome.core_code is None:
        return [OutcomeNotClear(field="outcome")]
    code, problems = Outcome(outcome.core_code), list[Refusal]()
    if code is Outcome.UPHELD_OR_PARTLY:
        problems.append(OutcomeForTotalsOnly(field="outcome"))
    if code is Outcome.CLOSED_UNREACHABLE and in_hand.complaint.derived_kind == Kind.FORMAL_COMPLAINT:
        problems.append(KlaagschriftNeedsDecision(field="outcome"))
    elif code is Outcome.CLOSED_UNREACHABLE and in_hand.round.first_attempt_on is None:
        problems.append(NobodyTried(field="outcome"))
    problems += problems_of_confirmation(
        code,
        Confirmation(
            by=ending.confirmed_by,
            way=ending.confirmed_way,
            said_on=ending.confirmed_on,
            words=texts["complainants_words"],
            is_asked=ending.is_asked_if_solved,
        ),
        kind=in_hand.complaint.derived_kind,
        is_written=in_hand.round.came_in_writing,
    )
    problems += _problems_of_ground(code, ending, in_hand=in_hand)
    problems += problems_of_closing(code, of=in_hand.complaint, in_round=in_hand.round)
    problems += problems_of_closing_with(code, in_round=in_hand.round, explanation=texts["explanation"])
    # Of what is too slight the two texts of that ground are the explanation.
    if code in WITH_EXPLANATION and ending.ground != NonHandlingGround.TOO_SLIGHT and not texts["explanation"]:
        problems.append(ExplanationMissing(field="explanation"))
    return problems


def _problems_of_ground(code: Outcome, ending: Ending, *, in_hand: FileInHand) -> list[Refusal]:
    if code is not Outcome.NOT_TAKEN_UP:
        return [GroundDoesNotApply(field="ground")] if ending.ground else []
    problems = list[Refusal]()
    if not ending.ground:
        problems.append(GroundMissing(field="ground"))
    elif ending.ground not in NON_HANDLING_GROUNDS:
        problems.append(UnknownCode(field="ground", given=ending.ground[:40], known=_codes(NON_HANDLING_GROUNDS)))
    if in_hand.round.first_attempt_on is None:
        problems.append(NobodyTried(field="outcome"))
    return problems


def _letter_day(outcome: Label | None, ending: Ending, *, in_hand: FileInHand, today: date) -> date | None:
    """The day of the letter with which it ends: of a judgment (9:12), or that it is not taken up (9:8(3)). None where none went, or
    on no day that can be.
    """
    code = Outcome(outcome.core_code) if outcome is not None and outcome.core_code is not None else None
    sent_on = decided_on(in_hand.round) if code in WITH_JUDGMENT else ending.not_taken_up.notice_sent_on
    return sent_on if sent_on is not None and in_hand.round.opened_on <= sent_on <= today else None


def _codes(known: Iterable[str]) -> str:
    return ", ".join(sorted(known))


def _said(ending: Ending) -> dict[str, Any]:
    """Who said so, when and how, as it is kept."""
    return {
        "confirmed_on": ending.confirmed_on,
        "confirmed_by": ending.confirmed_by,
        "confirmed_way": ending.confirmed_way.value if ending.confirmed_way else "",
        "is_asked_if_solved": ending.is_asked_if_solved,
    }


def _told_of_not_taking_up(
    outcome: Label | None, ending: Ending, *, in_hand: FileInHand, today: date
) -> tuple[dict[str, Any] | None, list[Refusal]]:
    """What is kept of a complaint that is not taken up, and what stands in its way; None for any other outcome."""
    if outcome is None or outcome.core_code != Outcome.NOT_TAKEN_UP:
        return None, [] if ending.not_taken_up == NO_FACTS else [GroundDoesNotApply(field="ground")]
    told, problems = with_clean_texts(ending.not_taken_up)
    of = FactsOfFile(
        filed_on=in_hand.complaint.received_on,
        opened_on=in_hand.round.opened_on,
        notice_due_on=in_hand.round.notice_due_on,
        today=today,
        calendar=(calendar := current_statutory_calendar()),
        triages=tuple(one.triage for one in judged(in_hand.complaint, in_hand.complaint.mentioned_decisions.all(), calendar=calendar)),
    )
    if ending.ground in NON_HANDLING_GROUNDS:
        refused = {one.field for one in problems}
        found = problems_of_ground(NonHandlingGround(ending.ground), told, of=of) + problems_of_letter(told, of=of)
        problems += [one for one in found if one.field not in refused]
    day = told.notice_sent_on
    problems += problems_of_typed_day(day, code=LetterCode.NOT_TAKEN_UP, in_round=in_hand.round, field="notice_sent_on")
    kept = {one.name: getattr(told, one.name) for one in fields(told) if one.name != "is_decision_late"}
    return kept | {"is_notice_late": is_notice_late(told, of=of)}, problems


def _wait_no_longer(outcome: Label, explanation: str, *, in_hand: FileInHand, closed_on: date) -> dict[str, Any]:
    """Whoever closes without the feedback of a warm transfer said why: nobody is chased for it any more. What the history says."""
    awaited = awaited_at_closing(outcome.core_code, in_round=in_hand.round)
    for one in awaited:
        one.end, one.ended_on, one.feedback = TransferEnd.GIVEN_UP, closed_on, explanation
        one.save(update_fields=["end", "ended_on", "feedback"])
    return {"without_feedback": len(awaited)} if awaited else {}


def _problems_of_objection(in_hand: FileInHand, *, today: date) -> list[Refusal]:
    """Closing does not end the warning: whoever may still object is told so first (6:15)."""
    untold = in_hand.complaint.mentioned_decisions.filter(told_on=None)
    found = judged(in_hand.complaint, untold, calendar=current_statutory_calendar())
    return [ObjectionNotTold()] if any(one.must_be_told(today=today) for one in found) else []


def _problems_of_one_day(day: date, *, field: str, opened_on: date, today: date) -> list[Refusal]:
    try:
        check_day(day, field=field, opened_on=opened_on, today=today)
    except Refusal as refusal:
        return [refusal]
    return []
