"""`manage.py import_complaints --tenant SLUG FILE`: take over a register file."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from complaints.flows.importing import import_complaints
from complaints.management.file_import import FileImportCommand, progress_bar
from complaints.takeover.report import ImportReport
from tenants.actors import command_actor
from tenants.clock import read_clock


class Command(FileImportCommand):
    help = (
        "Neemt een bestand met klachten over (CSV of XLSX; kolommen: docs/importing.md). Alles of niets. "
        "Status 0: overgenomen of er al; 1: fouten in het bestand; 2: niet uit te voeren."
    )

    def take_over(self, *, source: Path, file_format: str, create_labels: bool, is_trial: bool) -> ImportReport:
        with progress_bar() as progress:
            return import_complaints(
                actor=command_actor(),
                source=source,
                file_format=file_format,
                create_labels=create_labels,
                is_trial=is_trial,
                now=read_clock(),
                progress=progress,
            )

    def conclusion(self, report: ImportReport, *, is_trial: bool) -> str:
        said = (
            _("Trial: %(imported)s of %(rows)s rows would be imported, %(already_there)s are already there. Nothing was saved.")
            if is_trial
            else _("%(imported)s of %(rows)s rows imported, %(already_there)s were already there.")
        )
        return said % {"imported": report.imported, "rows": report.rows, "already_there": report.already_there}
