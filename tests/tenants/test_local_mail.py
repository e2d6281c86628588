"""Locally mail lands in a folder that one can open from every page; elsewhere there is no such page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client

from tenants.models import Tenant
from tenants.permissions import Role

PAGE = "/lokale-post/"


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., Any]) -> Client:
    return client_at(tenant, make_person(Role.HANDLER))


@pytest.fixture
def _in_a_folder(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


def shown(client: Client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(PAGE).content.decode()))


@pytest.mark.usefixtures("_in_a_folder")
def test_every_page_leads_to_the_mail_and_says_when_there_is_none(client: Client) -> None:
    assert f'<a href="{PAGE}">Post op deze machine</a>' in client.get("/privacy/").content.decode()
    assert "Er is nog geen post geschreven." in shown(client)


@pytest.mark.usefixtures("_in_a_folder")
def test_what_was_written_is_read_newest_first_with_receiver_text_and_names_of_files(client: Client) -> None:
    connection = EmailBackend()
    with_file = EmailMessage("Één <b>brief</b>", "Uw brief ligt klaar.", to=["een@voorbeeld.example"], connection=connection)
    with_file.attach("brief.pdf", b"%PDF-1.7", "application/pdf")
    with_file.send()
    EmailMessage("De tweede", "In hetzelfde bestand.", to=["twee@voorbeeld.example"], connection=connection).send()

    text = shown(client)

    assert text.index("De tweede") < text.index("Één &lt;b&gt;brief&lt;/b&gt;")
    assert re.search(r"Aan een@voorbeeld\.example, .{10,40} · brief\.pdf Lees het bericht Uw brief ligt klaar\.", text)


def test_where_mail_is_sent_there_is_no_such_page_and_no_link_to_it(client: Client) -> None:
    send_mail("Nee", "Gaat weg.", None, ["een@voorbeeld.example"])

    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/privacy/").content.decode()


@pytest.mark.usefixtures("_in_a_folder")
def test_it_is_not_there_in_production_either(client: Client, settings: Any) -> None:
    settings.LOCAL = False

    assert client.get(PAGE).status_code == 404


@pytest.mark.usefixtures("_in_a_folder")
def test_who_did_not_sign_in_reads_nothing(client_at: Callable[..., Client], tenant: Tenant) -> None:
    answer = client_at(tenant).get(PAGE)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")
