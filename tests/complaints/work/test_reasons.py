"""What to do with an open round, by when, and in which group it stands (pure)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.statuses import Step
from complaints.work.reasons import Group, Reason, WaitsFor, WorkFacts, group_of, work_of
from tenants.statutory_calendar import SHIPPED_CALENDAR

D = date
TODAY = D(2026, 11, 20)  # Friday
FACTS: dict[str, Any] = {
    "has_handler": True,
    "confirms_in_writing": True,
    "knows_contact": True,
    "has_statutory_term": True,
    "due_on": D(2026, 12, 30),
    "contact_due_on": D(2026, 11, 25),
    "acknowledge_by": D(2026, 11, 25),
    "has_spoken": False,
    "is_acknowledged": False,
}
SPOKEN, CONFIRMED = {"has_spoken": True}, {"is_acknowledged": True}
NORM_OF_FRIDAY = {"due_on": D(2026, 11, 27), "has_statutory_term": False}
LAST = FACTS["due_on"]
TOLD_LATE = {"told_of_extension": True, "due_on": D(2026, 11, 19)}


@pytest.mark.parametrize(
    ("by", "group"),
    [
        (D(2026, 11, 19), Group.LATE),
        (D(2026, 11, 20), Group.TODAY),
        (D(2026, 11, 21), Group.THIS_WEEK),
        (D(2026, 11, 27), Group.THIS_WEEK),  # Friday next week
        (D(2026, 11, 28), Group.LATER),
    ],
)
def test_the_group_follows_from_the_day(by: date, group: Group) -> None:
    assert group_of(by, today=TODAY) is group


@pytest.mark.parametrize(
    ("facts", "group", "step", "reason", "by"),
    [
        ({}, Group.THIS_WEEK, Step.RECORD_CONTACT, Reason.FIRST_CONTACT, D(2026, 11, 25)),
        ({"has_handler": False}, Group.TODAY, Step.ASSIGN, Reason.NO_HANDLER, TODAY),
        ({"has_handler": False, "contact_due_on": D(2026, 11, 19)}, Group.LATE, Step.ASSIGN, Reason.FIRST_CONTACT, D(2026, 11, 19)),
        ({"contact_due_on": TODAY}, Group.TODAY, Step.RECORD_CONTACT, Reason.FIRST_CONTACT, TODAY),
        # A mail of Thursday is answered by Monday; whatever else waits, it comes first.
        ({"mail_since": D(2026, 11, 19)}, Group.THIS_WEEK, Step.HANDLE_MESSAGE, Reason.INCOMING_MAIL, D(2026, 11, 23)),
        (SPOKEN, Group.THIS_WEEK, Step.ACKNOWLEDGE, Reason.ACKNOWLEDGEMENT, D(2026, 11, 25)),
        (SPOKEN | {"confirms_in_writing": False}, Group.LATER, Step.CLOSE, Reason.STATUTORY_TERM, D(2026, 12, 30)),
        (SPOKEN | CONFIRMED | {"due_on": D(2026, 11, 19)}, Group.LATE, Step.CLOSE, Reason.STATUTORY_TERM, D(2026, 11, 19)),
        (SPOKEN | CONFIRMED | NORM_OF_FRIDAY, Group.THIS_WEEK, Step.CLOSE, Reason.OWN_NORM, D(2026, 11, 27)),
        # Asked for what is missing by Thursday, and nothing came: ask again on Friday.
        (SPOKEN | CONFIRMED | {"complete_by": D(2026, 11, 19)}, Group.TODAY, Step.RECORD_CONTACT, Reason.COMPLETION, TODAY),
        # Both letters of an extension went: it is recorded now; one went: the other one too, while the last day is not over.
        (SPOKEN | CONFIRMED | {"told_of_extension": True, "is_told_to_both": True}, Group.TODAY, Step.EXTEND, Reason.EXTENSION, TODAY),
        (SPOKEN | CONFIRMED | {"told_of_extension": True}, Group.TODAY, Step.WRITE_LETTER, Reason.EXTENSION_LETTER, TODAY),
        # Also before the first talk, which can be had tomorrow.
        ({"told_of_extension": True}, Group.TODAY, Step.WRITE_LETTER, Reason.EXTENSION_LETTER, TODAY),
        (SPOKEN | CONFIRMED | TOLD_LATE, Group.LATE, Step.CLOSE, Reason.STATUTORY_TERM, D(2026, 11, 19)),
        (SPOKEN | CONFIRMED | TOLD_LATE | {"is_told_to_both": True}, Group.LATE, Step.EXTEND, Reason.STATUTORY_TERM, D(2026, 11, 19)),
        # Past its last day without a talk: the talk comes first, the term presses.
        ({"due_on": D(2026, 11, 18)}, Group.LATE, Step.RECORD_CONTACT, Reason.STATUTORY_TERM, D(2026, 11, 18)),
        # Taken over: whether there was contact is not known, so no norm for it is missed.
        ({"knows_contact": False, "contact_due_on": D(2026, 1, 9)}, Group.LATER, Step.RECORD_CONTACT, Reason.STATUTORY_TERM, LAST),
    ],
)
def test_what_presses_and_what_comes_first(facts: dict[str, Any], group: Group, step: Step, reason: Reason, by: date) -> None:
    work = work_of(WorkFacts(**(FACTS | facts)), today=TODAY, calendar=SHIPPED_CALENDAR)

    assert (work.group, work.step, work.reason, work.by, work.waiting) == (group, step, reason, by, None)


@pytest.mark.parametrize(
    ("facts", "waits_for", "until"),
    [
        # Thursday: a message is answered, or tried again after two working days: on Monday.
        ({"last_try_on": D(2026, 11, 19), "left_message": True}, WaitsFor.CALLING_BACK, D(2026, 11, 22)),
        ({"last_try_on": D(2026, 11, 20), "left_message": True}, WaitsFor.CALLING_BACK, D(2026, 11, 23)),
        # Nobody answered on Friday: again on Monday.
        ({"last_try_on": D(2026, 11, 20)}, WaitsFor.NEXT_TRY, D(2026, 11, 22)),
        ({"answers_in_writing": True}, WaitsFor.ANSWER, D(2026, 11, 24)),
    ],
)
def test_what_waits_for_somebody_else_until_which_day(facts: dict[str, Any], waits_for: WaitsFor, until: date) -> None:
    work = work_of(WorkFacts(**(FACTS | CONFIRMED | facts)), today=TODAY, calendar=SHIPPED_CALENDAR)

    assert work.group is Group.WAITING
    assert work.waiting is not None
    assert (work.step, work.waiting.waits_for, work.waiting.until) == (Step.RECORD_CONTACT, waits_for, until)


@pytest.mark.parametrize(
    ("facts", "group", "step"),
    [
        # A message left on Wednesday was answered by Thursday, or is tried again today.
        ({"last_try_on": D(2026, 11, 18), "left_message": True}, Group.THIS_WEEK, Step.RECORD_CONTACT),
        # While the person is waited for, the confirmation can be sent.
        ({"last_try_on": D(2026, 11, 20), "left_message": True, "is_acknowledged": False}, Group.THIS_WEEK, Step.ACKNOWLEDGE),
        # A last day that is near does not wait.
        ({"last_try_on": D(2026, 11, 20), "left_message": True, "due_on": D(2026, 11, 23)}, Group.THIS_WEEK, Step.RECORD_CONTACT),
        ({"last_try_on": D(2026, 11, 20), "left_message": True, "due_on": D(2026, 11, 19)}, Group.LATE, Step.RECORD_CONTACT),
    ],
)
def test_waiting_hides_nothing_that_can_be_done(facts: dict[str, Any], group: Group, step: Step) -> None:
    work = work_of(WorkFacts(**(FACTS | CONFIRMED | facts)), today=TODAY, calendar=SHIPPED_CALENDAR)

    assert (work.group, work.step) == (group, step)


@pytest.mark.parametrize(
    ("facts", "group", "extend_by"),
    [
        # Ten days before the last one it is time to choose; the day before it is not yet.
        ({"due_on": D(2026, 11, 30)}, Group.THIS_WEEK, D(2026, 11, 30)),
        ({"due_on": D(2026, 12, 1)}, Group.LATER, None),
        # On the last day the letters may still go (C6); after it nothing is left to extend.
        ({"due_on": TODAY}, Group.TODAY, TODAY),
        ({"due_on": D(2026, 11, 19)}, Group.LATE, None),
        # All four weeks used, or a norm of our own.
        ({"due_on": D(2026, 11, 30), "can_extend": False}, Group.LATER, None),
    ],
)
def test_a_term_that_ends_soon_says_until_when_it_can_be_extended(facts: dict[str, Any], group: Group, extend_by: date | None) -> None:
    work = work_of(WorkFacts(**(FACTS | SPOKEN | CONFIRMED | {"can_extend": True} | facts)), today=TODAY, calendar=SHIPPED_CALENDAR)

    assert (work.group, work.step, work.extend_by) == (group, Step.CLOSE, extend_by)
