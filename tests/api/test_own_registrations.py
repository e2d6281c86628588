"""Who registered a complaint can follow it by number, state and dates, and learns nothing of what is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint, InvolvedPerson, Round
from tenants.accounts.models import User
from tenants.permissions import ROLES, Permission, Role

Ask = Callable[..., dict[str, Any]]
REGISTER = "mutation($input: RegisterComplaintInput!) { registerComplaint(input: $input) { receipt { reference } } }"
OWN = "{ ownRegistrations { nodes { reference receivedOn state dueOn hasStatutoryTerm contactDueOn isVisible } } }"
ONE = "query($reference: String!) { ownRegistration(reference: $reference) { reference state } }"


def registered(ask: Ask, role: Role) -> str:
    told = ask(REGISTER, role, input={"story": "Te laat betaald", "receivedAt": "2025-03-05T10:00:00+01:00"})
    return str(told["data"]["registerComplaint"]["receipt"]["reference"])


def codes_of(answer: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in answer["errors"]]


def test_an_employee_follows_what_they_registered_and_nothing_else(ask: Ask) -> None:
    first, second, others = registered(ask, Role.EMPLOYEE), registered(ask, Role.EMPLOYEE), registered(ask, Role.HANDLER)
    handling = Round.objects.get(complaint__reference=first)
    Round.objects.filter(complaint__reference=second).update(closed_on=date(2025, 3, 7))

    rows = ask(OWN, Role.EMPLOYEE)["data"]["ownRegistrations"]["nodes"]

    assert [(row["reference"], row["state"]) for row in rows] == [(second, "closed"), (first, "registered")]
    assert rows[1] == {
        "reference": first,
        "receivedOn": "2025-03-05",
        "state": "registered",
        "dueOn": handling.due_on.isoformat(),
        "hasStatutoryTerm": handling.has_statutory_term,
        "contactDueOn": handling.contact_due_on.isoformat(),
        "isVisible": False,
    }
    assert ask(ONE, Role.EMPLOYEE, reference=first)["data"]["ownRegistration"] == {"reference": first, "state": "registered"}
    assert codes_of(ask(ONE, Role.EMPLOYEE, reference=others)) == ["not_found"]
    assert ask(OWN, Role.HANDLER)["data"]["ownRegistrations"]["nodes"][0]["isVisible"] is True


def test_who_is_involved_has_lost_it_here_too(ask: Ask) -> None:
    reference = registered(ask, Role.EMPLOYEE)
    complaint = Complaint.objects.get(reference=reference)
    InvolvedPerson.objects.create(complaint=complaint, user=User.objects.get(pk=complaint.registered_by_id))

    assert ask(OWN, Role.EMPLOYEE)["data"]["ownRegistrations"]["nodes"] == []
    assert codes_of(ask(ONE, Role.EMPLOYEE, reference=reference)) == ["not_found"]


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.HANDLER])
def test_three_rows_cost_the_queries_of_one(ask: Ask, role: Role) -> None:
    registered(ask, role)
    ask(OWN, role)

    with CaptureQueriesContext(connection) as one_row:
        assert len(ask(OWN, role)["data"]["ownRegistrations"]["nodes"]) == 1
    registered(ask, role)
    registered(ask, role)
    with CaptureQueriesContext(connection) as three_rows:
        assert len(ask(OWN, role)["data"]["ownRegistrations"]["nodes"]) == 3

    assert len(three_rows) == len(one_row)


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.REGISTER_COMPLAINTS] - {Role.OPERATOR}))
def test_who_registers_nothing_is_refused(ask: Ask, role: Role) -> None:
    for answer in (ask(OWN, role), ask(ONE, role, reference="2025-00001")):
        assert (answer["data"], codes_of(answer)) == (None, ["not_permitted"])
