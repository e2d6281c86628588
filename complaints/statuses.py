"""Which steps a file allows in which state (pure): the state graph as data.

The state itself is never stored: it follows from what is (left out, closed, handler), so it cannot disagree with it.
"""

from __future__ import annotations

from enum import StrEnum


class FileState(StrEnum):
    """Where a file stands. LEFT_OUT: double or registered by mistake, so it counts in no figure."""

    REGISTERED = "registered"
    IN_HANDLING = "in_handling"
    CLOSED = "closed"
    LEFT_OUT = "left_out"


class Step(StrEnum):
    """What somebody may do with a file."""

    UPDATE = "update"
    CORRECT_RECEIPT = "correct_receipt"
    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    RECORD_CONTACT = "record_contact"
    EXPLORE = "explore"
    ADD_NOTE = "add_note"
    WRITE_LETTER = "write_letter"
    ATTACH = "attach"
    REMOVE_DOCUMENT = "remove_document"
    HANDLE_MESSAGE = "handle_message"
    EXTEND = "extend"
    POSTPONE = "postpone"
    TAKE_BACK_EXTENSION = "take_back_extension"
    TAKE_BACK_POSTPONEMENT = "take_back_postponement"
    RECORD_DECISION = "record_decision"
    TELL_OBJECTION = "tell_objection"
    ADD_PROMISE = "add_promise"
    SETTLE_PROMISE = "settle_promise"
    SEND_COPY = "send_copy"
    INVITE = "invite"
    RECORD_HEARING = "record_hearing"
    REPLY_TO_REPORT = "reply_to_report"
    WAIVE_HEARING = "waive_hearing"
    PUT_BEFORE_COMMITTEE = "put_before_committee"
    TAKE_BACK_FROM_COMMITTEE = "take_back_from_committee"
    ADVISE = "advise"
    JUDGE = "judge"
    APOLOGISE = "apologise"
    RECORD_LESSON = "record_lesson"
    RECORD_MEASURE = "record_measure"
    SETTLE_MEASURE = "settle_measure"
    PROPOSE_MEDIATION = "propose_mediation"
    SETTLE_MEDIATION = "settle_mediation"
    ASK_REACTION = "ask_reaction"
    WITHDRAW_REACTION = "withdraw_reaction"
    RECORD_RULE = "record_rule"
    RECORD_PERSON = "record_person"
    RECORD_OMBUDSMAN = "record_ombudsman"
    ANSWER_OMBUDSMAN = "answer_ombudsman"
    FORWARD = "forward"
    TRANSFER = "transfer"
    SETTLE_TRANSFER = "settle_transfer"
    HAND_OVER = "hand_over"
    SETTLE_HAND_OVER = "settle_hand_over"
    CLOSE = "close"
    REVIEW = "review"
    RETURN = "return"
    SPLIT = "split"
    LINK = "link"
    MARK_DUPLICATE = "mark_duplicate"
    MARK_IN_ERROR = "mark_in_error"
    RESTORE = "restore"


_OPEN = {
    Step.UPDATE,
    Step.CORRECT_RECEIPT,
    Step.ASSIGN,
    Step.ACKNOWLEDGE,
    Step.RECORD_CONTACT,
    Step.EXPLORE,
    Step.ADD_NOTE,
    Step.WRITE_LETTER,
    Step.ATTACH,
    Step.REMOVE_DOCUMENT,
    Step.HANDLE_MESSAGE,
    Step.EXTEND,
    Step.POSTPONE,
    Step.TAKE_BACK_EXTENSION,
    Step.TAKE_BACK_POSTPONEMENT,
    Step.RECORD_DECISION,
    Step.TELL_OBJECTION,
    Step.ADD_PROMISE,
    Step.SETTLE_PROMISE,
    Step.SEND_COPY,
    Step.INVITE,
    Step.RECORD_HEARING,
    Step.REPLY_TO_REPORT,
    Step.WAIVE_HEARING,
    Step.PUT_BEFORE_COMMITTEE,
    Step.TAKE_BACK_FROM_COMMITTEE,
    Step.ADVISE,
    Step.JUDGE,
    Step.APOLOGISE,
    Step.RECORD_LESSON,
    Step.RECORD_MEASURE,
    Step.SETTLE_MEASURE,
    Step.PROPOSE_MEDIATION,
    Step.SETTLE_MEDIATION,
    Step.ASK_REACTION,
    Step.WITHDRAW_REACTION,
    Step.RECORD_RULE,
    Step.RECORD_PERSON,
    Step.RECORD_OMBUDSMAN,
    Step.ANSWER_OMBUDSMAN,
    Step.FORWARD,
    Step.TRANSFER,
    Step.SETTLE_TRANSFER,
    Step.HAND_OVER,
    Step.SETTLE_HAND_OVER,
    Step.CLOSE,
    Step.SPLIT,
    Step.LINK,
    Step.MARK_DUPLICATE,
    Step.MARK_IN_ERROR,
}

# What a closed file still takes: facts that figures rest on may be put right, something may come in later, a promise stands.
STEPS: dict[FileState, frozenset[Step]] = {
    FileState.REGISTERED: frozenset(_OPEN),
    FileState.IN_HANDLING: frozenset(_OPEN),
    FileState.CLOSED: frozenset(
        {
            Step.UPDATE,
            Step.CORRECT_RECEIPT,
            Step.EXPLORE,
            Step.APOLOGISE,
            Step.RECORD_LESSON,
            Step.RECORD_MEASURE,
            Step.SETTLE_MEASURE,
            Step.RECORD_RULE,
            Step.RECORD_PERSON,
            Step.RECORD_OMBUDSMAN,
            Step.ANSWER_OMBUDSMAN,
            Step.ADD_NOTE,
            Step.WRITE_LETTER,
            Step.ATTACH,
            Step.REMOVE_DOCUMENT,
            Step.HANDLE_MESSAGE,
            Step.REVIEW,
            Step.ADD_PROMISE,
            Step.SETTLE_PROMISE,
            Step.SETTLE_TRANSFER,
            Step.SETTLE_MEDIATION,
            Step.HAND_OVER,
            Step.SETTLE_HAND_OVER,
            Step.RETURN,
            Step.LINK,
            Step.MARK_DUPLICATE,
            Step.MARK_IN_ERROR,
        }
    ),
    FileState.LEFT_OUT: frozenset(
        # What was promised was promised to a person, and the term of a data breach runs, also where the file counts in no figure.
        {
            *{Step.ADD_NOTE, Step.ATTACH, Step.REMOVE_DOCUMENT, Step.HANDLE_MESSAGE},
            *{Step.SETTLE_PROMISE, Step.SETTLE_HAND_OVER, Step.RESTORE},
        }
    ),
}


def state_of(*, is_left_out: bool, is_closed: bool, has_handler: bool) -> FileState:
    """The state that follows from the facts of a file and its last round."""
    if is_left_out:
        return FileState.LEFT_OUT
    if is_closed:
        return FileState.CLOSED
    return FileState.IN_HANDLING if has_handler else FileState.REGISTERED


def allows(state: FileState, step: Step) -> bool:
    """Whether a file in this state takes the step."""
    return step in STEPS[state]
