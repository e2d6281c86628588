"""A complaint before a committee, on the pages: where it lies, what its members do, and what the handler then sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from complaints.flows.registration import register_complaint
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import AccessRecord, Advice, Complaint, Identity, Round
from tenants.accounts.models import User
from tenants.actors import system_actor
from tenants.clock import AMSTERDAM, read_clock
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Role
from tests.factories.committees import make_member
from tests.factories.register import make_label


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


@pytest.fixture
def handler(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


@pytest.fixture
def member(client_at: Callable[..., Client], tenant: Tenant) -> Client:
    actor = make_member(is_chair=True)
    return client_at(tenant, User.objects.get(pk=actor.user_id))


def send(client: Client, address: str, given: dict[str, Any]) -> Any:
    return client.post(address, given | {"version": str(Complaint.objects.get().version)})


def test_a_member_tells_subjects_of_one_kind_apart_and_reads_who_records_the_copy(handler: Client, member: Client, now: datetime) -> None:
    at = read_clock() - timedelta(days=10)
    make_label(Dimension.NATURE, "Bejegening", "TREATMENT")
    told = Submission(
        story="Te laat betaald",
        channel="LETTER",
        is_signed=True,
        filer=Person(name="Mevrouw M", address="Straat 1"),
        involved=(InvolvedTold(name="J. Bakker"),),
        points=(PointTold(nature="Bejegening", description="Opgehangen"), PointTold(nature="Bejegening", description="Uitgelachen")),
    )
    file = f"/klachten/{register_complaint(actor=system_actor(), submission=told, received_at=at, now=at).reference}/"
    send(handler, f"{file}commissie/", {"told_on": read_clock().astimezone(AMSTERDAM).date().isoformat(), "way": "LETTER"})

    advice, hearing = text_of(member.get(f"{file}commissie/advies/")), text_of(member.get(f"{file}horen/"))
    held = (read_clock() - timedelta(days=1)).astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")
    talk = {"person": "COMPLAINANT", "result": "HELD", "held_at": held, "way": "PHONE", "report": "Zij vertelde het"}
    refused = send(member, f"{file}horen/gesprek/", talk)

    assert [f"Bejegening: {one}?" in advice for one in ("Opgehangen", "Uitgelachen")] == [True, True]
    assert "Wie de klacht behandelt, verstuurt het afschrift" in hearing
    assert (refused.status_code, "Eerst legt wie de klacht behandelt vast wanneer het afschrift is verstuurd" in text_of(refused)) == (
        422,
        True,
    )


def test_a_complaint_goes_to_the_committee_which_hears_and_advises_and_comes_back(handler: Client, member: Client, now: datetime) -> None:
    at = read_clock() - timedelta(days=10)
    told = Submission(story="Te laat betaald", channel="LETTER", is_signed=True, filer=Person(name="Mevrouw M", address="Straat 1"))
    file = f"/klachten/{register_complaint(actor=system_actor(), submission=told, received_at=at, now=at).reference}/"
    commissie, today = f"{file}commissie/", read_clock().astimezone(AMSTERDAM).date().isoformat()
    assert "Niets om over te adviseren." in text_of(member.get("/"))
    assert (member.get(file).status_code, member.get(commissie).status_code) == (404, 403)

    untold = send(handler, commissie, {"told_on": "", "way": ""})
    assert (untold.status_code, "Laat de klager eerst weten dat de commissie adviseert" in text_of(untold)) == (422, True)
    send(handler, commissie, {"told_on": today, "way": "LETTER"})
    assert "Een concept van het advies vervalt" in text_of(handler.get(f"{commissie}terug/"))
    send(handler, f"{commissie}terug/", {"reason": "Te vroeg"})
    history = text_of(handler.get(file))
    assert ("Teruggehaald bij de commissie" in history, handler.get(f"{commissie}terug/").status_code) == (True, 302)
    yesterday = (read_clock() - timedelta(days=1)).astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")
    talk = {"person": "COMPLAINANT", "result": "HELD", "held_at": yesterday, "way": "PHONE", "report": "Zij vertelde het"}
    send(handler, f"{file}horen/gesprek/", talk)
    send(handler, commissie, {"told_on": today, "way": "LETTER"})
    assert "Klachtencommissie adviseert, liefst uiterlijk" in text_of(handler.get(file))
    assert Round.objects.get().committee_since == date.fromisoformat(today)

    # The handler invites, and hears no more; the members do.
    page = text_of(handler.get(f"{file}horen/"))
    assert ("Gesprek vastleggen" in page, "haar leden" in page or "de leden horen" in page) == (False, True)
    assert "Schrijf het advies" in text_of(member.get("/"))
    page = text_of(member.get(f"{file}horen/"))
    for words in ("Gesprek vastleggen", "Uitnodigen voor een gesprek", "hoort beide kanten zelf", "klager: nog niet gehoord"):
        assert words in page
    assert send(member, f"{file}horen/uitnodigen/", {"person": "COMPLAINANT", "way": "PHONE"}).status_code == 302
    held = (read_clock() - timedelta(days=1)).astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")
    talk = {"person": "COMPLAINANT", "result": "HELD", "held_at": held, "way": "PHONE", "report": "Zij vertelde het"}
    send(member, f"{file}horen/gesprek/", talk)

    send(member, f"{commissie}advies/", {"findings": "Er is te laat betaald", "given_on": ""})
    assert (Advice.objects.get().given_on, "Er is te laat betaald" in text_of(handler.get(file))) == (None, False)
    refused = send(member, f"{commissie}advies/", {"findings": "Er is te laat betaald", "given_on": today})
    assert refused.status_code == 422
    for words in ("Kies wie het advies gaf", "Kies ook wat u van dit onderdeel vindt", "Er is te laat betaald"):
        assert words in text_of(refused)
    user = Advice.objects.model.objects.get().round.committee.seats.get().user_id  # type: ignore[union-attr]
    verdict = {f"verdicts.{Complaint.objects.get().points.get().pk}": "UPHELD"}
    whole = verdict | {"findings": "Er is te laat betaald", "advice": "Verklaar het gegrond", "given_on": today, "given_by": [str(user)]}
    send(member, f"{commissie}advies/", whole)

    assert "Niets om over te adviseren." in text_of(member.get("/"))
    seen = text_of(handler.get(file))
    assert ("Advies van Klachtencommissie" in seen, "Verklaar het gegrond" in seen) == (True, True)
    report = handler.get(f"{commissie}advies/pdf/")
    assert (report["Content-Type"], report.content[:4]) == ("application/pdf", b"%PDF")
    judgment = text_of(handler.get(f"{file}oordeel/"))
    assert ("Vindt u iets anders dan de commissie adviseerde?" in judgment, "Verklaar het gegrond" in judgment) == (True, True)
    assert handler.get(f"{commissie}advies/").status_code == 403


def test_a_member_who_hears_looks_who_is_shielded_with_a_reason_and_no_other_member_does(
    handler: Client, member: Client, client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    at = read_clock() - timedelta(days=10)
    shielded = Person(name="Mevrouw Verborgen", phone="0612345678", identity=Identity.SHIELDED)
    told = Submission(story="Te laat betaald", channel="LETTER", is_signed=True, filer=shielded)
    file = f"/klachten/{register_complaint(actor=system_actor(), submission=told, received_at=at, now=at).reference}/"
    before = member.get(f"{file}wie/").status_code
    send(handler, f"{file}commissie/", {"told_on": read_clock().astimezone(AMSTERDAM).date().isoformat(), "way": "LETTER"})
    other = client_at(tenant, make_person(Role.COMMITTEE_MEMBER))

    page = member.get(file).content.decode()
    unsaid = member.post(f"{file}wie/", {"reason": " "})
    shown = member.post(f"{file}wie/", {"reason": "Ik bel haar voor de uitnodiging"})
    from_elsewhere = other.post(f"{file}wie/", {"reason": "Ik bel haar voor de uitnodiging"})

    assert (before, f"{file}wie/" in page, "Verborgen" in page) == (404, True, False)
    assert (unsaid.status_code, "Verborgen" in text_of(unsaid)) == (422, False)
    assert ("Mevrouw Verborgen" in text_of(shown), "0612345678" in text_of(shown), "Verbeter dit" in text_of(shown)) == (True, True, False)
    assert from_elsewhere.status_code == 404
    looked = AccessRecord.objects.filter(code="revealed")
    assert [one.personal for one in looked] == [{"reason": "Ik bel haar voor de uitnodiging"}]


def test_a_member_looks_no_more_once_the_committee_gave_it_back(handler: Client, member: Client, now: datetime) -> None:
    at = read_clock() - timedelta(days=10)
    told = Submission(
        story="Te laat betaald", channel="LETTER", is_signed=True, filer=Person(name="Mevrouw Verborgen", identity=Identity.SHIELDED)
    )
    file = f"/klachten/{register_complaint(actor=system_actor(), submission=told, received_at=at, now=at).reference}/"
    send(handler, f"{file}commissie/", {"told_on": read_clock().astimezone(AMSTERDAM).date().isoformat(), "way": "LETTER"})
    send(handler, f"{file}commissie/terug/", {"reason": "Te vroeg"})

    late = member.post(f"{file}wie/", {"reason": "Ik bel haar voor de uitnodiging"})

    assert (late.status_code, AccessRecord.objects.filter(code="revealed").count()) == (404, 0)
