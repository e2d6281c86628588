"""Mijn werk: whose files stand there on which day, and that nobody involved and nobody of the other side ever has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Compartment, Complaint, ContactRecord, Extension, InvolvedPerson, Party, Round
from complaints.next_steps import next_step
from complaints.selectors import complaint_file
from complaints.statuses import Step
from complaints.work.reasons import Group
from complaints.work.work_list import OpenWork, open_work, waiting_for_nobody
from tenants.accounts.access import actor_for
from tenants.accounts.models import Membership, User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.organisation.models import Absence, Label, OrganisationSettings
from tenants.permissions import Role
from tests.conftest import NOW
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

TODAY = date(2026, 11, 20)  # Friday
AWAY = {"first_day": date(2026, 11, 20), "last_day": date(2026, 11, 24)}


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


@pytest.fixture
def second(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def make_file(
    handler: Actor | None = None, *, opened_on: date = date(2026, 11, 16), involved: tuple[Actor, ...] = (), **extra: Any
) -> Complaint:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=opened_on),), nature="Bejegening", unit="Werk", extra=extra))
    Round.objects.filter(complaint=complaint).update(handler_id=handler.user_id if handler else None)
    for one in involved:
        InvolvedPerson.objects.create(complaint=complaint, user_id=one.user_id)
    return complaint


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)


def listed(actor: Actor, today: date = TODAY) -> list[tuple[str, int | None]]:
    return [(row.round.complaint.reference, row.for_user) for row in rows(open_work(actor=actor, now=moment(today)))]


def rows(work: OpenWork) -> list[Any]:
    return [row for group in work.groups for row in group.rows]


def test_a_handler_has_the_own_files_and_a_coordinator_what_nobody_handles(coordinator: Actor, handler: Actor, second: Actor) -> None:
    own, free, _of_another = make_file(handler), make_file(), make_file(second)
    by_coordinator = make_file(coordinator)

    assert listed(handler) == [(own.reference, None)]
    assert sorted(listed(coordinator)) == sorted([(free.reference, None), (by_coordinator.reference, None)])


def test_own_files_stand_first_and_only_they_have_a_name(coordinator: Actor) -> None:
    own, free = make_file(coordinator, opened_on=date(2026, 11, 13)), make_file(opened_on=date(2026, 11, 12))
    shielded = make_file(coordinator, opened_on=date(2026, 11, 13))
    for complaint, identity in ((own, ""), (free, ""), (shielded, "SHIELDED")):
        Party.objects.create(complaint=complaint, role="COMPLAINANT", name="Mevrouw Jansen", identity=identity)

    today = next(group for group in open_work(actor=coordinator, now=moment(TODAY)).groups if group.code is Group.TODAY)

    assert [(row.round.complaint.reference, row.filer_name) for row in today.rows] == [
        (own.reference, "Mevrouw Jansen"),
        (shielded.reference, ""),
    ]
    late = next(group for group in open_work(actor=coordinator, now=moment(TODAY)).groups if group.code is Group.LATE)
    assert [(row.round.complaint.reference, row.filer_name) for row in late.rows] == [(free.reference, "")]


@pytest.mark.parametrize(
    ("today", "is_with_stand_in"),
    [
        (date(2026, 11, 19), False),
        (date(2026, 11, 20), True),
        (date(2026, 11, 24), True),
        (date(2026, 11, 25), False),
    ],
)
def test_between_the_days_the_work_is_with_the_stand_in_and_then_back(
    handler: Actor, second: Actor, today: date, is_with_stand_in: bool
) -> None:
    complaint = make_file(handler)
    Absence.objects.create(user_id=handler.user_id, substitute_id=second.user_id, **AWAY)

    expected = ([], [(complaint.reference, handler.user_id)]) if is_with_stand_in else ([(complaint.reference, None)], [])
    assert (listed(handler, today), listed(second, today)) == expected
    assert Round.objects.get(complaint=complaint).handler_id == handler.user_id


def test_a_file_in_which_the_stand_in_is_involved_never_reaches_them(
    coordinator: Actor, handler: Actor, second: Actor, make_actor: Callable[..., Actor]
) -> None:
    third = make_actor(Role.HANDLER)
    complaint = make_file(handler, involved=(second,))
    Absence.objects.create(user_id=handler.user_id, substitute_id=second.user_id, **AWAY)
    assert (listed(second), listed(coordinator)) == ([], [(complaint.reference, handler.user_id)])

    OrganisationSettings.objects.update(substitute_coordinator_id=third.user_id)

    assert (listed(second), listed(coordinator), listed(third)) == ([], [], [(complaint.reference, handler.user_id)])


def test_an_involved_coordinator_has_lost_it_and_the_substitute_has_it(coordinator: Actor, second: Actor) -> None:
    OrganisationSettings.objects.update(substitute_coordinator_id=second.user_id)
    complaint = make_file(involved=(coordinator,))

    assert (listed(coordinator), listed(second)) == ([], [(complaint.reference, None)])


def test_where_nobody_is_left_the_administrator_learns_a_number_alone(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    administrator, involved = make_actor(Role.ADMINISTRATOR), make_actor(Role.ADMINISTRATOR)
    make_file(involved=(coordinator,))
    make_file(involved=(coordinator, involved))
    make_file()

    assert [waiting_for_nobody(actor=one, today=TODAY) for one in (administrator, involved)] == [2, 1]


def test_whoever_has_no_role_any_more_leaves_files_to_the_coordinator(
    tenant: Tenant, coordinator: Actor, make_person: Callable[..., User]
) -> None:
    left, gone = make_person(Role.HANDLER), make_person(Role.HANDLER)
    files = [make_file(actor_for(user=one, tenant=tenant, today=TODAY, has_second_factor=True)) for one in (left, gone)]
    assert listed(coordinator) == []

    Membership.objects.filter(user=left).update(ended_at=NOW)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert listed(coordinator) == [(one.reference, None) for one in files]


def test_the_councils_compartment_is_the_registrys_work_alone(coordinator: Actor, make_actor: Callable[..., Actor]) -> None:
    registry = make_actor(Role.COUNCIL_REGISTRY)
    complaint = make_file(compartment=Compartment.COUNCIL)
    Absence.objects.create(user_id=registry.user_id, substitute_id=coordinator.user_id, **AWAY)

    assert (listed(registry), listed(coordinator)) == ([], [])
    assert listed(registry, date(2026, 11, 25)) == [(complaint.reference, None)]
    assert waiting_for_nobody(actor=make_actor(Role.ADMINISTRATOR), today=TODAY) == 1


def test_a_file_of_whoever_kept_only_the_other_role_goes_to_those_who_hand_out(
    tenant: Tenant, coordinator: Actor, make_actor: Callable[..., Actor], make_person: Callable[..., User]
) -> None:
    registry, both = make_actor(Role.COUNCIL_REGISTRY), make_person(Role.HANDLER, Role.COUNCIL_REGISTRY)
    handler = actor_for(user=both, tenant=tenant, today=TODAY, has_second_factor=True)
    ordinary, of_council = make_file(handler), make_file(handler, compartment=Compartment.COUNCIL)
    assert (listed(coordinator), listed(registry)) == ([], [])

    Membership.objects.filter(user=both, role=Role.HANDLER).update(ended_at=NOW)
    assert (listed(coordinator), listed(registry)) == ([(ordinary.reference, None)], [])

    Membership.objects.filter(user=both, role=Role.HANDLER).update(ended_at=None)
    Membership.objects.filter(user=both, role=Role.COUNCIL_REGISTRY).update(ended_at=NOW)
    assert (listed(coordinator), listed(registry)) == ([], [(of_council.reference, None)])


def test_a_manager_sees_the_units_open_files(handler: Actor, make_actor: Callable[..., Actor]) -> None:
    complaint = make_file(handler)
    other = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=TODAY),), unit="Zorg"))
    manager = make_actor(Role.MANAGER, unit_id=Label.objects.get(key="werk").pk)

    found = listed(manager)

    assert found == [(complaint.reference, None)]
    assert other.reference not in str(found)


def test_the_same_number_of_queries_for_one_file_and_for_many(coordinator: Actor, handler: Actor) -> None:
    def one_of_each(number: int) -> None:
        for _place in range(number):
            of_absent = make_file(handler)
            for complaint in (make_file(coordinator), make_file(), of_absent):
                Party.objects.create(complaint=complaint, role="COMPLAINANT", name="Jansen")
                ContactRecord.objects.create(
                    round=complaint.rounds.get(), happened_at=NOW, way="PHONE", result="MESSAGE_LEFT", recorded_at=NOW
                )

    Absence.objects.create(user_id=handler.user_id, substitute_id=coordinator.user_id, **AWAY)
    one_of_each(1)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert open_work(actor=coordinator, now=moment(TODAY)).count == 3
    one_of_each(4)
    with CaptureQueriesContext(connection) as many:
        assert open_work(actor=coordinator, now=moment(TODAY)).count == 15

    assert (len(few), len(many)) == (12, 12)


# The page


def read(client: Client) -> str:
    return " ".join(client.get("/").content.decode().split())


def test_a_row_has_one_button_to_its_step_and_says_for_whom(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    handler, second = make_person(Role.HANDLER, email="weg@voorbeeld.example"), make_person(Role.HANDLER)
    complaint = make_file(actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True))
    Absence.objects.create(user=handler, substitute=second, first_day=date(2020, 1, 1), last_day=date(2099, 1, 1))

    text = read(client_at(tenant, second))

    assert f'href="/klachten/{complaint.reference}/contact/"' in text
    assert "voor weg@voorbeeld.example" in text
    assert complaint.reference not in read(client_at(tenant, handler))


def test_a_row_names_the_last_day_by_law_when_that_has_passed_too(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contact was due first, so that presses most; that the term of the law is over is not left out for it."""
    handler = make_person(Role.HANDLER)
    make_file(actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True), opened_on=date(2026, 9, 1))
    monkeypatch.setattr("complaints.web.views.start.read_clock", lambda: moment(TODAY))

    text = read(client_at(tenant, handler))

    assert "eerste contact, onze norm" in text
    assert text.count("Ook voorbij: uiterste datum volgens de wet, di 13 oktober 2026.") == 1


def test_the_last_day_of_the_law_stands_on_top_of_what_is_longer_too_late_for_our_norm(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = make_person(Role.HANDLER)
    actor = actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True)
    for _number in range(12):
        make_file(actor, opened_on=date(2026, 10, 1))
    ends_today = make_file(actor, opened_on=date(2026, 10, 9))
    assert Round.objects.get(complaint=ends_today).due_on == TODAY
    monkeypatch.setattr("complaints.web.views.start.read_clock", lambda: moment(TODAY))

    late = next(group for group in open_work(actor=actor, now=moment(TODAY)).groups if group.code is Group.LATE)

    assert (late.rows[0].round.complaint.reference, len(late.rows), late.count) == (ends_today.reference, 10, 13)
    assert read(client_at(tenant, handler)).count("Ook vandaag: uiterste datum volgens de wet.") == 1


def test_a_row_whose_term_ends_soon_leads_to_the_extension_while_weeks_are_left(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = make_person(Role.HANDLER)
    complaint = make_file(actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True), opened_on=date(2026, 10, 15))
    monkeypatch.setattr("complaints.web.views.start.read_clock", lambda: moment(TODAY))
    client = client_at(tenant, handler)
    text = "kan tot en met do 26 november 2026; de brieven gaan weg voordat die dag voorbij is"
    link = f'href="/klachten/{complaint.reference}/verdagen/"'

    before = read(client)
    for weeks, sent_on in ((3, date(2026, 11, 17)), (1, date(2026, 11, 18))):
        Extension.objects.create(round=complaint.rounds.get(), weeks=weeks, complainant_sent_on=sent_on, subject_sent_on=sent_on)
    after = read(client)

    assert (before.count(text), before.count(link)) == (1, 1)
    assert (after.count("de brieven gaan weg"), after.count(link)) == (0, 0)


def test_whoever_is_away_is_told_so_with_who_does_their_work_and_until_when(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    away, named = make_person(Role.HANDLER, email="weg@voorbeeld.example"), make_person(Role.HANDLER, email="ook-weg@voorbeeld.example")
    does = make_person(Role.HANDLER, email="doet-het@voorbeeld.example")
    make_file(actor_for(user=away, tenant=tenant, today=TODAY, has_second_factor=True))
    Absence.objects.create(user=away, substitute=named, first_day=date(2020, 1, 1), last_day=date(2099, 1, 1))
    Absence.objects.create(user=named, substitute=does, first_day=date(2020, 1, 1), last_day=date(2099, 1, 2))

    page, of_stand_in = read(client_at(tenant, away)), read(client_at(tenant, does))

    assert "U bent als afwezig geregistreerd tot en met do 1 januari 2099" in page
    assert "doet-het@voorbeeld.example doet zolang uw werk." in page
    assert "Niets te doen vandaag" not in page
    assert [name for name in ("weg@", "ook-weg@") if f"U doet het werk van {name}voorbeeld.example tot en met" in of_stand_in] == [
        "weg@",
        "ook-weg@",
    ]
    assert "als afwezig geregistreerd" not in of_stand_in


def test_whose_absence_is_over_or_yet_to_come_is_told_nothing(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    here, other = make_person(Role.HANDLER), make_person(Role.HANDLER)
    make_file()
    for first, last in ((date(2020, 1, 1), date(2020, 1, 2)), (date(2098, 1, 1), date(2099, 1, 1))):
        Absence.objects.create(user=here, substitute=other, first_day=first, last_day=last)

    for page in (read(client_at(tenant, here)), read(client_at(tenant, other))):
        assert ("als afwezig geregistreerd" in page, "U doet het werk van" in page) == (False, False)


def test_a_row_that_is_not_ones_own_says_who_handles_it(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    handler = make_person(Role.HANDLER, email="behandelt@voorbeeld.example")
    make_file(actor_for(user=handler, tenant=tenant, today=TODAY, has_second_factor=True))
    manager = make_person(Role.MANAGER, unit_id=Label.objects.get(key="werk").pk)

    assert [read(client_at(tenant, who)).count("bij behandelt@voorbeeld.example") for who in (manager, handler)] == [1, 0]


def test_a_row_without_a_subject_says_what_tells_it_from_the_others_and_no_text(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    for unit, day in (("Zorg", 16), ("Werk", 17)):
        opened = RoundFacts(opened_on=date(2026, 11, day))
        make_complaint(ComplaintFacts(rounds=(opened,), unit=unit, channel="Telefoon", extra={"story": "Mevrouw Jansen belde"}))

    page = read(client_at(tenant, make_person(Role.COORDINATOR)))

    assert "onderwerp onbekend, Zorg, Telefoon, ontvangen op ma 16 november 2026" in page
    assert "onderwerp onbekend, Werk, Telefoon, ontvangen op di 17 november 2026" in page
    assert "Jansen" not in page


def test_an_empty_page_says_so_and_what_comes_next(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    person = make_person(Role.HANDLER)
    complaint = make_file(actor_for(user=person, tenant=tenant, today=TODAY, has_second_factor=True))
    Round.objects.filter(complaint=complaint).update(contact_due_on=date(2098, 1, 1), due_on=date(2099, 1, 1))

    text = read(client_at(tenant, person))

    assert "Niets te doen vandaag" in text
    assert f"Daarna komt {complaint.reference}: Contact vastleggen, uiterlijk wo 1 januari 2098" in text


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.HANDLER, "?stand=open&amp;volgorde=due&amp;behandelaar=ik"), (Role.COORDINATOR, "?stand=open&amp;volgorde=due")],
)
def test_what_does_not_fit_is_in_a_list_with_what_ends_first_on_top(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], role: Role, address: str
) -> None:
    """What is late for our own norm is not past its last day. A handler's group is of own files alone; a coordinator's of all."""
    person = make_person(role)
    for _number in range(6):
        Round.objects.filter(complaint=make_file(opened_on=date(2024, 1, 5))).update(handler=person)
        Round.objects.filter(complaint=make_file(opened_on=date(2024, 1, 5))).update(handler=person if role is Role.HANDLER else None)

    page = client_at(tenant, person).get("/").content.decode()

    assert f'href="/klachten/{address}">En nog 2' in page


def test_what_does_not_fit_of_what_nobody_handles_is_the_list_of_that(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    for _number in range(12):
        make_file(opened_on=date(2024, 1, 5))

    page = client_at(tenant, make_person(Role.COORDINATOR)).get("/").content.decode()

    assert 'href="/klachten/?stand=open&amp;volgorde=due&amp;behandelaar=niemand">En nog 2' in page


def test_what_no_coordinator_may_have_is_handed_out_by_the_handlers_who_were_not_involved(
    coordinator: Actor, handler: Actor, second: Actor, make_actor: Callable[..., Actor]
) -> None:
    away = make_actor(Role.HANDLER)
    Absence.objects.create(user_id=away.user_id, substitute_id=second.user_id, **AWAY)
    one = make_file(involved=(coordinator, handler))

    assert [listed(who) for who in (coordinator, handler, second, away)] == [[], [], [(one.reference, None)], []]
    row = rows(open_work(actor=second, now=moment(TODAY)))[0]
    assert (row.work.step, row.is_mine) == (Step.ASSIGN, False)
    assert waiting_for_nobody(actor=make_actor(Role.ADMINISTRATOR), today=TODAY) == 0


@pytest.mark.parametrize(
    ("channel", "is_written", "step"),
    [
        ("VIA_ALDERMAN", None, Step.ACKNOWLEDGE),
        ("VIA_ALDERMAN", True, Step.ACKNOWLEDGE),
        ("VIA_ALDERMAN", False, Step.CLOSE),
        ("LETTER", None, Step.ACKNOWLEDGE),
        ("PHONE", None, Step.CLOSE),
    ],
)
def test_receipt_is_confirmed_also_where_nothing_tells_how_it_came_in(
    handler: Actor, channel: str, is_written: bool | None, step: Step
) -> None:
    told = Submission(
        story="Ik werd afgesnauwd aan de balie.", filer=Person(name="M", phone="0612345678"), channel=channel, is_written=is_written
    )
    reference = register_complaint(actor=handler, submission=told, received_at=NOW, now=NOW).reference
    Round.objects.update(handler_id=handler.user_id, first_contact_on=TODAY)

    assert next_step(actor=handler, complaint=complaint_file(actor=handler, reference=reference), today=TODAY) == step
    assert Round.objects.get().has_statutory_term == (channel != "PHONE" and is_written is not False)
