"""Tables as files. What somebody typed cannot become a formula in whoever opens them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from oversight.web.published import PublicationInWords, TableInWords
from oversight.web.tables import Cell, FigureTable
from tenants.spreadsheets import neutralised

Lines = Sequence[Sequence[str | Cell]]
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
    return _spreadsheet((table.title, _lines(table)) for table in tables)


def publication_as_ods(publication: PublicationInWords) -> bytes:
    """The tables of a publication, and before them how to read them. A number that is not shown stands in words."""
    told = (publication.organisation, *publication.sentences, *publication.remarks, publication.counted)
    return _spreadsheet(
        [(publication.title, [[line] for line in told]), *((one.title, _published_lines(one)) for one in publication.tables)]
    )


def _published_lines(table: TableInWords) -> Lines:
    if table.too_small:
        return [[table.too_small]]
    return [[table.row_label, *table.columns], *([line.head, *line.counts] for line in table.lines)]


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _spreadsheet(sheets: Iterable[tuple[str, Lines]]) -> bytes:
    document = OpenDocumentSpreadsheet()
    for number, (title, rows) in enumerate(sheets, start=1):
        sheet = Table(name=_sheet_name(number, title))
        for row in rows:
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


def _sheet_name(number: int, title: str) -> str:
    plain = "".join(character if character not in "[]*?:/\\'" else " " for character in title)
    return f"{number} {plain}"[:_LONGEST_SHEET_NAME].strip()
