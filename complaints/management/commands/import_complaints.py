"""`manage.py import_complaints --tenant SLUG FILE`: take over a register file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from complaints.flows.importing import import_complaints
from complaints.management.import_output import format_of, progress_bar, why_unopenable, write_json, write_report
from complaints.takeover.report import ImportReport
from complaints.takeover.texts import message_of
from tenants.actors import command_actor
from tenants.clock import read_clock
from tenants.management.base import TenantCommand
from tenants.models import Tenant


class Command(TenantCommand):
    help = (
        "Neemt een bestand met klachten over (CSV of XLSX; kolommen: docs/importing.md). Alles of niets. "
        "Status 0: overgenomen of er al; 1: fouten in het bestand; 2: niet uit te voeren."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE.csv|xlsx", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="alles nagaan en niets bewaren")
        parser.add_argument("--create-labels", action="store_true", help="maak van onbekende woorden nieuwe labels")
        parser.add_argument("--json", action="store_true", help="het verslag als JSON op standaarduitvoer")

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        path: Path = options["file"]
        if reason := why_unopenable(path):
            self.stop(reason)
        file_format = format_of(path)
        if file_format is None:
            self.stop(_("Only files that end in .csv or .xlsx can be imported."))
        with progress_bar() as progress:
            report = import_complaints(
                actor=command_actor(),
                source=path,
                file_format=file_format,
                create_labels=options["create_labels"],
                is_trial=options["dry_run"],
                now=read_clock(),
                progress=progress,
            )
        self.show(report, as_json=options["json"], is_trial=options["dry_run"])

    def show(self, report: ImportReport, *, as_json: bool, is_trial: bool) -> None:
        if as_json:
            write_json(self.stdout, report.as_json())
        if not report.is_readable:
            self.stop("; ".join(f"{fault.code}: {message_of(fault)}" for fault in report.faults))
        if not as_json:
            write_report(self.stdout, self.stderr, report=report)
        if report.has_faults:
            raise CommandError(
                _("Nothing was imported: %(count)s faults. Correct the file and import it again.")
                % {"count": report.findings.faults_total},
                returncode=1,
            )
        if as_json:
            return
        said = (
            _("Trial: %(imported)s of %(rows)s rows would be imported, %(already_there)s are already there. Nothing was saved.")
            if is_trial
            else _("%(imported)s of %(rows)s rows imported, %(already_there)s were already there.")
        )
        self.stdout.write(said % {"imported": report.imported, "rows": report.rows, "already_there": report.already_there})
