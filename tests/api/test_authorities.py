"""The authorities as the API shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.organisation.queries import AuthorityKind as ApiKind
from complaints.models import Complaint
from tenants.organisation.models import AdvisoryCommittee, Authority, AuthorityKind, CompetentOmbudsman
from tenants.permissions import ROLES, Permission, Role

Ask = Callable[..., dict[str, Any]]
QUERY = (
    "{ authorities { nodes { id name kind validFrom validUntil isDefault ombudsman { name contact } committee { name appointedBy } } } }"
)


def add(kind: AuthorityKind, **days: date) -> Authority:
    authority = Authority.objects.create(name=f"Orgaan {kind}", kind=kind, **days)
    belongings(authority)
    return authority


def belongings(authority: Authority) -> None:
    CompetentOmbudsman.objects.create(authority=authority, name="Vroegere ombudsman", valid_until=date(2019, 12, 31))
    CompetentOmbudsman.objects.create(authority=authority, name="Nationale ombudsman", contact="Postbus 1", valid_from=date(2020, 1, 1))
    AdvisoryCommittee.objects.create(authority=authority, name="Commissie", appointed_by="Besluit 1", valid_from=date(2020, 1, 1))


def test_authorities_come_with_what_belongs_to_them_today(ask: Ask) -> None:
    default = Authority.objects.get(is_default=True)
    other = add(AuthorityKind.CHAIR, valid_from=date(2000, 1, 1), valid_until=date(2001, 12, 31))

    first, second = ask(QUERY)["data"]["authorities"]["nodes"]

    assert first == {
        "id": default.pk,
        "name": default.name,
        "kind": "EXECUTIVE_BOARD",
        "validFrom": None,
        "validUntil": None,
        "isDefault": True,
        "ombudsman": None,
        "committee": None,
    }
    assert second == {
        "id": other.pk,
        "name": "Orgaan chair",
        "kind": "CHAIR",
        "validFrom": "2000-01-01",
        "validUntil": "2001-12-31",
        "isDefault": False,
        "ombudsman": {"name": "Nationale ombudsman", "contact": "Postbus 1"},
        "committee": {"name": "Commissie", "appointedBy": "Besluit 1"},
    }


def test_three_rows_cost_the_queries_of_one(ask: Ask) -> None:
    belongings(Authority.objects.get())
    ask(QUERY)

    with CaptureQueriesContext(connection) as one_row:
        assert len(ask(QUERY)["data"]["authorities"]["nodes"]) == 1
    for kind in (AuthorityKind.CHAIR, AuthorityKind.GENERAL_BOARD):
        add(kind)
    with CaptureQueriesContext(connection) as three_rows:
        assert len(ask(QUERY)["data"]["authorities"]["nodes"]) == 3

    assert len(three_rows) == len(one_row)


def test_who_registers_and_sees_no_files_finds_the_authority_to_name(ask: Ask) -> None:
    other = add(AuthorityKind.CHAIR)
    [_default, found] = ask(QUERY, Role.EMPLOYEE)["data"]["authorities"]["nodes"]
    register = "mutation($input: RegisterComplaintInput!) { registerComplaint(input: $input) { receipt { reference } errors { code } } }"

    told = ask(register, Role.EMPLOYEE, input={"story": "Te laat betaald", "authorityId": found["id"]})

    assert told["data"]["registerComplaint"]["errors"] == []
    assert Complaint.objects.get().authority_id == other.pk


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.REGISTER_COMPLAINTS] - {Role.OPERATOR}))
def test_who_registers_nothing_is_refused(ask: Ask, role: Role) -> None:
    answer = ask(QUERY, role)

    assert (answer["data"], [error["extensions"]["code"] for error in answer["errors"]]) == (None, ["not_permitted"])


def test_the_api_knows_every_kind() -> None:
    assert {kind.value for kind in ApiKind} == set(AuthorityKind.values)
