"""Registering in a browser: by phone with the keyboard alone, without a connection for a while, and two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenants.permissions import Role
from tests.browser.conftest import NARROW, WIDE

STORY = "Ik kreeg veel te laat een verzoek om bewijsstukken. Daardoor kreeg ik ook mijn geld later."


def kept(page: Page) -> Any:
    return page.locator("[data-draft-state]")


def test_by_phone_with_the_keyboard_alone(page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Wat is er gebeurd?").focus()
    page.keyboard.type(STORY)
    page.keyboard.press("Tab")
    page.keyboard.type("Excuses, en dat er snel betaald wordt")
    page.keyboard.press("Tab")
    page.keyboard.type("Mevrouw Voorbeeld")
    page.keyboard.press("Tab")
    page.keyboard.type("0612345678")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    page.get_by_role("button", name="Registreren").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Geregistreerd als \d{4}-\d{5}"))
    page.get_by_role("link", name="Naar het dossier").click()
    expect(page.get_by_text(STORY)).to_be_visible()
    expect(page.get_by_role("link", name="Toewijzen")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_that_there_is_no_connection_stays_in_sight_while_the_story_is_typed_and_is_said_once(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], size: Any
) -> None:
    page.set_viewport_size(size)
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    story = page.get_by_label("Wat is er gebeurd?")
    story.fill("Het begin")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    kept(page).evaluate(
        "(line) => { window.said = []; new MutationObserver(() => said.push(line.textContent)).observe(line, {childList: true}); }"
    )

    page.context.set_offline(True)
    story.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("Een regel\n" * 30)
    expect(kept(page)).to_have_text(re.compile("Geen verbinding"))
    # Two tries more.
    for _try in range(2):
        page.keyboard.type("en verder ")
        with page.expect_event("requestfailed"):
            pass

    expect(kept(page)).to_be_in_viewport(ratio=1)
    typed, line = story.bounding_box(), page.locator(".draft-state").bounding_box()
    assert typed["y"] + typed["height"] <= line["y"]
    assert [text.partition(".")[0] for text in page.evaluate("said")] == ["Bewaren…", "Geen verbinding"]
    page.context.set_offline(False)
    expect(kept(page)).to_have_text(re.compile("Bewaard om"), timeout=15_000)
    expect(page.locator(".draft-state")).not_to_have_class(re.compile("wrong"))


def test_what_is_typed_without_a_connection_is_kept_when_it_is_back(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Het begin")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))

    page.context.set_offline(True)
    page.get_by_label("Wat is er gebeurd?").fill("Het begin, en de rest zonder verbinding")
    expect(kept(page)).to_have_text(re.compile("Geen verbinding"))
    page.context.set_offline(False)

    expect(kept(page)).to_have_text(re.compile("Bewaard om"), timeout=15_000)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("Het begin, en de rest zonder verbinding")


def test_what_is_typed_without_a_connection_is_back_when_the_page_is_opened_anew(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    story = page.get_by_label("Wat is er gebeurd?")
    story.fill("Eerst")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    page.context.set_offline(True)
    story.fill("Eerst en offline erbij")
    page.get_by_text("Over wat en over wie").click()
    page.get_by_label("Dit onderdeel in één regel").first.fill("Te laat betaald")
    expect(kept(page)).to_have_text(re.compile("Geen verbinding"))
    page.context.set_offline(False)
    page.reload()

    expect(page.get_by_text("Wat u hier het laatst typte, staat er weer.")).to_be_visible()
    expect(story).to_have_value("Eerst en offline erbij")
    expect(page.get_by_label("Dit onderdeel in één regel").first).to_have_value("Te laat betaald")
    expect(page.get_by_label("Dit onderdeel in één regel").first).to_be_visible()
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    assert "offline erbij" not in page.evaluate("JSON.stringify(sessionStorage)")
    fresh = page.context.new_page()
    fresh.goto(page.url)
    expect(fresh.get_by_label("Wat is er gebeurd?")).to_have_value("Eerst en offline erbij")
    expect(fresh.get_by_text("Wat u hier het laatst typte, staat er weer.")).to_be_hidden()


def test_a_row_that_was_added_and_typed_in_without_a_connection_is_back_too(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_text("Over wat en over wie").click()
    for place in (1, 2):
        page.locator(f"[name=colleague_name_{place}]").fill(f"Collega {place}")
    # Its own connection is gone after this, and nothing was kept before it.
    page.get_by_role("button", name="Nog een onderwerp of collega").click()
    added = page.locator("[name=colleague_name_3]")
    expect(added).to_be_visible()
    page.route("**/bewaren/", lambda route: route.abort("internetdisconnected"))
    added.fill("Collega 3, zonder verbinding")
    expect(kept(page)).to_have_text(re.compile("Geen verbinding"))
    page.unroute("**/bewaren/")
    page.goto(page.url)

    expect(added).to_have_value("Collega 3, zonder verbinding")
    expect(page.locator("[name=colleague_name_2]")).to_have_value("Collega 2")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))


def test_what_is_back_after_another_window_went_on_overwrites_nothing_and_is_compared_or_thrown_away(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    story = page.get_by_label("Wat is er gebeurd?")
    story.fill("Eerst")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    address = page.url
    # Its own connection is gone, that of the other window is not.
    page.route("**/bewaren/", lambda route: route.abort("internetdisconnected"))
    story.fill("Eerst en offline erbij")
    expect(kept(page)).to_have_text(re.compile("Geen verbinding"))
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("Wat is er gebeurd?").fill("Eerst, en verder in het andere venster")
    expect(kept(other)).to_have_text(re.compile("Bewaard om"))
    page.unroute("**/bewaren/")
    page.reload()

    expect(story).to_have_value("Eerst en offline erbij")
    expect(page.get_by_role("button", name="Vergelijken en kiezen")).to_be_visible()
    fresh = page.context.new_page()
    fresh.goto(address)
    expect(fresh.get_by_label("Wat is er gebeurd?")).to_have_value("Eerst, en verder in het andere venster")
    page.get_by_role("button", name="Vergelijken en kiezen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U typte dit in twee vensters")
    page.goto(address)
    expect(story).to_have_value("Eerst, en verder in het andere venster")


def test_what_is_back_is_thrown_away_for_what_was_kept(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    story = page.get_by_label("Wat is er gebeurd?")
    story.fill("Eerst")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    page.route("**/bewaren/", lambda route: route.abort("internetdisconnected"))
    story.fill("Eerst en offline erbij")
    expect(kept(page)).to_have_text(re.compile("Geen verbinding"))
    page.reload()
    expect(story).to_have_value("Eerst en offline erbij")

    page.get_by_role("button", name="Gooi het weg en toon wat wel bewaard is").click()

    expect(story).to_have_value("Eerst")
    expect(page.get_by_text("Wat u hier het laatst typte, staat er weer.")).to_be_hidden()
    assert "offline erbij" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_what_is_sent_without_a_connection_stays_on_the_page_and_goes_by_the_next_press(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Het begin")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))

    page.context.set_offline(True)
    page.get_by_label("Wat is er gebeurd?").fill(STORY)
    page.get_by_role("button", name="Registreren", exact=True).last.click()
    expect(page.get_by_text("Er is geen verbinding", exact=True)).to_be_visible()
    expect(page.locator("[data-no-connection]")).to_be_focused()
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value(STORY)

    page.context.set_offline(False)
    page.get_by_role("button", name="Registreren", exact=True).last.click()
    page.get_by_role("link", name="Naar het dossier").click()
    expect(page.get_by_text(STORY)).to_be_visible()

    page.get_by_role("link", name="Contact vastleggen").click()
    page.context.set_offline(True)
    told = page.get_by_label("Wat is er gezegd")
    told.fill("Zij wil haar geld")
    page.get_by_role("button", name="Vastleggen", exact=True).click()
    expect(page.locator("[data-no-connection]")).to_be_focused()
    expect(told).to_have_value("Zij wil haar geld")
    page.context.set_offline(False)


def test_opening_the_page_keeps_no_draft_until_something_is_typed(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    # Longer than a page waits before it keeps what was typed.
    page.wait_for_timeout(1_500)
    expect(kept(page)).to_be_empty()

    page.goto(page.url.replace(page.url.rstrip("/").rsplit("/", 1)[-1], ""))
    expect(page.get_by_role("heading", name="Waar u eerder aan begon")).to_have_count(0)


def test_one_more_subject_is_typed_where_the_page_goes_on(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill(STORY)
    page.get_by_text("Over wat en over wie").click()
    for place in range(3):
        page.get_by_label("Dit onderdeel in één regel").nth(place).fill(f"Onderdeel {place + 1}")
    page.get_by_role("button", name="Nog een onderwerp").focus()
    page.keyboard.press("Enter")

    expect(page.locator("[name=nature_4]")).to_be_focused()
    page.locator("[name=description_4]").fill("Onderdeel 4")
    page.get_by_role("button", name="Registreren", exact=True).last.click()
    page.get_by_role("link", name="Naar het dossier").click()
    expect(page.get_by_text("Onderdeel 4")).to_have_count(1)


def test_whoever_was_signed_out_while_typing_loses_nothing(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    member = make_member("voorbeeld", Role.EMPLOYEE)
    sign_in(page, "voorbeeld", member)
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Het begin")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))

    page.context.clear_cookies()
    page.get_by_label("Wat is er gebeurd?").fill("Het begin, en de rest zonder sessie")
    expect(kept(page)).to_have_text(re.compile("U bent uitgelogd"))
    page.get_by_role("button", name="Registreren").click()
    link = page.get_by_role("link", name="Inloggen (opent een nieuw venster)")
    expect(link).to_be_focused()
    again = page.context.new_page()
    sign_in(again, "voorbeeld", member)

    expect(kept(page)).to_have_text(re.compile("Bewaard om"), timeout=15_000)
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Registreren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Geregistreerd als \d{4}-\d{5}"))


def test_the_second_of_two_sees_both_texts_and_chooses(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Het verhaal")
    page.get_by_role("button", name="Registreren").click()
    page.get_by_role("link", name="Naar het dossier").click()
    change = page.url + "wijzigen/"
    other = page.context.new_page()
    for window, text in ((page, "Zoals de een het hoorde"), (other, "Zoals de ander het hoorde")):
        window.goto(change)
        window.get_by_label("Wat wil deze persoon?").fill(text)

    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De gegevens zijn gewijzigd.")).to_be_visible()
    other.get_by_role("button", name="Opslaan").click()

    compared = other.get_by_role("table", name="Een collega was eerst").locator("tbody tr")
    expect(compared).to_have_text(re.compile(r"Wat wil deze persoon\?\s*Zoals de een het hoorde.*Zoals de ander het hoorde", re.DOTALL))
    expect(other.get_by_role("textbox", name="Wat wil deze persoon?")).to_have_value("Zoals de ander het hoorde")
    other.get_by_role("button", name="Opslaan").click()
    expect(other.get_by_text("Kies bij elke regel wat er moet staan.")).to_be_visible()
    other.get_by_role("radio", name=re.compile("Wat u typte")).check()
    other.get_by_role("button", name="Opslaan").click()
    expect(other.get_by_text("De gegevens zijn gewijzigd.")).to_be_visible()
    expect(other.get_by_text("Zoals de ander het hoorde")).to_be_visible()


def test_one_draft_in_two_windows_is_compared_and_put_together(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Wat is er gebeurd?").fill("Zoals het begon")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    other.get_by_label("Wat is er gebeurd?").fill("Zoals het verder ging")
    other.get_by_label("Naam", exact=True).fill("Jo Voorbeeld")

    other.get_by_role("button", name="Vergelijken en kiezen").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("U typte dit in twee vensters")
    expect(other.get_by_text("Zoals het begon")).to_be_visible()
    expect(other.get_by_role("radio")).to_have_count(2)
    other.get_by_role("radio", name="In dit venster").check()
    other.get_by_role("button", name="Hiermee verdergaan").click()

    expect(other.get_by_label("Wat is er gebeurd?")).to_have_value("Zoals het verder ging")
    expect(other.get_by_label("Naam", exact=True)).to_have_value("Jo Voorbeeld")
    other.get_by_role("button", name="Registreren").last.click()
    expect(other.get_by_role("heading", level=1)).to_have_text(re.compile(r"Geregistreerd als \d{4}-\d{5}"))


def test_leaving_asks_first_when_what_was_typed_was_refused(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    """The draft was thrown away in another window: what is typed here is nowhere else."""
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.EMPLOYEE))
    page.get_by_role("link", name="Klacht registreren").click()
    page.get_by_label("Wat is er gebeurd?").fill("Het begin")
    expect(kept(page)).to_have_text(re.compile("Bewaard om"))
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Dit concept weggooien").click()
    other.wait_for_load_state()

    # A browser asks only whoever touched the page themselves.
    page.get_by_label("Wat is er gebeurd?").click()
    page.keyboard.press("End")
    page.keyboard.type(", en de rest")
    expect(kept(page)).to_have_text(re.compile("in een ander venster geregistreerd of weggegooid"))

    with page.expect_event("dialog", timeout=5_000) as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("Het begin, en de rest")
