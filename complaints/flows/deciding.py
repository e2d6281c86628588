"""A decision (besluit) that a complaint mentions: recorded, and the person told until when they can object (6:7, 6:15 Awb).

The product never says that an objection is too late: that is for the objection unit (6:11).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.awb.triage import Announcement, Contested
from complaints.checks import DayInFuture, check_day, checked_text
from complaints.deciding import triage_of
from complaints.models import Complaint, ContactWay, MentionedDecision
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar


class NoAnnouncementNoDay(Refusal):
    code = "no_announcement_no_day"
    message = _("Only a decision that was sent or handed over has such a day. Empty the day, or choose in writing.")


class AnnouncementDayNeeded(Refusal):
    code = "announcement_day_needed"
    message = _("On which day was the decision sent or handed over? Nobody knows? Then choose unknown: the term is taken as open.")


class NoDecisionMentioned(Refusal):
    code = "no_decision_mentioned"
    message = _("No decision is recorded in this file. Record first which one the complaint mentions.")


class TooManyDecisions(Refusal):
    code = "too_many_decisions"
    message = _("This file mentions %(most)s decisions already. Put one right, or register the rest as a complaint of its own.")


@dataclass(frozen=True, kw_only=True)
class DecisionTold:
    """Which decision, what somebody is against, and how and when it reached them. announced_on: in writing alone."""

    what: str
    contested: Contested
    announcement: Announcement
    announced_on: date | None = None


MOST_DECISIONS = 20


def record_decision(
    *, actor: Actor, reference: str, told: DecisionTold, decision_id: int | None = None, seen_version: int | None, now: datetime
) -> Complaint:
    """Record a decision a complaint mentions, or put one right: then the person has to be told of it anew.

    decision_id: the one that is put right; None: one that was not mentioned before. Raises NotFound, NotPermitted, NotInThisState,
    ChangedMeanwhile, TooManyDecisions, and what is wrong at once: TextMissing, TextTooLong, UnreadableCharacter, NoAnnouncementNoDay,
    AnnouncementDayNeeded, DayInFuture.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, what = Findings(), ""
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_DECISION, seen_version=seen_version)
        of = in_hand.complaint
        before = of.mentioned_decisions.filter(pk=decision_id).first() if decision_id is not None else None
        if decision_id is not None and before is None:
            raise NotFound
        if before is None and of.mentioned_decisions.count() >= MOST_DECISIONS:
            raise TooManyDecisions(most=MOST_DECISIONS)
        with findings.noting():
            what = checked_text(told.what, field="what", is_needed=True)
        with findings.noting():
            _check_announcement(told, today=dutch_date(now))
        findings.tell()
        facts = {"contested": told.contested.value, "announcement": told.announcement.value, "announced_on": told.announced_on}
        kept = {"what": what, **facts, "recorded_by_id": actor.user_id, "recorded_at": now, "told_on": None, "told_way": ""}
        what_before = before.what if before else what
        decision = before or MentionedDecision(complaint=of)
        for name, value in kept.items():
            setattr(decision, name, value)
        decision.save()
        data = facts | {
            "decision": decision.pk,
            "announced_on": told.announced_on.isoformat() if told.announced_on else None,
            "route": triage_of(of, decision, calendar=current_statutory_calendar()).route.value,
        }
        personal = {"decision_before": what_before} if what_before != what else None
        return finish_step(in_hand, actor=actor, now=now, code="decision_recorded", data=data, personal=personal)


def record_objection_told(
    *, actor: Actor, reference: str, told_on: date | None, way: ContactWay, seen_version: int | None, now: datetime
) -> Complaint:
    """Record that the person was told what they can do about every decision of which nobody told them yet.

    One talk or letter tells of all of them; where all were told of, this is told anew. told_on: today when blank.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, NoDecisionMentioned, DayInFuture, DayBeforeReceipt.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    today = dutch_date(now)
    on = told_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.TELL_OBJECTION, seen_version=seen_version)
        mentioned = in_hand.complaint.mentioned_decisions
        if not mentioned.exists():
            raise NoDecisionMentioned
        check_day(on, field="told_on", opened_on=in_hand.complaint.received_on, today=today)
        untold = mentioned.filter(told_on=None)
        (untold if untold.exists() else mentioned).update(told_on=on, told_way=way.value)
        data = {"on": on.isoformat(), "way": way.value}
        return finish_step(in_hand, actor=actor, now=now, code="objection_told", data=data)


def _check_announcement(told: DecisionTold, *, today: date) -> None:
    is_written = told.announcement is Announcement.WRITTEN and told.contested is not Contested.NOT_MADE
    if told.announced_on is not None and not is_written:
        raise NoAnnouncementNoDay(field="announced_on")
    if is_written and told.announced_on is None:
        raise AnnouncementDayNeeded(field="announced_on")
    if told.announced_on is not None and told.announced_on > today:
        raise DayInFuture(field="announced_on")
