"""Somebody at a desk, in a browser: what they click and fill in, and a clock that stands where the story is."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tenants.clock import AMSTERDAM

FETCHED = """async (address) => {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
}"""
Value = str | bool | list[str]


class Desk:
    """The pages as a person goes through them. file: the address of the file they are at."""

    def __init__(self, page: Page, at: Callable[[str], str], patch: pytest.MonkeyPatch) -> None:
        self.page, self.at, self._patch = page, at, patch
        self.file = ""

    def colleague(self) -> Desk:
        """Somebody else at a desk of their own, with this file before them."""
        browser = self.page.context.browser
        assert browser is not None
        theirs = Desk(browser.new_context(viewport=self.page.viewport_size, locale="nl-NL").new_page(), self.at, self._patch)
        theirs.file = self.file
        return theirs

    def on(self, day: int, month: int, hour: int = 10, *, year: int = 2025) -> None:
        now = datetime(year, month, day, hour, tzinfo=AMSTERDAM)
        self._patch.setattr("tenants.clock.timezone", SimpleNamespace(now=lambda: now))
        if self.file:
            self.page.goto(self.file)

    def register(self, **told: Value) -> None:
        """A new file, and on to its page."""
        self.page.goto(self.at("/klachten/nieuw/"))
        self.fill(**told)
        self.page.get_by_role("button", name="Registreren").first.click()
        self.page.get_by_role("link", name="Naar het dossier").click()
        self.page.wait_for_url(lambda url: url.endswith("/") and "geregistreerd" not in url)
        self.file = self.page.url

    @property
    def reference(self) -> str:
        return self.file.rstrip("/").rsplit("/", 1)[1]

    def open(self, link: str) -> None:
        """A step, by how its link on the page of the file begins, wherever that stands."""
        self.unfold()
        self.main.get_by_role("link", name=re.compile(f"^{re.escape(link)}")).first.click()
        self.page.wait_for_load_state()

    def step(self, link: str, button: str, **told: Value) -> None:
        """A step from its link to the file it comes back to."""
        self.open(link)
        self.send(button, **told)

    def refused(self, link: str, button: str, **told: Value) -> str:
        """What the page says of a step that cannot be; then back to the file."""
        self.open(link)
        text = self.refused_here(button, **told)
        self.page.goto(self.file)
        return text

    def refused_here(self, button: str, **told: Value) -> str:
        """What the page says, which stays."""
        self._press(button, **told)
        text = " ".join(self.page.get_by_role("alert").all_inner_texts())
        assert text
        return text

    def send(self, button: str, **told: Value) -> None:
        """Fill in and send; nothing stands in the way."""
        self._press(button, **told)
        assert self.page.get_by_role("alert").count() == 0, self.page.get_by_role("alert").all_inner_texts()

    def _press(self, button: str, **told: Value) -> None:
        self.fill(**told)
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=button, exact=True).click()

    def fill(self, **told: Value) -> None:
        """By the names of the fields; a dot in one is written as two underscores."""
        self.unfold()
        for key, value in told.items():
            name = key.replace("__", ".")
            field = self.main.locator(f'[name="{name}"]:not([type=hidden])')
            kind = field.first.evaluate("field => field.type")
            if kind == "radio":
                self.main.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                for one in value if isinstance(value, list) else [None]:
                    self.main.locator(f'[name="{name}"]' + (f'[value="{one}"]' if one else "")).set_checked(bool(value))
            elif kind.startswith("select"):
                field.select_option(label=str(value)) if not self._has_option(field, str(value)) else field.select_option(str(value))
            else:
                field.first.fill(str(value))

    def filled_in(self, *names: str) -> list[str]:
        """What stands in these fields by now."""
        return [self.main.locator(f'[name="{name}"]:not([type=hidden])').input_value() for name in names]

    @staticmethod
    def _has_option(field: Locator, value: str) -> bool:
        return bool(field.evaluate("(field, value) => [...field.options].some(one => one.value === value)", value))

    def unfold(self) -> None:
        self.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def shows(self, *texts: str) -> None:
        self.unfold()
        for text in texts:
            expect(self.main).to_contain_text(text)

    def letter(self, value: str, *, signer: str, way: str = "LETTER", **facts: Value) -> str:
        """Choose a letter, write it, read it as a PDF and make it final. Returns the text of what was sent. value: of one to whom it is
        about without who that is, where the file names one."""
        before = self._letters()
        self.open("Brief maken")
        offered = self.main.locator('[name="letter"]').evaluate_all("all => all.map(one => one.value)")
        self.send("Beginnen", letter=value if value in offered else next(one for one in offered if one.startswith(f"{value}:")))
        if "ground" in facts:
            # Which days it asks follows from it.
            self.send("Zet dit in de tekst", facts__ground=facts["ground"])
        self.fill(**{f"facts__{key}": told for key, told in facts.items()})
        if facts:
            self.send("Zet dit in de tekst")
        self.send("Verder naar versturen", signer=signer)
        self.fill(way=way)
        self.send("Brief vastleggen")
        [sent] = self._letters() - before
        return self.text_of(sent)

    def _letters(self) -> set[str]:
        """The addresses of the letters that went."""
        links = self.main.locator("#letters a[href*='/documenten/']")
        return set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))

    def text_of(self, address: str) -> str:
        """What stands in a PDF, in one line."""
        raw = b64decode(self.page.evaluate(FETCHED, self.at(address)))
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages).split())
