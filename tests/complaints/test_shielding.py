"""Where a text tells who is shielded: whole words, whatever capitals, accents and signs stand in it, and nothing that only looks so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from complaints.models import Complaint, FilePerson, Identity, Party, Who
from complaints.shielding import PassageTellsShielded, names_to_look_for, passages_to_choose, problems_of_passages, who_stays_out
from tenants.actors import Actor
from tenants.clock import read_clock
from tests.factories.register import ComplaintFacts, RoundFacts, make_complaint

FATIMA = {
    "name": "Mevrouw Fatima El-Amrani",
    "phone": "06 12345678",
    "email": "f.amrani@voorbeeld.example",
    "address": "Lange Straat 12 b, 3511 AB Utrecht",
}


@pytest.fixture
def complaint(make_actor: Callable[..., Actor]) -> Complaint:
    made = make_complaint(ComplaintFacts(rounds=(RoundFacts(opened_on=date(2025, 3, 3)),)))
    Party.objects.create(complaint=made, role="COMPLAINANT", identity=Identity.SHIELDED, **FATIMA)
    return made


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Fatima El Amrani", ["Fatima El Amrani", "El Amrani", "Amrani", "Fatima"]),
        ("M. de Vries-Bakker", ["M de Vries-Bakker", "de Vries-Bakker", "Vries-Bakker", "Vries", "Bakker"]),
        ("De heer Groot", ["Groot"]),
        ("De Vries", ["De Vries", "Vries"]),
        ("Vries, Jan de", ["Jan de Vries", "de Vries", "Vries", "Jan"]),
        ("Mw. Maria García López (moeder)", ["Maria García López", "García", "López", "Maria"]),
        ("Le Van", ["Le Van"]),
        ("Fatima", ["Fatima"]),
        ("J.", []),
        ("", []),
    ],
)
def test_the_whole_name_is_looked_for_its_surname_and_the_first_name(name: str, wanted: list[str]) -> None:
    assert names_to_look_for(name) == wanted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ik ben FATIMA EL AMRANI.", ["name"]),
        ("Mevrouw Amráni’s huis", ["name"]),
        ("Bel +31 (0)6-1234 5678 na vijf uur", ["phone"]),
        ("Mail naar F.Amrani@Voorbeeld.example", ["name", "email"]),
        ("Ik woon aan de lange straat 12b", ["address"]),
        ("Lange Straat 12, in Utrecht", ["address"]),
        ("Lange Straat 120b en 1 b, nummer 12 B", []),
        ("Volgens fatima is er niet gebeld, zei el-amrani.", ["name"]),
        ("Ik woon aan de Lange Straat 12-b", ["address"]),
        ("Post naar 3511ab Utrecht; 3511 AB", ["address"]),
        ("De familie Amranidis woont in Utrecht, nummer 0687654321", []),
    ],
)
def test_what_tells_who_it_is_is_found_as_whole_words(complaint: Complaint, text: str, told: list[str]) -> None:
    stays_out = who_stays_out(complaint)
    assert stays_out is not None
    assert [str(one) for one in stays_out.told_in(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dit is een groot probleem.", []),
        ("Ik sprak mw. groot en de familie Groot.", ["name"]),
        ("Vraag het groot aan Jan", []),
        ("Vraag het groot, of anna", ["name"]),
        ("vraag het groot", ["name"]),
        ("Vraag het m. de groot", ["name"]),
        ("Anna durft niet naar huis.", ["name"]),
    ],
)
def test_a_name_that_is_an_ordinary_word_is_one_where_it_stands_as_a_name(complaint: Complaint, text: str, told: list[str]) -> None:
    complaint.parties.update(name="Anna M. de Groot")
    stays_out = who_stays_out(complaint)
    assert stays_out is not None

    assert [str(one) for one in stays_out.told_in(text)] == told


@pytest.mark.parametrize(
    ("address", "telling", "other"),
    [
        ("Dorpsstraat 12 bis", ["12", "12bis", "12 bis", "12-bis", "12 hs"], ["120", "2", "bis"]),
        ("Dorpsstraat 12bis", ["12", "12bis", "12 bis", "12-bis"], ["120", "112"]),
        ("Dorpsstraat 12-2", ["12", "12-2", "12 2", "12 II"], ["122", "2"]),
        ("Dorpsstraat 12 hs", ["12", "12hs", "12 hs"], ["1", "13 hs"]),
        ("Dorpsstraat 12-2 hoog", ["12", "12-2", "12 2 hoog"], ["122", "2 hoog"]),
        ("Dorpsstraat 12/A", ["12", "12A", "12 a", "12/a"], ["120a"]),
        ("Dorpsstraat 12", ["12", "12 bis"], ["12a", "120"]),
    ],
)
def test_a_house_number_tells_without_what_is_added_to_it(complaint: Complaint, address: str, telling: list[str], other: list[str]) -> None:
    complaint.parties.update(address=f"{address}, 1234 AB Voorbeeld")
    stays_out = who_stays_out(complaint)
    assert stays_out is not None

    assert [[str(kind) for kind in stays_out.told_in(f"Op Dorpsstraat {one}.")] for one in telling] == [["address"]] * len(telling)
    assert [one for one in other if stays_out.told_in(f"Op Dorpsstraat {one}.")] == []


def test_a_street_that_has_a_number_of_its_own_tells_with_its_house_number(complaint: Complaint) -> None:
    complaint.parties.update(address="1e Dwarsstraat 12 bis\n1234 AB Voorbeeld")
    stays_out = who_stays_out(complaint)
    assert stays_out is not None

    assert stays_out.masked("In de 1e Dwarsstraat, op 1e Dwarsstraat 12, en 1e Dwarsstraat 3.", "[weg]") == (
        "In de 1e Dwarsstraat, op [weg], en 1e Dwarsstraat 3."
    )


@pytest.mark.parametrize(
    ("name", "ordinary", "telling"),
    [
        ("Petra van Wijk", "Onze medewerker is in de wijk geweest.", "Petra belde, en mevrouw wijk ook."),
        ("Piet van der Plaats", "Wij belden in plaats van te schrijven.", "Het huis van der plaats is Leeg."),
        ("Jan van der Pas", "Wij belden u pas later.", "Wij belden Pas later."),
        ("Anna Best", "Het is best mogelijk dat u gelijk hebt.", "Het is Best die belde."),
        ("Jan van der Maat", "De hulp is op maat.", "De hulp is van der Maat."),
        ("Saskia Hoog", "De rekening is te hoog.", "De rekening is van mw. hoog."),
        ("Jan Vaak", "Wij belden vaak.", "Wij belden Vaak."),
        ("Jan van Buren", "Wij spraken de buren.", "Wij spraken de heer van buren."),
        ("An ter Spoelhof-Zomp", "Op de spoelhof en in de zomp.", "Op de hoek bij Zomp."),
    ],
)
def test_a_name_of_a_place_is_one_with_what_stands_before_it_or_a_capital(
    complaint: Complaint, name: str, ordinary: str, telling: str
) -> None:
    complaint.parties.update(name=name)
    stays_out = who_stays_out(complaint)
    assert stays_out is not None

    assert stays_out.told_in(ordinary) == []
    assert stays_out.masked(ordinary, "[weg]") == ordinary
    assert [str(one) for one in stays_out.told_in(telling)] == ["name"]


def test_a_name_or_number_of_ourselves_tells_of_nobody(complaint: Complaint) -> None:
    stays_out = who_stays_out(complaint)
    assert stays_out is not None
    text = "Karin Amrani behandelt dit, bel 06-12345678."

    assert stays_out.told_in(text, ours=["Karin Amrani", "06-12345678"]) == []
    assert [str(one) for one in stays_out.told_in(f"{text} Amrani belde.", ours=["Karin Amrani", "06-12345678"])] == ["name"]


def test_a_mark_stands_for_it_and_a_day_is_nobody_who_is_called_mei(complaint: Complaint) -> None:
    complaint.parties.update(name="Jan van der Mei")
    stays_out = who_stays_out(complaint)
    assert stays_out is not None

    masked = stays_out.masked("Jan van der\nMei belde op 12 mei 2025, en in mei 2024. Meneer Mei belt weer, op 06-12345678.", "[weg]")

    assert masked == "[weg] belde op 12 mei 2025, en in mei 2024. Meneer [weg] belt weer, op [weg]."
    assert "Mei" not in repr(stays_out)


def test_who_is_known_is_no_reason_and_who_stands_beside_somebody_shielded_is(complaint: Complaint) -> None:
    FilePerson.objects.create(complaint=complaint, who=Who.OTHER, role="CONFIDANT", name="Karim Bouazza", recorded_at=read_clock())
    stays_out = who_stays_out(complaint)
    assert stays_out is not None
    assert [str(one) for one in stays_out.told_in("Vraag het Bouazza")] == ["name"]

    complaint.parties.update(identity=Identity.ANONYMOUS)
    anonymous = who_stays_out(Complaint.objects.get())
    assert anonymous is not None
    assert ([str(one) for one in anonymous.told_in("Amrani")], anonymous.told_in("Vraag het Bouazza")) == (["name"], [])
    assert who_stays_out(Complaint.objects.get(), (Identity.SHIELDED,)) is None
    complaint.parties.update(identity=Identity.KNOWN)
    assert who_stays_out(Complaint.objects.get()) is None


def test_passages_are_refused_by_their_place_and_nothing_of_who_it_is_stands_in_the_refusal(complaint: Complaint) -> None:
    passages = ["De hulp kwam niet.", "Ik ben Fatima El Amrani.", "Bel 0612345678, vraag naar mevrouw Amrani."]

    refused = problems_of_passages(passages, of=complaint)

    assert [(type(one), one.field, one.details["places"], one.details["what"]) for one in refused] == [
        (PassageTellsShielded, "passages", "2, 3", "de naam, het telefoonnummer")
    ]
    assert "Amrani" not in str(refused[0].details) + refused[0].text
    assert problems_of_passages(passages[:1], of=complaint) == []


def test_what_is_offered_is_the_rest_down_to_the_sentence(complaint: Complaint) -> None:
    passages = ["De hulp kwam niet. Ik ben Fatima El Amrani. Ik wachtte uren.", "Amrani hier."]

    assert passages_to_choose(passages, of=complaint) == (["De hulp kwam niet.", "Ik wachtte uren."], 2)


def test_it_takes_two_questions(complaint: Complaint, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        who_stays_out(Complaint(pk=complaint.pk))
