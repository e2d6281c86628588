"""Absence and substitutes: who stands in on which day, what is refused and changes nothing, and what history keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tenants.accounts.models import Membership, User
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal, Refusals
from tenants.models import Tenant
from tenants.organisation.flows.absences import change_absence, end_absence, record_absence
from tenants.organisation.flows.substitutes import name_substitute_coordinator
from tenants.organisation.models import Absence, OrganisationEvent, OrganisationSettings
from tenants.organisation.selectors import absences_of_own
from tenants.organisation.standing_in import Away, goes_round, replaced_on, stand_in_of
from tenants.permissions import Role

D = date
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # Friday
TODAY = D(2026, 11, 20)
FRIDAY = D(2026, 11, 27)


def away(user: int, substitute: int, first: date, last: date) -> Away:
    return Away(user_id=user, substitute_id=substitute, first_day=first, last_day=last)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2026, 11, 22), {}),  # Sunday, the day before
        (D(2026, 11, 23), {1: 2}),  # Monday, the first day
        (D(2026, 11, 27), {1: 2}),  # Friday, the last day
        (D(2026, 11, 28), {}),  # Saturday, the day after
    ],
)
def test_both_days_of_an_absence_are_included(day: date, expected: dict[int, int]) -> None:
    assert replaced_on([away(1, 2, D(2026, 11, 23), D(2026, 11, 27))], day=day) == expected


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [({}, 1), ({1: 2}, 2), ({1: 2, 2: 3}, 3), ({1: 2, 2: 1}, None), ({1: 2, 2: 3, 3: 2}, None)],
    ids=["here", "away", "the stand-in is away as well", "each other", "a circle further on"],
)
def test_stand_ins_are_followed(replaced: dict[int, int], expected: int | None) -> None:
    assert stand_in_of(1, replaced=replaced) == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], False),
        ([away(2, 3, D(2026, 11, 1), D(2026, 11, 30))], False),
        ([away(2, 1, D(2026, 11, 1), D(2026, 11, 22))], False),  # over the day before
        ([away(2, 1, D(2026, 11, 27), D(2026, 12, 30))], True),  # begins on the last day
        ([away(2, 3, D(2026, 11, 24), D(2026, 11, 25)), away(3, 1, D(2026, 11, 25), D(2026, 11, 26))], True),
        ([away(2, 3, D(2026, 11, 24), D(2026, 11, 24)), away(3, 1, D(2026, 11, 25), D(2026, 11, 26))], False),
    ],
)
def test_work_never_comes_back_to_whoever_is_away(others: list[Away], expected: bool) -> None:
    assert goes_round(away(1, 2, D(2026, 11, 23), D(2026, 11, 27)), others=others) is expected


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def record(actor: Actor, user: Actor, substitute: Actor | None, first: date = TODAY, last: date = FRIDAY) -> Absence:
    return record_absence(
        actor=actor,
        user_id=user.user_id or 0,
        substitute_id=substitute.user_id if substitute else None,
        first_day=first,
        last_day=last,
        now=NOW,
    )


def history() -> Any:
    return OrganisationEvent.objects.filter(code__regex="^(absence|substitute)_").order_by("pk")


def codes(refused: pytest.ExceptionInfo[Any]) -> list[tuple[str, str | None]]:
    one = refused.value
    return [(each.code, each.field) for each in (one.refusals if isinstance(one, Refusals) else [one])]


def test_everybody_who_handles_records_the_own_absence(handler: Actor, coordinator: Actor) -> None:
    absence = record(handler, handler, coordinator)

    event = history().get()
    assert (absence.user_id, absence.substitute_id) == (handler.user_id, coordinator.user_id)
    assert (event.code, event.actor_id, event.data) == (
        "absence_recorded",
        handler.user_id,
        {"user": handler.user_id, "substitute": coordinator.user_id, "first_day": "2026-11-20", "last_day": "2026-11-27"},
    )


def test_the_substitute_coordinator_stands_in_unless_another_is_chosen(
    handler: Actor, coordinator: Actor, make_actor: Callable[..., Actor]
) -> None:
    with pytest.raises(Refusals) as refused:
        record(handler, handler, None)
    assert codes(refused) == [("stand_in_missing", "substitute_id")]
    name_substitute_coordinator(
        actor=make_actor(Role.ADMINISTRATOR), user_id=make_actor(Role.HANDLER, email="vervanger@voorbeeld.example").user_id, now=NOW
    )

    absence = record(handler, handler, None)

    assert absence.substitute.email == "vervanger@voorbeeld.example"


def test_anothers_absence_is_for_coordinator_and_administrator(
    handler: Actor, coordinator: Actor, make_actor: Callable[..., Actor]
) -> None:
    colleague, employee = make_actor(Role.HANDLER), make_actor(Role.EMPLOYEE)
    with pytest.raises(Refusal, match="not_yours_to_record"):
        record(handler, colleague, coordinator)
    with pytest.raises(NotPermitted):
        record(employee, employee, coordinator)
    assert (Absence.objects.count(), history().count()) == (0, 0)

    for actor, first in ((coordinator, TODAY), (make_actor(Role.ADMINISTRATOR), D(2026, 12, 1))):
        record(actor, colleague, handler, first, first)

    assert Absence.objects.filter(user_id=colleague.user_id).count() == 2


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_written(
    handler: Actor, coordinator: Actor, make_actor: Callable[..., Actor]
) -> None:
    record(coordinator, handler, coordinator, D(2026, 11, 25), D(2026, 11, 27))

    for absence, expected in (
        (
            (handler, make_actor(Role.EMPLOYEE), D(2026, 11, 19), D(2026, 11, 25)),
            ["stand_in_handles_nothing", "absence_in_the_past", "absence_overlaps"],
        ),
        ((handler, handler, TODAY, D(2026, 11, 19)), ["own_stand_in", "absence_ends_before_it_begins"]),
        ((make_actor(Role.EMPLOYEE), handler, TODAY, D(2030, 1, 1)), ["absent_person_handles_nothing", "absence_too_long"]),
        ((handler, make_actor(Role.COUNCIL_REGISTRY), D(2026, 12, 1), D(2026, 12, 1)), ["stand_in_handles_nothing"]),
        ((coordinator, handler, D(2026, 11, 27), D(2026, 12, 4)), ["stand_ins_go_round"]),
    ):
        with pytest.raises(Refusals) as refused:
            record(coordinator, *absence)
        assert [code for code, _field in codes(refused)] == expected

    assert (Absence.objects.count(), history().count()) == (1, 1)


def test_an_absence_ends_early_or_changes_and_history_keeps_what_it_was(
    handler: Actor, coordinator: Actor, make_actor: Callable[..., Actor]
) -> None:
    absence, second = record(handler, handler, coordinator), make_actor(Role.HANDLER)
    same: dict[str, Any] = {"actor": handler, "absence_id": absence.pk}

    change_absence(**same, substitute_id=second.user_id or 0, first_day=TODAY, last_day=D(2026, 12, 4), now=NOW)
    with pytest.raises(Refusal, match="absence_unchanged"):
        change_absence(**same, substitute_id=second.user_id or 0, first_day=TODAY, last_day=D(2026, 12, 4), now=NOW)
    with pytest.raises(Refusals) as refused:
        change_absence(
            **same, substitute_id=second.user_id or 0, first_day=D(2026, 11, 24), last_day=D(2026, 12, 4), now=NOW + timedelta(3)
        )
    assert codes(refused) == [("absence_in_the_past", "first_day")]
    end_absence(**same, now=NOW + timedelta(days=4))
    with pytest.raises(Refusal, match="absence_is_over"):
        end_absence(**same, now=NOW + timedelta(days=4))

    absence.refresh_from_db()
    assert (absence.substitute_id, absence.last_day) == (second.user_id, D(2026, 11, 23))
    assert [event.code for event in history()] == ["absence_recorded", "absence_changed", "absence_ended"]
    assert OrganisationEvent.objects.get(code="absence_changed").data["was"]["substitute"] == coordinator.user_id


@pytest.mark.parametrize(
    ("back", "last_day"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), D(2026, 11, 22)),  # Monday 23:59 in Amsterdam
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), D(2026, 11, 23)),  # Tuesday 00:00 in Amsterdam
    ],
)
def test_the_day_somebody_is_back_is_the_day_in_amsterdam(handler: Actor, coordinator: Actor, back: datetime, last_day: date) -> None:
    absence = record(handler, handler, coordinator)

    end_absence(actor=handler, absence_id=absence.pk, now=back)

    absence.refresh_from_db()
    assert absence.last_day == last_day


def test_an_absence_that_lasted_no_day_is_withdrawn_and_a_colleagues_is_not_there(
    handler: Actor, coordinator: Actor, make_actor: Callable[..., Actor]
) -> None:
    absence = record(handler, handler, coordinator)
    with pytest.raises(NotFound):
        end_absence(actor=make_actor(Role.HANDLER), absence_id=absence.pk, now=NOW)

    end_absence(actor=coordinator, absence_id=absence.pk, now=NOW)

    assert Absence.objects.count() == 0
    assert [event.code for event in history()] == ["absence_recorded", "absence_withdrawn"]


def test_the_substitute_coordinator_handles_complaints_and_is_not_the_only_coordinator(
    coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]
) -> None:
    administrator = make_actor(Role.ADMINISTRATOR)
    same: dict[str, Any] = {"actor": administrator, "now": NOW}

    for user_id, code in (
        (make_actor(Role.COUNCIL_REGISTRY).user_id, "substitute_handles_nothing"),
        (coordinator.user_id, "substitute_is_the_coordinator"),
        (None, "substitute_unchanged"),
    ):
        with pytest.raises(Refusal, match=code):
            name_substitute_coordinator(**same, user_id=user_id)
    with pytest.raises(NotPermitted):
        name_substitute_coordinator(actor=coordinator, user_id=handler.user_id, now=NOW)
    assert history().count() == 0

    name_substitute_coordinator(**same, user_id=handler.user_id)
    make_actor(Role.COORDINATOR)
    name_substitute_coordinator(**same, user_id=coordinator.user_id)

    assert OrganisationSettings.objects.get().substitute_coordinator_id == coordinator.user_id
    assert history().last().data == {"user": coordinator.user_id, "before": handler.user_id}


# The pages


def test_the_pages_record_change_and_end(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    coordinator = client_at(tenant, make_person(Role.COORDINATOR, email="c@voorbeeld.example"))
    handler, second = make_person(Role.HANDLER, email="h@voorbeeld.example"), make_person(Role.HANDLER, email="i@voorbeeld.example")
    days = {"first_day": "2999-01-04", "last_day": "2999-01-08"}

    refused = coordinator.post("/afwezig/toevoegen/", {"user_id": handler.pk, "substitute_id": handler.pk, **days})
    coordinator.post("/afwezig/toevoegen/", {"user_id": handler.pk, "substitute_id": second.pk, **days})
    absence = Absence.objects.get()
    shown = coordinator.get("/afwezig/").content.decode()
    coordinator.post(f"/afwezig/{absence.pk}/", {"substitute_id": second.pk, **days, "last_day": "2999-01-09"})
    of_a_colleague = client_at(tenant, second).get(f"/afwezig/{absence.pk}/").status_code
    absence.refresh_from_db()
    coordinator.post(f"/afwezig/{absence.pk}/terug/")

    assert (refused.status_code, "Kies een collega" in refused.content.decode()) == (422, True)
    assert "h@voorbeeld.example" in shown
    assert (absence.last_day, of_a_colleague, Absence.objects.count()) == (D(2999, 1, 9), 404, 0)


def test_a_handler_is_offered_the_own_absence_alone(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    handler, second = make_person(Role.HANDLER), make_person(Role.HANDLER)

    page = client_at(tenant, handler).post(
        "/afwezig/toevoegen/", {"user_id": second.pk, "substitute_id": second.pk, "first_day": "2999-01-04", "last_day": "2999-01-04"}
    )

    assert page.status_code == 302
    assert Absence.objects.get().user_id == handler.pk


def test_an_administrator_names_the_substitute_on_the_page(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    make_person(Role.COORDINATOR)
    handler = make_person(Role.HANDLER)
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    client.post("/afwezig/vervanger/", {"user_id": handler.pk})
    again = client.post("/afwezig/vervanger/", {"user_id": handler.pk}, follow=True).content.decode()

    assert OrganisationSettings.objects.get().substitute_coordinator_id == handler.pk
    assert handler.email in again


@pytest.mark.parametrize(("role", "is_able"), [(Role.HANDLER, True), (Role.COUNCIL_REGISTRY, False), (None, False)])
def test_nobody_is_said_to_do_work_that_they_may_not_do(make_actor: Callable[..., Actor], role: Role | None, is_able: bool) -> None:
    """Named, and another role since, or none."""
    absent = make_actor(Role.HANDLER, email="weg@voorbeeld.example")
    named = make_actor(role or Role.HANDLER, email="naam@voorbeeld.example")
    Absence.objects.create(user_id=absent.user_id, substitute_id=named.user_id, first_day=TODAY, last_day=FRIDAY)
    if role is None:
        Membership.objects.filter(user_id=named.user_id).update(ended_at=NOW)

    own, _for_others = absences_of_own(actor=absent, day=TODAY)
    _own, for_others = absences_of_own(actor=named, day=TODAY)

    assert own is not None
    assert own.substitute == ("naam@voorbeeld.example" if is_able else "")
    assert [one.person for one in for_others] == (["weg@voorbeeld.example"] if is_able else [])
