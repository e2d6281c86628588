"""Register files for tests: a few rows as CSV or XLSX, as somebody would export them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ROW: Mapping[str, Any] = {
    "reference": "OUD-1",
    "received_on": "2024-01-05",
    "kind": "klacht",
    "channel": "Telefoon",
    "unit": "Werk",
    "nature": "Bejegening",
    "municipality": "Houten",
    "procedure": "informeel",
    "outcome": "Gegrond",
    "closed_on": "2024-02-01",
    "within_term": "ja",
    "handled_by": "coördinator",
    "summary": "Te laat teruggebeld.",
}


def csv_text(rows: Sequence[Mapping[str, Any]], *, delimiter: str = ",", columns: Sequence[str] = ()) -> str:
    """Rows as CSV; the columns are those of the rows, in order of appearance."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=names, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csv(folder: Path, *rows: Mapping[str, Any], name: str = "klachten.csv", **options: Any) -> Path:
    """A CSV file with these rows."""
    path = folder / name
    path.write_bytes(csv_text(rows, **options).encode())
    return path


def write_bytes(folder: Path, content: bytes, name: str = "klachten.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def write_workbook(folder: Path, workbook: Workbook, name: str = "klachten.xlsx") -> Path:
    path = folder / name
    workbook.save(path)
    return path


def workbook_of(*rows: Mapping[str, Any]) -> Workbook:
    """A workbook with these rows below a heading."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    names = list(dict.fromkeys(name for row in rows for name in row))
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    return workbook
