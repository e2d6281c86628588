"""Municipalities come and go."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tenants.models import Municipality

pytestmark = pytest.mark.django_db


def add(*arguments: str) -> str:
    """What it warns of."""
    warned = StringIO()
    call_command("add_municipality", *arguments, stdout=StringIO(), stderr=warned, no_color=True)
    return warned.getvalue()


def test_one_that_comes_is_added_and_one_that_goes_gets_its_last_day() -> None:
    add("GM1999", "Nieuwstad", "--from", "2027-01-01")
    warned = add("gm1999", "Nieuwstad", "--until", "2029-12-31")

    municipality = Municipality.objects.get(pk="GM1999")
    assert (municipality.name, municipality.valid_from, municipality.valid_until) == ("Nieuwstad", date(2027, 1, 1), date(2029, 12, 31))
    assert warned == ""


def test_a_code_that_is_known_under_another_name_is_renamed_only_on_request() -> None:
    before = Municipality.objects.values().get(pk="GM0321")

    with pytest.raises(CommandError) as refused:
        add("GM0321", "Nieuwstad", "--until", "2029-12-31")
    unchanged = Municipality.objects.values().get(pk="GM0321")
    add("GM0321", "Nieuwstad", "--rename")

    assert refused.value.returncode == 1
    assert str(refused.value).startswith('other_name_known: GM0321 is bekend als "Houten".')
    assert unchanged == before
    assert Municipality.objects.values().get(pk="GM0321") == before | {"name": "Nieuwstad"}


def test_a_second_municipality_of_one_name_is_added_with_a_warning() -> None:
    warned = add("GM1999", "houten")

    assert Municipality.objects.get(pk="GM1999").name == "houten"
    assert warned == (
        "Let op: GM0321 heet ook Houten. In een bestand met klachten zegt de naam alleen dan niet welke van de twee bedoeld is.\n"
    )


@pytest.mark.parametrize(
    ("stored", "later"),
    [(["--from", "2027-01-01"], ["--until", "2026-12-31"]), (["--until", "2026-12-31"], ["--from", "2027-01-01"])],
    ids=["last day before the stored first", "first day after the stored last"],
)
def test_a_day_is_compared_with_the_one_that_is_stored(stored: list[str], later: list[str]) -> None:
    add("GM1999", "Nieuwstad", *stored)
    before = Municipality.objects.values().get(pk="GM1999")

    with pytest.raises(CommandError, match="municipality_ends_before_it_begins") as refused:
        add("GM1999", "Anderstad", *later)

    assert refused.value.returncode == 1
    assert Municipality.objects.values().get(pk="GM1999") == before


def test_the_list_of_2023_is_there() -> None:
    assert Municipality.objects.count() == 342
    assert Municipality.objects.get(pk="GM0321").name == "Houten"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["GM12", "N"], "unusable_municipality_code"),
        (["1234", "N"], "unusable_municipality_code"),
        (["GM1999", " "], "municipality_name_missing"),
        (["GM1999", "N" * 101], "municipality_name_too_long: De naam van een gemeente heeft hoogstens 100 tekens; deze heeft er 101."),
        (["GM1999", "Nieuw\u202estad"], "unusable_municipality_name"),
        (["GM1999", "Nieuw\u200bstad"], "unusable_municipality_name"),
        (["GM1999", "Nieuw\tstad"], "unusable_municipality_name"),
        (["GM1999", "Nieuw\x00stad"], "unusable_municipality_name"),
        (["GM1999", "Nieuw\udcffstad"], "unusable_municipality_name"),
        (["GM1999", "N", "--from", "2027-01-02", "--until", "2027-01-01"], "municipality_ends_before_it_begins"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(arguments: list[str], code: str) -> None:
    with pytest.raises(CommandError, match=code) as refused:
        add(*arguments)

    assert refused.value.returncode == 1
    assert not Municipality.objects.filter(pk="GM1999").exists()
