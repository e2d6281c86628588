"""A server that answers by host, real organisations with their published figures, and one browser for the whole session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from django.test.testcases import LiveServerThread
from django_tenants.utils import schema_context
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tenants.accounts.models import Membership, User
from tenants.models import Domain, Participation, Tenant
from tenants.organisation.models import Label
from tenants.permissions import Role

PASSWORD = "een-lang-wachtwoord-voor-de-test"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Playwright drives the browser from an event loop of its own; nothing here runs two things at once in one thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these need a browser; without the second mark pytest-django would make no database of its own for them."""
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)


@dataclass(frozen=True)
class Site:
    """The running server: `site.at("wil", "/jaarcijfers/")` is a full address."""

    port: int

    def at(self, slug: str, path: str = "/") -> str:
        return f"http://{slug}.polsslag.localhost:{self.port}{path}"


@pytest.fixture(scope="package")
def organisations(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The organisations of the demo, committed, and gone afterwards."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_")
        before = set(Tenant.objects.values_list("pk", flat=True))
        call_command("load_demo", verbosity=0)
        yield
        connection.set_schema_to_public()
        TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]
        for tenant in Tenant.objects.exclude(pk__in=before):
            with connection.cursor() as cursor:
                cursor.execute(f'DROP SCHEMA "{tenant.schema_name}" CASCADE')
            Domain.objects.filter(tenant=tenant).delete()
            Participation.objects.filter(tenant=tenant).delete()
            Tenant.objects.filter(pk=tenant.pk).delete()


@pytest.fixture(scope="package")
def site(organisations: None) -> Iterator[Site]:
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield Site(port=thread.port)
    thread.terminate()
    connections.close_all()


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """Closed before the server: what it keeps open there keeps a connection to the database."""
    program = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        # While Playwright's event loop runs, Django keeps another connection for this thread than before and after.
        connections.close_all()
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, as on a wide screen. What the browser complains about fails the test."""
    context = browser.new_context(viewport=WIDE, locale="nl-NL")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    expected = ("status of 403", "status of 404", "status of 409", "status of 422", "ERR_INTERNET_DISCONNECTED")
    assert [text for text in complaints if not any(part in text for part in expected)] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def committed(work: Callable[[], Any]) -> Any:
    """Do it on a connection of its own, so that the server sees it: the test itself runs in a transaction."""

    def run() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@pytest.fixture
def commit() -> Callable[[Callable[[], Any]], Any]:
    """commit(work) -> what the work returns, done where the server sees it."""
    return committed


@pytest.fixture(scope="package")
def make_member(organisations: None) -> Callable[..., User]:
    """make_member("wil", Role.COORDINATOR, is_demo=False) -> a person with that role there."""

    def make(slug: str, *roles: Role, is_demo: bool = True) -> User:
        return committed(lambda: add(slug, roles, is_demo))

    def add(slug: str, roles: tuple[Role, ...], is_demo: bool) -> User:
        with schema_context("public"):
            tenant = Tenant.objects.get(slug=slug)
            user = User.objects.create_user(email=f"persoon-{User.objects.count()}@browser.example", password=PASSWORD, name="Bo Browser")
            User.objects.filter(pk=user.pk).update(is_demo=is_demo)
        with schema_context(tenant.schema_name):
            unit = Label.objects.filter(dimension="unit").first() if Role.MANAGER in roles else None
            for role in roles:
                belongs = {"unit_id": unit.pk if unit else None} if role is Role.MANAGER else {}
                Membership.objects.create(tenant=tenant, user=user, role=role, starts_on=date(2024, 1, 1), **belongs)
        return user

    return make


@pytest.fixture(scope="package")
def sign_in(site: Site) -> Callable[..., None]:
    def sign_in(page: Page, slug: str, user: User) -> None:
        page.goto(site.at(slug, "/account/login/"))
        page.get_by_label("E-mailadres").fill(user.email)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Inloggen", exact=True).click()
        page.wait_for_url(lambda url: "/account/login/" not in url)

    return sign_in
