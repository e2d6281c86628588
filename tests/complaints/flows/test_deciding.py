"""A decision that a complaint mentions: recorded, warned of, told, and in the way of closing while nobody told it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from complaints.awb.triage import Announcement, Contested
from complaints.deciding import judged
from complaints.ending import Ending
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.deciding import DecisionTold, record_decision, record_objection_told
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import Complaint, ComplaintEvent, ContactResult, ContactWay, MentionedDecision
from complaints.not_taking_up import NotTakenUpFacts
from complaints.statuses import Step
from complaints.work.reasons import Group, Reason
from complaints.work.work_list import open_work
from tenants.actors import Actor
from tenants.errors import NotFound, Refusal, Refusals
from tenants.permissions import Role
from tenants.statutory_calendar import SHIPPED_CALENDAR
from tests.factories.endings import SAID, UPHELD

RECEIVED = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)  # Monday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 12)
TOLD = Submission(story="Afgewezen", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example", address="Straat 1"))
# To be filed by Tuesday 1 April 2025, by post in by Tuesday 8 April.
DECISION = DecisionTold(
    what="Afwijzing bijstand", contested=Contested.CONTENT, announcement=Announcement.WRITTEN, announced_on=date(2025, 2, 18)
)
BY_PHONE = DecisionTold(what="Stopzetting", contested=Contested.CONTENT, announcement=Announcement.TELEPHONE)
NOT_MADE = DecisionTold(what="Wmo-aanvraag", contested=Contested.NOT_MADE, announcement=Announcement.UNKNOWN)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, told: Submission = TOLD) -> str:
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    spoken: dict[str, Any] = {"happened_at": RECEIVED, "way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED}
    record_contact(actor=actor, reference=reference, **spoken, now=RECEIVED + timedelta(hours=1))
    return reference


def decide(actor: Actor, reference: str, told: DecisionTold = DECISION, now: datetime = NOW, decision_id: int | None = None) -> Complaint:
    return record_decision(actor=actor, reference=reference, told=told, decision_id=decision_id, seen_version=None, now=now)


def tell(actor: Actor, reference: str, on: date | None = None, now: datetime = NOW) -> Complaint:
    return record_objection_told(actor=actor, reference=reference, told_on=on, way=ContactWay.PHONE, seen_version=None, now=now)


def events(code: str) -> list[tuple[dict[str, Any], Any]]:
    found = ComplaintEvent.objects.filter(code=code).order_by("pk")
    return [
        ({name: value for name, value in one.data.items() if name not in ("version", "round", "fields", "decision")}, one.personal)
        for one in found
    ]


def test_a_decision_is_recorded_and_put_right_and_then_has_to_be_told_anew(coordinator: Actor) -> None:
    reference = register(coordinator)

    decide(coordinator, reference)
    tell(coordinator, reference, date(2025, 3, 11))
    assert (MentionedDecision.objects.get().told_on, MentionedDecision.objects.get().told_way) == (date(2025, 3, 11), "PHONE")
    decide(coordinator, reference, replace(BY_PHONE, contested=Contested.BOTH), decision_id=MentionedDecision.objects.get().pk)

    kept = MentionedDecision.objects.get()
    assert (kept.what, kept.contested, kept.announcement, kept.announced_on) == ("Stopzetting", "BOTH", "TELEPHONE", None)
    assert (kept.told_on, kept.told_way) == (None, "")
    assert events("decision_recorded") == [
        ({"contested": "CONTENT", "announcement": "WRITTEN", "announced_on": "2025-02-18", "route": "OBJECTION"}, None),
        (
            {"contested": "BOTH", "announcement": "TELEPHONE", "announced_on": None, "route": "SPLIT"},
            {"decision_before": "Afwijzing bijstand"},
        ),
    ]
    assert events("objection_told") == [({"on": "2025-03-11", "way": "PHONE"}, None)]


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        (replace(DECISION, what=" "), "text_missing", "what"),
        (replace(DECISION, announced_on=None), "announcement_day_needed", "announced_on"),
        (replace(DECISION, announced_on=date(2025, 3, 13)), "day_in_future", "announced_on"),
        (replace(BY_PHONE, announced_on=date(2025, 3, 3)), "no_announcement_no_day", "announced_on"),
        (replace(NOT_MADE, announcement=Announcement.WRITTEN, announced_on=date(2025, 3, 3)), "no_announcement_no_day", "announced_on"),
    ],
)
def test_a_decision_that_cannot_be(coordinator: Actor, told: DecisionTold, code: str, field: str) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal) as refused:
        decide(coordinator, reference, told)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert (MentionedDecision.objects.count(), events("decision_recorded")) == (0, [])


@pytest.mark.parametrize(("on", "code"), [(date(2025, 3, 13), "day_in_future"), (date(2025, 3, 2), "day_before_receipt")])
def test_telling_happened_between_receipt_and_today(coordinator: Actor, on: date, code: str) -> None:
    reference = register(coordinator)
    decide(coordinator, reference)

    with pytest.raises(Refusal, match=code):
        tell(coordinator, reference, on)

    assert (MentionedDecision.objects.get().told_on, events("objection_told")) == (None, [])


def test_nothing_is_told_of_a_decision_nobody_recorded(coordinator: Actor) -> None:
    reference = register(coordinator)

    with pytest.raises(Refusal, match="no_decision_mentioned"):
        tell(coordinator, reference)

    assert events("objection_told") == []


def test_whoever_is_involved_records_nothing(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(coordinator, replace(TOLD, involved=(InvolvedTold(user_id=involved.user_id),)))

    for act in (decide, tell):
        with pytest.raises(NotFound):
            act(involved, reference)

    assert (MentionedDecision.objects.count(), events("decision_recorded")) == (0, [])


def test_each_decision_has_its_own_last_day_and_one_talk_tells_of_all(coordinator: Actor) -> None:
    reference = register(coordinator)
    later = replace(DECISION, what="Terugvordering", announced_on=date(2025, 3, 10))
    decide(coordinator, reference)
    tell(coordinator, reference, date(2025, 3, 11))
    decide(coordinator, reference, later)
    decide(coordinator, reference, NOT_MADE)

    found = judged(Complaint.objects.get(), MentionedDecision.objects.all(), calendar=SHIPPED_CALENDAR)
    untold = [one.decision.what for one in found if one.must_be_told(today=TODAY)]
    tell(coordinator, reference)

    # Where no day is known it is now; then Tuesday 1 April and Monday 21 April, which is Easter Monday: Tuesday 22 April.
    assert [(one.decision.what, one.triage.term and one.triage.term.last_day) for one in found] == [
        ("Wmo-aanvraag", None),
        ("Afwijzing bijstand", date(2025, 4, 1)),
        ("Terugvordering", date(2025, 4, 22)),
    ]
    assert untold == ["Wmo-aanvraag", "Terugvordering"]
    assert list(MentionedDecision.objects.values_list("what", "told_on")) == [
        ("Afwijzing bijstand", date(2025, 3, 11)),
        ("Terugvordering", TODAY),
        ("Wmo-aanvraag", TODAY),
    ]


def test_a_decision_of_another_file_is_not_put_right_here(coordinator: Actor) -> None:
    mine, other = register(coordinator), register(coordinator)
    decide(coordinator, other)

    with pytest.raises(NotFound):
        decide(coordinator, mine, BY_PHONE, decision_id=MentionedDecision.objects.get().pk)

    assert list(MentionedDecision.objects.values_list("what", "complaint__reference")) == [("Afwijzing bijstand", other)]


def test_a_file_mentions_twenty_decisions_at_most(coordinator: Actor) -> None:
    reference = register(coordinator)
    facts = {"complaint": Complaint.objects.get(), "contested": "CONTENT", "announcement": "UNKNOWN", "recorded_at": NOW}
    MentionedDecision.objects.bulk_create(MentionedDecision(what="Besluit", **facts) for _place in range(20))

    with pytest.raises(Refusal, match="too_many_decisions"):
        decide(coordinator, reference)
    decide(coordinator, reference, decision_id=MentionedDecision.objects.all()[0].pk)

    assert (MentionedDecision.objects.count(), len(events("decision_recorded"))) == (20, 1)


# The work of today


def rows(actor: Actor, now: datetime) -> list[tuple[Group, Reason, Step, date]]:
    found = open_work(actor=actor, now=now)
    return [(group.code, row.work.reason, row.work.step, row.work.by) for group in found.groups for row in group.rows]


@pytest.mark.parametrize("told", [DECISION, BY_PHONE, NOT_MADE])
def test_telling_is_work_of_the_same_day_until_it_is_told(coordinator: Actor, told: DecisionTold) -> None:
    reference = register(coordinator)
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id or 0, seen_version=None, now=NOW)
    decide(coordinator, reference, told)

    today, tomorrow = rows(coordinator, NOW), rows(coordinator, NOW + timedelta(days=1))
    tell(coordinator, reference)

    assert (today[0][2], tomorrow[0][2]) == (Step.TELL_OBJECTION, Step.TELL_OBJECTION)
    assert Step.TELL_OBJECTION not in {row[2] for row in rows(coordinator, NOW)}


def test_what_can_no_longer_be_objected_to_asks_for_nothing(coordinator: Actor) -> None:
    reference, later = register(coordinator), datetime(2025, 4, 9, 9, tzinfo=UTC)
    decide(coordinator, reference, replace(DECISION, contested=Contested.MANNER))

    found = [{row[2] for row in rows(coordinator, now)} for now in (later - timedelta(days=1), later)]

    assert [Step.TELL_OBJECTION in steps for steps in found] == [True, False]  # also while nobody handles it: the day does not wait
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id or 0, seen_version=None, now=later)
    found = [{row[2] for row in rows(coordinator, now)} for now in (later - timedelta(days=1), later)]
    assert [Step.TELL_OBJECTION in steps for steps in found] == [True, False]


# Closing


@pytest.mark.parametrize("told", [DECISION, BY_PHONE, NOT_MADE])
def test_closing_waits_until_the_person_was_told(coordinator: Actor, told: DecisionTold) -> None:
    reference = register(coordinator)
    decide(coordinator, reference, told)
    same: dict[str, Any] = {
        "actor": coordinator,
        "reference": reference,
        "ending": UPHELD,
        "seen_version": None,
    }

    with pytest.raises(Refusals) as refused:
        close_complaint(**same, now=NOW)
    assert [(one.code, one.field) for one in refused.value.refusals] == [("objection_not_told", None)]
    assert (Complaint.objects.get().rounds.get().closed_on, events("closed")) == (None, [])

    tell(coordinator, reference)
    close_complaint(**same, now=NOW)
    assert Complaint.objects.get().rounds.get().closed_on == TODAY


@pytest.mark.parametrize(
    ("told", "ground", "found"),
    [
        (DECISION, "9_8_1_C", [("objection_may_be_open", "ground")]),
        (BY_PHONE, "9_8_1_C", [("announcement_not_known", "ground")]),
        (NOT_MADE, "9_8_1_C", [("decision_was_late", "ground")]),
        (NOT_MADE, "9_8_1_D", [("decision_was_late", "ground")]),
        (DECISION, "9_8_1_D", []),
        (replace(DECISION, announced_on=date(2024, 12, 2)), "9_8_1_C", [("came_as_objection", "ground")]),
        (replace(DECISION, announced_on=date(2024, 12, 2), contested=Contested.MANNER), "9_8_1_C", []),
    ],
)
def test_what_the_file_says_of_the_decision_stands_in_the_way_whatever_is_typed_at_closing(
    coordinator: Actor, told: DecisionTold, ground: str, found: list[tuple[str, str]]
) -> None:
    reference = register(coordinator)
    decide(coordinator, reference, told)
    tell(coordinator, reference)
    facts = NotTakenUpFacts(
        decision="x", decision_announced_on=date(2024, 12, 2), notice_sent_on=TODAY, names_ombudsman=True, is_signed_by_mandate=True
    )
    given = Ending(outcome="NOT_TAKEN_UP", ground=ground, explanation="Daarom", not_taken_up=facts)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "ending": given, "seen_version": None, "now": NOW}

    if not found:
        close_complaint(**same)
        assert len(events("closed")) == 1
        return
    with pytest.raises(Refusals) as refused:
        close_complaint(**same)
    assert [(one.code, one.field) for one in refused.value.refusals] == found
    assert events("closed") == []


def test_one_decision_that_is_open_is_enough_to_stand_in_the_way_and_the_last_of_the_open_ones_is_named(coordinator: Actor) -> None:
    reference = register(coordinator)
    for announced_on in (date(2024, 12, 2), date(2025, 2, 18), date(2025, 3, 10)):
        decide(coordinator, reference, replace(DECISION, announced_on=announced_on))
    tell(coordinator, reference)
    facts = NotTakenUpFacts(
        decision="x", decision_announced_on=date(2024, 12, 2), notice_sent_on=TODAY, names_ombudsman=True, is_signed_by_mandate=True
    )
    given = Ending(outcome="NOT_TAKEN_UP", ground="9_8_1_C", explanation="Daarom", not_taken_up=facts)

    with pytest.raises(Refusals) as refused:
        close_complaint(actor=coordinator, reference=reference, ending=given, seen_version=None, now=NOW)

    [one] = refused.value.refusals
    assert (one.code, one.details["until"]) == ("objection_may_be_open", date(2025, 4, 29))
    assert events("closed") == []


def test_a_late_objection_is_work_of_the_same_day_and_is_not_closed_before_the_person_was_told(coordinator: Actor) -> None:
    received, now = datetime(2025, 4, 9, 8, tzinfo=UTC), datetime(2025, 4, 9, 9, tzinfo=UTC)
    reference = register_complaint(actor=coordinator, submission=TOLD, received_at=received, now=received).reference
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id, seen_version=None, now=now)
    record_contact(actor=coordinator, reference=reference, happened_at=now, way=ContactWay.PHONE, result=ContactResult.SPOKEN, now=now)
    decide(coordinator, reference, DECISION, now)
    said = Ending(outcome="SETTLED", complainants_words="Fijn", confirmed_on=date(2025, 4, 9), **SAID)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "ending": said, "seen_version": None, "now": now}

    assert [row[2] for row in rows(coordinator, now)] == [Step.TELL_OBJECTION]
    with pytest.raises(Refusals) as refused:
        close_complaint(**same)
    assert [one.code for one in refused.value.refusals] == ["objection_not_told"]
    assert events("closed") == []

    tell(coordinator, reference, now=now)
    close_complaint(**same)
    assert len(events("closed")) == 1


# The last day is Tuesday 1 April; by post it may come in until Tuesday 8 April.
@pytest.mark.parametrize(
    ("told", "received_on", "found"),
    [
        (DECISION, date(2025, 3, 3), ["came_as_objection"]),
        (replace(DECISION, contested=Contested.BOTH), date(2025, 4, 8), ["came_as_objection"]),
        (DECISION, date(2025, 4, 9), ["came_as_objection"]),
        (replace(DECISION, announced_on=date(1950, 1, 2)), date(2025, 4, 9), ["came_as_objection"]),
        (replace(DECISION, contested=Contested.MANNER), date(2025, 3, 3), []),
    ],
)
def test_what_came_in_as_an_objection_is_not_ended_as_a_complaint_once_its_last_day_has_passed(
    coordinator: Actor, told: DecisionTold, received_on: date, found: list[str]
) -> None:
    now = datetime(2025, 4, 14, 9, tzinfo=UTC)
    at = datetime(received_on.year, received_on.month, received_on.day, 9, tzinfo=UTC)
    reference = register_complaint(actor=coordinator, submission=TOLD, received_at=at, now=at).reference
    spoken: dict[str, Any] = {"happened_at": at, "way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED}
    record_contact(actor=coordinator, reference=reference, **spoken, now=at + timedelta(hours=1))
    decide(coordinator, reference, told, now)
    tell(coordinator, reference, now=now)
    facts = NotTakenUpFacts(
        decision="x",
        decision_announced_on=date(2025, 2, 18),
        notice_sent_on=date(2025, 4, 14),
        names_ombudsman=True,
        is_signed_by_mandate=True,
        late_reason="Ziek" if received_on < date(2025, 3, 14) else "",
    )
    given = Ending(outcome="NOT_TAKEN_UP", ground="9_8_1_C", explanation="Daarom", not_taken_up=facts)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "ending": given, "seen_version": None, "now": now}

    if not found:
        close_complaint(**same)
        assert len(events("closed")) == 1
        return
    with pytest.raises(Refusals) as refused:
        close_complaint(**same)
    assert ([one.code for one in refused.value.refusals], events("closed")) == (found, [])


def test_destruction_leaves_nothing_of_the_decision(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(coordinator)
    decide(coordinator, reference)
    decide(coordinator, reference, BY_PHONE)
    tell(coordinator, reference)
    close_complaint(actor=coordinator, reference=reference, ending=UPHELD, seen_version=None, now=NOW)
    after = datetime(2036, 1, 7, 9, tzinfo=UTC)

    proposal = propose_destruction(actor=coordinator, references=[reference], now=after)
    carry_out_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=after)

    assert MentionedDecision.objects.count() == 0
    assert [personal for _data, personal in events("decision_recorded")] == [None, None]
