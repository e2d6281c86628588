"""Put a complaint before the advisory committee of its authority (Awb 9:14): from the day the person was told, ten weeks hold. And take it
back, before there is an advice.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from complaints.advising import (
    BeforeCommitteeAlready,
    CommitteeAdvised,
    CommitteeNeedsTermOfLaw,
    CommitteeWithoutMembers,
    DecidedBeforeCommittee,
    NotBeforeCommittee,
    TellingWayMissing,
    able_members,
    given_advice,
)
from complaints.awb.refusals import ClockRefusal, NoCommissionAppointed, RegimeChangeAfterDue, RegimeChangeNotNotified
from complaints.checks import check_day, checked_text
from complaints.inviting import end_waiver
from complaints.judging import first_told_on
from complaints.models import Advice, Complaint, ContactWay, Regime
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from complaints.term_changes import TermRefused, dates_with, write_dates
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.organisation.checks import in_force
from tenants.organisation.core_lists import HandlingMode
from tenants.permissions import Permission


def put_before_committee(
    *, actor: Actor, reference: str, told_on: date | None, way: ContactWay | None, seen_version: int | None, now: datetime
) -> Complaint:
    """told_on, way: the day on which, and how, whoever complains was told that the committee advises (9:15(1)). Whom the handler
    heard, or why somebody was not, is the committee's to do anew: a waiver that stands ends.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, BeforeCommitteeAlready, CommitteeNeedsTermOfLaw,
    DecidedBeforeCommittee, and Refusals with everything that is missing or wrong: TermRefused (no committee, not told, after the last
    day), CommitteeWithoutMembers, TellingWayMissing, DayInFuture, DayBeforeReceipt.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.PUT_BEFORE_COMMITTEE, seen_version=seen_version)
        one = in_hand.round
        if one.committee_id is not None:
            raise BeforeCommitteeAlready
        if not one.is_under_law:
            raise CommitteeNeedsTermOfLaw
        sent_on = first_told_on(one)
        if sent_on is not None:
            raise DecidedBeforeCommittee(sent_on=sent_on)
        was_taken_over, due_before = one.regime == Regime.COMMISSION, one.due_on
        problems = _problems_of_telling(told_on, way, opened_on=one.opened_on, today=today)
        if today > one.due_on and not was_taken_over:
            # Whenever the person was told: a term that is over is not revived.
            problems.append(TermRefused(RegimeChangeAfterDue(due=one.due_on, changed_on=today), field="told_on"))
        one.committee = in_hand.complaint.authority.committees.filter(in_force(day=today)).first()
        if one.committee is None:
            problems.append(TermRefused(NoCommissionAppointed(), field=None))
        elif not able_members(one, today=today):
            problems.append(CommitteeWithoutMembers(committee=one.committee.name))
        if problems:
            raise Refusals(problems)
        assert told_on is not None
        assert way is not None
        # Of a round that was taken over the ten weeks run already.
        one.committee_since = None if was_taken_over else told_on
        one.regime, one.mode = Regime.COMMISSION, HandlingMode.COMMISSION.value
        try:
            dates = dates_with(one)
        except ClockRefusal as refusal:
            raise TermRefused(refusal, field="told_on") from None
        write_dates(one, dates)
        one.save(update_fields=["committee", "committee_since", "regime", "mode"])
        data = {
            "committee": one.committee_id,
            "on": told_on.isoformat(),
            "way": way.value,
            "was": {"due_on": due_before.isoformat()},
            "due_on": dates.due_on.isoformat(),
            "fields": ["due_on"],
            **end_waiver(one, now=now),
        }
        return finish_step(in_hand, actor=actor, now=now, code="put_before_committee", data=data)


def take_back_from_committee(*, actor: Actor, reference: str, reason: str, seen_version: int | None, now: datetime) -> Complaint:
    """Handle a complaint without the committee after all, as long as that gave no advice: put before it by mistake, or nobody of its
    members is left who was not involved.

    Six weeks hold again, also when these are over; what was taken over with its ten weeks keeps them. A draft of the advice goes, and
    a waiver of the committee ends; the talks it held stand for whoever handles the file now, and for no committee after this one.
    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TextMissing, TextTooLong, NotBeforeCommittee, CommitteeAdvised,
    TermRefused.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.TAKE_BACK_FROM_COMMITTEE, seen_version=seen_version)
        one, due_before, committee_id = in_hand.round, in_hand.round.due_on, in_hand.round.committee_id
        if committee_id is None:
            raise NotBeforeCommittee
        if given_advice(one) is not None:
            raise CommitteeAdvised
        if one.committee_since is not None:
            one.regime, one.mode = Regime.INTERNAL, HandlingMode.FORMAL.value
        one.committee, one.committee_since = None, None
        try:
            dates = dates_with(one)
        except ClockRefusal as refusal:
            raise TermRefused(refusal, field=None) from None
        write_dates(one, dates)
        one.save(update_fields=["committee", "committee_since", "regime", "mode"])
        Advice.objects.filter(round=one).delete()
        one.hearings.update(by_committee=False)
        data = {
            "committee": committee_id,
            "was": {"due_on": due_before.isoformat()},
            "due_on": dates.due_on.isoformat(),
            "fields": ["due_on"],
            **end_waiver(one, now=now),
        }
        return finish_step(in_hand, actor=actor, now=now, code="taken_back_from_committee", data=data, personal={"reason": reason})


def _problems_of_telling(told_on: date | None, way: ContactWay | None, *, opened_on: date, today: date) -> list[Refusal]:
    problems: list[Refusal] = [TellingWayMissing(field="way")] if way is None else []
    if told_on is None:
        return [TermRefused(RegimeChangeNotNotified(), field="told_on"), *problems]
    try:
        check_day(told_on, field="told_on", opened_on=opened_on, today=today)
    except Refusal as refusal:
        problems.append(refusal)
    return problems
