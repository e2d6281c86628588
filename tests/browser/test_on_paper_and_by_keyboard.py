"""What is looked at less often: paper, a long name on a phone, a list of a joint authority, and our words by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django_tenants.utils import schema_context
from playwright.sync_api import Browser, Page, expect

from tenants.accounts.models import User
from tenants.organisation.models import Label
from tenants.permissions import Role

PHONE = {"width": 390, "height": 844}
PAGE_IN_PDF = re.compile(rb"/Type\s*/Page\b")


def test_the_yearly_figures_fit_on_five_pages_with_every_picture(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "wil", make_member("wil", Role.COORDINATOR))
    page.goto(site.at("wil", "/jaarcijfers/2024/"))
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")

    pictures = page.locator("img.figure-picture")
    definitions = page.locator(".figure details > p")

    assert pictures.evaluate_all("pictures => pictures.every(one => one.complete && one.naturalWidth > 0)")
    assert pictures.count() == definitions.count() == page.get_by_role("table").count() == 17
    assert all(definition.is_visible() for definition in definitions.all())
    expect(page.locator(".shell-person")).to_be_hidden()
    paper = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm"))
    assert len(PAGE_IN_PDF.findall(paper)) == 5


def test_a_long_address_in_place_of_a_name_stays_on_a_phone(
    browser: Browser, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], commit: Callable[..., Any]
) -> None:
    user = make_member("wil", Role.COORDINATOR)
    user.email = "voornaam.tussenvoegsel.achternaam-meisjesnaam@werkeninkomenlekstroom.example"
    commit(lambda: User.objects.filter(pk=user.pk).update(name="", email=user.email))
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()

    sign_in(page, "wil", user)

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    box = page.get_by_role("button", name="Uitloggen").bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE["width"]
    context.close()


def test_the_list_of_a_joint_authority_shows_every_column_and_each_date_on_one_line(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    sign_in(page, "wil", make_member("wil", Role.HANDLER))
    page.goto(site.at("wil", "/klachten/"))

    over = page.locator(".table-scroll").evaluate("element => element.scrollWidth - element.clientWidth")
    heights = page.locator("tbody td[data-label=Ontvangen] span").evaluate_all("dates => dates.map(one => one.getClientRects().length)")

    assert over == 0
    assert set(heights) == {1}


def test_words_are_mapped_by_keyboard_alone_without_javascript(
    browser: Browser, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], commit: Callable[..., Any]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "nwf", make_member("nwf", Role.COORDINATOR))
    page.goto(site.at("nwf", "/indeling/"))

    page.get_by_role("link", name="Deel ze een voor een in").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("“Dienst”")
    page.keyboard.press("Tab")
    for _ in range(40):
        if page.get_by_label("Betekent").evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Kl")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("De betekenis van “Dienst” is bewaard.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Bemiddeling”")
    page.get_by_role("link", name="Later verder").press("Enter")
    expect(page.get_by_role("row", name="Dienst Klacht")).to_be_visible()
    context.close()

    def meaning() -> str | None:
        with schema_context("nwf"):
            return Label.objects.get(dimension="kind", text="Dienst").core_code

    assert commit(meaning) == "COMPLAINT"
