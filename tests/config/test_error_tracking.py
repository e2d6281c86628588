"""The error tracker learns where our code failed and nothing about people."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import sentry_sdk
from django.db import connection, transaction
from django.test import Client
from django.urls import path
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config.error_tracking import scrub_event, start_error_tracking
from config.logs import LineWithoutTexts
from config.urls_tenant import urlpatterns as tenant_urlpatterns
from tenants.models import Tenant
from tenants.permissions import Permission, Role, requires

NAME, STREET, STORY, COOKIE, SESSION_MAIL = (
    "Geertruida Zwaluw",
    "Dorpsstraat 99",
    "mijn verhaal",
    "koekje-geheim",
    "zwaluw@voorbeeld.example",
)
PERSONAL = (NAME, STREET, STORY, COOKIE, SESSION_MAIL, "111222333", "Geertruida", "zwaluw")


class Collecting(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__({"dsn": "https://public@errors.example/1"})
        self.sent: list[bytes] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize())


@pytest.fixture
def transport() -> Iterator[Collecting]:
    collecting = Collecting()
    start_error_tracking(dsn="https://public@errors.example/1", environment="test", transport=collecting)
    yield collecting
    sentry_sdk.get_client().close()
    sentry_sdk.init()


@requires(Permission.ANYONE)
def failing(request: Any) -> None:
    """Fails with personal data in every corner: a local, the text of the error, a statement, the form."""
    name, story = request.POST["name"], request.POST["story"]
    sentry_sdk.add_breadcrumb(message=f"about {name}", data={"street": STREET})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::text", [name])
            cursor.execute("SELECT %s::int", [story])
    except Exception as error:
        raise RuntimeError(f"cannot register {name}, {STREET}, 111222333") from error


@pytest.fixture
def failing_address(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("config.urls_tenant.urlpatterns", [*tenant_urlpatterns, path("stuk/<str:name>/", _with_name)])
    from django.urls import clear_url_caches

    clear_url_caches()
    return "/stuk/zwaluw/?naam=Geertruida"


@requires(Permission.ANYONE)
def _with_name(request: Any, name: str) -> None:
    failing(request)


def test_a_failing_request_full_of_personal_data_leaves_none_of_it(
    transport: Collecting,
    failing_address: str,
    tenant: Tenant,
    make_person: Callable[..., Any],
    client_at: Callable[..., Client],
) -> None:
    client = client_at(tenant, make_person(Role.COORDINATOR, email=SESSION_MAIL))
    client.raise_request_exception = False
    client.cookies["smaak"] = COOKIE

    response = client.post(
        failing_address, {"name": NAME, "story": STORY}, headers={"X-Forwarded-For": "192.0.2.7", "Referer": f"http://x/{NAME}"}
    )
    sentry_sdk.flush()

    assert response.status_code == 500
    events = [line for raw in transport.sent for line in raw.split(b"\n") if b'"exception"' in line]
    assert len(events) == 1
    text = b"".join(transport.sent).decode()
    assert [value for value in PERSONAL if value in text] == []
    assert "192.0.2.7" not in text
    event = json.loads(events[0])
    assert {exception["type"] for exception in event["exception"]["values"]} >= {"RuntimeError"}
    assert set(event.get("request", {})) <= {"method"}
    assert any(frame["function"] == "failing" for value in event["exception"]["values"] for frame in value["stacktrace"]["frames"])


def test_an_address_that_no_page_has_leaves_nothing_of_itself(
    transport: Collecting, tenant: Tenant, client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault before any page is found: the tracker's library then names the event after the address as it was typed."""

    def fail(self: Any, request: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", fail)
    client = client_at(tenant)
    client.raise_request_exception = False

    client.get("/zwaluw/Geertruida/")
    sentry_sdk.flush()

    events = [line for raw in transport.sent for line in raw.split(b"\n") if b'"exception"' in line]
    assert len(events) == 1
    assert [value for value in PERSONAL if value in b"".join(transport.sent).decode()] == []


@pytest.mark.parametrize(
    ("source", "kept"), [("route", "/stuk/{name}/"), ("task", "/stuk/{name}/"), ("url", None), ("custom", None), (None, None)]
)
def test_an_event_is_named_after_a_route_or_a_task_alone(source: str | None, kept: str | None) -> None:
    info = {"transaction_info": {"source": source}} if source else {}

    event = scrub_event({"transaction": "/stuk/{name}/", **info}, {})

    assert event.get("transaction") == kept


def test_the_log_keeps_the_place_of_a_fault_and_no_text(
    failing_address: str, tenant: Tenant, client_at: Callable[..., Client], capsys: pytest.CaptureFixture[str]
) -> None:
    handler = logging.StreamHandler(lines := StringIO())
    handler.setFormatter(LineWithoutTexts())
    logging.getLogger().addHandler(handler)
    client = client_at(tenant)
    client.raise_request_exception = False

    client.post(failing_address, {"name": NAME, "story": STORY})
    client.post("/graphql/", NAME, content_type="application/json")
    client.get(f"/{NAME}/bestaat-niet/?naam=Geertruida")

    logging.getLogger().removeHandler(handler)
    text = lines.getvalue()
    assert "builtins.RuntimeError" in text
    assert " failing" in text
    assert "status=500 route=stuk/<str:name>/" in text
    assert [value for value in PERSONAL if value in text] == []


def test_without_a_dsn_nothing_is_sent(tenant: Tenant) -> None:
    collecting = Collecting()

    start_error_tracking(dsn="", environment="test", transport=collecting)
    sentry_sdk.capture_message(NAME)

    assert collecting.sent == []
