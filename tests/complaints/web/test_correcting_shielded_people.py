"""What is known of somebody shielded is corrected from the page that shows it for a reason, and shown by no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from complaints.flows.looking import reveal_identity
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.intake import Person, Submission
from complaints.models import AccessRecord, Complaint, Identity, Party
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.conftest import NOW

SHIELDED = Person(name="Verborgen Naam", phone="0698765432", address="Schuilstraat 1", identity=Identity.SHIELDED)
ROLES = [("filer", "COMPLAINANT"), ("affected_person", "AFFECTED_PERSON")]


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.HANDLER))


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


def register(actor: Actor, part: str = "filer") -> str:
    told: dict[str, Any] = {"filer": Person(name="Pieter Anders", phone="0612345678")} | {part: SHIELDED}
    return register_complaint(actor=actor, submission=Submission(story="Relaas", **told), received_at=NOW, now=NOW).reference


def reveal(client: Client, reference: str) -> Any:
    return client.post(f"/klachten/{reference}/wie/", {"reason": "Belde met een nieuw nummer"})


def held_by(page: Any) -> dict[str, Any]:
    [one] = page.context["people"]
    return {field.name: field.value() for field in one["form"]}


@pytest.mark.parametrize(("part", "role"), ROLES)
def test_a_new_number_is_written_down_beside_what_is_shown_and_stays_shielded(
    client: Client, coordinator: Actor, part: str, role: str
) -> None:
    reference = register(coordinator, part)
    page = reveal(client, reference)
    held = held_by(page)

    saved = client.post(f"/klachten/{reference}/wie/{role}/", held | {"phone": "0687654321"}, follow=True)

    assert f'id="{role}_phone"' in page.content.decode()
    assert (held["name"], held["phone"], held["identity"], held["version"]) == ("Verborgen Naam", "0698765432", "SHIELDED", 1)
    text = saved.content.decode()
    assert ("De gegevens zijn gewijzigd." in text, "0687654321" in text, "Verborgen" in text) == (True, False, False)
    kept = Party.objects.get(role=role)
    assert (kept.name, kept.phone, kept.address, kept.identity) == ("Verborgen Naam", "0687654321", "Schuilstraat 1", "SHIELDED")
    assert Party.objects.count() == (1 if part == "filer" else 2)


def test_without_a_reason_first_nothing_is_changed_and_nothing_is_told(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    address = f"/klachten/{reference}/wie/COMPLAINANT/"

    opened = client.get(address)
    refused = client.post(address, {"name": "Geraden Naam", "phone": "0698765432", "identity": "SHIELDED", "version": 1})

    assert (opened.status_code, opened["Location"]) == (302, f"/klachten/{reference}/wie/")
    text = refused.content.decode()
    assert (refused.status_code, "Bekijk eerst met een reden wie het is" in text, "Schuilstraat" in text) == (422, True, False)
    assert (Complaint.objects.get().version, Party.objects.get().name) == (1, "Verborgen Naam")


def test_what_cannot_be_is_told_beside_its_field_and_what_was_typed_stays(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    held = held_by(reveal(client, reference))

    refused = client.post(f"/klachten/{reference}/wie/COMPLAINANT/", held | {"email": "geen adres"})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["email"])
    assert 'value="geen adres"' in refused.content.decode()
    assert Complaint.objects.get().version == 1


def test_lifting_the_shield_goes_by_the_same_form_and_a_colleague_who_was_first_is_told_of(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    held = held_by(reveal(client, reference)) | {"identity": ""}
    Complaint.objects.update(version=2)

    overtaken = client.post(f"/klachten/{reference}/wie/COMPLAINANT/", held)
    again = held | {"version": overtaken.context["form"]["version"].value()}
    client.post(f"/klachten/{reference}/wie/COMPLAINANT/", again)

    assert (overtaken.status_code, "Een collega heeft dit dossier" in overtaken.content.decode()) == (422, True)
    assert (Party.objects.get().identity, Complaint.objects.get().version) == ("", 3)


def held_again(page: Any) -> dict[str, Any]:
    return {name: page.context["form"][name].value() for name in page.context["form"].fields}


def look_and_correct(actor: Actor, reference: str, told: dict[str, Any]) -> None:
    reveal_identity(actor=actor, reference=reference, reason="Verhuisd, zegt de buurvrouw", now=NOW)
    update_complaint(actor=actor, reference=reference, changes={"filer": told}, seen_version=1, now=NOW)


def test_what_a_colleague_corrected_meanwhile_stays(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    held = held_by(reveal(client, reference)) | {"phone": "0687654321"}
    look_and_correct(coordinator, reference, {"address": "Nieuwe Schuilplaats 9"})

    overtaken = client.post(f"/klachten/{reference}/wie/COMPLAINANT/", held)
    saved = client.post(f"/klachten/{reference}/wie/COMPLAINANT/", held_again(overtaken))

    assert (overtaken.status_code, overtaken.context["compared"], saved.status_code) == (422, [], 302)
    assert "Wat u niet hebt aangeraakt, blijft zoals uw collega het heeft achtergelaten" in overtaken.content.decode()
    assert (Party.objects.get().phone, Party.objects.get().address) == ("0687654321", "Nieuwe Schuilplaats 9")


@pytest.mark.parametrize(("choice", "phone"), [("theirs", "0600000009"), ("ours", "0687654321")])
def test_what_both_corrected_is_chosen_without_a_look_at_what_is_shielded(
    client: Client, coordinator: Actor, choice: str, phone: str
) -> None:
    reference = register(coordinator)
    address = f"/klachten/{reference}/wie/COMPLAINANT/"
    held = held_by(reveal(client, reference)) | {"phone": "0687654321", "name": "Andere Naam"}
    look_and_correct(coordinator, reference, {"phone": "0600000009"})

    overtaken = client.post(address, held)
    again = held_again(overtaken) | {"disputed": ["phone"]}
    undecided = client.post(address, again)
    saved = client.post(address, again | {"choose-phone": choice})

    text = overtaken.content.decode()
    assert ("0600000009" in text, "gewijzigd door een collega, en afgeschermd" in text) == (False, True)
    # The choice stands before the fields, and no line says shielded on both sides.
    assert text.index('id="choose-theirs-phone"') < text.index('name="phone"')
    assert overtaken.context["meanwhile"].rows == []
    assert [row["name"] for row in overtaken.context["compared"]] == [row["name"] for row in undecided.context["compared"]] == ["phone"]
    assert (overtaken.status_code, undecided.status_code, saved.status_code) == (422, 422, 302)
    assert (Party.objects.get().name, Party.objects.get().phone) == ("Andere Naam", phone)


def test_whoever_did_not_look_finds_nothing_out_by_guessing(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    Complaint.objects.update(version=2)
    guess = {"began-phone": "0600000009", "phone": "0611111111", "identity": "SHIELDED", "version": 1}

    overtaken = client.post(f"/klachten/{reference}/wie/COMPLAINANT/", guess)

    assert (overtaken.status_code, overtaken.context["compared"]) == (422, [])
    assert Party.objects.get().phone == "0698765432"


def test_the_page_of_a_change_shows_nothing_of_them_after_a_reveal_either(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    reveal(client, reference)

    page = client.get(f"/klachten/{reference}/wijzigen/").content.decode()

    assert [word for word in ("Verborgen", "0698765432", "Schuilstraat") if word in page] == []
    assert AccessRecord.objects.filter(code="revealed").count() == 1


def test_nobody_but_who_may_see_the_file_comes_there(client: Client, coordinator: Actor) -> None:
    reference = register(coordinator)
    Complaint.objects.update(compartment="COUNCIL")

    assert client.post(f"/klachten/{reference}/wie/COMPLAINANT/", {"name": "x"}).status_code == 404
    assert client.get(f"/klachten/{reference}/wie/COMPLAINANT/").status_code == 404
