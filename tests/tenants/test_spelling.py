"""A hint about a misspelled word is right or is not given: with the words of two published registers."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.organisation.records import LabelBook, open_label_book
from tenants.organisation.spelling import near

CASES = Path(__file__).parents[1] / "cases"


@pytest.mark.parametrize(
    ("text", "known", "slips"),
    [
        ("Bejegenning", "Bejegening", 1),
        ("Bejegneing", "Bejegening", 1),
        ("Houtn", "Houten", 1),
        ("IJselstein", "IJsselstein", 1),
        ("Wrek", "Werk", 1),
        ("Onggrond", "Ongegrond", 1),
        ("gedeeltelijk gegrnod", "Gedeeltelijk gegrond", 1),
        ("Niet onvankelijk", "Niet ontvankelijk", 1),
        ("informeel", "informal", 2),
        ("e-mail", "Email", 0),
        ("S.H.V.", "SHV", 0),
        ("coordinator", "Coördinator", 0),
        ("klachten coördinator", "klachtencoördinator", 0),
        ("Gebrekkige informatie / nalatigheid", "Gebrekkige informatie/nalatigheid", 0),
    ],
)
def test_a_slip_of_the_pen_is_near(text: str, known: str, slips: int) -> None:
    assert (near(text, known), near(known, text)) == (slips, slips)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Ongegrond", "Gegrond"),
        ("Gedeeltelijk ongegrond", "Gedeeltelijk gegrond"),
        ("Ontvankelijk", "Niet ontvankelijk"),
        ("formal", "informal"),
        ("Wmo", "Wlz"),
        ("SHV", "SVH"),
        ("Werk", "Merk"),
        ("Inkomen", "Inkomensondersteuning"),
        ("Nieuwegein", "Nieuwkoop"),
        ("Gegrond", "Gedeeltelijk gegrond"),
        ("", "Werk"),
        ("1", "2"),
    ],
)
def test_another_word_is_not_near(text: str, known: str) -> None:
    assert (near(text, known), near(known, text)) == (None, None)


@pytest.mark.parametrize("name", ["wil_2024.csv", "nwf_2023.csv"])
def test_no_word_of_a_published_register_is_near_to_another(name: str) -> None:
    with (CASES / name).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    words = {str(dimension): sorted({row[dimension] for row in rows if row[dimension]}) for dimension in Dimension}

    mistaken = [(one, other) for known in words.values() for one, other in combinations(known, 2) if near(one, other) is not None]

    assert sum(len(known) for known in words.values()) > 10
    assert mistaken == []


@pytest.fixture
def book(tenant: Tenant) -> LabelBook:
    known = [
        (Dimension.CHANNEL, "Telefonisch", "PHONE"),
        (Dimension.OUTCOME, "Gegrond", "UPHELD"),
        (Dimension.OUTCOME, "Ongegrond", "NOT_UPHELD"),
        (Dimension.OUTCOME, "(Deels) gegrond", "UPHELD_OR_PARTLY"),
        (Dimension.UNIT, "Team Noord", None),
        (Dimension.UNIT, "Team Oord", None),
        (Dimension.UNIT, "Team Noorde", None),
        (Dimension.UNIT, "Team-Noord 1", None),
        (Dimension.UNIT, "Team noordd", None),
    ]
    for position, (dimension, text, code) in enumerate(known):
        Label.objects.create(dimension=dimension, text=text, key=text.casefold(), core_code=code, position=position)
    return open_label_book(tenant=tenant)


@pytest.mark.parametrize(
    ("dimension", "text", "suggested"),
    [
        (Dimension.CHANNEL, "Telefoon", ["Telefonisch"]),
        (Dimension.CHANNEL, "Brief", []),
        (Dimension.OUTCOME, "Gegrondd", ["Gegrond"]),
        (Dimension.OUTCOME, "Onggrond", ["Ongegrond"]),
        # Spelled alike, but it means one of the two.
        (Dimension.OUTCOME, "Deels gegrond", []),
        (Dimension.UNIT, "Team Noordt", ["Team Noord", "Team Noorde", "Team noordd"]),
        (Dimension.MUNICIPALITY, "Lopikk", ["Lopik"]),
        (Dimension.MUNICIPALITY, "Utrecht", []),
        (Dimension.UNIT, "x" * 200, []),
    ],
)
def test_the_book_suggests_what_must_be_meant(book: LabelBook, dimension: Dimension, text: str, suggested: list[str]) -> None:
    assert book.suggest(dimension=dimension, text=text) == suggested
