"""By mail in a browser: dropped on the page, checked, registered; and the reply to our confirmation lands where the handler sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django_tenants.utils import schema_context
from playwright.sync_api import Page, expect

from complaints.flows.acknowledgement import send_acknowledgement
from complaints.models import SentMessage
from complaints.receiving import Received, receive
from tenants.permissions import Role
from tests.factories.documents import PDF
from tests.factories.mails import STORY, make_eml, make_msg

DROP = """([area, name, bytes]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name));
  const told = { bubbles: true, cancelable: true, dataTransfer: files };
  for (const kind of ["dragover", "drop"]) area.dispatchEvent(new DragEvent(kind, told));
}"""


def drop(page: Page, name: str, raw: bytes) -> None:
    page.evaluate(DROP, [page.locator("h1").element_handle(), name, list(raw)])


@pytest.fixture
def registering(page: Page, make_member: Callable[..., Any], sign_in: Callable[..., None]) -> Page:
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    return page


def test_a_mail_from_the_drop_to_the_reply(registering: Page, commit: Callable[[Callable[[], Any]], Any]) -> None:
    page = registering
    drop(page, "klacht.eml", make_eml(files=[("brief.pdf", PDF), ("logo.svg", b"<svg/>")]))
    expect(page.get_by_text("Ingevuld uit de mail. Controleer het.")).to_be_visible()
    expect(page.locator("#from-mail")).to_have_text(re.compile("niet bewaard.*logo.svg.*programma of een webpagina", re.DOTALL))
    with page.expect_download() as download:
        page.get_by_role("link", name="brief.pdf", exact=True).click()
    assert download.value.suggested_filename == "brief.pdf"
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value(STORY)
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Jo Voorbeeld")
    expect(page.get_by_label("Wanneer kwam het binnen?")).to_have_value("2025-03-07T10:02")
    expect(page.locator("[data-drop-kept] > li")).to_have_count(2)
    page.get_by_role("button", name="Registreren").last.click()
    expect(page.get_by_text("Deze persoon krijgt een bevestiging dat het bericht er is.")).to_be_visible()
    page.get_by_role("link", name="Naar het dossier").click()
    address = page.url
    expect(page.get_by_role("link", name="brief.pdf", exact=True)).to_be_visible()

    reference = address.rstrip("/").rsplit("/", 1)[1]
    assert commit(lambda: answer(reference)) is Received.TAKEN_IN
    page.goto(address)

    expect(page.get_by_text("Iemand schreef terug")).to_be_visible()
    expect(page.get_by_text("Ik vond de brief terug.").first).to_be_visible()
    page.goto(address + "bericht/")
    page.get_by_label("Ik heb deze persoon geantwoord").check()
    page.get_by_label("Wat u hebt geantwoord").fill("Gebeld en uitgelegd")
    page.get_by_label("Hoe hebt u geantwoord?").select_option("PHONE")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Het bericht wacht niet meer.")).to_be_visible()
    expect(page.get_by_text("Iemand schreef terug")).to_have_count(0)


def answer(reference: str) -> Received:
    """The person answers our confirmation; a mail server hands it over."""
    with schema_context("voorbeeld"):
        sent = SentMessage.objects.get(complaint__reference=reference)
        now = datetime.now(tz=UTC)
        send_acknowledgement(message_id=sent.message_id, now=now)
    raw = make_eml("Ik vond de brief terug.", subject="Re: Ontvangen", sent_at=now, In_Reply_To=sent.message_id)
    with schema_context("public"):
        return receive(raw=raw, now=now)


def test_what_somebody_typed_is_left_alone_until_they_ask(registering: Page) -> None:
    page = registering
    page.get_by_label("Wat is er gebeurd?").fill("Zoals ik het hoorde")
    drop(page, "klacht.msg", make_msg())
    button = page.get_by_role("button", name=re.compile("Invullen uit deze mail"))
    expect(button).to_be_visible()
    expect(page.get_by_label("Naam", exact=True)).to_have_value("")

    button.click()

    expect(page.get_by_label("Naam", exact=True)).to_have_value("Jo Voorbeeld")
    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value("Zoals ik het hoorde")
    expect(page.locator("#from-mail")).to_have_text(re.compile("Niet ingevuld.*drie weken te laat", re.DOTALL))


def test_without_a_script_a_mail_is_chosen_and_filled_in_by_buttons(
    browser: Any, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    sign_in(page, "voorbeeld", make_member("voorbeeld", Role.COORDINATOR))
    page.get_by_role("link", name="Klacht registreren").click()
    path = tmp_path / "klacht.eml"
    path.write_bytes(make_eml())
    page.locator("#id_documents").set_input_files(path)
    page.get_by_role("button", name="Deze bestanden toevoegen").click()
    page.get_by_role("button", name=re.compile("Invullen uit deze mail")).click()

    expect(page.get_by_label("Wat is er gebeurd?")).to_have_value(STORY)
    page.get_by_role("button", name="Registreren").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Geregistreerd als \d{4}-\d{5}"))
    context.close()
