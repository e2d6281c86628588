"""The page that tells what each role may do: the table of permissions itself, in words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import ROLES, WITHOUT_ROLE, Permission, Role
from tenants.web.wording import PERMISSION_NAMES, ROLE_NAMES

OF_EVERYBODY = WITHOUT_ROLE | {Permission.SEE_START_PAGE}
OF_THE_PORTAL = {permission for permission, roles in ROLES.items() if roles == {Role.OPERATOR}}


def test_every_permission_that_not_everybody_has_is_told() -> None:
    assert set(PERMISSION_NAMES) == set(Permission) - OF_EVERYBODY - OF_THE_PORTAL


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.COUNCIL_MEMBER, Role.ADMINISTRATOR])
def test_the_page_says_yes_where_a_role_may_and_no_elsewhere(
    role: Role, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    page = client_at(tenant, make_person(role)).get("/mensen/rollen/").content.decode()

    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    assert len(rows) == len(PERMISSION_NAMES)
    shown = {what: re.findall(r'<td data-label="([^"]+)"', cells) for what, cells in rows}
    assert shown["Klachten zien, zoeken en openen"] == [
        *("Klachtencoördinator", "Klachtbehandelaar", "Leidinggevende", "Griffie", "Lid van de klachtadviescommissie")
    ]
    assert shown["Rollen geven en beëindigen"] == ["Beheerder"]
    assert all(len(re.findall("<td", cells)) == len(ROLE_NAMES) - 1 for _what, cells in rows)


def test_who_has_no_role_here_does_not_see_it(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    assert client_at(tenant, make_person()).get("/mensen/rollen/").status_code == 403
