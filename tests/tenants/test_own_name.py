"""How somebody is called is theirs to say, and colleagues see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role


def test_whoever_was_invited_says_their_name_and_it_stands_in_the_header(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    client = client_at(tenant, make_person(Role.COORDINATOR, email="nieuw@voorbeeld.example"))
    before = client.get("/").content.decode()

    page = client.post("/account/naam/", {"name": "  Sam   Voorbeeld "}, follow=True).content.decode()

    assert ("nieuw@voorbeeld.example" in before, "Sam Voorbeeld" in before) == (True, False)
    assert ("Uw naam is opgeslagen." in page, page.count("Sam Voorbeeld")) == (True, 2)
    assert User.objects.get(email="nieuw@voorbeeld.example").name == "Sam Voorbeeld"


@pytest.mark.parametrize("name", ["", "   ", "x" * 151, "Sam\u202eVoorbeeld"])
def test_a_name_that_cannot_be_is_refused_beside_its_field(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], name: str
) -> None:
    client = client_at(tenant, make_person(Role.COORDINATOR, email="nieuw@voorbeeld.example"))

    answer = client.post("/account/naam/", {"name": name})

    assert (answer.status_code, "id_name_error" in answer.content.decode()) == (422, True)
    assert User.objects.get(email="nieuw@voorbeeld.example").name == ""


def test_a_password_of_digits_alone_is_refused(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    client = client_at(tenant, make_person(Role.COUNCIL_MEMBER, municipality="GM0321"))

    answer = client.post("/account/password/change/", {"oldpassword": "geheim", "password1": "918273645019", "password2": "918273645019"})

    assert "Dit wachtwoord bestaat alleen uit cijfers. Neem er ook letters in op." in answer.content.decode()
