"""The main job: two organisations' complaints in by command, their published tables out by command and API.

What was published stands in tests/cases/figures.json, straight from the reports.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tenants.models import Tenant
from tenants.permissions import Role

CASES = Path(__file__).resolve().parents[1] / "cases"
PUBLISHED = json.loads((CASES / "figures.json").read_text(encoding="utf-8"))
WIL, NWF = PUBLISHED["wil_2024"], PUBLISHED["nwf_2023"]
NATURES = {
    "bejegening": "Bejegening",
    "gebrekkige_informatie_nalatigheid": "Gebrekkige informatie/nalatigheid",
    "afhandelingsduur": "Afhandelingsduur",
}
OUTCOMES = {
    "gegrond": "Gegrond",
    "gedeeltelijk_gegrond": "Gedeeltelijk gegrond",
    "ongegrond": "Ongegrond",
    "wederzijdse_overeenstemming": "Wederzijdse overeenstemming",
    "ingetrokken": "Ingetrokken",
    "niet_ontvankelijk": "Niet ontvankelijk",
}  # fmt: skip


def run(command: str, tenant: Tenant, *arguments: str) -> Any:
    """Run a command as from the shell: in no tenant's schema. Returns its JSON."""
    out = StringIO()
    connection.set_schema_to_public()
    try:
        call_command(command, "--tenant", tenant.slug, *arguments, "--json", stdout=out, stderr=StringIO())
    finally:
        connection.set_tenant(tenant)
    return json.loads(out.getvalue())


@pytest.fixture
def wil(tenant: Tenant) -> Tenant:
    run("import_complaints", tenant, str(CASES / "wil_2024.csv"), "--create-labels")
    run("import_history", tenant, str(CASES / "wil_history.csv"), "--create-labels")
    return tenant


@pytest.fixture
def nwf(tenant: Tenant) -> Tenant:
    run("import_complaints", tenant, str(CASES / "nwf_2023.csv"), "--create-labels")
    return tenant


def test_wil_2024_programme_by_nature(wil: Tenant) -> None:
    received = run("yearly_figures", wil, "--year", "2024")["received"]

    rows = {
        programme: {NATURES[column]: cell or 0 for column, cell in zip(WIL["by_programme"]["columns"], cells, strict=True)}
        for programme, cells in WIL["by_programme"]["rows"].items()
    }
    assert received["by_unit_and_nature"] == rows
    assert received["by_nature"] == dict(zip(NATURES.values(), WIL["by_programme"]["printed_totals"], strict=True))
    assert received["by_unit"] == WIL["by_programme"]["row_sums_computed"]


def test_wil_municipality_by_year(wil: Tenant) -> None:
    received = run("yearly_figures", wil, "--year", "2024")["received"]

    years = [str(year) for year in WIL["by_municipality"]["years"]]
    assert received["by_municipality_and_year"] == {
        name: dict(zip(years, cells, strict=True)) for name, cells in WIL["by_municipality"]["rows"].items()
    }
    assert received["by_year"] == dict(zip(years, WIL["by_municipality"]["printed_totals"], strict=True))


def test_wil_outcome_by_year_and_the_rest_of_the_report(wil: Tenant) -> None:
    figures = run("yearly_figures", wil, "--year", "2024")
    handled = figures["handled"]

    years = [str(year) for year in WIL["outcomes"]["years"]]
    assert handled["by_outcome_and_year"] == {
        OUTCOMES[name]: {year: cell or 0 for year, cell in zip(years, cells, strict=True)}
        for name, cells in WIL["outcomes"]["rows"].items()
    }
    assert handled["by_year"] == dict(zip(years, WIL["outcomes"]["computed_totals"], strict=True))
    assert handled["by_procedure"] == {"informal": WIL["informal_computed"], "formal": WIL["formal"]}
    assert (handled["judged"], handled["within_term"], handled["same_day"], handled["mean_days"], handled["median_days"]) == (
        30,
        47,
        1,
        23.9,
        25.0,
    )
    assert figures["historical"] == {"received": ["2023", "2022", "2021"], "handled": ["2023", "2022"]}
    assert figures["flow"] == {"brought_forward": 0, "received": 47, "returned": 0, "closed": 47, "carried_forward": 0}


def test_nwf_2023(nwf: Tenant) -> None:
    figures = run("yearly_figures", nwf, "--year", "2023")
    received, handled = figures["received"], figures["handled"]

    assert received["total"] == NWF["cases"]
    assert received["by_kind"] == {"Dienst": NWF["dienst"], "Bemiddeling": NWF["forwarded_to_partner_bemiddeling"]}
    assert received["by_nature"] == {
        "Dienstverlening": NWF["dienstverlening"],
        "Beleid": NWF["beleid"],
        "Divers": NWF["divers_inner"],
        "onbekend": 1,
    }
    channels = NWF["channels"]
    assert received["by_channel"] == {
        "Telefonisch": channels["telefonisch"],
        "Digitaal": channels["digitaal"],
        "Schriftelijk": channels["schriftelijk"],
        "Intern signaal": channels["intern_signaal"],
        "onbekend": 1,
    }
    assert handled["by_outcome"] == {
        "(deels) gegrond": NWF["upheld_or_partly"],
        "ongegrond": NWF["not_upheld"],
        "geen oordeel": NWF["beleid"],
        "doorgestuurd": 1,
    }
    assert handled["judged"] == NWF["informal_handled"]
    assert handled["same_day"] == NWF["terms"]["same_day"]
    assert handled["mean_days"] == 5.9
    assert handled["within_term"] == handled["total"] == 18
    assert handled["by_procedure"] == {"informal": 17, "onbekend": 1}


def test_command_and_api_give_the_same_object(wil: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> None:
    client = client_at(wil, make_person(Role.COORDINATOR))

    answer = client.post("/graphql/", {"query": "{ yearlyFigures(year: 2024) { asJson } }"}).json()

    assert answer["data"]["yearlyFigures"]["asJson"] == run("yearly_figures", wil, "--year", "2024")


def test_importing_again_changes_nothing(wil: Tenant) -> None:
    before = run("yearly_figures", wil, "--year", "2024")

    again = run("import_complaints", wil, str(CASES / "wil_2024.csv"))

    assert (again["imported"], again["already_there"], again["faults"]) == (0, 47, [])
    assert run("yearly_figures", wil, "--year", "2024") == before


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--tenant", "bestaat-niet", "--year", "2024"], 2),
        (["--tenant", "samen", "--year", "1900"], 1),
        (["--tenant", "portaal", "--year", "2024"], 2),
    ],
)
def test_what_cannot_be_shown_has_its_status(tenant: Tenant, arguments: list[str], status: int) -> None:
    connection.set_schema_to_public()

    with pytest.raises(CommandError) as refused:
        call_command("yearly_figures", *arguments, stdout=StringIO())

    assert refused.value.returncode == status
