"""What is typed on the page of a step is kept for whoever types it, and for nobody else, until the step is done."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints import tasks
from complaints.flows.drafts import clear_lost_drafts, clear_old_drafts, save_draft
from complaints.flows.promises import Promiser, add_promise
from complaints.flows.registration import register_complaint
from complaints.flows.step_drafts import Place, StepDraftChangedElsewhere, keep_step_draft
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import (
    AccessRecord,
    Complaint,
    ComplaintEvent,
    Identity,
    IncomingMessage,
    MessageNature,
    Note,
    Promise,
    RegistrationDraft,
    Round,
    SearchEntry,
    StepDraft,
)
from complaints.statuses import Step
from tenants.accounts.access import actor_for
from tenants.accounts.models import Membership, User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)
TYPED = "Zij belt liever na vijf uur"
TOLD = Submission(story="Te laat betaald", channel="PHONE", filer=Person(name="M. Meijer"))


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def reference(actor: Actor) -> str:
    return register_complaint(confirms_at_once=False, actor=actor, submission=TOLD, received_at=RECEIVED, now=RECEIVED).reference


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    return str(answer["Location"]) if answer.status_code == 302 else address


def keep(client: Client, address: str, typed: dict[str, Any], *, version: int = 0) -> Any:
    return client.post(address, typed | {"keeps_typed": "1", "draft_version": str(version)})


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def test_what_was_typed_stands_there_again_with_when_and_can_be_begun_anew(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")

    kept = [keep(client, address, {"text": "Zij"}), keep(client, address, {"text": TYPED}, version=1)]
    again = client.get(page_of(client, f"/klachten/{reference}/notitie/"))

    assert [(one.status_code, one.json()) for one in kept] == [(200, {"version": 1}), (200, {"version": 2})]
    assert f"{TYPED}</textarea>" in again.content.decode()
    assert re.search(r"Wat u hier typte op \w\w \d+ \w+ \d{4}, \d\d:\d\d staat er nog\.", text_of(again))
    assert 'name="draft_version" value="2"' in again.content.decode()
    assert Note.objects.count() == 0

    anew = client.post(address, {"begins_anew": "1"})
    assert (anew.status_code, StepDraft.objects.count()) == (302, 0)
    assert TYPED not in client.get(anew["Location"]).content.decode()


def test_what_was_typed_goes_with_its_step_and_with_no_other(client: Client, reference: str) -> None:
    note, contact = (page_of(client, f"/klachten/{reference}/{step}/") for step in ("notitie", "contact"))
    keep(client, note, {"text": TYPED})
    keep(client, contact, {"happened_at": "2025-03-10T10:00", "way": "PHONE", "text": "Gebeld"})

    client.post(note, {"text": TYPED, "draft_version": "1"})

    assert (Note.objects.get().text, [draft.step for draft in StepDraft.objects.all()]) == (TYPED, ["record_contact"])


def test_a_step_that_is_refused_keeps_what_was_typed(client: Client, reference: str) -> None:
    address = f"/klachten/{reference}/vergissing/"
    keep(client, address, {"reason": "Was een vraag", "version": "1"})

    refused = client.post(address, {"reason": "", "version": "1"})

    assert (refused.status_code, StepDraft.objects.get().content) == (422, {"reason": "Was een vraag", "version": "1"})


def test_it_goes_in_the_transaction_of_the_step_and_stays_when_that_fails(
    client: Client, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")
    keep(client, address, {"text": TYPED})

    def fail(*args: Any, **kwargs: Any) -> None:
        assert StepDraft.objects.count() == 0
        raise RuntimeError

    monkeypatch.setattr("complaints.flows.notes.remember", fail)
    with pytest.raises(RuntimeError):
        client.post(address, {"text": TYPED})

    assert (Note.objects.count(), StepDraft.objects.count()) == (0, 1)


def test_a_late_save_of_a_window_whose_step_is_done_brings_nothing_back(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")
    keep(client, address, {"text": TYPED})
    client.post(address, {"text": TYPED})

    late = keep(client, address, {"text": TYPED + "!"}, version=1)

    assert (late.status_code, late.json()["code"], StepDraft.objects.count()) == (404, "not_found", 0)


def test_another_window_overwrites_nothing(client: Client, reference: str) -> None:
    first, second = (page_of(client, f"/klachten/{reference}/notitie/") for _ in range(2))
    keep(client, first, {"text": TYPED})

    refused = keep(client, second, {"text": "Iets anders"})

    assert (refused.status_code, refused.json()["code"]) == (422, "step_draft_changed_elsewhere")
    assert StepDraft.objects.get().content == {"text": TYPED}


def test_what_begins_filled_is_kept_where_it_was_touched_alone_and_nothing_where_it_was_not(client: Client, reference: str) -> None:
    address = f"/klachten/{reference}/gesprek/"
    known = {"version": "1", "story": "Te laat betaald", "began_story": "Te laat betaald", "inform_weeks": "0"}

    untouched = keep(client, address, known)
    assert (untouched.json(), StepDraft.objects.count()) == ({"version": 0}, 0)

    keep(client, address, known | {"meaning": TYPED})
    content = StepDraft.objects.get().content
    assert {name: content.get(name) for name in ("meaning", "story", "version")} == {"meaning": TYPED, "story": None, "version": "1"}


def test_changed_facts_are_back_with_what_the_page_began_with(client: Client, reference: str) -> None:
    address = f"/klachten/{reference}/wijzigen/"
    page = client.get(address).content.decode()
    sent = {unescape(name): unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)}
    keep(client, address, sent | {"story": TYPED, "name": "M. Meijer"})
    Complaint.objects.update(version=2, summary="Van een collega")

    again = client.get(address).content.decode()

    assert f"{TYPED}</textarea>" in again
    assert re.findall(r'name="version" value="(\w*)"', again) == ["1"]


def test_a_colleague_sees_nothing_of_it_and_has_one_of_their_own(
    client: Client, reference: str, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    colleague = client_at(tenant, make_person(Role.HANDLER))
    keep(client, page_of(client, f"/klachten/{reference}/notitie/"), {"text": TYPED})
    theirs = page_of(colleague, f"/klachten/{reference}/notitie/")

    assert TYPED not in colleague.get(theirs).content.decode()
    assert TYPED not in colleague.get(f"/klachten/{reference}/").content.decode()
    assert keep(colleague, theirs, {"text": "Van mij"}).json() == {"version": 1}
    colleague.post(theirs, {"begins_anew": "1"})
    assert [draft.content for draft in StepDraft.objects.all()] == [{"text": TYPED}]


def test_it_is_in_no_history_search_or_log_of_reading(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")
    before = AccessRecord.objects.count(), ComplaintEvent.objects.count(), Complaint.objects.get().version

    keep(client, address, {"text": TYPED})

    assert (AccessRecord.objects.count(), ComplaintEvent.objects.count(), Complaint.objects.get().version) == before
    everything = json.dumps([list(model.objects.values()) for model in (AccessRecord, ComplaintEvent, SearchEntry)], default=str)
    assert TYPED not in everything


@pytest.mark.parametrize("address", ["/klachten/2025-99999/notitie/", "/klachten/x/notitie/"])
def test_of_a_file_that_is_not_there_nothing_is_kept(client: Client, reference: str, address: str) -> None:
    assert (keep(client, address, {"text": TYPED}).status_code, StepDraft.objects.count()) == (404, 0)


def test_a_step_the_file_does_not_take_keeps_nothing_and_shows_nothing(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/contact/")
    keep(client, address, {"text": TYPED})
    Round.objects.update(closed_on=date(2025, 3, 11))

    late = keep(client, address, {"text": TYPED + "!"}, version=1)

    assert (late.status_code, StepDraft.objects.get().content["text"]) == (404, TYPED)
    assert TYPED not in client.get(address).content.decode()


def test_who_becomes_involved_loses_what_they_typed_at_once(
    client: Client, actor: Actor, person: User, reference: str, make_actor: Callable[..., Actor]
) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")
    keep(client, address, {"text": TYPED})
    involved = (InvolvedTold(user_id=person.pk, name="Bo"),)

    update_complaint(actor=make_actor(Role.COORDINATOR), reference=reference, changes={"involved": involved}, seen_version=1, now=RECEIVED)

    assert (StepDraft.objects.count(), keep(client, address, {"text": TYPED}).status_code) == (0, 404)
    assert StepDraft.objects.count() == 0


def test_once_somebody_is_shielded_nothing_stays_of_what_anybody_typed(
    client: Client, reference: str, make_actor: Callable[..., Actor]
) -> None:
    keep(client, page_of(client, f"/klachten/{reference}/notitie/"), {"text": "Mevrouw Meijer belde"})
    shielded = replace(TOLD.filer, identity=Identity.SHIELDED)

    update_complaint(actor=make_actor(Role.COORDINATOR), reference=reference, changes={"filer": shielded}, seen_version=1, now=RECEIVED)

    assert StepDraft.objects.count() == 0


def test_too_much_is_refused_and_what_was_kept_stays(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")
    keep(client, address, {"text": TYPED})

    refused = keep(client, address, {"text": "x" * 100_001}, version=1)

    assert (refused.status_code, refused.json()["code"]) == (422, "step_draft_too_large")
    assert StepDraft.objects.get().content == {"text": TYPED}


def test_nobody_keeps_more_than_two_hundred(actor: Actor, person: User, reference: str, client: Client) -> None:
    file = Complaint.objects.get()
    StepDraft.objects.bulk_create(
        StepDraft(complaint=file, writer=person, step="add_note", page=f"add_note?{n}", changed_at=RECEIVED) for n in range(200)
    )

    refused = keep(client, page_of(client, f"/klachten/{reference}/notitie/"), {"text": TYPED})

    assert (refused.status_code, refused.json()["code"], StepDraft.objects.count()) == (422, "too_many_step_drafts", 200)


def test_what_nobody_touched_for_thirty_days_goes(actor: Actor, reference: str) -> None:
    place = Place(reference=reference, step=Step.ADD_NOTE, page="add_note?")
    keep_step_draft(actor=actor, place=place, content={"text": TYPED}, seen_version=0, now=RECEIVED)

    assert clear_old_drafts(actor=system_actor(), now=RECEIVED + timedelta(days=30)) == 0
    assert clear_old_drafts(actor=system_actor(), now=RECEIVED + timedelta(days=30, seconds=1)) == 1
    assert StepDraft.objects.count() == 0


def test_the_same_save_sent_twice_is_kept_once(actor: Actor, reference: str) -> None:
    place = Place(reference=reference, step=Step.ADD_NOTE, page="add_note?")

    def send(text: str) -> int:
        return keep_step_draft(actor=actor, place=place, content={"text": text}, seen_version=0, now=RECEIVED)

    assert [send(TYPED), send(TYPED)] == [1, 1]
    with pytest.raises(StepDraftChangedElsewhere):
        send("Iets anders")


def test_what_was_typed_about_one_promise_stays_when_another_is_kept(client: Client, actor: Actor, reference: str) -> None:
    said: dict[str, Any] = {"by": Promiser(user_id=actor.user_id), "due_on": date(2025, 5, 1), "said_on": date(2025, 3, 7)}
    for text in ("Een", "Twee"):
        add_promise(actor=actor, reference=reference, text=text, **said, request_key=None, now=RECEIVED)
    first, second = Promise.objects.order_by("pk")
    version = str(Complaint.objects.get().version)
    keep(client, f"/klachten/{reference}/toezegging/{first.pk}/niet-nagekomen/", {"reason": TYPED, "version": version})

    sent = {"version": version, "kept_on": "2025-03-10", "told_by": "PHONE", "remark": "ja"}
    answer = client.post(f"/klachten/{reference}/toezegging/{second.pk}/nagekomen/", sent)

    assert (answer.status_code, [one.content["reason"] for one in StepDraft.objects.all()]) == (302, [TYPED])


def test_what_was_typed_about_a_promise_goes_when_that_one_is_kept(client: Client, actor: Actor, reference: str) -> None:
    said: dict[str, Any] = {"by": Promiser(user_id=actor.user_id), "due_on": date(2025, 5, 1), "said_on": date(2025, 3, 7)}
    add_promise(actor=actor, reference=reference, text="Een", **said, request_key=None, now=RECEIVED)
    address = f"/klachten/{reference}/toezegging/{Promise.objects.get().pk}/nagekomen/"
    sent = {"version": str(Complaint.objects.get().version), "kept_on": "2025-03-10", "told_by": "PHONE", "remark": TYPED}
    keep(client, address, sent)

    answer = client.post(address, sent)

    assert (answer.status_code, StepDraft.objects.count()) == (302, 0)


@pytest.mark.parametrize(("by_whom", "version"), [("themselves", "2"), ("a colleague", "1")])
def test_who_goes_on_typing_is_told_of_what_a_colleague_changed_and_not_of_what_they_did_themselves(
    client: Client, actor: Actor, reference: str, make_actor: Callable[..., Actor], by_whom: str, version: str
) -> None:
    address = f"/klachten/{reference}/afsluiten/"
    keep(client, address, {"explanation": TYPED, "version": "1"})
    changer = actor if by_whom == "themselves" else make_actor(Role.COORDINATOR)
    update_complaint(actor=changer, reference=reference, changes={"wish": "Excuses"}, seen_version=1, now=RECEIVED)

    page = client.get(address).content.decode()

    assert (TYPED in page, re.findall(r'name="version" value="(\d+)"', page)) == (True, [version])


def test_what_is_emptied_again_is_not_kept(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")

    kept = [keep(client, address, {"text": "Zij"}), keep(client, address, {"text": ""}, version=1)]
    again = client.get(page_of(client, f"/klachten/{reference}/notitie/"))

    assert [one.json() for one in kept] == [{"version": 1}, {"version": 0}]
    assert (StepDraft.objects.count(), "staat er nog" in text_of(again)) == (0, False)


def test_a_page_opened_before_somebody_was_shielded_keeps_nothing_of_who_it_is(client: Client, actor: Actor, reference: str) -> None:
    address = f"/klachten/{reference}/wijzigen/"
    page = client.get(address).content.decode()
    sent = {unescape(name): unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)}
    shielded = replace(TOLD.filer, identity=Identity.SHIELDED)
    update_complaint(actor=actor, reference=reference, changes={"filer": shielded}, seen_version=1, now=RECEIVED)

    keep(client, address, sent | {"story": TYPED, "name": "M. Meijer"})

    content = StepDraft.objects.get().content
    assert (content["story"], "Meijer" in json.dumps(content)) == (TYPED, False)


def test_what_was_typed_for_a_message_that_was_handled_does_not_hide_the_one_that_waits(client: Client, reference: str) -> None:
    of = Complaint.objects.get()
    came: dict[str, Any] = {"complaint": of, "round": of.rounds.get(), "nature": MessageNature.MESSAGE, "taken_in_at": RECEIVED}
    first, _second = (
        IncomingMessage.objects.create(**came, digest=str(n) * 64, arrived_at=RECEIVED + timedelta(hours=n), text=f"Bericht nummer {n}")
        for n in (1, 2)
    )
    address = f"/klachten/{reference}/bericht/"
    keep(client, address, {"message": str(first.pk), "text": TYPED})
    IncomingMessage.objects.filter(pk=first.pk).update(handling="READ", handled_at=RECEIVED)

    page = client.get(address).content.decode()

    assert ("Bericht nummer 2" in page, TYPED in page, StepDraft.objects.count()) == (True, False, 0)


# What a complaint does not need

BSN = "111222333"


def test_a_bsn_in_what_is_typed_is_said_not_to_be_needed_and_refused_nowhere(client: Client, reference: str) -> None:
    address = page_of(client, f"/klachten/{reference}/notitie/")

    typed = keep(client, address, {"text": f"Haar nummer is {BSN}"})
    other = keep(client, address, {"text": "Bel 0612345678 over zaak 123456789 van 10.03.2025"}, version=1)
    sent = client.post(address, {"text": f"Haar nummer is {BSN}"}, follow=True)

    assert typed.json()["notice"].startswith("In wat u typt staat misschien een BSN.")
    assert (BSN in typed.content.decode(), other.json()) == (False, {"version": 2})
    assert "In wat u typte staat misschien een BSN." in text_of(sent)
    assert Note.objects.get().text == f"Haar nummer is {BSN}"


def test_who_registers_is_told_so_while_they_type_and_after(client: Client, tenant: Tenant, caplog: pytest.LogCaptureFixture) -> None:
    address = "/klachten/nieuw/00000000-0000-4000-8000-000000000007/"

    typed = client.post(f"{address}bewaren/", {"story": f"Mijn BSN is {BSN}", "version": "0"})
    sent = client.post(address, {"story": f"Mijn BSN is {BSN}", "version": "1", "received_at": "2025-03-07T10:00"}, follow=True)

    assert typed.json()["notice"].startswith("In wat u typt staat misschien een BSN.")
    assert "In wat u typte staat misschien een BSN." in text_of(sent)
    assert (Complaint.objects.count(), BSN in caplog.text) == (1, False)


FENNA = {"name": "Fenna Hoekstra", "phone": "0612345678", "email": "fenna@voorbeeld.example", "address": "Lindelaan 12, 1234 AB Ons Dorp"}
TELLS_WHO = "In uw tekst staat wie afgeschermd is of anoniem wil blijven: "


@pytest.mark.parametrize(
    ("identity", "typed", "told"),
    [
        ("SHIELDED", {"story": "Fenna belde drie keer."}, "de naam"),
        ("SHIELDED", {"wish": "Bel 06 1234 5678"}, "het telefoonnummer"),
        ("SHIELDED", {"description_1": "Brief naar Lindelaan 12"}, "het adres"),
        ("ANONYMOUS", {"story": "Mail fenna@voorbeeld.example, zegt Hoekstra"}, "de naam, het e-mailadres"),
        ("SHIELDED", {"story": "De klager belde drie keer."}, None),
        # A colleague whose first name is the same.
        ("SHIELDED", {"story": "Fenna Bakker was kortaf.", "colleague_name_1": "Fenna Bakker"}, None),
        ("", {"story": "Fenna belde drie keer."}, None),
    ],
)
def test_who_registers_somebody_shielded_is_told_that_the_text_tells_who_it_is(
    client: Client, tenant: Tenant, identity: str, typed: dict[str, str], told: str | None
) -> None:
    address = "/klachten/nieuw/00000000-0000-4000-8000-000000000008/"
    given = FENNA | {"story": "Relaas", "identity": identity, "received_at": "2025-03-07T10:00"} | typed

    notice = client.post(f"{address}bewaren/", given | {"version": "0"}).json().get("notice")
    sent = client.post(address, given | {"version": "1"}, follow=True)

    expected = f"{TELLS_WHO}{told}. Schrijf daar liever ‘ik’ of ‘de klager’." if told else None
    assert (notice, TELLS_WHO in text_of(sent)) == (expected, told is not None)
    assert Complaint.objects.get().story == given["story"]


def test_a_text_beside_somebody_whose_shield_the_page_does_not_show_tells_nothing_of_who_it_is(client: Client, tenant: Tenant) -> None:
    address = "/klachten/nieuw/00000000-0000-4000-8000-000000000009/"
    client.post(address, FENNA | {"story": "Relaas", "identity": "SHIELDED", "received_at": "2025-03-07T10:00"})
    change = f"/klachten/{Complaint.objects.get().reference}/wijzigen/"

    answer = keep(client, change, {"story": "Is het Fenna Hoekstra?", "version": "1"})

    assert answer.json() == {"version": 1}


def type_in(client: Client, reference: str) -> None:
    for step in ("notitie", "contact"):
        keep(client, page_of(client, f"/klachten/{reference}/{step}/"), {"text": TYPED})


def test_whose_last_role_ends_loses_what_they_typed_at_once_and_a_colleague_loses_nothing(
    client: Client, person: User, reference: str, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    colleague = make_person(Role.HANDLER)
    type_in(client, reference)
    type_in(client_at(tenant, colleague), reference)
    save_draft(actor=actor_of(person, tenant), draft_id=uuid.UUID(int=1), content={"story": TYPED}, seen_version=0, now=RECEIVED)
    Membership.objects.filter(user=person).update(ended_at=RECEIVED)

    tasks.follow_departure.run(user_id=person.pk)

    assert [draft.writer_id for draft in StepDraft.objects.all()] == [colleague.pk] * 2
    assert RegistrationDraft.objects.count() == 0


def test_who_keeps_a_role_that_handles_keeps_what_they_typed(client: Client, person: User, reference: str, tenant: Tenant) -> None:
    Membership.objects.create(tenant=tenant, user=person, role=Role.HANDLER, starts_on=date(2020, 1, 1))
    type_in(client, reference)
    Membership.objects.filter(user=person, role=Role.COORDINATOR).update(ended_at=RECEIVED)

    assert clear_lost_drafts(actor=system_actor(), user_id=person.pk, now=RECEIVED) == 0
    assert StepDraft.objects.count() == 2


@pytest.mark.parametrize("left", ["a role that sees and handles nothing", "the other compartment"])
def test_who_sees_the_file_no_more_or_takes_no_step_in_it_loses_it_at_the_latest_in_the_night(
    client: Client, person: User, reference: str, tenant: Tenant, left: str
) -> None:
    role = Role.EMPLOYEE if left == "a role that sees and handles nothing" else Role.COUNCIL_REGISTRY
    type_in(client, reference)
    Membership.objects.filter(user=person).update(role=role)

    assert clear_old_drafts(actor=system_actor(), now=read_clock()) == 2
    assert StepDraft.objects.count() == 0
    assert clear_old_drafts(actor=system_actor(), now=read_clock()) == 0


def actor_of(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)
