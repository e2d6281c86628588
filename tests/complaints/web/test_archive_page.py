"""Taking a closed file along from its page."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from complaints.flows.documents import attach_documents
from complaints.models import AccessRecord, Closing, Complaint, Document, Judgment, Letter, Round
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.documents import PDF, sent
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

TOLD_ON = date(2025, 4, 14)
OBJECTION = {"passed_to": "Team bezwaar", "passed_on": TOLD_ON, "told_to": "COMPLAINANT", "told_on": TOLD_ON, "told_way": "PHONE"}


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., object]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


@pytest.fixture
def closed(tenant: Tenant) -> Complaint:
    facts = RoundFacts(opened_on=date(2025, 3, 3), closed_on=date(2025, 4, 14), outcome="SETTLED")
    return make_complaint(ComplaintFacts(rounds=(facts,), extra={"story": "De brief kwam\nte laat #let x"}))


def test_the_package_tells_what_the_page_tells(client: Client, closed: Complaint) -> None:
    nobody = {"no_subject": "BODY", "no_subject_reason": "Het college sloot de balie"}
    Judgment.objects.create(round=closed.rounds.get(), recorded_at=datetime(2025, 4, 14, tzinfo=UTC), **nobody)
    Closing.objects.create(round=closed.rounds.get(), closed_at=datetime(2025, 4, 14, tzinfo=UTC), **OBJECTION)
    address = f"/klachten/{closed.reference}/archief/"
    assert address in client.get(f"/klachten/{closed.reference}/").content.decode()
    assert "U krijgt één pakket (ZIP)" in client.get(address).content.decode()

    answer = client.post(address, {"purpose": "Naar het streekarchief"})

    assert answer["Content-Disposition"] == f'attachment; filename="{closed.reference}.zip"'
    text = " ".join(overview_in(answer).split())
    for words in ("De brief kwam te laat #let x", "Termijn", "Bestuursorgaan:", "Stand van", "Het college sloot de balie", "Team bezwaar"):
        assert words in text, words
    for words in ("Dit dossier meenemen", "Is dit een klaagschrift?", "Toewijzen"):
        assert words not in text


def test_what_a_link_does_on_the_screen_is_not_on_paper(client: Client, closed: Complaint, make_actor: Callable[..., Actor]) -> None:
    now = datetime(2025, 4, 14, 9, 0, tzinfo=UTC)
    closed.rounds.update(closed_on=None)
    files = [sent(PDF, "Oordeel.pdf")]
    attach_documents(actor=make_actor(Role.COORDINATOR), reference=closed.reference, files=files, now=now)
    closed.rounds.update(closed_on=TOLD_ON)
    went = {"document": Document.objects.get(), "sha256": "0" * 64, "sent_at": now, "sent_on": TOLD_ON, "way": "LETTER"}
    begun = {"code": "L10", "addressee": "COMPLAINANT", "begun_at": now, "changed_at": now, "signer_name": "K. Kort"}
    Letter.objects.create(complaint=closed, round=closed.rounds.get(), **begun, **went)
    assert client.get(f"/klachten/{closed.reference}/").content.decode().count("(opent in een nieuw venster)") == 1

    answer = client.post(f"/klachten/{closed.reference}/archief/", {"purpose": "Naar het streekarchief"})

    text = " ".join(overview_in(answer).split())
    assert ("ondertekend door K. Kort" in text, "nieuw venster" in text) == (True, False)


def overview_in(answer: Any) -> str:
    with zipfile.ZipFile(BytesIO(b"".join(answer))) as package:
        name = next(one for one in package.namelist() if one.endswith("/dossier.pdf"))
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(package.read(name))).pages)


def test_without_a_purpose_or_open_nothing_leaves_and_the_page_says_why(client: Client, closed: Complaint) -> None:
    address = f"/klachten/{closed.reference}/archief/"

    assert client.post(address, {"purpose": ""}).status_code == 422
    Round.objects.update(closed_on=None)
    answer = client.post(address, {"purpose": "Naar het streekarchief"})
    assert answer.status_code == 422
    assert "Dit dossier is niet afgesloten." in answer.content.decode()
    assert AccessRecord.objects.filter(code="exported").count() == 0
    assert address not in client.get(f"/klachten/{closed.reference}/").content.decode()
