"""What was learned: the lesson and that it was told, measures with an owner and a day, and whether they help."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.flows.learning import LessonTold, MeasureTold, check_measure, end_measure, record_lesson, record_measure
from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import (
    Complaint,
    ComplaintEvent,
    ContactWay,
    Effect,
    Identity,
    Improvement,
    InvolvedPerson,
    Lesson,
    LessonLevel,
    Round,
)
from complaints.web.timeline import shown_event
from complaints.work.improving import measures_due
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tenants.templatetags.polsslag import day
from tests.factories.register import make_label

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 12)
DUE = date(2025, 4, 30)
LEARNED = LessonTold(text="Bel terug op de dag die is afgesproken", level=LessonLevel.METHOD)


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, **told: Any) -> str:
    submission = Submission(story="Te laat betaald", **told)
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def learn(actor: Actor, reference: str, told: LessonTold = LEARNED, lesson_id: uuid.UUID | None = None) -> Lesson:
    return record_lesson(actor=actor, reference=reference, told=told, lesson_id=lesson_id, seen_version=None, now=NOW)


def plan(actor: Actor, reference: str, owner: Actor | None = None, measure_id: uuid.UUID | None = None, **changed: Any) -> Improvement:
    told = MeasureTold(**({"text": "Werkafspraak", "owner_id": (owner or actor).user_id or 0, "due_on": DUE} | changed))
    return record_measure(actor=actor, reference=reference, told=told, measure_id=measure_id, seen_version=None, now=NOW)


def finish(actor: Actor, kept: Improvement, *, is_done: bool = True, how: str = "", now: datetime = NOW) -> Improvement:
    reference = kept.complaint.reference
    return end_measure(actor=actor, reference=reference, measure_id=kept.pk, is_done=is_done, how=how, seen_version=None, now=now)


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def test_a_lesson_is_kept_and_later_that_it_was_told(actor: Actor) -> None:
    reference = register(actor)
    kept = learn(actor, reference)

    learn(actor, reference, replace(LEARNED, told_on=TODAY, told_way=ContactWay.PHONE), kept.pk)

    lesson = Lesson.objects.get()
    assert (lesson.pk, lesson.level, lesson.told_on, lesson.told_way) == (kept.pk, "METHOD", TODAY, "PHONE")
    first, second = ComplaintEvent.objects.filter(code__startswith="lesson").order_by("pk")
    assert (first.data["told_on"], first.personal) == (None, None)
    assert second.personal == {"was": {"text": LEARNED.text, "level": "METHOD", "told_on": None, "told_way": "", "not_told_because": ""}}
    assert [shown_event(one, names={}).lines for one in (first, second)] == [
        ["De werkwijze", "Wie klaagt is dit nog niet verteld"],
        ["De werkwijze", "Verteld aan wie klaagt: wo 12 maart 2025, telefonisch"],
    ]


def test_that_it_deliberately_is_not_told_is_kept_with_the_reason_and_the_page_says_so(client: Client, actor: Actor) -> None:
    reference = register(actor)
    kept = learn(actor, reference)
    learn(actor, reference, replace(LEARNED, not_told_because="Zij wil niets meer horen"), kept.pk)

    event = ComplaintEvent.objects.get(code="lesson_told")
    assert shown_event(event, names={}).lines == ["De werkwijze", "Wie klaagt hoort dit niet, met een reden"]
    assert "Zij wil" not in str(event.data) + str(event.personal)
    assert "deze persoon hoort het niet: Zij wil niets meer horen" in client.get(f"/klachten/{reference}/").content.decode()


def test_my_work_leads_to_telling_with_today_filled_in(client: Client, actor: Actor) -> None:
    reference = register(actor)
    kept = learn(actor, reference)
    Round.objects.update(closed_on=TODAY)

    start = client.get("/").content.decode()
    address = f"/klachten/{reference}/geleerd/{kept.pk}/?verteld"
    assert ("Vertellen aan wie klaagde" in start, "wat wij leerden is nog niet verteld" in start, address in start) == (True, True, True)
    page = client.get(address).content.decode()
    today, version = dutch_date(read_clock()), re.findall(r'name="version" value="(\d+)"', page)[0]
    assert (f'name="told_on" value="{today.isoformat()}"' in page, "Vertellen wat wij leerden" in page) == (True, True)
    given = {"text": LEARNED.text, "level": "METHOD", "told_on": today.isoformat(), "told_way": "PHONE", "version": version}
    assert client.post(address, given).status_code == 302

    assert (Lesson.objects.get().told_on, ComplaintEvent.objects.filter(code="lesson_told").count()) == (today, 1)
    assert "Vertellen aan wie klaagde" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"text": "\u200b"}, [("text_missing", "text")]),
        ({"told_on": TODAY}, [("told_way_missing", "told_way")]),
        ({"told_on": date(2025, 3, 13)}, [("day_in_future", "told_on"), ("told_way_missing", "told_way")]),
        ({"told_on": date(2025, 3, 6), "told_way": ContactWay.PHONE}, [("day_before_receipt", "told_on")]),
        (
            {"told_on": TODAY, "told_way": ContactWay.PHONE, "not_told_because": "Wil het niet"},
            [("told_and_not_told", "not_told_because")],
        ),
    ],
)
def test_a_lesson_that_cannot_be_is_refused(actor: Actor, changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        learn(actor, reference, replace(LEARNED, **changed))

    assert codes(refused) == found
    assert (Lesson.objects.count(), Complaint.objects.get().version) == (0, 1)


def test_a_measure_is_looked_at_again_three_months_after_its_day(actor: Actor) -> None:
    kept = plan(actor, register(actor))

    assert (kept.due_on, kept.check_on, kept.owner_id) == (DUE, date(2025, 7, 30), actor.user_id)
    event = ComplaintEvent.objects.get(code="measure_recorded")
    assert (event.data["due_on"], event.data["check_on"], event.data["owner"]) == ("2025-04-30", "2025-07-30", actor.user_id)
    assert shown_event(event, names={actor.user_id or 0: "Jo"}).lines == [
        "Jo",
        "Uiterlijk wo 30 april 2025 klaar",
        "Kijken of het helpt op wo 30 juli 2025",
    ]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"text": " "}, [("text_missing", "text")]),
        ({"owner_id": 0}, [("owner_cannot_see", "owner_id")]),
        ({"due_on": date(2025, 3, 11)}, [("measure_due_in_past", "due_on")]),
        ({"due_on": date(2030, 3, 13)}, [("measure_too_far", "due_on"), ("measure_too_far", "check_on")]),
        ({"check_on": DUE}, [("check_before_due", "check_on")]),
    ],
)
def test_a_measure_that_cannot_be_is_refused(actor: Actor, changed: dict[str, Any], found: list[tuple[str, str]]) -> None:
    reference = register(actor)

    with pytest.raises(Refusal) as refused:
        plan(actor, reference, **changed)

    assert codes(refused) == found
    assert (Improvement.objects.count(), Complaint.objects.get().version) == (0, 1)


def test_who_was_involved_owns_no_measure(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(actor, involved=(InvolvedTold(user_id=involved.user_id),))

    with pytest.raises(Refusal, match="owner_cannot_see"):
        plan(actor, reference, involved)

    assert Improvement.objects.count() == 0


def test_a_measure_that_ended_is_not_changed(actor: Actor) -> None:
    reference = register(actor)
    kept = plan(actor, reference)
    finish(actor, kept)

    with pytest.raises(Refusal, match="measure_ended"):
        plan(actor, reference, measure_id=kept.pk, text="Anders")
    with pytest.raises(Refusal, match="measure_ended"):
        finish(actor, kept, is_done=False, how="Toch niet")

    assert (Improvement.objects.get().text, Improvement.objects.get().is_done) == ("Werkafspraak", True)


def test_dropping_takes_why(actor: Actor) -> None:
    kept = plan(actor, register(actor))

    with pytest.raises(Refusal) as refused:
        finish(actor, kept, is_done=False)

    assert (codes(refused), Improvement.objects.get().ended_on) == ([("text_missing", "how")], None)
    finish(actor, kept, is_done=False, how="Het team bestaat niet meer")
    dropped = Improvement.objects.get()
    assert (dropped.ended_on, dropped.is_done, dropped.waits_for_check) == (TODAY, False, False)


def test_the_effect_is_looked_at_once_it_is_done_and_again_where_that_is_wanted(actor: Actor) -> None:
    reference = register(actor)
    kept = plan(actor, reference)
    same: dict[str, Any] = {"actor": actor, "reference": reference, "measure_id": kept.pk, "seen_version": None, "now": NOW}

    with pytest.raises(Refusal, match="measure_not_done"):
        check_measure(**same, effect=Effect.WORKS, text="Ja")
    finish(actor, kept)
    with pytest.raises(Refusal) as refused:
        check_measure(**same, effect=Effect.WORKS, text="", next_on=TODAY)
    assert codes(refused) == [("text_missing", "text"), ("measure_due_in_past", "next_on")]
    check_measure(**same, effect=Effect.PARTLY, text="Nog een klacht", next_on=date(2025, 9, 1))
    assert (Improvement.objects.get().check_on, Improvement.objects.get().waits_for_check) == (date(2025, 9, 1), True)
    check_measure(**same, effect=Effect.WORKS, text="Geen klacht meer")

    checked = Improvement.objects.get()
    assert (checked.effect, checked.effect_text, checked.checked_on, checked.waits_for_check) == ("WORKS", "Geen klacht meer", TODAY, False)
    last = ComplaintEvent.objects.filter(code="measure_checked").order_by("pk").last()
    assert last is not None
    assert last.personal == {"was": {"effect": "PARTLY", "effect_text": "Nog een klacht", "checked_on": None}}


# Who sees what is due


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2025, 4, 22), []),
        (date(2025, 4, 23), [(DUE, False)]),
        (date(2025, 6, 1), [(DUE, False)]),
    ],
)
def test_a_measure_stands_in_my_work_from_a_week_before_its_day(actor: Actor, today: date, found: list[tuple[date, bool]]) -> None:
    plan(actor, register(actor))

    rows, count = measures_due(actor=actor, today=today)

    assert ([(row.by, row.is_check) for row in rows], count) == (found, len(found))


def test_the_check_of_its_effect_stands_there_in_its_turn(actor: Actor) -> None:
    finish(actor, plan(actor, register(actor)))

    assert measures_due(actor=actor, today=date(2025, 7, 22))[1] == 0
    rows, _count = measures_due(actor=actor, today=date(2025, 7, 23))
    assert [(row.by, row.is_check, row.is_own) for row in rows] == [(date(2025, 7, 30), True, True)]


def test_who_sees_which_measures(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    unit, other_unit = make_label(Dimension.UNIT, "Werk"), make_label(Dimension.UNIT, "Zorg")
    owner, colleague = make_actor(Role.HANDLER), make_actor(Role.HANDLER)
    manager, other_manager = make_actor(Role.MANAGER, unit_id=unit.pk), make_actor(Role.MANAGER, unit_id=other_unit.pk)
    reference = register(actor, points=(PointTold(unit=str(unit.pk)),))
    plan(actor, reference, owner)

    counts = [measures_due(actor=one, today=DUE)[1] for one in (owner, colleague, actor, manager, other_manager)]
    assert counts == [1, 0, 1, 1, 0]
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=owner.user_id)
    assert measures_due(actor=owner, today=DUE)[1] == 0


def test_a_manager_owns_finishes_and_checks_a_measure_and_no_other(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    manager = make_actor(Role.MANAGER, unit_id=unit.pk)
    reference = register(actor, points=(PointTold(unit=str(unit.pk)),))
    own, others = plan(actor, reference, manager), plan(actor, reference)

    with pytest.raises(NotFound):
        finish(manager, others)
    assert finish(manager, own).ended_on == TODAY
    assert Improvement.objects.get(pk=others.pk).ended_on is None


def test_the_measure_of_another_file_is_not_there(actor: Actor) -> None:
    here, there = register(actor), register(actor)
    kept = plan(actor, here)

    with pytest.raises(NotFound):
        end_measure(actor=actor, reference=there, measure_id=kept.pk, is_done=True, how="", seen_version=None, now=NOW)

    assert Improvement.objects.get().ended_on is None


# Its pages


def test_the_file_shows_what_was_learned_and_what_follows(client: Client, actor: Actor, person: User) -> None:
    reference = register(actor)
    learn(actor, reference)
    kept = plan(actor, reference)

    shown = client.get(f"/klachten/{reference}/").content.decode()
    typed = {"is_done": "done", "how": "Besproken", "version": "3"}
    answer = client.post(f"/klachten/{reference}/maatregel/{kept.pk}/klaar/", typed)

    assert "Bel terug op de dag die is afgesproken" in shown
    assert "Uiterlijk wo 30 april 2025 klaar" in shown
    assert (answer.status_code, Improvement.objects.get().ended_how) == (302, "Besproken")
    Improvement.objects.update(checked_on=dutch_date(read_clock()), effect="WORKS", effect_text="Geen klacht meer")
    over = client.get(f"/klachten/{reference}/")
    assert (over.status_code, "Geen klacht meer" in over.content.decode()) == (200, True)


def test_my_work_and_the_page_of_a_manager_show_a_measure_due(
    actor: Actor, make_person: Callable[..., User], client_at: Callable[..., Client], tenant: Tenant
) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    manager = make_person(Role.MANAGER, unit_id=unit.pk)
    reference = register(actor, points=(PointTold(unit=str(unit.pk)),))
    kept = plan(actor, reference)
    Improvement.objects.update(due_on=dutch_date(read_clock()))

    shown = client_at(tenant, manager).get("/").content.decode()

    assert "Werkafspraak" in shown
    assert f"/maatregel/{kept.pk}/klaar/" not in shown
    Improvement.objects.update(owner_id=manager.pk)
    assert f"/maatregel/{kept.pk}/klaar/" in client_at(tenant, manager).get("/").content.decode()


def test_the_page_of_the_effect_begins_with_the_check_that_was_planned(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], actor: Actor
) -> None:
    reference = register(actor)
    kept = plan(actor, reference)
    finish(actor, kept)
    client, today = client_at(tenant, make_person(Role.COORDINATOR)), dutch_date(read_clock())
    page, later = f"/klachten/{reference}/maatregel/{kept.pk}/effect/", today + timedelta(days=90)
    Improvement.objects.update(check_on=later)
    given = {"effect": "WORKS", "text": "Geen klacht meer"}

    def version() -> int:
        return Complaint.objects.get().version

    before = client.get(page)
    client.post(page, given | {"version": version(), "next_on": later.isoformat()})
    stays = Improvement.objects.get()
    Improvement.objects.update(check_on=today)
    due = client.get(page)
    Improvement.objects.update(check_on=later)
    client.post(page, given | {"version": version(), "next_on": ""})
    ended = Improvement.objects.get()

    assert before.context["form"]["next_on"].value() == later
    assert (
        f"Dat stond voor {day(later)}. Laat die dag staan om ook dan te kijken. Leeg: dit was de laatste keer." in before.content.decode()
    )
    assert (stays.check_on, stays.waits_for_check, stays.effect) == (later, True, "WORKS")
    assert (due.context["form"]["next_on"].value(), "Dat stond voor" in due.content.decode()) == (None, False)
    assert (ended.waits_for_check, ended.checked_on) == (False, today)


@pytest.mark.django_db
def test_what_is_learned_names_nobody_who_is_shielded(actor: Actor, client: Client) -> None:
    reference = register(actor, filer=Person(name="Fatima El Amrani", identity=Identity.SHIELDED))
    with pytest.raises(Refusal) as lesson:
        learn(actor, reference, replace(LEARNED, text="Mevrouw El Amrani belde driemaal"))
    with pytest.raises(Refusals) as measure:
        plan(actor, reference, text="Adres van Fatima El Amrani afschermen", due_on=date(2025, 3, 1))
    kept = plan(actor, reference)
    with pytest.raises(Refusal) as ended:
        finish(actor, kept, how="Met Fatima gebeld")
    finish(actor, kept)
    with pytest.raises(Refusal) as checked:
        check_measure(
            actor=actor,
            reference=reference,
            measure_id=kept.pk,
            effect=Effect.WORKS,
            text="El Amrani zegt van wel",
            seen_version=None,
            now=NOW,
        )

    assert (lesson.value.code, lesson.value.field) == ("text_tells_shielded", "text")
    assert [one.code for one in measure.value.refusals] == ["text_tells_shielded", "measure_due_in_past"]
    assert (ended.value.code, ended.value.field) == ("text_tells_shielded", "how")
    assert (checked.value.code, checked.value.field) == ("text_tells_shielded", "text")
    assert (Lesson.objects.count(), Improvement.objects.get().effect) == (0, "")


@pytest.mark.django_db
@pytest.mark.parametrize("is_shielded", [True, False])
def test_the_start_page_holds_no_words_of_a_file_that_keeps_them_inside(actor: Actor, client: Client, is_shielded: bool) -> None:
    told: dict[str, Any] = (
        {"filer": Person(name="Fatima El Amrani", identity=Identity.SHIELDED)} if is_shielded else {"has_sensitive_text": True}
    )
    reference = register(actor, **told)
    open_one = register(actor)
    for one in (reference, open_one):
        learn(actor, one)
        plan(actor, one, due_on=dutch_date(NOW))
        Round.objects.filter(complaint__reference=one).update(closed_on=TODAY)

    page = client.get("/").content.decode()

    for text in ("Bel terug op de dag die is afgesproken", "Werkafspraak"):
        assert page.count(text) == 1
    assert page.count(f"<strong>{reference}</strong>") == page.count(f"<strong>{open_one}</strong>") >= 2
