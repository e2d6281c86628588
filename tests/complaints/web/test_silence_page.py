"""Nobody answers what was offered: one short page, a lawful letter, and the complaint is closed (9:12)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from complaints.code_lists import Verdict
from complaints.flows.contact import record_contact
from complaints.flows.judging import record_judgment
from complaints.flows.promises import Promiser, add_promise
from complaints.flows.registration import register_complaint
from complaints.intake import Person, PointTold, Submission
from complaints.judging import JudgmentTold, VerdictTold
from complaints.models import Complaint, ContactResult, ContactWay, Judgment, Letter, Round
from complaints.silence import Silence, words_of_silence
from tenants.accounts.models import User
from tenants.actors import Actor, system_actor
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.organisation.models import Authority, CompetentOmbudsman, SigningMandate
from tenants.permissions import Role

TOLD = Submission(
    story="Niet teruggebeld",
    channel="LETTER",
    filer=Person(name="M. de Vries", address="Straat 1"),
    points=(PointTold(description="Niet teruggebeld"),),
)


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any) -> None:
    settings.STORAGES = {**configured.STORAGES, "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    person, authority = make_person(Role.COORDINATOR), Authority.objects.get(is_default=True)
    SigningMandate.objects.create(authority=authority, user=person, function_title="Coördinator", valid_from=date(2020, 1, 1))
    CompetentOmbudsman.objects.create(authority=authority, name="de Nationale ombudsman")
    return client_at(tenant, person)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


def contact(actor: Actor, reference: str, at: datetime, result: ContactResult) -> None:
    record_contact(actor=actor, reference=reference, way=ContactWay.PHONE, result=result, happened_at=at, now=at)


@pytest.mark.parametrize("channel", ["LETTER", "PHONE"])
def test_a_complaint_that_nobody_answers_is_judged_told_and_closed_from_one_page(client: Client, channel: str) -> None:
    actor, now = system_actor(), read_clock()
    came = now - timedelta(days=12)
    reference = register_complaint(actor=actor, submission=replace(TOLD, channel=channel), received_at=came, now=came).reference
    file = f"/klachten/{reference}/"
    contact(actor, reference, now - timedelta(days=8), ContactResult.SPOKEN)
    add_promise(
        actor=actor,
        reference=reference,
        text="Elke maand een overzicht",
        by=Promiser(name="De teamleider"),
        due_on=now.date() + timedelta(days=30),
        now=now - timedelta(days=8),
    )
    # Nobody tried since the talk: there is no silence yet.
    assert client.get(f"{file}stilte/")["Location"] == f"{file}contact/"
    contact(actor, reference, now - timedelta(days=3), ContactResult.MESSAGE_LEFT)

    page = client.get(f"{file}stilte/")
    begun = text_of(page)
    assert ("- Elke maand een overzicht" in begun, "Wij kregen geen antwoord." in begun) == (True, True)
    values = {name: page.context["form"][name].value() for name in ("findings", "conclusions")}
    typed = {"verdicts.0.verdict": "UPHELD", "reasoning": "Terugbellen hoort.", "and_then": "1", "version": Complaint.objects.get().version}
    judged = client.post(f"{file}stilte/", values | typed)
    assert judged["Location"] == f"{file}brief/"
    assert 'value="L10:COMPLAINANT" id="letter_' in client.get(judged["Location"]).content.decode()
    assert re.findall(r'value="(L[^"]+)"[^>]* checked', client.get(judged["Location"]).content.decode()) == ["L10:COMPLAINANT"]
    assert client.post(f"{file}afsluiten/", {"outcome": "UPHELD", "version": Complaint.objects.get().version}).status_code == 422
    letter = client.post(judged["Location"], {"letter": "L10:COMPLAINANT"})["Location"]
    assert "Alles wat de wet vraagt staat erin." in text_of(client.get(letter))
    client.post(f"{letter}versturen/", {"way": "LETTER", "sent_on": "", "version": "1"})
    # Nobody answered, so nobody was asked whether it is solved.
    closed = client.post(f"{file}afsluiten/", {"outcome": "UPHELD", "version": Complaint.objects.get().version})

    sent = Letter.objects.get()
    assert (closed.status_code, Round.objects.get().closed_on is not None, sent.is_sent) == (302, True, True)
    assert sent.texts["findings"].endswith(Judgment.objects.get().findings)
    assert "binnen een jaar" in sent.texts["ombudsman"]


def test_what_the_letter_begins_with_names_each_day_once() -> None:
    days = (date(2025, 3, 12), date(2025, 3, 14), date(2025, 3, 17))

    words = words_of_silence(Silence(spoken_on=date(2025, 3, 10), offered=("Excuses",), tried_on=days))

    assert words["findings"] == (
        "Wij hadden op 10 maart 2025 contact met u.\n\nWij boden u dit aan:\n- Excuses\n\n"
        "Op 12 maart 2025, 14 maart 2025 en 17 maart 2025 probeerden wij u te bereiken om te vragen of het zo voor u is opgelost."
        " Wij kregen geen antwoord."
    )
    bare = words_of_silence(Silence(spoken_on=None, offered=(), tried_on=days[:1]))
    assert bare == {
        "findings": "Op 12 maart 2025 probeerden wij u te bereiken om te vragen of het zo voor u is opgelost. Wij kregen geen antwoord.",
        "conclusions": "Wilt u alsnog reageren? Dat kan altijd. Dan kijken wij opnieuw met u naar uw klacht.",
    }


def test_after_a_judgment_was_told_the_page_asks_why_it_is_decided_anew(client: Client) -> None:
    actor, now = system_actor(), read_clock()
    came = now - timedelta(days=3)
    reference = register_complaint(actor=actor, submission=TOLD, received_at=came, now=came).reference
    contact(actor, reference, now - timedelta(days=1), ContactResult.NOT_REACHED)
    found = VerdictTold(point_id=Complaint.objects.get().points.get().pk, verdict=Verdict.UPHELD)
    told = JudgmentTold(
        findings="Dit.", reasoning="Zo.", verdicts=(found,), letter_sent_on=dutch_date(now), names_ombudsman=True, is_signed_by_mandate=True
    )
    record_judgment(actor=actor, reference=reference, told=told, seen_version=None, now=now)
    typed = {"findings": "Dit.", "reasoning": "Anders.", "verdicts.0.verdict": "NOT_UPHELD", "and_then": "1"}
    typed |= {
        "letter_sent_on": dutch_date(now).isoformat(),
        "names_ombudsman": "on",
        "is_signed_by_mandate": "on",
        "version": str(Complaint.objects.get().version),
    }

    asked = client.post(f"/klachten/{reference}/stilte/", typed)

    assert (asked.status_code, Judgment.objects.get().reasoning) == (422, "Zo.")
    assert list(asked.context["form"].errors) == ["why_anew"]
    assert 'name="why_anew"' in asked.content.decode()
    kept = client.post(f"/klachten/{reference}/stilte/", typed | {"why_anew": "Wij keken er nog eens naar."})
    assert (kept.status_code, Judgment.objects.get().reasoning) == (302, "Anders.")
