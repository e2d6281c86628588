"""The yearly figures as pages, pictures and files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from django_tenants.utils import schema_context

from oversight.web.pictures import alternative_text, content_key, draw, specification
from oversight.web.sentences import _in_time, sentences_of
from oversight.web.tables import chapters_of, table_of
from oversight.yearly_figures import yearly_figures
from tenants.actors import Actor
from tenants.models import Tenant
from tenants.permissions import Role
from tenants.spreadsheets import neutralised
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint, make_history, make_label

TODAY = date(2026, 11, 21)

D = date


@pytest.fixture
def register(tenant: Tenant) -> None:
    for number, (nature, outcome) in enumerate([("=1+1", "Gegrond"), ("Bejegening", "Ongegrond"), ("Bejegening", None)]):
        make_complaint(
            ComplaintFacts(
                rounds=(RoundFacts(opened_on=D(2024, 1, 8 + number), closed_on=D(2024, 2, 1) if outcome else None, outcome=outcome),),
                nature=nature,
                unit="Werk",
                channel="Telefoon",
                kind="klacht",
                municipality="Houten",
                municipality_code="GM0321",
            )
        )


@pytest.fixture
def coordinator(tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]) -> Client:
    return client_at(tenant, make_person(Role.COORDINATOR))


def test_five_sentences_tell_the_year(register: None, command: Actor) -> None:
    assert sentences_of(yearly_figures(today=TODAY, actor=command, year=2024), period="2024") == [
        "In 2024 kwamen er 3 klachten binnen.",
        "De meeste gingen over Bejegening: 2, daarna over =1+1: 1.",
        "Er zijn 2 klachten afgehandeld, waarvan 2 met een oordeel. De uitkomst was het vaakst “Gegrond”: 1.",
        "Alle 2 zijn binnen de termijn van de wet afgehandeld.",
        "De behandeling duurde gemiddeld 23,5 dagen; de middelste duurde 23,5 dagen. Aan het eind was er nog 1 open.",
    ]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"within_term": 3}, "Alle 3 zijn binnen de termijn van de wet afgehandeld."),
        ({"within_term": 1}, "Die is binnen de termijn van de wet afgehandeld."),
        (
            {"within_term": 27, "extended": 2, "late": 5, "without_term": 6, "onbekend": 3},
            "Van de 43 zijn er 27 binnen de termijn van de wet afgehandeld, 2 binnen een verdaging, 5 te laat;"
            " voor 6 stelt de wet geen termijn; van 3 is het niet bekend.",
        ),
        ({"within_term": 3, "onbekend": 40}, "Van de 43 zijn er 3 binnen de termijn van de wet afgehandeld; van 40 is het niet bekend."),
        (
            {"within_term": 3, "without_term": 2},
            "Van de 5 zijn er 3 binnen de termijn van de wet afgehandeld; voor 2 stelt de wet geen termijn.",
        ),
        ({"late": 2}, "Van de 2 zijn er 0 binnen de termijn van de wet afgehandeld, 2 te laat."),
        ({"onbekend": 4}, "Of ze op tijd zijn afgehandeld, is niet bekend."),
        ({"without_term": 4}, "Voor wat is afgehandeld stelt de wet geen termijn: het waren signalen en meldingen."),
        ({}, ""),
    ],
)
def test_in_time_accounts_for_every_complaint_that_was_handled(parts: dict[str, int], told: str) -> None:
    handled = dict.fromkeys(("within_term", "extended", "late", "without_term", "onbekend"), 0) | parts

    assert _in_time(handled | {"total": sum(parts.values())}) == told


def test_every_table_adds_up_to_the_figures(register: None, command: Actor) -> None:
    figures = yearly_figures(today=TODAY, actor=command, year=2024)

    for chapter in chapters_of(figures):
        for table in chapter.tables:
            if table.totals:
                assert table.totals == [
                    sum(cell or 0 for cell in column) for column in zip(*(row for _head, row in table.rows), strict=True)
                ]
    assert table_of(figures, "nothing_of_the_kind") is None


def test_the_page_holds_every_table_with_a_picture_that_can_be_drawn(register: None, coordinator: Client) -> None:
    page = coordinator.get("/jaarcijfers/2024/")
    text = page.content.decode()
    pictures = [part.split('"')[0].replace("&amp;", "&") for part in text.split('<img class="figure-picture" src="')[1:]]

    assert page.status_code == 200
    assert len(pictures) == text.count("<table") == 18
    for address in pictures:
        drawn = coordinator.get(address)
        assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/svg+xml")
        assert {part.strip() for part in drawn["Cache-Control"].split(",")} == {"private", "max-age=86400"}
        assert drawn.content.startswith(b"<svg")


def test_a_picture_is_drawn_once_for_its_content(register: None, command: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(yearly_figures(today=TODAY, actor=command, year=2024), "received_by_nature")
    assert table is not None
    spec = specification(table)
    first = draw(spec)
    monkeypatch.setattr("oversight.web.pictures.vl_convert.vegalite_to_svg", lambda *args, **options: pytest.fail("drawn again"))

    assert draw(spec) == first
    assert content_key(spec) != content_key(specification(table, colour="#0b6e4f"))
    assert alternative_text(table) == "Staafdiagram. Ontvangen, per onderwerp: =1+1 1, Bejegening 2."
    cache.clear()


def test_a_picture_asks_nothing_of_the_register_when_its_page_was_just_shown(
    register: None,
    coordinator: Client,
    tenant: Tenant,
    make_person: Callable[..., Any],
    client_at: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = coordinator.get("/jaarcijfers/2024/").content.decode()
    address = page.split('<img class="figure-picture" src="')[1].split('"')[0].replace("&amp;", "&")
    counted: list[int] = []
    monkeypatch.setattr("oversight.web.views.figures.yearly_figures", lambda **question: counted.append(1) or yearly_figures(**question))

    own = coordinator.get(address)
    count_for_own = len(counted)
    another = client_at(tenant, make_person(Role.HANDLER)).get(address)

    assert (own.status_code, count_for_own) == (200, 0)
    assert (another.status_code, len(counted)) == (200, 1)


def test_what_nobody_recorded_is_named_instead_of_a_table_of_unknowns(
    coordinator: Client, tenant: Tenant, other_tenant: Tenant, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    facts = ComplaintFacts(rounds=(RoundFacts(opened_on=D(2024, 1, 8)),), nature="Bejegening", kind="klacht")
    make_complaint(facts)
    with schema_context(other_tenant.schema_name):
        make_complaint(facts)

    joint = coordinator.get("/jaarcijfers/2024/").content.decode()
    municipality = client_at(other_tenant, make_person(Role.COORDINATOR, at=other_tenant)).get("/jaarcijfers/2024/").content.decode()

    told = "Hiervan is niets vastgelegd, dus er is geen tabel: Ontvangen, per afdeling; Ontvangen, per afdeling en onderwerp"
    assert f"{told}; Ontvangen, per gemeente en jaar; Ontvangen, per kanaal." in joint
    assert f"{told}; Ontvangen, per kanaal." in municipality
    assert joint.count("<table") == municipality.count("<table") == 8


def test_a_wide_table_has_a_wide_picture_for_screen_and_paper(register: None, coordinator: Client) -> None:
    for outcome in ("Gedeeltelijk gegrond", "Wederzijdse overeenstemming"):
        make_complaint(
            ComplaintFacts(rounds=(RoundFacts(opened_on=D(2024, 1, 8), closed_on=D(2024, 2, 1), outcome=outcome),), nature="Privacy")
        )
    page = coordinator.get("/jaarcijfers/2024/").content.decode()
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in page.split('<source media="print, (min-width: 64rem)" srcset="')[1:]]

    kept = [coordinator.get(address).content for address in addresses]
    cache.clear()
    anew = [coordinator.get(address).content for address in addresses]

    assert [address.split("/")[-1].split(".")[0] for address in addresses] == [
        "handled_by_nature_and_outcome",
        "handled_by_municipality_and_outcome",
    ]
    assert all("breed=1" in address for address in addresses)
    assert kept == anew
    assert 'loading="lazy"' not in page, "what was not yet on the screen would be missing on paper"


def test_numbers_are_written_as_the_language_does(register: None, coordinator: Client) -> None:
    dutch = coordinator.get("/jaarcijfers/2024/").content.decode()
    coordinator.cookies["django_language"] = "en"
    english = coordinator.get("/jaarcijfers/2024/").content.decode()

    assert ("23,5 dagen" in dutch, "23.5 days" in english) == (True, True)
    assert ('<td class="number">23,5</td>' in dutch, '<td class="number">23.5</td>' in english) == (True, True)


def test_downloads_cannot_become_formulas(register: None, coordinator: Client) -> None:
    answer = coordinator.get("/jaarcijfers/2024/received_by_nature.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    with ZipFile(BytesIO(coordinator.get("/jaarcijfers/2024/received_by_nature.ods").content)) as sheet:
        content = sheet.read("content.xml").decode()

    assert rows == [["Onderwerp", "Aantal"], ["'=1+1", "1"], ["Bejegening", "2"]]
    assert "attachment" in answer["Content-Disposition"]
    assert "'=1+1" in content
    assert "table:formula" not in content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert (neutralised(f"{start}x"), neutralised(f"x{start}")) == (f"'{start}x", f"x{start}")


def test_what_was_closed_the_same_day_and_what_was_judged_stand_in_tables(register: None, command: Actor) -> None:
    figures = yearly_figures(today=TODAY, actor=command, year=2024)
    handled = figures["handled"]

    same_day, judged = table_of(figures, "same_day"), table_of(figures, "judged")

    assert same_day is not None
    assert judged is not None
    assert [cells for _head, cells in same_day.rows] == [[handled["same_day"]], [handled["total"] - handled["same_day"]]]
    assert [cells for _head, cells in judged.rows] == [[handled["judged"]], [handled["total"] - handled["judged"]]]
    assert (same_day.totals, judged.totals) == ([handled["total"]], [handled["total"]])


def test_the_whole_year_in_one_spreadsheet(register: None, coordinator: Client) -> None:
    with ZipFile(BytesIO(coordinator.get("/jaarcijfers/2024/tabellen.ods").content)) as sheet:
        assert sheet.read("content.xml").decode().count("<table:table ") == 18


def test_a_wrong_period_is_told_beside_the_whole_year(register: None, coordinator: Client) -> None:
    page = coordinator.get("/jaarcijfers/2024/", {"van": "2023-01-01"})

    assert page.status_code == 422
    assert "De periode moet binnen 2024 liggen" in page.content.decode()
    assert "In 2024 kwamen er 3 klachten binnen." in page.content.decode()


def test_year_and_municipality_are_chosen_by_address(register: None, coordinator: Client) -> None:
    chosen = coordinator.get("/jaarcijfers/2024/", {"jaar": "2023", "gemeente": "GM0321", "van": "2024-01-01"})

    assert (chosen.status_code, chosen["Location"]) == (302, "/jaarcijfers/2023/?gemeente=GM0321")
    assert "Houten" in coordinator.get("/jaarcijfers/2024/", {"gemeente": "GM0321"}).content.decode()
    assert coordinator.get("/jaarcijfers/")["Location"] == "/jaarcijfers/2024/"
    assert coordinator.get("/jaarcijfers/1066/").status_code == 404


def test_an_empty_year_says_so(register: None, coordinator: Client) -> None:
    assert "Er zijn geen klachten van 2030 in deze keuze." in coordinator.get("/jaarcijfers/2030/").content.decode()


def test_a_year_of_totals_says_what_it_cannot_tell(
    register: None, tenant: Tenant, coordinator: Client, make_person: Callable[..., Any], client_at: Callable[..., Client]
) -> None:
    make_history(2023, "received", "municipality", [("Houten", 7)])
    make_history(2023, "handled", "outcome", [("Gegrond", 6)])
    manager = client_at(tenant, make_person(Role.MANAGER, unit_id=make_label("unit", "Werk").pk))

    one_municipality = coordinator.get("/jaarcijfers/2023/?municipality=GM0321&gemeente=GM0321")
    own_unit = manager.get("/jaarcijfers/2023/")

    assert one_municipality.status_code in (200, 422)
    assert (own_unit.status_code, own_unit["Location"]) == (302, "/jaarcijfers/2024/")
    assert manager.get("/jaarcijfers/2024/").status_code == 200


def test_sentences_do_not_guess_what_is_unknown(register: None, command: Actor) -> None:
    make_history(2023, "received", "municipality", [("Houten", 7)])
    make_history(2023, "handled", "outcome", [("Gegrond", 6)])

    sentences = sentences_of(yearly_figures(today=TODAY, actor=command, year=2023, municipality_code="GM0321"), period="2023")

    assert len(sentences) == 2
    assert "7" in sentences[0]
