"""Promises on the pages: recorded once, shown with how they stand in words, settled, and on the start page of whose work they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints.flows.promises import Promiser, add_promise
from complaints.flows.registration import register_complaint
from complaints.intake import Person, PointTold, Submission
from complaints.models import AccessRecord, Complaint, InvolvedPerson, Promise
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.factories.register import make_label

TEXT = "U krijgt een brief met uitleg"


def today() -> date:
    return dutch_date(read_clock())


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=today(), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def reference(actor: Actor) -> str:
    received = read_clock() - timedelta(days=3)
    told = Submission(story="Niet teruggebeld", channel="PHONE", filer=Person(name="Jansen"))
    return register_complaint(actor=actor, submission=told, received_at=received, now=received).reference


def promised(actor: Actor, reference: str, **parts: Any) -> Promise:
    given: dict[str, Any] = {"text": TEXT, "by": Promiser(user_id=actor.user_id), "due_on": today()} | parts
    return add_promise(actor=actor, reference=reference, now=read_clock(), **given)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def test_a_promise_is_recorded_once_however_often_the_page_is_sent(client: Client, person: User, reference: str) -> None:
    page = client.get(f"/klachten/{reference}/toezegging/")["Location"]
    assert f'<option value="user:{person.pk}" selected>' in client.get(page).content.decode()
    sent = {"text": TEXT, "by_user": f"user:{person.pk}", "due_on": today().isoformat()}

    answers = [client.post(page, sent) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/klachten/{reference}/")] * 2
    assert list(Promise.objects.values_list("text", "promised_by", "due_on", "said_on")) == [(TEXT, person.pk, today(), today())]


def test_a_unit_or_somebody_else_may_have_promised_it(client: Client, reference: str) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    assert unit
    for who in ({"by_user": f"unit:{unit.pk}"}, {"by_user": "", "by_name": "De wethouder"}):
        page = client.get(f"/klachten/{reference}/toezegging/")["Location"]
        assert client.post(page, {"text": TEXT, "due_on": today().isoformat(), **who}).status_code == 302

    assert sorted(Promise.objects.values_list("unit", "name"), key=str) == sorted([(unit.pk, ""), (None, "De wethouder")], key=str)


def test_two_who_promised_it_are_asked_for_one_and_what_was_typed_stays(client: Client, person: User, reference: str) -> None:
    page = client.get(f"/klachten/{reference}/toezegging/")["Location"]

    answer = client.post(page, {"text": TEXT, "by_user": f"user:{person.pk}", "by_name": "De wethouder", "due_on": today().isoformat()})

    assert (answer.status_code, Promise.objects.count()) == (422, 0)
    assert "Zeg wie het heeft toegezegd: kies een collega of een afdeling, of schrijf een naam op." in text_of(answer)
    assert TEXT in text_of(answer)


def test_the_file_shows_promises_by_day_with_how_they_stand_in_words(client: Client, actor: Actor, reference: str) -> None:
    promised(actor, reference, text="Later", due_on=today() + timedelta(days=60))
    promised(actor, reference, text="Gisteren", said_on=today() - timedelta(days=2), due_on=today() - timedelta(days=1))
    promised(actor, reference, text="Vandaag")

    page = text_of(client.get(f"/klachten/{reference}/"))

    shown = page[page.index("Toezeggingen 3") :]
    words = [
        "Gisteren Niet nagekomen: 1 dag te laat",
        "Vandaag Moet bijna gedaan zijn: vandaag is de laatste dag",
        "Later Open: nog 60 dagen",
    ]
    assert [shown.index(word) for word in words] == sorted(shown.index(word) for word in words)


def test_kept_is_one_page_and_one_press_away(client: Client, actor: Actor, reference: str) -> None:
    promise = promised(actor, reference)
    address = f"/klachten/{reference}/toezegging/{promise.pk}/nagekomen/"
    assert f'href="{address}"' in client.get(f"/klachten/{reference}/").content.decode()

    page = client.get(address)
    answer = client.post(address, {"version": "2", "told_by": "PHONE"})

    assert TEXT in text_of(page)
    # The file, and the page with what was promised.
    assert [one.code for one in AccessRecord.objects.all()] == ["opened"] * 2
    assert (answer.status_code, answer["Location"]) == (302, f"/klachten/{reference}/")
    kept = Promise.objects.get()
    assert (kept.end, kept.ended_on, kept.told_by, Complaint.objects.get().version) == ("KEPT", today(), "PHONE", 3)


def test_not_kept_with_a_new_day_stands_in_the_file_as_two(client: Client, actor: Actor, reference: str) -> None:
    promise = promised(actor, reference)
    sent = {"version": "2", "reason": "De bank was dicht", "new_due_on": (today() + timedelta(days=60)).isoformat()}

    client.post(f"/klachten/{reference}/toezegging/{promise.pk}/niet-nagekomen/", sent)

    page = text_of(client.get(f"/klachten/{reference}/"))
    assert "Toezeggingen 2" in page
    assert "volgt op een toezegging die niet is nagekomen" in page
    assert "De bank was dicht" in page


def test_what_was_recorded_by_mistake_is_taken_back_with_a_reason(client: Client, actor: Actor, reference: str) -> None:
    promise = promised(actor, reference)
    address = f"/klachten/{reference}/toezegging/{promise.pk}/vergissing/"

    refused = client.post(address, {"version": "2", "reason": ""})
    answer = client.post(address, {"version": "2", "reason": "Ander dossier"})

    assert (refused.status_code, answer.status_code) == (422, 302)
    assert list(Promise.objects.values_list("end", "remark")) == [("WITHDRAWN", "Ander dossier")]
    assert "Per vergissing vastgelegd Ander dossier" in text_of(client.get(f"/klachten/{reference}/"))


@pytest.mark.parametrize("step", ["nagekomen", "niet-nagekomen", "vergissing"])
def test_whoever_settles_an_overtaken_file_is_asked_again(client: Client, actor: Actor, reference: str, step: str) -> None:
    promise = promised(actor, reference)

    answer = client.post(f"/klachten/{reference}/toezegging/{promise.pk}/{step}/", {"version": "1", "reason": "Ziek"})

    assert (answer.status_code, Promise.objects.get().end) == (422, "")
    assert "Toezegging vastgelegd" in text_of(answer)


@pytest.mark.parametrize("step", ["nagekomen", "niet-nagekomen", "vergissing"])
def test_a_promise_of_another_file_or_of_a_lost_one_is_not_found(
    client: Client, actor: Actor, person: User, reference: str, step: str
) -> None:
    received = read_clock()
    other = register_complaint(actor=actor, submission=Submission(story="Anders"), received_at=received, now=received).reference
    promise = promised(actor, other)

    assert client.post(f"/klachten/{reference}/toezegging/{promise.pk}/{step}/", {"version": "1", "reason": "x"}).status_code == 404
    InvolvedPerson.objects.create(complaint=promise.complaint, user=person)
    assert client.get(f"/klachten/{other}/toezegging/{promise.pk}/{step}/").status_code == 404
    assert Promise.objects.get().end == ""


def test_the_start_page_says_what_was_promised_to_whom_it_may_concern_and_not_what(
    client: Client, client_at: Callable[..., Client], make_person: Callable[..., User], tenant: Tenant, actor: Actor, reference: str
) -> None:
    promise = promised(actor, reference)

    page, of_another = client.get("/"), client_at(tenant, make_person(Role.HANDLER)).get("/")

    assert f'href="/klachten/{reference}/toezegging/{promise.pk}/nagekomen/"' in page.content.decode()
    assert "Moet bijna gedaan zijn: vandaag is de laatste dag" in text_of(page)
    assert "toegezegd door u" in text_of(page)
    assert TEXT not in text_of(page)
    assert reference not in text_of(of_another)


def test_closing_says_that_what_was_promised_stands(client: Client, actor: Actor, reference: str) -> None:
    address = f"/klachten/{reference}/afsluiten/"
    before = text_of(client.get(address))
    promised(actor, reference)

    assert "toezegging open" not in before
    assert "Er staat nog 1 toezegging open. Die blijft ook na het afsluiten staan" in text_of(client.get(address))


def test_a_manager_sees_how_they_stand_and_settles_nothing(
    client_at: Callable[..., Client], make_person: Callable[..., User], tenant: Tenant, actor: Actor
) -> None:
    unit = make_label(Dimension.UNIT, "Werk")
    assert unit
    received = read_clock()
    told = Submission(story="Niet teruggebeld", points=(PointTold(unit="Werk"),))
    of_unit = register_complaint(actor=actor, submission=told, received_at=received, now=received).reference
    promise = promised(actor, of_unit)
    manager = client_at(tenant, make_person(Role.MANAGER, unit_id=unit.pk))

    page = manager.get(f"/klachten/{of_unit}/")

    assert "Moet bijna gedaan zijn" in text_of(page)
    assert "/nagekomen/" not in page.content.decode()
    assert manager.get(f"/klachten/{of_unit}/toezegging/{promise.pk}/nagekomen/").status_code == 403
