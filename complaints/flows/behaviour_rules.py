"""A rule for contact with somebody (gedragslijn): announced by letter, for a time, and never in the way of the ombudsman."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import check_day, checked_text
from complaints.models import BehaviourRule, Document
from complaints.records import row_of_file, told_before
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, Refusal
from tenants.permissions import Permission

MOST_MONTHS = 12


class BehaviourMissing(Refusal):
    code = "behaviour_missing"
    message = _("Name the behaviour it is about: what was said or done, and when. Not what somebody is like.")


class RuleMissing(Refusal):
    code = "rule_missing"
    message = _("Say which rule holds, for example: contact in writing alone.")


class RuleEndsTooEarly(Refusal):
    code = "rule_ends_too_early"
    message = _("A rule ends after the day of its letter, %(starts_on)s. Check both days.")


class RuleTooLong(Refusal):
    code = "rule_too_long"
    message = _("A rule holds a year at most. Look again before then, and announce it anew where that is needed.")


class RuleLetterMissing(Refusal):
    code = "rule_letter_missing"
    message = _("Add the letter that announces it to the documents of this file first, then choose it here.")


class OmbudsmanRouteClosed(Refusal):
    code = "ombudsman_route_closed"
    message = _("The letter has to say that this person may go to the ombudsman. A rule never stands in the way of that.")


class WritingRouteClosed(Refusal):
    code = "writing_route_closed"
    message = _("This person may always write to us, also when we do not answer each time. Let the letter say so.")


@dataclass(frozen=True, kw_only=True)
class RuleTold:
    """starts_on: the day of the letter, document_id: the letter in the file. keeps_ombudsman, keeps_writing: the letter says so."""

    behaviour: str
    rule: str
    ends_on: date
    starts_on: date | None = None
    document_id: uuid.UUID | None = None
    keeps_ombudsman: bool = False
    keeps_writing: bool = False


def record_behaviour_rule(
    *, actor: Actor, reference: str, told: RuleTold, rule_id: uuid.UUID | None = None, seen_version: int | None, now: datetime
) -> BehaviourRule:
    """Record a rule, or correct one (rule_id), also to let it end earlier. starts_on: None for today.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and what is wrong at once: BehaviourMissing, RuleMissing,
    DayInFuture, DayBeforeReceipt, RuleEndsTooEarly, RuleTooLong, RuleLetterMissing, OmbudsmanRouteClosed, WritingRouteClosed,
    TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    starts_on = told.starts_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.RECORD_RULE, seen_version=seen_version)
        rule = row_of_file(BehaviourRule, in_hand.complaint, rule_id, field="rule_id")
        was = told_before(rule, ("behaviour", "rule", "starts_on", "ends_on")) if rule_id else None
        for name, missing in (("behaviour", BehaviourMissing), ("rule", RuleMissing)):
            with findings.noting():
                text = checked_text(getattr(told, name), field=name)
                setattr(rule, name, text)
                if not text:
                    raise missing(field=name)
        with findings.noting():
            check_day(starts_on, field="starts_on", opened_on=in_hand.complaint.received_on, today=today)
        if told.ends_on <= starts_on:
            findings.add(RuleEndsTooEarly(field="ends_on", starts_on=starts_on))
        elif told.ends_on > starts_on + relativedelta(months=MOST_MONTHS):
            findings.add(RuleTooLong(field="ends_on"))
        letter = Document.objects.filter(complaint=in_hand.complaint, pk=told.document_id).first() if told.document_id else None
        if letter is None:
            findings.add(RuleLetterMissing(field="document_id"))
        if not told.keeps_ombudsman:
            findings.add(OmbudsmanRouteClosed(field="keeps_ombudsman"))
        if not told.keeps_writing:
            findings.add(WritingRouteClosed(field="keeps_writing"))
        findings.tell()
        rule.starts_on, rule.ends_on, rule.document = starts_on, told.ends_on, letter
        if rule_id is None:
            rule.recorded_by_id, rule.recorded_at = actor.user_id, now
        rule.save()
        data = {"rule": str(rule.pk), "on": starts_on.isoformat(), "ends_on": rule.ends_on.isoformat()}
        code = "rule_recorded" if rule_id is None else "rule_corrected"
        finish_step(in_hand, actor=actor, now=now, code=code, data=data, personal={"was": was} if was else None)
    return rule
