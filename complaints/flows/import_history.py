"""Years known only as totals: take them over beside the register, replace them, remove them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.imports.findings import Findings
from complaints.imports.history_rows import TOTAL, HistoryRow, check_sums, read_history
from complaints.imports.tables import UnreadableTable
from complaints.models import Complaint, HistoricalTotal, Measure, Round
from complaints.records import lock_register_for_import, lock_years_known_as_totals
from complaints.takeover.report import ImportReport
from complaints.takeover.rows import report_unknown_label
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.organisation.core_lists import Dimension, label_key
from tenants.organisation.records import LabelBook, open_label_book, record_organisation_event
from tenants.permissions import Permission

Cell = tuple[int, str, str, str]


class NoTotalsThere(Refusal):
    code = "no_totals_there"
    message = _("No totals of %(year)s were taken over. Check the year and the measure.")


def import_history(*, actor: Actor, source: Path, file_format: str, create_labels: bool, is_trial: bool, now: datetime) -> ImportReport:
    """Take over the totals of years without cases, in one transaction. A report with faults means that nothing was written.

    A cell that is there already is replaced, and counted in `replaced`. A year with cases is refused, per measure. Raises
    OSError when the file cannot be opened.
    """
    guard(actor, Permission.IMPORT_COMPLAINTS)
    findings = Findings()
    with transaction.atomic(durable=True):
        lock_register_for_import()
        lock_years_known_as_totals()
        try:
            file = read_history(path=source, file_format=file_format, today=dutch_date(now), findings=findings)
        except UnreadableTable as reason:
            findings.refusal(reason.code, reason.params)
            return ImportReport(findings=findings, is_readable=False)
        rows = file.rows
        book = open_label_book(tenant=Tenant.objects.get(schema_name=current_schema()))
        existing = _existing_cells({row.year for row in rows})
        _check_years(rows, findings=findings)
        _check_labels(rows, book=book, creates_labels=create_labels, findings=findings)
        if len(rows) == file.count:
            # With a row left out for its faults, sums that differ would say nothing.
            check_sums(_with_what_stays(rows, existing=existing), findings=findings)
        replaced = [row for row in rows if row.cell in existing]
        for row in replaced:
            if existing[row.cell] != row.count:
                findings.warn("replaces_earlier_count", row=row.number, column="count", value=row.count, before=existing[row.cell])
        if findings.faults_total:
            return ImportReport(rows=file.count, findings=findings)
        book.save_new(actor=actor, now=now)
        _write(rows, book=book, now=now)
        _record(rows, replaced=len(replaced), actor=actor, now=now)
        if is_trial:
            transaction.set_rollback(True)
    return ImportReport(rows=file.count, imported=len(rows), replaced=len(replaced), labels_created=book.new_texts, findings=findings)


def remove_history(*, actor: Actor, year: int, measure: Measure | None, now: datetime) -> int:
    """Remove the totals of a year, of one measure or both, so that cases of that year can come in. Raises NoTotalsThere."""
    guard(actor, Permission.IMPORT_COMPLAINTS)
    with transaction.atomic(durable=True):
        lock_register_for_import()
        lock_years_known_as_totals()
        totals = HistoricalTotal.objects.filter(year=year)
        if measure is not None:
            totals = totals.filter(measure=measure)
        removed, _by_model = totals.delete()
        if not removed:
            raise NoTotalsThere(field="year", year=year)
        data = {"year": year, "measure": measure.value if measure else None, "cells": removed}
        record_organisation_event(actor=actor, now=now, code="history_removed", data=data)
    return removed


def _existing_cells(years: Iterable[int]) -> dict[Cell, int]:
    totals = HistoricalTotal.objects.filter(year__in=years).select_related("label")
    return {(total.year, total.measure, total.dimension, total.label.key if total.label else ""): total.count for total in totals}


def _with_what_stays(rows: Sequence[HistoryRow], *, existing: dict[Cell, int]) -> list[HistoryRow]:
    """The tables as they will stand: the file's cells, and the cells taken over before that it does not replace."""
    replaced = {row.cell for row in rows}
    in_file = {(row.year, row.measure) for row in rows}
    first_rows: dict[tuple[int, str], int] = {}
    for row in rows:
        first_rows.setdefault((row.year, row.measure), row.number)
    stays = [
        HistoryRow(number=first_rows[year, measure], year=year, measure=measure, dimension=dimension, label=key, count=count)
        for (year, measure, dimension, key), count in existing.items()
        if (year, measure) in in_file and (year, measure, dimension, key) not in replaced
    ]
    return [*rows, *stays]


def _check_years(rows: Sequence[HistoryRow], *, findings: Findings) -> None:
    """Cases and totals of one year would be counted twice."""
    years_with_cases = {
        Measure.RECEIVED: _years_of(Complaint.objects.dates("received_on", "year")),
        Measure.HANDLED: _years_of(Round.objects.filter(closed_on__isnull=False).dates("closed_on", "year")),
    }
    told: set[tuple[int, str]] = set()
    for row in rows:
        if row.year in years_with_cases[Measure(row.measure)] and (row.year, row.measure) not in told:
            told.add((row.year, row.measure))
            findings.fault("year_has_cases", row=row.number, column="year", value=row.year, year=row.year, measure=row.measure)


def _years_of(first_days: Iterable[date]) -> set[int]:
    return {day.year for day in first_days}


def _check_labels(rows: Sequence[HistoryRow], *, book: LabelBook, creates_labels: bool, findings: Findings) -> None:
    for row in rows:
        if row.dimension == TOTAL or not row.label:
            continue
        dimension = Dimension(row.dimension)
        if creates_labels or book.is_own_municipality(dimension=dimension, text=row.label):
            book.find_or_add(dimension=dimension, text=row.label)
        elif book.find(dimension=dimension, text=row.label) is None:
            report_unknown_label(book, dimension=dimension, text=row.label, row=row.number, column="label", findings=findings)


def _write(rows: Sequence[HistoryRow], *, book: LabelBook, now: datetime) -> None:
    HistoricalTotal.objects.bulk_create(
        (
            HistoricalTotal(
                year=row.year,
                measure=row.measure,
                dimension=row.dimension,
                label_id=_label_id(row, book=book),
                count=row.count,
                taken_over_at=now,
            )
            for row in rows
        ),
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["year", "measure", "dimension", "label"],
        update_fields=["count", "taken_over_at"],
    )


def _label_id(row: HistoryRow, *, book: LabelBook) -> uuid.UUID | None:
    if row.dimension == TOTAL or not label_key(row.label):
        return None
    label = book.find(dimension=Dimension(row.dimension), text=row.label)
    return label.id if label else None


def _record(rows: Sequence[HistoryRow], *, replaced: int, actor: Actor, now: datetime) -> None:
    data = {"years": sorted({row.year for row in rows}), "cells": len(rows), "replaced": replaced}
    record_organisation_event(actor=actor, now=now, code="history_imported", data=data)
