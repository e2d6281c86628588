"""Roles given and ended by an administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from tenants.accounts.access import actor_for
from tenants.accounts.flows.invitations import send_invitation
from tenants.accounts.flows.memberships import (
    AlreadyAMember,
    LastAdministrator,
    MunicipalityMissing,
    MunicipalityNotForThisRole,
    NotAParticipant,
    RoleNotGrantedHere,
    UnitMissing,
    UnitNotForThisRole,
    UnknownUnit,
    UnusableAddress,
    end_membership,
    grant_membership,
    note_arrival,
)
from tenants.accounts.models import Membership, MembershipEvent, User
from tenants.accounts.selectors import list_members
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted
from tenants.models import OutboxMessage, Tenant
from tenants.permissions import Role

START = date(2026, 12, 1)


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


def grant(actor: Actor, tenant: Tenant, now: datetime, **changed: Any) -> Membership:
    return grant_membership(
        **(
            {"actor": actor, "tenant": tenant, "email": "iemand@elders.example", "role": Role.HANDLER, "starts_on": START, "now": now}
            | changed
        )
    )


def come_in(user: User, tenant: Tenant, now: datetime) -> None:
    note_arrival(actor=actor_for(user=user, tenant=tenant, today=date(2026, 12, 1), has_second_factor=True), tenant=tenant, now=now)


def test_an_unknown_address_becomes_a_user_without_password_and_is_invited(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    membership = grant(administrator, tenant, now, email="  Nieuw@Elders.example ")

    assert (membership.user.email, membership.user.has_usable_password()) == ("nieuw@elders.example", False)
    assert [(event.code, event.actor_id) for event in membership.events.all()] == [("granted", administrator.user_id)]
    message = OutboxMessage.objects.get()
    assert (message.task_name, message.payload) == ("accounts.send_invitation", {"membership_id": membership.pk})


def test_a_known_and_an_unknown_address_get_the_same_mail(
    administrator: Actor, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    known = make_person(Role.HANDLER, at=other_tenant, email="bekend@elders.example")
    before = (known.password, known.email, known.name)

    for email in ("bekend@elders.example", "onbekend@elders.example"):
        membership = grant(administrator, tenant, now, email=email)
        assert send_invitation(actor=system_actor(), membership_id=membership.pk, now=now) is True

    known.refresh_from_db()
    assert (known.password, known.email, known.name) == before
    assert [message.to for message in mail.outbox] == [["bekend@elders.example"], ["onbekend@elders.example"]]
    assert mail.outbox[0].body == mail.outbox[1].body
    assert "http://samen.polsslag.localhost:8000/account/password/reset/" in mail.outbox[0].body


def test_an_invitation_delivered_twice_goes_out_once(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    membership = grant(administrator, tenant, now)

    sent = [send_invitation(actor=system_actor(), membership_id=membership.pk, now=now) for _ in range(2)]

    assert (sent, len(mail.outbox)) == ([True, False], 1)


def test_a_role_that_was_ended_meanwhile_is_not_announced(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    membership = grant(administrator, tenant, now)
    end_membership(actor=administrator, tenant=tenant, membership_id=membership.pk, now=now)

    assert send_invitation(actor=system_actor(), membership_id=membership.pk, now=now) is False
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"email": "geen adres"}, UnusableAddress),
        ({"email": "a" * 250 + "@b.nl"}, UnusableAddress),
        ({"role": Role.OPERATOR}, RoleNotGrantedHere),
        ({"role": Role.MANAGER}, UnitMissing),
        ({"role": Role.MANAGER, "unit_id": UUID(int=1)}, UnknownUnit),
        ({"role": Role.MANAGER, "unit_id": UUID(int=1), "known_unit_ids": [UUID(int=2)]}, UnknownUnit),
        ({"unit_id": UUID(int=1)}, UnitNotForThisRole),
        ({"role": Role.COUNCIL_MEMBER}, MunicipalityMissing),
        ({"municipality_code": "GM0321"}, MunicipalityNotForThisRole),
        ({"role": Role.COUNCIL_MEMBER, "municipality_code": "GM0363"}, NotAParticipant),
    ],
)
def test_what_cannot_be_granted_is_refused_and_leaves_nothing(
    administrator: Actor, tenant: Tenant, now: datetime, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        grant(administrator, tenant, now, **changed)

    assert (Membership.objects.count(), MembershipEvent.objects.count(), OutboxMessage.objects.count()) == (1, 0, 0)


def test_the_same_role_twice_is_refused_as_already_there(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    grant(administrator, tenant, now)

    with pytest.raises(AlreadyAMember):
        grant(administrator, tenant, now, email="IEMAND@elders.example")

    assert (Membership.objects.count(), OutboxMessage.objects.count()) == (2, 1)


def test_only_an_administrator_grants(make_actor: Callable[..., Actor], tenant: Tenant, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        grant(make_actor(Role.COORDINATOR), tenant, now)

    assert User.objects.filter(email="iemand@elders.example").count() == 0


def test_the_last_administrator_cannot_end_itself(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    own = Membership.objects.get(user_id=administrator.user_id)

    with pytest.raises(LastAdministrator):
        end_membership(actor=administrator, tenant=tenant, membership_id=own.pk, now=now)
    other = grant(administrator, tenant, now, role=Role.ADMINISTRATOR, starts_on=date(2026, 11, 20)).user
    other.set_password("een-eigen-wachtwoord")
    other.save()
    come_in(other, tenant, now)
    ended = end_membership(actor=administrator, tenant=tenant, membership_id=own.pk, now=now)

    assert ended.ended_at == now
    assert [event.code for event in ended.events.all()] == ["ended"]


@pytest.mark.parametrize(
    ("starts_on", "person"),
    [
        (date(2026, 11, 21), {"password": "md5$heeft-er-een"}),
        (date(2026, 11, 20), {"password": "!nog-geen"}),
        (date(2026, 11, 20), {"password": "md5$heeft-er-een", "is_active": False}),
    ],
    ids=["starts tomorrow", "never set a password", "deactivated"],
)
def test_an_administrator_who_cannot_come_in_today_is_no_other_administrator(
    administrator: Actor, tenant: Tenant, now: datetime, starts_on: date, person: dict[str, Any]
) -> None:
    own = Membership.objects.get(user_id=administrator.user_id)
    other = grant(administrator, tenant, now, role=Role.ADMINISTRATOR, starts_on=starts_on)
    come_in(other.user, tenant, now)
    User.objects.filter(pk=other.user_id).update(**person)

    with pytest.raises(LastAdministrator):
        end_membership(actor=administrator, tenant=tenant, membership_id=own.pk, now=now)

    own.refresh_from_db()
    assert own.ended_at is None


def test_whether_an_address_has_an_account_elsewhere_does_not_show_in_a_refusal(
    administrator: Actor, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    own = Membership.objects.get(user_id=administrator.user_id)
    known = make_person(Role.ADMINISTRATOR, at=other_tenant, email="bekend@elders.example")
    come_in(known, other_tenant, now)

    for email in ("bekend@elders.example", "onbekend@elders.example"):
        added = grant(administrator, tenant, now, email=email, role=Role.ADMINISTRATOR, starts_on=date(2026, 11, 20))
        with pytest.raises(LastAdministrator):
            end_membership(actor=administrator, tenant=tenant, membership_id=own.pk, now=now)
        end_membership(actor=administrator, tenant=tenant, membership_id=added.pk, now=now)

    own.refresh_from_db()
    assert own.ended_at is None


def test_an_administrator_with_a_passkey_alone_is_another_administrator(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    own = Membership.objects.get(user_id=administrator.user_id)
    other = grant(administrator, tenant, now, role=Role.ADMINISTRATOR, starts_on=date(2026, 11, 20))
    Authenticator.objects.create(user=other.user, type=Authenticator.Type.WEBAUTHN, data={})
    come_in(other.user, tenant, now)

    assert end_membership(actor=administrator, tenant=tenant, membership_id=own.pk, now=now).ended_at == now


def test_a_council_member_represents_two_municipalities_and_each_once(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    codes = ["GM0321", "GM0331"]

    for code in codes:
        grant(administrator, tenant, now, role=Role.COUNCIL_MEMBER, municipality_code=code)
    with pytest.raises(AlreadyAMember):
        grant(administrator, tenant, now, role=Role.COUNCIL_MEMBER, municipality_code="GM0331")

    assert list(Membership.objects.filter(role=Role.COUNCIL_MEMBER).order_by("pk").values_list("municipality", flat=True)) == codes


def test_what_another_rule_of_the_database_refuses_is_not_called_already_there(
    administrator: Actor, tenant: Tenant, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.accounts.flows.memberships._check_belonging", lambda *given: None)

    with pytest.raises(IntegrityError, match="manager_has_a_unit"):
        grant(administrator, tenant, now, role=Role.MANAGER)


def test_a_manager_belongs_to_a_unit_there_is(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    membership = grant(administrator, tenant, now, role=Role.MANAGER, unit_id=UUID(int=1), known_unit_ids=[UUID(int=1)])

    assert membership.unit_id == UUID(int=1)


def test_another_tenants_membership_does_not_exist(
    administrator: Actor, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    theirs = Membership.objects.get(user=make_person(Role.HANDLER, at=other_tenant))

    with pytest.raises(NotFound):
        end_membership(actor=administrator, tenant=tenant, membership_id=theirs.pk, now=now)

    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_a_name_is_shown_only_once_the_person_has_come_in_here(
    administrator: Actor, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    known = make_person(Role.HANDLER, at=other_tenant, email="bekend@elders.example")
    User.objects.filter(pk=known.pk).update(name="Bekende Naam")
    membership = grant(administrator, tenant, now, email="bekend@elders.example")

    def shown() -> tuple[str, bool]:
        member = next(one for one in list_members(actor=administrator, tenant=tenant) if one.membership.pk == membership.pk)
        return member.name, member.has_arrived

    before = shown()
    arrived = Actor(kind=administrator.kind, schema_name=tenant.schema_name, user_id=known.pk, roles=frozenset({Role.HANDLER}))
    noted = [note_arrival(actor=arrived, tenant=tenant, now=now + timedelta(days=1)) for _ in range(2)]

    assert (before, noted, shown()) == (("", False), [1, 0], ("Bekende Naam", True))


def test_the_page_grants_and_tells_nothing_of_elsewhere(
    tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    make_person(Role.HANDLER, at=other_tenant, email="bekend@elders.example")
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))
    pages = []

    for email in ("bekend@elders.example", "onbekend@elders.example"):
        response = client.post("/mensen/toevoegen/", {"email": email, "role": "handler", "starts_on": "2026-12-01"}, follow=True)
        pages.append(response.content.decode().count("nog niet binnen geweest"))
        assert response.redirect_chain == [("/mensen/", 302)]
    refused = client.post("/mensen/toevoegen/", {"email": "x", "role": "handler", "starts_on": "2026-12-01"})

    # The administrator itself, then one more each time.
    assert (pages, refused.status_code) == ([2, 3], 422)
    assert "naam@organisatie.nl" in refused.content.decode()
