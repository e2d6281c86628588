"""`manage.py import_history --tenant SLUG FILE.csv`: years known only as totals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from complaints.flows.import_history import import_history
from complaints.management.file_import import FileImportCommand
from complaints.takeover.report import ImportReport
from tenants.actors import command_actor
from tenants.clock import read_clock


class Command(FileImportCommand):
    help = (
        "Neemt totalen over van jaren waarvan de klachten zelf niet bekend zijn (kolommen: year, measure, dimension, label, count). "
        "Wat er al stond wordt vervangen. Status 0: overgenomen; 1: fouten in het bestand; 2: niet uit te voeren."
    )

    def take_over(self, *, source: Path, file_format: str, create_labels: bool, is_trial: bool) -> ImportReport:
        report = import_history(
            actor=command_actor(),
            source=source,
            file_format=file_format,
            create_labels=create_labels,
            is_trial=is_trial,
            now=read_clock(),
        )
        if report.replaced:
            self.stderr.write(_("%(count)s counts stood there already; this file replaces them.") % {"count": report.replaced})
        return report

    def answer(self, report: ImportReport) -> dict[str, Any]:
        return {**super().answer(report), "replaced": report.replaced}

    def conclusion(self, report: ImportReport, *, is_trial: bool) -> str:
        said = _("Trial: %(rows)s totals would be taken over. Nothing was saved.") if is_trial else _("%(rows)s totals taken over.")
        return said % {"rows": report.imported}
