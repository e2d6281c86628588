"""Whoever is involved loses a file at once and everywhere, and the substitute has it; the council's compartment is the registry's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, Page, expect

from complaints.models import Notice, Round
from tenants.accounts.models import User
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Role

STORY = "De coördinator zelf heeft mij twee keer niet teruggebeld."


@pytest.fixture
def open_page(browser: Browser, site: Any, sign_in: Callable[..., None]) -> Iterator[Callable[[User], Page]]:
    contexts = []

    def make(user: User) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
        contexts.append(context)
        page = context.new_page()
        sign_in(page, "voorbeeld", user)
        return page

    yield make
    for context in contexts:
        context.close()


def begin(page: Page, site: Any, story: str) -> None:
    """The form of registration with the story in it, by the keyboard alone."""
    page.goto(site.at("voorbeeld", "/"))
    page.get_by_role("link", name="Klacht registreren").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Wat is er gebeurd?").focus()
    page.keyboard.type(story)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def reference_of(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Geregistreerd als \d{4}-\d{5}"))
    found = re.search(r"\d{4}-\d{5}", page.get_by_role("heading", level=1).inner_text())
    assert found is not None
    return found[0]


def is_gone(page: Page, site: Any, reference: str) -> list[bool]:
    """From its address, from the list, from search and from the work list."""
    gone = [page.goto(site.at("voorbeeld", f"/klachten/{reference}/")).status == 404]  # type: ignore[union-attr]
    for path in ("/klachten/", "/"):
        page.goto(site.at("voorbeeld", path))
        gone.append(reference not in page.locator("main").inner_text())
    return gone


def test_an_involved_coordinator_loses_the_file_and_the_substitute_has_it(
    site: Any, make_member: Callable[..., Any], open_page: Callable[[User], Page], commit: Callable[..., Any]
) -> None:
    coordinator, substitute = make_member("voorbeeld", Role.COORDINATOR), make_member("voorbeeld", Role.HANDLER)

    def name_substitute(user_id: int | None) -> None:
        with schema_context("voorbeeld"):
            OrganisationSettings.objects.update(substitute_coordinator_id=user_id)

    commit(lambda: name_substitute(substitute.pk))
    handler_page = open_page(make_member("voorbeeld", Role.HANDLER))
    begin(handler_page, site, STORY)
    handler_page.get_by_role("button", name="Registreren").click()
    reference = reference_of(handler_page)
    coordinator_page = open_page(coordinator)
    assert coordinator_page.goto(site.at("voorbeeld", f"/klachten/{reference}/")).status == 200  # type: ignore[union-attr]

    handler_page.goto(site.at("voorbeeld", f"/klachten/{reference}/wijzigen/"))
    unfold(handler_page)
    handler_page.locator("[name=colleague_1]").select_option(str(coordinator.pk))
    handler_page.get_by_role("button", name="Opslaan").click()
    expect(handler_page).to_have_url(re.compile(rf"/klachten/{reference}/$"))

    assert is_gone(coordinator_page, site, reference) == [True, True, True]
    substitute_page = open_page(substitute)
    row = substitute_page.locator("li", has_text=reference)
    expect(row).to_contain_text("Een coördinator is betrokken")
    row.get_by_role("link", name=re.compile("^Toewijzen")).focus()
    substitute_page.keyboard.press("Enter")
    expect(substitute_page.get_by_role("heading", level=1)).to_have_text("Toewijzen")
    expect(substitute_page.locator("[name=handler_id]").locator(f"option[value='{coordinator.pk}']")).to_contain_text("was betrokken")

    def told() -> list[int]:
        with schema_context("voorbeeld"):
            key = Round.objects.get(complaint__reference=reference).pk
            return [one.recipient_id for one in Notice.objects.all() if any(line["round"] == key for line in one.lines)]

    assert commit(told)[-1] == substitute.pk
    commit(lambda: name_substitute(None))


def test_the_councils_compartment_is_handled_by_the_registry_alone(
    site: Any, make_member: Callable[..., Any], open_page: Callable[[User], Page]
) -> None:
    clerk = make_member("voorbeeld", Role.COUNCIL_REGISTRY)
    registry, coordinator = open_page(clerk), open_page(make_member("voorbeeld", Role.COORDINATOR))
    begin(registry, site, "Het raadslid riep mij iets na in de hal.")
    unfold(registry)
    registry.locator("[name=is_about_council]").check()
    registry.get_by_role("button", name="Registreren").click()
    reference = reference_of(registry)

    assert is_gone(coordinator, site, reference) == [True, True, True]
    registry.goto(site.at("voorbeeld", "/"))
    expect(registry.locator("li", has_text=reference).get_by_role("link", name=re.compile("^Toewijzen"))).to_be_visible()
    registry.locator("li", has_text=reference).get_by_role("link", name=re.compile("^Toewijzen")).click()
    expect(registry.get_by_role("button", name=re.compile("^Geef aan "))).to_be_visible()
    registry.locator("select[name=handler_id]").select_option(str(clerk.pk))
    registry.locator("form.form button[type=submit]").click()
    expect(registry).to_have_url(re.compile(rf"/klachten/{reference}/$"))
    registry.goto(site.at("voorbeeld", "/"))
    expect(registry.locator("li", has_text=reference).get_by_role("link", name=re.compile("^Contact vastleggen"))).to_be_visible()
    found = Axe().run(registry, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    registry.set_viewport_size({"width": 390, "height": 844})
    over = registry.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert ([one["id"] for one in found.response["violations"]], over) == ([], 0)
