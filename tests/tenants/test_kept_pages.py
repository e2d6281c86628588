"""No browser keeps what somebody signed in was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tenants.accounts.models import User
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.web.middleware import KeepNothingMiddleware


@pytest.mark.parametrize(
    "path", ["/", "/klachten/", "/klachten/onbekend/", "/inlezen/", "/cijfers/", "/mensen/", "/bestaat-niet/", "/privacy/"]
)
def test_a_page_of_somebody_signed_in_is_kept_nowhere(
    path: str, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    assert client_at(tenant, make_person(Role.COORDINATOR)).get(path)["Cache-Control"] == "no-store"


def test_an_answer_of_the_api_is_kept_nowhere(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    answer = client_at(tenant, make_person(Role.COORDINATOR)).post("/graphql/", {"query": "{ me { name } }"})

    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/huisstijl.css", "public, max-age=300"), ("/inlezen/", "no-store")],
)
def test_what_a_view_lets_be_kept_stays_so(
    path: str, kept: str, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    answer = client_at(tenant, make_person(Role.COORDINATOR)).get(path)

    assert {part.strip() for part in answer["Cache-Control"].split(",")} == set(kept.split(", "))


def test_a_page_for_everybody_says_nothing_about_keeping(tenant: Tenant, client_at: Callable[..., Client]) -> None:
    answer = client_at(tenant).get("/privacy/")

    assert (answer.status_code, answer.has_header("Cache-Control")) == (200, False)


def test_saying_so_asks_nothing_of_the_database(rf: RequestFactory, db: None, django_assert_num_queries: Callable[..., Any]) -> None:
    rf.cookies["polsslag-session"] = "een-sleutel"

    with django_assert_num_queries(0):
        answer = KeepNothingMiddleware(lambda request: HttpResponse(status=500))(rf.get("/"))

    assert answer["Cache-Control"] == "no-store"
