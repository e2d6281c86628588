"""Put a complaint before the advisory committee of its authority (Awb 9:14): from the day the person was told, ten weeks hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from complaints.advising import (
    BeforeCommitteeAlready,
    CommitteeNeedsTermOfLaw,
    CommitteeWithoutMembers,
    TellingWayMissing,
    able_members,
)
from complaints.awb.refusals import ClockRefusal, NoCommissionAppointed, RegimeChangeNotNotified
from complaints.checks import check_day
from complaints.models import Complaint, ContactWay, Regime
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
    """told_on, way: the day on which, and how, whoever complains was told that the committee advises (9:15(1)).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, BeforeCommitteeAlready, CommitteeNeedsTermOfLaw, and Refusals
    with everything that is missing or wrong: TermRefused (no committee, not told, after the last day), CommitteeWithoutMembers,
    TellingWayMissing, DayInFuture, DayBeforeReceipt.
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
        was_taken_over, due_before = one.regime == Regime.COMMISSION, one.due_on
        problems = _problems_of_telling(told_on, way, opened_on=one.opened_on, today=today)
        one.committee = in_hand.complaint.authority.committees.filter(in_force(day=today)).first()
        if one.committee is None:
            problems.append(TermRefused(NoCommissionAppointed(), field=None))
        elif not able_members(one):
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
        }
        return finish_step(in_hand, actor=actor, now=now, code="put_before_committee", data=data)


def _problems_of_telling(told_on: date | None, way: ContactWay | None, *, opened_on: date, today: date) -> list[Refusal]:
    if told_on is None:
        return [TermRefused(RegimeChangeNotNotified(), field="told_on")]
    problems: list[Refusal] = [TellingWayMissing(field="way")] if way is None else []
    try:
        check_day(told_on, field="told_on", opened_on=opened_on, today=today)
    except Refusal as refusal:
        problems.append(refusal)
    return problems
