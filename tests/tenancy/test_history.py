"""History is appended, never edited: in Python and in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from complaints.models import AccessRecord, ComplaintEvent
from tenants.accounts.models import Membership, MembershipEvent
from tenants.history import HistoryEntry, HistoryIsAppendOnly
from tenants.models import Tenant
from tenants.organisation.models import OrganisationEvent
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HISTORY = [model for model in apps.get_models() if issubclass(model, HistoryEntry)]


@pytest.fixture(params=HISTORY, ids=lambda model: model._meta.label)
def entry(request: pytest.FixtureRequest, tenant: Tenant, make_person: Any) -> Model:
    facts: dict[str, Any] = {"happened_at": NOW, "actor_kind": "system", "code": "something_happened"}
    model = request.param
    if model is ComplaintEvent:
        facts["complaint"] = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 1, 1)),)))
    elif model is MembershipEvent:
        facts |= {"tenant": tenant, "membership": Membership.objects.get(user=make_person(Role.HANDLER))}
    else:
        assert model in (OrganisationEvent, AccessRecord)
    created: Model = model.objects.create(**facts)
    return created


def test_python_refuses_to_change_or_remove_it(entry: Any) -> None:
    model = type(entry)
    entry.code = "something_else"

    for change in (entry.save, entry.delete, lambda: model.objects.update(code="x"), lambda: model.objects.all().delete()):
        with pytest.raises(HistoryIsAppendOnly):
            change()

    assert model.objects.get(pk=entry.pk).code == "something_happened"


@pytest.mark.parametrize("statement", ["UPDATE {} SET code = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_or_remove_it(entry: Any, statement: str) -> None:
    table = entry._meta.db_table
    with connection.cursor() as cursor:
        # A table that still awaits a check cannot be truncated at all.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="history is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))

    assert type(entry).objects.get(pk=entry.pk).code == "something_happened"
