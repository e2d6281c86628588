"""What is missing on the page of a step is told at once, each at its field: nobody sends a page three times."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from complaints.flows.registration import register_complaint
from complaints.intake import Person, Submission
from complaints.models import Complaint
from tenants.accounts.access import actor_for
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.permissions import Role

RECEIVED = datetime(2025, 3, 7, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("page", "sent", "fields"),
    [
        ("doorzenden", {}, {"body", "why", "handed_way", "told_on"}),
        ("overdragen", {}, {"agreed_by", "agreed_on", "agreed_way", "body", "contact", "why", "handed_way", "passages"}),
        ("reactie", {}, {"user_id", "question", "passages"}),
        ("ombudsman", {"step": "RECOMMENDATION"}, {"ombudsman", "text", "answer_by"}),
        ("persoon", {"email": "geen adres"}, {"role", "name", "email"}),
        ("commissie", {}, {"told_on", "way"}),
    ],
)
def test_a_page_tells_all_that_is_missing_and_records_nothing(
    tenant: Tenant, make_person: Callable, client_at: Callable, page: str, sent: dict[str, str], fields: set[str]
) -> None:
    person = make_person(Role.COORDINATOR)
    actor = actor_for(user=person, tenant=tenant, today=dutch_date(read_clock()), has_second_factor=True)
    told = Submission(story="Te laat betaald.", channel="LETTER", filer=Person(name="M. Meijer"))
    reference = register_complaint(actor=actor, submission=told, received_at=RECEIVED, now=RECEIVED).reference
    client: Client = client_at(tenant, person)

    refused = client.post(f"/klachten/{reference}/{page}/", {"version": "1"} | sent)

    found = set(re.findall(r'href="#id_(\w+?)(?:_\d+)?"', refused.content.decode()))
    assert (refused.status_code, found, Complaint.objects.get().version) == (422, fields, 1)
