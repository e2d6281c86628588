"""The list as a sentence in good Dutch, for every narrowing and for combinations of them."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from complaints.code_lists import LAWS
from complaints.finding.filters import ComplaintFilters, ListState
from complaints.finding.periods import Period
from complaints.finding.wording import Names, list_sentence

NAMES = Names(handlers={7: "Kim de Wit"}, providers={3: "Zorg Thuis"})


def told(
    total: int = 12, *, language: str = "nl", is_more: bool = False, looks_alike: bool = False, shows_words: bool = True, **filters: Any
) -> str:
    with override(language):
        return list_sentence(
            filters=ComplaintFilters(**filters), total=total, is_more=is_more, names=NAMES, looks_alike=looks_alike, shows_words=shows_words
        ).text


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({}, "12 klachten"),
        ({"state": "open"}, "12 open klachten"),
        ({"state": "closed"}, "12 gesloten klachten"),
        ({"state": "late"}, "12 open klachten, te laat"),
        ({"state": "week"}, "12 open klachten, met de laatste dag binnen een week"),
        ({"state": "left_out"}, "12 klachten die niet meetellen in de cijfers"),
        ({"mine": True}, "12 klachten die u behandelt"),
        ({"without_handler": True}, "12 klachten zonder behandelaar"),
        ({"handler_id": 7}, "12 klachten met Kim de Wit als behandelaar"),
        ({"handler_id": 8}, "12 klachten met iemand anders als behandelaar"),
        ({"nature": "Bejegening"}, "12 klachten over Bejegening"),
        ({"provider_id": 3}, "12 klachten over aanbieder Zorg Thuis"),
        ({"unit": "Werk"}, "12 klachten bij Werk"),
        ({"municipality": "Houten"}, "12 klachten uit Houten"),
        ({"law": "WMO"}, "12 klachten onder de Wmo 2015"),
        ({"law": "BBZ"}, "12 klachten onder het Bbz 2004"),
        ({"law": "NONE"}, "12 klachten onder geen wet"),
        ({"law": "OTHER"}, "12 klachten onder een andere wet"),
        ({"kind": "Vraag"}, "12 klachten van de soort Vraag"),
        ({"derived_kind": "SIGNAL"}, "12 klachten, volgens de feiten: Signaal"),
        ({"channel": "Telefoon"}, "12 klachten, binnengekomen via Telefoon"),
        ({"period": "this_week"}, "12 klachten, ontvangen deze week"),
        ({"period": "this_month"}, "12 klachten, ontvangen deze maand"),
        ({"period": "this_quarter"}, "12 klachten, ontvangen dit kwartaal"),
        ({"period": "this_year"}, "12 klachten, ontvangen dit jaar"),
        ({"period": "last_year"}, "12 klachten, ontvangen vorig jaar"),
        ({"received_from": date(2025, 3, 3)}, "12 klachten, ontvangen vanaf ma 3 maart 2025"),
        ({"received_until": date(2025, 3, 7)}, "12 klachten, ontvangen tot en met vr 7 maart 2025"),
        (
            {"received_from": date(2025, 3, 3), "received_until": date(2025, 3, 7)},
            "12 klachten, ontvangen vanaf ma 3 maart 2025, tot en met vr 7 maart 2025",
        ),
        ({"text": "balie"}, "12 klachten met “balie”"),
        ({"state": "late", "unit": "Werk"}, "12 open klachten bij Werk, te laat"),
        ({"state": "late", "nature": "Werk"}, "12 open klachten over Werk, te laat"),
        ({"state": "left_out", "mine": True, "unit": "Werk"}, "12 klachten die u behandelt, die niet meetellen in de cijfers, bij Werk"),
        (
            {"state": "week", "mine": True, "nature": "Bejegening", "unit": "Werk", "municipality": "Houten", "channel": "Brief",
             "period": "this_year", "text": "balie"},
            "12 open klachten die u behandelt, over Bejegening, bij Werk, uit Houten, binnengekomen via Brief, ontvangen dit jaar, "
            "met “balie”, met de laatste dag binnen een week",
        ),
    ],
)  # fmt: skip
def test_the_choice_reads_as_a_sentence(filters: dict[str, Any], sentence: str) -> None:
    assert told(**filters) == sentence


@pytest.mark.parametrize(
    ("total", "is_more", "filters", "sentence"),
    [
        (0, False, {"state": "open"}, "Geen open klachten"),
        (0, False, {"state": "left_out"}, "Geen klachten die niet meetellen in de cijfers"),
        (1, False, {"state": "open"}, "1 open klacht"),
        (1, False, {"state": "closed", "unit": "Werk"}, "1 gesloten klacht bij Werk"),
        (1, False, {"state": "left_out"}, "1 klacht die niet meetelt in de cijfers"),
        (1, False, {"mine": True}, "1 klacht die u behandelt"),
        (1234, False, {}, "1.234 klachten"),
        (10_000, True, {"state": "open"}, "Meer dan 10.000 open klachten"),
    ],
)
def test_number_and_noun_agree(total: int, is_more: bool, filters: dict[str, Any], sentence: str) -> None:
    assert told(total, is_more=is_more, **filters) == sentence


def test_words_that_only_look_alike_are_told_so_and_stay_on_the_page() -> None:
    assert told(text="bejegning", looks_alike=True) == "12 klachten met iets dat lijkt op “bejegning”"
    assert told(text="Jansen", shows_words=False) == "12 klachten gevonden met zoekwoorden"
    assert told(text="Jansen", state="open", unit="Werk", shows_words=False) == "12 open klachten bij Werk, gevonden met zoekwoorden"


def test_in_english_as_well() -> None:
    assert told(1, language="en", state="late", unit="Werk") == "1 open complaint at Werk, too late"
    assert told(0, language="en", mine=True) == "No complaints that you handle"


CHOICES: dict[str, list[Any]] = {
    "state": [None, *(state.value for state in ListState)],
    "mine": [False, True],
    "nature": [None, "Bejegening"],
    "law": [None, "JW", "NONE"],
    "derived_kind": [None, "SIGNAL"],
    "period": [None, Period.THIS_WEEK.value],
    "received_until": [None, date(2025, 3, 7)],
    "text": [None, "balie"],
}


def test_no_combination_breaks_the_sentence() -> None:
    sentences = set()
    for values in itertools.product(*CHOICES.values()):
        for total in (0, 1, 12):
            sentence = told(total, **dict(zip(CHOICES, values, strict=True)))
            assert re.fullmatch(r"(Geen|1|12)( open| gesloten)? klacht(en)?((,)? [^ ,][^,]*)*", sentence), sentence
            assert "  " not in sentence
            assert not sentence.endswith(",")
            assert (" klacht " in f"{sentence} ".replace(",", " ")) == (total == 1)
            sentences.add(sentence)
    assert len(sentences) == 3 * 6 * 2 * 2 * 3 * 2 * 2 * 2 * 2


@pytest.mark.parametrize("law", list(LAWS))
def test_every_law_has_words(law: str) -> None:
    assert re.match(r"12 klachten onder (de|het|geen|een andere) ", told(law=law))
