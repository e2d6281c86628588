"""One draft in two windows: the second sees both texts, chooses line by line, and nothing typed is lost."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from complaints.models import Complaint, RegistrationDraft
from tenants.models import Tenant
from tenants.permissions import Role

DRAFT = uuid.UUID(int=7)
ADDRESS = f"/klachten/nieuw/{DRAFT}/"
FIRST = {"story": "Te laat betaald", "phone": "030-11", "channel": "PHONE", "handling_wish": "HANDLE", "received_at": "2025-03-07T10:00"}
SECOND = {**FIRST, "story": "Niet betaald", "phone": "", "name": "Jo"}


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


@pytest.fixture
def saved(client: Client) -> Client:
    """The first window has saved, after both were opened."""
    assert client.post(f"{ADDRESS}bewaren/", {**FIRST, "version": "0"}).json() == {"version": 1}
    return client


def send(client: Client, button: str = "", **more: str | list[str]) -> HttpResponse:
    """The second window, which saw no version of the first."""
    return client.post(ADDRESS, {**SECOND, "version": "0", **({button: "1"} if button else {}), **more})  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def content() -> dict[str, str]:
    return {name: value for name, value in RegistrationDraft.objects.get().content.items() if name in ("story", "phone", "name")}


@pytest.mark.parametrize("button", ["compare", "keep", ""], ids=["compare", "keep-without-a-script", "register"])
def test_the_second_window_sees_both_texts_and_nothing_is_overwritten_or_registered(saved: Client, button: str) -> None:
    answer = send(saved, button)

    assert answer.status_code == 409
    told = words(answer)
    told = told[told.index("Wat verschilt") :]
    assert all(text in told for text in ("Te laat betaald", "Niet betaald", "030-11", "Jo"))
    page = answer.content.decode()
    assert re.findall(r'name="disputed" value="(\w+)"', page) == ["story"]
    assert 'name="version" value="1"' in page
    assert (content(), Complaint.objects.count()) == ({"story": "Te laat betaald", "phone": "030-11"}, 0)


@pytest.mark.parametrize(("choice", "story"), [("theirs", "Te laat betaald"), ("ours", "Niet betaald")])
def test_what_was_chosen_stands_and_what_one_window_alone_has_is_kept(saved: Client, choice: str, story: str) -> None:
    answer = send(saved, "put_together", version="1", disputed="story", **{"choose-story": choice})

    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert content() == {"story": story, "phone": "030-11", "name": "Jo"}
    page = saved.get(ADDRESS).content.decode()
    assert story in page
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    "more", [{"disputed": "story"}, {"disputed": "story", "choose-story": "x"}, {"choose-story": "ours"}], ids=["none", "odd", "not-asked"]
)
def test_without_a_choice_nothing_is_kept_and_the_page_asks_again(saved: Client, more: dict[str, str]) -> None:
    answer = send(saved, "put_together", version="1", **more)

    assert answer.status_code == 422
    assert "Kies bij elke regel" in words(answer)
    assert content() == {"story": "Te laat betaald", "phone": "030-11"}


def test_what_was_chosen_already_stays_chosen_when_the_page_asks_again(saved: Client) -> None:
    more: dict[str, str | list[str]] = {"disputed": ["story", "phone"], "phone": "030-22", "choose-story": "ours"}

    page = send(saved, "put_together", version="1", **more).content.decode()

    assert re.findall(r'name="(choose-[a-z]+)" value="([a-z]+)" checked', page) == [("choose-story", "ours")]
    stale = send(saved, "put_together", version="0", **more).content.decode()
    assert re.findall(r'name="choose-[a-z]+" value="[a-z]+" checked', stale) == []


def test_when_the_other_window_went_on_typing_it_is_compared_anew(saved: Client) -> None:
    saved.post(f"{ADDRESS}bewaren/", {**FIRST, "story": "Te laat betaald, weer", "version": "1"})

    answer = send(saved, "put_together", version="1", disputed="story", **{"choose-story": "ours"})

    assert answer.status_code == 409
    assert "Te laat betaald, weer" in words(answer)
    assert content()["story"] == "Te laat betaald, weer"


def test_registering_from_the_window_that_saved_last_goes_on_as_ever(saved: Client) -> None:
    answer = saved.post(ADDRESS, {**FIRST, "story": "Te laat betaald, en meer", "version": "1"})

    assert answer.status_code == 302
    assert Complaint.objects.get().story == "Te laat betaald, en meer"
    assert RegistrationDraft.objects.count() == 0


def test_after_a_refused_registration_this_window_is_not_taken_for_another_one(saved: Client) -> None:
    refused = saved.post(ADDRESS, {**FIRST, "received_at": "2199-01-01T10:00", "version": "1"})

    assert refused.status_code == 422
    assert 'name="version" value="2"' in refused.content.decode()
    assert saved.post(ADDRESS, {**FIRST, "version": "2"}).status_code == 302


def test_a_draft_of_somebody_else_is_compared_with_by_nobody(
    saved: Client, tenant: Tenant, make_person: Callable[..., object], client_at: Callable[..., Client]
) -> None:
    other = client_at(tenant, make_person(Role.COORDINATOR))

    answers = [send(other, button, version="1") for button in ("compare", "keep", "put_together")]

    assert all("Te laat betaald" not in answer.content.decode() for answer in answers)
    assert all("Niet betaald" in answer.content.decode() for answer in answers)
    assert content() == {"story": "Te laat betaald", "phone": "030-11"}
