"""Documents in a browser: dropped, chosen with the keyboard, refused with a reason, on a phone; and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tenants.permissions import Role
from tests.factories.documents import PDF, picture

DROP = """([area, name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  const told = { bubbles: true, cancelable: true, dataTransfer: files };
  for (const kind of ["dragover", "drop"]) area.dispatchEvent(new DragEvent(kind, told));
}"""


@pytest.fixture
def registering(page: Page, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> Page:
    """Somebody who has begun to register."""
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Ik werd niet teruggebeld.")
    return page


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "Brief.pdf"
    path.write_bytes(PDF)
    return path


def chooser(page: Page) -> Locator:
    return page.locator("#id_documents")


def kept(page: Page) -> Locator:
    return page.locator("[data-drop-kept] > li")


def drop(page: Page, name: str, text: str, *, on: str) -> None:
    page.evaluate(DROP, [page.locator(on).element_handle(), name, text])


def test_what_is_dropped_anywhere_while_registering_goes_along_to_the_file(registering: Page) -> None:
    page = registering
    drop(page, "Brief.pdf", "%PDF-1.7 een brief", on="h1")
    expect(kept(page)).to_have_text(re.compile("Brief.pdf"))
    drop(page, "spel.exe", "MZ", on="h1")
    expect(page.locator("[data-drop-refusal]")).to_have_text(re.compile("Niet toegevoegd: spel.exe.*Dit is een programma", re.DOTALL))
    expect(kept(page)).to_have_count(1)
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("Ik werd niet teruggebeld.")

    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Bewaard om"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(kept(page)).to_have_text(re.compile("Brief.pdf"))
    page.get_by_role("button", name="Registreren").click()
    page.get_by_role("link", name="Naar het dossier").click()

    link = page.get_by_role("link", name="Brief.pdf", exact=True)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "Brief.pdf"
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7 een brief"


def test_enter_in_a_field_registers_nothing_and_takes_no_file_away(registering: Page, letter: Path) -> None:
    page = registering
    chooser(page).set_input_files(letter)
    expect(kept(page)).to_have_count(1)

    page.get_by_label("Naam").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Klacht registreren")
    expect(kept(page)).to_have_text(re.compile("Brief.pdf"))

    page.get_by_role("button", name="Registreren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Geregistreerd als"))
    page.get_by_role("link", name="Naar het dossier").click()
    expect(kept(page)).to_have_text(re.compile("Brief.pdf"))


def test_with_the_keyboard_alone_a_file_is_chosen_and_taken_away(registering: Page, letter: Path) -> None:
    page = registering
    with page.expect_file_chooser() as opened:
        chooser(page).press("Space")
    opened.value.set_files(letter)
    expect(page.locator("[data-drop-said]")).to_have_text("Brief.pdf is toegevoegd.")

    page.get_by_role("button", name="Weghalen Brief.pdf").focus()
    page.keyboard.press("Enter")

    expect(kept(page)).to_have_count(0)
    expect(chooser(page)).to_be_focused()


def test_without_a_connection_a_file_is_tried_again(registering: Page, letter: Path) -> None:
    page = registering
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Bewaard om"))
    page.context.set_offline(True)
    chooser(page).set_input_files(letter)
    expect(page.locator("[data-drop-queue]")).to_contain_text("Niet verstuurd")
    page.context.set_offline(False)

    page.get_by_role("button", name="Opnieuw proberen").click()

    expect(kept(page)).to_have_text(re.compile("Brief.pdf"))
    expect(page.locator("[data-drop-queue] > li")).to_have_count(0)


def test_a_file_that_is_chosen_after_the_session_ended_says_so_and_goes_along_after_signing_in(registering: Page, letter: Path) -> None:
    page = registering
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Bewaard om"))
    session = [one for one in page.context.cookies() if one["name"].endswith("polsslag-session")]
    page.context.clear_cookies(name=re.compile("polsslag-session$"))

    chooser(page).set_input_files(letter)
    expect(page.locator("[data-drop-queue]")).to_contain_text("u bent uitgelogd")
    expect(page.locator("[data-draft-sign-in]")).to_be_visible()

    page.context.add_cookies(session)  # type: ignore[arg-type]
    page.get_by_role("button", name="Opnieuw proberen").click()
    expect(kept(page)).to_have_text(re.compile("Brief.pdf"))


def test_on_a_phone_pictures_are_added_to_a_file_and_nothing_hangs_over(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Losse stoeptegel")
    page.get_by_role("button", name="Registreren").click()
    page.get_by_role("link", name="Naar het dossier").click()
    page.locator("#documents > summary").click()
    names = ["Stoeptegel" * 9 + ".jpg", "tegel.png"]
    for name, code in zip(names, ("jpeg", "png"), strict=True):
        (tmp_path / name).write_bytes(picture(code, with_place=True))

    chooser(page).set_input_files([tmp_path / name for name in names])

    expect(kept(page)).to_have_count(2)
    expect(page.locator("[data-drop-count]")).to_have_text("2")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    with page.context.expect_page() as opened:
        kept(page).get_by_role("link", name=re.compile("^tegel.png")).click()
    expect(opened.value.locator("img")).to_be_visible()
    assert opened.value.locator("img").evaluate("picture => [picture.naturalWidth, picture.naturalHeight]") == [60, 40]
