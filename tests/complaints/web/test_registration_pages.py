"""Registering and handling on the page: what was typed is never lost, and each step says what it needs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from complaints.models import AccessRecord, Complaint, Exclusion, RegistrationDraft, Round
from complaints.web.step_forms import moment_for_input
from tenants.accounts.models import User
from tenants.clock import read_clock
from tenants.models import Tenant
from tenants.organisation.models import Label
from tenants.permissions import Role
from tests.factories.endings import SAID_ON_PAGE

DRAFT = uuid.UUID(int=7)
NEW = f"/klachten/nieuw/{DRAFT}/"
TOLD = {"story": "Te laat betaald", "channel": "EMAIL", "name": "Mevrouw Voorbeeld", "email": "m@voorbeeld.example", "version": "0"}


@pytest.fixture
def person(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def client(client_at: Callable[..., Client], tenant: Tenant, person: User) -> Client:
    return client_at(tenant, person)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def register(client: Client, *, at: str = "", **changed: str) -> str:
    answer = client.post(at or f"/klachten/nieuw/{uuid.uuid4()}/", TOLD | changed)
    assert answer.status_code == 302, re.findall(r"field-errors.*?</ul>", text_of(answer), re.DOTALL)
    return str(Complaint.objects.order_by("-created_at")[0].reference)


def test_beginning_gives_a_number_of_its_own_and_keeps_nothing(client: Client) -> None:
    first, second = client.get("/klachten/nieuw/")["Location"], client.get("/klachten/nieuw/")["Location"]

    assert first != second
    assert client.get(first).status_code == 200
    assert RegistrationDraft.objects.count() == 0


def test_a_complaint_is_registered_and_tells_what_happens_next(client: Client) -> None:
    answer = client.post(NEW, TOLD, follow=True)

    complaint = Complaint.objects.get()
    assert answer.redirect_chain == [(f"/klachten/{complaint.reference}/geregistreerd/", 302)]
    assert f'Geregistreerd als <span class="nowrap">{complaint.reference}</span>' in text_of(answer)
    assert "Volgens de wet is het antwoord er uiterlijk op" in text_of(answer)
    assert ("een handtekening" in text_of(answer), "een adres" in text_of(answer), "Naar het dossier" in text_of(answer)) == (True,) * 3
    assert "Mevrouw Voorbeeld" not in text_of(answer)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client: Client) -> None:
    answer = client.post(NEW, TOLD | {"email": "geen adres", "received_at": "2999-01-01T10:00", "other_body": "x" * 201})

    page = text_of(answer)
    assert answer.status_code == 422
    assert [f'id="id_{name}_error"' in page for name in ("email", "received_at", "other_body")] == [True] * 3
    assert ("Te laat betaald" in page, 'value="geen adres"' in page) == (True, True)
    assert Complaint.objects.count() == 0


def test_nothing_told_is_told_so(client: Client) -> None:
    answer = client.post(NEW, {"channel": "PHONE", "version": "0"})

    assert "Schrijf op wat er is gebeurd, of hoe u deze persoon kunt bereiken." in text_of(answer)


def test_an_employee_gets_a_receipt_and_no_way_into_the_file(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    client = client_at(tenant, make_person(Role.EMPLOYEE))

    answer = client.post(NEW, TOLD, follow=True)

    reference = Complaint.objects.get().reference
    assert f'Geregistreerd als <span class="nowrap">{reference}</span>' in text_of(answer)
    assert ("Naar het dossier" in text_of(answer), "handtekening" in text_of(answer)) == (False, False)
    assert client.get(f"/klachten/{reference}/").status_code == 403


def test_whoever_is_involved_in_what_they_register_is_told_and_sees_it_no_more(client: Client, person: User) -> None:
    answer = client.post(NEW, TOLD | {"colleague_1": str(person.pk)}, follow=True)

    reference = Complaint.objects.get().reference
    assert f"De klacht is geregistreerd als {reference}. Iemand anders behandelt deze klacht: een collega" in text_of(answer)
    for address in ("", "geregistreerd/", "notitie/", "wijzigen/"):
        assert client.get(f"/klachten/{reference}/{address}").status_code == 404


def test_whoever_sends_again_what_they_lost_reads_that_somebody_else_handles_it(client: Client, person: User) -> None:
    given = TOLD | {"colleague_1": str(person.pk)}
    client.post(NEW, given)

    answer = client.post(NEW, given, follow=True)

    assert (answer.redirect_chain, Complaint.objects.count()) == ([("/", 302)], 1)
    assert "Deze klacht was al geregistreerd. Iemand anders behandelt de klacht: een collega die er niet bij" in text_of(answer)
    assert "Wij kunnen dit niet vinden" not in text_of(answer)


@pytest.mark.parametrize("phone", ["0612345678", ""])
def test_who_registers_what_goes_to_the_registry_is_told_so_and_to_whom_to_tell_more(client: Client, phone: str) -> None:
    answer = client.post(NEW, TOLD | {"email": "", "phone": phone, "is_about_council": "on"}, follow=True)

    page = text_of(answer)
    assert "Dit gaat over de raad, een raadslid of de griffie. Daarom behandelt de griffie het; u ziet het dossier niet meer." in page
    assert ("Geef het dan door aan de griffie" in page) is (phone == "")
    assert ("klachtencoördinator" in page, "Naar het dossier" in page) == (False, False)


def test_an_employee_is_not_told_where_the_file_went(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    answer = client_at(tenant, make_person(Role.EMPLOYEE)).post(NEW, TOLD | {"is_about_council": "on"}, follow=True)

    assert "u ziet het dossier niet meer" not in text_of(answer)


@pytest.mark.parametrize(
    ("of_file", "closed_on", "told"),
    [
        ({}, date(2026, 11, 18), "Gesloten op wo 18 november 2026"),
        ({"exclusion": Exclusion.REGISTERED_IN_ERROR}, None, "bij vergissing geregistreerd"),
    ],
)
def test_of_a_file_in_which_nothing_more_happens_the_receipt_promises_nothing(
    client: Client, of_file: dict[str, Any], closed_on: date | None, told: str
) -> None:
    reference = register(client, received_at="2026-11-16T10:00")
    Complaint.objects.update(**of_file)
    Round.objects.update(closed_on=closed_on)

    page = text_of(client.get(f"/klachten/{reference}/geregistreerd/"))

    assert told in page
    assert ("Wat er nu gebeurt" in page, "uiterlijk op" in page) == (False, False)


def test_of_a_double_the_receipt_says_so_without_the_other_number(client: Client) -> None:
    counts, double = register(client), register(client, story="Nog eens")
    Complaint.objects.filter(reference=double).update(exclusion=Exclusion.DUPLICATE, duplicate_of=Complaint.objects.get(reference=counts))

    page = text_of(client.get(f"/klachten/{double}/geregistreerd/"))

    assert ("twee keer geregistreerd" in page, "uiterlijk op" in page, counts in page) == (True, False, False)


def test_whom_nobody_can_reach_is_promised_no_answer(client: Client) -> None:
    reference = register(client, handling_wish="ONLY_TELL", name="", email="")

    page = text_of(client.get(f"/klachten/{reference}/geregistreerd/"))

    assert "Volgens onze eigen norm is dit uiterlijk op" in page
    assert "antwoord" not in page


# Drafts


def test_what_is_typed_is_kept_and_there_again(client: Client) -> None:
    first = client.post(f"{NEW}bewaren/", {"story": "Ik wer", "version": "0", "csrfmiddlewaretoken": "x", "vreemd": "y"}).json()
    second = client.post(f"{NEW}bewaren/", {"story": "Ik werd niet gebeld", "version": str(first["version"])}).json()

    assert (first, second) == ({"version": 1}, {"version": 2})
    assert RegistrationDraft.objects.get().content == {"story": "Ik werd niet gebeld"}
    page = text_of(client.get(NEW))
    assert ("Ik werd niet gebeld" in page, 'name="version" value="2"' in page) == (True, True)


def test_another_window_is_told_so_and_a_draft_that_is_gone_too(client: Client) -> None:
    client.post(f"{NEW}bewaren/", {"story": "een", "version": "0"})
    client.post(f"{NEW}bewaren/", {"story": "twee", "version": "1"})

    conflict = client.post(f"{NEW}bewaren/", {"story": "drie", "version": "1"})
    client.post(f"{NEW}weggooien/")
    gone = client.post(f"{NEW}bewaren/", {"story": "vier", "version": "2"})

    assert (conflict.status_code, conflict.json()["code"]) == (409, "draft_changed_elsewhere")
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert RegistrationDraft.objects.count() == 0


def test_without_script_a_button_keeps_it(client: Client) -> None:
    answer = client.post(NEW, TOLD | {"keep": "1"}, follow=True)

    assert "Wat u typte is bewaard." in text_of(answer)
    assert RegistrationDraft.objects.get().content["story"] == "Te laat betaald"
    assert "Waar u eerder aan begon" in text_of(client.get(f"/klachten/nieuw/{uuid.UUID(int=8)}/"))


@pytest.mark.parametrize(
    ("typed", "received_at"),
    [
        ("2025-10-26T02:30", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("26-10-2025 02:30", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),
    ],
)
def test_what_came_in_the_night_the_clock_changed_is_registered_all_the_same(client: Client, typed: str, received_at: datetime) -> None:
    register(client, received_at=typed)

    assert Complaint.objects.get().received_at == received_at


def test_a_folded_part_is_open_only_where_something_was_chosen(client: Client) -> None:
    reference = register(client, email="")
    assert '<details class="disclosure">' in (page := text_of(client.get(f"/klachten/{reference}/wijzigen/")))
    assert '<details class="disclosure" open>' not in page

    told = register(client, email="m@voorbeeld.example")
    assert text_of(client.get(f"/klachten/{told}/wijzigen/")).count('<details class="disclosure" open>') == 1


def test_there_is_always_a_place_for_one_more_point(client: Client) -> None:
    three = {f"description_{place}": f"Onderdeel {place}" for place in (1, 2, 3)}

    page = text_of(client.post(NEW, TOLD | three | {"one_more_point": "1"}))

    assert Complaint.objects.count() == 0
    assert re.findall(r'name="description_(\d+)"(?: value="([^"]*)")?', page) == [
        ("1", "Onderdeel 1"),
        ("2", "Onderdeel 2"),
        ("3", "Onderdeel 3"),
        ("4", ""),
    ]
    assert re.search(r'<select name="nature_4"[^>]* autofocus', page)
    assert "Te laat betaald" in page


def test_a_place_that_was_added_is_there_again_when_the_page_is_opened_anew(client: Client) -> None:
    people = {f"colleague_name_{place}": f"Collega {place}" for place in (1, 2)}

    client.post(NEW, TOLD | people | {"one_more_point": "1"})
    opened = client.get(NEW)
    page = text_of(opened)

    assert re.findall(r'name="colleague_name_(\d+)"(?: value="([^"]*)")?', page) == [("1", "Collega 1"), ("2", "Collega 2"), ("3", "")]
    assert (opened.context["version"], RegistrationDraft.objects.get().version) == ("1", 1)


def test_a_place_that_is_asked_for_in_a_second_window_overwrites_nothing(client: Client) -> None:
    client.post(f"{NEW}bewaren/", TOLD)
    client.post(f"{NEW}bewaren/", TOLD | {"story": "Verder in het andere venster", "version": "1"})

    page = client.post(NEW, TOLD | {"description_1": "Onderdeel 1", "version": "1", "one_more_point": "1"})

    assert ("Onderdeel 1" in text_of(page), page.context["version"]) == (True, "1")
    assert RegistrationDraft.objects.get().content["story"] == "Verder in het andere venster"


def test_the_fourth_point_is_kept_in_the_draft_and_registered(client: Client) -> None:
    four = TOLD | {f"description_{place}": f"Onderdeel {place}" for place in (1, 2, 3, 4)}

    assert client.post(f"{NEW}bewaren/", four).status_code == 200
    assert RegistrationDraft.objects.get().content["description_4"] == "Onderdeel 4"

    reference = register(client, at=NEW, **four)
    points = Complaint.objects.get(reference=reference).points.order_by("position")
    assert [point.description for point in points] == ["Onderdeel 1", "Onderdeel 2", "Onderdeel 3", "Onderdeel 4"]
    assert 'name="description_5"' in text_of(client.get(f"/klachten/{reference}/wijzigen/"))


def test_registering_takes_the_draft_away(client: Client) -> None:
    client.post(f"{NEW}bewaren/", {"story": "Te laat", "version": "0"})

    register(client, at=NEW, version="1")

    assert RegistrationDraft.objects.count() == 0


def test_registering_twice_by_whatever_window_or_button_makes_one_file(client: Client) -> None:
    first = register(client, at=NEW)
    again = client.post(NEW, TOLD)

    assert again["Location"] == f"/klachten/{first}/geregistreerd/"
    assert Complaint.objects.count() == 1


def test_another_text_under_a_draft_that_was_registered_is_refused_and_stays_on_the_page(client: Client) -> None:
    reference = register(client, at=NEW)

    answer = client.post(NEW, TOLD | {"story": "Nog iets anders"})

    assert (answer.status_code, f"Dit is al geregistreerd als {reference}, met een andere tekst." in text_of(answer)) == (422, True)
    assert "Nog iets anders</textarea>" in text_of(answer)
    assert f'href="/klachten/{reference}/" target="_blank" rel="noopener">Bekijk {reference}</a>' in text_of(answer)
    assert Complaint.objects.get().story == "Te laat betaald"


def test_an_employee_is_led_to_the_receipt_of_what_was_registered_before(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User]
) -> None:
    employee = client_at(tenant, make_person(Role.EMPLOYEE))
    reference = register(employee, at=NEW)

    answer = employee.post(NEW, TOLD | {"story": "Nog iets anders"})

    assert f'href="/klachten/{reference}/geregistreerd/" target="_blank" rel="noopener">Bekijk {reference}</a>' in text_of(answer)


@pytest.mark.parametrize(("received_at", "passed"), [("2026-11-20T10:00", 0), ("2026-11-01T10:00", 1), ("2026-09-01T10:00", 2)])
def test_the_receipt_says_of_each_day_that_it_has_passed(
    client: Client, monkeypatch: pytest.MonkeyPatch, received_at: str, passed: int
) -> None:
    monkeypatch.setattr("complaints.web.views.registration.read_clock", lambda: datetime(2026, 11, 21, 9, tzinfo=UTC))
    reference = register(client, received_at=received_at)

    receipt = client.get(f"/klachten/{reference}/geregistreerd/")

    assert text_of(receipt).count("Die dag is al voorbij.") == passed


@pytest.mark.parametrize(
    ("role", "told"), [(Role.EMPLOYEE, "Geef het dan door aan de klachtencoördinator"), (Role.HANDLER, "Zet het dan in het dossier")]
)
def test_who_cannot_add_a_number_to_the_file_is_told_to_whom_to_give_it(
    client_at: Callable[..., Client], tenant: Tenant, make_person: Callable[..., User], role: Role, told: str
) -> None:
    client = client_at(tenant, make_person(role))
    reference = register(client, email="")

    assert told in text_of(client.get(f"/klachten/{reference}/geregistreerd/"))


def test_a_draft_can_be_thrown_away_from_the_first_word_on(client: Client) -> None:
    assert "Dit concept weggooien" in text_of(client.get(NEW))


def test_a_save_that_comes_after_the_registration_brings_no_draft_back(client: Client) -> None:
    register(client, at=NEW)

    late = client.post(f"{NEW}bewaren/", {"story": "Te laat betaald", "version": "0"})

    assert (late.status_code, RegistrationDraft.objects.count()) == (404, 0)


def test_a_code_that_got_a_word_of_its_own_meanwhile_stands_for_that_word(client: Client) -> None:
    client.post(f"{NEW}bewaren/", {"story": "Te laat", "channel": "LETTER", "nature_1": "PRIVACY", "version": "0"})
    register(client, channel="LETTER", nature_1="PRIVACY")

    page = client.get(NEW)
    form = page.context["form"]
    reference = register(client, at=NEW, channel="LETTER", nature_1="PRIVACY", version="1")

    words = {label.core_code: str(label.pk) for label in Label.objects.filter(core_code__in=["LETTER", "PRIVACY"])}
    assert (form["channel"].value(), form["nature_1"].value()) == (words["LETTER"], words["PRIVACY"])
    assert f'<option value="{words["LETTER"]}" selected>' in text_of(page)
    assert str(Complaint.objects.get(reference=reference).channel_id) == words["LETTER"]


def test_earlier_files_of_the_same_person_are_shown_by_name_number_or_address(client: Client) -> None:
    reference = register(client, phone="06-1234 5678")

    for asked in ({"name": "mevrouw  voorbeeld"}, {"phone": "+31 6 12345678"}, {"email": "M@voorbeeld.example"}):
        assert reference in text_of(client.post("/klachten/eerdere/", asked))
    for asked in ({"name": "Iemand Anders"}, {"phone": "12345"}, {"phone": "0612345679"}, {}):
        assert reference not in text_of(client.post("/klachten/eerdere/", asked))


# Steps


def test_a_file_from_the_first_step_to_the_last(client: Client, person: User) -> None:
    reference = register(client)
    page = f"/klachten/{reference}/"
    first = text_of(client.get(page))
    client.post(f"{page}toewijzen/", {"handler_id": person.pk, "version": "1"})
    client.post(f"{page}contact/", {"happened_at": "2999-01-01T10:00", "way": "PHONE", "result": "SPOKEN"})
    spoken = client.post(
        f"{page}contact/", {"happened_at": moment_now(), "way": "PHONE", "result": "SPOKEN", "text": "Afgesproken: betalen"}
    )
    client.post(f"{page}notitie/", {"text": "Uitzoeken bij Werk"})
    lacking = client.post(f"{page}afsluiten/", {"outcome": "SETTLED", "version": "4"})
    closed = client.post(
        f"{page}afsluiten/",
        {**SAID_ON_PAGE, "outcome": "SETTLED", "version": "4", "complainants_words": "Opgelost", "confirmed_on": moment_now()[:10]},
        follow=True,
    )
    back = client.post(f"{page}terug/", {"reason": "Toch niet betaald", "version": "5"}, follow=True)

    assert re.search(r'button--primary-action" href="[^"]*toewijzen/"', first)
    assert spoken.status_code == 302
    assert (lacking.status_code, "Schrijf op wat de persoon zei" in text_of(lacking)) == (422, True)
    assert ("De klacht is afgesloten." in text_of(closed), "Uitzoeken bij Werk" in text_of(closed)) == (True, True)
    assert ("Er is een nieuwe ronde begonnen." in text_of(back), "Ronde 2" in text_of(back)) == (True, True)
    assert [event.code for event in Complaint.objects.get().events.order_by("pk")] == [
        "registered", "acknowledged", "assigned", "contact_recorded", "note_added", "closed", "returned",
    ]  # fmt: skip


def moment_now() -> str:
    return moment_for_input(read_clock())


@pytest.mark.parametrize(
    "address", ["", "wijzigen/", "toewijzen/", "bevestigen/", "contact/", "notitie/", "afsluiten/", "dubbel/", "vergissing/", "ontvangst/"]
)
def test_every_page_of_a_step_opens(client: Client, address: str) -> None:
    reference = register(client)

    assert client.get(f"/klachten/{reference}/{address}", follow=True).status_code == 200


def test_a_step_a_colleague_overtook_shows_what_changed_and_the_next_press_is_a_choice(client: Client, person: User) -> None:
    reference = register(client)
    client.post(f"/klachten/{reference}/notitie/", {"text": "Van de ander"})

    overtaken = client.post(f"/klachten/{reference}/toewijzen/", {"handler_id": person.pk, "version": "1"})
    version = re.search(r'name="version" value="(\d+)"', text_of(overtaken))
    chosen = client.post(f"/klachten/{reference}/toewijzen/", {"handler_id": person.pk, "version": version[1] if version else ""})

    assert (overtaken.status_code, "Wat er intussen veranderde" in text_of(overtaken), "Notitie toegevoegd" in text_of(overtaken)) == (
        422,
        True,
        True,
    )
    assert (version and version[1], chosen.status_code) == ("2", 302)
    assert Complaint.objects.get().rounds.get().handler_id == person.pk


def form_of(client: Client, reference: str) -> dict[str, str]:
    """What the page of a change holds when it opens."""
    answer = client.get(f"/klachten/{reference}/wijzigen/")
    form = answer.context["form"]
    held = {field.name: field.value() for field in form}
    return {name: str(value) for name, value in held.items() if value not in (None, "", False)} | {"version": answer.context["version"]}


def test_facts_are_changed_and_nothing_else_moves(client: Client) -> None:
    reference = register(client, address="Straat 1", nature_1="PRIVACY", description_2="tweede deel")
    before = form_of(client, reference)

    same = client.post(f"/klachten/{reference}/wijzigen/", before, follow=True)
    changed = client.post(f"/klachten/{reference}/wijzigen/", before | {"wish": "Excuses"}, follow=True)

    complaint = Complaint.objects.get()
    assert "Er is niets te veranderen" in text_of(same)
    assert "De gegevens zijn gewijzigd." in text_of(changed)
    assert (complaint.wish, complaint.version, complaint.points.count(), complaint.parties.get().address) == ("Excuses", 2, 2, "Straat 1")
    assert complaint.events.get(code="updated").data["fields"] == ["wish"]


def test_somebody_shielded_is_on_no_page_until_a_reason_is_given(client: Client) -> None:
    reference = register(client, name="Verborgen Naam", phone="0698765432", identity="SHIELDED")

    pages = [text_of(client.get(f"/klachten/{reference}/{address}")) for address in ("", "wijzigen/")]
    without_reason = client.post(f"/klachten/{reference}/wie/", {"reason": " "})
    revealed = client.post(f"/klachten/{reference}/wie/", {"reason": "Terugbellen"})
    client.post(f"/klachten/{reference}/wijzigen/", form_of(client, reference) | {"wish": "Excuses"})

    assert not any("Verborgen Naam" in page or "0698765432" in page for page in pages)
    # Where a colleague looks for whom to call, and among the people.
    assert pages[0].count(f'href="/klachten/{reference}/wie/"') == 2
    assert (without_reason.status_code, "Verborgen Naam" in text_of(without_reason)) == (422, False)
    assert ("Verborgen Naam" in text_of(revealed), "0698765432" in text_of(revealed)) == (True, True)
    assert "no-store" in revealed["Cache-Control"]
    assert AccessRecord.objects.get(code="revealed").personal == {"reason": "Terugbellen"}
    kept = Complaint.objects.get().parties.get()
    assert (kept.name, kept.phone, Complaint.objects.get().wish) == ("Verborgen Naam", "0698765432", "Excuses")


def test_looking_through_the_list_is_recorded_by_its_filters_alone(client: Client, person: User) -> None:
    register(client)
    client.get("/klachten/?stand=open&van=2020-01-01")

    record = AccessRecord.objects.get()
    assert (record.code, record.actor_id, record.complaint_id) == ("searched", person.pk, None)
    assert record.data == {"filters": ["received_from", "state"], "found": 1}


def test_opening_a_file_is_recorded_without_its_content(client: Client, person: User) -> None:
    reference = register(client)
    client.get(f"/klachten/{reference}/")

    record = AccessRecord.objects.get()
    assert (record.code, record.actor_id, record.complaint.reference if record.complaint else "", record.data) == (
        "opened",
        person.pk,
        reference,
        {"is_whole": True},
    )


@pytest.mark.parametrize("page", ["wijzigen/", "terug/", "notitie/", "contact/", "afsluiten/", "ontvangst/", "dubbel/", "documenten/"])
def test_each_page_that_shows_what_is_in_a_file_is_recorded_as_opening_it(client: Client, person: User, page: str) -> None:
    reference = register(client)

    assert client.get(f"/klachten/{reference}/{page}", follow=True).status_code == 200

    record = AccessRecord.objects.get()
    assert (record.code, record.actor_id, str(record.complaint), record.data) == ("opened", person.pk, reference, {})


def test_a_step_that_is_refused_shows_the_file_again_and_one_that_is_done_does_not(client: Client) -> None:
    reference = register(client)

    refused = client.post(f"/klachten/{reference}/notitie/", {"text": " "})
    assert (refused.status_code, AccessRecord.objects.filter(code="opened").count()) == (422, 1)
    done = client.post(f"/klachten/{reference}/notitie/", {"text": "Gebeld"})
    assert (done.status_code, AccessRecord.objects.filter(code="opened").count()) == (302, 1)
