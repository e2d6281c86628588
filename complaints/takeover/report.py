"""What an import has to say: the same object for command and page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from complaints.imports.findings import Finding, Findings
from complaints.takeover.texts import REMEDIES_OF_COMMAND, message_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """rows: filled rows in the file. imported: complaints (or cells) written, or that would be in a trial.

    labels_created: dimension -> texts, in order of appearance. replaced: cells of totals that stood there before.
    is_readable: False when the file is no table at all; `findings` then holds the one reason.
    """

    rows: int = 0
    imported: int = 0
    already_there: int = 0
    replaced: int = 0
    labels_created: dict[str, list[str]] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    is_readable: bool = True

    @property
    def has_faults(self) -> bool:
        return self.findings.faults_total > 0

    @property
    def faults(self) -> list[Finding]:
        return in_order(self.findings.faults)

    @property
    def warnings(self) -> list[Finding]:
        return in_order(self.findings.warnings)

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints. faults_total and warnings_total are there when the lists were cut."""
        return {
            "rows": self.rows,
            "imported": self.imported,
            "already_there": self.already_there,
            "labels_created": self.labels_created,
            "faults": [_as_json(finding) for finding in self.faults],
            "warnings": [_as_json(finding) for finding in self.warnings],
            **self.totals(),
        }

    def totals(self) -> dict[str, int]:
        """How many there are of what is listed in part."""
        found = self.findings
        totals = {
            "faults_total": (found.faults_total, len(found.faults)),
            "warnings_total": (found.warnings_total, len(found.warnings)),
        }
        return {name: total for name, (total, listed) in totals.items() if total > listed}


def in_order(findings: list[Finding]) -> list[Finding]:
    """As somebody goes through the file: what is about the whole file first, then row by row."""
    return sorted(findings, key=lambda finding: finding.row or 0)


def sentence_of(finding: Finding) -> str:
    """A finding for whoever gave a command."""
    return message_of(finding, remedies=REMEDIES_OF_COMMAND)


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "code": finding.code,
        "message": sentence_of(finding),
    }
