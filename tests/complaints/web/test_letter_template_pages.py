"""The page of the organisation's own texts: an example beside them, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints.models import LetterTemplate
from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role

PAGE = "/organisatie/brieven/L07/"


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.ADMINISTRATOR))


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def test_a_text_is_changed_and_counted(client: Client) -> None:
    page = client.get(PAGE)
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert "{{ afspraken }}" in text_of(page)

    done = client.post(PAGE, sent | {"texts.opening": "Goedendag {{ naam }},"})

    assert (done["Location"], LetterTemplate.objects.values_list("code", "block", "text").get()) == (
        PAGE,
        ("L07", "opening", "Goedendag {{ naam }},"),
    )
    assert "1 eigen tekst" in text_of(client.get("/organisatie/brieven/"))
    assert "Goedendag mevrouw Voorbeeld," in text_of(client.get(PAGE))


def test_what_is_refused_stays_on_the_page_with_why(client: Client) -> None:
    page = client.get(PAGE)
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}

    answer = client.post(PAGE, sent | {"texts.come_back": "Tot ziens."})

    assert (answer.status_code, "Tot ziens." in answer.content.decode(), LetterTemplate.objects.count()) == (422, True, 0)
    assert 'moet "altijd terugkomen" staan' in text_of(answer)


def test_the_example_follows_what_is_typed_and_keeps_nothing(client: Client) -> None:
    shown = text_of(client.post(f"{PAGE}voorbeeld/", {"texts.opening": "Hoi {{ naam }}", "texts.come_back": "{{ wachtwoord }}"}))

    assert "Hoi mevrouw Voorbeeld" in shown
    assert 'noemt "wachtwoord", en dat is geen gegeven' in shown
    assert LetterTemplate.objects.count() == 0


def test_a_doubtful_sentence_is_told_beside_the_example_and_kept(client: Client) -> None:
    page = client.get(PAGE)
    sent = {name: page.context["form"][name].value() for name in page.context["form"].fields}

    done = client.post(PAGE, sent | {"texts.questions": "U kunt terecht bij de bestuursrechter."})

    assert (done.status_code, LetterTemplate.objects.get().text) == (302, "U kunt terecht bij de bestuursrechter.")
    assert 'staat: "U kunt terecht bij de bestuursrechter." Dat lijkt op bezwaar of beroep' in text_of(client.get(PAGE))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HANDLER, Role.EMPLOYEE])
def test_only_an_administrator_has_these_pages(
    role: Role, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    theirs = client_at(tenant, make_person(role))

    assert [theirs.get(page).status_code for page in ("/organisatie/brieven/", PAGE)] == [403, 403]
    assert theirs.post(f"{PAGE}voorbeeld/").status_code == 403


def test_a_letter_that_does_not_exist_has_no_page(client: Client) -> None:
    assert client.get("/organisatie/brieven/L99/").status_code == 404
