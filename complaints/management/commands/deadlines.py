"""`manage.py deadlines FILE.csv`: the dates of the Awb clock for every row of a file."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from complaints.awb.clock import Extension, HandlingClock, Postponement, Regime, handling_clock
from complaints.awb.explanation import explanation_lines
from complaints.awb.refusals import ClockRefusal, ExtensionWeeksInvalid
from complaints.management.csv_tables import TableRow, UnreadableTable, iso_date, read_table, write_table
from tenants.command_language import ProductCommand
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import StatutoryCalendar

COLUMNS = ("id", "received", "regime", "extension_weeks", "suspensions")
RESULT_COLUMNS = ("id", "due_base", "due_after_extension", "notice_9_8_3_due", "provisional", "error")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


BAD_CELLS: dict[str, Promise] = {
    "row_has_too_many_cells": gettext_lazy("The row has more cells than the heading has columns. Look for a comma in a text."),
    "received_missing": gettext_lazy("The column received is blank. Fill in the day of receipt as 2025-01-31."),
    "received_invalid": gettext_lazy("The column received holds no day. Write it as 2025-01-31."),
    "regime_unknown": gettext_lazy("Write internal or commission in the column regime."),
    "suspensions_invalid": gettext_lazy("Write suspensions as 2025-06-10..2025-06-23, with a semicolon between two."),
}


class BadCell(Exception):
    """A cell that cannot be read. `code` goes into the column `error`, what to do about it into `explanation`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def text(self, *, language: str) -> str:
        with override(language):
            return str(BAD_CELLS[self.code])


class Command(ProductCommand):
    help = (
        "Leest een CSV-bestand met de kolommen id, received, regime (internal of commission), extension_weeks en suspensions "
        "(2025-06-10..2025-06-23;...); andere kolommen tellen niet mee. Schrijft de datums van de Awb-klok als CSV. Een commissie geldt "
        "als ingesteld, brieven gelden als op tijd verstuurd, instemming als schriftelijk gegeven. Status 0: elke rij heeft datums; "
        "1: een rij is geweigerd, de code staat in de kolom error; 2: het bestand is niet te lezen."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="BESTAND.csv", help="het bestand")
        parser.add_argument("--explain", action="store_true", help="een laatste kolom, explanation, die zegt waarom elke datum zo is")

    def handle(self, *args: Any, file: str, explain: bool = False, **options: Any) -> None:
        try:
            rows = read_table(file, columns=COLUMNS)
        except UnreadableTable as error:
            raise CommandError(str(error), returncode=2) from error
        calendar = current_statutory_calendar()
        results = [result_of(row, calendar=calendar, explain=explain) for row in rows]
        columns = (*RESULT_COLUMNS, "explanation") if explain else RESULT_COLUMNS
        write_table(self.stdout, columns=columns, rows=results)
        refused = sum(1 for result in results if result["error"])
        if refused:
            message = _("%(refused)s of %(rows)s rows were refused; the column error says why.")
            raise CommandError(message % {"refused": refused, "rows": len(results)}, returncode=1)


def result_of(row: TableRow, *, calendar: StatutoryCalendar, explain: bool) -> dict[str, str]:
    """One row of the answer. A refused row has blank dates and a code."""
    result = dict.fromkeys(RESULT_COLUMNS, "") | {"id": row.cells["id"]}
    if explain:
        result["explanation"] = ""
    try:
        clock = clock_of(row, calendar=calendar)
    except (BadCell, ClockRefusal) as refusal:
        if explain:
            result["explanation"] = refusal.text(language="nl")
        return result | {"error": refusal.code}
    result |= {
        "due_base": clock.due_base.isoformat(),
        "due_after_extension": clock.due_after_extension.isoformat(),
        "notice_9_8_3_due": clock.notice_9_8_3_due.isoformat(),
        "provisional": "yes" if clock.is_provisional else "no",
    }
    if explain:
        lines = explanation_lines(clock.steps, language="nl") + [warning.text(language="nl") for warning in clock.warnings]
        result["explanation"] = " ".join(lines)
    return result


def clock_of(row: TableRow, *, calendar: StatutoryCalendar) -> HandlingClock:
    """The clock of a row. Raises `BadCell` for a cell that cannot be read and `ClockRefusal` for facts that make no lawful term."""
    if row.is_overfull:
        raise BadCell("row_has_too_many_cells")
    cells = row.cells
    return handling_clock(
        received_on=_received_on(cells),
        regime=_regime(cells),
        calendar=calendar,
        is_commission_appointed=True,
        extensions=_extensions(cells),
        postponements=_postponements(cells),
    )


def _received_on(cells: Mapping[str, str]) -> date:
    if not cells["received"]:
        raise BadCell("received_missing")
    received_on = iso_date(cells["received"])
    if received_on is None:
        raise BadCell("received_invalid")
    return received_on


def _regime(cells: Mapping[str, str]) -> Regime:
    try:
        return Regime(cells["regime"].lower())
    except ValueError:
        raise BadCell("regime_unknown") from None


def _extensions(cells: Mapping[str, str]) -> list[Extension]:
    written = cells["extension_weeks"]
    if not written:
        return []
    if not WHOLE_NUMBER.fullmatch(written):
        raise ExtensionWeeksInvalid
    weeks = int(written)
    return [Extension(weeks=weeks, notified_on=None, is_complainant_notified=True, is_subject_notified=True)] if weeks else []


def _postponements(cells: Mapping[str, str]) -> list[Postponement]:
    periods = [period.strip() for period in cells["suspensions"].split(";")]
    return [_postponement(period) for period in periods if period]


def _postponement(period: str) -> Postponement:
    starts_on, separator, ends_on = period.partition("..")
    start, end = iso_date(starts_on.strip()), iso_date(ends_on.strip())
    if not separator or start is None or end is None:
        raise BadCell("suspensions_invalid")
    return Postponement(starts_on=start, ends_on=end, has_written_consent=True)
