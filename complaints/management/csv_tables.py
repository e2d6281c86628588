"""Reading and writing the small CSV tables of the clock's commands: columns by name in, plain CSV on standard output out."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

from complaints.management.opening import cannot_open

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A cell of the ignored columns may hold a whole story; Python's own limit is 128 KiB.
LONGEST_CELL = 16 * 1024 * 1024


class UnreadableTable(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The wanted cells of one row by column name, spaces around them removed; a missing last cell is "".

    is_overfull: the row has filled cells beyond the last column, so no cell can be trusted to stand under its own name.
    """

    cells: Mapping[str, str]
    is_overfull: bool


def read_table(path: str, *, columns: Sequence[str]) -> list[TableRow]:
    """The rows of a CSV file with the wanted columns by name, in any order; other columns are left out, blank lines skipped.

    UTF-8 with or without byte order mark, comma or semicolon. Raises `UnreadableTable`.
    """
    header, rows = _parsed(_text_of(path), columns=columns)
    places = {column: header.index(column) for column in columns}
    return [
        TableRow(
            cells={column: row[place].strip() if place < len(row) else "" for column, place in places.items()},
            is_overfull=any(cell.strip() for cell in row[len(header) :]),
        )
        for row in rows
    ]


def _text_of(path: str) -> str:
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableTable(cannot_open(path, error)) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(_("%(path)s is not UTF-8 text. Save it as CSV UTF-8.") % {"path": path}) from error
    if "\0" in text:
        raise UnreadableTable(_("%(path)s is not UTF-8 text. Save it as CSV UTF-8.") % {"path": path})
    if not text.strip():
        raise UnreadableTable(_("%(path)s is empty.") % {"path": path})
    return text


def _parsed(text: str, *, columns: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    previous_limit = csv.field_size_limit(LONGEST_CELL)
    try:
        # Strict: a quote that is never closed would otherwise swallow the rest of the file in one cell.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns=columns), strict=True)
        first, *rows = (row for row in reader if row)
    except csv.Error as error:
        raise UnreadableTable(
            _("This is not a CSV file that can be read. Look at its quotation marks, or save it again as CSV UTF-8.")
        ) from error
    finally:
        csv.field_size_limit(previous_limit)
    header = _names(first)
    missing = [column for column in columns if column not in header]
    if missing:
        raise UnreadableTable(_("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    twice = [column for column in columns if header.count(column) > 1]
    if twice:
        raise UnreadableTable(_("These columns appear twice: %(columns)s.") % {"columns": ", ".join(twice)})
    return header, rows


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.strip().strip('"').strip().lower() for cell in cells]


def _delimiter(text: str, *, columns: Sequence[str]) -> str:
    """The separator under which the heading shows most of the wanted columns; a comma when neither wins."""
    heading = text.lstrip().splitlines()[0]
    return max((",", ";"), key=lambda separator: len(set(columns) & set(_names(heading.split(separator)))))


def iso_date(cell: str) -> date | None:
    """The date written as 2025-01-14, or None: other spellings, such as 20250114 or 14-01-2025, are not guessed at."""
    if not ISO_DATE.fullmatch(cell):
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def write_table(stdout: OutputWrapper, *, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write CSV with a heading, lines ending in a single newline, always UTF-8. A reader that went away (`| head`) is no fault."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    if getattr(stdout, "_out", None) is sys.stdout and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        stdout.write(text.getvalue(), ending="")
        stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit; give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
