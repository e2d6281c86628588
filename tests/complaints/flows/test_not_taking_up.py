"""Not taking a complaint up (Awb 9:8): each ground with its own facts, the letter within four weeks, and looking again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from complaints.code_lists import NON_HANDLING_GROUNDS
from complaints.ending import Ending
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.reviewing import review_not_taken_up
from complaints.flows.updating import correct_receipt
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import (
    Closing,
    Complaint,
    ComplaintEvent,
    ContactResult,
    ContactWay,
    Document,
    DocumentContent,
    Exclusion,
    Letter,
    MentionedDecision,
    NotTakenUp,
    Round,
    SentMessage,
)
from complaints.next_steps import next_step
from complaints.not_taking_up import FACTS_OF_GROUND, GroundFact, NotTakenUpFacts
from complaints.selectors import complaint_file
from complaints.statuses import Step
from complaints.web.timeline import shown_event
from complaints.web.wording import holds_no_more
from complaints.work.work_list import reviews_due
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 15, 9, 0, tzinfo=UTC)  # Saturday; the four weeks end on Saturday 12 April, so on Monday 14 April
NOW = datetime(2025, 3, 26, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 26)
TOLD = Submission(story="Te laat betaald", channel="EMAIL", filer=Person(name="M", email="m@voorbeeld.example", address="Straat 1"))
LETTER: dict[str, Any] = {"notice_sent_on": TODAY, "names_ombudsman": True, "is_signed_by_mandate": True}
PROOF: dict[str, dict[str, Any]] = {
    "9_8_1_A": {"earlier_handling": "2024-00017"},
    "9_8_1_B": {"conduct_on": date(2024, 3, 14)},
    "9_8_1_C": {"decision": "Afwijzing bijstand", "decision_announced_on": date(2024, 12, 2)},
    "9_8_1_D": {"decision": "Beslissing op bezwaar", "decision_announced_on": date(2025, 3, 3)},
    "9_8_1_E": {"court": "Rechtbank Utrecht", "court_case": "C/16/1"},
    "9_8_1_F": {"investigation": "Aangifte, loopt bij het OM", "review_on": date(2025, 6, 2)},
    "9_8_2": {"burden": "Drie dagen zoeken", "slightness": "Een euro"},
}
SECRET = "Geheimzinnig"


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(
    actor: Actor, received: datetime = RECEIVED, *, is_tried: bool = True, with_decision: bool = True, told: Submission = TOLD
) -> str:
    """A file of somebody who was tried to be reached, and who says nothing against a decision of long ago but how it came about."""
    reference = register_complaint(actor=actor, submission=told, received_at=received, now=received).reference
    if with_decision:
        decision = {"what": "Afwijzing bijstand", "contested": "MANNER", "announcement": "WRITTEN", "announced_on": date(2024, 12, 2)}
        MentionedDecision.objects.create(complaint=Complaint.objects.get(reference=reference), recorded_at=received, **decision)
    if is_tried:
        tried = {"happened_at": received + timedelta(hours=1), "way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED}
        record_contact(actor=actor, reference=reference, **tried, now=received + timedelta(hours=2))  # type: ignore[arg-type]
    return reference


def ending(ground: str, **other: Any) -> Ending:
    facts = NotTakenUpFacts(**{**LETTER, **PROOF[ground], **other})
    return Ending(outcome="NOT_TAKEN_UP", ground=ground, explanation="" if ground == "9_8_2" else "Daarom", not_taken_up=facts)


def close(actor: Actor, reference: str, given: Ending, now: datetime = NOW) -> Complaint:
    return close_complaint(actor=actor, reference=reference, ending=given, seen_version=None, now=now)


def found(refused: pytest.ExceptionInfo[Refusals]) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in refused.value.refusals]


def refuse(actor: Actor, reference: str, given: Ending, now: datetime = NOW) -> list[tuple[str, str | None]]:
    """The refusals; nothing was closed, kept or told."""
    before = list(ComplaintEvent.objects.values_list("code", flat=True))
    with pytest.raises(Refusals) as refused:
        close(actor, reference, given, now)
    of = Complaint.objects.get(reference=reference)
    assert (of.rounds.get().closed_on, Closing.objects.count(), NotTakenUp.objects.count()) == (None, 0, 0)
    assert list(ComplaintEvent.objects.values_list("code", flat=True)) == before
    return found(refused)


def refuse_one(actor: Actor, reference: str, given: Ending) -> list[tuple[str, str | None]]:
    """The refusals; this file is open still."""
    with pytest.raises(Refusals) as refused:
        close(actor, reference, given)
    assert Complaint.objects.get(reference=reference).rounds.get().closed_on is None
    return found(refused)


def test_every_ground_says_what_proves_it() -> None:
    assert set(FACTS_OF_GROUND) == set(NON_HANDLING_GROUNDS) == set(PROOF)
    assert {fact for facts in FACTS_OF_GROUND.values() for fact in facts} == set(GroundFact)
    assert {ground: set(facts) for ground, facts in PROOF.items()} == {ground: set(facts) for ground, facts in FACTS_OF_GROUND.items()}


@pytest.mark.parametrize("ground", PROOF)
def test_a_complaint_is_not_taken_up_with_the_facts_of_its_ground(coordinator: Actor, ground: str) -> None:
    reference = register(coordinator)

    close(coordinator, reference, ending(ground))

    kept = NotTakenUp.objects.values().get()
    expected = {**dict.fromkeys(GroundFact, ""), "conduct_on": None, "decision_announced_on": None, "review_on": None, **PROOF[ground]}
    assert {name: kept[name] for name in expected} == expected
    assert (kept["notice_sent_on"], kept["names_ombudsman"], kept["is_notice_late"], kept["late_reason"]) == (TODAY, True, False, "")
    event = ComplaintEvent.objects.get(code="closed")
    assert (event.data["ground"], event.data["notice_sent_on"], event.data["flags"]) == (ground, "2025-03-26", [])


@pytest.mark.parametrize(
    ("ground", "missing"),
    [
        ("9_8_1_A", [("earlier_handling_missing", "earlier_handling")]),
        ("9_8_1_B", [("conduct_day_missing", "conduct_on")]),
        ("9_8_1_C", [("decision_missing", "decision"), ("announcement_day_missing", "decision_announced_on")]),
        ("9_8_1_D", [("decision_missing", "decision"), ("announcement_day_missing", "decision_announced_on")]),
        ("9_8_1_E", [("court_missing", "court"), ("court_case_missing", "court_case")]),
        ("9_8_1_F", [("investigation_missing", "investigation"), ("review_day_missing", "review_on")]),
        ("9_8_2", [("burden_missing", "burden"), ("slightness_missing", "slightness")]),
    ],
)
def test_a_ground_without_its_facts_is_refused(coordinator: Actor, ground: str, missing: list[tuple[str, str]]) -> None:
    given = replace(ending(ground), not_taken_up=NotTakenUpFacts(**LETTER))

    assert refuse(coordinator, register(coordinator), given) == missing


def test_a_fact_of_another_ground_is_refused(coordinator: Actor) -> None:
    given = ending("9_8_1_A", court="Rechtbank", is_decision_late=True)

    assert refuse(coordinator, register(coordinator), given) == [
        ("fact_of_another_ground", "court"),
        ("fact_of_another_ground", "is_decision_late"),
    ]


# The complaint came in on the day of `filed`.
@pytest.mark.parametrize(
    ("conduct", "filed", "refusal"),
    [
        (date(2024, 3, 15), date(2025, 3, 15), "conduct_within_a_year"),  # exactly a year: must be handled
        (date(2024, 3, 15), date(2025, 3, 16), None),
        (date(2024, 3, 16), date(2025, 3, 16), "conduct_within_a_year"),
        (date(2024, 2, 29), date(2025, 2, 28), "conduct_within_a_year"),
        (date(2024, 2, 29), date(2025, 3, 1), None),
        (date(2023, 2, 28), date(2024, 2, 28), "conduct_within_a_year"),
        (date(2023, 2, 28), date(2024, 2, 29), None),
        (date(2025, 3, 17), date(2025, 3, 16), "conduct_after_complaint"),
    ],
)
def test_conduct_of_exactly_a_year_before_has_to_be_handled(coordinator: Actor, conduct: date, filed: date, refusal: str | None) -> None:
    received = datetime(filed.year, filed.month, filed.day, 9, tzinfo=UTC)
    reference, now = register(coordinator, received, with_decision=False), received + timedelta(days=3)
    given = ending("9_8_1_B", conduct_on=conduct, notice_sent_on=dutch_date(now))

    if refusal:
        assert refuse(coordinator, reference, given, now) == [(refusal, "conduct_on")]
    else:
        close(coordinator, reference, given, now)
        assert NotTakenUp.objects.get().conduct_on == conduct


# Announced on Thursday 6 February 2025: to be filed by Thursday 20 March, by post in by Thursday 27 March.
@pytest.mark.parametrize(("today", "is_open"), [(date(2025, 3, 20), True), (date(2025, 3, 27), True), (date(2025, 3, 28), False)])
def test_objection_as_a_ground_is_refused_while_it_may_still_come_in(coordinator: Actor, today: date, is_open: bool) -> None:
    reference, now = register(coordinator), datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    given = ending("9_8_1_C", decision_announced_on=date(2025, 2, 6), notice_sent_on=today)

    if is_open:
        assert refuse(coordinator, reference, given, now) == [("objection_may_be_open", "decision_announced_on")]
    else:
        close(coordinator, reference, given, now)
        assert Closing.objects.get().ground == "9_8_1_C"


def test_objection_against_a_decision_of_long_ago_is_no_question_of_holidays(coordinator: Actor) -> None:
    close(coordinator, register(coordinator), ending("9_8_1_C", decision_announced_on=date(1899, 1, 2)))

    assert NotTakenUp.objects.get().decision_announced_on == date(1899, 1, 2)


@pytest.mark.parametrize("ground", ["9_8_1_C", "9_8_1_D"])
def test_a_decision_that_was_not_made_in_time_is_no_ground(coordinator: Actor, ground: str) -> None:
    assert refuse(coordinator, register(coordinator), ending(ground, is_decision_late=True)) == [("decision_was_late", "is_decision_late")]


@pytest.mark.parametrize(
    ("other", "refusals"),
    [
        ({"notice_sent_on": None}, [("notice_day_missing", "notice_sent_on")]),
        ({"notice_sent_on": date(2025, 3, 27)}, [("day_in_future", "notice_sent_on")]),
        ({"notice_sent_on": date(2025, 3, 14)}, [("day_before_receipt", "notice_sent_on")]),
        ({"is_signed_by_mandate": False}, [("letter_without_mandate", "is_signed_by_mandate")]),
        ({"names_ombudsman": False}, [("letter_without_ombudsman", "names_ombudsman")]),
        ({"earlier_handling": "a\x00"}, [("unreadable_character", "earlier_handling")]),
    ],
)
def test_the_letter_is_there_and_names_the_ombudsman(coordinator: Actor, other: dict[str, Any], refusals: list[tuple[str, str]]) -> None:
    assert refuse(coordinator, register(coordinator), ending("9_8_1_A", **other)) == refusals


@pytest.mark.parametrize("said", [".", "...", " - ", "?!"])
def test_a_full_stop_proves_no_ground(coordinator: Actor, said: str) -> None:
    assert refuse(coordinator, register(coordinator), ending("9_8_2", burden=said, slightness=said)) == [
        ("burden_missing", "burden"),
        ("slightness_missing", "slightness"),
    ]


def test_objection_is_no_ground_before_it_stands_in_the_file_what_somebody_says_of_the_decision(coordinator: Actor) -> None:
    reference = register(coordinator, with_decision=False)

    assert refuse(coordinator, reference, ending("9_8_1_C")) == [("decision_not_recorded", "ground")]
    assert refuse(coordinator, reference, ending("9_8_1_D")) == [("decision_not_recorded", "ground")]


def test_what_is_too_slight_is_so_for_reasons_of_its_own(coordinator: Actor) -> None:
    first, second = register(coordinator), register(coordinator)
    close(coordinator, first, ending("9_8_2"))

    refused = refuse_one(coordinator, second, ending("9_8_2", burden="drie dagen zoeken ", slightness="Een Euro"))
    assert refused == [("motivation_of_another_file", "slightness")]
    closed = close(coordinator, second, ending("9_8_2", slightness="Twee cent in een rekening van januari"))
    assert closed.rounds.get().closed_on == TODAY


def test_the_reasons_of_a_file_that_was_registered_in_error_may_be_given_again(coordinator: Actor) -> None:
    first, second = register(coordinator), register(coordinator)
    close(coordinator, first, ending("9_8_2"))
    Complaint.objects.filter(reference=first).update(exclusion=Exclusion.REGISTERED_IN_ERROR)

    assert close(coordinator, second, ending("9_8_2")).rounds.get().closed_on == TODAY


@pytest.mark.parametrize("told", ["{0}", "dossier {0} van vorig jaar", "{0} van 3 juni 2024"])
def test_a_complaint_is_not_its_own_earlier_handling(coordinator: Actor, told: str) -> None:
    reference = register(coordinator)

    refused = refuse(coordinator, reference, ending("9_8_1_A", earlier_handling=told.format(reference)))

    assert refused == [("earlier_handling_is_this_file", "earlier_handling")]


@pytest.mark.parametrize(("ground", "day"), [("9_8_1_C", "decision_announced_on"), ("9_8_1_D", "decision_announced_on")])
def test_a_decision_of_tomorrow_is_no_ground(coordinator: Actor, ground: str, day: str) -> None:
    assert refuse(coordinator, register(coordinator), ending(ground, **{day: date(2025, 3, 27)})) == [("day_in_future", day)]


def letter_that_went(reference: str, **kept: Any) -> None:
    of = Complaint.objects.get(reference=reference)
    number = Letter.objects.count()
    content = DocumentContent.objects.create(key=f"voorbeeld/{number}", created_at=NOW)
    document = Document.objects.create(
        complaint=of,
        content=content,
        name="brief.pdf",
        kind="pdf",
        size=1,
        sha256=f"{number:064}",
        source="LETTER",
        scan_state="CLEAN",
        uploaded_at=NOW,
    )
    went: dict[str, Any] = {"sent_on": TODAY, "sent_at": NOW + timedelta(minutes=number), "way": "LETTER"}
    went |= {"code": "L05", "addressee": "COMPLAINANT", "begun_at": NOW, "changed_at": NOW, "document": document, "sha256": document.sha256}
    Letter.objects.create(complaint=of, round=of.rounds.get(), **went, **kept)


def test_the_ground_is_that_of_the_last_letter_that_went(coordinator: Actor) -> None:
    reference = register(coordinator)
    letter_that_went(reference, facts={"ground": "9_8_1_A"})

    assert refuse(coordinator, reference, ending("9_8_1_E")) == [("ground_of_letter_differs", "ground")]

    letter_that_went(reference, facts={"ground": "9_8_1_E"})
    assert close(coordinator, reference, ending("9_8_1_E")).rounds.get().closed_on == TODAY


def test_the_day_of_the_notice_is_that_of_the_letter_that_went_from_here(coordinator: Actor) -> None:
    reference = register(coordinator, datetime(2025, 2, 19, 9, 0, tzinfo=UTC))  # The four weeks ended on Wednesday 19 March.
    letter_that_went(reference, facts={"ground": "9_8_1_A"})

    typed = ending("9_8_1_A", notice_sent_on=date(2025, 3, 19))
    assert refuse(coordinator, reference, typed) == [("letter_went_from_here", "notice_sent_on")]

    close(coordinator, reference, ending("9_8_1_A", late_reason="De post was zoek"))
    kept = NotTakenUp.objects.get()
    assert (kept.notice_sent_on, kept.is_notice_late, Round.objects.get().closed_on) == (TODAY, True, TODAY)


def test_of_a_letter_that_came_back_the_day_of_the_notice_is_another(coordinator: Actor) -> None:
    reference = register(coordinator)
    letter_that_went(reference, facts={"ground": "9_8_1_A"})
    went = Letter.objects.get()
    whose = {"complaint": went.complaint, "round": went.round, "letter": went, "letter_code": "L05"}
    assign_complaint(actor=coordinator, reference=reference, handler_id=coordinator.user_id or 0, seen_version=None, now=NOW)

    steps = [next_step(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=reference), today=TODAY)]
    SentMessage.objects.create(**whose, message_id="<1@test>", queued_at=NOW, sent_at=NOW, returned_at=NOW)
    steps.append(next_step(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=reference), today=TODAY))

    assert steps == [Step.CLOSE, Step.RECORD_CONTACT]
    close(coordinator, reference, ending("9_8_1_A", notice_sent_on=date(2025, 3, 25)))

    assert NotTakenUp.objects.get().notice_sent_on == date(2025, 3, 25)


def test_of_a_letter_that_was_finished_elsewhere_the_ground_is_what_is_told_at_closing(
    coordinator: Actor, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    reference = register(coordinator)
    letter_that_went(reference, checklist=["ground"], facts={"motivation": "Daarom"})

    page = client_at(tenant, make_person(Role.COORDINATOR)).get(f"/klachten/{reference}/afsluiten/")

    assert (page.status_code, page.context["form"]["ground"].value()) == (200, "")
    assert close(coordinator, reference, ending("9_8_1_E")).rounds.get().closed_on == TODAY


def test_investigation_is_looked_at_again_after_today(coordinator: Actor) -> None:
    assert refuse(coordinator, register(coordinator), ending("9_8_1_F", review_on=TODAY)) == [("review_not_ahead", "review_on")]


def test_not_taking_up_is_refused_while_nobody_tried_to_reach_the_person(coordinator: Actor) -> None:
    assert refuse(coordinator, register(coordinator, is_tried=False), ending("9_8_1_A")) == [("nobody_tried", "outcome")]


def test_trying_after_the_letter_is_no_trying_before_it(coordinator: Actor) -> None:
    reference = register(coordinator, is_tried=False)
    tried: dict[str, Any] = {"way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED, "now": NOW}
    record_contact(actor=coordinator, reference=reference, happened_at=NOW - timedelta(hours=1), **tried)
    given = ending("9_8_1_A", notice_sent_on=date(2025, 3, 25))

    assert refuse(coordinator, reference, given) == [("tried_after_letter", "outcome")]
    record_contact(actor=coordinator, reference=reference, happened_at=NOW - timedelta(days=1), **tried)
    assert close(coordinator, reference, given).rounds.get().closed_on == date(2025, 3, 25)


def test_a_ground_holds_on_the_day_of_the_letter_and_not_only_at_closing(coordinator: Actor) -> None:
    reference = register(coordinator)
    # Six weeks end on 14 April, a week in the post on 22 April, the Tuesday after Easter.
    MentionedDecision.objects.update(announced_on=date(2025, 3, 3), told_on=date(2025, 3, 20), told_way="PHONE")
    later, told = datetime(2025, 5, 5, 9, tzinfo=UTC), {"decision_announced_on": date(2025, 3, 3), "late_reason": "De post was zoek"}

    assert refuse(coordinator, reference, ending("9_8_1_C", notice_sent_on=date(2025, 4, 22), **told), later) == [
        ("objection_may_be_open", "ground"),
        ("objection_may_be_open", "decision_announced_on"),
    ]
    closed = close(coordinator, reference, ending("9_8_1_C", notice_sent_on=date(2025, 4, 23), **told), later)
    assert closed.rounds.get().closed_on == date(2025, 4, 23)


# The four weeks end on Monday 14 April 2025.
@pytest.mark.parametrize(
    ("sent", "reason", "refusals", "is_late"),
    [
        (date(2025, 4, 14), "", [], False),
        (date(2025, 4, 15), "", [("late_notice_needs_reason", "late_reason")], None),
        (date(2025, 4, 15), "De post was zoek", [], True),
    ],
)
def test_a_letter_after_four_weeks_needs_a_reason_and_is_flagged(
    coordinator: Actor, sent: date, reason: str, refusals: list[tuple[str, str]], is_late: bool | None
) -> None:
    reference, now = register(coordinator), datetime(2025, 4, 16, 9, tzinfo=UTC)
    given = ending("9_8_1_A", notice_sent_on=sent, late_reason=reason)

    if refusals:
        assert refuse(coordinator, reference, given, now) == refusals
        return
    close(coordinator, reference, given, now)
    kept = NotTakenUp.objects.get()
    assert (kept.is_notice_late, kept.late_reason) == (is_late, reason)
    assert ComplaintEvent.objects.get(code="closed").data["flags"] == (["LATE_NOTICE"] if is_late else [])


# Looking again (f)


def test_whether_the_letter_went_in_time_follows_the_receipt(coordinator: Actor) -> None:
    reference = register(coordinator)
    close(coordinator, reference, ending("9_8_1_A"))
    corrected: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Poststempel", "seen_version": None, "now": NOW}

    correct_receipt(**corrected, received_at=datetime(2025, 2, 3, 9, tzinfo=UTC))  # The four weeks ended on Monday 3 March.
    assert NotTakenUp.objects.get().is_notice_late is True
    assert ComplaintEvent.objects.get(code="receipt_corrected").data["flags"] == ["LATE_NOTICE"]
    correct_receipt(**corrected, received_at=datetime(2025, 3, 10, 9, tzinfo=UTC))
    assert NotTakenUp.objects.get().is_notice_late is False


def test_what_would_not_be_closed_so_by_the_facts_as_they_are_now_says_so(coordinator: Actor) -> None:
    reference = register(coordinator)
    close(coordinator, reference, ending("9_8_1_B"))
    of = Complaint.objects.get(reference=reference)
    assert holds_no_more(of, of.rounds.get()) == ""

    given: dict[str, Any] = {"actor": coordinator, "reference": reference, "reason": "Poststempel", "seen_version": None, "now": NOW}
    correct_receipt(**given, received_at=datetime(2025, 3, 13, 9, tzinfo=UTC))  # A year to the day: not longer than one.

    of = Complaint.objects.get(reference=reference)
    with translation.override("en"):
        assert holds_no_more(of, of.rounds.get()) == (
            "The facts changed after it was closed so. The conduct was a year or less before the complaint came in on"
            " Thu 13 March 2025. The complaint has to be handled. Take it up again."
        )
    return_complaint(actor=coordinator, reference=reference, reason="Toch binnen het jaar", seen_version=None, now=NOW)
    of = Complaint.objects.get(reference=reference)
    assert [holds_no_more(of, one) for one in of.rounds.all()] == ["", ""]


def investigated(actor: Actor, told: Submission = TOLD) -> str:
    reference = register(actor, told=told)
    close(actor, reference, ending("9_8_1_F"))
    return reference


# To be looked at on Monday 2 June 2025.
@pytest.mark.parametrize(("today", "count"), [(date(2025, 6, 1), 0), (date(2025, 6, 2), 1), (date(2025, 7, 1), 1)])
def test_an_investigation_stands_in_my_work_on_its_day(coordinator: Actor, today: date, count: int) -> None:
    reference = investigated(coordinator)

    assert [one.closing.round.complaint.reference for one in reviews_due(actor=coordinator, today=today)] == [reference] * count


def test_once_the_investigation_ended_it_waits_to_be_taken_up_again(coordinator: Actor) -> None:
    reference, now = investigated(coordinator), datetime(2025, 6, 2, 9, tzinfo=UTC)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": now}

    review_not_taken_up(**same, found="Loopt nog", review_on=date(2025, 9, 1))
    assert [reviews_due(actor=coordinator, today=date(2025, 8, 31)), len(reviews_due(actor=coordinator, today=date(2025, 9, 1)))] == [[], 1]
    review_not_taken_up(**same, found="Geseponeerd", review_on=None)

    [waiting] = reviews_due(actor=coordinator, today=date(2026, 1, 1))
    assert (waiting.review_on, waiting.resume_since) == (None, date(2025, 6, 2))
    assert next_step(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=reference), today=TODAY) is Step.RETURN
    return_complaint(actor=coordinator, reference=reference, reason="Het onderzoek is klaar", seen_version=None, now=now)
    assert reviews_due(actor=coordinator, today=date(2026, 1, 1)) == []
    events = ComplaintEvent.objects.filter(code="reviewed").order_by("pk")
    assert [(one.data["review_on"], one.data["is_to_resume"], one.personal) for one in events] == [
        ("2025-09-01", False, {"reason": "Loopt nog"}),
        (None, True, {"reason": "Geseponeerd"}),
    ]


def test_the_page_that_takes_it_up_after_the_investigation_does_not_say_that_somebody_came_back(
    coordinator: Actor, client_at: Callable[..., Client], tenant: Tenant
) -> None:
    reference, now = investigated(coordinator), datetime(2025, 6, 2, 9, tzinfo=UTC)
    client = client_at(tenant, User.objects.get(pk=coordinator.user_id))
    before = client.get(f"/klachten/{reference}/terug/").content.decode()
    review_not_taken_up(actor=coordinator, reference=reference, seen_version=None, now=now, found="Geseponeerd", review_on=None)

    page, file = (client.get(f"/klachten/{reference}/{path}").content.decode() for path in ("terug/", ""))
    sent = client.post(f"/klachten/{reference}/terug/", {"reason": "Geseponeerd", "version": Complaint.objects.get().version})

    assert [text.count("De klacht oppakken na het onderzoek</h1>") for text in (before, page)] == [0, 1]
    assert ("Persoon komt erop terug</h1>" in page, "is_written" in page, "Alsnog oppakken" in file) == (False, False, True)
    assert (sent.status_code, Round.objects.count()) == (302, 2)


def test_what_is_not_taken_up_again_after_the_investigation_says_why_and_waits_for_nothing(coordinator: Actor) -> None:
    reference, now = investigated(coordinator), datetime(2025, 6, 2, 9, tzinfo=UTC)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": now}

    with pytest.raises(Refusal, match="runs_or_ended"):
        review_not_taken_up(**same, found="Loopt", review_on=date(2025, 9, 1), not_resumed_because="Klaar")
    assert ComplaintEvent.objects.filter(code="reviewed").count() == 0
    review_not_taken_up(**same, found="Geseponeerd", review_on=None)
    review_not_taken_up(**same, found="Gebeld", review_on=None, not_resumed_because="Zij wil het niet meer")

    assert reviews_due(actor=coordinator, today=date(2026, 1, 1)) == []
    assert next_step(actor=coordinator, complaint=complaint_file(actor=coordinator, reference=reference), today=TODAY) is None
    event = ComplaintEvent.objects.filter(code="reviewed").latest("pk")
    assert event.personal == {"reason": "Gebeld", "not_resumed_because": "Zij wil het niet meer"}
    assert shown_event(event, names={}).lines == [
        "Het is klaar, en de klacht wordt niet alsnog opgepakt",
        "Reden: Gebeld",
        "Waarom de klacht niet alsnog wordt opgepakt: Zij wil het niet meer",
    ]
    with pytest.raises(Refusal, match="nothing_to_review"):
        review_not_taken_up(**same, found="Nog eens", review_on=None)


def test_a_new_round_ends_the_waiting(coordinator: Actor) -> None:
    reference = investigated(coordinator)
    return_complaint(actor=coordinator, reference=reference, reason="Onderzoek klaar", seen_version=None, now=NOW)

    assert reviews_due(actor=coordinator, today=date(2026, 1, 1)) == []


def test_the_waiting_is_for_who_may_see_and_handle_it(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = investigated(coordinator, replace(TOLD, involved=(InvolvedTold(user_id=involved.user_id),)))
    day = date(2025, 6, 2)

    assert [len(reviews_due(actor=one, today=day)) for one in (coordinator, involved, make_actor(Role.MANAGER))] == [1, 0, 0]
    with pytest.raises(NotFound):
        review_not_taken_up(actor=involved, reference=reference, found="Klaar", review_on=None, seen_version=None, now=NOW)
    assert (NotTakenUp.objects.get().review_on, ComplaintEvent.objects.filter(code="reviewed").count()) == (day, 0)


@pytest.mark.parametrize(
    ("found_text", "review_on", "code"),
    [("", None, "text_missing"), ("Loopt", TODAY, "review_not_ahead")],
)
def test_looking_again_says_what_was_found_and_when_next(coordinator: Actor, found_text: str, review_on: date | None, code: str) -> None:
    reference = investigated(coordinator)

    with pytest.raises(Refusal, match=code):
        review_not_taken_up(actor=coordinator, reference=reference, found=found_text, review_on=review_on, seen_version=None, now=NOW)

    assert (NotTakenUp.objects.get().review_on, ComplaintEvent.objects.filter(code="reviewed").count()) == (date(2025, 6, 2), 0)


def test_there_is_nothing_to_review_without_an_investigation(coordinator: Actor) -> None:
    reference = register(coordinator)
    close(coordinator, reference, ending("9_8_1_A"))

    with pytest.raises(Refusal, match="nothing_to_review"):
        review_not_taken_up(actor=coordinator, reference=reference, found="Niets", review_on=None, seen_version=None, now=NOW)

    assert ComplaintEvent.objects.filter(code="reviewed").count() == 0


def test_destruction_empties_every_text_of_it(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    references = []
    for ground, facts in PROOF.items():
        references.append(register(coordinator))
        secret = {name: SECRET for name, value in facts.items() if isinstance(value, str)}
        close(coordinator, references[-1], ending(ground, **secret, late_reason=SECRET))
    after = datetime(2031, 1, 6, 9, tzinfo=UTC)

    proposal = propose_destruction(actor=coordinator, references=references, now=after)
    carry_out_destruction(actor=make_actor(Role.ADMINISTRATOR), destruction_id=proposal.pk, now=after)

    assert (NotTakenUp.objects.count(), SECRET in str(list(NotTakenUp.objects.values()))) == (7, False)
    assert (list(NotTakenUp.objects.exclude(review_on=None)), reviews_due(actor=coordinator, today=dutch_date(after))) == ([], [])
