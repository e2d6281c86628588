"""What can be named in a complaint can be asked: the organisation's words, care providers, authorities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from providers.directory.models import Provider
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.permissions import ROLES, Permission, Role
from tests.factories.register import make_label

Ask = Callable[..., dict[str, Any]]
LABELS = "query($list: LabelList!) { labels(list: $list) { nodes { id text coreCode isActive } } }"
PROVIDERS = "query($text: String) { providers(text: $text) { nodes { id name } } }"
REGISTER = "mutation($input: RegisterComplaintInput!) { registerComplaint(input: $input) { receipt { reference } errors { code } } }"


def provider(number: int, name: str, **facts: Any) -> Provider:
    return Provider.objects.create(kvk_number=f"{number:08}", name=name, created_at=datetime(2025, 1, 1, tzinfo=UTC), **facts)


def test_the_words_of_one_list_in_the_organisations_order_with_those_that_are_offered_no_more(ask: Ask) -> None:
    phone, mail, unit = (
        make_label(Dimension.CHANNEL, "Telefonisch"),
        make_label(Dimension.CHANNEL, "Mailtje"),
        make_label(Dimension.UNIT, "A"),
    )
    assert phone
    assert mail
    assert unit
    Label.objects.filter(pk=mail.pk).update(is_active=False)

    assert ask(LABELS, Role.EMPLOYEE, list="CHANNEL")["data"]["labels"]["nodes"] == [
        {"id": str(phone.pk), "text": "Telefonisch", "coreCode": "PHONE", "isActive": True},
        {"id": str(mail.pk), "text": "Mailtje", "coreCode": None, "isActive": False},
    ]
    assert ask(LABELS, Role.EMPLOYEE, list="UNIT")["data"]["labels"]["nodes"] == [
        {"id": str(unit.pk), "text": "A", "coreCode": None, "isActive": True}
    ]


def test_every_list_of_words_can_be_asked(ask: Ask) -> None:
    assert [ask(LABELS, list=dimension.name)["data"] for dimension in Dimension] == [{"labels": {"nodes": []}}] * 8


def test_providers_in_use_by_name_and_narrowed(ask: Ask) -> None:
    second, first = provider(1, "Zorg Oost"), provider(2, "Aandacht")
    provider(3, "Gestopt", is_active=False)

    assert ask(PROVIDERS, Role.EMPLOYEE)["data"]["providers"]["nodes"] == [
        {"id": first.pk, "name": "Aandacht"},
        {"id": second.pk, "name": "Zorg Oost"},
    ]
    assert ask(PROVIDERS, Role.EMPLOYEE, text="oost")["data"]["providers"]["nodes"] == [{"id": second.pk, "name": "Zorg Oost"}]


def test_what_was_found_is_taken_as_it_is(ask: Ask) -> None:
    make_label(Dimension.CHANNEL, "Telefonisch")
    provider(1, "Zorg Oost")
    [label], [care] = ask(LABELS, list="CHANNEL")["data"]["labels"]["nodes"], ask(PROVIDERS)["data"]["providers"]["nodes"]
    [authority] = ask("{ authorities { nodes { id } } }")["data"]["authorities"]["nodes"]

    told = ask(
        REGISTER,
        input={"story": "Te laat", "channel": label["id"], "providerId": care["id"], "authorityId": authority["id"]},
    )

    assert told["data"]["registerComplaint"]["errors"] == []


@pytest.mark.parametrize("role", sorted(set(Role) - ROLES[Permission.REGISTER_COMPLAINTS] - {Role.OPERATOR}))
def test_who_registers_nothing_is_refused(ask: Ask, role: Role) -> None:
    for query, variables in ((LABELS, {"list": "UNIT"}), (PROVIDERS, {})):
        answer = ask(query, role, **variables)

        assert (answer["data"], [error["extensions"]["code"] for error in answer["errors"]]) == (None, ["not_permitted"])


def test_the_providers_cannot_be_asked_by_the_hundred(ask: Ask) -> None:
    answer = ask("{ " + " ".join(f"p{number}: providers {{ nodes {{ id name }} }}" for number in range(50)) + " }")

    assert [error["extensions"]["code"] for error in answer["errors"]] == ["too_costly"]
