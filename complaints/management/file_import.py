"""What the commands that take over a file share: their arguments, their status, and how they show the report."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from complaints.imports.findings import FaultGroup, Finding
from complaints.imports.opening import FORMATS
from complaints.management.opening import cannot_open
from complaints.takeover.file import Progress
from complaints.takeover.report import ImportReport, sentence_of
from complaints.takeover.texts import alternatives
from tenants.management.base import TenantCommand
from tenants.models import Tenant

SOME_FAULTS = 1
MOST_WORDS_SHOWN = 50


class FileImportCommand(TenantCommand):
    """Take over a file into one organisation. Subclasses write `take_over` and `conclusion`.

    Status 0: taken over or there already. 1: faults in the file, and nothing was saved. 2: no organisation, no file, no table.
    """

    file_metavar = "BESTAND.csv|xlsx"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar=self.file_metavar, type=Path, help="het bestand")
        parser.add_argument("--dry-run", action="store_true", help="alles nagaan en niets bewaren")
        parser.add_argument("--create-labels", action="store_true", help="maak van onbekende woorden nieuwe labels")
        parser.add_argument("--json", action="store_true", help="het verslag als JSON op standaarduitvoer")

    def take_over(self, *, source: Path, file_format: str, create_labels: bool, is_trial: bool) -> ImportReport:
        raise NotImplementedError

    def conclusion(self, report: ImportReport, *, is_trial: bool) -> str:
        """What came of it, in one line, when there were no faults."""
        raise NotImplementedError

    def answer(self, report: ImportReport) -> dict[str, Any]:
        """The object of `--json`."""
        return report.as_json()

    def handle_tenant(self, *, tenant: Tenant, **options: Any) -> None:
        source: Path = options["file"]
        if reason := why_unopenable(source):
            self.stop(reason)
        file_format = format_of(source)
        if file_format is None:
            self.stop(_("Only files that end in .csv or .xlsx can be imported."))
        report = self.take_over(source=source, file_format=file_format, create_labels=options["create_labels"], is_trial=options["dry_run"])
        self.show(report, as_json=options["json"], is_trial=options["dry_run"])

    def show(self, report: ImportReport, *, as_json: bool, is_trial: bool) -> None:
        """The report on standard output as JSON, or in words with what was found on standard error; status 1 or 2 by raising."""
        if as_json:
            self.stdout.write(json.dumps(self.answer(report), ensure_ascii=False, indent=2))
        if not report.is_readable:
            self.stop("; ".join(f"{fault.code}: {sentence_of(fault)}" for fault in report.faults))
        if not as_json:
            self.write_findings(report)
        if report.has_faults:
            raise CommandError(nothing_was_imported(report.findings.faults_total), returncode=SOME_FAULTS)
        if not as_json:
            self.write_new_labels(report)
            self.stdout.write(self.conclusion(report, is_trial=is_trial))

    def write_findings(self, report: ImportReport) -> None:
        """Warnings and faults one by one, and then each unknown word once: that is what somebody repairs."""
        found = report.findings
        self.write_list(_("Warnings:"), report.warnings, total=found.warnings_total)
        self.write_list(_("Faults:"), report.faults, total=found.faults_total)
        words = sorted((group for group in found.groups.values() if group.first.is_unknown_word), key=lambda group: -group.count)
        if len(words) < sum(group.count for group in words):
            self.stderr.write(_("Unknown words, each once:"))
            self.write_lines((line_of_word(group) for group in words[:MOST_WORDS_SHOWN]), left=len(words) - MOST_WORDS_SHOWN)

    def write_list(self, title: str, findings: list[Finding], *, total: int) -> None:
        if total:
            self.stderr.write(title)
            self.write_lines((line_of(finding) for finding in findings), left=total - len(findings))

    def write_lines(self, lines: Iterable[str], *, left: int) -> None:
        for line in lines:
            self.stderr.write(f"  {line}")
        if left > 0:
            self.stderr.write("  " + _("and %(count)s more.") % {"count": left})

    def write_new_labels(self, report: ImportReport) -> None:
        for dimension, texts in report.labels_created.items():
            self.stdout.write(_("New labels for %(dimension)s: %(texts)s") % {"dimension": dimension, "texts": ", ".join(texts)})


def line_of(finding: Finding) -> str:
    """Where, what stands there, what to do, and the code: `row 2, received_on, "x": ... [not_a_date]`."""
    row = _("row %(row)s") % {"row": finding.row} if finding.row else ""
    value = f'"{finding.value}"' if finding.value else ""
    place = ", ".join(part for part in (row, finding.column, value) if part)
    return f"{place + ': ' if place else ''}{sentence_of(finding)} [{finding.code}]"


def line_of_word(group: FaultGroup) -> str:
    """`nature, "Bejegenning": 12 times; do you mean "Bejegening"?`"""
    times = ngettext("%(count)s time", "%(count)s times", group.count) % {"count": group.count}
    nearest = group.first.nearest
    question = _("; do you mean %(nearest)s?") % {"nearest": alternatives(nearest)} if nearest else ""
    return f'{group.first.column}, "{group.first.value}": {times}{question}'


def nothing_was_imported(faults: int) -> str:
    """The last line when there are faults."""
    return ngettext(
        "Nothing was imported: %(count)s fault. Correct the file and import it again.",
        "Nothing was imported: %(count)s faults. Correct the file and import it again.",
        faults,
    ) % {"count": faults}


def format_of(path: Path) -> str | None:
    """csv or xlsx by the end of the name; None when it ends otherwise."""
    ending = path.suffix.lower().lstrip(".")
    return "csv" if ending == "txt" else ending if ending in FORMATS else None


def why_unopenable(path: Path) -> str | None:
    """Why a file cannot be opened, or None."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # A pipe would be waited for.
            return _("This is not the name of a file.")
        with path.open("rb"):
            return None
    except (OSError, ValueError) as error:
        return cannot_open(path, error)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on standard error where that is a terminal; otherwise nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    with tqdm(total=100, unit="%", file=sys.stderr, bar_format="{l_bar}{bar}| {elapsed}<{remaining}", leave=False) as bar:

        def move(done: int, total: int) -> None:
            bar.update(round(100 * done / total) - bar.n)

        yield move
