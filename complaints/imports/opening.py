"""Open a file as a table, whatever it was saved as."""

from __future__ import annotations

from pathlib import Path

from complaints.imports.csv_reader import CsvReader
from complaints.imports.findings import Findings
from complaints.imports.tables import TableReader
from complaints.imports.xlsx_reader import XlsxReader

FORMATS = ("csv", "xlsx")


def open_table(path: Path, *, file_format: str, findings: Findings, required: tuple[str, ...]) -> TableReader:
    """The file, opened; what holds for it as a whole goes to `findings`. Close it afterwards. Raises UnreadableTable.

    required: the columns by which the right sheet of a workbook is known.
    """
    if file_format == "xlsx":
        return XlsxReader(path, findings=findings, required=required)
    return CsvReader(path, findings=findings)
