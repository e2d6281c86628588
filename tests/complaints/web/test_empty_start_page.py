"""The start page of whoever has no file to see yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from complaints.flows.registration import register_complaint
from complaints.intake import Submission
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.conftest import NOW

EMPTY = {
    Role.COUNCIL_REGISTRY: "Hier zijn geen klachten over de raad.",
    Role.MANAGER: "Hier zijn geen klachten over uw afdeling.",
    Role.HANDLER: "Hier zijn nog geen klachten.",
}


@pytest.mark.parametrize("role", EMPTY)
def test_an_empty_start_page_says_what_comes_there(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], make_actor: Callable[..., Actor], role: Role
) -> None:
    if role is not Role.HANDLER:
        register_complaint(actor=make_actor(Role.COORDINATOR), submission=Submission(story="Relaas"), received_at=NOW, now=NOW)

    page = client_at(tenant, make_person(role)).get("/").content.decode()

    assert [told for told in EMPTY.values() if told in page] == [EMPTY[role]]
    assert ("coördinator" in page) == (role is Role.HANDLER)


@pytest.mark.parametrize(("role", "is_there"), [(Role.ADMINISTRATOR, True), (Role.COORDINATOR, False), (Role.MANAGER, False)])
def test_the_start_page_of_an_administrator_leads_to_who_looked(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], role: Role, is_there: bool
) -> None:
    page = client_at(tenant, make_person(role)).get("/").content.decode()

    assert ('href="/wie-keek/"' in page, "Bekijk wie er keek" in page) == (is_there, is_there)
