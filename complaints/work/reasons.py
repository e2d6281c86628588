"""Why a file asks for work, by when, and whether it waits on somebody else (pure).

A reason for work is one entry in `reasons_of`: add a fact and a reason there, and list, order, groups and messages follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from complaints.awb.working_days import contact_due
from complaints.statuses import Step
from complaints.terms import LATER_DAY_IS_NEAR
from tenants.statutory_calendar import StatutoryCalendar

# "This week" is the next seven days: on a Friday the work of Monday stands there.
A_WEEK = timedelta(days=7)
# So many working days somebody gets to answer a message, they as much as we; then we try again.
DAYS_TO_ANSWER = 2


class Reason(StrEnum):
    """What is to be done, in the order in which it is done."""

    OBJECTION = "objection"
    NO_HANDLER = "no_handler"
    INCOMING_MAIL = "incoming_mail"
    REPLY = "reply"
    FIRST_CONTACT = "first_contact"
    KEEP_INFORMED = "keep_informed"
    COMPLETION = "completion"
    UNSENT_MAIL = "unsent_mail"
    EXTENSION = "extension"
    EXTENSION_LETTER = "extension_letter"
    ACKNOWLEDGEMENT = "acknowledgement"
    STATUTORY_TERM = "statutory_term"
    OWN_NORM = "own_norm"


class Group(StrEnum):
    """LATER: nothing to do before next week; counted, not listed."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    WAITING = "waiting"
    LATE = "late"
    LATER = "later"


class WaitsFor(StrEnum):
    """On what somebody else has to do first."""

    CALLING_BACK = "calling_back"
    NEXT_TRY = "next_try"
    ANSWER = "answer"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts:
    """What of an open round asks for work.

    knows_contact: contact and acknowledgement are recorded here; of a file that was taken over nobody knows.
    tries: how often somebody tried to reach the person without a talk, last_try_on the last time; left_message: that time.
    mail_since: the day on which the oldest mail came in that waits for an answer.
    answers_in_writing: the person prefers writing and our confirmation, which asks for an answer, was sent. has_reply: the person
    wrote, or a mail of ours came back, and nobody looked at it yet. has_unsent_mail: a mail of ours waits longer than it should.
    inform_by: the day by which the person hears from us, as was agreed.
    can_extend: the term of the law, of which weeks of extension are left (9:11(2)).
    told_of_extension: a letter of an extension went that is not recorded; is_told_to_both: one to everybody it concerns.
    complete_by: the day by which the person was asked to send what a klaagschrift lacks, where nothing came and nobody asked since.
    decision_since: the day on which a decision was recorded about which the person still has to be told.
    """

    has_handler: bool
    confirms_in_writing: bool
    knows_contact: bool
    has_statutory_term: bool
    due_on: date
    contact_due_on: date
    acknowledge_by: date
    has_spoken: bool
    is_acknowledged: bool
    tries: int = 0
    last_try_on: date | None = None
    left_message: bool = False
    answers_in_writing: bool = False
    mail_since: date | None = None
    has_reply: bool = False
    has_unsent_mail: bool = False
    inform_by: date | None = None
    complete_by: date | None = None
    decision_since: date | None = None
    can_extend: bool = False
    told_of_extension: bool = False
    is_told_to_both: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReason:
    """by: the last day for it. until: it waits for somebody else up to and including this day; None: it can be done now."""

    reason: Reason
    step: Step
    by: date
    until: date | None = None
    waits_for: WaitsFor | None = None

    def waits(self, *, today: date) -> bool:
        return self.until is not None and self.until >= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What to do with a file now. reason, by: what is most pressing; step: what comes first. waiting: on whom, in which group.

    extend_by: where the last day is near and may be moved: until when, for the letters go before it is over (9:11(2)).
    """

    group: Group
    step: Step
    reason: Reason
    by: date
    waiting: WorkReason | None = None
    tries: int = 0
    extend_by: date | None = None


def reasons_of(facts: WorkFacts, *, today: date, calendar: StatutoryCalendar) -> list[WorkReason]:
    """Everything an open round asks for, in the order in which it is done; the closing, which every round needs, comes last."""
    # Of an extension the other letter, or its record, is a minute, and lapses today: first, whatever waits longer.
    reasons = _of_extension(facts, today=today)
    last = Reason.STATUTORY_TERM if facts.has_statutory_term else Reason.OWN_NORM
    if facts.decision_since is not None:
        # The same working day, whoever handles it: a complaint does not lengthen the term of an objection.
        by = contact_due(received_on=facts.decision_since - timedelta(days=1), calendar=calendar, working_days=1).result
        reasons.append(WorkReason(reason=Reason.OBJECTION, step=Step.TELL_OBJECTION, by=by))
    if not facts.has_handler:
        reasons.append(WorkReason(reason=Reason.NO_HANDLER, step=Step.ASSIGN, by=today))
    if facts.has_reply:
        reasons.append(WorkReason(reason=Reason.REPLY, step=Step.HANDLE_MESSAGE, by=today))
    if facts.mail_since is not None and facts.has_handler:
        by = contact_due(received_on=facts.mail_since, calendar=calendar, working_days=DAYS_TO_ANSWER).result
        reasons.append(WorkReason(reason=Reason.INCOMING_MAIL, step=Step.HANDLE_MESSAGE, by=by))
    if not facts.has_spoken:
        # Of a file that was taken over nobody knows of contact: its last day alone presses.
        reason, by = (Reason.FIRST_CONTACT, facts.contact_due_on) if facts.knows_contact else (last, facts.due_on)
        waits_for, until = _waits_for_contact(facts, calendar)
        reasons.append(WorkReason(reason=reason, step=Step.RECORD_CONTACT, by=by, until=until, waits_for=waits_for))
    if facts.has_unsent_mail:
        reasons.append(WorkReason(reason=Reason.UNSENT_MAIL, step=Step.RECORD_CONTACT, by=today))
    if facts.confirms_in_writing and not facts.is_acknowledged and facts.knows_contact:
        reasons.append(WorkReason(reason=Reason.ACKNOWLEDGEMENT, step=Step.ACKNOWLEDGE, by=facts.acknowledge_by))
    if facts.inform_by is not None:
        reasons.append(WorkReason(reason=Reason.KEEP_INFORMED, step=Step.RECORD_CONTACT, by=facts.inform_by))
    if facts.complete_by is not None:
        by = contact_due(received_on=facts.complete_by, calendar=calendar, working_days=1).result
        waits_for, until = WaitsFor.COMPLETION, facts.complete_by
        reasons.append(WorkReason(reason=Reason.COMPLETION, step=Step.RECORD_CONTACT, by=by, until=until, waits_for=waits_for))
    reasons.append(WorkReason(reason=last, step=Step.CLOSE, by=facts.due_on))
    return reasons


def _of_extension(facts: WorkFacts, *, today: date) -> list[WorkReason]:
    """Once a letter told of it, it is recorded; the other letter still goes where the last day is not over (9:11(2))."""
    if not facts.told_of_extension:
        return []
    if facts.is_told_to_both:
        return [WorkReason(reason=Reason.EXTENSION, step=Step.EXTEND, by=today)]
    return [WorkReason(reason=Reason.EXTENSION_LETTER, step=Step.WRITE_LETTER, by=today)] if today <= facts.due_on else []


def work_of(facts: WorkFacts, *, today: date, calendar: StatutoryCalendar) -> Work:
    """What to do with an open round, and in which group it stands."""
    *before, closing = reasons_of(facts, today=today, calendar=calendar)
    waiting = next((one for one in before if one.waits(today=today)), None)
    can_be_done = [one for one in before if not one.waits(today=today)]
    first = (can_be_done or ([waiting] if waiting else []) or [closing])[0]
    # A day that is near counts, whatever comes first; what waits does not press until its wait is over.
    pressing = min([*can_be_done, closing], key=lambda one: one.by)
    extend_by = facts.due_on if facts.can_extend and facts.due_on - LATER_DAY_IS_NEAR <= today <= facts.due_on else None
    group = group_of(pressing.by, today=today)
    if extend_by and group is Group.LATER:
        group = Group.THIS_WEEK
    if waiting is not None and not can_be_done and group is Group.LATER:
        return Work(group=Group.WAITING, step=waiting.step, reason=waiting.reason, by=waiting.by, waiting=waiting, tries=facts.tries)
    return Work(group=group, step=first.step, reason=pressing.reason, by=pressing.by, tries=facts.tries, extend_by=extend_by)


def group_of(by: date, *, today: date) -> Group:
    """The group of what has to be done by a day."""
    if by < today:
        return Group.LATE
    if by == today:
        return Group.TODAY
    return Group.THIS_WEEK if by <= today + A_WEEK else Group.LATER


def _waits_for_contact(facts: WorkFacts, calendar: StatutoryCalendar) -> tuple[WaitsFor | None, date | None]:
    """A message left is answered or tried again after two working days; a number nobody answered, the next working day."""
    if facts.last_try_on is not None:
        days = DAYS_TO_ANSWER if facts.left_message else 1
        again = contact_due(received_on=facts.last_try_on, calendar=calendar, working_days=days).result
        return (WaitsFor.CALLING_BACK if facts.left_message else WaitsFor.NEXT_TRY), again - timedelta(days=1)
    if facts.answers_in_writing:
        return WaitsFor.ANSWER, facts.contact_due_on - timedelta(days=1)
    return None, None
