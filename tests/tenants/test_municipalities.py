"""Municipalities come and go."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tenants.models import Municipality

pytestmark = pytest.mark.django_db


def add(*arguments: str) -> None:
    call_command("add_municipality", *arguments, stdout=StringIO())


def test_one_that_comes_is_added_and_one_that_goes_gets_its_last_day() -> None:
    add("GM1999", "Nieuwstad", "--from", "2027-01-01")
    add("gm1999", "Nieuwstad aan Zee", "--until", "2029-12-31")

    municipality = Municipality.objects.get(pk="GM1999")
    assert (municipality.name, municipality.valid_from, municipality.valid_until) == (
        "Nieuwstad aan Zee",
        date(2027, 1, 1),
        date(2029, 12, 31),
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
        (["GM1999", "N", "--from", "2027-01-02", "--until", "2027-01-01"], "municipality_ends_before_it_begins"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(arguments: list[str], code: str) -> None:
    with pytest.raises(CommandError, match=code) as refused:
        add(*arguments)

    assert refused.value.returncode == 1
    assert not Municipality.objects.filter(pk="GM1999").exists()
