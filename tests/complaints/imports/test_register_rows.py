"""A row by itself: dates, words, what they say together."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from complaints.imports.findings import Findings
from complaints.imports.reading import read_register
from complaints.imports.register_rows import RegisterRow, pack, unpack
from tests.factories.register_files import ROW, write_csv

TODAY = date(2026, 11, 20)


def read(folder: Path, **changes: Any) -> tuple[RegisterRow | None, Findings]:
    findings = Findings()
    path = write_csv(folder, {**ROW, **changes})
    rows = list(read_register(path=path, file_format="csv", today=TODAY, findings=findings))
    return (rows[0].facts if rows else None), findings


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-01-05", date(2024, 1, 5)),
        ("05-01-2024", date(2024, 1, 5)),
        ("5-1-2024", date(2024, 1, 5)),
        (" 2024-01-05 ", date(2024, 1, 5)),
        ("2024-01-05 14:30", date(2024, 1, 5)),
        ("2024-01-05T00:00:00", date(2024, 1, 5)),
        ("29-02-2024", date(2024, 2, 29)),
    ],
)
def test_dates_are_read_as_iso_and_as_dutch(tmp_path: Path, written: str, expected: date) -> None:
    row, findings = read(tmp_path, received_on=written, closed_on="", outcome="", within_term="")

    assert findings.faults == []
    assert row is not None
    assert row.received_on == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"received_on": "31-02-2024"}, [("received_on", "no_such_day")]),
        ({"received_on": "2023-02-29"}, [("received_on", "no_such_day")]),
        ({"received_on": "01/05/2024"}, [("received_on", "not_a_date")]),
        ({"received_on": "5 januari 2024"}, [("received_on", "not_a_date")]),
        ({"received_on": "20240105"}, [("received_on", "not_a_date")]),
        ({"received_on": "2024-01-05T00:00:00Z"}, [("received_on", "not_a_date")]),
        ({"received_on": "٢٠٢٤-٠١-٠٥"}, [("received_on", "not_a_date")]),
        ({"received_on": ""}, [("received_on", "received_on_missing")]),
        ({"received_on": "1989-12-31"}, [("received_on", "date_too_long_ago")]),
        ({"received_on": "2026-11-21", "closed_on": "", "outcome": "", "within_term": ""}, [("received_on", "date_in_future")]),
        ({"closed_on": "2026-11-21"}, [("closed_on", "date_in_future")]),
        ({"closed_on": "2024-01-04"}, [("closed_on", "closed_before_received")]),
        ({"closed_on": ""}, [("outcome", "outcome_without_closing")]),
        ({"closed_on": "32-01-2024"}, [("closed_on", "no_such_day")]),
        ({"reference": ""}, [("reference", "reference_missing")]),
        ({"reference": "x" * 101}, [("reference", "text_too_long")]),
        ({"unit": "x" * 201}, [("unit", "text_too_long")]),
        ({"unit": "ß" * 101}, [("unit", "text_too_long")]),
        ({"name": "x" * 201}, [("name", "text_too_long")]),
        ({"story": "x" * 100_001}, [("story", "text_too_long")]),
        ({"within_term": "misschien"}, [("within_term", "unknown_term_word")]),
        ({"first_contact_on": "2024-01-04"}, [("first_contact_on", "contact_before_received")]),
        ({"acknowledged_on": "2024-01-04"}, [("acknowledged_on", "acknowledged_before_received")]),
        ({"acknowledged_on": "2026-11-21"}, [("acknowledged_on", "date_in_future")]),
        ({"extension_weeks": "5"}, [("extension_weeks", "extension_weeks_invalid")]),
        ({"extension_weeks": "-1"}, [("extension_weeks", "extension_weeks_invalid")]),
        ({"extension_weeks": "twee"}, [("extension_weeks", "extension_weeks_invalid")]),
        ({"extension_sent_on": "2024-01-20"}, [("extension_sent_on", "extension_without_weeks")]),
        ({"extension_weeks": "9", "extension_sent_on": "2024-01-20"}, [("extension_weeks", "extension_weeks_invalid")]),
        ({"postponed_from": "2024-01-20"}, [("postponed_until", "postponement_incomplete")]),
        ({"postponed_until": "2024-01-20"}, [("postponed_from", "postponement_incomplete")]),
        ({"postponed_from": "2024-01-20", "postponed_until": "2024-01-19"}, [("postponed_until", "postponement_ends_before_start")]),
        ({"source_due_on": "2101-01-01"}, [("source_due_on", "date_too_far_ahead")]),
        ({"unit": "111222333"}, [("unit", "bsn_in_label")]),
        ({"unit": "#N/A"}, [("unit", "spreadsheet_error")]),
        (
            {"reference": "", "received_on": "gisteren", "within_term": "?"},
            [("within_term", "unknown_term_word"), ("received_on", "not_a_date"), ("reference", "reference_missing")],
        ),
    ],
)
def test_every_fault_of_a_row_is_told_at_once(tmp_path: Path, changes: dict[str, str], expected: list[tuple[str, str]]) -> None:
    row, findings = read(tmp_path, **changes)

    assert sorted((str(fault.column), fault.code) for fault in findings.faults) == sorted(expected)
    assert {fault.row for fault in findings.faults} == {2}
    assert row is None


def test_received_today_is_no_future(tmp_path: Path) -> None:
    row, findings = read(tmp_path, received_on="2026-11-20", closed_on="2026-11-20")

    assert findings.faults == []
    assert row is not None


def test_a_blank_is_unknown_and_so_is_onbekend_written_out(tmp_path: Path) -> None:
    row, findings = read(tmp_path, kind="", unit=" Onbekend ", nature="onbekend")

    assert findings.faults == []
    assert row is not None
    assert (row.kind, row.unit, row.nature) == ("", "", "")


def test_an_open_case_has_no_word_on_the_term_yet(tmp_path: Path) -> None:
    row, findings = read(tmp_path, closed_on="", outcome="", within_term="nee")

    assert [(w.column, w.code) for w in findings.warnings] == [("within_term", "term_ignored_while_open")]
    assert row is not None


def test_a_possible_bsn_in_a_story_is_a_warning_without_the_text(tmp_path: Path) -> None:
    row, findings = read(tmp_path, story="Mijn BSN is 111222333.")

    assert [(w.column, w.code, w.value) for w in findings.warnings] == [("story", "possible_bsn", "••• (22)")]
    assert row is not None
    assert row.story == "Mijn BSN is 111222333."


def test_an_odd_email_address_is_kept_with_a_warning(tmp_path: Path) -> None:
    row, findings = read(tmp_path, email="geen")

    assert [(w.column, w.code) for w in findings.warnings] == [("email", "not_an_email")]
    assert row is not None
    assert row.email == "geen"


BASE = RegisterRow(number=2, reference="A", received_on=date(2024, 1, 5), unit="Werk", summary="x")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (RegisterRow(number=9, reference="B", received_on=date(2024, 1, 5), unit="  wERK", summary="x"), True),
        (RegisterRow(number=2, reference="A", received_on=date(2024, 1, 6), unit="Werk", summary="x"), False),
        (RegisterRow(number=2, reference="A", received_on=date(2024, 1, 5), unit="Werk", summary="X"), False),
        (RegisterRow(number=2, reference="A", received_on=date(2024, 1, 5), unit="Werk", summary="x", extension_weeks=1), False),
        (RegisterRow(number=2, reference="A", received_on=date(2024, 1, 5), nature="Werk", summary="x"), False),
    ],
)
def test_the_digest_is_of_the_content(other: RegisterRow, is_same: bool) -> None:
    assert (BASE.digest == other.digest) is is_same


def test_a_packed_row_unpacks_to_itself() -> None:
    row = RegisterRow(
        number=7, reference="A", received_on=date(2024, 1, 5), closed_on=date(2024, 2, 1), story='a\nb"c\u2028 👩‍👧', extension_weeks=2
    )

    assert unpack(pack(row)) == row
