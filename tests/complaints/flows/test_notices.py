"""Messages to colleagues: to whom, when, once, judged again at sending, and never with content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from complaints import tasks
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.learning import MeasureTold, end_measure, record_measure
from complaints.flows.leaving_out import mark_duplicate, mark_registered_in_error, restore
from complaints.flows.notice_choice import choose_notices
from complaints.flows.notices import follow_departure, make_digests, send_notice
from complaints.flows.ombudsman_cases import EntryTold, record_ombudsman_entry
from complaints.flows.reactions import ReactionAsked, ask_reaction, withdraw_reaction
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.mail import MailWaits
from complaints.models import (
    Complaint,
    ComplaintPoint,
    DigestDay,
    InvolvedPerson,
    Notice,
    NoticeChoice,
    NoticeEnd,
    NoticeWish,
    OmbudsmanStep,
    Round,
)
from complaints.work.notifying import failed_notices, waiting_notices
from complaints.work.owed import WHYS as WHYS_OF_OWED
from complaints.work.proving import prove_alerts
from tenants.accounts.models import Membership, User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Absence, OrganisationSettings
from tenants.permissions import Role
from tests.factories.endings import UPHELD
from tests.factories.mail_server import answer_with, away, busy, gone, no_address, unwanted
from tests.factories.register import make_label

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # Friday 10:00 in Amsterdam
TODAY = date(2026, 11, 20)
TOLD = Submission(story="Mevrouw Jansen wacht op haar geld", channel="PHONE", filer=Person(name="Jansen"))


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


@pytest.fixture
def second(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def register(actor: Actor, *, received_at: datetime = NOW, **parts: Any) -> str:
    submission = Submission(**({name: getattr(TOLD, name) for name in ("story", "channel", "filer")} | parts))
    return register_complaint(actor=actor, submission=submission, received_at=received_at, now=received_at).reference


def assign(actor: Actor, reference: str, handler: Actor, now: datetime = NOW, **options: Any) -> None:
    assign_complaint(actor=actor, reference=reference, handler_id=handler.user_id or 0, seen_version=None, now=now, **options)


def deliver(now: datetime = NOW) -> list[bool]:
    return [send_notice(actor=system_actor(), notice_id=one.pk, now=now) for one in Notice.objects.order_by("pk")]


def address(actor: Actor) -> str:
    return User.objects.get(pk=actor.user_id).email


def sent() -> list[tuple[list[str], str]]:
    return [(message.to, message.subject) for message in mail.outbox]


def test_the_coordinator_is_told_of_a_new_file_by_its_number_alone(coordinator: Actor, handler: Actor) -> None:
    reference = register(handler)

    assert deliver() == [True]
    assert sent() == [([address(coordinator)], f"Een dossier wacht op een behandelaar ({reference}) – Samenwerking Voorbeeldstreek")]
    assert f"{reference}: wacht op een behandelaar" in mail.outbox[0].body
    assert "Jansen" not in mail.outbox[0].body
    assert "geld" not in mail.outbox[0].body
    assert OutboxMessage.objects.get().task_name == "complaints.send_notice"


def test_whoever_does_it_themselves_gets_no_message(coordinator: Actor) -> None:
    reference = register(coordinator)
    assign(coordinator, reference, coordinator)

    assert Notice.objects.count() == 0


def test_a_handler_is_told_once_however_often_the_task_runs(coordinator: Actor, handler: Actor) -> None:
    reference = register(coordinator)
    assign(coordinator, reference, handler)

    assert (deliver(), deliver()) == ([True], [False])
    assert sent() == [([address(handler)], f"Een dossier is voor u ({reference}) – Samenwerking Voorbeeldstreek")]


@pytest.mark.parametrize(
    ("now", "is_sent"),
    [
        (datetime(2026, 11, 20, 6, 59, tzinfo=UTC), False),  # Friday 07:59 in Amsterdam
        (datetime(2026, 11, 20, 7, 0, tzinfo=UTC), True),  # 08:00
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), True),  # 17:59
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), False),  # 18:00
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 12, 25, 9, 0, tzinfo=UTC), False),  # Christmas, a Friday
        (datetime(2026, 7, 3, 6, 0, tzinfo=UTC), True),  # 08:00 in summer
    ],
)
def test_mail_goes_on_working_days_between_the_organisations_hours(
    coordinator: Actor, handler: Actor, now: datetime, is_sent: bool
) -> None:
    reference = register(coordinator, received_at=now - timedelta(hours=1))
    assign(coordinator, reference, handler, now=now)

    assert deliver(now) == [is_sent]
    assert (len(mail.outbox), Notice.objects.get().settled_at is None) == (int(is_sent), not is_sent)


def test_what_waited_for_the_hours_is_offered_again(coordinator: Actor, handler: Actor) -> None:
    night = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assign(coordinator, register(coordinator), handler, now=night)
    notice = Notice.objects.get()

    assert waiting_notices(now=night + timedelta(hours=1)) == []
    assert waiting_notices(now=datetime(2026, 11, 23, 7, 0, tzinfo=UTC)) == [notice.pk]
    assert deliver(datetime(2026, 11, 23, 7, 0, tzinfo=UTC)) == [True]
    assert waiting_notices(now=datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) == []


def test_what_waited_for_the_hours_goes_in_one_mail_a_person(coordinator: Actor, handler: Actor, second: Actor) -> None:
    saturday, monday = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    mine = [register(coordinator) for _number in range(3)]
    theirs = register(coordinator)
    for reference in mine:
        assign(coordinator, reference, handler, now=saturday)
    assign(coordinator, theirs, second, now=saturday)
    assign(coordinator, mine[1], coordinator, now=saturday)

    assert deliver(monday) == [True, False, False, True]
    told = [(message.to[0], *(one in message.body for one in mine)) for message in mail.outbox]
    assert told == [
        (address(handler), True, False, True),
        (address(second), False, False, False),
    ]
    ends = dict(Notice.objects.values_list("lines__0__round", "end"))
    assert [ends[Round.objects.get(complaint__reference=one).pk] for one in mine] == [NoticeEnd.SENT, NoticeEnd.DROPPED, NoticeEnd.SENT]


def test_at_sending_it_is_asked_again_whether_it_is_still_so(coordinator: Actor, handler: Actor, second: Actor) -> None:
    closed, reassigned, involved = (register(coordinator) for _number in range(3))
    for reference in (closed, reassigned, involved):
        assign(coordinator, reference, handler)
    close_complaint(actor=coordinator, reference=closed, ending=UPHELD, seen_version=None, now=NOW)
    assign(coordinator, reassigned, second)
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=involved), user_id=handler.user_id)

    deliver()

    assert sent() == [([address(second)], f"Een dossier is voor u ({reassigned}) – Samenwerking Voorbeeldstreek")]
    assert sorted(Notice.objects.values_list("end", flat=True)) == [NoticeEnd.DROPPED] * 3 + [NoticeEnd.SENT]


def test_the_stand_in_gets_it_also_when_the_absence_came_later(coordinator: Actor, handler: Actor, second: Actor) -> None:
    first = register(coordinator)
    assign(coordinator, first, handler)
    Absence.objects.create(user_id=handler.user_id, substitute_id=second.user_id, first_day=TODAY, last_day=TODAY)

    assert deliver() == [False]
    assert deliver() == [False, True]
    assert sent() == [([address(second)], f"Een dossier is voor u ({first}) – Samenwerking Voorbeeldstreek")]


def test_what_was_asked_twice_about_one_file_before_mail_may_go_is_told_once(coordinator: Actor, handler: Actor, second: Actor) -> None:
    weekend, monday = datetime(2026, 11, 21, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    waits, given = register(handler, received_at=weekend), register(coordinator, received_at=weekend)
    mark_registered_in_error(actor=handler, reference=waits, reason="Vergissing", seen_version=None, now=weekend)
    restore(actor=handler, reference=waits, reason="Toch niet", seen_version=None, now=weekend)
    for who in (handler, second, handler):
        assign(coordinator, given, who, now=weekend)
    Absence.objects.create(user_id=handler.user_id, substitute_id=second.user_id, first_day=date(2026, 11, 23), last_day=date(2026, 11, 23))

    deliver(weekend)
    deliver(monday)
    deliver(monday)

    assert sorted(sent()) == sorted(
        [
            ([address(coordinator)], f"Een dossier wacht op een behandelaar ({waits}) – Samenwerking Voorbeeldstreek"),
            ([address(second)], f"Een dossier is voor u ({given}) – Samenwerking Voorbeeldstreek"),
        ]
    )
    assert not Notice.objects.filter(settled_at=None).exists()


def test_an_involved_coordinator_loses_it_and_the_substitute_is_told_at_once(coordinator: Actor, handler: Actor, second: Actor) -> None:
    OrganisationSettings.objects.update(substitute_coordinator_id=second.user_id)
    reference = register(coordinator)

    update_complaint(
        actor=handler,
        reference=reference,
        changes={"involved": (InvolvedTold(user_id=coordinator.user_id),)},
        seen_version=None,
        now=NOW,
    )
    deliver()

    assert sent() == [([address(second)], f"Een dossier wacht op een behandelaar ({reference}) – Samenwerking Voorbeeldstreek")]


def test_a_complaint_about_the_council_is_told_to_the_registry_alone(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    registry = make_actor(Role.COUNCIL_REGISTRY)
    reference = register(coordinator, is_about_council=True)
    make_digests(actor=system_actor(), now=NOW)

    deliver()

    assert {to for message in mail.outbox for to in message.to} == {address(registry)}
    assert all(reference in message.subject for message in mail.outbox)


def test_the_registry_is_told_of_a_double_that_went_along_to_it_once_it_counts_again(
    coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]
) -> None:
    registry, other = make_actor(Role.COUNCIL_REGISTRY), make_actor(Role.COUNCIL_REGISTRY)
    counts, double = register(coordinator), register(coordinator)
    assign(coordinator, double, handler)
    step: dict[str, Any] = {"actor": coordinator, "seen_version": None, "now": NOW}
    mark_duplicate(**step, reference=double, of_reference=counts, reason="Belde twee keer")
    update_complaint(**step, reference=counts, changes={"is_about_council": True})
    deliver()
    mail.outbox.clear()

    restore(**step | {"actor": registry}, reference=double, reason="Toch een andere klacht")
    deliver()

    assert sent() == [([address(other)], f"Een dossier wacht op een behandelaar ({double}) – Samenwerking Voorbeeldstreek")]


def test_of_a_closed_file_that_counts_again_nobody_is_told(coordinator: Actor) -> None:
    reference = register(coordinator)
    mark_registered_in_error(actor=coordinator, reference=reference, reason="Verkeerd", seen_version=None, now=NOW)
    Round.objects.update(closed_on=TODAY)
    Notice.objects.all().delete()

    restore(actor=coordinator, reference=reference, reason="Toch niet", seen_version=None, now=NOW)

    assert Notice.objects.count() == 0


def due_in(reference: str, days: int) -> None:
    Round.objects.filter(complaint__reference=reference).update(
        opened_on=date(2026, 10, 1), due_on=TODAY + timedelta(days=days), first_contact_on=date(2026, 10, 5)
    )


@pytest.fixture
def assigned(coordinator: Actor, handler: Actor) -> str:
    reference = register(coordinator, channel="EMAIL", is_written=True)
    assign(coordinator, reference, handler)
    Notice.objects.all().delete()
    return reference


def test_a_digest_comes_once_a_working_day_with_what_reached_a_point(assigned: str, handler: Actor) -> None:
    due_in(assigned, 10)

    assert [make_digests(actor=system_actor(), now=NOW + timedelta(hours=hour)) for hour in range(3)] == [1, 0, 0]
    assert deliver() == [True]
    assert sent() == [([address(handler)], f"Vandaag vraagt 1 dossier iets ({assigned}) – Samenwerking Voorbeeldstreek")]
    assert f"{assigned}: de uiterste datum komt dichtbij (uiterlijk ma 30 november 2026)" in mail.outbox[0].body


def test_a_point_in_the_weekend_is_told_on_monday(assigned: str) -> None:
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    due_in(assigned, 11)

    counts = [make_digests(actor=system_actor(), now=now) for now in (NOW, NOW + timedelta(days=1), monday)]

    assert counts == [0, 0, 1]
    assert list(DigestDay.objects.order_by("day").values_list("day", flat=True)) == [TODAY, date(2026, 11, 23)]


def test_the_digest_tells_once_of_reactions_measures_and_answers_to_the_ombudsman(
    assigned: str, coordinator: Actor, handler: Actor
) -> None:
    due_in(assigned, 200)
    of: dict[str, Any] = {"reference": assigned, "seen_version": None, "now": NOW}
    question = ReactionAsked(name="Zorg BV", question="Wat?", passages=("wacht op haar geld",), answer_by=date(2026, 11, 24))
    ask_reaction(actor=handler, reference=assigned, told=question, now=NOW)
    letter = EntryTold(step=OmbudsmanStep.INQUIRY, ombudsman="Nationale ombudsman", text="Wat?", answer_by=date(2026, 12, 4))
    record_ombudsman_entry(actor=handler, told=letter, **of)
    by = MeasureTold(text="Bel terug", owner_id=coordinator.user_id or 0, due_on=date(2026, 11, 27), check_on=date(2026, 12, 8))
    measure = record_measure(actor=handler, told=by, **of)

    def told_on(day: date) -> list[tuple[str, str]]:
        now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        make_digests(actor=system_actor(), now=now)
        mail.outbox.clear()
        deliver(now)
        lines = Notice.objects.filter(key=f"digest:{day}").order_by("recipient").values_list("recipient__email", "lines")
        whose = {address(coordinator): "owner", address(handler): "handler"}
        return [(whose[to], line["why"]) for to, of_person in lines for line in of_person if line["why"] in WHYS_OF_OWED]

    days = [date(2026, 11, 23) + timedelta(days=add) for add in range(15)]
    found = {day.isoformat(): told for day in days if (told := told_on(day))}
    assert found == {
        "2026-11-24": [("owner", "measure_near")],
        "2026-11-25": [("handler", "reaction_late")],
        "2026-11-30": [("owner", "measure_late")],
        "2026-12-01": [("handler", "ombudsman_near")],
        "2026-12-07": [("handler", "ombudsman_late")],
    }
    assert [(one.to, "de dag van een antwoord aan de ombudsman is voorbij" in one.body) for one in mail.outbox] == [
        ([address(handler)], True)
    ]
    assert all(word not in mail.outbox[0].body for word in ("Jansen", "geld", "Wat?", "Zorg BV"))
    end_measure(actor=coordinator, measure_id=measure.pk, is_done=True, how="", **of)
    assert told_on(date(2026, 12, 8)) == [("owner", "measure_check")]


def test_what_came_in_or_was_answered_since_a_digest_was_made_is_not_told(assigned: str, handler: Actor) -> None:
    due_in(assigned, 200)
    question = ReactionAsked(name="Zorg BV", question="Wat?", passages=("wacht op haar geld",), answer_by=date(2026, 11, 23))
    kept = ask_reaction(actor=handler, reference=assigned, told=question, now=NOW).request
    tuesday = datetime(2026, 11, 24, 9, tzinfo=UTC)
    make_digests(actor=system_actor(), now=tuesday)
    withdraw_reaction(actor=handler, reference=assigned, reaction_id=kept.pk, reason="Niet nodig", seen_version=None, now=tuesday)

    assert (deliver(tuesday), [one.end for one in Notice.objects.all()]) == ([False], [NoticeEnd.DROPPED])


def test_the_last_reminder_of_a_statutory_term_reaches_the_coordinator_whatever_they_chose(
    assigned: str, coordinator: Actor, handler: Actor
) -> None:
    for actor in (coordinator, handler):
        choose_notices(actor=actor, wish=NoticeWish.NONE)
    due_in(assigned, 3)
    assert make_digests(actor=system_actor(), now=NOW) == 2

    deliver()

    assert [to for to, _subject in sent()] == [[address(coordinator)]]


def test_receipt_that_waits_to_be_confirmed_is_told_before_the_norm_and_not_once_it_is(assigned: str, handler: Actor) -> None:
    # Received on Monday 16 November: five working days later is Monday 23 November.
    Round.objects.update(opened_on=date(2026, 11, 16), due_on=date(2026, 12, 28), first_contact_on=date(2026, 11, 17))
    other = dict(Round.objects.values("pk").get())

    assert make_digests(actor=system_actor(), now=NOW) == 1
    assert Notice.objects.get().lines == [{"round": other["pk"], "why": "acknowledgement"}]
    Round.objects.update(acknowledged_on=TODAY)
    assert (deliver(), Notice.objects.get().end) == ([False], NoticeEnd.DROPPED)

    Round.objects.update(acknowledged_on=None)
    Notice.objects.update(settled_at=None, end="")
    assert deliver() == [True]
    assert f"{assigned}: de ontvangst is nog niet schriftelijk bevestigd; onze norm is ma 23 november 2026" in mail.outbox[0].body


def manager_of(make_person: Callable[..., User], tenant: Tenant, unit_id: Any) -> User:
    person = make_person()
    facts = {"tenant": tenant, "user": person, "role": Role.MANAGER, "unit_id": unit_id, "starts_on": date(2026, 1, 1)}
    Membership.objects.create(**facts)
    return person


def test_a_term_that_is_over_is_told_to_the_managers_of_its_unit_whatever_they_chose(
    assigned: str, handler: Actor, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    complaint = Complaint.objects.get()
    unit, elsewhere = make_label(Dimension.UNIT, "Werk"), make_label(Dimension.UNIT, "Wmo")
    ComplaintPoint.objects.update_or_create(complaint=complaint, is_main=True, defaults={"unit": unit})
    manager, involved = (manager_of(make_person, tenant, unit.pk) for _place in range(2))
    manager_of(make_person, tenant, elsewhere.pk)
    InvolvedPerson.objects.create(complaint=complaint, user=involved)
    NoticeChoice.objects.create(user=manager, wish=NoticeWish.NONE)
    due_in(assigned, -1)

    assert make_digests(actor=system_actor(), now=NOW) == 2
    assert sorted(deliver()) == [True, True]
    told = {tuple(message.to): message.body for message in mail.outbox}
    assert set(told) == {(address(handler),), (manager.email,)}
    assert f"{assigned}: over de uiterste datum" in told[(manager.email,)]


def test_the_manager_is_told_of_a_file_that_was_registered_after_its_last_day(
    coordinator: Actor, handler: Actor, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    tuesday = NOW + timedelta(days=4)
    make_digests(actor=system_actor(), now=NOW)
    unit = make_label(Dimension.UNIT, "Werk")
    manager = manager_of(make_person, tenant, unit.pk)
    late = register_complaint(
        actor=coordinator,
        submission=Submission(story="Te laat betaald", channel="EMAIL", is_written=True, points=(PointTold(unit=str(unit.pk)),)),
        received_at=NOW - timedelta(days=90),
        now=NOW + timedelta(hours=2),
    ).reference
    assign(coordinator, late, handler, now=NOW + timedelta(hours=2))
    Notice.objects.all().delete()

    for now in (NOW + timedelta(days=3), tuesday):
        make_digests(actor=system_actor(), now=now)
        deliver(now)

    told = [message for message in mail.outbox if message.to == [manager.email]]
    assert [f"{late}: over de uiterste datum" in message.body for message in told] == [True]
    assert prove_alerts(since=TODAY, today=dutch_date(tuesday), now=tuesday).missing == 0


def test_the_first_digest_tells_once_of_every_file_that_is_late_by_then(
    coordinator: Actor, handler: Actor, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    manager = manager_of(make_person, tenant, unit.pk)
    late, long_late, in_time = (register(coordinator, points=(PointTold(unit=str(unit.pk)),)) for _each in range(3))
    for reference, days in ((late, -7), (long_late, -40), (in_time, 30)):
        assign(coordinator, reference, handler)
        due_in(reference, days)
    Complaint.objects.update(created_at=NOW - timedelta(days=60))
    Notice.objects.all().delete()
    monday = NOW + timedelta(days=3)

    counts = []
    for now in (NOW, monday):
        counts.append(make_digests(actor=system_actor(), now=now))
        deliver(now)

    assert counts == [2, 0]
    assert sorted(to for to, _subject in sent()) == sorted([[address(handler)], [manager.email]])
    over = [[f"{one}: over de uiterste datum" in message.body for one in (late, long_late)] for message in mail.outbox]
    assert (over, [in_time in message.body for message in mail.outbox]) == ([[True, True]] * 2, [False, False])
    assert prove_alerts(since=TODAY, today=dutch_date(monday), now=monday).missing == 0


def test_of_a_file_that_was_closed_or_went_to_another_unit_the_manager_is_not_told(
    assigned: str, tenant: Tenant, make_person: Callable[..., User]
) -> None:
    complaint = Complaint.objects.get()
    unit, elsewhere = make_label(Dimension.UNIT, "Werk"), make_label(Dimension.UNIT, "Wmo")
    ComplaintPoint.objects.update_or_create(complaint=complaint, is_main=True, defaults={"unit": unit})
    manager = manager_of(make_person, tenant, unit.pk)
    due_in(assigned, -1)
    make_digests(actor=system_actor(), now=NOW)
    ComplaintPoint.objects.update(unit=elsewhere)

    deliver()

    assert Notice.objects.get(recipient=manager).end == NoticeEnd.DROPPED
    assert [to for to, _subject in sent() if to == [manager.email]] == []


def test_reminders_stop_when_the_file_is_closed_or_somebody_spoke(assigned: str, coordinator: Actor) -> None:
    due_in(assigned, 10)
    make_digests(actor=system_actor(), now=NOW)
    close_complaint(actor=coordinator, reference=assigned, ending=UPHELD, seen_version=None, now=NOW)

    assert (deliver(), mail.outbox) == ([False], [])


@pytest.mark.parametrize(("wish", "count"), [(NoticeWish.DAILY, 2), (NoticeWish.DIRECT, 1), (NoticeWish.NONE, 0)])
def test_everybody_chooses(coordinator: Actor, handler: Actor, wish: NoticeWish, count: int) -> None:
    choose_notices(actor=handler, wish=wish)
    reference = register(coordinator)
    assign(coordinator, reference, handler)
    due_in(reference, 10)
    make_digests(actor=system_actor(), now=NOW)

    deliver()

    assert len(mail.outbox) == count


def test_where_nobody_is_left_the_administrator_is_told_a_number(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    administrator = make_actor(Role.ADMINISTRATOR)
    reference = register(make_actor(Role.EMPLOYEE), involved=(InvolvedTold(user_id=coordinator.user_id),))
    make_digests(actor=system_actor(), now=NOW)

    deliver()

    assert [to for to, _subject in sent()] == [[address(administrator)]]
    assert "1 klacht wacht op iemand die niet betrokken was" in mail.outbox[0].body
    assert reference not in mail.outbox[0].body + mail.outbox[0].subject


def test_whose_role_ended_leaves_files_to_the_coordinator_in_one_message(tenant: Tenant, coordinator: Actor, handler: Actor) -> None:
    references = [register(coordinator) for _number in range(3)]
    for reference in references:
        assign(coordinator, reference, handler)
    Notice.objects.all().delete()
    Membership.objects.filter(user_id=handler.user_id).delete()

    assert [follow_departure(actor=system_actor(), user_id=handler.user_id or 0, now=NOW) for _twice in range(2)] == [3, 3]
    assert deliver() == [True]

    assert [to for to, _subject in sent()] == [[address(coordinator)]]
    assert [reference for reference in references if reference not in mail.outbox[0].body] == []


# A mail server that does not take it


@pytest.fixture
def three_waiting(coordinator: Actor, make_actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three handlers with a message that waits, by their addresses in the order of the messages; it is half an hour later."""
    handlers = [make_actor(Role.HANDLER) for _ in range(3)]
    for one in handlers:
        assign(coordinator, register(coordinator), one)
    monkeypatch.setattr("complaints.tasks.read_clock", lambda: NOW + timedelta(minutes=30))
    DigestDay.objects.create(day=TODAY, made_at=NOW)
    return [address(one) for one in handlers]


def ends() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("end", flat=True))


@pytest.mark.parametrize("answer", [gone, unwanted, no_address])
def test_one_address_that_takes_no_mail_holds_up_nobody_and_is_asked_once(
    three_waiting: list[str], answer: Callable[[str], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = three_waiting
    asked = answer_with(monkeypatch, {first: answer})

    assert [tasks.notify_here(), tasks.notify_here()] == [2, 0]

    assert asked == [first, second, third]
    assert [to for [to], _subject in sent()] == [second, third]
    assert ends() == [NoticeEnd.FAILED, NoticeEnd.SENT, NoticeEnd.SENT]
    assert failed_notices(now=NOW + timedelta(days=1)) == 1
    assert failed_notices(now=NOW + timedelta(days=15)) == 0


def test_one_address_that_is_busy_is_tried_again_and_the_others_go_once(
    three_waiting: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second, third = three_waiting
    with monkeypatch.context() as patched:
        asked = answer_with(patched, {first: busy})
        assert [tasks.notify_here(), tasks.notify_here()] == [2, 0]

    assert asked == [first, second, third, first]
    assert (ends(), first in caplog.text) == (["", NoticeEnd.SENT, NoticeEnd.SENT], False)
    assert tasks.notify_here() == 1
    assert [to for [to], _subject in sent()] == [second, third, first]


def test_who_stays_busy_for_days_gets_it_no_more(three_waiting: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_others = three_waiting
    answer_with(monkeypatch, {first: busy})
    Notice.objects.update(queued_at=NOW - timedelta(days=3))

    assert tasks.notify_here() == 2
    assert ends() == [NoticeEnd.FAILED, NoticeEnd.SENT, NoticeEnd.SENT]


def test_when_the_mail_server_is_away_nobody_else_is_tried_and_everything_waits(
    three_waiting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        asked = answer_with(patched, dict.fromkeys(three_waiting, away))
        assert tasks.notify_here() == 0

    assert (asked, ends()) == (three_waiting[:1], ["", "", ""])
    assert tasks.notify_here() == 3


def test_a_fault_of_ours_in_one_message_stops_no_other(
    three_waiting: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, *others = three_waiting

    answer_with(monkeypatch, {first: KeyError})

    assert tasks.notify_here() == 2
    assert [to for [to], _subject in sent()] == others
    faulty = Notice.objects.order_by("pk")[0]
    assert f"notice.failed notice={faulty.pk} error=KeyError" in caplog.text
    assert first not in caplog.text


def test_a_message_that_cannot_go_now_is_told_to_whoever_asked_to_send_it(
    three_waiting: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, dict.fromkeys(three_waiting, busy))

    with pytest.raises(MailWaits):
        send_notice(actor=system_actor(), notice_id=Notice.objects.order_by("pk")[0].pk, now=NOW)
    assert ends() == ["", "", ""]


def test_the_administrator_sees_how_many_messages_did_not_go_and_nobody_of_them(
    three_waiting: list[str],
    tenant: Tenant,
    make_person: Callable[..., User],
    client_at: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer_with(monkeypatch, {three_waiting[0]: gone})
    tasks.notify_here()
    Notice.objects.filter(end=NoticeEnd.FAILED).update(settled_at=datetime.now(UTC))

    page = client_at(tenant, make_person(Role.ADMINISTRATOR)).get("/").content.decode()

    assert "In twee weken is 1 bericht aan een collega niet aangekomen" in page
    assert three_waiting[0] not in page
    assert "bericht aan een collega niet" not in client_at(tenant, make_person(Role.COORDINATOR)).get("/").content.decode()
