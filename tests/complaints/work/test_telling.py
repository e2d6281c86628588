"""What whoever complains was not told yet is somebody's work: what was learned, and feedback that came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaints.code_lists import Sayer
from complaints.flows.feedback import FeedbackTold, record_feedback
from complaints.flows.learning import LessonTold, record_lesson
from complaints.flows.notices import make_digests
from complaints.flows.registration import register_complaint
from complaints.flows.transferring import take_back_transfer, transfer_complaint
from complaints.intake import Submission
from complaints.models import Complaint, ContactWay, InvolvedPerson, Lesson, LessonLevel, Notice, Round, Transfer, TransferKind
from complaints.transferring import TransferTold
from complaints.work.telling import to_tell
from tenants.actors import Actor, system_actor
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
NOW = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
TODAY = date(2025, 3, 12)
LEARNED = LessonTold(text="Bel terug op de dag die is afgesproken", level=LessonLevel.METHOD)
WARM = TransferTold(
    kind=TransferKind.WARM,
    body="Woningbouw Elders",
    contact="Mevrouw De Wit",
    why="Zij verhuren de woning",
    agreed_by=Sayer.COMPLAINANT,
    agreed_on=TODAY,
    agreed_way=ContactWay.PHONE,
    note="Graag bellen",
    handed_way=ContactWay.PHONE,
)
IN = FeedbackTold(is_in=True, text="De hulp komt weer", from_whom="Mevrouw De Wit", way=ContactWay.EMAIL)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def register(actor: Actor, handler: Actor | None = None) -> str:
    told = Submission(story="Te laat betaald", channel="PHONE")
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    Round.objects.filter(complaint__reference=reference).update(handler=handler.user_id if handler else None)
    return reference


def same(actor: Actor, reference: str) -> dict[str, Any]:
    return {"actor": actor, "reference": reference, "seen_version": None, "now": NOW}


def learn(actor: Actor, reference: str, lesson: Lesson | None = None, **told: Any) -> Lesson:
    return record_lesson(**same(actor, reference), told=replace(LEARNED, **told), lesson_id=lesson.pk if lesson else None)


def feed_back(actor: Actor, reference: str) -> Transfer:
    gone = transfer_complaint(**same(actor, reference), told=WARM)
    return record_feedback(**same(actor, reference), transfer_id=gone.pk, told=IN)


def close(reference: str, on: date) -> None:
    Round.objects.filter(complaint__reference=reference).update(closed_on=on)


def found(actor: Actor, today: date = TODAY) -> list[tuple[str, date]]:
    rows, count = to_tell(actor=actor, today=today)
    assert len(rows) == count
    return [("lesson" if one.lesson else "feedback", one.by) for one in rows]


def test_what_was_learned_stands_in_my_work_a_week_before_the_last_day_while_the_complaint_is_open(coordinator: Actor) -> None:
    learn(coordinator, register(coordinator))
    assert Round.objects.get().due_on == date(2025, 4, 22)

    assert found(coordinator, date(2025, 4, 14)) == []
    assert found(coordinator, date(2025, 4, 15)) == [("lesson", date(2025, 4, 22))]
    assert found(coordinator, date(2025, 9, 1)) == [("lesson", date(2025, 4, 22))]


def test_after_closing_it_is_told_within_five_working_days(coordinator: Actor) -> None:
    reference = register(coordinator)
    learn(coordinator, reference)
    close(reference, date(2025, 4, 16))  # Wednesday before Easter

    # Past Good Friday and Easter Monday.
    assert found(coordinator, date(2025, 4, 16)) == [("lesson", date(2025, 4, 25))]


@pytest.mark.parametrize(("skips", "by"), [(True, date(2025, 6, 4)), (False, date(2025, 6, 3))])
def test_a_day_equated_with_a_holiday_counts_as_in_our_other_norms(coordinator: Actor, skips: bool, by: date) -> None:
    OrganisationSettings.objects.update(contact_norm_skips_decreed_days=skips)
    reference = register(coordinator)
    learn(coordinator, reference)
    close(reference, date(2025, 5, 26))  # Monday before Ascension Day; the Friday after that is decreed

    assert found(coordinator, date(2025, 5, 26)) == [("lesson", by)]


def test_feedback_that_came_in_is_told_within_five_working_days(coordinator: Actor) -> None:
    reference = register(coordinator)
    kept = feed_back(coordinator, reference)

    assert found(coordinator) == [("feedback", date(2025, 3, 19))]
    close(reference, date(2025, 3, 13))
    assert found(coordinator) == [("feedback", date(2025, 3, 19))]
    Round.objects.update(closed_on=None)
    take_back_transfer(**same(coordinator, reference), transfer_id=kept.pk, reason="Vergist")
    assert found(coordinator) == []


def test_it_is_gone_once_it_was_told_or_deliberately_is_not(coordinator: Actor) -> None:
    reference = register(coordinator)
    lesson, kept = learn(coordinator, reference), feed_back(coordinator, reference)
    close(reference, TODAY)
    assert sorted(found(coordinator)) == [("feedback", date(2025, 3, 19)), ("lesson", date(2025, 3, 19))]

    learn(coordinator, reference, lesson, told_on=TODAY, told_way=ContactWay.PHONE)
    assert found(coordinator) == [("feedback", date(2025, 3, 19))]
    record_feedback(**same(coordinator, reference), transfer_id=kept.pk, told=replace(IN, person_told_on=TODAY))
    assert found(coordinator) == []

    learn(coordinator, reference, lesson)
    record_feedback(**same(coordinator, reference), transfer_id=kept.pk, told=IN)
    assert len(found(coordinator)) == 2
    learn(coordinator, reference, lesson, not_told_because="Zij wil niets meer horen")
    told = replace(IN, not_told_because="Zij wil niets meer horen")
    record_feedback(**same(coordinator, reference), transfer_id=kept.pk, told=told)
    assert found(coordinator) == []


def test_it_is_the_work_of_whoever_has_the_file_and_of_nobody_else(coordinator: Actor, handler: Actor, make_actor: Any) -> None:
    reference = register(coordinator, handler)
    feed_back(coordinator, reference)

    for closed_on in (None, TODAY):
        Round.objects.update(closed_on=closed_on)
        assert [len(found(one)) for one in (handler, coordinator, make_actor(Role.MANAGER), make_actor(Role.HANDLER))] == [1, 0, 0, 0]
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(), user_id=handler.user_id)
    assert [len(found(one)) for one in (handler, coordinator)] == [0, 1]


@pytest.mark.parametrize("left_out", [{"exclusion": "DUPLICATE"}, {"exclusion": "ERROR"}, {"destroyed_at": NOW}])
def test_of_a_file_that_does_not_count_nothing_is_asked(coordinator: Actor, left_out: dict[str, Any]) -> None:
    reference = register(coordinator)
    learn(coordinator, reference)
    feed_back(coordinator, reference)
    close(reference, TODAY)
    assert len(found(coordinator)) == 2

    Complaint.objects.update(**left_out)

    assert found(coordinator) == []


def test_the_digest_tells_of_it_the_day_after_its_day_once(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator, handler)
    learn(coordinator, reference)
    close(reference, date(2025, 3, 14))  # Friday; told by Friday 21 March

    for day in (21, 24, 25):
        make_digests(actor=system_actor(), now=datetime(2025, 3, day, 10, tzinfo=UTC))

    told = {(one.key, one.recipient_id): [line["why"] for line in one.lines] for one in Notice.objects.filter(key__startswith="digest")}
    assert told == {("digest:2025-03-24", handler.user_id): ["telling_late"]}


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_number_of_questions_for_one_and_for_three(
    coordinator: Actor, count: int, django_assert_num_queries: Any
) -> None:
    for _one in range(count):
        reference = register(coordinator)
        learn(coordinator, reference)
        feed_back(coordinator, reference)
        close(reference, TODAY)

    with django_assert_num_queries(12):
        rows, found_count = to_tell(actor=coordinator, today=TODAY)
        told = {one.transfer.receiver if one.transfer else one.complaint.story for one in rows}
    assert (told, found_count) == ({"Woningbouw Elders", "Te laat betaald"}, 2 * count)


def test_where_nothing_is_to_tell_two_questions_say_so(coordinator: Actor, django_assert_num_queries: Any) -> None:
    register(coordinator)

    with django_assert_num_queries(2):
        assert to_tell(actor=coordinator, today=TODAY) == ([], 0)
