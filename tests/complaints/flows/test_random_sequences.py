"""Whatever is done in whatever order: a file has its dates, a closed one its proof, history only grows, and every file can be closed.

Many steps are refused on the way, which is part of it: then nothing at all has happened.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complaints.ending import IN_THE_COMPLAINANTS_WORDS, Ending
from complaints.flows.closing import close_complaint
from complaints.flows.deciding import record_objection_told
from complaints.flows.leaving_out import restore
from complaints.intake import InvolvedTold
from complaints.models import Complaint, ComplaintEvent, ContactWay
from complaints.selectors import clock_of_round, current_round, state_of_file
from complaints.statuses import FileState, Step, allows
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.permissions import Role
from tests.complaints.flows.test_handling import BY_MAIL, NOW, TODAY, act, register
from tests.factories.endings import SAID

SETTLED = Ending(outcome="SETTLED", **SAID, complainants_words="Zo is het goed", confirmed_on=TODAY)
LETTER = replace(BY_MAIL, channel="LETTER", is_signed=True)
# Tested pair by pair alone: a double ends in the other file; the two others begin with facts that no step put there.
STEPS = [step for step in Step if step not in (Step.MARK_DUPLICATE, Step.ADVISE, Step.REVIEW)]


def rows(reference: str) -> list[tuple[Any, ...]]:
    return list(ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk").values_list("pk", "code", "data", "personal"))


def check(reference: str) -> None:
    """What holds of a file at every moment."""
    complaint = Complaint.objects.get(reference=reference)
    rounds = list(complaint.rounds.order_by("number"))
    assert [one.number for one in rounds] == list(range(1, len(rounds) + 1))
    assert [one.closed_on is None for one in rounds[:-1]] == [False] * (len(rounds) - 1), "one round at a time is open"
    for one in rounds:
        assert one.due_on >= one.opened_on
        if one.closed_on is None:
            assert one.outcome is None
            clock = clock_of_round(one)
            assert clock is not None
            assert clock.due_after_extension == one.due_on or one.postponements.exists()
            continue
        assert one.outcome is not None
        assert one.closed_on >= one.opened_on
        if one.outcome.core_code in IN_THE_COMPLAINANTS_WORDS:
            assert one.closing.complainants_words


@settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(STEPS), min_size=6, max_size=14), is_klaagschrift=st.booleans(), seed=st.integers(0, 9))
@pytest.mark.django_db
def test_in_whatever_order(make_actor: Callable[..., Actor], steps: list[Step], is_klaagschrift: bool, seed: int) -> None:
    actor = make_actor(Role.COORDINATOR)
    told = replace(LETTER if is_klaagschrift else BY_MAIL, involved=(InvolvedTold(name="J. Bakker"),))
    other, reference = register(actor), register(actor, told)
    if random.Random(seed).random() < 0.5:
        act(Step.ASSIGN, actor, reference, other)
    for step in steps:
        before, version = rows(reference), Complaint.objects.get(reference=reference).version
        try:
            act(step, actor, reference, other)
        except (Refusal, Refusals, NotFound, NotPermitted):
            assert (rows(reference), Complaint.objects.get(reference=reference).version) == (before, version)
        else:
            after = rows(reference)
            assert after[: len(before)] == before
            # What is there already, such as the same document, is not there twice.
            assert len(after) - len(before) in (0, 1)
            assert Complaint.objects.get(reference=reference).version - version == len(after) - len(before)
        check(reference)

    bring_to_an_end(actor, reference)
    check(reference)
    assert state_of_file(Complaint.objects.get(reference=reference)) is FileState.CLOSED


def bring_to_an_end(actor: Actor, reference: str) -> None:
    """Close it as a handler would whose complainant says that it is solved."""
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    complaint = Complaint.objects.get(reference=reference)
    if state_of_file(complaint) is FileState.LEFT_OUT:
        restore(**same, reason="Toch wel")
        complaint = Complaint.objects.get(reference=reference)
    if current_round(complaint).closed_on is not None:
        return
    assert allows(state_of_file(complaint), Step.CLOSE)
    if complaint.mentioned_decisions.filter(told_on=None).exists():
        record_objection_told(**same, told_on=TODAY, way=ContactWay.PHONE)
    close_complaint(**same, ending=SETTLED)
