"""Take over a register file: every row, or none and every reason why."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from complaints.takeover.file import Progress, take_over_file
from complaints.takeover.report import ImportReport
from tenants.actors import Actor, guard
from tenants.permissions import Permission


def import_complaints(
    *,
    actor: Actor,
    source: Path,
    file_format: str,
    create_labels: bool,
    is_trial: bool,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Take over the rows of a CSV or XLSX file in one transaction. A report with faults means that nothing was written.

    is_trial: do everything and take it back; the report says what would have been imported. No letter or alert goes out for
    what was due before. Raises OSError when the file cannot be opened.
    """
    guard(actor, Permission.IMPORT_COMPLAINTS)
    with transaction.atomic(durable=True):
        report = take_over_file(
            actor=actor, source=source, file_format=file_format, create_labels=create_labels, now=now, progress=progress
        )
        if is_trial:
            transaction.set_rollback(True)
    return report
