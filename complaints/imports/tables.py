"""What the readers of CSV and XLSX have in common: rows of cells with the numbers a spreadsheet gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from complaints.imports.columns import Heading
from complaints.imports.findings import Param

# The web refuses above 50 MB; from the shell a file may be larger, but never without bound.
MOST_ROWS = 250_000
MOST_COLUMNS = 200
# One row, all cells together. A cell of 10 MB is read, and refused by its own column.
LONGEST_ROW = 12_000_000

Cell = str | int | float | bool | date | datetime | None


class UnreadableTable(Exception):
    """The file is no table that can be read, or not safely. `code` says why."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class BrokenOff(Exception):
    """Reading cannot go on after this row; what came before was read well."""

    def __init__(self, code: str, *, row: int, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.params = params


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it. number: as a spreadsheet shows it. part: how much of the file was read, 0 to 1."""

    number: int
    cells: tuple[Cell, ...]
    part: float = 0.0

    @property
    def is_blank(self) -> bool:
        return not any(cell is not None and str(cell).strip() for cell in self.cells)


class TableReader(Protocol):
    """A file, opened as a table."""

    def rows(self) -> Iterator[RawRow]:
        """The rows from the heading on, blank ones left out. Raises BrokenOff."""

    def report_structure(self, heading: Heading) -> None:
        """What is wrong with the table beside its cells, now that the heading is known; to the reader's findings."""

    def close(self) -> None:
        """Let go of the file."""
