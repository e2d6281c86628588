"""The sentences: every code has one, in both languages, with the remedy that fits the cell and the reader."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from complaints.awb import refusals
from complaints.awb.refusals import ClockRefusal
from complaints.imports import register_rows
from complaints.imports.findings import Finding
from complaints.takeover.texts import (
    REFUSALS_OF_THE_CLOCK,
    REMEDIES_OF_COMMAND,
    REMEDIES_ON_PAGE,
    TEXTS,
    TEXTS_OF_COLUMN,
    alternatives,
    message_of,
)
from complaints.web.forms import ImportForm


def finding(code: str, column: str | None = "unit", **params: Any) -> Finding:
    return Finding(row=2, column=column, value="x", code=code, params=params)


def test_every_finding_has_a_sentence() -> None:
    """A code without a text would end an import in an error instead of a report."""
    pattern = re.compile(r'(?:fault|warn|refusal|UnreadableTable|BrokenOff|TooLargeSheet)\(\s*"([a-z0-9_]+)"')
    sources = Path(register_rows.__file__).parents[1].rglob("*.py")

    used = {code for source in sources for code in pattern.findall(source.read_text(encoding="utf-8"))}

    assert {"not_text", "formula", "unknown_label", "row_too_long", "cell_twice", "year_known_as_totals"} <= used
    assert used - set(TEXTS) - {code for code, _column in TEXTS_OF_COLUMN} == set()


def test_every_refusal_of_the_clock_has_a_sentence() -> None:
    kinds = [kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, ClockRefusal)]

    assert {kind.code for kind in kinds if kind is not ClockRefusal} == set(REFUSALS_OF_THE_CLOCK)


@pytest.mark.parametrize(
    ("column", "remedy"),
    [
        ("received_on", "This date lies in the future. Check the year."),
        ("closed_on", "This date lies in the future. Check the year, or leave the cell blank while the complaint is open."),
        ("first_contact_on", "This date lies in the future. Check the year, or leave the cell blank."),
        ("acknowledged_on", "This date lies in the future. Check the year, or leave the cell blank."),
        (
            "extension_sent_on",
            "This date lies in the future. Check the year. If the letters have not been sent, leave this cell and extension_weeks blank.",
        ),
    ],
)
def test_a_date_ahead_has_the_remedy_of_its_column(column: str, remedy: str) -> None:
    with override("en"):
        assert message_of(finding("date_in_future", column), remedies=REMEDIES_ON_PAGE) == remedy


@pytest.mark.parametrize(
    ("language", "remedies", "question", "remedy"),
    [
        ("nl", REMEDIES_ON_PAGE, 'Bedoelt u "A", "B" of "C"?', "Verbeter het, of vink “Maak onbekende woorden aan” aan."),
        ("nl", REMEDIES_OF_COMMAND, 'Bedoelt u "A", "B" of "C"?', "Verbeter het, of geef --create-labels mee."),
        ("en", REMEDIES_ON_PAGE, 'Do you mean "A", "B" or "C"?', "Correct it, or tick “Make unknown words”."),
        ("en", REMEDIES_OF_COMMAND, 'Do you mean "A", "B" or "C"?', "Correct it, or add --create-labels."),
    ],
)
def test_an_unknown_word_is_made_known_where_the_reader_is(language: str, remedies: dict[str, Any], question: str, remedy: str) -> None:
    with override(language):
        sentence = message_of(finding("unknown_label", nearest=("A", "B", "C")), remedies=remedies)

    assert sentence.split(". ", 1)[1] == f"{question} {remedy}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sentence_calls_the_checkbox_by_its_name(language: str) -> None:
    with override(language):
        assert f"“{ImportForm.base_fields['create_labels'].label}”" in str(REMEDIES_ON_PAGE["how_to_create"])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Het uitstel begint op maandag 1 januari 2024; dat kan op zijn vroegst de dag na ontvangst (vrijdag 5 januari 2024)."),
        (
            "en",
            "The postponement starts on Monday 1 January 2024; it can start the day after receipt (Friday 5 January 2024) at the earliest.",
        ),
    ],
)
def test_what_the_clock_refuses_is_said_by_the_clock(language: str, sentence: str) -> None:
    found = finding("postponement_on_or_before_receipt", "postponed_from", starts_on=date(2024, 1, 1), received_on=date(2024, 1, 5))

    with override(language):
        assert message_of(found, remedies=REMEDIES_ON_PAGE).startswith(sentence)


def test_who_takes_over_a_file_is_not_told_to_hurry() -> None:
    found = finding("extension_after_due", "extension_sent_on", due=date(2024, 2, 16), notified_on=date(2024, 2, 17))

    with override("en"):
        assert message_of(found, remedies=REMEDIES_ON_PAGE) == (
            "The term ended on 16 February 2024, before the extension was sent on 17 February 2024, so it cannot count."
            " Check the dates, or leave extension_weeks and extension_sent_on blank."
        )


@pytest.mark.parametrize(("words", "sentence"), [((), ""), (("A",), '"A"'), (("A", "B"), '"A" of "B"')])
def test_alternatives_in_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    with override("nl"):
        assert alternatives(words) == sentence
