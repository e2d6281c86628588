"""The committee writes its advice, and gives it: the report of its findings with the hearing report and the advice (Awb 9:15(4)).

Only its members do; neither who handles the complaint, nor an administrator, nor the council.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from complaints.access import access_complaint
from complaints.advising import (
    AdviceAfterDecision,
    AdviceBeforeHearing,
    AdviceIsGiven,
    AdviceIsUsed,
    AdviceMissing,
    Advised,
    AdviserUnknown,
    NotBeforeCommittee,
    NotOfTheCommittee,
    able_members,
    advises_in,
    given_advice,
)
from complaints.checks import checked_texts
from complaints.hearing import problems_of_day, talks_that_count
from complaints.judging import PointUnknown, VerdictNeeded, decided_on, first_told_on, problems_of_hearing
from complaints.letter_refusals import LetterUnprintable
from complaints.letter_writing import printed_advice
from complaints.letters.pdf import Unprintable, letter_pdf
from complaints.models import Advice, Complaint, PointAdvice
from complaints.selectors import current_round
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.permissions import Permission

TEXTS = ("findings", "considerations", "advice")
# What an advice that is given holds; a draft may lack all of it.
NEEDED = frozenset({"findings", "advice"})


def record_advice(*, actor: Actor, reference: str, told: Advised, seen_version: int | None, now: datetime) -> Complaint:
    """The advice is what is told now, whatever it was. With a day it is given: from then on whoever decides has it. Until the
    decision goes the members may give it again, put right.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NotBeforeCommittee, NotOfTheCommittee, AdviceIsUsed, and
    Refusals with everything that is missing or wrong: AdviceIsGiven, TextMissing, TextTooLong, PointUnknown, VerdictNeeded, AdviserUnknown,
    AdviceBeforeHearing, AdviceAfterDecision, DayInFuture, DayBeforeReceipt, and of the hearing what `complaints.judging` asks (9:9, 9:10).
    """
    guard(actor, Permission.ADVISE)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ADVISE, seen_version=seen_version)
        one = in_hand.round
        if one.committee_id is None:
            raise NotBeforeCommittee
        if not advises_in(actor, one):
            raise NotOfTheCommittee
        before = Advice.objects.filter(round=one).first()
        was_given = before is not None and before.is_given
        if was_given and first_told_on(one) is not None:
            raise AdviceIsUsed
        texts, problems = checked_texts(told, TEXTS, needed=NEEDED if told.given_on is not None else ())
        points = set(in_hand.complaint.points.values_list("pk", flat=True))
        problems += [PointUnknown(field=f"verdicts.{point}") for point in told.verdicts if point not in points]
        if told.given_on is not None:
            problems += _problems_of_giving(told, told.given_on, in_hand=in_hand, today=dutch_date(now))
        elif was_given:
            problems.append(AdviceIsGiven(field="given_on"))
        if problems:
            raise Refusals(problems)
        kept: dict[str, Any] = {**texts, "given_on": told.given_on, "given_by": list(told.given_by), "recorded_at": now}
        advice, _made = Advice.objects.update_or_create(round=one, defaults=kept)
        advice.points.all().delete()
        PointAdvice.objects.bulk_create(
            PointAdvice(advice=advice, point_id=point_id, verdict=verdict) for point_id, verdict in told.verdicts.items()
        )
        data: dict[str, Any] = {}
        if told.given_on is not None:
            data = {"on": told.given_on.isoformat(), "verdicts": [verdict.value for verdict in told.verdicts.values()], "again": was_given}
        code = "advice_written" if told.given_on is None else "advice_given"
        return finish_step(in_hand, actor=actor, now=now, code=code, data=data)


def advice_report(*, actor: Actor, reference: str) -> bytes:
    """The report of findings with the advice (L11) as PDF, of an advice that is given.

    Raises NotFound, NotPermitted, AdviceMissing, LetterUnprintable.
    """
    guard(actor, Permission.SEE_COMPLAINTS)
    with transaction.atomic(durable=True):
        complaint = access_complaint(actor=actor, reference=reference)
        if given_advice(current_round(complaint)) is None:
            raise AdviceMissing
        printed = printed_advice(complaint)
    try:
        return letter_pdf(printed)
    except Unprintable:
        raise LetterUnprintable from None


def _problems_of_giving(told: Advised, given_on: date, *, in_hand: FileInHand, today: date) -> list[Refusal]:
    """The report holds what was said when both were heard, and a verdict on each subject, without which nothing could differ from it
    (9:16); and somebody of the committee answers for it."""
    problems = problems_of_day(given_on, field="given_on", opened_on=in_hand.round.opened_on, today=today)
    told_on = decided_on(in_hand.round)
    if told_on is not None and told_on < given_on:
        problems.append(AdviceAfterDecision(field="given_on", sent_on=told_on))
    lacking = [one.pk for one in in_hand.complaint.points.all() if one.pk not in told.verdicts]
    problems += [VerdictNeeded(field=f"verdicts.{point}") for point in lacking]
    if not told.given_by or set(told.given_by) - set(able_members(in_hand.round, today=today)):
        problems.append(AdviserUnknown(field="given_by"))
    heard_on = max((dutch_date(talk.held_at) for talk in talks_that_count(in_hand.round) if talk.held_at is not None), default=None)
    if heard_on is not None and given_on < heard_on:
        problems.append(AdviceBeforeHearing(field="given_on", heard_on=heard_on))
    return problems + problems_of_hearing(of=in_hand.complaint, in_round=in_hand.round, field="advice")
