"""Take over a whole register file, within a transaction that somebody else opened: what command, page and API share."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from complaints.imports.findings import Findings
from complaints.imports.reading import read_register
from complaints.imports.register_rows import RowReading, looks_like_ours, pack, unpack
from complaints.imports.tables import UnreadableTable
from complaints.models import Complaint
from complaints.records import allocate_references, current_retention, lock_register_for_import
from complaints.takeover.report import ImportReport
from complaints.takeover.rows import Takeover, open_takeover
from complaints.takeover.writing import add_taken_over
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.models import Tenant
from tenants.organisation.records import record_organisation_event
from tenants.outbox import after_commit
from tenants.selectors import current_statutory_calendar

# done and total: reading counts for the first half, writing for the second.
Progress = Callable[[int, int], None]
WHOLE = 1_000
# Rows in memory at a time.
BATCH = 2_000


def take_over_file(
    *,
    actor: Actor,
    source: Path,
    file_format: str,
    create_labels: bool,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Take over the rows of a CSV or XLSX file; a report with faults means that nothing was written. Opens no transaction.

    Whoever calls has one open and lets it fail or roll back as a whole. Raises OSError when the file cannot be opened.
    """
    tell = progress or _say_nothing
    findings = Findings()
    lock_register_for_import()
    takeover = open_takeover(
        tenant=Tenant.objects.get(schema_name=current_schema()),
        calendar=current_statutory_calendar(),
        creates_labels=create_labels,
        today=dutch_date(now),
    )
    with tempfile.TemporaryFile("w+", encoding="utf-8") as waiting:
        try:
            rows = read_register(path=source, file_format=file_format, today=dutch_date(now), findings=findings)
            reading = _read_everything(rows, takeover=takeover, findings=findings, waiting=waiting, tell=tell)
        except UnreadableTable as reason:
            findings.refusal(reason.code, reason.params)
            return ImportReport(findings=findings, is_readable=False)
        if findings.faults_total:
            return ImportReport(rows=reading.rows, already_there=reading.already_there, findings=findings)
        report = ImportReport(
            rows=reading.rows,
            imported=reading.to_import,
            already_there=reading.already_there,
            labels_created=takeover.book.new_texts,
            findings=findings,
        )
        if reading.to_import:
            _write_everything(waiting, reading=reading, takeover=takeover, actor=actor, now=now, tell=tell)
            _conclude(report, actor=actor, now=now)
    tell(WHOLE, WHOLE)
    return report


@dataclass(slots=True)
class _Reading:
    """What the first pass over the file leaves behind: counts, and where each reference was seen."""

    rows: int = 0
    already_there: int = 0
    count_by_year: Counter[int] = field(default_factory=Counter)
    row_of_reference: dict[bytes, int] = field(default_factory=dict)
    like_ours: int = 0
    first_like_ours: tuple[int, str] | None = None

    @property
    def to_import(self) -> int:
        return self.count_by_year.total()


def _read_everything(rows: Iterator[RowReading], *, takeover: Takeover, findings: Findings, waiting: IO[str], tell: Progress) -> _Reading:
    """Judge every row. What is new waits in a nameless file on disk, so that memory holds a batch and not the register."""
    reading = _Reading()
    while batch := list(islice(rows, BATCH)):
        reading.rows += len(batch)
        _judge(batch, reading=reading, takeover=takeover, findings=findings, waiting=waiting)
        tell(round(batch[-1].part * WHOLE / 2), WHOLE)
    if reading.first_like_ours:
        row, reference = reading.first_like_ours
        findings.warn("reference_like_ours", row=row, column="reference", value=reference, number=reading.like_ours)
    return reading


def _judge(batch: Sequence[RowReading], *, reading: _Reading, takeover: Takeover, findings: Findings, waiting: IO[str]) -> None:
    references = [one.reference for one in batch if one.facts is not None]
    digests = dict(Complaint.objects.filter(source_reference__in=references).values_list("source_reference", "source_digest"))
    for one in batch:
        is_first = _is_first(one, reading=reading, findings=findings)
        row = one.facts
        digest = digests.get(row.reference) if row and is_first else None
        if row and digest == row.digest:
            # Known from an earlier import: whatever has changed here since, labels or people, does not matter to it.
            reading.already_there += 1
            continue
        if digest is not None:
            findings.fault("reference_exists_with_other_content", row=one.number, column="reference", value=one.reference)
        # Whatever else is wrong with it, so that whoever mends the file hears everything at once.
        takeover.check(one, findings=findings)
        if row and not findings.faults_total:
            reading.count_by_year[row.received_on.year] += 1
            waiting.write(pack(row) + "\n")


def _is_first(one: RowReading, *, reading: _Reading, findings: Findings) -> bool:
    """A reference stands in a file once; rows that are equal in everything are no exception, for one of them is a mistake."""
    if not one.reference:
        return True
    key = hashlib.blake2b(one.reference.encode(), digest_size=16).digest()
    first = reading.row_of_reference.setdefault(key, one.number)
    if first != one.number:
        findings.fault("duplicate_reference", row=one.number, column="reference", value=one.reference, first_row=first)
        return False
    if looks_like_ours(one.reference):
        reading.like_ours += 1
        reading.first_like_ours = reading.first_like_ours or (one.number, one.reference)
    return True


def _write_everything(waiting: IO[str], *, reading: _Reading, takeover: Takeover, actor: Actor, now: datetime, tell: Progress) -> None:
    takeover.book.save_new(actor=actor, now=now)
    references = allocate_references(count_by_year=reading.count_by_year)
    waiting.seek(0)
    done, retention = 0, current_retention()
    while lines := list(islice(waiting, BATCH)):
        plans = [takeover.plan(unpack(line)) for line in lines]
        add_taken_over(plans=plans, references=references, retention=retention, actor=actor, now=now)
        done += len(lines)
        tell(WHOLE // 2 + round(done / reading.to_import * WHOLE / 2), WHOLE)


def _conclude(report: ImportReport, *, actor: Actor, now: datetime) -> None:
    counts = {
        "rows": report.rows,
        "imported": report.imported,
        "already_there": report.already_there,
        "labels_created": sum(len(texts) for texts in report.labels_created.values()),
    }
    record_organisation_event(actor=actor, now=now, code="complaints_imported", data=counts)
    after_commit("complaints.after_import", now=now)


def _say_nothing(done: int, total: int) -> None:
    """Nobody is watching."""
