"""Tables as files. What somebody typed cannot become a formula in whoever opens them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from oversight.web.tables import Cell, FigureTable
from tenants.spreadsheets import neutralised

_LONGEST_SHEET_NAME = 31


def as_csv(table: FigureTable) -> bytes:
    """UTF-8 with byte order mark and semicolons: what a Dutch spreadsheet opens without questions."""
    lines = StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    for row in _lines(table):
        writer.writerow([_csv_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def as_ods(tables: Iterable[FigureTable]) -> bytes:
    """An OpenDocument spreadsheet with a sheet for each table."""
    document = OpenDocumentSpreadsheet()
    for number, table in enumerate(tables, start=1):
        sheet = Table(name=_sheet_name(number, table))
        for row in _lines(table):
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            sheet.addElement(line)
        document.spreadsheet.addElement(sheet)
    content = BytesIO()
    document.write(content)
    return content.getvalue()


def _lines(table: FigureTable) -> list[list[str | Cell]]:
    lines: list[list[str | Cell]] = [[table.row_label, *table.columns]]
    lines += [[head, *cells] for head, cells in table.rows]
    return lines


def _csv_cell(cell: str | Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralised(cell)
    return str(cell).replace(".", ",")


def _ods_cell(cell: str | Cell) -> TableCell:
    if cell is None:
        return TableCell()
    if isinstance(cell, str):
        made = TableCell(valuetype="string")
        made.addElement(P(text=neutralised(cell)))
        return made
    made = TableCell(valuetype="float", value=str(cell))
    made.addElement(P(text=str(cell)))
    return made


def _sheet_name(number: int, table: FigureTable) -> str:
    plain = "".join(character if character not in "[]*?:/\\'" else " " for character in table.title)
    return f"{number} {plain}"[:_LONGEST_SHEET_NAME].strip()
