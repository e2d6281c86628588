"""Participating municipalities of a joint authority: added and changed by day, on the page and from the shell, with history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context

from tenants.accounts.models import User
from tenants.actors import Actor, command_actor
from tenants.errors import NotPermitted, Refusal
from tenants.models import Participation, Tenant
from tenants.organisation.flows.participations import set_participation
from tenants.organisation.models import Authority, AuthorityKind, OrganisationEvent
from tenants.permissions import ROLES, Permission, Role

D = date
HOUTEN, UTRECHT = "GM0321", "GM0344"
OUTSIDE = [role for role in Role if role not in ROLES[Permission.MANAGE_ORGANISATION] and role is not Role.OPERATOR]

Days = tuple[str, date | None, date | None]


@pytest.fixture
def administrator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.ADMINISTRATOR)


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.ADMINISTRATOR))


def days_at(tenant: Tenant) -> list[Days]:
    found = Participation.objects.filter(tenant=tenant).order_by("municipality_id", "pk")
    return list(found.values_list("municipality_id", "valid_from", "valid_until"))


def events() -> list[tuple[str, Any]]:
    return list(OrganisationEvent.objects.exclude(code="organisation_created").order_by("pk").values_list("code", "data"))


def put(actor: Actor, tenant: Tenant, now: datetime, **changed: Any) -> tuple[Participation, bool]:
    given = {"municipality_code": UTRECHT, "valid_from": None, "valid_until": None} | changed
    return set_participation(**({"actor": actor, "tenant": tenant, "now": now} | given))


def text_of(response: Any) -> str:
    return str(response.content.decode())


# The flow


def test_a_participant_is_added_with_its_days_and_history(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    before = days_at(tenant)

    participation, is_new = put(administrator, tenant, now, municipality_code=" gm0344 ", valid_from=D(2027, 1, 1))

    assert (participation.municipality.name, is_new) == ("Utrecht", True)
    assert days_at(tenant) == sorted([*before, (UTRECHT, D(2027, 1, 1), None)], key=lambda row: row[0])
    event = OrganisationEvent.objects.get(code="participant_added")
    assert (event.actor_id, event.happened_at) == (administrator.user_id, now)
    assert event.data == {"municipality": UTRECHT, "from": "2027-01-01", "until": None}


def test_a_participant_gets_a_last_day_and_loses_it_again(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    before = days_at(tenant)

    _left, is_new = put(administrator, tenant, now, municipality_code=HOUTEN, valid_until=D(2026, 12, 31))
    then = days_at(tenant)
    put(administrator, tenant, now, municipality_code=HOUTEN)

    assert is_new is False
    assert then == [(HOUTEN, None, D(2026, 12, 31)), *before[1:]]
    assert days_at(tenant) == before
    assert events() == [
        ("participant_changed", {"municipality": HOUTEN, "days": {"valid_until": [None, "2026-12-31"]}}),
        ("participant_changed", {"municipality": HOUTEN, "days": {"valid_until": ["2026-12-31", None]}}),
    ]


def test_the_executive_of_a_participant_keeps_its_own_days(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    executive = Authority.objects.create(name="College", kind=AuthorityKind.PARTICIPANT_EXECUTIVE, municipality_id=HOUTEN)

    put(administrator, tenant, now, municipality_code=HOUTEN, valid_until=D(2026, 12, 31))

    executive.refresh_from_db()
    assert (executive.valid_from, executive.valid_until) == (None, None)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"municipality_code": "GM0000"}, "unknown_municipality", "municipality"),
        ({"municipality_code": "GM\x00"}, "unknown_municipality", "municipality"),
        ({"municipality_code": ""}, "unknown_municipality", "municipality"),
        ({"valid_from": D(2026, 2, 1), "valid_until": D(2026, 1, 31)}, "ends_before_it_begins", "valid_until"),
        ({"valid_from": D(1849, 12, 31)}, "day_out_of_reach", "valid_from"),
        ({"valid_until": D(2200, 1, 1)}, "day_out_of_reach", "valid_until"),
        ({"municipality_code": HOUTEN}, "participation_unchanged", None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    administrator: Actor, tenant: Tenant, now: datetime, given: dict[str, Any], code: str, field: str | None
) -> None:
    before = days_at(tenant)

    with pytest.raises(Refusal) as refused:
        put(administrator, tenant, now, **given)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert (days_at(tenant), events()) == (before, [])


def test_the_latest_of_two_periods_is_changed_and_stays_clear_of_the_other(administrator: Actor, tenant: Tenant, now: datetime) -> None:
    first = Participation.objects.create(tenant=tenant, municipality_id=UTRECHT, valid_from=D(2010, 1, 1), valid_until=D(2015, 12, 31))
    again = Participation.objects.create(tenant=tenant, municipality_id=UTRECHT, valid_from=D(2020, 1, 1))

    with pytest.raises(Refusal) as refused:
        put(administrator, tenant, now, valid_from=D(2015, 12, 31))
    put(administrator, tenant, now, valid_from=D(2016, 1, 1))

    assert (refused.value.code, refused.value.field) == ("another_period_then", "valid_from")
    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.valid_from, first.valid_until) == (D(2010, 1, 1), D(2015, 12, 31))
    assert (again.valid_from, again.valid_until) == (D(2016, 1, 1), None)
    assert [code for code, _data in events()] == ["participant_changed"]


def test_a_municipality_has_no_participants(other_tenant: Tenant, now: datetime) -> None:
    with schema_context(other_tenant.schema_name):
        before = OrganisationEvent.objects.count()
        with pytest.raises(Refusal) as refused:
            put(command_actor(), other_tenant, now)

        assert refused.value.code == "not_a_joint_authority"
        assert (days_at(other_tenant), OrganisationEvent.objects.count()) == ([], before)


@pytest.mark.parametrize("role", OUTSIDE, ids=str)
def test_another_role_changes_nothing(role: Role, tenant: Tenant, make_actor: Callable[..., Actor], now: datetime) -> None:
    before = days_at(tenant)

    with pytest.raises(NotPermitted):
        put(make_actor(role), tenant, now)

    assert (days_at(tenant), events()) == (before, [])


# The pages


def test_a_participant_is_added_and_stands_in_the_list(client: Client, tenant: Tenant) -> None:
    added = client.post("/organisatie/deelnemers/toevoegen/", {"municipality": UTRECHT, "valid_from": "1-1-2099"}, follow=True)

    text = text_of(added)
    assert added.redirect_chain == [("/organisatie/", 302)]
    assert "De deelnemer is toegevoegd." in text
    listed = text[text.index('id="participants"') :]
    assert (
        listed.index(">Houten<") < listed.index(">Utrecht<") < listed.index("vanaf do 1 januari 2099") < listed.index("nog niet begonnen")
    )
    assert f'href="/organisatie/deelnemers/{UTRECHT}/"' in listed
    connection.set_tenant(tenant)
    assert (UTRECHT, D(2099, 1, 1), None) in days_at(tenant)


def test_who_takes_part_already_cannot_be_chosen_again(client: Client) -> None:
    text = text_of(client.get("/organisatie/deelnemers/toevoegen/"))

    assert (f'value="{UTRECHT}"' in text, f'value="{HOUTEN}"' in text) == (True, False)


def test_the_days_of_a_participant_are_changed_on_its_page(client: Client, tenant: Tenant) -> None:
    page = f"/organisatie/deelnemers/{HOUTEN}/"

    changed = client.post(page, {"valid_from": "2010-01-01", "valid_until": "2020-12-31"}, follow=True)
    shown = text_of(client.get(page))
    same = client.post(page, {"valid_from": "2010-01-01", "valid_until": "2020-12-31"}, follow=True)

    assert "De dagen van de deelnemer zijn gewijzigd." in text_of(changed)
    assert "vr 1 januari 2010 tot en met do 31 december 2020" in text_of(changed)
    assert ('value="2010-01-01"' in shown, 'value="2020-12-31"' in shown, "De dagen van Houten wijzigen" in shown) == (True, True, True)
    assert "Er is niets te veranderen" in text_of(same)
    connection.set_tenant(tenant)
    assert days_at(tenant)[0] == (HOUTEN, D(2010, 1, 1), D(2020, 12, 31))
    assert [code for code, _data in events()] == ["participant_changed"]


@pytest.mark.parametrize(
    ("page", "sent", "field", "words"),
    [
        ("toevoegen", {"municipality": UTRECHT, "valid_from": "30-02-2026"}, "valid_from", "Deze dag bestaat niet."),
        ("toevoegen", {"municipality": HOUTEN}, "municipality", "Selecteer een geldige keuze"),
        ("toevoegen", {"municipality": ""}, "municipality", "Dit veld is verplicht"),
        (HOUTEN, {"valid_from": "2026-02-01", "valid_until": "2026-01-31"}, "valid_until", "De laatste dag ligt voor de eerste."),
    ],
)
def test_what_is_refused_stands_beside_its_field(
    client: Client, tenant: Tenant, page: str, sent: dict[str, str], field: str, words: str
) -> None:
    before = days_at(tenant)

    response = client.post(f"/organisatie/deelnemers/{page}/", sent)

    text = text_of(response)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in text
    assert text.count(words) >= 2
    connection.set_tenant(tenant)
    assert (days_at(tenant), events()) == (before, [])


def test_who_does_not_take_part_has_no_page(client: Client) -> None:
    assert [client.get(f"/organisatie/deelnemers/{code}/").status_code for code in (UTRECHT, "GM0000", "naam")] == [404, 404, 404]


def test_a_municipality_has_no_list_of_participants_and_no_form(
    other_tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    client = client_at(other_tenant, make_person(Role.ADMINISTRATOR, at=other_tenant))

    assert "deelnemers/" not in text_of(client.get("/organisatie/"))
    assert client.post("/organisatie/deelnemers/toevoegen/", {"municipality": HOUTEN}).status_code == 404
    assert days_at(other_tenant) == []


@pytest.mark.parametrize("role", OUTSIDE, ids=str)
def test_another_role_gets_no_page(role: Role, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> None:
    client = client_at(tenant, make_person(role))
    before = days_at(tenant)

    adding = client.post("/organisatie/deelnemers/toevoegen/", {"municipality": UTRECHT})
    changing = client.post(f"/organisatie/deelnemers/{HOUTEN}/", {"valid_until": "2026-12-31"})

    assert (adding.status_code, changing.status_code) == (403, 403)
    connection.set_tenant(tenant)
    assert (days_at(tenant), events()) == (before, [])


def test_the_list_takes_as_many_queries_for_one_more(client: Client, tenant: Tenant) -> None:
    client.get("/organisatie/")
    with CaptureQueriesContext(connection) as four:
        client.get("/organisatie/")
    Participation.objects.create(tenant=tenant, municipality_id=UTRECHT)
    with CaptureQueriesContext(connection) as five:
        client.get("/organisatie/")

    assert len(five) == len(four)


# The command


def run(*arguments: str) -> None:
    """As from the shell: no schema is set."""
    connection.set_schema_to_public()
    call_command("set_participation", *arguments)


def test_from_the_shell_one_joins_and_later_gets_its_last_day(tenant: Tenant, capsys: pytest.CaptureFixture[str]) -> None:
    run("--tenant", "samen", "gm0344", "--from", "2027-01-01")
    run("--tenant", "samen", UTRECHT, "--until", "2029-12-31")

    assert capsys.readouterr().out == "toegevoegd: GM0344 Utrecht\nwas er al, bijgewerkt: GM0344 Utrecht\n"
    connection.set_tenant(tenant)
    assert (UTRECHT, D(2027, 1, 1), D(2029, 12, 31)) in days_at(tenant)
    assert [code for code, _data in events()] == ["participant_added", "participant_changed"]
    assert set(OrganisationEvent.objects.filter(code__startswith="participant").values_list("actor_kind", flat=True)) == {"command"}


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--tenant", "samen", "GM0000"], 1, "unknown_municipality: Geen gemeente heeft de code GM0000."),
        (["--tenant", "samen", "GM\x00"], 1, "unknown_municipality"),
        (["--tenant", "samen", HOUTEN], 1, "participation_unchanged"),
        (["--tenant", "samen", UTRECHT, "--from", "2027-01-02", "--until", "2027-01-01"], 1, "ends_before_it_begins"),
        (["--tenant", "samen", UTRECHT, "--from", "1700-01-01"], 1, "day_out_of_reach"),
        (["--tenant", "elders", UTRECHT], 1, "not_a_joint_authority: Alleen een gemeenschappelijke regeling heeft deelnemende gemeenten."),
        (["--tenant", "nergens", UTRECHT], 2, "nergens"),
    ],
)
def test_from_the_shell_what_cannot_be_is_refused(tenant: Tenant, arguments: list[str], status: int, told: str) -> None:
    before = list(Participation.objects.order_by("pk").values())

    with pytest.raises(CommandError) as refused:
        run(*arguments)

    assert (refused.value.returncode, told in str(refused.value)) == (status, True)
    connection.set_tenant(tenant)
    assert (list(Participation.objects.order_by("pk").values()), events()) == (before, [])
