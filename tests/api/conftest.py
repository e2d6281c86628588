from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenants.models import Tenant
from tenants.permissions import Role


@pytest.fixture
def ask(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> Callable[..., dict[str, Any]]:
    """ask(query, role, **variables) -> the answer of the API to a person with that role; None: not signed in."""
    clients: dict[Role | None, Client] = {}

    def send(query: str, role: Role | None = Role.COORDINATOR, **variables: Any) -> dict[str, Any]:
        if role not in clients:
            clients[role] = client_at(tenant, make_person(role) if role else None)
        response = clients[role].post("/graphql/", json.dumps({"query": query, "variables": variables}), content_type="application/json")
        answer: dict[str, Any] = response.json()
        answer["status"] = response.status_code
        return answer

    return send
