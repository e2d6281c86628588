"""A look over the XML of one sheet before it is read: its real size, its formulas, its merged cells. Memory stays bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from defusedxml import DTDForbidden

CHUNK = 1 << 16
LAST_ROW_OF_EXCEL = 1_048_576
LAST_COLUMN_OF_EXCEL = 16_384
# One element; Excel itself stops at 32,767 characters in a cell.
LONGEST_TEXT = 12_000_000
# One tag with its attributes; a real one has a few hundred bytes.
LONGEST_TOKEN = 1_000_000
DEEPEST_ELEMENT = 100
MOST_LISTED = 1_000
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
FILLED_BY = frozenset({"v", "is"})


class TooLargeSheet(Exception):
    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class MergedCells:
    """first_row counts from 1, columns from 0."""

    reference: str
    first_row: int
    last_row: int
    first_column: int


@dataclass(slots=True)
class SheetScan:
    """last_row and last_column: of cells that hold something, both counted from 1; 0 when there are none.

    formulas: (row from 1, column from 0), the first thousand.
    """

    last_row: int = 0
    last_column: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    formulas_total: int = 0
    merged: list[MergedCells] = field(default_factory=list)


def scan_sheet(part: IO[bytes]) -> SheetScan:
    """Look over a sheet. Raises TooLargeSheet, DTDForbidden, ExpatError or ValueError."""
    scanner = _SheetScanner()
    _feed(part, scanner)
    return scanner.scan


def check_xml(part: IO[bytes], *, most_elements: int) -> None:
    """Look over a part that a library keeps in memory. Raises TooLargeSheet, DTDForbidden, ExpatError or ValueError."""
    _feed(part, _Scanner(most_elements=most_elements))


def _feed(part: IO[bytes], scanner: _Scanner) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    silence = 0
    while chunk := part.read(CHUNK):
        seen = scanner.events
        parser.Parse(chunk, False)
        silence = silence + len(chunk) if scanner.events == seen else 0
        if silence > LONGEST_TOKEN:
            # One tag that goes on and on: the parser would start over at each piece.
            raise TooLargeSheet("row_too_long", most=LONGEST_TOKEN)
    parser.Parse(b"", True)


def _refuse_doctype(name: str, system_id: str | None, public_id: str | None, has_internal_subset: bool) -> None:
    raise DTDForbidden(name, system_id, public_id)


class _Scanner:
    """Bounds on one part: how long a text, how deep an element, and how many of them where they are kept."""

    def __init__(self, *, most_elements: int | None = None) -> None:
        self.events = 0
        self._elements_left = most_elements
        self._depth = 0
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.events += 1
        self._length = 0
        if self._elements_left is not None:
            self._elements_left -= 1
            if self._elements_left < 0:
                raise TooLargeSheet("workbook_too_large")
        self._depth += 1
        if self._depth > DEEPEST_ELEMENT:
            raise ValueError("elements in elements without end")

    def end(self, name: str) -> None:
        self._depth -= 1

    def characters(self, text: str) -> None:
        self.events += 1
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise TooLargeSheet("row_too_long", most=LONGEST_TEXT)


class _SheetScanner(_Scanner):
    """The bounds, and what a sheet holds."""

    def __init__(self) -> None:
        super().__init__()
        self.scan = SheetScan()
        self._row = 0
        self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        element = name.rpartition(":")[2]
        if element == "c":
            self._go_to_cell(attributes.get("r"))
        elif element in FILLED_BY:
            self._note_filled()
        elif element == "row":
            self._go_to_row(attributes.get("r"))
        elif element == "f":
            self._note_filled()
            self.scan.formulas_total += 1
            if len(self.scan.formulas) < MOST_LISTED:
                self.scan.formulas.append((self._row, self._column - 1))
        elif element == "mergeCell":
            self._add_merged(attributes.get("ref", ""))

    def _note_filled(self) -> None:
        self.scan.last_row = max(self.scan.last_row, self._row)
        self.scan.last_column = max(self.scan.last_column, self._column)

    def _go_to_row(self, number: str | None) -> None:
        self._row = int(number) if number else self._row + 1
        self._column = 0
        if not 1 <= self._row <= LAST_ROW_OF_EXCEL:
            raise TooLargeSheet("too_many_rows", most=LAST_ROW_OF_EXCEL)

    def _go_to_cell(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            column, row = position_of(reference)
            self._column = column
            if row != self._row:
                # openpyxl goes by the cell, so we do.
                self._go_to_row(str(row))
                self._column = column
        if self._column > LAST_COLUMN_OF_EXCEL:
            raise TooLargeSheet("too_many_columns", most=LAST_COLUMN_OF_EXCEL)

    def _add_merged(self, reference: str) -> None:
        if len(self.scan.merged) >= MOST_LISTED:
            return
        first, _, last = reference.partition(":")
        first_column, first_row = position_of(first)
        _, last_row = position_of(last or first)
        self.scan.merged.append(MergedCells(reference=reference, first_row=first_row, last_row=last_row, first_column=first_column - 1))


def position_of(reference: str) -> tuple[int, int]:
    """Column and row of a cell reference, both from 1. Raises ValueError."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference[:20])
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found.group(2))
