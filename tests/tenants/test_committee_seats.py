"""Who sits on an advisory committee (Awb 9:14): independent people, one chair, and an end to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tenants.accounts.models import Membership, User
from tenants.actors import Actor
from tenants.errors import NotFound, NotPermitted, Refusal
from tenants.models import Tenant
from tenants.organisation.flows.committee_seats import seat_member, unseat_member
from tenants.organisation.models import AdvisoryCommittee, CommitteeSeat, OrganisationEvent
from tenants.permissions import Role
from tests.factories.committees import make_committee


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


@pytest.fixture
def committee(tenant: Tenant) -> AdvisoryCommittee:
    return make_committee()


def seat(actor: Actor, committee: AdvisoryCommittee, now: datetime, user: User, **told: Any) -> AdvisoryCommittee:
    return seat_member(actor=actor, authority_id=committee.authority_id, committee_id=committee.pk, user_id=user.pk, now=now, **told)


def test_a_member_sits_until_they_are_let_go_and_may_sit_again(
    administrator: Actor, committee: AdvisoryCommittee, make_person: Callable[..., User], now: datetime
) -> None:
    person = make_person(Role.COMMITTEE_MEMBER)
    seat(administrator, committee, now, person, is_chair=True)
    one = CommitteeSeat.objects.get()
    same: dict[str, Any] = {"actor": administrator, "authority_id": committee.authority_id, "committee_id": committee.pk, "now": now}

    with pytest.raises(Refusal, match="sits_already"):
        seat(administrator, committee, now, person)
    with pytest.raises(Refusal, match="another_chair"):
        seat(administrator, committee, now, make_person(Role.COMMITTEE_MEMBER), is_chair=True)
    unseat_member(**same, seat_id=one.pk)
    with pytest.raises(NotFound):
        unseat_member(**same, seat_id=one.pk)
    seat(administrator, committee, now, person)

    seats = CommitteeSeat.objects.order_by("pk").values_list("user_id", "is_chair", "left_on")
    assert list(seats) == [(person.pk, True, now.date()), (person.pk, False, None)]
    codes = list(OrganisationEvent.objects.filter(code__startswith="committee").order_by("pk").values_list("code", flat=True))
    assert codes == ["committee_member_seated", "committee_member_left", "committee_member_seated"]


@pytest.mark.parametrize(
    ("roles", "code"),
    [
        ((Role.HANDLER,), "not_a_committee_member"),
        ((), "not_a_committee_member"),
        ((Role.COMMITTEE_MEMBER, Role.HANDLER), "member_not_independent"),
        ((Role.COMMITTEE_MEMBER, Role.COUNCIL_MEMBER), "member_not_independent"),
    ],
)
def test_only_somebody_whose_one_role_it_is_sits(
    administrator: Actor,
    committee: AdvisoryCommittee,
    make_person: Callable[..., User],
    now: datetime,
    roles: tuple[Role, ...],
    code: str,
) -> None:
    person = make_person(*[role for role in roles if role is not Role.COUNCIL_MEMBER])
    if Role.COUNCIL_MEMBER in roles:
        tenant = Tenant.objects.get(pk=Membership.objects.filter(user=person)[0].tenant_id)
        Membership.objects.create(tenant=tenant, user=person, role=Role.COUNCIL_MEMBER, starts_on=date(2020, 1, 1))

    with pytest.raises(Refusal, match=code):
        seat(administrator, committee, now, person)
    assert (CommitteeSeat.objects.count(), OrganisationEvent.objects.filter(code__startswith="committee").count()) == (0, 0)


def test_nobody_else_seats_or_lets_go(
    committee: AdvisoryCommittee, make_actor: Callable[..., Actor], make_person: Callable[..., User], now: datetime
) -> None:
    coordinator, person = make_actor(Role.COORDINATOR), make_person(Role.COMMITTEE_MEMBER)

    with pytest.raises(NotPermitted):
        seat(coordinator, committee, now, person)
    with pytest.raises(NotPermitted):
        unseat_member(actor=coordinator, authority_id=committee.authority_id, committee_id=committee.pk, seat_id=1, now=now)
    assert CommitteeSeat.objects.count() == 0


def test_the_page_seats_shows_and_lets_go(
    client_at: Callable[..., Client], tenant: Tenant, committee: AdvisoryCommittee, make_person: Callable[..., User]
) -> None:
    person = make_person(Role.COMMITTEE_MEMBER, email="lid@voorbeeld.example")
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))
    page = f"/organisatie/{committee.authority_id}/"
    assert "Er zit nog niemand in." in client.get(page).content.decode()

    client.post(f"{page}commissie/{committee.pk}/lid/", {"user": person.pk, "is_chair": "on"})
    shown = client.get(page).content.decode()
    Membership.objects.create(tenant=tenant, user=person, role=Role.HANDLER, starts_on=date(2020, 1, 1))
    warned = client.get(page).content.decode()
    client.post(f"{page}commissie/{committee.pk}/lid/{CommitteeSeat.objects.get().pk}/weg/")

    assert "lid@voorbeeld.example, voorzitter" in shown
    assert ["heeft niet alleen de rol van lid" in one for one in (shown, warned)] == [False, True]
    assert CommitteeSeat.objects.filter(left_on=None).count() == 0
