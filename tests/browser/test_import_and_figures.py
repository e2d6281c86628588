"""The main job, in a browser: a register in, with faults and again; the published figures out."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from complaints.flows.import_runs import run_import
from complaints.models import ImportRun
from tenants.clock import read_clock
from tenants.permissions import Role

CASES = Path(__file__).resolve().parents[1] / "cases"
HEAD = "reference,received_on,kind,channel,unit,nature,municipality,procedure,outcome,closed_on,within_term,handled_by,summary\n"
WRONG = HEAD + "A-1,2025-02-30,klacht,Telefonisch,Wmo,Bejegening,,,,,,,\nA-2,2025-03-01,klacht,Telefonisch,Wmo,Bejegeningg,,,,,,,\n"
RIGHT = HEAD + "A-1,2025-02-28,klacht,Telefonisch,Wmo,Bejegening,,,,,,,\nA-2,2025-03-01,klacht,Telefonisch,Wmo,Bejegening,,,,,,,\n"


@pytest.fixture(autouse=True)
def _uploads_wait_for_our_worker(settings: Any) -> None:
    settings.WITH_BROKER = False


def work_through_imports(slug: str) -> None:
    """What a Celery worker does: carry out the runs that wait."""

    def work() -> None:
        with schema_context(slug):
            for run in ImportRun.objects.filter(state="waiting"):
                run_import(run_id=run.pk, now=read_clock())
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def upload(page: Page, name: str, content: str) -> None:
    page.get_by_label("Uw bestand").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="Uploaden en nakijken").click()


def test_import_with_faults_and_again(page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klachten inlezen").first.click()

    upload(page, "register.csv", WRONG)
    expect(page.get_by_role("heading", level=1)).to_have_text("Het inlezen is bezig")
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_through_imports("voorbeeld")

    # The page follows by itself and tells, for each cell, what to do.
    expect(page.get_by_role("heading", level=1)).to_have_text("Er moet eerst iets veranderen")
    expect(page.get_by_role("status").get_by_text("2 fouten in het bestand; er is niets ingelezen")).to_be_visible()
    rows = page.get_by_role("table").first.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("received_on")
    expect(rows.nth(0)).to_contain_text("Deze dag bestaat niet.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download deze lijst (CSV)").click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0] == "row;column;value;code;message"

    upload(page, "register.csv", RIGHT)
    work_through_imports("voorbeeld")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inlezen is klaar")
    expect(page.get_by_text("2 klachten zijn ingelezen")).to_be_visible()
    page.get_by_role("link", name="Bekijk de klachten").click()
    page.get_by_label("Zoek een dossier op nummer").fill("A-2")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bejegening")
    page.get_by_text("Waarom deze datum?").click()
    expect(page.get_by_text("6 weken na zaterdag 1 maart 2025")).to_be_visible()


def test_import_by_keyboard_alone_and_without_javascript(
    browser: Any, page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    user = make_member("voorbeeld", Role.COORDINATOR)
    sign_in(page, "voorbeeld", user)
    page.goto(site.at("voorbeeld", "/inlezen/"))
    file = tmp_path / "leeg.csv"
    file.write_text("")

    # The browser must know beforehand that we choose files, or the key opens a window of its own that nobody sees.
    page.on("filechooser", lambda chooser: None)
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Uw bestand")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Uw bestand")).to_be_focused()

    plain = browser.new_context(java_script_enabled=False)
    without = plain.new_page()
    sign_in(without, "voorbeeld", user)
    without.goto(site.at("voorbeeld", "/inlezen/"))
    upload(without, "register.csv", WRONG)
    expect(without.get_by_role("heading", level=1)).to_have_text("Het inlezen is bezig")
    work_through_imports("voorbeeld")
    expect(without.get_by_role("heading", level=1)).to_have_text("Er moet eerst iets veranderen", timeout=10_000)
    plain.close()


def cells(page: Page, title: str) -> dict[str, list[str]]:
    """The table under a heading: head of each row -> its cells."""
    table = page.get_by_role("table", name=title, exact=True)
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()}


def test_wil_2024_as_published(page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "wil", make_member("wil", Role.COORDINATOR))
    page.get_by_role("link", name="Jaarcijfers", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2024")
    expect(page.get_by_text("In 2024 kwamen er 47 klachten binnen, 7 meer dan in 2023.")).to_be_visible()
    assert cells(page, "Ontvangen, per gemeente en jaar") == {
        "IJsselstein": ["8", "12", "10", "15"],
        "Houten": ["9", "5", "7", "9"],
        "Nieuwegein": ["17", "32", "22", "22"],
        "Lopik": ["0", "3", "1", "1"],
    }
    assert cells(page, "Afgehandeld, per werkwijze") == {"informal": ["43"], "formal": ["4"]}
    assert cells(page, "Afgehandeld, binnen de termijn of niet")["Binnen de termijn"] == ["47"]
    pictures = page.locator("img.figure-picture")
    assert pictures.count() == page.get_by_role("table").count()
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV.*Ontvangen, per afdeling en onderwerp$")).click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert "Werk;18;2;0;20" in lines


def test_nwf_2023_as_published(page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "nwf", make_member("nwf", Role.HANDLER))
    page.get_by_role("link", name="Jaarcijfers", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2023")
    expect(page.get_by_text("In 2023 kwamen er 18 klachten binnen")).to_be_visible()
    assert sum(int(row[0]) for row in cells(page, "Ontvangen, per kanaal").values()) == 18
    assert cells(page, "Dagen tot sluiten")["Gemiddeld"] == ["5,9"]
