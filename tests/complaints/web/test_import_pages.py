"""What came of an import, on the page: in the language of the reader, each unknown word once, and what to do about it."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.translation import override

from complaints.flows.import_runs import run_import, start_import
from complaints.imports.columns import REGISTER_COLUMNS
from complaints.models import ImportRun
from tenants.accounts.access import actor_for
from tenants.accounts.models import User
from tenants.clock import dutch_date
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.register_files import ROW, csv_text

OPEN = {**ROW, "outcome": "", "closed_on": "", "within_term": ""}
Import = Callable[..., str]


@pytest.fixture
def coordinator(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def client(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, coordinator)


@pytest.fixture
def take_over(tenant: Tenant, coordinator: User, now: datetime, settings: Any, tmp_path: Path) -> Import:
    """take_over(row, ...) -> the address of a run that a Dutch worker ended."""
    settings.MEDIA_ROOT = tmp_path

    def run(*rows: dict[str, Any], create_labels: bool = False) -> str:
        actor = actor_for(user=coordinator, tenant=tenant, today=dutch_date(now), has_second_factor=True)
        upload = ContentFile(csv_text(rows).encode())
        run = start_import(actor=actor, upload=upload, name="register.csv", create_labels=create_labels, is_trial=False, now=now)
        with override("nl"):
            run_import(run_id=run.pk, now=now)
        return f"/inlezen/{run.pk}/"

    return run


def text_of(answer: Any) -> str:
    """What somebody reads: without tags, with single spaces."""
    main = answer.content.decode().partition('id="main"')[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def cells_of(row: str) -> list[str]:
    return [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)]


def faults_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_a_run_of_a_dutch_worker_is_read_in_english_on_the_english_page(client: Client, take_over: Import) -> None:
    address = take_over(
        {**OPEN, "closed_on": "2024-01-04"},
        {**OPEN, "reference": "B", "postponed_from": "2024-01-05", "postponed_until": "2024-01-20"},
        create_labels=True,
    )
    client.post("/taal/", {"language": "en", "next": "/"})

    page, file = text_of(client.get(address)), faults_of(client.get(f"{address}fouten.csv"))

    sentences = [
        "This complaint was closed before it was received on 5 January 2024. Check both dates.",
        "The postponement starts on Friday 5 January 2024; it can start the day after receipt (Friday 5 January 2024) at the earliest."
        " Choose a later start.",
    ]
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert [line[-1] for line in file[1:]] == sentences
    assert "Controleer" not in page


def test_why_a_run_could_not_be_carried_out_is_read_in_the_own_language_too(
    client: Client, tenant: Tenant, now: datetime, coordinator: User
) -> None:
    run = ImportRun.objects.create(
        started_by=coordinator, started_at=now, state="failed", file_format="csv", report={"refusal": {"code": "upload_gone"}}
    )
    long_ago = ImportRun.objects.create(
        started_by=coordinator, started_at=now, state="failed", file_format="csv", report={"refusal": {"code": "x", "message": "Van toen."}}
    )

    dutch = text_of(client.get(f"/inlezen/{run.pk}/"))
    client.post("/taal/", {"language": "en", "next": "/"})
    english, kept = text_of(client.get(f"/inlezen/{run.pk}/")), text_of(client.get(f"/inlezen/{long_ago.pk}/"))

    assert "Het bestand is er niet meer. Upload het opnieuw." in dutch
    assert "The file is no longer there. Upload it again." in english
    assert "Van toen." in kept


def test_a_run_that_nobody_carried_out_says_so(client: Client, tenant: Tenant, now: datetime, coordinator: User) -> None:
    run = ImportRun.objects.create(
        started_by=coordinator, started_at=now, state="failed", file_format="csv", report={"refusal": {"code": "not_carried_out"}}
    )

    page = text_of(client.get(f"/inlezen/{run.pk}/"))

    assert "De import is niet binnen drie dagen uitgevoerd. Er is niets overgenomen en het bestand is verwijderd." in page


def test_a_report_of_long_ago_is_shown_as_it_was_made(client: Client, tenant: Tenant, now: datetime, coordinator: User) -> None:
    faults = [
        {"row": row, "column": "unit", "value": "Wmoo", "code": "unknown_label", "message": "Dit woord kennen we niet."} for row in (2, 3)
    ]
    run = ImportRun.objects.create(
        started_by=coordinator, started_at=now, state="faults", file_format="csv", report={"rows": 2, "faults": faults, "warnings": []}
    )

    page, file = text_of(client.get(f"/inlezen/{run.pk}/")), faults_of(client.get(f"/inlezen/{run.pk}/fouten.csv"))

    assert page.count("Dit woord kennen we niet.") == 2
    assert "Woorden die we niet kennen" not in page
    assert file[1] == ["2", "unit", "Wmoo", "unknown_label", "Dit woord kennen we niet."]


def test_each_unknown_word_is_there_once_with_its_rows_and_the_nearest(client: Client, take_over: Import) -> None:
    take_over(OPEN, create_labels=True)
    rows = [{**OPEN, "reference": f"R{number}", "nature": "Bejegenning", "unit": f"Afdeling {number % 2}"} for number in range(7)]

    address = take_over(*rows, {**OPEN, "reference": "X", "received_on": "2027-01-01"})
    page, file = client.get(address), faults_of(client.get(f"{address}fouten.csv"))

    table = page.content.decode().partition('aria-labelledby="words"')[2].partition("</table>")[0]
    assert [cells_of(row) for row in table.split("<tr>")[2:]] == [
        ["Bejegenning", "nature", '"Bejegening"', "7 rijen: 2, 3, 4, 5, 6 en verder"],
        ["Afdeling 0", "unit", "–", "rij 2, 4, 6, 8"],
        ["Afdeling 1", "unit", "–", "rij 3, 5, 7"],
    ]
    text = text_of(page)
    assert "15 fouten in het bestand; er is niets ingelezen" in text
    assert "Vink dan “Maak onbekende woorden aan” aan en upload hetzelfde bestand nog een keer." in text
    # The other fault has a list of its own; the file has every row.
    assert text.count("Deze datum ligt in de toekomst. Controleer het jaar.") == 1
    assert "We kennen dit woord niet" not in text
    assert len(file) == 1 + 15
    assert file[2][-1] == 'We kennen dit woord niet. Bedoelt u "Bejegening"? Verbeter het, of vink “Maak onbekende woorden aan” aan.'


def test_what_comes_back_often_is_said_first_and_once(client: Client, take_over: Import) -> None:
    rows = [{**OPEN, "reference": f"R{number}", "received_on": "01/05/2024"} for number in range(6)]

    page = text_of(client.get(take_over(*rows, create_labels=True)))

    assert "Begin hier" in page
    assert "received_on, 6 rijen: 2, 3, 4, 5, 6 en verder. Dit is geen datum." in page
    assert page.count("Dit is geen datum.") == 1 + 6


def test_a_fault_that_the_list_has_no_room_for_is_named_all_the_same(client: Client, take_over: Import) -> None:
    rows = [{**OPEN, "reference": f"R{number}", "received_on": "01/05/2024"} for number in range(1_100)]

    page = text_of(client.get(take_over(*rows, {**OPEN, "reference": "X", "within_term": "soms"}, create_labels=True)))

    assert "1101 fouten" in page.replace(".", "")
    assert "within_term, rij 1102. Hier kunnen alleen deze woorden staan" in page


def test_where_the_corrected_file_is_uploaded_the_columns_are_at_hand(client: Client, take_over: Import) -> None:
    page = text_of(client.get(take_over({**OPEN, "received_on": "?"}, create_labels=True)))

    form = page.partition("Upload het verbeterde bestand")[2]
    assert "De namen van de kolommen staan hieronder." in form
    named = set(re.findall(r"[a-z_]+", form.partition("Welke kolommen kan het bestand hebben?")[2]))
    assert set(REGISTER_COLUMNS) - named == set()


def test_a_corrected_file_is_imported(client: Client, take_over: Import) -> None:
    take_over({**OPEN, "received_on": "?"}, create_labels=True)

    page = text_of(client.get(take_over(OPEN, create_labels=True)))

    assert "1 klacht is ingelezen" in page
    assert "Woorden die we niet kennen" not in page
