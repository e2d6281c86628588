"""A file from its heading to its last row: columns by name, and everything found on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from complaints.imports.columns import REGISTER_COLUMNS, REQUIRED_COLUMNS, Heading, letter_of, read_heading
from complaints.imports.findings import Findings
from complaints.imports.opening import open_table
from complaints.imports.register_rows import RowReading, read_register_row
from complaints.imports.tables import MOST_ROWS, BrokenOff, RawRow, TableReader, UnreadableTable


def read_register(*, path: Path, file_format: str, today: date, findings: Findings) -> Iterator[RowReading]:
    """The rows of a register file one by one; every fault and warning goes to `findings`. Raises UnreadableTable."""
    for heading, raw in read_rows(
        path=path, file_format=file_format, columns=REGISTER_COLUMNS, required=REQUIRED_COLUMNS, findings=findings
    ):
        yield read_register_row(raw, heading=heading, today=today, findings=findings)


def read_rows(
    *, path: Path, file_format: str, columns: tuple[str, ...], required: tuple[str, ...], findings: Findings
) -> Iterator[tuple[Heading, RawRow]]:
    """Every filled row below the heading. Without the required columns there are none. Raises UnreadableTable."""
    table = open_table(path, file_format=file_format, findings=findings, required=required)
    try:
        yield from _rows_of(table, columns=columns, required=required, findings=findings)
    finally:
        table.close()


def _rows_of(
    table: TableReader, *, columns: tuple[str, ...], required: tuple[str, ...], findings: Findings
) -> Iterator[tuple[Heading, RawRow]]:
    rows = table.rows()
    count = 0
    try:
        first = next(rows, None)
        if first is None:
            raise UnreadableTable("empty_file")
        heading = read_heading([_text_of(cell) for cell in first.cells], columns=columns, required=required)
        _report_heading(heading, row=first.number, findings=findings)
        table.report_structure(heading)
        if heading.missing or heading.duplicates:
            return
        for count, raw in enumerate(rows, start=1):
            if count > MOST_ROWS:
                findings.fault("too_many_rows", row=raw.number, most=MOST_ROWS)
                return
            yield heading, raw
    except BrokenOff as broken:
        findings.refusal(broken.code, broken.params, row=broken.row)
        return
    if not count:
        findings.fault("no_rows")


def _text_of(cell: object) -> str:
    return "" if cell is None else str(cell)


def _report_heading(heading: Heading, *, row: int, findings: Findings) -> None:
    for column in heading.missing:
        findings.fault("column_missing", row=row, column=column)
    for column in heading.duplicates:
        findings.fault("column_twice", row=row, column=column[:100])
    for position, name in heading.unknown.items():
        findings.warn("unknown_column", row=row, column=letter_of(position), value=name)
