"""The yearly publication: page, PDF, spreadsheet and API tell the same, and nothing that points at a person."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from pypdf import PdfReader

from oversight.disclosure import Hidden
from oversight.web.publication_pdf import publication_pdf
from oversight.web.published import in_words
from oversight.yearly_figures import YearOutOfRange
from oversight.yearly_publication import PublicationOfOwnUnit, YearlyPublication, yearly_publication
from tenants.actors import Actor, command_actor
from tenants.models import Tenant, TenantKind
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_history, make_label

TODAY = date(2026, 11, 21)
PAGE = "/jaarcijfers/2024/publicatie"


def files(number: int, *, nature: str, outcome: str | None = "Gegrond", year: int = 2024, **facts: Any) -> None:
    for _ in range(number):
        closed_on = date(year, 2, 1) if outcome else None
        rounds = (RoundFacts(opened_on=date(year, 1, 8), closed_on=closed_on, outcome=outcome),)
        make_complaint(ComplaintFacts(rounds=rounds, nature=nature, **facts))


@pytest.fixture
def register(tenant: Tenant) -> None:
    files(21, nature="Bejegening", unit="Werk", municipality="Houten", municipality_code="GM0321", extra={"is_written": True})
    files(9, nature="Bereikbaarheid", unit="Werk", municipality="Houten", municipality_code="GM0321", extra={"is_written": False})
    files(3, nature="Privacy", unit="Werk", outcome="Ongegrond", municipality="Lopik", municipality_code="GM0331")
    files(2, nature="Bejegening", year=2023)


def of_2024(actor: Actor) -> YearlyPublication:
    return yearly_publication(actor=actor, year=2024, today=TODAY)


def test_small_numbers_are_few_and_cannot_be_worked_out(register: None, command: Actor) -> None:
    publication = of_2024(command)

    assert publication.received == {"2024": 33, "2023": Hidden.FEW}
    assert publication.handled == {"2024": 33, "2023": Hidden.FEW}
    assert {one.key: one.counts for one in publication.tables} == {
        "received_by_form": {"written": 21, "oral": Hidden.WITHHELD, "onbekend": Hidden.FEW},
        "received_by_nature": {"Bejegening": 21, "Bereikbaarheid": Hidden.WITHHELD, "Privacy": Hidden.FEW},
        "received_by_unit": {"Werk": 33, "onbekend": 0},
        "received_by_municipality": {"Houten": Hidden.WITHHELD, "Lopik": Hidden.FEW, "onbekend": 0},
        "handled_by_outcome": {"Gegrond": Hidden.WITHHELD, "Ongegrond": Hidden.FEW},
        "handled_by_term": {"within_term": 33},
    }
    assert (publication.is_provisional, publication.is_empty) == (False, False)


def test_of_too_few_complaints_nothing_is_divided(tenant: Tenant, command: Actor) -> None:
    files(4, nature="Bejegening")
    files(3, nature="Privacy")

    publication = of_2024(command)

    assert publication.received == {"2024": 7}
    assert {one.key: one.counts for one in publication.tables} == {
        "received_by_nature": None,
        "handled_by_outcome": {"Gegrond": 7},
        "handled_by_term": {"within_term": 7},
    }


def test_a_municipality_is_not_divided_by_municipality(register: None, tenant: Tenant, command: Actor) -> None:
    tenant.kind, tenant.municipality_id = TenantKind.GEMEENTE, "GM0321"
    tenant.save()

    assert "received_by_municipality" not in {one.key for one in of_2024(command).tables}


def test_of_a_year_that_is_not_over_only_totals_are_published(register: None, command: Actor) -> None:
    """Else two editions a few days apart tell everything of the complaint between them."""
    during = yearly_publication(actor=command, year=2024, today=date(2024, 12, 31))
    after = yearly_publication(actor=command, year=2024, today=date(2025, 1, 1))

    assert (during.is_provisional, during.received["2024"], during.handled["2024"], during.tables) == (True, 33, 33, ())
    assert (after.is_provisional, len(after.tables)) == (False, 6)


def test_a_year_known_as_totals_is_published_without_what_nobody_knows(tenant: Tenant, command: Actor) -> None:
    make_history(2024, "received", "total", [(None, 40)])

    publication = of_2024(command)

    assert publication.received == {"2024": 40}
    assert publication.handled == {}
    assert publication.tables == ()


def test_who_sees_one_unit_publishes_nothing(register: None, make_actor: Callable[..., Actor]) -> None:
    manager = make_actor(Role.MANAGER, unit_id=make_label("unit", "Werk").pk)
    with pytest.raises(PublicationOfOwnUnit):
        of_2024(manager)
    with pytest.raises(YearOutOfRange):
        yearly_publication(actor=command_actor(), year=1989, today=TODAY)


@pytest.fixture
def coordinator(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def test_the_page_leads_from_the_figures_and_tells_how_to_read_them(register: None, coordinator: Client) -> None:
    assert f'href="{PAGE}/"' in coordinator.get("/jaarcijfers/2024/").content.decode()

    page = coordinator.get(f"{PAGE}/").content.decode()

    assert "Klachten in 2024" in page
    assert "In 2024 kwamen er 33 klachten binnen." in page
    assert "&lt;5" in page
    assert "niet getoond" in page
    assert "Een aantal klachten is geen rapportcijfer." in page
    assert f'href="{PAGE}.pdf"' in page
    assert f'href="{PAGE}.ods"' in page


def test_a_year_with_next_to_nothing_offers_no_file(tenant: Tenant, coordinator: Client) -> None:
    files(2, nature="Bejegening", outcome=None)

    page = coordinator.get(f"{PAGE}/").content.decode()

    assert "In 2024 kwamen er minder dan 5 klachten binnen." in page
    assert "In 2024 is er geen klacht afgehandeld." in page
    assert "Over 2024 is te weinig geregistreerd om tabellen te publiceren." in page
    assert f'href="{PAGE}.pdf"' not in page


def test_the_pdf_is_archival_and_accessible_and_holds_no_small_number(register: None, coordinator: Client) -> None:
    answer = coordinator.get(f"{PAGE}.pdf")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="klachten-2024.pdf"'
    pdf = PdfReader(io.BytesIO(answer.content))
    metadata = pdf.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "A")
    root = pdf.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "nl-NL")  # type: ignore[index]
    words = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for told in ("Klachten in 2024", "Bejegening 21", "Bereikbaarheid niet getoond", "Privacy <5", "Lopik <5", "Zo leest u deze getallen"):
        assert told in words
    assert "Privacy 3" not in words


def test_a_sign_that_no_font_has_is_spelled_out(tenant: Tenant, command: Actor) -> None:
    files(6, nature="Blij 😀")

    content = publication_pdf(in_words(of_2024(command), counted_on="21 november 2026"), colour="", on=TODAY)

    assert "Blij [U+1F600]" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_spreadsheet_tells_numbers_as_numbers_and_hidden_ones_in_words(register: None, coordinator: Client) -> None:
    files(6, nature="=1+1")
    answer = coordinator.get(f"{PAGE}.ods")

    content = ZipFile(io.BytesIO(answer.content)).read("content.xml").decode()

    assert 'office:value="21"' in content
    assert "niet getoond" in content
    assert "&lt;5" in content
    assert 'office:value="3"' not in content
    assert "'=1+1" in content
    assert "geen rapportcijfer" in content


@pytest.mark.parametrize("name", [f"{PAGE}/", f"{PAGE}.pdf", f"{PAGE}.ods"])
def test_who_may_not_see_it_gets_none_of_it(
    register: None, tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client], name: str
) -> None:
    assert client_at(tenant, make_person(Role.COUNCIL_MEMBER)).get(name).status_code == 403

    manager = client_at(tenant, make_person(Role.MANAGER, unit_id=make_label("unit", "Werk").pk))
    answer = manager.get(name)

    if name.endswith("/"):
        assert answer.headers["Location"] == "/jaarcijfers/2024/"
        page = manager.get("/jaarcijfers/2024/").content.decode()
        assert "Vraag uw klachtencoördinator" in page
        assert f'href="{PAGE}/"' not in page
    else:
        assert answer.status_code == 404


def test_a_year_that_cannot_be_is_not_found(coordinator: Client) -> None:
    for name in ("publicatie/", "publicatie.pdf", "publicatie.ods"):
        assert coordinator.get(f"/jaarcijfers/1066/{name}").status_code == 404


def test_what_counts_nowhere_is_not_published(register: None, command: Actor) -> None:
    before = of_2024(command)
    files(1, nature="Bejegening", exclusion="REGISTERED_IN_ERROR")

    assert of_2024(command) == before
