"""Finding in a browser: the search box, the sentence, pages and columns by keyboard, and the list taken along as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tenants.permissions import Role

NARROW = {"width": 390, "height": 844}


def sentence(page: Page) -> Any:
    return page.locator("#sentence")


def search(page: Page, words: str) -> None:
    page.get_by_label("Zoek een dossier").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_search_by_word_typing_error_and_number_with_the_keyboard_alone(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Aan de balie duurde de vergunningaanvraag eindeloos")
    page.get_by_role("button", name="Registreren").click()
    page.get_by_role("link", name="Naar het dossier").click()
    reference = page.url.rstrip("/").split("/")[-1]

    search(page, "vergunningaanvragen")
    expect(sentence(page)).to_contain_text("1 klacht met “vergunningaanvragen”")
    expect(page.get_by_role("link", name=reference)).to_be_visible()
    expect(page.get_by_text("gevonden in de tekst")).to_be_visible()
    assert "vergunning" not in page.url
    page.reload()
    expect(sentence(page)).to_contain_text("1 klacht met “vergunningaanvragen”")

    search(page, "verguningaanvraag")
    expect(sentence(page)).to_contain_text("1 klacht met iets dat lijkt op “verguningaanvraag”")
    page.go_back()
    expect(sentence(page)).to_contain_text("met “vergunningaanvragen”")

    search(page, "qqxxzz")
    expect(page.get_by_text("Niets gevonden met “qqxxzz”.")).to_be_visible()
    search(page, reference)
    expect(page).to_have_url(re.compile(f"/klachten/{reference}/$"))


def test_the_choice_is_made_and_taken_out_with_the_keyboard_alone_on_a_phone(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.goto(site.at("voorbeeld", "/klachten/"))
    page.get_by_text("Kies welke, en in welke volgorde").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Welke").select_option("closed")
    page.get_by_label("Volgorde").select_option("oldest")
    page.get_by_role("button", name="Laat zien").focus()
    page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text(re.compile(r"\d+ gesloten"))
    expect(sentence(page)).to_contain_text("oudste eerst")

    page.get_by_text("Kies de kolommen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Behandelaar", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bewaar deze kolommen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De lijst heeft nu de kolommen die u koos.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Behandelaar")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    page.get_by_role("link", name="gesloten (haal weg)").focus()
    page.keyboard.press("Enter")
    expect(sentence(page)).not_to_contain_text("gesloten")
    expect(sentence(page)).to_contain_text("oudste eerst")


def test_pages_of_the_list_go_there_and_back(page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "wil", make_member("wil", Role.COORDINATOR))
    page.goto(site.at("wil", "/klachten/?volgorde=reference"))
    first = page.locator("tbody th").all_inner_texts()
    page.get_by_role("link", name="Volgende pagina").click()
    second = page.locator("tbody th").all_inner_texts()
    page.get_by_role("link", name="Vorige pagina").click()

    assert (len(first), len(second)) == (25, 22)
    assert first + second == sorted(first + second)
    assert page.locator("tbody th").all_inner_texts() == first


def test_the_list_is_taken_along_as_a_file_for_a_purpose(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    sign_in(page, "wil", make_member("wil", Role.COORDINATOR))
    page.goto(site.at("wil", "/klachten/?afdeling=Werk&kolommen=number,unit"))
    shown = page.locator("tbody th").all_inner_texts()
    page.get_by_role("link", name="Neem deze lijst mee als bestand").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Maak het bestand").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Er moet eerst iets veranderen")).to_be_visible()
    faults = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}).response["violations"]
    assert [fault["id"] for fault in faults] == []
    page.get_by_label("Waar hebt u het bestand voor nodig?").focus()
    page.keyboard.type("Overleg van team Werk")
    for _twice in range(2):
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Maak het bestand").focus()
            page.keyboard.press("Enter")
        downloading.value.save_as(tmp_path / "lijst.xlsx")

    assert re.fullmatch(r"klachten-\d{4}-\d\d-\d\d\.xlsx", downloading.value.suggested_filename)
    book = openpyxl.load_workbook(tmp_path / "lijst.xlsx")
    assert book.sheetnames == ["Over dit bestand", "Klachten"]
    rows = list(book["Klachten"].iter_rows(values_only=True))
    assert rows[0] == ("Nummer", "Afdeling")
    assert rows[1:] == [(reference, "Werk") for reference in shown]
