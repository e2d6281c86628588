"""Copy to whoever it is about, hearing of both sides, and the three grounds on which the complainant is not heard (Awb 9:9, 9:10)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from complaints.access import visible_complaints
from complaints.flows.contact import record_contact
from complaints.flows.copying import record_copy
from complaints.flows.destruction import carry_out_destruction, propose_destruction
from complaints.flows.hearing import Invitation, Talk, invite_to_hearing, record_hearing, record_reply
from complaints.flows.registration import register_complaint
from complaints.flows.waiving import Waiver, waive_hearing
from complaints.hearing import Heard
from complaints.intake import LONGEST_STORY, InvolvedTold, Person, Submission
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactResult,
    ContactWay,
    CopyToSubject,
    HeardSide,
    Hearing,
    HearingResult,
    HearingWaiver,
    Regime,
    Round,
)
from complaints.work.work_list import talks_due
from tenants.actors import Actor
from tenants.errors import Refusal, Refusals
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 26, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 26)
HELD = datetime(2025, 3, 25, 13, 0, tzinfo=UTC)  # Tuesday, 14:00 in Amsterdam
WHO = Person(name="M", email="m@voorbeeld.example", address="Straat 1")
# All four facts of 9:4: a klaagschrift.
LETTER = Submission(story="Te laat betaald", channel="LETTER", is_signed=True, filer=WHO, involved=(InvolvedTold(name="J. Bakker"),))
COMPLAINANT, SUBJECT = Heard(side=HeardSide.COMPLAINANT), Heard(side=HeardSide.SUBJECT, name="J. Bakker")
SAID = Talk(held_at=HELD, way=ContactWay.PHONE, report="Zij vertelde wat er gebeurde")
SECRET = "Geheimzinnig"
AFTER = ("reply_after_talk", "reply_by")
TOO_LONG = "x" * (LONGEST_STORY + 1)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, told: Submission = LETTER) -> str:
    return register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference


def send_copy(actor: Actor, reference: str, on: date = date(2025, 3, 20), subject: Heard = SUBJECT) -> Complaint:
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}
    return record_copy(**same, subject=subject, sent_on=on, way=ContactWay.LETTER)


def invite(actor: Actor, reference: str, person: Heard = COMPLAINANT, **told: Any) -> Complaint:
    given = Invitation(person=person, **told)
    return invite_to_hearing(actor=actor, reference=reference, invitation=given, seen_version=None, now=NOW)


def hear(actor: Actor, reference: str, talk: Talk = SAID, now: datetime = NOW) -> Complaint:
    return record_hearing(actor=actor, reference=reference, talk=talk, seen_version=None, now=now)


def waive(actor: Actor, reference: str, now: datetime = NOW, **told: Any) -> Complaint:
    return waive_hearing(actor=actor, reference=reference, waiver=Waiver(**told), seen_version=None, now=now)


def history(reference: str) -> list[tuple[str, dict[str, Any]]]:
    events = ComplaintEvent.objects.filter(complaint__reference=reference).order_by("pk")
    return [(one.code, {name: value for name, value in one.data.items() if name not in ("version", "round")}) for one in events]


def found(refused: pytest.ExceptionInfo[Refusal]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def refuse(work: Callable[[], object]) -> list[tuple[str, str | None]]:
    """The refusals; nothing was kept or told."""

    def kept() -> list[Any]:
        tables = (CopyToSubject, Hearing, HearingWaiver, ComplaintEvent, Round)
        return [list(model._default_manager.order_by("pk").values()) for model in tables] + [Complaint.objects.get().version]

    before = kept()
    with pytest.raises(Refusal) as refused:
        work()
    assert kept() == before
    return found(refused)


# The copy (9:9)


def test_the_copy_to_whoever_it_is_about_is_recorded_with_day_and_way(coordinator: Actor) -> None:
    reference = register(coordinator)

    send_copy(coordinator, reference)

    copy = CopyToSubject.objects.get()
    assert (copy.name, copy.user_id, copy.sent_on, copy.way) == ("J. Bakker", None, date(2025, 3, 20), "LETTER")
    assert (copy.recorded_by_id, copy.recorded_at) == (coordinator.user_id, NOW)
    assert history(reference)[-1] == ("copy_sent", {"copy": copy.pk, "on": "2025-03-20", "way": "LETTER"})


@pytest.mark.parametrize(
    ("on", "subject", "codes"),
    [
        (date(2025, 3, 27), SUBJECT, [("day_in_future", "sent_on")]),
        (date(2025, 3, 6), SUBJECT, [("day_before_receipt", "sent_on")]),
        (TODAY, Heard(side=HeardSide.SUBJECT, name="K. Bakker"), [("subject_unknown", "name")]),
        (TODAY, Heard(side=HeardSide.SUBJECT, user_id=123456), [("subject_unknown", "user_id")]),
    ],
)
def test_a_copy_that_cannot_be_is_refused(coordinator: Actor, on: date, subject: Heard, codes: list[tuple[str, str]]) -> None:
    reference = register(coordinator)

    assert refuse(lambda: send_copy(coordinator, reference, on, subject)) == codes


@pytest.mark.parametrize("way", [ContactWay.PHONE, ContactWay.VIDEO])
def test_a_copy_goes_in_no_talk(coordinator: Actor, way: ContactWay) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}

    assert refuse(lambda: record_copy(**same, subject=SUBJECT, sent_on=TODAY, way=way)) == [("copy_is_on_paper", "way")]


def test_a_copy_is_sent_once_and_to_nobody_where_the_file_names_nobody(coordinator: Actor) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)

    assert refuse(lambda: send_copy(coordinator, reference)) == [("copy_sent_already", "name")]

    Complaint.objects.get().involved_people.all().delete()
    assert refuse(lambda: send_copy(coordinator, reference)) == [("nobody_is_subject", "name")]


def test_whoever_only_took_part_is_no_subject(coordinator: Actor) -> None:
    reference = register(coordinator, replace(LETTER, involved=(InvolvedTold(name="J. Bakker", is_subject=False),)))

    assert refuse(lambda: send_copy(coordinator, reference)) == [("nobody_is_subject", "name")]


# Hearing (9:10)


def test_both_sides_are_invited_heard_and_react_to_the_report(coordinator: Actor) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)
    planned = datetime(2025, 3, 31, 8, 0, tzinfo=UTC)  # Monday, after the clock went forward

    invite(coordinator, reference, SUBJECT, planned_at=planned, way=ContactWay.VIDEO)
    talk = Hearing.objects.get()
    later = planned + timedelta(hours=2)
    hear(coordinator, reference, Talk(hearing_id=talk.pk, held_at=planned, present="Een collega", report="Hij legde het uit"), now=later)
    record_reply(
        actor=coordinator,
        reference=reference,
        hearing_id=talk.pk,
        report_sent_on=date(2025, 4, 1),
        seen_version=None,
        now=datetime(2025, 4, 1, 9, tzinfo=UTC),
    )
    record_reply(
        actor=coordinator,
        reference=reference,
        hearing_id=talk.pk,
        reply="Klopt",
        replied_on=date(2025, 4, 4),
        seen_version=None,
        now=datetime(2025, 4, 4, 9, tzinfo=UTC),
    )

    talk.refresh_from_db()
    assert (talk.side, talk.name, talk.invited_on, talk.reply_by) == ("SUBJECT", "J. Bakker", TODAY, None)
    assert (talk.result, talk.held_at, talk.way, talk.heard_by_id) == ("HELD", planned, "VIDEO", coordinator.user_id)
    assert (talk.present, talk.report) == ("Een collega", "Hij legde het uit")
    assert (talk.report_sent_on, talk.reply, talk.replied_on) == (date(2025, 4, 1), "Klopt", date(2025, 4, 4))
    key = {"hearing": str(talk.pk), "side": "SUBJECT"}
    assert history(reference)[2:] == [
        ("hearing_invited", {**key, "on": "2025-03-26", "planned_at": "2025-03-31T08:00:00+00:00"}),
        ("hearing_recorded", {**key, "result": "HELD", "held_at": "2025-03-31T08:00:00+00:00"}),
        ("hearing_reply_recorded", {**key, "sent_on": "2025-04-01"}),
        ("hearing_reply_recorded", {**key, "sent_on": "2025-04-01", "replied_on": "2025-04-04"}),
    ]


def test_a_talk_without_an_invitation_is_hearing_too(coordinator: Actor) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)

    hear(coordinator, reference)

    talk = Hearing.objects.get()
    assert (talk.side, talk.invited_on, talk.result, talk.way, talk.held_at) == ("COMPLAINANT", None, "HELD", "PHONE", HELD)


@pytest.mark.parametrize("planned", [None, {}, {"planned_at": NOW + timedelta(hours=1)}])
def test_nobody_stays_away_who_was_not_invited_to_a_moment_that_is_over(coordinator: Actor, planned: dict[str, Any] | None) -> None:
    reference = register(coordinator)
    if planned is not None:
        invite(coordinator, reference, **planned)
    talk = Hearing.objects.values_list("pk", flat=True).first()

    away = Talk(hearing_id=talk, result=HearingResult.DID_NOT_COME)
    assert refuse(lambda: hear(coordinator, reference, away)) == [("nobody_was_expected", "result")]


@pytest.mark.parametrize(
    ("talk", "kept"),
    [
        (Talk(result=HearingResult.DID_NOT_COME), ("DID_NOT_COME", "", None, None)),
        (Talk(result=HearingResult.CALLED_OFF, reason="Ziek", held_at=HELD), ("CALLED_OFF", "Ziek", None, None)),
    ],
)
def test_a_talk_that_was_not_held_has_no_moment_and_no_hearer(coordinator: Actor, talk: Talk, kept: tuple[Any, ...]) -> None:
    reference = register(coordinator)
    invite(coordinator, reference, planned_at=NOW + timedelta(hours=1))

    hear(coordinator, reference, replace(talk, hearing_id=Hearing.objects.get().pk), now=NOW + timedelta(days=1))

    one = Hearing.objects.get()
    assert (one.result, one.reason, one.held_at, one.heard_by_id) == kept


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"way": ContactWay.EMAIL}, [("hearing_is_a_talk", "way")]),
        ({"invited_on": date(2025, 3, 27)}, [("day_in_future", "invited_on")]),
        ({"reply_by": date(2025, 4, 1)}, [("term_too_short", "reply_by")]),
        ({"planned_at": datetime(2025, 3, 25, 8, tzinfo=UTC)}, [("planned_before_invitation", "planned_at")]),
        ({"planned_at": NOW - timedelta(hours=1)}, [("planned_before_invitation", "planned_at")]),
        ({"planned_at": NOW}, [("planned_before_invitation", "planned_at")]),
        ({"planned_at": datetime(2025, 3, 31, 21, tzinfo=UTC), "reply_by": date(2025, 4, 1)}, [("term_too_short", "reply_by"), AFTER]),
        ({"planned_at": datetime(2025, 4, 3, 8, tzinfo=UTC), "reply_by": date(2025, 4, 4)}, [AFTER]),
        (
            {"way": ContactWay.LETTER, "invited_on": date(2025, 3, 6), "reply_by": date(2025, 3, 12)},
            [("hearing_is_a_talk", "way"), ("day_before_receipt", "invited_on"), ("term_too_short", "reply_by")],
        ),
        ({"person": Heard(side=HeardSide.WITNESS, name=" ")}, [("witness_unnamed", "name")]),
        ({"person": Heard(side=HeardSide.SUBJECT, name="K. Bakker")}, [("subject_unknown", "name")]),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_all_that_is_wrong(
    coordinator: Actor, told: dict[str, Any], codes: list[tuple[str, str]]
) -> None:
    reference = register(coordinator)

    assert refuse(lambda: invite(coordinator, reference, **told)) == codes


def test_an_answer_may_be_asked_until_the_day_of_the_talk_itself(coordinator: Actor) -> None:
    reference = register(coordinator)

    invite(coordinator, reference, planned_at=datetime(2025, 4, 3, 8, tzinfo=UTC), reply_by=date(2025, 4, 3))

    assert Hearing.objects.get().reply_by == date(2025, 4, 3)


def test_nobody_is_invited_to_a_second_talk_while_the_first_is_open(coordinator: Actor) -> None:
    reference = register(coordinator)
    planned_at = datetime(2025, 4, 3, 8, tzinfo=UTC)
    invite(coordinator, reference)
    again = [("invited_already", "side")]

    # Asked already; only the moment is new.
    assert refuse(lambda: invite(coordinator, reference)) == again
    invite(coordinator, reference, planned_at=planned_at)
    assert refuse(lambda: invite(coordinator, reference, planned_at=planned_at)) == again
    assert refuse(lambda: invite(coordinator, reference, planned_at=planned_at + timedelta(days=1))) == again
    invite(coordinator, reference, SUBJECT, planned_at=planned_at)
    assert refuse(lambda: invite(coordinator, reference, SUBJECT)) == again

    for talk in Hearing.objects.filter(side="COMPLAINANT"):
        hear(coordinator, reference, Talk(hearing_id=talk.pk, result=HearingResult.CALLED_OFF, reason="Ziek"))
    invite(coordinator, reference, planned_at=planned_at + timedelta(days=1))
    assert list(Hearing.objects.order_by("side", "result").values_list("side", "result")) == [
        ("COMPLAINANT", ""),
        ("COMPLAINANT", "CALLED_OFF"),
        ("SUBJECT", ""),
    ]


@pytest.mark.parametrize(
    ("planned_at", "codes"),
    [
        (datetime(2025, 4, 22, 8, tzinfo=UTC), []),  # Tuesday, the last day itself
        (datetime(2025, 4, 5, 8, tzinfo=UTC), ["talk_on_day_off"]),  # Saturday
        (datetime(2025, 4, 21, 8, tzinfo=UTC), ["talk_on_day_off"]),  # Easter Monday
        (datetime(2025, 4, 23, 8, tzinfo=UTC), ["talk_after_term"]),
        (datetime(2025, 5, 30, 8, tzinfo=UTC), ["talk_after_term", "talk_on_day_off"]),  # decreed
    ],
)
def test_a_talk_after_the_last_day_or_on_a_day_off_is_planned_once_that_is_said_to_be_meant(
    coordinator: Actor, planned_at: datetime, codes: list[str]
) -> None:
    reference = register(coordinator)

    if codes:
        assert refuse(lambda: invite(coordinator, reference, planned_at=planned_at)) == [(code, "planned_at") for code in codes]
    invite(coordinator, reference, planned_at=planned_at, is_day_meant=bool(codes))

    assert Hearing.objects.get().planned_at == planned_at


def test_what_is_said_of_a_day_of_a_talk_names_the_last_day_and_the_holiday(coordinator: Actor) -> None:
    reference = register(coordinator)

    with override("nl"), pytest.raises(Refusals) as told:
        invite(coordinator, reference, planned_at=datetime(2025, 4, 27, 8, tzinfo=UTC))

    assert [one.text for one in told.value.refusals] == [
        "Het gesprek zou zijn na di 22 april 2025, de laatste dag om op deze klacht te antwoorden. Kies een eerder moment. Is het zo"
        " bedoeld? Vink dat dan aan.",
        "De dag zo 27 april 2025 is een zondag. Kies een andere dag. Is het zo bedoeld? Vink dat dan aan.",
    ]


@pytest.mark.parametrize(
    ("talk", "codes"),
    [
        (Talk(), [("text_missing", "report"), ("held_moment_missing", "held_at")]),
        (replace(SAID, held_at=NOW + timedelta(minutes=1)), [("held_in_future", "held_at")]),
        (replace(SAID, held_at=RECEIVED - timedelta(days=1)), [("day_before_receipt", "held_at")]),
        (replace(SAID, way=ContactWay.LETTER), [("hearing_is_a_talk", "way")]),
        (replace(SAID, held_at=datetime(2025, 3, 19, 12, tzinfo=UTC)), [("copy_first", "held_at")]),
        (Talk(result=HearingResult.CALLED_OFF), [("text_missing", "reason")]),
        (
            replace(SAID, report="x" * (LONGEST_STORY + 1), reason="y" * (LONGEST_STORY + 1)),
            [("text_too_long", "report"), ("text_too_long", "reason")],
        ),
        (replace(SAID, hearing_id=uuid.UUID(int=1)), [("hearing_not_found", "hearing_id")]),
    ],
)
def test_a_talk_that_cannot_be_is_refused_with_all_that_is_wrong(coordinator: Actor, talk: Talk, codes: list[tuple[str, str]]) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)

    assert refuse(lambda: hear(coordinator, reference, talk)) == codes


def test_nobody_is_heard_on_a_klaagschrift_before_the_copy_went(coordinator: Actor) -> None:
    reference = register(coordinator)

    assert refuse(lambda: hear(coordinator, reference)) == [("copy_first", "held_at")]
    assert refuse(lambda: hear(coordinator, reference, replace(SAID, person=SUBJECT))) == [("copy_first", "held_at")]

    hear(coordinator, reference, replace(SAID, person=Heard(side=HeardSide.WITNESS, name="De buurvrouw")))
    assert Hearing.objects.get().name == "De buurvrouw"


@pytest.mark.parametrize("other", [{"channel": "PHONE"}, {"is_signed": False}, {"involved": ()}])
def test_without_a_klaagschrift_or_anybody_it_is_about_no_copy_is_asked(coordinator: Actor, other: dict[str, Any]) -> None:
    reference = register(coordinator, replace(LETTER, **other))

    hear(coordinator, reference)

    assert Hearing.objects.get().result == "HELD"


def test_what_became_of_a_talk_is_recorded_once_and_a_talk_that_was_not_held_has_no_report(coordinator: Actor) -> None:
    reference = register(coordinator)
    invite(coordinator, reference)
    talk = Hearing.objects.get().pk
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "hearing_id": talk, "seen_version": None, "now": NOW}
    assert refuse(lambda: record_reply(**same, reply="Nee", replied_on=TODAY)) == [("hearing_not_held", "hearing_id")]

    hear(coordinator, reference, Talk(hearing_id=talk, result=HearingResult.CALLED_OFF, reason="Ziek"))

    again = Talk(hearing_id=talk, result=HearingResult.CALLED_OFF, reason="Ziek")
    assert refuse(lambda: hear(coordinator, reference, again)) == [("hearing_is_recorded", "hearing_id")]


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({}, [("reply_missing", "report_sent_on")]),
        ({"reply": "Klopt niet"}, [("reply_day_missing", "replied_on")]),
        ({"report_sent_on": date(2025, 3, 24)}, [("report_sent_before_hearing", "report_sent_on")]),
        ({"report_sent_on": date(2025, 3, 27)}, [("day_in_future", "report_sent_on")]),
        ({"report_sent_on": TODAY, "reply": "Nee", "replied_on": date(2025, 3, 25)}, [("reply_before_report", "replied_on")]),
    ],
)
def test_a_reaction_that_cannot_be_is_refused(coordinator: Actor, told: dict[str, Any], codes: list[tuple[str, str]]) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)
    hear(coordinator, reference)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None, "now": NOW}

    assert refuse(lambda: record_reply(**same, hearing_id=Hearing.objects.get().pk, **told)) == codes


def test_a_talk_of_another_file_is_not_found(coordinator: Actor) -> None:
    elsewhere, reference = register(coordinator), register(coordinator)
    invite(coordinator, elsewhere)
    talk = Hearing.objects.get().pk

    with pytest.raises(Refusal, match="hearing_not_found"):
        hear(coordinator, reference, Talk(hearing_id=talk, result=HearingResult.DID_NOT_COME))

    assert Hearing.objects.get().result == ""


def test_whoever_was_involved_does_not_hear_and_does_not_see_the_file(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(coordinator, replace(LETTER, involved=(InvolvedTold(user_id=involved.user_id),)))
    send_copy(coordinator, reference, subject=Heard(side=HeardSide.SUBJECT, user_id=involved.user_id))

    assert refuse(lambda: hear(coordinator, reference, replace(SAID, heard_by=involved.user_id))) == [("hearer_was_involved", "heard_by")]
    assert refuse(lambda: hear(involved, reference)) == [("not_found", None)]
    assert visible_complaints(actor=involved).count() == 0


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.OPERATOR, Role.EMPLOYEE, Role.COUNCIL_REGISTRY, Role.COMMITTEE_MEMBER])
def test_nobody_heard_for_us_who_handles_no_complaint_of_this_kind(
    coordinator: Actor, make_actor: Callable[..., Actor], role: Role
) -> None:
    reference, elsewhere = register(coordinator), make_actor(role)
    send_copy(coordinator, reference)

    assert refuse(lambda: hear(coordinator, reference, replace(SAID, heard_by=elsewhere.user_id))) == [
        ("hearer_handles_nothing", "heard_by")
    ]


@pytest.mark.parametrize("nobody", [999_999, 0, -1, 2_147_483_647])
def test_a_user_who_does_not_exist_heard_nobody(coordinator: Actor, nobody: int) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)

    assert refuse(lambda: hear(coordinator, reference, replace(SAID, heard_by=nobody))) == [("hearer_handles_nothing", "heard_by")]


def test_a_colleague_who_handles_complaints_may_have_heard(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    reference, colleague = register(coordinator), make_actor(Role.HANDLER)
    send_copy(coordinator, reference)

    hear(coordinator, reference, replace(SAID, heard_by=colleague.user_id))

    assert Hearing.objects.get().heard_by_id == colleague.user_id


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.ADMINISTRATOR, Role.COUNCIL_MEMBER])
def test_who_handles_nothing_records_nothing_of_it(coordinator: Actor, make_actor: Callable[..., Actor], role: Role) -> None:
    reference, other = register(coordinator), make_actor(role)

    for work in (send_copy, invite, hear, waive):
        assert refuse(lambda work=work: work(other, reference)) == [("not_permitted", None)]


def test_somebody_who_saw_an_older_version_is_told(coordinator: Actor) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": 1, "now": NOW}
    send_copy(coordinator, reference)

    for work in (
        lambda: record_copy(**same, subject=SUBJECT, sent_on=None, way=ContactWay.EMAIL),
        lambda: invite_to_hearing(**same, invitation=Invitation(person=COMPLAINANT)),
        lambda: record_hearing(**same, talk=SAID),
        lambda: record_reply(**same, hearing_id=uuid.UUID(int=1), reply="Klopt", replied_on=TODAY),
        lambda: waive_hearing(**same, waiver=Waiver(ground="A", explanation="Niets")),
    ):
        assert refuse(work) == [("changed_meanwhile", "version")]


# Waiver (9:10(2))

TRIED = {"happened_at": datetime(2025, 3, 20, 9, tzinfo=UTC), "way": ContactWay.PHONE, "result": ContactResult.NOT_REACHED}
ASKED: dict[str, Any] = {"ground": "C", "asked_on": date(2025, 3, 17), "answer_by": date(2025, 3, 25)}


@pytest.mark.parametrize(
    ("told", "is_tried"),
    [
        ({"ground": "A", "explanation": "Het gesprek vond nooit plaats"}, False),
        ({"ground": "B", "words": "Laat maar, ik wil alleen uw antwoord", "declared_on": date(2025, 3, 24)}, False),
        (ASKED, True),
        ({**ASKED, "asked_on": date(2025, 3, 18)}, True),  # a week to the day
    ],
)
def test_the_complainant_is_not_heard_on_one_of_three_grounds_with_its_facts(
    coordinator: Actor, told: dict[str, Any], is_tried: bool
) -> None:
    reference = register(coordinator)
    if is_tried:
        record_contact(actor=coordinator, reference=reference, **TRIED, now=NOW)  # type: ignore[arg-type]

    waive(coordinator, reference, **told)

    kept = HearingWaiver.objects.values(*told).get()
    assert (kept, HearingWaiver.objects.get().ended_at) == (told, None)
    assert history(reference)[-1] == ("hearing_waived", {"ground": told["ground"]})


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({}, [("waiver_ground_missing", "ground")]),
        ({"ground": "D", "explanation": "Geen zin"}, [("waiver_ground_missing", "ground")]),
        ({"ground": "A", "explanation": " "}, [("waiver_fact_missing", "explanation")]),
        ({"ground": "B"}, [("waiver_fact_missing", "words"), ("waiver_fact_missing", "declared_on")]),
        ({"ground": "B", "words": "Nee", "declared_on": date(2025, 3, 27)}, [("day_in_future", "declared_on")]),
        (
            {"ground": "A", "explanation": "Niets gebeurd", "words": "Laat maar"},
            [("waiver_fact_of_another_ground", "words")],
        ),
        ({"ground": "C"}, [("waiver_fact_missing", "asked_on"), ("waiver_fact_missing", "answer_by")]),
        ({**ASKED, "asked_on": date(2025, 3, 19)}, [("nobody_tried", "asked_on"), ("term_too_short", "answer_by")]),
        ({**ASKED, "answer_by": TODAY}, [("nobody_tried", "asked_on"), ("answer_term_runs", "answer_by")]),
    ],
)
def test_a_waiver_without_what_its_ground_asks_is_refused(coordinator: Actor, told: dict[str, Any], codes: list[tuple[str, str]]) -> None:
    reference = register(coordinator)

    assert refuse(lambda: waive(coordinator, reference, **told)) == codes


def test_silence_alone_is_no_ground_somebody_has_to_have_tried(coordinator: Actor) -> None:
    reference = register(coordinator)

    assert refuse(lambda: waive(coordinator, reference, **ASKED)) == [("nobody_tried", "asked_on")]


def test_there_is_one_waiver_and_none_of_somebody_who_was_heard(coordinator: Actor) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)
    why = {"ground": "A", "explanation": "Niets gebeurd"}
    waive(coordinator, reference, **why)
    assert refuse(lambda: waive(coordinator, reference, **why)) == [("waived_already", None)]

    hear(coordinator, reference)

    assert HearingWaiver.objects.get().ended_at == NOW
    assert history(reference)[-1][1]["waiver_ended"] is True
    assert refuse(lambda: waive(coordinator, reference, **why)) == [("complainant_was_heard", None)]


def test_inviting_the_complainant_ends_the_waiver_and_inviting_somebody_else_does_not(coordinator: Actor) -> None:
    reference = register(coordinator)
    waive(coordinator, reference, ground="A", explanation="Niets gebeurd")

    invite(coordinator, reference, SUBJECT)
    assert HearingWaiver.objects.get().ended_at is None

    invite(coordinator, reference, COMPLAINANT)
    assert HearingWaiver.objects.get().ended_at == NOW


def test_under_a_committee_the_committee_decides_on_the_waiver(coordinator: Actor) -> None:
    reference = register(coordinator)
    Round.objects.update(regime=Regime.COMMISSION)

    assert refuse(lambda: waive(coordinator, reference, ground="A", explanation="Niets")) == [("waiver_is_the_committees", None)]


# Work, and what is left in the end


@pytest.mark.parametrize(
    ("planned_at", "is_due"),
    [
        (datetime(2025, 3, 26, 10, tzinfo=UTC), True),
        (datetime(2025, 4, 2, 8, 59, tzinfo=UTC), True),
        (datetime(2025, 4, 2, 9, 0, tzinfo=UTC), False),  # a week ahead to the minute
        (None, False),
    ],
)
def test_a_talk_of_the_coming_week_stands_in_the_work_of_whoever_has_the_file(
    coordinator: Actor, make_actor: Callable[..., Actor], planned_at: datetime | None, is_due: bool
) -> None:
    handler, colleague = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    reference = register(coordinator)
    Round.objects.update(handler_id=handler.user_id)
    invite(coordinator, reference, planned_at=planned_at)

    due = [one.round.complaint.reference for one in talks_due(actor=handler, now=NOW)]

    assert due == ([reference] if is_due else [])
    assert talks_due(actor=colleague, now=NOW) == []


def test_a_talk_that_passed_stays_in_the_work_until_it_is_recorded(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    handler = make_actor(Role.HANDLER)
    reference = register(coordinator)
    Round.objects.update(handler_id=handler.user_id)
    invite(coordinator, reference, planned_at=NOW + timedelta(hours=1))
    later = NOW + timedelta(days=30)
    assert [one.round.complaint.reference for one in talks_due(actor=handler, now=later)] == [reference]

    hear(handler, reference, Talk(hearing_id=Hearing.objects.get().pk, result=HearingResult.DID_NOT_COME), now=later)

    assert talks_due(actor=handler, now=later) == []


def test_destruction_leaves_nothing_of_copies_talks_and_waivers(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(coordinator)
    send_copy(coordinator, reference)
    invite(coordinator, reference, Heard(side=HeardSide.WITNESS, name=SECRET))
    waive(coordinator, reference, ground="A", explanation=SECRET)
    Round.objects.update(closed_on=TODAY)
    Complaint.objects.update(destroy_after=TODAY)
    first, second = make_actor(Role.ADMINISTRATOR), make_actor(Role.ADMINISTRATOR)
    later = NOW + timedelta(days=1)

    proposal = propose_destruction(actor=first, references=[reference], now=later)
    carry_out_destruction(actor=second, destruction_id=proposal.pk, now=later)

    assert (CopyToSubject.objects.count(), Hearing.objects.count(), HearingWaiver.objects.count()) == (0, 0, 0)
    assert not any(SECRET in str(event.data) + str(event.personal) for event in ComplaintEvent.objects.all())
