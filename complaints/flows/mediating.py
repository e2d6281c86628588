"""Mediation (bemiddeling): proposed, agreed to by both sides, held and ended. Voluntary and confidential: of what is said in it nothing
is recorded. The term of the law runs on; only a later day that the complainant agreed to, recorded as such, changes it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import check_day, checked_text
from complaints.intake import TextTooLong, UnknownColleague
from complaints.models import Complaint, ContactWay, InvolvedPerson, Mediation, MediationOutcome, MediationProposer
from complaints.shielding import problems_of_texts
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.accounts.selectors import colleagues_here, only_with_role
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import OUTSIDERS, Permission

LONGEST_NAME = 200
MOST_TALKS = 50
FARTHEST_MONTHS = 6


class MediationRuns(Refusal):
    code = "mediation_runs"
    message = _("Mediation was proposed already and has not ended. Go on with that one, or record how it ended.")


class MediationEnded(Refusal):
    code = "mediation_ended"
    message = _("How this mediation ended stands in the file already. Is it tried again? Record a new proposal.")


class BeforeProposal(Refusal):
    code = "before_proposal"
    message = _("This was before mediation was proposed on %(proposed_on)s. Check the day.")


class BothSidesFirst(Refusal):
    code = "both_sides_first"
    message = _("Mediation is voluntary: first record that whoever complains and the other side both said yes, when and how.")


class ConsentNotWhole(Refusal):
    code = "consent_not_whole"
    message = _("Of a side that said yes, record both the day and how they said it.")


class OneMediator(Refusal):
    code = "one_mediator"
    message = _("Choose a colleague as mediator, or write who outside. One of the two.")


class MediatorMissing(Refusal):
    code = "mediator_missing"
    message = _("Record who mediates first: a colleague who has nothing to do with it, or somebody outside.")


class MediatorNotIndependent(Refusal):
    code = "mediator_not_independent"
    message = _("This colleague handles the complaint or was involved in what it is about. Choose somebody who stands outside it.")


class MediatorStandsElsewhere(Refusal):
    code = "mediator_stands_elsewhere"
    message = _(
        "Who is only in the council, or only advises in a committee, mediates in no complaint here. Choose a colleague, or write who"
        " outside."
    )


class NextDayUnfit(Refusal):
    code = "next_day_unfit"
    message = _("Choose today or a later day, at most half a year away, on which somebody looks how it stands.")


class TooManyTalks(Refusal):
    code = "too_many_talks"
    message = _("At most %(most)s days of talks can be recorded.")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """proposed_on: None for today. next_on: by which day both sides are asked again."""

    proposed_by: MediationProposer
    other_side: str
    next_on: date
    proposed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Course:
    """How it stands, as a whole: what is left out is not so (any more). agreed_by: who said yes where that is not the side itself.

    mediator_id, mediator_name: a colleague, or somebody outside with their organisation. talks: the days of talks that were held.
    """

    next_on: date
    complainant_agreed_on: date | None = None
    complainant_agreed_by: str = ""
    complainant_way: ContactWay | None = None
    other_agreed_on: date | None = None
    other_agreed_by: str = ""
    other_way: ContactWay | None = None
    mediator_id: int | None = None
    mediator_name: str = ""
    talks: tuple[date, ...] = ()


def propose_mediation(*, actor: Actor, reference: str, told: Proposal, seen_version: int | None, now: datetime) -> Mediation:
    """Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, MediationRuns, and what is wrong at once: TextMissing,
    TextTooLong, UnreadableCharacter, TextTellsShielded, DayInFuture, DayBeforeReceipt, NextDayUnfit."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.PROPOSE_MEDIATION, seen_version=seen_version)
        if Mediation.objects.filter(round=in_hand.round, outcome="").exists():
            raise MediationRuns
        other_side, proposed_on = "", told.proposed_on or today
        with findings.noting():
            other_side = _name(told.other_side, field="other_side", is_needed=True, of=in_hand.complaint)
        with findings.noting():
            check_day(proposed_on, field="proposed_on", opened_on=in_hand.complaint.received_on, today=today)
        with findings.noting():
            _check_next(told.next_on, today=today)
        findings.tell()
        kept = Mediation.objects.create(
            round=in_hand.round,
            proposed_by=told.proposed_by,
            proposed_on=proposed_on,
            other_side=other_side,
            next_on=told.next_on,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        data = _told(kept) | {"proposed_by": kept.proposed_by, "on": proposed_on.isoformat()}
        finish_step(in_hand, actor=actor, now=now, code="mediation_proposed", data=data)
    return kept


def record_mediation(
    *, actor: Actor, reference: str, mediation_id: uuid.UUID, course: Course, seen_version: int | None, now: datetime
) -> Mediation:
    """Who said yes, who mediates, which talks were held, and by which day somebody looks again.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, MediationEnded, and what is wrong at once: ConsentNotWhole,
    DayInFuture, DayBeforeReceipt, BeforeProposal, BothSidesFirst, OneMediator, UnknownColleague, MediatorStandsElsewhere,
    MediatorNotIndependent, MediatorMissing, TooManyTalks, TextTooLong, UnreadableCharacter, TextTellsShielded,
    NextDayUnfit.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_MEDIATION, seen_version=seen_version)
        kept = _in_hand(in_hand, mediation_id)
        for side in ("complainant", "other"):
            _take_consent(kept, side, course, today=today, findings=findings)
        with findings.noting():
            kept.mediator_name = _name(course.mediator_name, field="mediator_name", of=in_hand.complaint)
        kept.mediator_id = course.mediator_id
        for problem in _problems_of_mediator(kept, of=in_hand, today=today):
            findings.add(problem)
        kept.talks = [one.isoformat() for one in sorted(set(course.talks))]
        for problem in _problems_of_talks(kept, course.talks, today=today):
            findings.add(problem)
        kept.next_on = course.next_on
        with findings.noting():
            _check_next(course.next_on, today=today)
        findings.tell()
        kept.save()
        data = _told(kept) | {"talks": kept.talks}
        finish_step(in_hand, actor=actor, now=now, code="mediation_recorded", data=data)
    return kept


def end_mediation(
    *,
    actor: Actor,
    reference: str,
    mediation_id: uuid.UUID,
    outcome: MediationOutcome,
    ended_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> Mediation:
    """ended_on: None for today. What they agreed on is recorded as promises; that it is solved only whoever complains confirms (9:5).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, MediationEnded, and what is wrong at once: BothSidesFirst,
    MediatorMissing, DayInFuture, BeforeProposal.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_MEDIATION, seen_version=seen_version)
        kept = _in_hand(in_hand, mediation_id)
        if outcome is not MediationOutcome.DECLINED:
            if not kept.has_both_sides:
                findings.add(BothSidesFirst(field="outcome"))
            elif not kept.has_mediator:
                findings.add(MediatorMissing(field="outcome"))
        with findings.noting():
            _check_of(kept, ended_on or today, field="ended_on", today=today)
        findings.tell()
        kept.outcome, kept.ended_on, kept.next_on = outcome, ended_on or today, None
        kept.save(update_fields=["outcome", "ended_on", "next_on"])
        data = _told(kept) | {"outcome": kept.outcome, "on": kept.ended_on.isoformat()}
        finish_step(in_hand, actor=actor, now=now, code="mediation_ended", data=data)
    return kept


def _in_hand(in_hand: FileInHand, mediation_id: uuid.UUID) -> Mediation:
    found = Mediation.objects.filter(round__complaint=in_hand.complaint, pk=mediation_id).first()
    if found is None:
        raise NotFound(field="mediation_id")
    if found.outcome:
        raise MediationEnded
    return found


def _take_consent(kept: Mediation, side: str, course: Course, *, today: date, findings: Findings) -> None:
    on, way = getattr(course, f"{side}_agreed_on"), getattr(course, f"{side}_way")
    if (on is None) != (way is None):
        findings.add(ConsentNotWhole(field=f"{side}_agreed_on" if on is None else f"{side}_way"))
    if on is not None:
        with findings.noting():
            check_day(on, field=f"{side}_agreed_on", opened_on=kept.round.complaint.received_on, today=today)
    with findings.noting():
        name = _name(getattr(course, f"{side}_agreed_by"), field=f"{side}_agreed_by", of=kept.round.complaint)
        setattr(kept, f"{side}_agreed_by", name)
    setattr(kept, f"{side}_agreed_on", on)
    setattr(kept, f"{side}_way", way or "")


def _problems_of_mediator(kept: Mediation, *, of: FileInHand, today: date) -> list[Refusal]:
    if not kept.has_mediator:
        return []
    if kept.mediator_id is not None and kept.mediator_name:
        return [OneMediator(field="mediator_id")]
    if kept.mediator_id is not None:
        if kept.mediator_id not in {one.user_id for one in colleagues_here()}:
            return [UnknownColleague(field="mediator_id")]
        if kept.mediator_id in only_with_role(roles=OUTSIDERS, today=today):
            return [MediatorStandsElsewhere(field="mediator_id")]
        if kept.mediator_id == of.round.handler_id or _is_involved(of.complaint, kept.mediator_id):
            return [MediatorNotIndependent(field="mediator_id")]
    return [] if kept.has_both_sides else [BothSidesFirst(field="mediator_id")]


def _is_involved(complaint: Complaint, user_id: int) -> bool:
    return InvolvedPerson.objects.filter(complaint=complaint, user_id=user_id).exists()


def _problems_of_talks(kept: Mediation, talks: tuple[date, ...], *, today: date) -> list[Refusal]:
    if not talks:
        return []
    if not kept.has_mediator:
        return [MediatorMissing(field="talks")]
    if len(talks) > MOST_TALKS:
        return [TooManyTalks(field="talks", most=MOST_TALKS)]
    try:
        for one in talks:
            _check_of(kept, one, field="talks", today=today)
    except Refusal as refusal:
        return [refusal]
    return []


def _check_of(kept: Mediation, day: date, *, field: str, today: date) -> None:
    """A day on which something happened in it."""
    if day < kept.proposed_on:
        raise BeforeProposal(field=field, proposed_on=kept.proposed_on)
    check_day(day, field=field, opened_on=kept.proposed_on, today=today)


def _check_next(day: date, *, today: date) -> None:
    if not today <= day <= today + relativedelta(months=FARTHEST_MONTHS):
        raise NextDayUnfit(field="next_on")


def _name(text: str, *, field: str, is_needed: bool = False, of: Complaint) -> str:
    """A name that everybody who sees the file reads: none that tells who is shielded in it."""
    name = checked_text(text, field=field, is_needed=is_needed)
    if len(name) > LONGEST_NAME:
        raise TextTooLong(field=field, length=len(name), most=LONGEST_NAME)
    for problem in problems_of_texts({field: name}, of=of):
        raise problem
    return name


def _told(kept: Mediation) -> dict[str, Any]:
    """What the history says of it: codes and days, no names."""
    return {
        "mediation": str(kept.pk),
        "complainant_agreed": kept.complainant_agreed_on is not None,
        "other_agreed": kept.other_agreed_on is not None,
        "has_mediator": kept.has_mediator,
        "next_on": kept.next_on and kept.next_on.isoformat(),
    }
