"""Years known only as totals: the rows of a history file, and whether they agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from complaints.imports.columns import HISTORY_COLUMNS, Heading
from complaints.imports.findings import Findings
from complaints.imports.masking import holds_possible_bsn
from complaints.imports.reading import read_rows
from complaints.imports.register_rows import FIRST_YEAR, UNKNOWN_WORD
from complaints.imports.tables import RawRow
from tenants.organisation.core_lists import LONGEST_LABEL, label_key

MEASURES = ("received", "handled")
TOTAL = "total"
DIMENSIONS = (TOTAL, "municipality", "outcome", "nature", "unit", "channel")
# A dimension only known when a case is closed.
ONLY_HANDLED = frozenset({"outcome"})
MOST_IN_A_CELL = 10_000_000
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
SIGNED_NUMBER = re.compile(r"-[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One cell of a published table. label: "" for the total, and for "onbekend" in another dimension."""

    number: int
    year: int
    measure: str
    dimension: str
    label: str
    count: int

    @property
    def cell(self) -> tuple[int, str, str, str]:
        return (self.year, self.measure, self.dimension, label_key(self.label))


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """rows: those without faults. count: every filled row below the heading."""

    rows: list[HistoryRow]
    count: int


def read_history(*, path: Path, file_format: str, today: date, findings: Findings) -> HistoryFile:
    """The rows of a history file; every fault goes to `findings`. Raises UnreadableTable."""
    rows: list[HistoryRow] = []
    count = 0
    first_row_of: dict[tuple[int, str, str, str], int] = {}
    for heading, raw in read_rows(path=path, file_format=file_format, columns=HISTORY_COLUMNS, required=HISTORY_COLUMNS, findings=findings):
        count += 1
        row = _read_row(raw, heading=heading, today=today, findings=findings)
        if row is None:
            continue
        first = first_row_of.setdefault(row.cell, row.number)
        if first != row.number:
            findings.fault("cell_twice", row=row.number, column="label", value=row.label, first_row=first)
        else:
            rows.append(row)
    return HistoryFile(rows=rows, count=count)


def check_sums(rows: Iterable[HistoryRow], *, findings: Findings) -> None:
    """Every table of one year and measure counts the same cases, so they add up to one number: the total, where it is given.

    A table that covers a part of the cases is completed with a row "onbekend" for the rest, so that nothing is hidden.
    """
    sums: dict[tuple[int, str], dict[str, int]] = {}
    first_rows: dict[tuple[int, str, str], int] = {}
    for row in rows:
        of_year = sums.setdefault((row.year, row.measure), {})
        of_year[row.dimension] = of_year.get(row.dimension, 0) + row.count
        first_rows.setdefault((row.year, row.measure, row.dimension), row.number)
    for (year, measure), of_year in sums.items():
        leading = TOTAL if TOTAL in of_year else next(iter(of_year))
        for dimension, number in of_year.items():
            if number != of_year[leading]:
                findings.fault(
                    "totals_disagree",
                    row=first_rows[(year, measure, dimension)],
                    column="count",
                    value=number,
                    year=year,
                    measure=measure,
                    dimension=dimension,
                    number=number,
                    other_dimension=leading,
                    other_number=of_year[leading],
                )


def _read_row(raw: RawRow, *, heading: Heading, today: date, findings: Findings) -> HistoryRow | None:
    before = findings.faults_total
    cells = {
        column: str(raw.cells[place]).strip() if place < len(raw.cells) and raw.cells[place] is not None else ""
        for column, place in heading.places.items()
    }
    year = _year(cells["year"], row=raw.number, today=today, findings=findings)
    measure, dimension = cells["measure"].casefold(), cells["dimension"].casefold()
    if measure not in MEASURES:
        findings.fault("unknown_measure", row=raw.number, column="measure", value=cells["measure"], known=", ".join(MEASURES))
    if dimension not in DIMENSIONS:
        findings.fault("unknown_dimension", row=raw.number, column="dimension", value=cells["dimension"], known=", ".join(DIMENSIONS))
    if dimension in ONLY_HANDLED and measure == "received":
        findings.fault("dimension_not_for_measure", row=raw.number, column="dimension", value=dimension, measure=measure)
    label = _label(cells["label"], dimension=dimension, row=raw.number, findings=findings)
    count = _count(cells["count"], row=raw.number, findings=findings)
    if findings.faults_total > before:
        return None
    return HistoryRow(number=raw.number, year=year, measure=measure, dimension=dimension, label=label, count=count)


def _year(text: str, *, row: int, today: date, findings: Findings) -> int:
    if not WHOLE_NUMBER.fullmatch(text):
        findings.fault("year_invalid", row=row, column="year", value=text)
        return 0
    year = int(text)
    if year < FIRST_YEAR:
        findings.fault("date_too_long_ago", row=row, column="year", value=text, first_year=FIRST_YEAR)
    elif year > today.year:
        findings.fault("year_in_future", row=row, column="year", value=text)
    return year


def _label(text: str, *, dimension: str, row: int, findings: Findings) -> str:
    if dimension == TOTAL:
        # People write "totaal" beside it; it says nothing more.
        return ""
    # Folding case, as labels are compared, makes some texts longer.
    length = max(len(text), len(label_key(text)))
    if length > LONGEST_LABEL:
        findings.fault("text_too_long", row=row, column="label", value=text, length=length, most=LONGEST_LABEL)
    elif not text.isprintable():
        findings.fault("invisible_character", row=row, column="label", value=text)
    elif holds_possible_bsn(text):
        findings.fault("bsn_in_label", row=row, column="label", value=text)
    return "" if text.casefold() == UNKNOWN_WORD else text


def _count(text: str, *, row: int, findings: Findings) -> int:
    if SIGNED_NUMBER.fullmatch(text):
        findings.fault("count_negative", row=row, column="count", value=text)
    elif not WHOLE_NUMBER.fullmatch(text) or int(text) > MOST_IN_A_CELL:
        findings.fault("count_invalid", row=row, column="count", value=text)
    else:
        return int(text)
    return 0
