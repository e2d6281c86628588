"""Authorities and norms on their pages: every form without JavaScript, refusals beside the field, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.accounts.models import Membership, User
from tenants.models import Tenant
from tenants.organisation.letters import LETTERS
from tenants.organisation.models import (
    AdvisoryCommittee,
    Authority,
    AuthorityKind,
    CompetentOmbudsman,
    OrganisationSettings,
    SigningMandate,
)
from tenants.permissions import Role
from tenants.web.navigation import MOST_ENTRIES, entries_for

FAR = "2099-01-01"


@pytest.fixture
def client(tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.ADMINISTRATOR, email="beheer@voorbeeld.example"))


@pytest.fixture
def page(tenant: Tenant) -> str:
    return f"/organisatie/{Authority.objects.get(is_default=True).pk}/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_an_authority_is_added_and_found_in_the_list(client: Client) -> None:
    added = client.post(
        "/organisatie/toevoegen/", {"kind": "general_board", "name": "Algemeen bestuur", "valid_from": "1-1-2020"}, follow=True
    )

    board = Authority.objects.get(kind=AuthorityKind.GENERAL_BOARD)
    assert (added.redirect_chain, board.valid_from) == ([("/organisatie/", 302)], date(2020, 1, 1))
    text = text_of(added)
    assert "Het bestuursorgaan is toegevoegd." in text
    assert f'href="/organisatie/{board.pk}/"' in text
    assert text.index("Dagelijks bestuur van") < text.index("Algemeen bestuur</strong>")


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"valid_from": "30-02-2026"}, "valid_from", "Deze dag bestaat niet."),
        ({"valid_from": "2026-02-30"}, "valid_from", "Deze dag bestaat niet."),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-31"}, "valid_until", "De laatste dag ligt voor de eerste."),
        ({"kind": "executive_board"}, "valid_from", "er al zo&#x27;n bestuursorgaan"),
        ({"kind": "participant_executive"}, "municipality", "Kies de gemeente waarvan dit het college is."),
        ({"name": ""}, "name", ""),
        ({"kind": "mayor"}, "kind", ""),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_in_the_summary(client: Client, sent: dict[str, str], field: str, words: str) -> None:
    response = client.post("/organisatie/toevoegen/", {"kind": "general_board", "name": "Algemeen bestuur", **sent})

    text = text_of(response)
    assert response.status_code == 422
    assert f'<a href="#id_{field}">' in text
    assert f'id="id_{field}_error"' in text
    assert text.count(words) >= 2
    assert Authority.objects.count() == 1


def test_a_municipality_is_asked_for_at_a_joint_authority_alone(
    client: Client, other_tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    theirs = text_of(client_at(other_tenant, make_person(Role.ADMINISTRATOR, at=other_tenant)).get("/organisatie/toevoegen/"))
    ours = text_of(client.get("/organisatie/toevoegen/"))

    assert ('name="municipality"' in ours, 'name="municipality"' in theirs) == (True, False)
    assert ('value="chair"' in ours, 'value="mayor"' in theirs, 'value="mayor"' in ours) == (True, True, False)


def test_the_default_is_passed_on_by_one_button(client: Client, page: str) -> None:
    board = Authority.objects.create(name="Algemeen bestuur", kind=AuthorityKind.GENERAL_BOARD)

    refused = client.post(f"{page}wijzigen/", {"name": "x", "valid_until": "2030-01-01"})
    first = client.post(f"/organisatie/{board.pk}/standaard/", follow=True)
    again = client.post(f"/organisatie/{board.pk}/standaard/", follow=True)

    assert (refused.status_code, "Maak eerst een ander bestuursorgaan de standaard." in text_of(refused)) == (422, True)
    assert "Nieuwe klachten komen vanaf nu op naam van dit bestuursorgaan." in text_of(first)
    assert "Dit is al de standaard." in text_of(again)
    assert Authority.objects.get(is_default=True) == board


def test_an_ombudsman_is_named_corrected_and_withdrawn(client: Client, page: str) -> None:
    assert "Vandaag is er geen." in text_of(client.get(page))

    client.post(f"{page}ombudsman/", {"name": "Nationale ombudsman", "contact": "Postbus 1"})
    first = CompetentOmbudsman.objects.get()
    client.post(f"{page}ombudsman/{first.pk}/", {"name": "Nationale ombudsman", "contact": "Postbus 2"})
    missing_day = client.post(f"{page}ombudsman/", {"name": "Ander"})
    client.post(f"{page}ombudsman/", {"name": "Ander", "valid_from": FAR})
    coming = CompetentOmbudsman.objects.get(name="Ander")
    shown = text_of(client.get(page))
    client.post(f"{page}ombudsman/{coming.pk}/intrekken/")

    assert missing_day.status_code == 422
    assert ("Postbus 2" in shown, "nog niet begonnen" in shown) == (True, True)
    assert list(CompetentOmbudsman.objects.values_list("name", "contact", "valid_until")) == [("Nationale ombudsman", "Postbus 2", None)]


def test_a_committee_is_appointed_and_ended(client: Client, page: str) -> None:
    assert "Elke klacht wordt binnen zes weken behandeld" in text_of(client.get(page))

    client.post(f"{page}commissie/", {"name": "Commissie", "appointed_by": "Besluit van 1 mei 2020", "valid_from": "2020-05-01"})
    committee = AdvisoryCommittee.objects.get()
    twice = client.post(f"{page}commissie/", {"name": "Commissie", "appointed_by": "x", "valid_from": "2020-05-01"})
    facts = {"name": "Commissie", "appointed_by": "Besluit van 1 mei 2019", "valid_from": "2019-05-01", "valid_until": "2098-12-31"}
    client.post(f"{page}commissie/{committee.pk}/", facts)
    again = client.post(f"{page}commissie/{committee.pk}/", facts, follow=True)
    client.post(f"{page}commissie/", {"name": "Commissie twee", "appointed_by": "x", "valid_from": FAR})
    coming = AdvisoryCommittee.objects.get(name="Commissie twee")
    client.post(f"{page}commissie/{coming.pk}/intrekken/")

    assert (twice.status_code, "In die periode is er al een commissie." in text_of(twice)) == (422, True)
    assert "Er is niets te veranderen: zo is het al." in text_of(again)
    found = AdvisoryCommittee.objects.values_list("name", "valid_from", "valid_until")
    assert list(found) == [("Commissie", date(2019, 5, 1), date(2098, 12, 31))]


def test_somebody_may_sign_until_the_role_here_ends(client: Client, page: str, make_person: Callable[..., User]) -> None:
    person = make_person(Role.COORDINATOR, email="ondertekenaar@voorbeeld.example")
    form = text_of(client.get(f"{page}ondertekenen/"))

    granted = client.post(
        f"{page}ondertekenen/",
        {"user": person.pk, "function_title": "Klachtencoördinator", "letter_codes": ["L01", "L10"], "valid_from": "2025-01-01"},
        follow=True,
    )
    before = text_of(client.get("/organisatie/"))
    Membership.objects.filter(user=person).update(ended_at="2026-01-01T00:00Z")
    after = text_of(client.get("/organisatie/"))

    assert [f'value="{code}"' in form for code in ("*", *LETTERS)] == [True] * 15
    assert "ondertekenaar@voorbeeld.example" in form
    assert ("Ontvangstbevestiging" in text_of(granted), "Klachtencoördinator" in text_of(granted)) == (True, True)
    assert "<div>ondertekenaar@voorbeeld.example<br>" in before
    assert "Afdoening, vanaf wo 1 januari 2025" in before
    assert "ondertekenaar" not in after
    assert "heeft hier geen rol meer: kan niet ondertekenen" in text_of(client.get(page))


def test_a_right_to_sign_is_ended_or_withdrawn(client: Client, page: str, make_person: Callable[..., User]) -> None:
    person = make_person(Role.COORDINATOR)
    who = {"user": person.pk, "function_title": "Coördinator"}
    client.post(f"{page}ondertekenen/", {**who, "letter_codes": "L01", "valid_from": "2025-01-01"})
    client.post(f"{page}ondertekenen/", {**who, "letter_codes": "L02", "valid_from": FAR})
    running, coming = SigningMandate.objects.order_by("letter_code")

    asked = client.get(f"{page}ondertekenen/{running.pk}/")
    ended = client.post(f"{page}ondertekenen/{running.pk}/", {"valid_until": "2025-06-30"})
    withdrawn = client.post(f"{page}ondertekenen/{coming.pk}/intrekken/")
    refused = client.post(f"{page}ondertekenen/{running.pk}/intrekken/", follow=True)

    assert (ended.status_code, withdrawn.status_code) == (302, 302)
    assert person.email not in text_of(asked).split("<title>")[1].split("</title>")[0]
    assert "Dit is al begonnen" in text_of(refused)
    assert list(SigningMandate.objects.values_list("pk", "valid_until")) == [(running.pk, date(2025, 6, 30))]


def test_somebody_without_a_role_here_cannot_be_chosen(
    client: Client, page: str, other_tenant: Tenant, make_person: Callable[..., User]
) -> None:
    stranger = make_person(Role.HANDLER, at=other_tenant, email="vreemd@elders.example")

    form = text_of(client.get(f"{page}ondertekenen/"))
    sent = client.post(
        f"{page}ondertekenen/", {"user": stranger.pk, "function_title": "x", "letter_codes": "*", "valid_from": "2026-01-01"}
    )

    assert "vreemd@elders.example" not in form
    assert (sent.status_code, SigningMandate.objects.count()) == (422, 0)


def test_norms_are_changed_on_their_page(client: Client) -> None:
    days = {"contact_norm_days": "3", "acknowledgement_norm_days": "5", "signal_norm_days": "10", "feedback_norm_days": "30"}
    form = {**days, "contact_norm_skips_decreed_days": "on"}

    page = text_of(client.get("/organisatie/normen/"))
    saved = client.post("/organisatie/normen/", form, follow=True)
    same = client.post("/organisatie/normen/", form, follow=True)
    refused = client.post("/organisatie/normen/", {**form, "signal_norm_days": "61", "contact_norm_days": "3,5"})
    out_of_bounds = client.post("/organisatie/normen/", {**form, "signal_norm_days": "61"})

    norms = OrganisationSettings.objects.get()
    assert (norms.contact_norm_days, norms.signal_norm_days, norms.oral_complaints_have_norm) == (3, 10, False)
    assert ("geen termijnen uit de wet" in page, "open klachten opnieuw berekend" in page) == (True, True)
    assert "De normen zijn opgeslagen." in text_of(saved)
    assert "dit zijn de normen al" in text_of(same)
    assert (refused.status_code, '<a href="#id_contact_norm_days">' in text_of(refused)) == (422, True)
    assert (out_of_bounds.status_code, '<a href="#id_signal_norm_days">' in text_of(out_of_bounds)) == (422, True)


def test_three_authorities_cost_the_queries_of_one(client: Client, make_person: Callable[..., User]) -> None:
    def furnish(authority: Authority) -> None:
        person = make_person(Role.HANDLER)
        CompetentOmbudsman.objects.create(authority=authority, name="Ombudsman")
        AdvisoryCommittee.objects.create(authority=authority, name="Commissie", appointed_by="x", valid_from=date(2020, 1, 1))
        SigningMandate.objects.create(authority=authority, user=person, function_title="x", valid_from=date(2020, 1, 1))

    furnish(Authority.objects.get())
    client.get("/organisatie/")
    with CaptureQueriesContext(connection) as one_row:
        client.get("/organisatie/")
    for kind in (AuthorityKind.GENERAL_BOARD, AuthorityKind.CHAIR):
        furnish(Authority.objects.create(name=kind.label, kind=kind))
    with CaptureQueriesContext(connection) as three_rows:
        authorities, _participants = text_of(client.get("/organisatie/")).split('id="participants"')
    assert authorities.count("<tr>") == 4

    assert len(three_rows) == len(one_row)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR], ids=str)
def test_no_role_has_more_than_six_entries_and_none_is_cut_off(make_actor: Callable[..., Any], role: Role) -> None:
    from tenants.web import navigation

    actor = make_actor(role)

    entries = entries_for(actor=actor, url_name="home", urlconf="config.urls_tenant")

    assert len(entries) == sum(actor.may(place.permission) for place in navigation.PLACES) <= MOST_ENTRIES


def test_every_page_about_the_organisation_is_marked_in_the_navigation(client: Client, page: str) -> None:
    participants = ("/organisatie/deelnemers/toevoegen/", "/organisatie/deelnemers/GM0321/")
    organisation = ("/organisatie/", "/organisatie/toevoegen/", page, f"{page}ondertekenen/", "/organisatie/normen/", "/huisstijl/")
    for address in organisation + participants:
        assert '<a href="/organisatie/" aria-current=' in text_of(client.get(address)), address
