"""Copy and hearing on the pages: what the law asks and what is done of it, and a refused form that keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, Submission
from complaints.models import AccessRecord, Complaint, CopyToSubject, Hearing, HearingWaiver, Round
from tenants.accounts.models import User
from tenants.actors import system_actor
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)  # Friday
COPY = {"subject": "name:J. Bakker", "sent_on": "2025-03-10", "way": "LETTER", "with_enclosures": "on"}
HELD = {"person": "COMPLAINANT", "result": "HELD", "held_at": "2025-03-12T10:00", "way": "PHONE", "report": "Zij vertelde het"}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


@pytest.fixture
def horen(tenant: Tenant) -> str:
    """The address of a klaagschrift's page of hearing."""
    told = Submission(
        story="Te laat betaald",
        channel="LETTER",
        is_signed=True,
        filer=Person(name="Mevrouw M", address="Straat 1"),
        involved=(InvolvedTold(name="J. Bakker"),),
    )
    reference = register_complaint(actor=system_actor(), submission=told, received_at=RECEIVED, now=RECEIVED).reference
    return f"/klachten/{reference}/horen/"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def send(client: Client, address: str, given: dict[str, str]) -> Any:
    return client.post(address, given | {"version": str(Complaint.objects.get().version)})


def test_the_page_says_what_is_done_and_what_is_not(client: Client, horen: str) -> None:
    before = text_of(client.get(horen))
    send(client, f"{horen}afschrift/", COPY)
    send(client, f"{horen}gesprek/", HELD)
    after = text_of(client.get(horen))

    assert ["Hoeft de klager niet gehoord te worden?" in page for page in (before, after)] == [True, False]
    assert "J. Bakker: nog niet verstuurd" in before
    assert "De klager: nog niet gehoord" in before
    assert "J. Bakker: nog niet gehoord" in before
    assert "J. Bakker: verstuurd op ma 10 maart 2025, per brief" in after
    assert "nog niet verstuurd" not in after.replace("verslag nog niet verstuurd", "")
    assert "De klager: nog niet gehoord" not in after
    assert "J. Bakker: nog niet gehoord" in after
    assert AccessRecord.objects.filter(code="opened").count() == 2


def test_a_talk_is_planned_recorded_and_reacted_to_and_stands_in_the_file(client: Client, person: User, horen: str) -> None:
    Round.objects.update(handler_id=person.pk)
    send(client, f"{horen}afschrift/", COPY)
    send(
        client,
        f"{horen}uitnodigen/",
        {"person": "name:J. Bakker", "invited_on": "2025-03-10", "planned_at": "2025-03-12T10:00", "way": "DESK"},
    )
    talk = Hearing.objects.get()
    home = text_of(client.get("/"))
    page = client.get(f"{horen}gesprek/?gesprek={talk.pk}").content.decode()

    recorded = send(client, f"{horen}gesprek/", HELD | {"person": str(talk.pk), "way": ""})
    replied = send(client, f"{horen}reactie/", {"hearing_id": str(talk.pk), "reply": "Klopt niet", "replied_on": "2025-03-14"})

    assert "Hoorgesprekken 1" in home
    assert f'<option value="{talk.pk}" selected>' in page
    assert 'value="2025-03-12T10:00"' in page
    assert (recorded.status_code, replied.status_code) == (302, 302)
    talk.refresh_from_db()
    assert (talk.result, talk.way, talk.report, talk.reply) == ("HELD", "DESK", "Zij vertelde het", "Klopt niet")
    file = text_of(client.get(recorded["Location"]))
    assert "J. Bakker: wo 12 maart 2025, 10:00, aan de balie: gehouden" in file
    assert "Zij vertelde het" in file
    assert "Reactie van vr 14 maart 2025: Klopt niet" in file


def test_a_talk_on_a_day_off_is_asked_after_with_a_tick(client: Client, horen: str) -> None:
    given = {"person": "COMPLAINANT", "invited_on": "2025-03-10", "planned_at": "2025-03-29T10:00", "way": "DESK"}

    first = client.get(f"{horen}uitnodigen/")
    refused = send(client, f"{horen}uitnodigen/", given)
    kept = Hearing.objects.count()
    planned = send(client, f"{horen}uitnodigen/", given | {"is_day_meant": "on"})

    assert ["is_day_meant" in one.context["form"].fields for one in (first, refused)] == [False, True]
    assert (refused.status_code, list(refused.context["form"].errors), kept) == (422, ["planned_at"], 0)
    assert "De dag za 29 maart 2025 is een zaterdag." in text_of(refused)
    assert (planned.status_code, Hearing.objects.count()) == (302, 1)


def test_what_is_refused_says_so_beside_its_field_and_keeps_what_was_typed(client: Client, horen: str) -> None:
    refused = send(client, f"{horen}gesprek/", HELD)
    unfinished = send(client, f"{horen}afzien/", {"ground": "B", "words": "Laat maar"})
    bare = send(client, f"{horen}afschrift/", COPY | {"with_enclosures": ""})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["held_at"])
    assert "Zij vertelde het" in text_of(refused)
    assert "Eerst legt wie de klacht behandelt vast wanneer het afschrift is verstuurd: uiterlijk op wo 12 maart 2025." in text_of(refused)
    assert (unfinished.status_code, list(unfinished.context["form"].errors)) == (422, ["declared_on"])
    assert "Laat maar" in text_of(unfinished)
    assert (bare.status_code, list(bare.context["form"].errors)) == (422, ["with_enclosures"])
    assert (CopyToSubject.objects.count(), Hearing.objects.count(), HearingWaiver.objects.count()) == (0, 0, 0)
    assert Complaint.objects.get().version == 1


def test_not_hearing_the_complainant_stands_on_the_page_with_a_way_to_invite_after_all(client: Client, horen: str) -> None:
    send(client, f"{horen}afzien/", {"ground": "B", "words": "Laat maar", "declared_on": "2025-03-11"})

    page = client.get(horen)

    assert "De klager wordt niet gehoord: de klager heeft gezegd dat niet te willen." in text_of(page)
    assert f'href="{horen}uitnodigen/?wie=COMPLAINANT"' in page.content.decode()
    assert client.get(f"{horen}afzien/")["Location"] == horen


def test_a_closed_file_shows_what_was_done_and_takes_nothing_more(client: Client, horen: str) -> None:
    send(client, f"{horen}afschrift/", COPY)
    Round.objects.update(closed_on="2025-03-20")

    page = client.get(horen).content.decode()

    assert "J. Bakker: verstuurd op ma 10 maart 2025" in page
    assert "uitnodigen/" not in page
    assert "Dit kan nu niet: het dossier is gesloten." in text_of(client.get(f"{horen}uitnodigen/"))


def test_the_name_of_somebody_shielded_stands_on_none_of_these_pages(client: Client, horen: str) -> None:
    Complaint.objects.get().parties.update(identity="SHIELDED")

    pages = [text_of(client.get(horen + part)) for part in ("", "afschrift/", "uitnodigen/", "gesprek/", "afzien/")]

    assert not any("Mevrouw M" in page for page in pages)


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER, Role.COUNCIL_MEMBER])
def test_who_handles_nothing_gets_none_of_these_pages(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], horen: str, role: Role
) -> None:
    other = client_at(tenant, make_person(role))

    assert {other.get(horen + part).status_code for part in ("", "afschrift/", "uitnodigen/", "gesprek/", "reactie/", "afzien/")} == {403}


def test_the_judgment_is_kept_part_by_part_and_stands_in_the_file_and_in_the_letter(client: Client, horen: str) -> None:
    file = horen.removesuffix("horen/")
    kept = send(client, f"{file}oordeel/", {"findings": "Er is opgehangen"})
    page = client.get(f"{file}oordeel/").content.decode()
    verdict = {"verdicts.0.verdict": "UPHELD", "verdicts.0.lawful": "yes", "verdicts.0.proper": "no", "verdicts.0.norms": ["B3", "D2"]}
    whole = {"findings": "Er is opgehangen", "reasoning": "Dat hoort niet", "conclusions": "Excuses"}
    judged = send(client, f"{file}oordeel/", whole | verdict)

    assert (kept.status_code, judged.status_code) == (302, 302)
    assert "Er is opgehangen</textarea>" in page
    shown = text_of(client.get(file))
    assert "Wat is vastgesteld: Er is opgehangen" in shown
    assert "Gegrond Rechtmatig, maar niet behoorlijk Niet nageleefd: Fatsoenlijke bejegening, Betrouwbaarheid" in shown
    again = client.get(f"{file}oordeel/").content.decode()
    assert re.findall(r'value="(\w+)"[^>]* checked', again) == ["B3", "D2"]


def test_the_page_of_the_judgment_asks_why_nobody_is_heard_only_where_the_file_names_nobody(client: Client, horen: str) -> None:
    file = horen.removesuffix("horen/")
    named = client.get(f"{file}oordeel/").content.decode()
    Complaint.objects.get().involved_people.all().delete()
    asked = client.get(f"{file}oordeel/").content.decode()
    refused = send(client, f"{file}oordeel/", {"no_subject": "UNKNOWN"})
    why = {"no_subject": "UNKNOWN", "no_subject_reason": "Het team weet niet wie er was"}
    kept = send(client, f"{file}oordeel/", {"findings": "Er is opgehangen"} | why)

    assert ("Gaat het over niemand persoonlijk?" in named, "Gaat het over niemand persoonlijk?" in asked) == (False, True)
    assert (refused.status_code, list(refused.context["form"].errors), kept.status_code) == (422, ["no_subject_reason"], 302)
    shown = text_of(client.get(file))
    told = "Niemand om aan de andere kant te horen: het is niet bekend over wie het gaat"
    assert f"{told}. Het team weet niet wie er was" in shown
    assert shown.count(told) == 2


def test_a_judgment_that_contradicts_itself_says_so_beside_its_field_and_keeps_what_was_typed(client: Client, horen: str) -> None:
    address = horen.removesuffix("horen/") + "oordeel/"

    refused = send(client, address, {"findings": "Er is opgehangen", "verdicts.0.proper": "yes", "verdicts.0.norms": ["B3"]})

    assert (refused.status_code, Complaint.objects.get().version) == (422, 1)
    assert list(refused.context["form"].errors) == ["verdicts.0.verdict", "verdicts.0.proper"]
    assert "Er is opgehangen</textarea>" in refused.content.decode()


def test_closing_a_klaagschrift_says_all_that_the_law_still_asks(client: Client, horen: str) -> None:
    refused = send(client, horen.removesuffix("horen/") + "afsluiten/", {"outcome": "UPHELD"})

    assert refused.status_code == 422
    text = text_of(refused)
    for asked in ("geen afschrift", "De klager is vóór de beslissing niet gehoord", "met de bevindingen", "nog geen brief met het oordeel"):
        assert asked in text
