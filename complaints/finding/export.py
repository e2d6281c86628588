"""The list as a file: a first part that says what it is, then every row of it, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.utils.translation import gettext as _

from complaints.finding.columns import COLUMN_NAMES, DEFINITIONS, Column, beside, cell
from complaints.models import Complaint
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.spreadsheets import Cell, FileFormat, Sheet, write_sheets
from tenants.templatetags.polsslag import moment


@dataclass(frozen=True, kw_only=True)
class ExportAsked:
    """What the file says of itself. sentence: the filters in words, without search words; order: in words."""

    organisation: str
    sentence: str
    order: str
    columns: tuple[Column, ...]
    file_format: FileFormat


def write_export(
    batches: Iterable[list[Complaint]],
    *,
    asked: ExportAsked,
    actor: Actor,
    count: int,
    now: datetime,
    to: IO[bytes],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write the file. progress: told how many rows are written, now and then."""
    sheets = [
        Sheet(name=_("About this file"), rows=_explanation(asked, count=count, now=now)),
        Sheet(name=_("Complaints"), rows=_rows(batches, asked.columns, actor=actor, now=now, progress=progress)),
    ]
    write_sheets(sheets, file_format=asked.file_format, to=to)


def _explanation(asked: ExportAsked, *, count: int, now: datetime) -> Iterator[Sequence[Cell]]:
    yield [_("Organisation"), asked.organisation]
    yield [_("What it holds"), asked.sentence]
    yield [_("Order"), asked.order]
    yield [_("Made on"), moment(now)]
    yield [_("Number of complaints"), count]
    yield []
    yield [_("Column"), _("What it means")]
    for column in asked.columns:
        yield [str(COLUMN_NAMES[column]), str(DEFINITIONS[column])]


def _rows(
    batches: Iterable[list[Complaint]], columns: tuple[Column, ...], *, actor: Actor, now: datetime, progress: Callable[[int], None] | None
) -> Iterator[Sequence[Cell]]:
    yield [str(COLUMN_NAMES[column]) for column in columns]
    done = 0
    for files in batches:
        with_ = beside(files, columns, actor=actor, today=dutch_date(now))
        for one in files:
            yield [cell(one, column, with_) for column in columns]
        done += len(files)
        if progress:
            progress(done)
