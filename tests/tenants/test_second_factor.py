"""The second factor belongs to the session: a password alone never comes in on what somebody else showed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client

from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role

APP = "/account/2fa/totp/activate/"
OWN_ACCOUNT = (
    "/account/password/change/",
    "/account/naam/",
    "/account/2fa/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/recovery-codes/download/",
)


@pytest.fixture(autouse=True)
def _slow_clock(settings: Any) -> None:
    """A code of the half minute before is good too: a test may begin at the end of one."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def coordinator(make_person: Callable[..., User]) -> User:
    """Somebody whose role demands a second factor, and no demo login."""
    person = make_person(Role.COORDINATOR)
    User.objects.filter(pk=person.pk).update(is_demo=False)
    person.refresh_from_db()
    return person


def sign_in(client: Client, person: User) -> HttpResponse:
    return client.post("/account/login/", {"login": person.email, "password": "geheim"})  # type: ignore[return-value]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol_app(client: Client) -> HttpResponse:
    """What the page does: the password once more, then the code of the app."""
    client.post("/account/reauthenticate/", {"password": "geheim"})
    client.get(APP)
    return client.post(APP, {"code": code_of(client.session["mfa.totp.secret"])})  # type: ignore[return-value]


def is_in(client: Client) -> tuple[bool, list[str]]:
    """Whether a page opens, and what the API says."""
    page = client.get("/klachten/").status_code == 200
    answer = client.post("/graphql/", json.dumps({"query": "{ complaints { totalCount } }"}), content_type="application/json").json()
    return page, [error["extensions"]["code"] for error in answer.get("errors", [])]


def test_a_session_from_before_the_factor_stays_out(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> None:
    parked = client_at(tenant)
    sign_in(parked, coordinator)

    TOTP.activate(coordinator, generate_totp_secret())

    assert is_in(parked) == (False, ["second_factor_missing"])
    # The page that asks for the factor, and no ring of redirects.
    assert parked.get("/klachten/", follow=True).redirect_chain[-1][0] == "/account/2fa/reauthenticate/?next=%2F"


@pytest.mark.parametrize("path", OWN_ACCOUNT)
def test_a_session_that_owes_the_factor_changes_nothing_of_the_account(
    path: str, tenant: Tenant, coordinator: User, client_at: Callable[..., Client]
) -> None:
    parked = client_at(tenant)
    sign_in(parked, coordinator)
    TOTP.activate(coordinator, generate_totp_secret())
    RecoveryCodes.activate(coordinator)
    # The password is all it has, and it gives it as often as it is asked.
    parked.post("/account/reauthenticate/", {"password": "geheim"})
    before = list(Authenticator.objects.order_by("pk").values("pk", "type", "data"))

    for method in (parked.get, parked.post):
        assert method(path)["Location"].startswith("/account/2fa/reauthenticate/?next=")

    assert list(Authenticator.objects.order_by("pk").values("pk", "type", "data")) == before


def test_a_request_that_waited_for_the_password_is_not_carried_out_either(
    tenant: Tenant, coordinator: User, client_at: Callable[..., Client]
) -> None:
    parked = client_at(tenant)
    sign_in(parked, coordinator)
    parked.post(APP, {"code": "1"})
    secret = generate_totp_secret()
    TOTP.activate(coordinator, secret)

    parked.post(f"/account/reauthenticate/?next={APP}", {"password": "geheim"})

    assert Authenticator.objects.count() == 1
    assert is_in(parked) == (False, ["second_factor_missing"])


def test_who_enrols_is_in_at_once_and_every_other_session_ends(
    tenant: Tenant, other_tenant: Tenant, coordinator: User, client_at: Callable[..., Client]
) -> None:
    own, parked, elsewhere = client_at(tenant), client_at(tenant), client_at(other_tenant)
    for client in (own, parked, elsewhere):
        sign_in(client, coordinator)
    key = own.session.session_key
    assert is_in(own) == (False, ["second_factor_missing"])

    enrol_app(own)

    assert is_in(own) == (True, [])
    assert own.session.session_key != key
    assert [SessionStore().exists(old) for old in (key, parked.cookies["polsslag-session"].value)] == [False, False]
    assert is_in(parked) == (False, ["not_signed_in"])
    assert elsewhere.get("/account/2fa/")["Location"].startswith("/account/login/")


def test_signing_in_with_the_app_comes_in(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> None:
    secret = generate_totp_secret()
    TOTP.activate(coordinator, secret)
    client = client_at(tenant)

    sign_in(client, coordinator)
    before = is_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert (before, is_in(client)) == ((False, ["not_signed_in"]), (True, []))


def test_a_session_that_owes_the_factor_comes_in_by_showing_it(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> None:
    client = client_at(tenant)
    sign_in(client, coordinator)
    secret = generate_totp_secret()
    TOTP.activate(coordinator, secret)

    client.post("/account/2fa/reauthenticate/?next=/", {"code": code_of(secret)})

    assert is_in(client) == (True, [])


def test_a_recovery_code_stands_in_for_the_factor(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> None:
    TOTP.activate(coordinator, generate_totp_secret())
    code = RecoveryCodes.activate(coordinator).get_unused_codes()[0]
    client = client_at(tenant)

    sign_in(client, coordinator)
    client.post("/account/2fa/authenticate/", {"code": code})

    assert is_in(client) == (True, [])


def test_a_passkey_alone_counts_as_both(
    tenant: Tenant, coordinator: User, client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    passkey = Authenticator.objects.create(user=coordinator, type=Authenticator.Type.WEBAUTHN, data={"name": "Sleutel", "credential": {}})
    # The signature itself is tried in a real browser; here: what allauth does once it holds.
    monkeypatch.setattr("allauth.mfa.webauthn.views.LoginWebAuthnView.post", lambda view, request: _passwordless(request, passkey))
    client = client_at(tenant)

    client.post("/account/2fa/webauthn/login/")

    assert is_in(client) == (True, [])


def _passwordless(request: HttpRequest, passkey: Authenticator) -> Any:
    from allauth.account.models import Login

    return perform_passwordless_login(request, passkey, Login(user=passkey.user))


def test_a_factor_that_was_removed_no_longer_counts(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> None:
    lost, kept = client_at(tenant), generate_totp_secret()
    sign_in(lost, coordinator)
    enrol_app(lost)
    assert is_in(lost) == (True, [])

    Authenticator.objects.filter(user=coordinator).delete()
    TOTP.activate(coordinator, kept)

    assert is_in(lost) == (False, ["second_factor_missing"])


def test_a_council_member_needs_none(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    member = make_person(Role.COUNCIL_MEMBER, municipality="GM0321")
    User.objects.filter(pk=member.pk).update(is_demo=False)
    client = client_at(tenant)

    sign_in(client, member)

    assert client.get("/").status_code == 200
