"""One login serves every organisation, so what limits it is counted over all hosts."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client, RequestFactory
from django_tenants.utils import schema_context

from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role


@pytest.fixture(autouse=True)
def _slow_clock(settings: Any) -> None:
    """A code of the half minute before is good too: a test may begin at the end of one."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture(autouse=True)
def _few_tries(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,3/300s/key"}


def refused_as_too_many(client: Client, email: str) -> bool:
    page = client.post("/account/login/", {"login": email, "password": "fout"}).content.decode()
    return str(get_adapter().error_messages["too_many_login_attempts"]) in page


def test_tries_at_a_login_count_over_all_hosts(
    tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    person, bystander = make_person(Role.COORDINATOR), make_person(Role.HANDLER)

    here = [refused_as_too_many(client_at(tenant), person.email) for _ in range(2)]
    elsewhere = [refused_as_too_many(client_at(other_tenant), person.email.upper()) for _ in range(2)]

    assert (here, elsewhere) == ([False, False], [False, True])
    assert refused_as_too_many(client_at(tenant), bystander.email) is False


def test_a_code_of_the_app_serves_once_over_all_hosts(tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User]) -> None:
    secret = generate_totp_secret()
    app = TOTP.activate(make_person(Role.COORDINATOR), secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    here = app.validate_code(code)
    with schema_context(other_tenant.schema_name):
        elsewhere = app.validate_code(code)

    assert (here, elsewhere) == (True, False)


def test_everything_else_in_the_cache_stays_with_its_organisation(tenant: Tenant, other_tenant: Tenant) -> None:
    cache.set("import-progress:1", "van ons")
    cache.set("our-allauth:rl:", "van ons")

    with schema_context(other_tenant.schema_name):
        assert (cache.get("import-progress:1"), cache.get("our-allauth:rl:")) == (None, None)
    assert cache.get("import-progress:1") == "van ons"


@pytest.mark.parametrize(
    ("count", "header", "address"),
    [(0, None, "10.0.0.1"), (1, None, "198.51.100.7"), (2, None, "6.6.6.6"), (0, "X-Real-IP", "198.51.100.8")],
)
def test_the_visitors_address_comes_from_what_the_proxy_says(count: int, header: str | None, address: str, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = count, header
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.7", "X-Real-IP": "198.51.100.8"}
    )

    assert get_adapter(request).get_client_ip(request) == address


def test_while_the_cache_is_away_signing_in_says_that_nobody_can(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], settings: Any
) -> None:
    person = make_person(Role.COORDINATOR)
    nowhere = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {"default": {**settings.CACHES["default"], **nowhere}}
    client = client_at(tenant)
    client.raise_request_exception = False

    answer = client.post("/account/login/", {"login": person.email, "password": "geheim"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Niemand kan nu inloggen" in answer.content.decode()
    assert client_at(tenant, person).get("/").status_code == 200


def test_too_many_from_one_place_get_a_page_that_says_what_to_do(tenant: Tenant, client_at: Callable[..., Client], settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = client_at(tenant)

    client.post("/account/login/", {"login": "a@voorbeeld.example", "password": "fout"})
    page = client.post("/account/login/", {"login": "a@voorbeeld.example", "password": "fout"})

    assert page.status_code == 429
    assert "Te vaak geprobeerd" in page.content.decode()
