"""A report as a run keeps it: codes and what their sentences are filled with, so that everybody reads it in the own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.imports.findings import FaultGroup, Finding, Param
from complaints.takeover.report import ImportReport
from complaints.takeover.texts import REMEDIES_ON_PAGE, alternatives, message_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFinding:
    """A finding and its sentence, in the language of the reader."""

    finding: Finding
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGroup:
    """Faults that one repair puts right. rows: the first few; count: all of them."""

    first: ReadFinding
    rows: tuple[int, ...]
    count: int

    @property
    def where(self) -> str:
        """The rows in words: all of them, or how many and the first few; "" for a fault of the file as a whole."""
        if not self.rows:
            return ""
        rows = ", ".join(map(str, self.rows))
        if self.count > len(self.rows):
            return _("%(count)s rows: %(rows)s and more") % {"count": self.count, "rows": rows}
        return ngettext("row %(rows)s", "rows %(rows)s", self.count) % {"rows": rows}

    @property
    def nearest(self) -> str:
        """The known words that look most like an unknown one; "" when there is none."""
        return alternatives(self.first.finding.nearest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """What a run has to say. faults_total, warnings_total: listed or not. groups: most rows first; () in a report of long ago."""

    faults: tuple[ReadFinding, ...]
    warnings: tuple[ReadFinding, ...]
    faults_total: int
    warnings_total: int
    groups: tuple[ReadGroup, ...]

    @property
    def is_cut(self) -> bool:
        """Whether there are more faults than those listed."""
        return self.faults_total > len(self.faults)


def store_report(report: ImportReport) -> dict[str, Any]:
    """The report as JSON, without a sentence in any language."""
    return {
        "rows": report.rows,
        "imported": report.imported,
        "already_there": report.already_there,
        "labels_created": report.labels_created,
        "faults": [_store(finding) for finding in report.faults],
        "warnings": [_store(finding) for finding in report.warnings],
        "groups": [_store_group(group) for group in report.findings.groups.values()],
        **report.totals(),
    }


def read_report(stored: Mapping[str, Any]) -> ReadReport:
    """A stored report in the language that is active; one of long ago, which holds sentences, in the language it was made in."""
    faults = tuple(_read(finding) for finding in stored.get("faults", []))
    warnings = tuple(_read(finding) for finding in stored.get("warnings", []))
    groups = [_read_group(group) for group in stored.get("groups", [])]
    return ReadReport(
        faults=faults,
        warnings=warnings,
        faults_total=stored.get("faults_total", len(faults)),
        warnings_total=stored.get("warnings_total", len(warnings)),
        groups=tuple(sorted(groups, key=lambda group: -group.count)),
    )


def _store(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "code": finding.code,
        "params": {name: _store_param(value) for name, value in finding.params.items()},
    }


def _store_group(group: FaultGroup) -> dict[str, Any]:
    return {"first": _store(group.first), "rows": group.rows, "count": group.count}


def _read(stored: Mapping[str, Any]) -> ReadFinding:
    finding = Finding(
        row=stored["row"],
        column=stored["column"],
        value=stored["value"],
        code=stored["code"],
        params={name: _read_param(value) for name, value in stored.get("params", {}).items()},
    )
    return ReadFinding(finding=finding, message=stored["message"] if "message" in stored else _sentence(finding))


def _read_group(stored: Mapping[str, Any]) -> ReadGroup:
    return ReadGroup(first=_read(stored["first"]), rows=tuple(stored["rows"]), count=stored["count"])


def _sentence(finding: Finding) -> str:
    try:
        return message_of(finding, remedies=REMEDIES_ON_PAGE)
    except KeyError:
        # Written by another version of the product, which had a sentence for it.
        return _("Look at this cell (%(code)s), or upload the file again to read what to do.") % {"code": finding.code}


def _store_param(value: Param) -> Any:
    """A date keeps that it is one; the rest is JSON as it is."""
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _read_param(value: Any) -> Param:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    return tuple(value) if isinstance(value, list) else value
