"""Promises to whoever complains (toezeggingen): recorded, kept, not kept, or taken back. In a closed file they stand as well."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import visible_complaints
from complaints.checks import check_day, checked_text
from complaints.intake import TextTooLong, UnknownColleague, UnknownWord
from complaints.models import ContactWay, Promise, PromiseEnd
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.shielding import problems_of_texts
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from complaints.work.promises import ENDS, PromiseState, state_of_promise
from tenants.accounts.selectors import ever_here, only_with_role
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.organisation.core_lists import Dimension
from tenants.organisation.records import label_for
from tenants.permissions import OUTSIDERS, Permission
from tenants.selectors import current_statutory_calendar


class OnePromiser(Refusal):
    code = "one_promiser"
    message = _("Say who promised it: choose a colleague or a unit, or write a name. One of the three.")


class PromiserIsOutsider(Refusal):
    code = "promiser_is_outsider"
    message = _(
        "This person sees no files here: they are in the council or in a committee alone. Choose who sees to it, or write the name."
    )


class DueBeforeSaid(Refusal):
    code = "due_before_said"
    message = _("This day is before the day on which it was said, %(said_on)s. Check both days.")


class DueTooFar(Refusal):
    code = "due_too_far"
    message = _("This day is more than five years away. Check the year.")


class BeforePromise(Refusal):
    code = "before_promise"
    message = _("This was before it was promised on %(said_on)s. Check the day.")


class PromiseSettled(Refusal):
    code = "promise_settled"
    message = _(
        "What became of this promise stands in the file already. Was that a mistake? Then take the promise back, and record it anew."
    )


OPERATION = "add_promise"
MOST_YEARS = 5
LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Promiser:
    """Whose promise it is: a user here, a unit (the organisation's own word, or its id), or a name. One of the three."""

    user_id: int | None = None
    unit: str = ""
    name: str = ""


def add_promise(
    *,
    actor: Actor,
    reference: str,
    text: str,
    by: Promiser,
    due_on: date,
    said_on: date | None = None,
    request_key: RequestKey | None = None,
    now: datetime,
) -> Promise:
    """Record what was promised. said_on: the day it was said to whoever complains; left out: today.

    Raises NotFound, NotPermitted, NotInThisState, KeyUsedForSomethingElse, and what is wrong at once: TextMissing, TextTooLong,
    UnreadableCharacter, OnePromiser, UnknownColleague, PromiserIsOutsider, UnknownWord, TextTellsShielded, DayInFuture,
    DayBeforeReceipt, DueBeforeSaid, DueTooFar.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    said_on = said_on or today
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            return Promise.objects.get(pk=earlier.answer["promise"])
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ADD_PROMISE)
        with findings.noting():
            text = checked_text(text, field="text", is_needed=True)
        promiser: dict[str, Any] = {}
        with findings.noting():
            promiser = _resolved(by, today=today)
        # It stands in Mijn werk too.
        for problem in problems_of_texts({"by_name": by.name}, of=in_hand.complaint):
            findings.add(problem)
        with findings.noting():
            check_day(said_on, field="said_on", opened_on=in_hand.complaint.received_on, today=today)
        with findings.noting():
            _check_due(due_on, said_on=said_on, today=today, field="due_on")
        findings.tell()
        promise = Promise.objects.create(
            complaint=in_hand.complaint,
            text=text,
            said_on=said_on,
            due_on=due_on,
            recorded_by_id=actor.user_id,
            recorded_at=now,
            **promiser,
        )
        complaint = finish_step(in_hand, actor=actor, now=now, code="promise_added", data=_told(promise))
        remember(request_key, actor=actor, operation=OPERATION, complaint=complaint, now=now, answer={"promise": str(promise.pk)})
    return promise


def keep_promise(
    *,
    actor: Actor,
    reference: str,
    promise_id: uuid.UUID,
    kept_on: date | None = None,
    told_by: ContactWay | None = None,
    remark: str = "",
    seen_version: int | None,
    now: datetime,
) -> Promise:
    """It was done. kept_on: left out, today; told_by: how whoever complains was told; None: nobody told them yet.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, PromiseSettled, and what is wrong at once: DayInFuture,
    BeforePromise, TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    kept_on = kept_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_PROMISE, seen_version=seen_version)
        promise = _promise_in(in_hand, promise_id, end=PromiseEnd.KEPT, today=today)
        with findings.noting():
            remark = checked_text(remark, field="remark")
        with findings.noting():
            _check_ended(kept_on, promise=promise, today=today, field="kept_on")
        findings.tell()
        _end(promise, PromiseEnd.KEPT, ended_on=kept_on, told_by=told_by, remark=remark, actor=actor, now=now)
        data = _told(promise) | {"on": kept_on.isoformat(), "way": told_by.value if told_by else None}
        finish_step(in_hand, actor=actor, now=now, code="promise_kept", data=data)
    return promise


def break_promise(
    *,
    actor: Actor,
    reference: str,
    promise_id: uuid.UUID,
    reason: str,
    told_on: date | None = None,
    new_due_on: date | None = None,
    seen_version: int | None,
    now: datetime,
) -> Promise:
    """It was not done, or will not be. told_on: the day whoever complains was told so; left out: today.

    new_due_on: the day by which it is promised now, which makes a new promise that follows this one; None: it is promised no more.
    Returns the new promise where there is one, else the old. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    PromiseSettled, and what is wrong at once: TextMissing, TextTooLong, UnreadableCharacter, DayInFuture, BeforePromise,
    DueBeforeSaid, DueTooFar.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    told_on = told_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_PROMISE, seen_version=seen_version)
        promise = _promise_in(in_hand, promise_id, end=PromiseEnd.NOT_KEPT, today=today)
        with findings.noting():
            reason = checked_text(reason, field="reason", is_needed=True)
        with findings.noting():
            _check_ended(told_on, promise=promise, today=today, field="told_on")
        if new_due_on is not None:
            with findings.noting():
                _check_due(new_due_on, said_on=told_on, today=today, field="new_due_on")
        findings.tell()
        _end(promise, PromiseEnd.NOT_KEPT, ended_on=told_on, told_by=None, remark=reason, actor=actor, now=now)
        data = _told(promise) | {"on": told_on.isoformat(), "new_due_on": new_due_on and new_due_on.isoformat()}
        finish_step(in_hand, actor=actor, now=now, code="promise_not_kept", data=data, personal={"reason": reason})
        if new_due_on is None:
            return promise
        return Promise.objects.create(
            complaint=in_hand.complaint,
            text=promise.text,
            promised_by_id=promise.promised_by_id,
            unit_id=promise.unit_id,
            name=promise.name,
            said_on=told_on,
            due_on=new_due_on,
            follows=promise,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )


def withdraw_promise(
    *, actor: Actor, reference: str, promise_id: uuid.UUID, reason: str, seen_version: int | None, now: datetime
) -> Promise:
    """It was recorded by mistake, or what became of it was: it asks for nothing any more, and the history keeps all of it.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, PromiseSettled, TextMissing, TextTooLong, UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    today = dutch_date(now)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_PROMISE, seen_version=seen_version)
        promise = _promise_in(in_hand, promise_id, end=PromiseEnd.WITHDRAWN, today=today)
        data, personal = _told(promise) | {"was": promise.end or None}, {"reason": reason, "remark_was": promise.remark}
        _end(promise, PromiseEnd.WITHDRAWN, ended_on=today, told_by=None, remark=reason, actor=actor, now=now)
        finish_step(in_hand, actor=actor, now=now, code="promise_withdrawn", data=data, personal=personal)
    return promise


def _resolved(by: Promiser, *, today: date) -> dict[str, Any]:
    """The columns of whose promise it is. Raises OnePromiser, UnknownColleague, PromiserIsOutsider, UnknownWord, TextTooLong,
    UnreadableCharacter.
    """
    unit, name = by.unit.strip(), checked_text(by.name, field="by_name")
    if [by.user_id is not None, bool(unit), bool(name)].count(True) != 1:
        raise OnePromiser(field="by_user")
    if len(name) > LONGEST_NAME:
        raise TextTooLong(field="by_name", length=len(name), most=LONGEST_NAME)
    if by.user_id is not None and not ever_here({by.user_id}):
        raise UnknownColleague(field="by_user")
    if by.user_id in only_with_role(roles=OUTSIDERS, today=today):
        raise PromiserIsOutsider(field="by_user")
    label = label_for(dimension=Dimension.UNIT, given=unit) if unit else None
    if unit and label is None:
        raise UnknownWord(field="by_unit")
    return {"promised_by_id": by.user_id, "unit": label, "name": name}


def _check_due(due_on: date, *, said_on: date, today: date, field: str) -> None:
    if due_on < said_on:
        raise DueBeforeSaid(field=field, said_on=said_on)
    if due_on > today + relativedelta(years=MOST_YEARS):
        raise DueTooFar(field=field)


def _check_ended(day: date, *, promise: Promise, today: date, field: str) -> None:
    if day < promise.said_on:
        raise BeforePromise(field=field, said_on=promise.said_on)
    check_day(day, field=field, opened_on=promise.said_on, today=today)


def _promise_in(in_hand: FileInHand, promise_id: uuid.UUID, *, end: PromiseEnd, today: date) -> Promise:
    """The promise, where this may become of it. Whoever has the file in hand has its promises. Raises NotFound, PromiseSettled."""
    found = Promise.objects.filter(complaint=in_hand.complaint, pk=promise_id).first()
    if found is None:
        raise NotFound
    state = state_of_promise(end=found.end, due_on=found.due_on, today=today, calendar=current_statutory_calendar())
    if PromiseState(end) not in ENDS[state]:
        raise PromiseSettled
    return found


def _end(
    promise: Promise, end: PromiseEnd, *, ended_on: date, told_by: ContactWay | None, remark: str, actor: Actor, now: datetime
) -> None:
    promise.end, promise.ended_on, promise.told_by, promise.remark = end, ended_on, told_by or "", remark
    promise.ended_by_id, promise.ended_at = actor.user_id, now
    promise.save(update_fields=["end", "ended_on", "told_by", "remark", "ended_by", "ended_at"])


def _told(promise: Promise) -> dict[str, Any]:
    """What the history says of a promise: nothing of what it was."""
    return {"promise": str(promise.pk), "due_on": promise.due_on.isoformat(), "said_on": promise.said_on.isoformat()}
