"""The list page: its address holds everything but search words, and nothing in it can break the page."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from complaints.flows.after_import import index_imported_files
from complaints.models import AccessRecord, Complaint, Party, Round
from providers.directory.models import Provider
from tenants.accounts.flows.sessions import clear_sessions
from tenants.accounts.models import User
from tenants.actors import system_actor
from tenants.models import Tenant
from tenants.permissions import Role
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint


@pytest.fixture
def coordinator(make_person: Callable[..., User]) -> User:
    return make_person(Role.COORDINATOR)


@pytest.fixture
def client(tenant: Tenant, coordinator: User, client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, coordinator)


def a_file(day: int = 1, *, name: str = "", handler: User | None = None, **facts: Any) -> Complaint:
    made = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, day)),), **facts))
    if name:
        Party.objects.create(complaint=made, role="COMPLAINANT", name=name, phone="0612345678")
    if handler:
        Round.objects.filter(complaint=made).update(handler=handler)
    index_imported_files(actor=system_actor())
    return made


def text_of(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", response.content.decode())).split())


def sentence_of(response: Any) -> str:
    found = re.search(r'<p class="filter-sentence".*?<strong>(.*?)</strong>', response.content.decode(), re.S)
    assert found
    return " ".join(html.unescape(re.sub(r'<span class="visually-hidden">.*?</span>|<[^>]+>', "", found[1])).split())


def links_of(response: Any) -> dict[str, dict[str, list[str]]]:
    """What can be taken out of the sentence, with the address that is left."""
    found = re.findall(r'<a class="narrowing" href="([^"]*)">(.*?)<span', response.content.decode())
    return {html.unescape(words): parse_qs(urlsplit(html.unescape(address)).query) for address, words in found}


def test_a_row_without_a_subject_says_how_it_came_and_about_which_provider(client: Client) -> None:
    for day, nature in enumerate((None, None, "Bejegening"), start=1):
        a_file(day, nature=nature, channel="Telefoon", extra={"story": "Mevrouw Jansen belde"})
    provider = Provider.objects.create(name="Zorg Voorbeeld", kvk_number="12345678", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    Complaint.objects.filter(received_on=date(2025, 3, 2)).update(provider=provider)

    page = text_of(client.get("/klachten/"))

    assert (page.count("onderwerp onbekend"), page.count("onderwerp onbekendTelefoon")) == (2, 1)
    assert "onderwerp onbekendZorg Voorbeeld, Telefoon" in page
    assert "Jansen" not in page


ASKED = "stand=late&behandelaar=ik&onderwerp=Bejegening&afdeling=Werk&wet=JW&periode=this_year&van=2025-01-01&volgorde=due"


def test_the_address_is_read_as_a_sentence_and_each_part_can_be_taken_out(client: Client) -> None:
    a_file(unit="Werk", nature="Bejegening")

    response = client.get(f"/klachten/?{ASKED}")

    whole = parse_qs(ASKED)
    assert sentence_of(response) == (
        "Geen open klachten die u behandelt, over Bejegening, bij Werk, onder de Jeugdwet, ontvangen dit jaar, "
        "ontvangen vanaf wo 1 januari 2025, te laat"
    )
    links = links_of(response)
    assert links["open"] == {name: value for name, value in whole.items() if name != "stand"}
    assert links["te laat"] == whole | {"stand": ["open"]}
    for words, name in (
        ("die u behandelt", "behandelaar"), ("over Bejegening", "onderwerp"), ("bij Werk", "afdeling"),
        ("onder de Jeugdwet", "wet"), ("ontvangen dit jaar", "periode"), ("ontvangen vanaf wo 1 januari 2025", "van"),
    ):  # fmt: skip
        assert links[words] == {one: value for one, value in whole.items() if one != name}
    for name, value in (("stand", "late"), ("behandelaar", "ik"), ("volgorde", "due"), ("wet", "JW")):
        assert re.search(rf'<select name="{name}".*?<option value="{value}" selected', response.content.decode(), re.S)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("van=niets", "Ontvangen vanaf: Dit is geen dag"),
        ("stand=half", "Welke: “half” staat niet in de lijst"),
        ("aanbieder=7", "“aanbieder” in het adres betekent hier niets"),
        ("afdelng=Werk", "“afdelng” in het adres betekent hier niets"),
        ("afdeling=Onzin", "Bij de afdeling: “Onzin” staat niet in de lijst"),
        ("behandelaar=99999999", "Behandeld door: “99999999” staat niet in de lijst"),
        ("behandelaar=niets%27", "Behandeld door: “niets'” staat niet in de lijst"),
        ("wet=XX", "Onder de wet: “XX” staat niet in de lijst"),
        ("volgorde=best", "Volgorde: “best” staat niet in de lijst"),
        ("zoek=bestaatniet", "Uw zoekwoorden zijn niet meer bewaard."),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_holds(client: Client, bad: str, told: str) -> None:
    one = a_file(unit="Werk", nature="Bejegening")
    a_file(unit="Inkomen")

    response = client.get(f"/klachten/?onderwerp=Bejegening&{bad}")

    assert response.status_code == 200
    assert told in text_of(response)
    assert sentence_of(response) == "1 klacht over Bejegening"
    assert f'href="/klachten/{one.reference}/"' in response.content.decode()
    assert bad not in str(links_of(response))


def test_a_last_day_before_the_first_is_told_and_the_first_holds(client: Client) -> None:
    a_file()

    response = client.get("/klachten/?van=2020-03-09&tot=2020-03-08")

    assert "tot en met: Deze dag ligt voor de eerste en telt dus niet mee." in text_of(response)
    assert sentence_of(response) == "1 klacht, ontvangen vanaf ma 9 maart 2020"


def test_a_place_that_does_not_exist_leads_to_the_beginning_of_the_same_list(client: Client) -> None:
    a_file(unit="Werk")

    response = client.get("/klachten/?afdeling=Werk&na=niets", follow=True)

    assert response.redirect_chain == [("/klachten/?afdeling=Werk", 302)]
    assert "Deze plaats in de lijst bestaat niet." in text_of(response)


def test_pages_go_forward_and_back_within_the_choice(client: Client) -> None:
    for day in range(1, 28):
        a_file(day, unit="Werk")

    first = client.get("/klachten/?afdeling=Werk&volgorde=oldest")
    second = client.get(first.context["next_address"])
    back = client.get(second.context["previous_address"], follow=True)

    assert [len(page.context["rows"]) for page in (first, second, back)] == [25, 2, 25]
    assert second.context["next_address"] == ""
    assert sentence_of(second) == "27 klachten bij Werk"
    assert [row["complaint"].pk for row in back.context["rows"]] == [row["complaint"].pk for row in first.context["rows"]]
    assert second.context["first_address"] == "/klachten/?afdeling=Werk&volgorde=oldest"


def test_going_back_past_what_came_in_meanwhile_shows_the_beginning(client: Client) -> None:
    for day in range(1, 28):
        a_file(day)
    second = client.get(client.get("/klachten/").context["next_address"])
    newest = a_file(28)

    back = client.get(second.context["previous_address"])
    beginning = client.get(back.context["previous_address"], follow=True)

    assert beginning.redirect_chain == [("/klachten/", 302)]
    assert beginning.context["rows"][0]["complaint"].pk == newest.pk


def test_search_words_are_in_no_address_title_log_or_access_record(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for day in range(1, 28):
        a_file(day, name="Annelies Geheimzinnig", unit="Werk")

    response = client.post("/klachten/zoeken/", {"words": "geheimzinnig"}, follow=True)
    second = client.get(response.context["next_address"])
    narrowed = client.get(f"{response.redirect_chain[0][0]}&afdeling=Werk&volgorde=oldest")

    addresses = [
        response.redirect_chain[0][0],
        response.context["next_address"],
        second.context["previous_address"],
        str(list(links_of(narrowed).values())),
    ]
    assert not any("geheim" in address.lower() for address in addresses)
    assert [sentence_of(page) for page in (response, second)] == ["27 klachten met “geheimzinnig”"] * 2
    assert sentence_of(narrowed) == "27 klachten bij Werk, met “geheimzinnig”"
    for page in (response, second, narrowed):
        title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)
        assert title
        assert "geheim" not in title[1].lower()
    assert "geheimzinnig" not in caplog.text.lower()
    assert [record.data["filters"] for record in AccessRecord.objects.order_by("pk")] == [["text"], ["text"], ["text", "unit"]]
    assert "geheim" not in str(list(AccessRecord.objects.values())).lower()


def test_the_words_are_this_persons_and_gone_after_signing_out(
    client: Client, tenant: Tenant, coordinator: User, client_at: Callable[..., Client]
) -> None:
    a_file(name="Annelies Jansen")
    address = client.post("/klachten/zoeken/", {"words": "jansen"})["Location"]
    again = client.post("/klachten/zoeken/", {"words": "jansen"})["Location"]

    others = client_at(tenant, coordinator).get(address)
    client.post("/account/logout/")

    assert address == again
    assert "Uw zoekwoorden zijn niet meer bewaard." in text_of(others)
    assert "jansen" not in str([one.get_decoded() for one in Session.objects.all()])


def test_a_session_that_is_over_goes_with_the_words_in_it(client: Client, now: Any) -> None:
    client.post("/klachten/zoeken/", {"words": "jansen"})
    assert clear_sessions(now=now - timedelta(days=400)) == 0

    assert clear_sessions(now=datetime(2100, 1, 1, tzinfo=UTC)) == 1

    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "shown"), [("bejegening", ["Bejegening"]), ("BEJEG", ["Bejegening"]), ("be", []), ("onbekend woord", [])]
)
def test_who_types_the_name_of_a_subject_is_shown_its_list(client: Client, typed: str, shown: list[str]) -> None:
    about = a_file(1, nature="Bejegening")

    page = client.post("/klachten/zoeken/", {"words": typed}, follow=True).content.decode()

    assert re.findall(r'href="(/klachten/\?onderwerp=[^"]+)">De klachten over ([^<]+)</a>', page) == [
        (f"/klachten/?onderwerp={name}", name) for name in shown
    ]
    assert about.reference in text_of(client.get("/klachten/?onderwerp=Bejegening"))


def test_no_more_searches_are_kept_than_those_of_one_sitting(client: Client) -> None:
    addresses = [client.post("/klachten/zoeken/", {"words": f"woord{number}"})["Location"] for number in range(21)]

    kept = [("Uw zoekwoorden zijn niet meer bewaard." not in text_of(client.get(address))) for address in addresses]

    assert kept == [False] + [True] * 20


@pytest.mark.parametrize(
    ("words", "told"),
    [("", "Typ een nummer, een naam of een paar woorden om te zoeken."), ("x" * 201, "hooguit 200 tekens"), ("   ", "Typ een nummer")],
)
def test_a_search_for_nothing_or_for_a_whole_letter_is_told(client: Client, words: str, told: str) -> None:
    response = client.post("/klachten/zoeken/", {"words": words}, follow=True)

    assert response.redirect_chain == [("/klachten/", 302)]
    assert told in text_of(response)


def test_what_was_found_is_told_without_the_name_of_whoever_is_not_mine(client: Client, coordinator: User) -> None:
    story = {"story": "De heer Jansen wachtte lang aan de balie en kreeg geen antwoord"}
    a_file(1, name="Annelies Jansen", extra=story)
    a_file(2, name="Annelies Jansen", handler=coordinator, extra=story)
    a_file(3, extra={"source_reference": "JANSEN/12"})

    rows = client.post("/klachten/zoeken/", {"words": "jansen"}, follow=True).content.decode().split("<tbody>")[1].split("</tr>")
    by_name = client.post("/klachten/zoeken/", {"words": "annelies"}, follow=True).content.decode().split("<tbody>")[1].split("</tr>")

    assert "gevonden in het nummer" in rows[0]
    assert "“heer Jansen wachtte lang aan de balie" in rows[1]
    assert "gevonden in de tekst en in gegevens van een persoon" in rows[2]
    assert "Jansen" not in rows[2]
    assert "gevonden in de naam: Annelies Jansen" in by_name[0]
    assert "gevonden in gegevens van een persoon" in by_name[1]
    assert "Annelies" not in by_name[1]


def test_what_only_looks_like_it_is_told_as_such(client: Client) -> None:
    a_file(extra={"story": "Klachten over bejegening"})

    response = client.post("/klachten/zoeken/", {"words": "bejegning"}, follow=True)
    nothing = client.post("/klachten/zoeken/", {"words": "zwembad"}, follow=True)

    assert sentence_of(response) == "1 klacht met iets dat lijkt op “bejegning”"
    assert "Nergens staat “bejegning”. In deze dossiers staat iets dat erop lijkt." in text_of(response)
    assert "gevonden in de tekst" in text_of(response)
    assert "Niets gevonden met “zwembad”. Typ minder" in text_of(nothing)


def test_sensitive_text_and_shielded_people_show_in_no_line_of_what_was_found(client: Client, coordinator: User) -> None:
    made = a_file(handler=coordinator, extra={"story": "medisch geheim", "has_sensitive_text": True, "source_reference": "zzz/1"})
    Party.objects.create(complaint=made, role="COMPLAINANT", name="Verborgen Naam", identity="SHIELDED")

    shown = text_of(client.post("/klachten/zoeken/", {"words": "zzz"}, follow=True))

    assert "gevonden in het nummer" in shown
    assert not any(secret in shown for secret in ("medisch", "Verborgen"))


def test_three_rows_cost_the_statements_of_one_also_with_words(client: Client, coordinator: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    a_file(1, name="Jansen", handler=coordinator)
    address = client.post("/klachten/zoeken/", {"words": "jansen"})["Location"]
    client.get(address)
    for_one = statements()
    a_file(2, name="Jansen")
    a_file(3, name="Jansen")

    assert statements() == for_one


def test_the_addresses_of_the_start_page_lead_to_their_list(client: Client) -> None:
    for state, sentence in (("late", "1 open klacht, te laat"), ("open", "1 open klacht"), ("week", "Geen open klachten")):
        Complaint.objects.all().delete()
        a_file()
        assert sentence_of(client.get(f"/klachten/?stand={state}")).startswith(sentence)


def headings_of(response: Any) -> list[str]:
    return re.findall(r'<th scope="col">(.*?)</th>', response.content.decode())


def test_columns_are_kept_for_the_person_and_stand_in_the_address(
    client: Client, tenant: Tenant, coordinator: User, make_person: Callable[..., User], client_at: Callable[..., Client]
) -> None:
    a_file(unit="Werk")
    usual = ["Nummer", "Onderwerp", "Afdeling", "Gemeente", "Ontvangen", "Stand"]

    response = client.post("/klachten/kolommen/?afdeling=Werk&volgorde=due", {"kolom": ["due", "handler", "niets"]}, follow=True)

    assert response.redirect_chain == [("/klachten/?afdeling=Werk&volgorde=due&kolommen=number,due,handler", 302)]
    assert headings_of(response) == ["Nummer", "Laatste dag", "Behandelaar"]
    assert headings_of(client_at(tenant, coordinator).get("/klachten/")) == ["Nummer", "Laatste dag", "Behandelaar"]
    others = client_at(tenant, make_person(Role.COORDINATOR))
    assert headings_of(others.get("/klachten/")) == usual
    assert headings_of(others.get("/klachten/?kolommen=number,law")) == ["Nummer", "Wet"]
    assert headings_of(others.get("/klachten/")) == usual


def test_a_column_that_does_not_exist_is_told_and_the_others_stay(client: Client) -> None:
    a_file()

    response = client.get("/klachten/?kolommen=received,bsn")

    assert "Er is geen kolom “bsn”." in text_of(response)
    assert headings_of(response) == ["Nummer", "Ontvangen"]


def test_columns_show_no_name_unless_mine_and_nothing_sensitive(client: Client, coordinator: User) -> None:
    a_file(3, name="Annelies Jansen", handler=coordinator)
    a_file(2, name="Pieter Anders", extra={"story": "Een kort verhaal"})
    hidden = a_file(1, handler=coordinator, extra={"story": "medisch geheim", "has_sensitive_text": True})
    Party.objects.create(complaint=hidden, role="COMPLAINANT", name="Verborgen Naam", identity="SHIELDED")

    shown = text_of(client.get("/klachten/?kolommen=person,description"))

    assert "Annelies Jansen" in shown
    assert "Een kort verhaal" in shown
    assert "gevoelige tekst" in shown
    assert "afgeschermd" in shown
    assert not any(secret in shown for secret in ("Pieter", "geheim", "Verborgen"))


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_export_is_of_exactly_what_is_seen(client: Client) -> None:
    wanted = [a_file(day, unit="Werk") for day in (1, 2)]
    a_file(3, unit="Inkomen")
    asked = "afdeling=Werk&volgorde=oldest&kolommen=number,unit,received"
    page = client.get(client.get(f"/klachten/?{asked}").context["export_address"])

    response = client.post(page.context["own_address"], {"bestand": "csv", "purpose": "Overleg"})

    assert "2 klachten bij Werk (oudste eerst)" in text_of(page)
    assert "Nummer, Afdeling, Ontvangen." in text_of(page)
    assert re.fullmatch(r'attachment; filename="klachten-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"])
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")
    lines = content_of(response).decode("utf-8-sig").split("\r\n")
    assert "Wat erin staat;2 klachten bij Werk" in lines
    assert lines[-4:] == ["Nummer;Afdeling;Ontvangen", *(f"{one.reference};Werk;{one.received_on.isoformat()}" for one in wanted), ""]
    record = AccessRecord.objects.get(code="exported")
    assert (record.data["found"], record.personal) == (2, {"purpose": "Overleg"})


def test_an_export_of_a_search_holds_no_words_anywhere_but_in_its_rows(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    a_file(name="Annelies Geheimzinnig")
    a_file(2)
    found = client.post("/klachten/zoeken/", {"words": "geheimzinnig"}, follow=True)
    address = found.context["export_address"]

    response = client.post(address, {"bestand": "csv", "purpose": "Overleg"})

    content = content_of(response).decode()
    assert "1 klacht gevonden met zoekwoorden" in content
    assert "geheim" not in (content + address + response["Content-Disposition"] + caplog.text).lower()
    assert "geheim" not in str(list(AccessRecord.objects.values())).lower()


def test_the_number_on_the_page_of_an_export_is_recorded_as_a_search(client: Client) -> None:
    a_file(1)

    assert client.get("/klachten/meenemen/?stand=open").context["count"] == 1

    record = AccessRecord.objects.get()
    assert (record.code, record.data, record.complaint_id) == ("searched", {"filters": ["state"], "found": 1}, None)


def test_one_export_is_one_line_in_the_read_log_and_a_number_told_beside_a_refusal_is_a_search(client: Client) -> None:
    refused = client.post("/klachten/meenemen/", {"bestand": "csv", "purpose": "Overleg"})
    a_file()

    sent = client.post("/klachten/meenemen/", {"bestand": "csv", "purpose": "Overleg"})

    assert (refused.status_code, refused.context["count"], sent.status_code) == (422, 0, 200)
    assert [(one.code, one.data["found"]) for one in AccessRecord.objects.order_by("pk")] == [("searched", 0), ("exported", 1)]


def test_an_export_without_a_purpose_or_of_nothing_is_told(client: Client) -> None:
    empty = client.get("/klachten/meenemen/")
    sent = client.post("/klachten/meenemen/", {"bestand": "csv", "purpose": "Overleg"})
    a_file()
    without = client.post("/klachten/meenemen/", {"bestand": "csv", "purpose": " "})

    assert "Deze lijst is leeg, dus er is geen bestand te maken." in text_of(empty)
    assert '<form class="form"' not in empty.content.decode()
    assert (sent.status_code, without.status_code) == (422, 422)
    assert AccessRecord.objects.filter(code="exported").count() == 0


def test_a_long_export_is_followed_and_fetched(
    client: Client, tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], monkeypatch: pytest.MonkeyPatch,
    settings: Any, tmp_path: Any, now: Any,
) -> None:  # fmt: skip
    from complaints.flows.exporting import run_export
    from complaints.models import ExportRun

    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("complaints.web.views.exports.MADE_WHILE_WAITING", 0)
    one = a_file()
    waiting = client.post("/klachten/meenemen/", {"bestand": "csv", "purpose": "Overleg"}, follow=True)
    address = waiting.redirect_chain[0][0]
    part = client.get(f"{address}voortgang/", headers={"HX-Request": "true"})
    run_export(run_id=ExportRun.objects.get().pk, now=now)
    assert [one.code for one in AccessRecord.objects.all()] == ["exported"]

    done = client.get(address)
    moved_on = client.get(f"{address}voortgang/", headers={"HX-Request": "true"})
    file = client.get(f"{address}bestand/")
    others = client_at(tenant, make_person(Role.COORDINATOR))

    assert "Het bestand wacht op zijn beurt." in text_of(waiting)
    assert "Het bestand wacht op zijn beurt." in part.content.decode()
    assert "Het bestand is klaar: 1 klacht." in text_of(done)
    assert moved_on["HX-Redirect"] == address
    assert one.reference in content_of(file).decode()
    assert [others.get(f"{address}{page}").status_code for page in ("", "voortgang/", "bestand/")] == [404] * 3
    ExportRun.objects.update(started_at="2020-01-01T00:00:00Z")
    gone = client.get(f"{address}bestand/")
    assert gone.status_code == 410
    assert "Dit bestand is er niet meer" in text_of(gone)


@pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 403), (Role.EMPLOYEE, 403), (Role.COUNCIL_REGISTRY, 200), (Role.HANDLER, 200)])
def test_who_may_export(
    tenant: Tenant, make_person: Callable[..., User], client_at: Callable[..., Client], role: Role, status: int
) -> None:
    client = client_at(tenant, make_person(role))

    assert client.get("/klachten/meenemen/").status_code == status
    if role is Role.MANAGER:
        a_file()
        assert "meenemen" not in client.get("/klachten/").content.decode()


def test_where_imported_files_are_not_searchable_yet_the_page_says_so(client: Client) -> None:
    told = "Nog niet alles is doorzoekbaar op woorden"
    a_file(name="Fatima")
    found = client.post("/klachten/zoeken/", {"words": "Fatima"}, follow=True)
    make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, 1)),)))

    missed = client.post("/klachten/zoeken/", {"words": "Inwoner"}, follow=True)

    assert (told in text_of(found), told in text_of(missed), told in text_of(client.get("/klachten/"))) == (False, True, False)
