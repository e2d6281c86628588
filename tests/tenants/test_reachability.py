"""How people reach the organisation about a complaint: checked, kept with what changed, and on its own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.errors import NotPermitted, Refusals
from tenants.models import Tenant
from tenants.organisation.flows.reachability import ReachabilityUnchanged, set_reachability
from tenants.organisation.models import OrganisationEvent, OrganisationSettings
from tenants.permissions import Role

PAGE = "/organisatie/bereikbaarheid/"
REACHED = {"phone": "030 286 00 00", "phone_hours": "op werkdagen van 9 tot 17 uur", "email": "klachten@voorbeeld.example"}
NOWHERE = {"phone": "", "phone_hours": "", "email": ""}


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


def kept() -> dict[str, str]:
    settings = OrganisationSettings.objects.get()
    return {name: getattr(settings, name) for name in NOWHERE}


def test_it_is_kept_with_what_changed(administrator: Actor, now: datetime) -> None:
    assert kept() == NOWHERE

    set_reachability(actor=administrator, now=now, **(REACHED | {"phone": "  030  286 00 00 "}))

    assert kept() == REACHED
    event = OrganisationEvent.objects.get(code="reachability_changed")
    assert (event.data, event.actor_id) == ({"changed": ["phone", "phone_hours", "email"]}, administrator.user_id)


def test_it_can_be_taken_away(administrator: Actor, now: datetime) -> None:
    OrganisationSettings.objects.update(**REACHED)

    set_reachability(actor=administrator, now=now, **NOWHERE)

    assert kept() == NOWHERE


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"phone": "030 286 00"}, [("phone", "unusable_phone")]),
        ({"phone": "bel 030 286 00 00"}, [("phone", "unusable_phone")]),
        ({"phone": "", "phone_hours": "van 9 tot 17 uur"}, [("phone", "hours_without_phone")]),
        ({"phone_hours": "x" * 101}, [("phone_hours", "unusable_phone_hours")]),
        ({"phone_hours": "van 9\x00tot 17"}, [("phone_hours", "unusable_phone_hours")]),
        ({"email": "klachten"}, [("email", "unusable_email")]),
        ({"phone": "12", "email": "x@y"}, [("phone", "unusable_phone"), ("email", "unusable_email")]),
    ],
)
def test_what_nobody_can_call_or_mail_is_refused(
    administrator: Actor, now: datetime, given: dict[str, str], codes: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refusals) as refused:
        set_reachability(actor=administrator, now=now, **(REACHED | given))

    assert [(one.field, one.code) for one in refused.value.refusals] == codes
    assert (kept(), OrganisationEvent.objects.filter(code="reachability_changed").count()) == (NOWHERE, 0)


def test_the_same_twice_is_refused(administrator: Actor, now: datetime) -> None:
    with pytest.raises(ReachabilityUnchanged):
        set_reachability(actor=administrator, now=now, **NOWHERE)

    assert OrganisationEvent.objects.filter(code="reachability_changed").count() == 0


def test_somebody_without_the_permission_changes_nothing(make_actor: Callable[..., Actor], now: datetime) -> None:
    with pytest.raises(NotPermitted):
        set_reachability(actor=make_actor(Role.COORDINATOR), now=now, **REACHED)

    assert kept() == NOWHERE


def test_it_is_changed_on_its_page(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    client = client_at(tenant, make_person(Role.ADMINISTRATOR))

    page: Any = client.get(PAGE)
    refused: Any = client.post(PAGE, REACHED | {"phone": "1"})
    saved: Any = client.post(PAGE, REACHED, follow=True)

    assert f'href="{PAGE}" aria-current="page"' in page.content.decode()
    assert (refused.status_code, '<a href="#id_phone">' in refused.content.decode()) == (422, True)
    assert "De bereikbaarheid is opgeslagen." in saved.content.decode()
    assert 'value="030 286 00 00"' in saved.content.decode()
    assert kept() == REACHED
