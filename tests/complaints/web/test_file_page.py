"""What the page of one file tells about who handles it and about its term."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from complaints.flows.registration import register_complaint
from complaints.intake import Person, PointTold, Submission
from complaints.models import Complaint, Identity, Regime, Round
from tenants.accounts.access import actor_for
from tenants.accounts.flows.memberships import note_arrival
from tenants.accounts.models import Membership, User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.organisation.models import Label
from tenants.permissions import Role
from tests.conftest import NOW
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

NORM = "Een norm van de organisatie; de wet stelt hiervoor geen termijn."
DATES_STAND = "Wat hier is vastgelegd past niet bij de regels van de wet. De datums blijven zoals ze zijn vastgelegd."


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def make_file(**facts: object) -> Complaint:
    return make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 11, 2), **facts),)))  # type: ignore[arg-type]


def come_in(person: User, tenant: Tenant, now: datetime) -> None:
    actor = actor_for(user=person, tenant=tenant, today=date(2026, 11, 20), has_second_factor=True)
    assert note_arrival(actor=actor, tenant=tenant, now=now) == 1


def read(client: Client, complaint: Complaint) -> str:
    answer = client.get(f"/klachten/{complaint.reference}/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def test_a_handler_has_a_name_only_once_that_person_has_come_in_here(
    client: Client, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., User], now: datetime
) -> None:
    handler = make_person(Role.HANDLER, at=other_tenant, email="bekend@elders.example")
    Membership.objects.create(tenant=tenant, user=handler, role=Role.HANDLER, starts_on=date(2020, 1, 1))
    User.objects.filter(pk=handler.pk).update(name="Bekende van Elders")
    complaint = make_file()
    Round.objects.filter(complaint=complaint).update(handler=handler)

    come_in(handler, other_tenant, now)
    before = read(client, complaint)
    come_in(handler, tenant, now)
    after = read(client, complaint)

    assert "Behandeld door bekend@elders.example" in before
    assert "Bekende van Elders" not in before
    assert "Behandeld door Bekende van Elders" in after


@pytest.mark.parametrize(
    ("regime", "extension_sent_on", "said", "unsaid"),
    [
        (Regime.NORM, None, [NORM], [DATES_STAND, "Waarom deze datum?"]),
        (Regime.INTERNAL, date(2026, 12, 1), ["Waarom deze datum?"], [NORM, DATES_STAND]),
        # After the last day of the term: the clock refuses it.
        (Regime.INTERNAL, date(2027, 3, 1), [DATES_STAND], [NORM, "Waarom deze datum?"]),
    ],
    ids=["norm of the organisation", "term of the law", "term of the law, facts refused"],
)
def test_the_page_says_what_sets_the_term(
    client: Client, regime: Regime, extension_sent_on: date | None, said: list[str], unsaid: list[str]
) -> None:
    complaint = make_file(regime=regime, extension_weeks=4 if extension_sent_on else 0)
    Round.objects.filter(complaint=complaint).update(extension_sent_on=extension_sent_on)

    text = read(client, complaint)

    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"derived_kind": None, "kind": "Melding"}, "Volgens onze eigen norm uiterlijk"),
        ({"derived_kind": "SIGNAL"}, "Volgens onze eigen norm uiterlijk"),
        ({"derived_kind": "COMPLAINT", "channel": "Telefoon"}, "Volgens onze eigen norm uiterlijk"),
        ({"derived_kind": "COMPLAINT", "channel": "E-mail"}, "Moet uiterlijk"),
        ({"derived_kind": None}, "Moet uiterlijk"),
    ],
)
def test_a_file_that_was_taken_over_names_the_law_only_where_the_law_may_set_its_day(
    client: Client, facts: dict[str, str | None], sentence: str
) -> None:
    complaint = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2026, 11, 2)),), **facts))  # type: ignore[arg-type]

    page = read(client, complaint)

    assert sentence in page


TELLS_WHO = "Deze tekst vertelt wie afgeschermd is of anoniem wil blijven."


@pytest.mark.parametrize(
    ("identity", "facts", "point", "is_told"),
    [
        (Identity.SHIELDED, {"story": "Fenna belde drie keer."}, "", True),
        (Identity.ANONYMOUS, {"wish": "Bel Fenna terug"}, "", True),
        (Identity.SHIELDED, {}, "Brief aan Hoekstra", True),
        (Identity.SHIELDED, {"story": "De klager belde drie keer."}, "", False),
        (Identity.KNOWN, {"story": "Fenna belde drie keer."}, "", False),
    ],
)
def test_who_may_change_the_facts_is_told_that_the_text_tells_who_is_shielded(
    client: Client,
    tenant: Tenant,
    make_person: Callable[..., User],
    client_at: Callable[..., Client],
    make_actor: Callable[..., Actor],
    identity: Identity,
    facts: dict[str, str],
    point: str,
    is_told: bool,
) -> None:
    unit = Label.objects.create(dimension="unit", text="Werk", core_code="U1", position=1)
    told = Submission(
        **{"story": "Relaas", **facts},
        filer=Person(name="Fenna Hoekstra", identity=identity),
        points=(PointTold(unit="Werk", description=point),),
    )
    reference = register_complaint(actor=make_actor(Role.COORDINATOR), submission=told, received_at=NOW, now=NOW).reference
    complaint = Complaint.objects.get(reference=reference)
    looks_on = client_at(tenant, make_person(Role.MANAGER, unit_id=unit.pk))

    assert (TELLS_WHO in read(client, complaint), TELLS_WHO in read(looks_on, complaint)) == (is_told, False)
