"""Signing in: with a password, with an authenticator app, with a passkey; by keyboard alone; and out again."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tenants.permissions import Role


def code_now(secret: str) -> str:
    """The six digits an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def confirm_password(page: Page) -> None:
    """Before the way of signing in changes, the password is asked once more."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Bent u het?")
    page.locator("[name=password]").fill("een-lang-wachtwoord-voor-de-test")
    page.get_by_role("button", name="Bevestigen").click()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(page: Page, site: Any, make_member: Callable[..., Any]) -> None:
    user = make_member("wil", Role.HANDLER)
    answers = []

    for email in (user.email, "niemand@browser.example"):
        page.goto(site.at("wil", "/account/login/"))
        page.get_by_label("E-mailadres").fill(email)
        page.get_by_label("Wachtwoord", exact=True).fill("dit-is-niet-het-wachtwoord")
        page.get_by_role("button", name="Inloggen", exact=True).click()
        answers.append(page.locator("[data-error-summary]").inner_text())

    assert answers[0] == answers[1]
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: Inloggen – Werk en Inkomen Lekstroom – Polsslag$"))


def test_sign_in_by_keyboard_alone(page: Page, site: Any, make_member: Callable[..., Any]) -> None:
    user = make_member("wil", Role.HANDLER)
    page.goto(site.at("wil", "/"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Direct naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type("een-lang-wachtwoord-voor-de-test")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="Mijn werk")).to_be_visible()
    expect(page).to_have_title("Mijn werk – Werk en Inkomen Lekstroom – Polsslag")


def test_staff_must_set_up_an_authenticator_app_and_then_use_it(
    page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    user = make_member("nwf", Role.COORDINATOR, is_demo=False)
    sign_in(page, "nwf", user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Er is een tweede stap nodig")

    page.get_by_role("link", name="Zet de app aan").click()
    confirm_password(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.locator("[name=code]").fill(code_now(secret))
    page.get_by_role("button", name="Aanzetten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    recovery_code = page.locator(".code-list li").first.inner_text()
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")

    page.get_by_role("button", name="Uitloggen").click()
    sign_in(page, "nwf", user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    page.locator("[name=code]").fill("000000")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[name=code]").fill(recovery_code)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")


def test_a_passkey_is_made_at_one_organisation_and_serves_at_another(
    context: BrowserContext, page: Page, site: Any, make_member: Callable[..., Any], sign_in: Callable[..., None]
) -> None:
    user = make_member("wil", Role.HANDLER, is_demo=False)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, "wil", user)
    page.get_by_role("link", name="Passkey toevoegen").click()
    confirm_password(page)
    page.get_by_label("Inloggen met alleen deze passkey, zonder wachtwoord").check()
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.get_by_role("button", name="Uitloggen").click()

    page.goto(site.at("wil", "/account/login/"))
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")
    page.goto(site.at("nwf", "/account/login/"))
    page.get_by_role("button", name="Inloggen met een passkey").click()

    # The same person, known at the other organisation too, but without a role there.
    expect(page.get_by_role("heading", level=1)).to_have_text("U hebt hier geen rol")


def test_the_language_changes_without_javascript(browser: Any, site: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(site.at("wil", "/account/login/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()
