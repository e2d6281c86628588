"""A complaint about a provider: transferred warmly with a letter, asked after until the feedback is in, and closed with what was learned.

Through the API, as a system of the municipality does it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.models import Complaint
from providers.directory.models import Provider
from tenants.accounts.models import User
from tenants.clock import dutch_date, read_clock
from tenants.models import Tenant
from tenants.permissions import Role

STORY = "De hulp van De Linde kwam drie keer niet. Niemand belde mij. Mijn buurvrouw deed de boodschappen."
ASKED = """{ complaint(reference: "%s") { state derivedKind
  transfers { kind receiver contact receivedOn agreedOn sharesSender passages dueOn end feedback personToldOn
    chases { chasedOn way dueBefore dueAfter } }
  lessons { text level toldOn }
  rounds { outcome { coreCode } closedOn } } }"""


@pytest.fixture
def client(tenant: Tenant, client_at: Callable[..., Client], make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    body = json.dumps({"query": query, "variables": variables})
    answer = client.post("/graphql/", body, content_type="application/json").json()
    assert "errors" not in answer, answer
    [data] = answer["data"].values()
    return dict(data)


def do(client: Client, mutation: str, /, asks: str = "", is_versioned: bool = True, **given: Any) -> dict[str, Any]:
    """The answer, of a mutation decided on the version the file has now."""
    version = {"version": Complaint.objects.get().version} if is_versioned and Complaint.objects.exists() else {}
    kind = mutation[0].upper() + mutation[1:] + "Input"
    query = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ complaint {{ reference }} {asks} errors {{ code field }} }} }}"
    return ask(client, query, input=given | version)


def test_a_complaint_is_handed_over_followed_and_closed_with_what_was_learned(client: Client) -> None:
    now = read_clock()
    today = dutch_date(now)
    provider = Provider.objects.create(name="De Linde", kvk_number="12345678", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    filer = {"name": "Jo Voorbeeld", "phone": "06 11111111", "address": "Straat 1"}
    registered = do(
        client, "registerComplaint", story=STORY, channel="PHONE", receivedAt="2025-03-07T10:00:00", filer=filer, providerId=provider.pk
    )
    reference = registered["complaint"]["reference"]
    same = {"reference": reference}

    # Nothing goes to a provider without the person.
    to_provider = {
        **{"kind": "WARM", "providerId": provider.pk, "contact": "Mevrouw De Wit, 06 12345678", "why": "Zij geven de hulp"},
        **{"sharesSender": True, "passages": ["De hulp van De Linde kwam drie keer niet.", "Niemand belde mij."]},
        **{"handedOn": "2025-03-10", "handedWay": "PHONE", "dueOn": "2025-04-07"},
    }
    refused = do(client, "transferComplaint", **same, **to_provider, agreedBy="COLLEAGUE")
    too_early = do(client, "closeComplaint", **same, outcome="WARM_TRANSFERRED")
    agreed = {"agreedBy": "COMPLAINANT", "agreedOn": "2025-03-10", "agreedWay": "PHONE"}
    assert do(client, "transferComplaint", **same, **to_provider, **agreed)["errors"] == []
    assert refused["errors"] == [{"code": "agreement_not_theirs", "field": "agreedBy"}]
    assert too_early["errors"] == [{"code": "warm_transfer_missing", "field": "outcome"}]

    # The letters of it begin with what was recorded: to the provider, and to whoever complains.
    asks = "draft { parts { key text } }"
    letters = {
        to: {
            part["key"]: part["text"]
            for part in do(client, "beginLetter", asks, is_versioned=False, **same, code="L14", addressee=to)["draft"]["parts"]
        }
        for to in ("OTHER_BODY", "COMPLAINANT")
    }
    assert letters["OTHER_BODY"]["enclosed"] == (
        "Deze klacht is voor De Linde. Zij geven de hulp. Wij sturen mee:\n\n"
        "Jo Voorbeeld\nStraat 1\n06 11111111\nDe hulp van De Linde kwam drie keer niet.\nNiemand belde mij."
    )
    assert letters["OTHER_BODY"]["receivedOn"] == "De klacht kwam bij ons binnen op 7 maart 2025. Die dag telt."
    assert letters["COMPLAINANT"]["toWhom"] == "Wij sturen uw klacht door naar De Linde. Zij geven de hulp."

    # It is asked after until it is in, and the person hears it.
    transfer = str(Complaint.objects.get().rounds.get().transfers.get().pk)
    new_day = (today + timedelta(days=7)).isoformat()
    chase = {"transferId": transfer, "way": "PHONE", "chasedOn": "2025-04-08", "newDueOn": new_day}
    assert do(client, "chaseFeedback", **same, **chase)["errors"] == []
    not_in = do(client, "closeComplaint", **same, outcome="WARM_TRANSFERRED")
    assert not_in["errors"] == [{"code": "feedback_not_in", "field": "explanation"}]
    told = {"isIn": True, "text": "Er komt een vaste hulp", "fromWhom": "Mevrouw De Wit", "way": "EMAIL", "knownOn": "2025-04-15"}
    assert do(client, "recordFeedback", **same, transferId=transfer, **told, personToldOn="2025-04-16")["errors"] == []
    learned = {"text": "Wij spreken met De Linde af dat zij bellen", "level": "METHOD", "toldOn": "2025-04-16", "toldWay": "PHONE"}
    assert do(client, "recordLesson", **same, **learned)["errors"] == []
    assert do(client, "closeComplaint", **same, outcome="WARM_TRANSFERRED", closedOn="2025-04-16")["errors"] == []

    file = ask(client, ASKED % reference)
    assert file["transfers"] == [
        {
            **{"kind": "WARM", "receiver": "De Linde", "contact": "Mevrouw De Wit, 06 12345678", "receivedOn": "2025-03-07"},
            **{"agreedOn": "2025-03-10", "sharesSender": True, "passages": to_provider["passages"], "dueOn": new_day},
            **{"end": "FEEDBACK", "feedback": "Er komt een vaste hulp", "personToldOn": "2025-04-16"},
            "chases": [{"chasedOn": "2025-04-08", "way": "PHONE", "dueBefore": "2025-04-07", "dueAfter": new_day}],
        }
    ]
    assert file["lessons"] == [{"text": learned["text"], "level": "METHOD", "toldOn": "2025-04-16"}]
    assert (file["state"], file["rounds"][0]["closedOn"]) == ("closed", "2025-04-16")
