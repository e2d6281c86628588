"""Two people in one file on the page: what somebody did not touch stays, and what both wrote is chosen line by line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.flows.copying import record_copy
from complaints.flows.looking import reveal_identity
from complaints.flows.registration import register_complaint
from complaints.flows.updating import update_complaint
from complaints.hearing import Heard, without_copy
from complaints.intake import InvolvedTold, Person, PointTold, Submission
from complaints.models import Complaint, ContactWay, HeardSide, Identity
from complaints.registering import told_by
from tenants.accounts.models import User
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TOLD = Submission(
    story="Te laat betaald\r\nen niemand belde",
    channel="EMAIL",
    filer=Person(name="Mevrouw Voorbeeld", phone="0612345678"),
    points=(PointTold(nature="TREATMENT"),),
)


@pytest.fixture
def colleague(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]) -> Client:
    return client_at(tenant, make_person(Role.HANDLER))


def register(actor: Actor, told: Submission = TOLD) -> str:
    return register_complaint(actor=actor, submission=told, received_at=NOW, now=NOW).reference


def address(reference: str) -> str:
    return f"/klachten/{reference}/wijzigen/"


def sent_by(page: Any) -> dict[str, Any]:
    """What a browser sends of this page when somebody presses save at once."""
    held = {field.html_name: field.value() for field in page.context["form"]}
    disputed = [row["name"] for row in page.context["compared"] if row.get("is_choice")]
    return {
        **{name: value for name, value in held.items() if value not in (None, "", False)},
        **page.context["began"],
        "version": page.context["version"],
        "disputed": disputed,
    }


def rows_of(page: Any) -> list[tuple[str, str, str, bool]]:
    return [(row["name"], row["theirs"], row["ours"], row["is_choice"]) for row in page.context["compared"]]


def file() -> Complaint:
    return Complaint.objects.get()


def test_who_had_a_copy_is_said_to_be_the_same_person_under_another_name(client: Client, colleague: Actor) -> None:
    told = replace(TOLD, channel="LETTER", is_signed=True, is_towards_filer=True, involved=(InvolvedTold(name="J. Bakker"),))
    reference, untold = register(colleague, told), register(colleague)
    given = {"subject": Heard(side=HeardSide.SUBJECT, name="J. Bakker"), "sent_on": NOW.date(), "way": ContactWay.LETTER}
    record_copy(actor=colleague, reference=reference, **given, seen_version=None, now=NOW)  # type: ignore[arg-type]

    page = client.get(address(reference))
    saved = client.post(address(reference), sent_by(page) | {"colleague_name_1": "J. Bakkers", "colleague_was_1": "J. Bakker"})

    assert "colleague_was_1" not in client.get(address(untold)).context["form"].fields
    assert [name for name, _label in page.context["form"].fields["colleague_was_1"].choices] == ["", "J. Bakker"]
    complaint = Complaint.objects.get(reference=reference)
    assert (saved.status_code, [(one.name, one.former_names) for one in complaint.involved_people.all()]) == (
        302,
        [("J. Bakkers", ["J. Bakker"])],
    )
    assert without_copy(complaint, complaint.rounds.get().copies.all()) == []


def test_what_somebody_did_not_touch_stays_as_a_colleague_left_it(
    client: Client, colleague: Actor, make_actor: Callable[..., Actor]
) -> None:
    """The second press, too, takes away nothing that its page had not seen: involvement and the mark of sensitive text above all."""
    reference, involved = register(colleague), make_actor(Role.COORDINATOR)
    mine = sent_by(client.get(address(reference))) | {"wish": "Excuses"}
    told = {"involved": (InvolvedTold(user_id=involved.user_id),), "has_sensitive_text": True, "law": "JW", "is_about_council": False}
    update_complaint(actor=colleague, reference=reference, changes=told, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    saved = client.post(address(reference), sent_by(compared))

    assert (compared.status_code, saved.status_code) == (422, 302)
    assert {(name, choice) for name, _theirs, _ours, choice in rows_of(compared)} == {
        ("colleague_1", False),
        ("law", False),
        ("has_sensitive_text", False),
    }
    assert "niet veranderd" in compared.content.decode()
    assert (file().wish, file().law, file().has_sensitive_text) == ("Excuses", "JW", True)
    assert [one.user_id for one in file().involved_people.all()] == [involved.user_id]


@pytest.mark.parametrize(("choice", "story"), [("theirs", "Van de ander"), ("ours", "Van mij")])
def test_what_both_wrote_is_chosen(client: Client, colleague: Actor, choice: str, story: str) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"story": "Van mij", "wish": "Excuses"}
    update_complaint(actor=colleague, reference=reference, changes={"story": "Van de ander"}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    undecided = client.post(address(reference), sent_by(compared))
    saved = client.post(address(reference), sent_by(undecided) | {"choose-story": choice})

    page = compared.content.decode()
    assert rows_of(compared) == rows_of(undecided) == [("story", "Van de ander", "Van mij", True)]
    assert "Een collega was eerst" in page
    assert re.search(r"<textarea[^>]*>\s*Van mij</textarea>", page)
    assert (undecided.status_code, "Kies bij elke regel wat er moet staan." in undecided.content.decode()) == (422, True)
    assert (saved.status_code, file().story, file().wish) == (302, story, "Excuses")


def test_overtaken_twice_the_second_comparison_is_with_what_stands_then(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"story": "Van mij"}
    update_complaint(actor=colleague, reference=reference, changes={"story": "Van de ander"}, seen_version=1, now=NOW)
    compared = client.post(address(reference), mine)
    update_complaint(actor=colleague, reference=reference, changes={"story": "Nog eens van de ander"}, seen_version=2, now=NOW)

    again = client.post(address(reference), sent_by(compared) | {"choose-story": "ours"})

    assert rows_of(again) == [("story", "Nog eens van de ander", "Van mij", True)]
    assert file().story == "Nog eens van de ander"


@pytest.mark.parametrize(("choice", "story"), [("theirs", "Van de ander"), ("ours", "Van mij")])
@pytest.mark.parametrize("is_overtaken", [False, True])
def test_what_was_chosen_stays_chosen_when_the_page_comes_back(
    client: Client, colleague: Actor, is_overtaken: bool, choice: str, story: str
) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"story": "Van mij", "email": "" if is_overtaken else "geen adres"}
    update_complaint(actor=colleague, reference=reference, changes={"story": "Van de ander"}, seen_version=1, now=NOW)
    compared = client.post(address(reference), mine)
    if is_overtaken:
        update_complaint(actor=colleague, reference=reference, changes={"law": "JW"}, seen_version=2, now=NOW)

    again = client.post(address(reference), sent_by(compared) | {"choose-story": choice})
    chosen = {f"choose-{row['name']}": row["chosen"] for row in again.context["compared"] if row["is_choice"]}
    saved = client.post(address(reference), sent_by(again) | chosen | {"email": "", "wish": "Excuses"})

    assert chosen == ({} if is_overtaken else {"choose-story": choice})
    assert (again.status_code, saved.status_code, file().story, file().wish) == (422, 302, story, "Excuses")


def test_a_choice_that_was_forgotten_undoes_no_change_of_after_the_comparison(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"story": "Van mij"}
    update_complaint(actor=colleague, reference=reference, changes={"story": "Van de ander"}, seen_version=1, now=NOW)
    compared = client.post(address(reference), mine)
    update_complaint(actor=colleague, reference=reference, changes={"law": "JW"}, seen_version=2, now=NOW)

    undecided = client.post(address(reference), sent_by(compared))
    overtaken = client.post(address(reference), sent_by(undecided) | {"choose-story": "ours"})
    saved = client.post(address(reference), sent_by(overtaken))

    assert (undecided.status_code, overtaken.status_code, saved.status_code) == (422, 422, 302)
    assert (file().story, file().law) == ("Van mij", "JW")


def test_both_name_a_colleague_and_both_are_kept(client: Client, colleague: Actor, make_actor: Callable[..., Actor]) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"colleague_name_1": "De baliemedewerker"}
    theirs = {"involved": (InvolvedTold(name="De teamleider", is_subject=False),)}
    update_complaint(actor=colleague, reference=reference, changes=theirs, seen_version=1, now=NOW)

    client.post(address(reference), sent_by(client.post(address(reference), mine)))

    assert [(one.name, one.is_subject) for one in file().involved_people.order_by("pk")] == [
        ("De teamleider", False),
        ("De baliemedewerker", True),
    ]


def points() -> list[str]:
    return [point.description for point in file().points.order_by("position")]


def test_points_of_a_colleague_for_which_the_page_had_no_place_stay_and_are_shown(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"wish": "Excuses"}
    told = (PointTold(nature="TREATMENT"), *(PointTold(description=f"Deel {place}") for place in range(2, 6)))
    update_complaint(actor=colleague, reference=reference, changes={"points": told}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    saved = client.post(address(reference), sent_by(compared))

    assert (compared.status_code, saved.status_code) == (422, 302)
    assert rows_of(compared) == [(f"description_{place}", f"Deel {place}", "", False) for place in range(2, 6)]
    assert (file().wish, points()) == ("Excuses", ["", "Deel 2", "Deel 3", "Deel 4", "Deel 5"])


def test_both_add_a_point_and_both_are_kept(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"description_2": "Van mij"}
    told = (PointTold(nature="TREATMENT"), *(PointTold(description=f"Deel {place}") for place in range(2, 5)))
    update_complaint(actor=colleague, reference=reference, changes={"points": told}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    saved = client.post(address(reference), sent_by(compared))

    assert (compared.status_code, saved.status_code) == (422, 302)
    assert points() == ["", "Deel 2", "Deel 3", "Deel 4", "Van mij"]


@pytest.mark.parametrize(("choice", "kept"), [("theirs", ["Deel 3"]), ("ours", ["Anders gezegd"])])
def test_what_was_typed_at_a_point_that_a_colleague_took_out_is_chosen(
    client: Client, colleague: Actor, choice: str, kept: list[str]
) -> None:
    """The third part moved up to that place: what was typed there is put on it only by whoever says so."""
    three = tuple(PointTold(description=f"Deel {place}") for place in range(1, 4))
    reference = register(colleague, replace(TOLD, points=three))
    mine = sent_by(client.get(address(reference))) | {"description_2": "Anders gezegd"}
    update_complaint(actor=colleague, reference=reference, changes={"points": (three[0], three[2])}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    undecided = client.post(address(reference), sent_by(compared))
    saved = client.post(address(reference), sent_by(undecided) | {"choose-description_2": choice})

    assert rows_of(compared) == [("description_2", "Deel 3", "Anders gezegd", True), ("description_3", "", "", False)]
    assert (undecided.status_code, saved.status_code) == (422, 302)
    assert points() == ["Deel 1", *kept]


def test_what_was_typed_at_the_last_of_many_points_is_not_lost_when_a_colleague_took_them_out(client: Client, colleague: Actor) -> None:
    many = tuple(PointTold(description=f"Deel {place}") for place in range(1, 7))
    reference = register(colleague, replace(TOLD, points=many))
    mine = sent_by(client.get(address(reference))) | {"description_6": "Anders gezegd"}
    update_complaint(actor=colleague, reference=reference, changes={"points": many[:1]}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    saved = client.post(address(reference), sent_by(compared) | {"choose-description_6": "ours"})

    assert ("description_6", "", "Anders gezegd", True) in rows_of(compared)
    assert (saved.status_code, points()) == (302, ["Deel 1", "Anders gezegd"])


def test_a_choice_about_one_part_is_never_put_on_another(client: Client, colleague: Actor) -> None:
    """Nothing but the part's own line changed at this place: still it is another part, so what was chosen is asked for."""
    two = (PointTold(nature="TREATMENT", description="Deel 1"), PointTold(nature="TREATMENT", description="Deel 2"))
    reference = register(colleague, replace(TOLD, points=two))
    mine = sent_by(client.get(address(reference))) | {"nature_1": "ACCESS"}
    update_complaint(actor=colleague, reference=reference, changes={"points": two[1:]}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)

    assert [(name, is_choice) for name, _theirs, _ours, is_choice in rows_of(compared) if is_choice] == [("nature_1", True)]


@pytest.mark.parametrize("is_known", [True, False])
def test_people_a_colleague_named_for_whom_the_page_had_no_place_stay(
    client: Client, colleague: Actor, make_actor: Callable[..., Actor], is_known: bool
) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"wish": "Excuses", "colleague_name_1": "Van mij"}
    told = tuple(
        InvolvedTold(user_id=make_actor(Role.HANDLER).user_id) if is_known else InvolvedTold(name=f"Persoon {place}") for place in range(4)
    )
    update_complaint(actor=colleague, reference=reference, changes={"involved": told}, seen_version=1, now=NOW)
    theirs = set(file().involved_people.values_list("user_id", "name"))

    compared = client.post(address(reference), mine)
    saved = client.post(address(reference), sent_by(compared))

    assert (compared.status_code, saved.status_code) == (422, 302)
    assert (file().wish, set(file().involved_people.values_list("user_id", "name"))) == ("Excuses", {*theirs, (None, "Van mij")})


def test_somebody_whose_shield_a_colleague_lifted_stays_as_they_are(client: Client, colleague: Actor) -> None:
    hidden = Person(name="Verborgen Naam", phone="0698765432", email="v@voorbeeld.example", identity=Identity.SHIELDED)
    reference = register(colleague, replace(TOLD, filer=hidden))
    mine = sent_by(client.get(address(reference))) | {"wish": "Excuses"}
    reveal_identity(actor=colleague, reference=reference, reason="Belde met een nieuw nummer", now=NOW)
    update_complaint(actor=colleague, reference=reference, changes={"filer": {"identity": Identity.KNOWN}}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)
    saved = client.post(address(reference), sent_by(compared))

    assert (compared.status_code, saved.status_code) == (422, 302)
    party = file().parties.get()
    assert (party.name, party.phone, party.email) == ("Verborgen Naam", "0698765432", "v@voorbeeld.example")
    assert file().wish == "Excuses"


def test_a_page_sent_back_for_another_reason_takes_nothing_out_that_it_did_not_have(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"wish": "Excuses", "handling_wish": "ONZIN"}
    told = tuple(PointTold(description=f"Deel {place}") for place in range(1, 6))
    update_complaint(actor=colleague, reference=reference, changes={"points": told}, seen_version=1, now=NOW)

    wrong = client.post(address(reference), mine)
    compared = client.post(address(reference), sent_by(wrong) | {"handling_wish": "HANDLE"})
    saved = client.post(address(reference), sent_by(compared))

    assert (wrong.status_code, compared.status_code, saved.status_code) == (422, 422, 302)
    assert (file().wish, len(points())) == ("Excuses", 5)


def test_a_change_of_something_else_leaves_everybody_who_is_named_as_they_were(client: Client, colleague: Actor) -> None:
    told = Submission(story="Te laat", involved=(InvolvedTold(name="Wie het zag", is_subject=False),), filer=Person(phone="0612345678"))
    reference = register(colleague, told)

    client.post(address(reference), sent_by(client.get(address(reference))) | {"wish": "Excuses"})

    assert (file().wish, file().involved_people.get().is_subject) == ("Excuses", False)


def test_whoever_it_befell_is_shown_no_more_once_shielded_and_stays_as_they_are(client: Client, colleague: Actor) -> None:
    affected = Person(name="Verborgen Naam", phone="0698765432", identity=Identity.SHIELDED)
    reference = register(colleague, Submission(story="Te laat", affected_person=affected))

    page = client.get(address(reference))
    client.post(address(reference), sent_by(page) | {"wish": "Excuses", "affected_name": "Iemand anders"})

    assert ("Verborgen Naam" in page.content.decode(), "0698765432" in page.content.decode()) == (False, False)
    assert (file().wish, told_by(file()).affected_person) == ("Excuses", affected)


def test_what_was_typed_of_somebody_who_was_shielded_meanwhile_is_shown_to_whoever_typed_it(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    mine = sent_by(client.get(address(reference))) | {"phone": "0611111111"}
    shielded = Person(name="Mevrouw Voorbeeld", phone="0612345678", identity=Identity.SHIELDED)
    update_complaint(actor=colleague, reference=reference, changes={"filer": shielded}, seen_version=1, now=NOW)

    compared = client.post(address(reference), mine)

    assert rows_of_hidden(compared) == [("phone", "0611111111")]
    assert "0612345678" not in compared.content.decode()
    assert file().parties.get().phone == "0612345678"


def rows_of_hidden(page: Any) -> list[tuple[str, str]]:
    return [(row["name"], row["ours"]) for row in page.context["compared"] if "address" not in row]


def test_a_page_that_says_nothing_of_what_it_began_with_changes_what_differs(client: Client, colleague: Actor) -> None:
    reference = register(colleague)
    held = {name: value for name, value in sent_by(client.get(address(reference))).items() if not name.startswith("began-")}

    client.post(address(reference), held | {"wish": "Excuses"})

    assert (file().wish, file().events.get(code="updated").data["fields"]) == ("Excuses", ["wish"])


@pytest.mark.parametrize(
    ("is_involved", "told"),
    [
        (True, "U ziet dit dossier niet meer: een collega die er niet bij betrokken was, behandelt het."),
        (False, "U ziet dit dossier niet meer: het gaat over de raad, dus de griffie behandelt het."),
    ],
)
def test_whoever_loses_the_file_by_a_change_is_told_who_has_it_now(
    client_at: Callable[..., Client],
    tenant: Tenant,
    make_person: Callable[..., User],
    colleague: Actor,
    is_involved: bool,
    told: str,
) -> None:
    person = make_person(Role.HANDLER)
    client = client_at(tenant, person)
    reference = register(colleague)
    lost_by = {"colleague_1": str(person.pk)} if is_involved else {"is_about_council": "on"}

    answer = client.post(address(reference), sent_by(client.get(address(reference))) | lost_by, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert f"{reference} is gewijzigd. {told}" in answer.content.decode()
