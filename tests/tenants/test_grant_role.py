"""The way in for the first administrator and the first operator: a command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tenants.accounts.models import Membership, User
from tenants.accounts.tasks import send_invitation
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.permissions import Role


def run(*arguments: str) -> None:
    """As from the shell: no schema is set."""
    connection.set_schema_to_public()
    call_command("grant_role", *arguments)


def status_of(*arguments: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as raised:
        run(*arguments)
    return raised.value.returncode, str(raised.value)


def deliver() -> None:
    message = OutboxMessage.objects.get()
    assert message.task_name == "accounts.send_invitation"
    send_invitation(**message.payload)


def test_the_first_administrator_gets_a_role_and_a_mail(tenant: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    run("administrator", "Eerste@Voorbeeld.example", "--tenant", "samen")

    membership = Membership.objects.get()
    assert (membership.tenant.slug, membership.user.email, membership.role) == ("samen", "eerste@voorbeeld.example", "administrator")
    assert [(event.code, event.actor_kind, event.actor_id) for event in membership.events.all()] == [("granted", "command", None)]
    assert capsys.readouterr().out == (
        "eerste@voorbeeld.example heeft nu de rol administrator bij Samenwerking Voorbeeldstreek,"
        f" vanaf {membership.starts_on.isoformat()}. Er is een bericht onderweg.\n"
    )
    deliver()
    assert [message.to for message in mail.outbox] == [["eerste@voorbeeld.example"]]
    assert "http://samen.polsslag.localhost:8000/account/password/reset/" in mail.outbox[0].body


def test_the_first_operator_comes_in_at_the_portal(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    run("operator", "beheer@voorbeeld.example", "--portal")
    deliver()

    assert "http://portaal.polsslag.localhost:8000/account/password/reset/" in mail.outbox[0].body
    operator = User.objects.get()
    User.objects.filter(pk=operator.pk).update(is_demo=True)
    client = client_at(tenant, operator)
    assert client.get("/", HTTP_HOST="portaal.polsslag.localhost").status_code == 200


def test_a_manager_and_a_council_member_belong_where_is_said(tenant: Tenant, now: Any) -> None:
    unit = Label.objects.create(dimension=Dimension.UNIT, text="Werk en Inkomen", key="werk en inkomen", position=1)

    run("manager", "m@voorbeeld.example", "--tenant", "samen", "--unit", "werk en inkomen", "--from", "2027-01-01")
    run("council_member", "r@voorbeeld.example", "--tenant", "samen", "--municipality", "GM0331")

    granted = Membership.objects.order_by("pk")
    assert [(one.role, one.unit_id, one.municipality_id) for one in granted] == [
        (Role.MANAGER, unit.pk, None),
        (Role.COUNCIL_MEMBER, None, "GM0331"),
    ]
    assert granted[0].starts_on == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("administrator", "geen-adres", "--tenant", "samen"), 1, "unusable_address"),
        (("operator", "a@b.example", "--tenant", "samen"), 1, "role_not_granted_here"),
        (("administrator", "a@b.example", "--portal"), 1, "role_not_granted_here"),
        (("manager", "a@b.example", "--tenant", "samen"), 1, "unit_missing"),
        (("manager", "a@b.example", "--tenant", "samen", "--unit", "Bestaat niet"), 1, "unknown_unit"),
        (("administrator", "a@b.example", "--tenant", "bestaat-niet"), 2, "bestaat-niet"),
        (("administrator", "a@b.example", "--tenant", "portaal"), 2, "portaal"),
    ],
)
def test_what_cannot_be_granted_ends_with_a_status_and_leaves_nothing(
    arguments: tuple[str, ...], status: int, code: str, tenant: Tenant
) -> None:
    ended, reason = status_of(*arguments)

    assert (ended, code in reason) == (status, True)
    assert (Membership.objects.count(), User.objects.count(), OutboxMessage.objects.count()) == (0, 0, 0)


def test_the_same_role_twice_is_refused(tenant: Tenant) -> None:
    run("administrator", "a@b.example", "--tenant", "samen")

    assert status_of("administrator", "A@b.example", "--tenant", "samen") == (1, "already_a_member: Deze persoon heeft deze rol al.")
