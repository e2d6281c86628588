"""Text for files that a spreadsheet opens, and tables of any length as such files.

Rows are written as they come: memory does not grow with them. What somebody typed cannot become a formula.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import TextIOWrapper
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cell = str | int | date | None

# A spreadsheet takes a text that begins so for a formula or a command.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# What neither XML nor a workbook can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_000
_LONGEST_SHEET_NAME = 31
DATE_FORMAT = "DD-MM-YYYY"


class FileFormat(StrEnum):
    CSV = "csv"
    ODS = "ods"
    XLSX = "xlsx"


CONTENT_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with its name; rows may be a generator."""

    name: str
    rows: Iterable[Sequence[Cell]]


def neutralised(text: str) -> str:
    """A text that a spreadsheet shows as it is: with an apostrophe before what could be a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def write_sheets(sheets: Sequence[Sheet], *, file_format: FileFormat, to: IO[bytes]) -> None:
    """Write tables as one file. CSV knows no sheets: there they stand under each other, with an empty line between."""
    _WRITERS[file_format](sheets, to)


def _plain(text: str) -> str:
    return neutralised(_UNWRITABLE.sub("", text)[:_LONGEST_TEXT])


def _write_csv(sheets: Sequence[Sheet], to: IO[bytes]) -> None:
    """UTF-8 with byte order mark and semicolons: what a Dutch spreadsheet opens without questions."""
    text = TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        for row in sheet.rows:
            writer.writerow(["" if cell is None else _plain(cell) if isinstance(cell, str) else str(cell) for cell in row])
    text.detach()


def _write_xlsx(sheets: Sequence[Sheet], to: IO[bytes]) -> None:
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        page = workbook.create_sheet(title=_sheet_name(sheet.name))
        for row in sheet.rows:
            page.append([_xlsx_cell(page, cell) for cell in row])
    workbook.save(to)


def _xlsx_cell(page: Any, cell: Cell) -> Any:
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, date):
        made = WriteOnlyCell(page)
        made.value = cell
        made.number_format = DATE_FORMAT
        return made
    return cell


_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_ODS_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.2">'
    '<office:automatic-styles><number:date-style style:name="D"><number:day number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)
_ODS_END = "</office:spreadsheet></office:body></office:document-content>"


def _write_ods(sheets: Sequence[Sheet], to: IO[bytes]) -> None:
    """Row by row: odfpy, which writes the small tables of the yearly figures, holds every cell as an object until the end."""
    with ZipFile(to, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr(ZipInfo("mimetype"), CONTENT_TYPES[FileFormat.ODS], compress_type=ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_ODS_BEGIN.encode())
            for sheet in sheets:
                name = escape(_sheet_name(sheet.name), {'"': "&quot;"})
                content.write(f'<table:table table:name="{name}"><table:table-column/>'.encode())
                for row in sheet.rows:
                    cells = "".join(_ods_cell(cell) for cell in row)
                    content.write(f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>".encode())
                content.write(b"</table:table>")
            content.write(_ODS_END.encode())


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in _plain(cell).splitlines())
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    if isinstance(cell, date):
        shown = cell.strftime("%d-%m-%Y")
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{cell.isoformat()}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'


def _sheet_name(name: str) -> str:
    return "".join(sign if sign not in "[]*?:/\\'" else " " for sign in name)[:_LONGEST_SHEET_NAME].strip()


_WRITERS: dict[FileFormat, Callable[[Sequence[Sheet], IO[bytes]], None]] = {
    FileFormat.CSV: _write_csv,
    FileFormat.ODS: _write_ods,
    FileFormat.XLSX: _write_xlsx,
}
