"""The conversation card: nothing is asked twice, every question may stay empty, and who was promised news hears from us in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.ending import Ending
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import Complaint, ComplaintEvent, ContactResult, ContactWay, Identity, Party, PreferredContact
from complaints.selectors import complaint_file, inform_by_of
from complaints.statuses import Step
from complaints.steps import ChangedMeanwhile
from complaints.work.reasons import Reason
from complaints.work.work_list import open_work
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
TALKED = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)  # Wednesday
ANSWERS: dict[str, Any] = {"meaning": "Zij kon de huur niet betalen", "wish": "Weten wanneer", "informing": "Na vieren", "inform_weeks": 2}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def actor(person: User, tenant: Tenant) -> Actor:
    return actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def register(actor: Actor, **told: Any) -> str:
    submission = Submission(**({"story": "Te laat betaald", "filer": Person(name="Jo", email="jo@voorbeeld.example")} | told))
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=RECEIVED).reference


def explore(actor: Actor, reference: str, *, seen_version: int | None = None, **answers: Any) -> None:
    update_complaint(actor=actor, reference=reference, changes=answers, step=Step.EXPLORE, seen_version=seen_version, now=TALKED)


def talk(actor: Actor, reference: str, result: ContactResult = ContactResult.SPOKEN) -> None:
    record_contact(actor=actor, reference=reference, happened_at=TALKED, way=ContactWay.PHONE, result=result, now=TALKED)


def file(reference: str) -> Complaint:
    return Complaint.objects.get(reference=reference)


def page(client: Client, reference: str) -> str:
    return client.get(f"/klachten/{reference}/").content.decode()


def test_the_answers_are_in_the_file_and_what_it_was_in_its_history(actor: Actor) -> None:
    reference = register(actor, wish="Geld")

    explore(actor, reference, **ANSWERS, filer={"preferred_contact": PreferredContact.PHONE})

    kept = file(reference)
    assert (kept.meaning, kept.wish, kept.informing, kept.inform_weeks) == tuple(ANSWERS.values())
    assert kept.parties.get().preferred_contact == PreferredContact.PHONE
    event = ComplaintEvent.objects.get(code="explored")
    assert event.data == {
        "version": 2,
        "round": 1,
        "fields": ["filer", "inform_weeks", "informing", "meaning", "wish"],
        "was": {"inform_weeks": 0},
    }
    assert event.personal is not None
    assert (event.personal["wish"], event.personal["meaning"]) == ("Geld", "")


@pytest.mark.parametrize(
    ("answers", "code"),
    [({}, "nothing_changed"), ({"inform_weeks": 13}, "inform_weeks_unusable"), ({"inform_weeks": -1}, "inform_weeks_unusable")],
)
def test_what_says_nothing_or_cannot_be_is_refused(actor: Actor, answers: dict[str, Any], code: str) -> None:
    reference = register(actor)

    with pytest.raises(Refusal, match=code):
        explore(actor, reference, **answers)

    assert (file(reference).version, file(reference).inform_weeks) == (1, 0)


def test_who_decided_on_an_older_file_is_told(actor: Actor) -> None:
    reference = register(actor)
    explore(actor, reference, meaning="Slapeloos")

    with pytest.raises(ChangedMeanwhile):
        explore(actor, reference, seen_version=1, meaning="Boos")

    assert file(reference).meaning == "Slapeloos"


def test_who_was_involved_fills_in_no_card(actor: Actor, make_actor: Callable[..., Actor]) -> None:
    involved = make_actor(Role.HANDLER)
    reference = register(actor, involved=(InvolvedTold(user_id=involved.user_id),))

    with pytest.raises(NotFound):
        explore(involved, reference, meaning="Slapeloos")

    assert (file(reference).meaning, file(reference).version) == ("", 1)


@pytest.mark.parametrize(
    ("weeks", "result", "by"),
    [
        (2, ContactResult.SPOKEN, date(2025, 3, 26)),
        (1, ContactResult.SPOKEN, date(2025, 3, 19)),
        (2, ContactResult.NOT_REACHED, None),
        (0, ContactResult.SPOKEN, None),
    ],
)
def test_news_is_due_so_many_weeks_after_the_last_talk(actor: Actor, weeks: int, result: ContactResult, by: date | None) -> None:
    reference = register(actor)
    talk(actor, reference, result)
    if weeks:
        explore(actor, reference, inform_weeks=weeks)

    assert inform_by_of(complaint_file(actor=actor, reference=reference)) == by


def test_nobody_waits_for_news_of_a_closed_file(actor: Actor) -> None:
    reference = register(actor, inform_weeks=2)
    talk(actor, reference)
    close_complaint(
        actor=actor,
        reference=reference,
        ending=Ending(outcome="NO_JUDGMENT", explanation="Niet vast te stellen", is_asked_if_solved=True),
        seen_version=None,
        now=TALKED,
    )

    assert inform_by_of(complaint_file(actor=actor, reference=reference)) is None


def test_news_that_was_agreed_stands_in_my_work(actor: Actor) -> None:
    reference = register(actor, inform_weeks=2, channel="PHONE")
    assign_complaint(actor=actor, reference=reference, handler_id=actor.user_id or 0, seen_version=None, now=TALKED)
    talk(actor, reference)

    work = open_work(actor=actor, now=datetime(2025, 3, 26, 9, 0, tzinfo=UTC))

    [row] = [row for group in work.groups for row in group.rows]
    assert (row.work.reason, row.work.by, row.work.step) == (Reason.KEEP_INFORMED, date(2025, 3, 26), Step.RECORD_CONTACT)


# Its pages


def test_the_card_begins_with_what_is_known(client: Client, actor: Actor) -> None:
    reference = register(actor, wish="Het geld", meaning="Huur niet betaald")

    shown = client.get(f"/klachten/{reference}/gesprek/").content.decode()

    assert [text in shown for text in ("Te laat betaald</textarea>", "Huur niet betaald</textarea>", "Het geld</textarea>")] == [True] * 3


def test_the_file_shows_the_answers_on_top(client: Client, actor: Actor) -> None:
    reference = register(actor)
    explore(actor, reference, **ANSWERS, filer={"preferred_contact": PreferredContact.PHONE})
    talk(actor, reference)

    shown = page(client, reference)

    assert "<strong>Wat het voor deze persoon betekende:</strong> Zij kon de huur niet betalen" in shown
    assert "<strong>Op de hoogte houden:</strong> telefonisch, elke 2 weken: Na vieren" in shown
    assert "Volgende keer uiterlijk wo 26 maart 2025." in shown


def test_only_what_was_touched_changes(client: Client, actor: Actor) -> None:
    reference = register(actor, wish="Het geld")
    began = {"began-story": "Te laat betaald", "began-meaning": "", "began-wish": "Het geld", "began-inform_weeks": "0"}
    update_complaint(actor=actor, reference=reference, changes={"wish": "Het geld en excuses"}, seen_version=None, now=TALKED)
    typed = {"story": "Te laat betaald", "meaning": "Slapeloos", "wish": "Het geld", "inform_weeks": "0", "preferred_contact": ""}

    overtaken = client.post(f"/klachten/{reference}/gesprek/", {**began, **typed, "version": "1"})
    kept = client.post(f"/klachten/{reference}/gesprek/", {**began, **typed, "version": "2"})

    assert (overtaken.status_code, kept.status_code) == (422, 302)
    assert (file(reference).meaning, file(reference).wish) == ("Slapeloos", "Het geld en excuses")


def test_how_somebody_shielded_is_spoken_to_is_not_asked_here(client: Client, actor: Actor) -> None:
    reference = register(actor, filer=Person(name="Josefien Kwast", identity=Identity.SHIELDED))

    shown = client.get(f"/klachten/{reference}/gesprek/").content.decode()
    client.post(
        f"/klachten/{reference}/gesprek/",
        {"began-story": "Te laat betaald", "story": "Te laat betaald", "meaning": "Angst", "version": "1"},
    )

    assert ("preferred_contact" in shown, "Josefien" in shown) == (False, False)
    assert file(reference).meaning == "Angst"


def test_recording_contact_leads_on_to_the_card(client: Client, actor: Actor) -> None:
    reference = register(actor)
    told = {"happened_at": "2025-03-10T10:00", "way": "PHONE", "result": "SPOKEN"}

    answer = client.post(f"/klachten/{reference}/contact/", {**told, "and_then": "1"})

    assert (answer.status_code, answer.url) == (302, f"/klachten/{reference}/gesprek/")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("email", "way"), [("jo@voorbeeld.example", "EMAIL"), ("", "LETTER")])
def test_contact_begins_in_the_way_the_person_prefers(client: Client, actor: Actor, email: str, way: str) -> None:
    reference = register(actor, filer=Person(name="Jo", email=email, preferred_contact=PreferredContact.WRITING))

    shown = client.get(f"/klachten/{reference}/contact/", follow=True).content.decode()

    assert f'<option value="{way}" selected>' in shown
    assert Party.objects.get().preferred_contact == PreferredContact.WRITING
