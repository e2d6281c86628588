"""Whoever sends a page after the session ended, without a script to keep it, is shown what they typed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.models import Complaint, ComplaintEvent
from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role

AT = "http://samen.polsslag.localhost"
NOTE = "/klachten/2026-00001/notitie/"
NEW = f"/klachten/nieuw/{uuid.UUID(int=7)}/"
TYPED = "Mevrouw belde <b>boos</b>\r\nen wil een gesprek."
BY_HAND = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Referer": AT + NOTE}


@pytest.fixture
def client(tenant: Tenant, client_at: Callable[..., Client]) -> Client:
    return client_at(tenant)


def send(client: Client, sent: dict[str, Any], *, path: str = NOTE, headers: dict[str, str] | None = None) -> Any:
    return client.post(path, sent, headers=BY_HAND if headers is None else headers)


def test_what_was_typed_stands_on_the_answer_with_its_label(client: Client, capfd: Any, caplog: Any) -> None:
    sent = {
        "text": TYPED,
        "version": "7",
        "csrfmiddlewaretoken": "geheim-kenmerk",
        "stukken": SimpleUploadedFile("a.txt", b"in het bestand"),
    }

    answer = send(client, sent)

    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert "U was niet meer ingelogd" in page
    assert "Mevrouw belde &lt;b&gt;boos&lt;/b&gt;\r\nen wil een gesprek.</textarea>" in page
    assert page.count("<textarea") == page.count(" readonly") == 1
    assert ">Notitie</label>" in page
    assert "geheim-kenmerk" not in page
    assert "in het bestand" not in page
    assert f'href="/account/login/?next={NOTE}"' in page
    assert "Mevrouw" not in caplog.text + "".join(capfd.readouterr())
    assert (Complaint.objects.count(), ComplaintEvent.objects.count()) == (0, 0)


def test_a_new_complaint_stands_there_whole(client: Client) -> None:
    sent = {
        "story": "Te laat betaald",
        "name": "Jo Voorbeeld",
        "phone": "06 12345678",
        "channel": "EMAIL",
        "iets": "woorden die er niet horen",
    }

    page = send(client, sent, path=NEW, headers=BY_HAND | {"Referer": AT + NEW}).content.decode()

    for value in ("Te laat betaald", "Jo Voorbeeld", "06 12345678", "woorden die er niet horen"):
        assert f">\n{value}</textarea>" in page
    assert ">\nEMAIL<" not in page
    assert ">Wat is er gebeurd?</label>" in page


def test_one_word_in_a_field_that_is_there_as_often_as_needed_stands_there_too(client: Client) -> None:
    sent = {
        "story": "Te laat",
        "description_1": "Parkeren",
        "description_12": "Bezwaar",
        "colleague_name_2": "Kees",
        "nature_1": "TREATMENT",
    }

    page = send(client, sent, path=NEW, headers=BY_HAND | {"Referer": AT + NEW}).content.decode()

    assert [value for value in ("Parkeren", "Bezwaar", "Kees") if f">\n{value}</textarea>" in page] == ["Parkeren", "Bezwaar", "Kees"]
    assert page.count(">Dit onderdeel in één regel</label>") == 2
    assert page.count(">of de naam zoals die werd genoemd</label>") == 1
    assert "TREATMENT" not in page


def test_what_a_page_carries_along_is_not_said_to_be_typed(client: Client) -> None:
    changing = "/klachten/2026-00001/wijzigen/"
    sent = {"story": "Wat ik typte", "began-story": "Wat er stond", "began-wish": "Een gesprek graag", "choose-story": "van mij zelf"}

    page = send(client, sent, path=changing, headers=BY_HAND | {"Referer": AT + changing}).content.decode()

    assert page.count("<textarea") == 1
    assert ">\nWat ik typte</textarea>" in page


def test_no_password_stands_there(client: Client) -> None:
    sent = {"oldpassword": "mijn oude", "password1": "mijn nieuwe", "password2": "mijn nieuwe", "x": "wel dit"}

    page = send(client, sent, path="/account/password/change/").content.decode()

    assert ("wel dit" in page, "mijn oude" in page, "mijn nieuwe" in page) == (True, False, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html"},
        BY_HAND | {"Referer": "https://evil.example/"},
        BY_HAND | {"Referer": "http://elders.polsslag.localhost/klachten/"},
        {"Accept": "application/json", "Referer": AT + NOTE},
        {"Accept": "*/*", "Referer": AT + NOTE},
        BY_HAND | {"HX-Request": "true"},
        BY_HAND | {"Content-Length": "2500001"},
    ],
    ids=["from-nowhere", "from-elsewhere", "from-another", "draft", "file", "htmx", "large"],
)
def test_what_a_script_or_another_site_sends_is_asked_to_sign_in(client: Client, headers: dict[str, str]) -> None:
    answer = send(client, {"text": TYPED}, headers=headers)

    assert (answer.status_code, answer["Location"].split("?")[0], answer.content) == (302, "/account/login/", b"")


@pytest.mark.parametrize("sent", [{}, {"version": "7"}, {"text": "   "}])
def test_without_words_there_is_nothing_to_show(client: Client, sent: dict[str, str]) -> None:
    assert send(client, sent).status_code == 302


def test_somebody_without_the_role_gets_their_own_answer(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    answer = send(client_at(tenant, make_person(Role.COUNCIL_MEMBER)), {"text": TYPED})

    assert (answer.status_code, "Mevrouw" in answer.content.decode()) == (403, False)
