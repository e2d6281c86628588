"""What a file needs now: one step first, the others beside it."""

from __future__ import annotations

from datetime import date

from complaints.advising import advises_in, given_advice
from complaints.awb.clock import MOST_EXTENSION_WEEKS
from complaints.extending import left_of_extension
from complaints.judging import decided_on, first_told_on, judgment_of
from complaints.letters.catalogue import LetterCode
from complaints.models import Complaint, Regime, Round
from complaints.selectors import current_round, has_waiting_mail, last_postponement, review_day, state_of_file, waits_to_be_resumed
from complaints.statuses import STEPS, FileState, Step
from complaints.terms import LATER_DAY_IS_NEAR
from tenants.actors import Actor
from tenants.permissions import Permission

# In the order in which they are offered, after the first one.
OFFERED = (
    Step.HANDLE_MESSAGE,
    Step.RECORD_CONTACT,
    Step.ACKNOWLEDGE,
    Step.EXPLORE,
    Step.ADD_NOTE,
    Step.WRITE_LETTER,
    Step.CLOSE,
    Step.INVITE,
    Step.JUDGE,
    Step.REVIEW,
    Step.RETURN,
    Step.ADD_PROMISE,
    Step.ASK_REACTION,
    Step.PROPOSE_MEDIATION,
    Step.TRANSFER,
    Step.FORWARD,
    Step.HAND_OVER,
    Step.APOLOGISE,
    Step.RECORD_LESSON,
    Step.RECORD_MEASURE,
    Step.RECORD_OMBUDSMAN,
    Step.RECORD_RULE,
    Step.RESTORE,
    Step.ASSIGN,
)
MOST_BESIDE = 3
# A later last day: beside the next step once the last one is near, before that folded away.
LATER = (Step.EXTEND, Step.POSTPONE)
FOLDED = (
    Step.PUT_BEFORE_COMMITTEE,
    Step.TAKE_BACK_FROM_COMMITTEE,
    Step.TAKE_BACK_EXTENSION,
    Step.TAKE_BACK_POSTPONEMENT,
    Step.RECORD_DECISION,
    Step.UPDATE,
    Step.RECORD_PERSON,
    Step.CORRECT_RECEIPT,
    Step.SPLIT,
    Step.LINK,
    Step.MARK_DUPLICATE,
    Step.MARK_IN_ERROR,
)


def next_step(*, actor: Actor, complaint: Complaint, today: date) -> Step | None:
    """The one thing to do next; None for whoever does nothing here, and where nothing waits. Uses what is loaded."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return Step.ADVISE if _advises_now(actor, complaint) else None
    state, last = state_of_file(complaint), current_round(complaint)
    if has_waiting_mail(complaint) and (last.handler_id is not None or state in (FileState.CLOSED, FileState.LEFT_OUT)):
        return Step.HANDLE_MESSAGE
    if state is FileState.CLOSED and waits_to_be_resumed(last):
        return Step.RETURN
    if state in (FileState.CLOSED, FileState.LEFT_OUT):
        return None
    if (left := _left_after_letter(last)) is not None:
        return left
    if last.handler_id is None:
        return Step.ASSIGN
    return _of_extension(last, today=today) or _next_of_handler(last)


def other_steps(*, actor: Actor, complaint: Complaint, today: date) -> tuple[list[Step], list[Step]]:
    """What else can be done: the few that are offered beside the first step, and what is folded away.

    A later last day is offered where the law knows one; first of all when the last day is near.
    """
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return [Step.INVITE] if _advises_now(actor, complaint) else [], []
    first, allowed = next_step(actor=actor, complaint=complaint, today=today), STEPS[state_of_file(complaint)]
    last, done = current_round(complaint), set[Step]()
    if last.acknowledged_on is not None:
        done.add(Step.ACKNOWLEDGE)
    if not has_waiting_mail(complaint):
        done.add(Step.HANDLE_MESSAGE)
    if all(one.told_on is not None for one in complaint.mentioned_decisions.all()):
        done.add(Step.TELL_OBJECTION)
    if review_day(current_round(complaint)) is None:
        done.add(Step.REVIEW)
    if not any(one.due_before and today <= one.due_before for one in last.extensions.all()):
        done.add(Step.TAKE_BACK_EXTENSION)
    done |= _out_of_place(complaint, last, today=today)
    if last_postponement(last) is None:
        done.add(Step.TAKE_BACK_POSTPONEMENT)
    offered = [step for step in OFFERED if step in allowed and step is not first and step not in done]
    of_term = [step for step in LATER if step in allowed and step is not first and _gives_later_day(step, last)]
    is_near = last.due_on - LATER_DAY_IS_NEAR <= today <= last.due_on
    if is_near:
        offered = [*of_term, *offered]
    folded = [*(of_term if not is_near else []), *(step for step in FOLDED if step in allowed and step not in done)]
    return offered[:MOST_BESIDE], [*offered[MOST_BESIDE:], *folded]


def _out_of_place(complaint: Complaint, last: Round, *, today: date) -> set[Step]:
    """What does not fit with the committee as it is now. Uses what is loaded."""
    if last.committee_id is not None:
        return {Step.PUT_BEFORE_COMMITTEE, *([Step.TAKE_BACK_FROM_COMMITTEE] if given_advice(last) is not None else [])}
    is_over = today > last.due_on and last.regime != Regime.COMMISSION
    may_go = last.is_under_law and not is_over and first_told_on(last) is None and bool(complaint.authority.committees.all())
    return {Step.TAKE_BACK_FROM_COMMITTEE, *([] if may_go else [Step.PUT_BEFORE_COMMITTEE])}


def can_attach(*, actor: Actor, complaint: Complaint) -> bool:
    """Whether this person may add documents to the file now, and remove those that do not belong. Uses what is loaded."""
    return actor.may(Permission.HANDLE_COMPLAINTS) and complaint.destroyed_at is None and Step.ATTACH in STEPS[state_of_file(complaint)]


def _gives_later_day(step: Step, last: Round) -> bool:
    """Where the law sets the last day; extending also takes weeks that are left. Uses what is loaded."""
    return last.is_under_law and (step is Step.POSTPONE or last.extended_weeks < MOST_EXTENSION_WEEKS)


def _left_after_letter(last: Round) -> Step | None:
    """What is left once whoever complains has the letter that ends it: to record what was found, then to close. Uses what is loaded."""
    if decided_on(last) is not None:
        return Step.JUDGE if judgment_of(last) is None else Step.CLOSE
    ends = (letter for letter in last.letters.all() if letter.code == LetterCode.NOT_TAKEN_UP)
    return Step.CLOSE if any(letter.is_sent and letter.tells_complainant and not letter.has_returned for letter in ends) else None


def _of_extension(last: Round, *, today: date) -> Step | None:
    """Once the last day is over no letter of an extension is in time any more."""
    left = left_of_extension(last)
    return left if left is Step.EXTEND or today <= last.due_on else None


def _next_of_handler(last: Round) -> Step:
    """Speak to the person, confirm in writing what came in writing, then find out together how it ends."""
    if last.first_contact_on is None:
        return Step.RECORD_CONTACT
    if last.is_confirmed_in_writing and last.acknowledged_on is None:
        return Step.ACKNOWLEDGE
    if last.committee_id is not None and given_advice(last) is not None and judgment_of(last) is None:
        return Step.JUDGE
    return Step.CLOSE


def _advises_now(actor: Actor, complaint: Complaint) -> bool:
    return Step.ADVISE in STEPS[state_of_file(complaint)] and advises_in(actor, current_round(complaint))
