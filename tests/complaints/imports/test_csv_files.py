"""CSV as offices write it, and as they damage it."""

from datetime import date
from pathlib import Path

import pytest

from complaints.imports.findings import Findings
from complaints.imports.reading import read_register
from complaints.imports.register_rows import RegisterRow
from complaints.imports.tables import LONGEST_ROW, UnreadableTable
from tests.factories.register_files import ROW, csv_text, write_bytes, write_csv

TODAY = date(2026, 11, 20)
HEAD = b"reference,received_on,summary\r\n"


def read(path: Path) -> tuple[list[RegisterRow], Findings]:
    findings = Findings()
    rows = read_register(path=path, file_format="csv", today=TODAY, findings=findings)
    return [row.facts for row in rows if row.facts is not None], findings


def faults(findings: Findings) -> list[tuple[int | None, str | None, str]]:
    return [(fault.row, fault.column, fault.code) for fault in findings.faults]


def warnings(findings: Findings) -> list[tuple[int | None, str | None, str]]:
    return [(warning.row, warning.column, warning.code) for warning in findings.warnings]


EXPECTED = RegisterRow(
    number=2,
    reference="OUD-1",
    received_on=date(2024, 1, 5),
    kind="klacht",
    channel="Telefoon",
    unit="Werk",
    nature="Bejegening",
    municipality="Houten",
    procedure="informeel",
    outcome="Gegrond",
    closed_on=date(2024, 2, 1),
    within_term="ja",
    handled_by="coördinator",
    summary="Te laat teruggebeld.",
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separator_and_byte_order_mark_make_no_difference(tmp_path: Path, delimiter: str, mark: bytes) -> None:
    path = write_bytes(tmp_path, mark + csv_text([ROW], delimiter=delimiter).encode())

    rows, findings = read(path)

    assert rows == [EXPECTED]
    assert (findings.faults, findings.warnings) == ([], [])


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, csv_text([ROW], delimiter=";").encode("cp1252"))

    rows, findings = read(path)

    assert rows == [EXPECTED]
    assert warnings(findings) == [(None, None, "windows_1252")]


def test_the_line_in_which_excel_names_the_separator_is_no_row(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b"sep=;\r\n" + csv_text([ROW], delimiter=";").encode())

    rows, findings = read(path)

    assert rows == [EXPECTED]
    assert findings.faults == []


@pytest.mark.parametrize("line", [b"sep=;\r\n", b"SEP=|\n", b'"sep=,"\r\n', b"sep=\t\n"])
def test_the_named_separator_is_one_that_offices_use(tmp_path: Path, line: bytes) -> None:
    delimiter = next(sign for sign in ";|,\t" if sign.encode() in line)

    rows, findings = read(write_bytes(tmp_path, line + csv_text([ROW], delimiter=delimiter).encode()))

    assert (rows, findings.faults) == ([EXPECTED], [])


@pytest.mark.parametrize(
    ("line", "length"),
    [(b"sep=\r\n", 4), (b"sep=\n", 4), (b'sep="\r\n', 5), (b"sep= \r\n", 4), (b"sep=a\r\n", 5), (b'"sep="\r\n', 4)],
)
def test_a_line_that_names_no_separator_is_taken_for_the_heading(tmp_path: Path, line: bytes, length: int) -> None:
    rows, findings = read(write_bytes(tmp_path, line + csv_text([ROW], delimiter=";").encode()))

    assert rows == []
    assert faults(findings) == [(1, "reference", "column_missing"), (1, "received_on", "column_missing")]
    assert [(w.row, w.column, w.value, w.code) for w in findings.warnings] == [(1, "A", f"••• ({length})", "unknown_column")]


def test_heading_is_compared_without_case_spaces_and_dashes(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b" Reference ,Received on,SUMMARY\r\nA,2024-01-05,tekst\r\n")

    rows, _ = read(path)

    assert rows == [RegisterRow(number=2, reference="A", received_on=date(2024, 1, 5), summary="tekst")]


def test_a_quoted_line_break_stays_and_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, HEAD + b'A,2024-01-05,"een\r\ntwee\r\ndrie"\r\n\r\nB,31-02-2024,x\r\n\r\n\r\n')

    rows, findings = read(path)

    assert [row.summary for row in rows] == ["een\ntwee\ndrie"]
    assert faults(findings) == [(4, "received_on", "no_such_day")]


def test_trailing_empty_columns_and_lines_are_no_news(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b"reference;received_on;;;\nA;2024-01-05;;;\n;;;;\n\n")

    rows, findings = read(path)

    assert [row.reference for row in rows] == ["A"]
    assert (findings.faults, findings.warnings) == ([], [])


def test_an_unknown_column_is_named_not_lost_in_silence(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b"reference,received_on,Wijk\nA,2024-01-05,Noord\n")

    rows, findings = read(path)

    assert len(rows) == 1
    assert [(w.row, w.column, w.value, w.code) for w in findings.warnings] == [(1, "C", "Wijk", "unknown_column")]


def test_of_a_file_without_a_heading_no_text_of_its_first_complaint_is_shown(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b"OUD-1;2024-01-05;Jansen;Gestolen fiets;jansen;Dorpsstraat 1\n")

    _, findings = read(path)

    assert [(f.row, f.column, f.value, f.code) for f in findings.faults] == [
        (1, "reference", "", "column_missing"),
        (1, "received_on", "", "column_missing"),
        (1, "E", "", "column_twice"),
    ]
    assert [(w.row, w.column, w.value, w.code) for w in findings.warnings] == [
        (1, "A", "••• (5)", "unknown_column"),
        (1, "B", "••• (10)", "unknown_column"),
        (1, "C", "••• (6)", "unknown_column"),
        (1, "D", "••• (14)", "unknown_column"),
        (1, "F", "••• (13)", "unknown_column"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"reference,summary\nA,x\n", [(1, "received_on", "column_missing")]),
        (b"a,b\n1,2\n", [(1, "reference", "column_missing"), (1, "received_on", "column_missing")]),
        (b"reference,received_on,Reference\nA,2024-01-05,B\n", [(1, "reference", "column_twice")]),
        (HEAD, [(None, None, "no_rows")]),
        (HEAD + b",,\n", [(None, None, "no_rows")]),
        (HEAD + b"A,2024-01-05,x,y\n", [(2, "D", "cell_outside_table")]),
        (b"reference,,received_on\nA,verloren,2024-01-05\n", [(2, "B", "cell_outside_table")]),
        (HEAD + b'A,2024-01-05,"open\n', [(2, None, "broken_quotes")]),
        (HEAD + b'A,2024-01-05,"a"b\nB,x,y\n', [(2, None, "broken_quotes")]),
        (HEAD + b"A,2024-01-05,a\x00b\n", [(2, "summary", "null_character")]),
        (HEAD + b"A\x00,2024-01-05,x\n", [(2, "reference", "null_character")]),
    ],
)
def test_faults_of_the_table_have_a_place_and_a_code(tmp_path: Path, content: bytes, expected: list[tuple[int, str, str]]) -> None:
    rows, findings = read(write_bytes(tmp_path, content))

    assert faults(findings) == expected
    assert rows == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\r\n\r\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        ("reference,received_on\nA,2024-01-05\n".encode("utf-16"), "utf16"),
        (b"PK\x03\x04rest", "not_text"),
        (b"%PDF-1.7", "not_text"),
        (bytes(range(256)) * 10, "not_text"),
        (HEAD + b"A,2024-01-05,\x81\n", "not_text"),
        (HEAD + "A,2024-01-05,café één\n".encode() + b"B,2024-01-05,caf\xe9\n", "mixed_encoding"),
        (b"\xef\xbb\xbf" + HEAD + b"B,2024-01-05,caf\xe9\n", "mixed_encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_a_code(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read(write_bytes(tmp_path, content))

    assert refused.value.code == code


def test_a_cell_of_ten_megabytes_is_refused_by_its_column_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write_bytes(tmp_path, HEAD + b"A,2024-01-05," + b"x" * 10_000_000 + b"\nB,2024-01-05,kort\n")

    rows, findings = read(path)

    assert [(f.row, f.column, f.value, f.code, dict(f.params)) for f in findings.faults] == [
        (2, "summary", "••• (10000000)", "text_too_long", {"length": 10_000_000, "most": 100_000})
    ]
    assert [row.reference for row in rows] == ["B"]


@pytest.mark.parametrize("cell", [b"x" * (LONGEST_ROW + 10), b'"' + b"regel\n" * (LONGEST_ROW // 6 + 10) + b'"'])
def test_a_row_without_end_stops_the_reading(tmp_path: Path, cell: bytes) -> None:
    path = write_bytes(tmp_path, HEAD + b"A,2024-01-05,kort\nB,2024-01-05," + cell + b"\n")

    rows, findings = read(path)

    assert [row.reference for row in rows] == ["A"]
    assert faults(findings) == [(3, None, "row_too_long")]


@pytest.mark.parametrize("text", ["\u202eomgekeerd\u202c", "👩‍👩‍👧 blij", "naïef café", "=1+1", "'; DROP TABLE x; --"])
def test_free_text_is_kept_intact(tmp_path: Path, text: str) -> None:
    rows, findings = read(write_csv(tmp_path, {**ROW, "summary": text, "name": text}))

    assert (rows[0].summary, rows[0].name) == (text, text)
    assert findings.faults == []


@pytest.mark.parametrize("column", ["reference", "kind", "unit", "handler_email"])
@pytest.mark.parametrize("text", ["A\u202eB", "A\u200bB", "A\nB", "A\x07B"])
def test_what_is_searched_and_compared_holds_no_invisible_character(tmp_path: Path, column: str, text: str) -> None:
    rows, findings = read(write_csv(tmp_path, {**ROW, column: text}))

    assert faults(findings) == [(2, column, "invisible_character")]
    assert rows == []
