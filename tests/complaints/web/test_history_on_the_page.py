"""What was recorded in a file can be read in it: about whom it is, how it ended and why, and what it was before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.ending import Ending
from complaints.flows.assignment import assign_complaint
from complaints.flows.closing import close_complaint
from complaints.flows.contact import record_contact
from complaints.flows.leaving_out import mark_registered_in_error
from complaints.flows.notes import add_note
from complaints.flows.registration import register_complaint
from complaints.flows.returning import return_complaint
from complaints.flows.updating import correct_receipt, update_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import AccessRecord, ComplaintEvent, ContactResult, ContactWay, Identity
from complaints.not_taking_up import NotTakenUpFacts
from providers.directory.models import Provider
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.templatetags.polsslag import moment
from tests.factories.endings import SAID

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 6, 9, tzinfo=UTC)


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.HANDLER))


def register(actor: Actor, **told: Any) -> str:
    submission = Submission(
        **({"story": "Te laat betaald", "channel": "PHONE", "filer": Person(name="Mevrouw Voorbeeld", phone="06 1234 5678")} | told)
    )
    return register_complaint(actor=actor, submission=submission, received_at=RECEIVED, now=NOW).reference


def read(client: Client, reference: str) -> str:
    """The file as somebody reads it: the words alone, on one line."""
    return shown(client.get(f"/klachten/{reference}/").content.decode())


def shown(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def test_about_what_and_whom_it_is_stands_in_the_file(client: Client, coordinator: Actor) -> None:
    provider = Provider.objects.create(name="De Linde", kvk_number="12345678", created_at=NOW)
    reference = register(
        coordinator,
        law="WMO",
        provider_id=provider.pk,
        other_body="UWV",
        involved=(InvolvedTold(name="De baliemedewerker"),),
        points=(PointTold(nature="TREATMENT", description="Werd niet geloofd"), PointTold(nature="HANDLING_TIME")),
    )

    text = read(client, reference)

    for shown in (
        "Zorgaanbieder De Linde",
        "Andere organisatie UWV",
        "Collega's over wie het gaat De baliemedewerker",
        ": Werd niet geloofd",
    ):
        assert shown in text
    assert re.search(r"Wet Wmo", text)
    assert "Mevrouw Voorbeeld, 06 1234 5678" in text


def test_whoever_is_shielded_has_no_line_to_be_called_by(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator, filer=Person(name="Verborgen Naam", phone="0698765432", identity=Identity.SHIELDED))

    assert not re.search("Verborgen Naam|0698765432", read(client, reference))


def test_what_stood_there_before_tells_no_more_who_is_shielded(client: Client, coordinator: Actor) -> None:
    told = "Verborgen Naam belt elke week, zegt de buurvrouw. Het nummer is 06 9876 5432."
    hidden = Person(name="Verborgen Naam", phone="0698765432", identity=Identity.SHIELDED)
    reference = register(coordinator, story=told, filer=hidden)
    changed = {"story": "De persoon belt elke week."}
    update_complaint(actor=coordinator, reference=reference, changes=changed, seen_version=None, now=NOW)

    text = read(client, reference)

    assert "[afgeschermd] belt elke week, zegt de buurvrouw. Het nummer is [afgeschermd]." in text
    assert not re.search("Verborgen|9876", text)


def test_how_a_round_ended_and_why_the_person_came_back_can_be_read(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None}
    ending = Ending(outcome="SETTLED", **SAID, complainants_words="Fijn, opgelost", confirmed_on=date(2026, 11, 20))
    close_complaint(**same, ending=ending, now=NOW)
    return_complaint(**same, reason="Toch niet betaald", now=NOW + timedelta(days=2))
    later = NOW + timedelta(days=3)
    record_contact(actor=coordinator, reference=reference, happened_at=later, way=ContactWay.PHONE, result=ContactResult.SPOKEN, now=later)
    facts = NotTakenUpFacts(
        burden="Drie dagen zoeken", slightness="Een euro", notice_sent_on=dutch_date(later), names_ombudsman=True, is_signed_by_mandate=True
    )
    close_complaint(**same, ending=Ending(outcome="NOT_TAKEN_UP", ground="9_8_2", not_taken_up=facts), now=later)

    text = read(client, reference)

    assert "In de woorden van de klager: Fijn, opgelost (vr 20 november 2026, telefonisch, wie de klacht indiende)" in text
    assert "Waarom de persoon terugkwam: Toch niet betaald" in text
    assert "Niet in behandeling genomen omdat: Het belang of de gedraging is duidelijk te klein (9:8 lid 2)" in text
    assert "Waarom behandelen te zwaar is: Drie dagen zoeken" in text
    assert "Waarom het duidelijk te klein is: Een euro" in text
    assert "Brief verstuurd op: ma 23 november 2026" in text
    assert "Na de vier weken van artikel 9:8 lid 3" not in text


@pytest.mark.parametrize(
    ("is_written", "how"),
    [
        (True, "Schriftelijk, zo 22 november 2026"),
        (False, "Verteld, aan de telefoon of in een gesprek, zo 22 november 2026"),
        (None, "zo 22 november 2026"),
    ],
)
def test_the_history_says_how_and_when_the_person_came_back(client: Client, coordinator: Actor, is_written: bool | None, how: str) -> None:
    reference = register(coordinator)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "seen_version": None}
    ending = Ending(outcome="SETTLED", **SAID, complainants_words="Fijn, opgelost", confirmed_on=date(2026, 11, 20))
    close_complaint(**same, ending=ending, now=NOW)
    return_complaint(**same, reason="Toch niet betaald", is_written=is_written, now=NOW + timedelta(days=2))

    assert f"De persoon kwam erop terug; een nieuwe ronde {how} " in read(client, reference)


def test_the_history_says_what_it_was_to_whom_and_why(client: Client, coordinator: Actor, make_person: Callable[..., User]) -> None:
    reference, handler = register(coordinator), make_person(Role.HANDLER)
    same: dict[str, Any] = {"actor": coordinator, "reference": reference, "now": NOW}
    update_complaint(**same, changes={"story": "Veel te laat betaald", "wish": "Excuses"}, seen_version=None)
    correct_receipt(**same, received_at=RECEIVED - timedelta(days=3), reason="Lag al in de bus", seen_version=None)
    assign_complaint(**same, handler_id=handler.pk, seen_version=None)
    record_contact(**same, happened_at=NOW, way=ContactWay.PHONE, result=ContactResult.NOT_REACHED)

    text = read(client, reference)

    assert "Gewijzigd: Wat er gebeurde, Wat deze persoon wil Wat er stond Wat er gebeurde: Te laat betaald Wat deze persoon wil: –" in text
    assert "Van vr 6 november 2026, 10:00 naar di 3 november 2026, 10:00 Reden: Lag al in de bus" in text
    assert "Toegewezen aan een behandelaar" in text
    assert "Contact vastgelegd Niet bereikt, telefonisch" in text


def test_a_first_try_shows_whether_it_was_in_time(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    at = RECEIVED + timedelta(days=3)
    record_contact(actor=coordinator, reference=reference, happened_at=at, way=ContactWay.PHONE, result=ContactResult.NOT_REACHED, now=NOW)

    assert "Eerste poging ma 9 november 2026 (binnen onze norm)" in read(client, reference)


def test_an_oral_complaint_says_that_its_day_is_a_norm_and_a_written_one_does_not(client: Client, coordinator: Actor) -> None:
    oral, written = register(coordinator), register(coordinator, channel="EMAIL")

    assert "Volgens onze eigen norm uiterlijk vr 18 december 2026 af" in read(client, oral)
    assert "Moet uiterlijk vr 18 december 2026 af zijn" in read(client, written)


def test_a_file_that_does_not_count_asks_for_nothing(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    mark_registered_in_error(actor=coordinator, reference=reference, reason="Was een proef", seen_version=None, now=NOW)

    text = read(client, reference)

    assert "In dit dossier hoeft niets te gebeuren zolang het niet meetelt." in text
    assert ("uiterlijk vr 18 december" in text, "Was een proef" in text) == (False, True)


def test_what_others_did_since_the_last_visit_stands_beside_the_next_step(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)

    first = read(client, reference)
    unchanged = read(client, reference)
    seen = AccessRecord.objects.filter(code="opened", data={"is_whole": True}).latest("happened_at").happened_at
    later = read_clock()
    client.get(f"/klachten/{reference}/contact/")
    note = add_note(actor=coordinator, reference=reference, text="Belt vrijdag terug", now=later)
    client.get(f"/klachten/{reference}/contact/")
    page = client.get(f"/klachten/{reference}/").content.decode()
    changed = shown(page)
    after = read(client, reference)

    event = ComplaintEvent.objects.get(code="note_added", data__note=note.pk)
    assert [text.count("Sinds uw laatste bezoek") for text in (first, unchanged, changed, after)] == [0, 0, 1, 0]
    assert f"Sinds uw laatste bezoek, {moment(seen)} Notitie toegevoegd {moment(later)}" in changed
    assert page.count(f'href="#event-{event.pk}"') == page.count(f'id="event-{event.pk}"') == 1


def test_what_somebody_did_alone_is_no_news_to_them(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    person = make_person(Role.COORDINATOR)
    me = actor_for(user=person, tenant=tenant, today=dutch_date(NOW), has_second_factor=True)
    mine, reference = client_at(tenant, person), register(me)

    read(mine, reference)
    add_note(actor=me, reference=reference, text="Belt vrijdag terug", now=read_clock())

    assert "Sinds uw laatste bezoek" not in read(mine, reference)


def test_what_changed_meanwhile_takes_one_query_however_much_it_is(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    read(client, reference)
    with CaptureQueriesContext(connection) as without:
        read(client, reference)

    counts = []
    for number in (1, 7):
        for _ in range(number):
            add_note(actor=coordinator, reference=reference, text="Belt vrijdag terug", now=read_clock())
        with CaptureQueriesContext(connection) as asked:
            text = read(client, reference)
        counts.append(len(asked))

    looks = [one["sql"] for one in asked.captured_queries if "\"code\" = 'opened'" in one["sql"] and one["sql"].startswith("SELECT")]
    assert "en nog 2" in text
    assert len(looks) == 1
    assert counts == [len(without)] * 2
