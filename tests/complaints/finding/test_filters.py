"""What narrows the list, one by one, and who may narrow it by what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from complaints.finding.choices import handlers_to_look_by, providers_to_look_by
from complaints.finding.filters import (
    ComplaintFilters,
    EndsBeforeItBegins,
    HandlersAreForCoordinators,
    UnknownDerivedKind,
    UnknownLaw,
    UnknownPeriod,
    UnknownState,
)
from complaints.finding.listing import find_complaints
from complaints.models import Complaint, InvolvedPerson, Round
from providers.directory.models import Provider
from tenants.actors import Actor
from tenants.errors import NotPermitted, Refusal
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_label, make_round

TODAY = date(2025, 3, 7)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def handler(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.HANDLER)


def a_file(*, opened: date = TODAY, closed: date | None = None, handler: Actor | None = None, due: date | None = None, **facts: Any) -> str:
    made = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=opened, closed_on=closed),), **facts))
    changes: dict[str, Any] = {"handler_id": handler.user_id} if handler else {}
    Round.objects.filter(complaint=made).update(**changes, **({"due_on": due} if due else {}))
    return made.reference


def found(actor: Actor, **filters: Any) -> list[str]:
    return [one.reference for one in find_complaints(actor=actor, filters=ComplaintFilters(**filters), today=TODAY).items]


def a_provider(name: str, number: str) -> Provider:
    return Provider.objects.create(name=name, kvk_number=number, created_at="2025-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("due", "states"),
    [
        (-1, {"open", "late"}),
        (0, {"open", "week"}),
        (7, {"open", "week"}),
        (8, {"open"}),
    ],
)
def test_the_last_day_decides_between_late_and_this_week(coordinator: Actor, due: int, states: set[str]) -> None:
    a_file(due=TODAY + timedelta(days=due))

    assert {state for state in ("open", "late", "week", "closed", "left_out") if found(coordinator, state=state)} == states


def test_a_file_is_in_one_of_open_closed_and_left_out(coordinator: Actor) -> None:
    opened, closed = a_file(), a_file(closed=TODAY)
    left_out = {a_file(exclusion="REGISTERED_IN_ERROR"), a_file(closed=TODAY, exclusion="REGISTERED_IN_ERROR")}

    assert found(coordinator, state="open") == [opened]
    assert found(coordinator, state="closed") == [closed]
    assert set(found(coordinator, state="left_out")) == left_out
    assert set(found(coordinator)) == {opened, closed, *left_out}


def test_mine_is_what_i_handle_now(coordinator: Actor, handler: Actor) -> None:
    mine = a_file(handler=handler)
    returned = Complaint.objects.get(reference=a_file(handler=handler, closed=TODAY))
    make_round(returned, 2, RoundFacts(opened_on=TODAY))
    a_file(handler=coordinator)
    nobodys = a_file()

    assert found(handler, mine=True) == [mine]
    assert found(coordinator, handler_id=handler.user_id) == [mine]
    assert set(found(coordinator, without_handler=True)) == {nobodys, returned.reference}


@pytest.mark.parametrize("filters", [{"handler_id": 1}, {"without_handler": True}])
@pytest.mark.parametrize("role", [Role.HANDLER, Role.MANAGER, Role.COUNCIL_REGISTRY])
def test_only_a_coordinator_looks_by_handler(make_actor: Callable[..., Actor], role: Role, filters: dict[str, Any]) -> None:
    with pytest.raises(HandlersAreForCoordinators) as refused:
        found(make_actor(role), **filters)

    assert refused.value.field == next(iter(filters))


def test_words_codes_and_providers_narrow(coordinator: Actor) -> None:
    one, other = a_provider("Zorg Een", "00000001"), a_provider("Zorg Twee", "00000002")
    wanted = a_file(unit="Werk", nature="Bejegening", channel="Telefoon", municipality="Houten", kind="Klacht", derived_kind="SIGNAL",
                    extra={"law": "JW", "provider_id": one.pk})  # fmt: skip
    a_file(unit="Inkomen", nature="Informatie", channel="Brief", municipality="Lopik", kind="Vraag", derived_kind="COMPLAINT",
           extra={"law": "WMO", "provider_id": other.pk})  # fmt: skip

    for filters in (
        {"unit": " WERK "}, {"nature": "bejegening"}, {"channel": "telefoon"}, {"municipality": "houten"}, {"kind": "klacht"},
        {"derived_kind": "SIGNAL"}, {"law": "JW"}, {"provider_id": one.pk},
    ):  # fmt: skip
        assert found(coordinator, **filters) == [wanted], filters
    assert found(coordinator, unit="Werk", nature="Informatie") == []
    assert providers_to_look_by(actor=coordinator) == [(one.pk, "Zorg Een"), (other.pk, "Zorg Twee")]


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        ({"unit": "Bestaat niet"}, "unknown_word"),
        ({"nature": "Bestaat niet"}, "unknown_word"),
        # A word of another list.
        ({"channel": "Werk"}, "unknown_word"),
        ({"municipality": "Bestaat niet"}, "unknown_word"),
        ({"kind": "Bestaat niet"}, "unknown_word"),
        ({"provider_id": 2_000_000_000}, "unknown_provider"),
        ({"handler_id": 2_000_000_000}, "unknown_person_here"),
    ],
)
def test_what_nobody_knows_is_refused_and_not_an_empty_list(coordinator: Actor, filters: dict[str, Any], code: str) -> None:
    a_file(unit="Werk", nature="Bejegening")

    with pytest.raises(Refusal) as refused:
        found(coordinator, **filters)

    assert (refused.value.code, refused.value.field) == (code, next(iter(filters)))


def test_the_last_day_of_receipt_is_not_before_the_first(coordinator: Actor) -> None:
    one = a_file(opened=date(2025, 3, 3))

    assert found(coordinator, received_from=date(2025, 3, 3), received_until=date(2025, 3, 3)) == [one]
    with pytest.raises(EndsBeforeItBegins) as refused:
        found(coordinator, received_from=date(2025, 3, 3), received_until=date(2025, 3, 2))
    assert refused.value.field == "received_until"


def test_a_period_and_days_hold_together(coordinator: Actor) -> None:
    last_year, this_year = a_file(opened=date(2024, 12, 31)), a_file(opened=date(2025, 1, 1))

    assert found(coordinator, period="last_year") == [last_year]
    assert found(coordinator, period="this_quarter") == [this_year]
    assert found(coordinator, received_from=date(2024, 12, 31), received_until=date(2024, 12, 31)) == [last_year]
    assert found(coordinator, period="this_year", received_until=date(2024, 12, 31)) == []


@pytest.mark.parametrize(
    ("filters", "refusal"),
    [
        ({"state": "half"}, UnknownState),
        ({"period": "ooit"}, UnknownPeriod),
        ({"law": "XYZ"}, UnknownLaw),
        ({"derived_kind": "KLACHT"}, UnknownDerivedKind),
    ],
)
def test_a_code_that_does_not_exist_is_refused(coordinator: Actor, filters: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        found(coordinator, **filters)


def test_nobody_chooses_by_what_they_may_not_know(coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]) -> None:
    secret, councils = a_provider("Zorg Geheim", "00000003"), a_provider("Zorg Raad", "00000004")
    complaint = Complaint.objects.get(reference=a_file(extra={"provider_id": secret.pk}))
    InvolvedPerson.objects.create(complaint=complaint, user_id=handler.user_id)
    a_file(extra={"provider_id": councils.pk, "compartment": "COUNCIL"})

    assert providers_to_look_by(actor=handler) == []
    assert providers_to_look_by(actor=coordinator) == [(secret.pk, "Zorg Geheim")]
    assert providers_to_look_by(actor=make_actor(Role.COUNCIL_REGISTRY)) == [(councils.pk, "Zorg Raad")]
    assert handlers_to_look_by(actor=handler, today=TODAY) == []
    assert {user_id for user_id, _name in handlers_to_look_by(actor=coordinator, today=TODAY)} >= {coordinator.user_id, handler.user_id}


def test_each_role_sees_its_own_part_of_the_list(coordinator: Actor, handler: Actor, make_actor: Callable[..., Actor]) -> None:
    own = make_label("unit", "Wmo")  # type: ignore[arg-type]
    assert own
    of_unit, of_other = a_file(unit="Wmo"), a_file(unit="Werk")
    of_council = a_file(unit="Wmo", extra={"compartment": "COUNCIL"})
    InvolvedPerson.objects.create(complaint=Complaint.objects.get(reference=of_other), user_id=handler.user_id)

    assert set(found(coordinator)) == {of_unit, of_other}
    assert found(handler) == [of_unit]
    assert found(make_actor(Role.MANAGER, unit_id=own.pk)) == [of_unit]
    assert found(make_actor(Role.COUNCIL_REGISTRY)) == [of_council]
    for role in (Role.ADMINISTRATOR, Role.EMPLOYEE, Role.COUNCIL_MEMBER):
        with pytest.raises(NotPermitted):
            found(make_actor(role))
