"""How the import commands show a report: JSON for machines, Dutch for people, a bar on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _
from tqdm import tqdm

from complaints.imports.findings import Finding
from complaints.imports.opening import FORMATS
from complaints.takeover.file import Progress
from complaints.takeover.report import ImportReport
from complaints.takeover.texts import message_of

MOST_SHOWN = 1_000


def format_of(path: Path) -> str | None:
    """csv or xlsx by the end of the name; None when it ends otherwise."""
    ending = path.suffix.lower().lstrip(".")
    return "csv" if ending == "txt" else ending if ending in FORMATS else None


def why_unopenable(path: Path) -> str | None:
    """Why a file cannot be opened, or None."""
    try:
        if path.exists() and not path.is_file():
            # A folder, or a pipe that would be waited for.
            return _("This is not the name of a file.")
        with path.open("rb"):
            return None
    except OSError as error:
        return _("Cannot open %(path)s: %(reason)s.") % {"path": path, "reason": error.strerror or type(error).__name__}
    except ValueError:
        return _("This is not the name of a file.")


def write_json(stdout: OutputWrapper, answer: object) -> None:
    stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))


def write_findings(stderr: OutputWrapper, *, title: str, findings: list[Finding], total: int) -> None:
    """The first fifty in full, then how many more there are."""
    if not total:
        return
    stderr.write(title)
    for finding in findings[:MOST_SHOWN]:
        place = ", ".join(
            part
            for part in (
                _("row %(row)s") % {"row": finding.row} if finding.row else "",
                finding.column or "",
                f'"{finding.value}"' if finding.value else "",
            )
            if part
        )
        stderr.write(f"  {place + ': ' if place else ''}{message_of(finding)} [{finding.code}]")
    if total > min(len(findings), MOST_SHOWN):
        stderr.write("  " + _("and %(count)s more.") % {"count": total - min(len(findings), MOST_SHOWN)})


def write_report(stdout: OutputWrapper, stderr: OutputWrapper, *, report: ImportReport) -> None:
    """Faults and warnings on standard error."""
    write_findings(stderr, title=_("Warnings:"), findings=report.warnings, total=report.findings.warnings_total)
    write_findings(stderr, title=_("Faults:"), findings=report.faults, total=report.findings.faults_total)
    for dimension, texts in report.labels_created.items():
        stdout.write(_("New labels for %(dimension)s: %(texts)s") % {"dimension": dimension, "texts": ", ".join(texts)})


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
