"""The main job, in a browser: a register in, with faults and again; the published figures out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.celery import app
from tenants.permissions import Role
from tests.factories.celery_worker import running_broker, using_broker, worker_at_work

CASES = Path(__file__).resolve().parents[1] / "cases"
HEAD = "reference,received_on,kind,channel,unit,nature,municipality,procedure,outcome,closed_on,within_term,handled_by,summary\n"
WRONG = HEAD + "A-1,2025-02-30,klacht,Telefonisch,Wmo,Bejegening,,,,,,,\nA-2,2025-03-01,klacht,Telefonisch,Wmo,Bejegeningg,,,,,,,\n"
RIGHT = HEAD + "A-1,2025-02-28,klacht,Telefonisch,Wmo,Bejegening,,,,,,,\nA-2,2025-03-01,klacht,Telefonisch,Wmo,Bejegening,,,,,,,\n"


@pytest.fixture(scope="module")
def broker_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_broker(tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture
def _uploads_wait_in_the_queue(broker_address: str, settings: Any) -> Iterator[None]:
    """For a worker that comes to work when the test says so: nothing waits there of tests before it, nor for those after it."""
    settings.WITH_BROKER = True
    with using_broker(broker_address):
        app.control.purge()
        yield
        app.control.purge()


def upload(page: Page, name: str, content: str) -> None:
    page.get_by_label("Uw bestand").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="Uploaden en nakijken").click()


@pytest.mark.usefixtures("_uploads_wait_in_the_queue")
def test_import_with_faults_and_again(page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klachten inlezen").first.click()

    upload(page, "register.csv", WRONG)
    expect(page.get_by_role("heading", level=1)).to_have_text("Het inlezen is bezig")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("Uw bestand wacht op zijn beurt.")).to_be_visible()
    with worker_at_work():
        # The page follows by itself and tells, for each word and each cell, what to do.
        expect(page.get_by_role("heading", level=1)).to_have_text("Er moet eerst iets veranderen")
    expect(page.get_by_role("status").get_by_text("2 fouten in het bestand; er is niets ingelezen")).to_be_visible()
    word = page.get_by_role("table", name="Woorden die we niet kennen").locator("tbody tr")
    expect(word).to_have_text(re.compile(r"Bejegeningg\s*nature\s*.Bejegening.\s*rij 3"))
    fault = page.get_by_role("table", name="Wat er verder moet veranderen").locator("tbody tr")
    expect(fault).to_have_text(re.compile(r"2\s*received_on\s*2025-02-30\s*Deze dag bestaat niet\."))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download alle fouten met hun rij (CSV)").click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0] == "row;column;value;code;message"
    page.get_by_text("Welke kolommen kan het bestand hebben?").click()
    expect(page.get_by_text("reference, received_on, kind")).to_be_visible()

    upload(page, "register.csv", RIGHT)
    with worker_at_work():
        expect(page.get_by_role("heading", level=1)).to_have_text("Inlezen is klaar")
    expect(page.get_by_text("2 klachten zijn ingelezen")).to_be_visible()
    page.get_by_role("link", name="Bekijk de klachten").click()
    page.get_by_label("Zoek een dossier").fill("A-2")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bejegening")
    page.get_by_text("Waarom deze datum?").click()
    expect(page.get_by_text("6 weken na zaterdag 1 maart 2025")).to_be_visible()


@pytest.mark.usefixtures("_uploads_wait_in_the_queue")
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
    with worker_at_work():
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
