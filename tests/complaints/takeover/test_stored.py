"""A report of a run holds no sentence: codes and what they are filled with, read in the language of whoever looks."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.translation import override

from complaints.imports.findings import Findings
from complaints.takeover.report import ImportReport
from complaints.takeover.stored import ReadReport, read_report, store_report


def reread(report: ImportReport) -> ReadReport:
    """As the database gives it back."""
    return read_report(json.loads(json.dumps(store_report(report))))


def messages(report: ReadReport) -> list[str]:
    return [fault.message for fault in report.faults]


def test_dates_numbers_texts_and_words_survive_being_stored() -> None:
    findings = Findings()
    params: dict[str, Any] = {"on": date(2024, 1, 5), "number": 3, "text": "x", "nearest": ("A", "B")}
    findings.fault("closed_before_received", row=2, column="closed_on", value=date(2024, 1, 4), **params)

    fault = reread(ImportReport(findings=findings)).faults[0]

    assert fault.finding == findings.faults[0]


def test_a_fault_is_read_in_the_language_of_the_reader() -> None:
    findings = Findings()
    findings.fault("closed_before_received", row=2, column="closed_on", value=date(2024, 1, 4), received_on=date(2024, 3, 5))
    findings.refusal("year_out_of_range", {"first_year": 1990, "last_year": 2100}, row=3, column="received_on")

    with override("nl"):
        stored = json.loads(json.dumps(store_report(ImportReport(findings=findings))))
        dutch = messages(read_report(stored))
    with override("en"):
        english = messages(read_report(stored))

    assert dutch == [
        "Deze klacht is afgesloten voordat zij op 5 maart 2024 binnenkwam. Controleer beide datums.",
        "Deze termijn valt buiten de jaren 1990 tot en met 2100 die de kalender kent. Controleer het jaar van de datum.",
    ]
    assert english == [
        "This complaint was closed before it was received on 5 March 2024. Check both dates.",
        "This term leaves the years 1990 to 2100 that the calendar knows. Check the year of the date.",
    ]
    assert [word for word in ("Deze", "This", "message") if word in json.dumps(stored)] == []


def test_a_report_of_long_ago_holds_its_sentences_and_has_no_groups() -> None:
    old = {"row": 2, "column": "unit", "value": "Wmoo", "code": "unknown_label", "message": "We kennen dit woord niet."}

    with override("en"):
        report = read_report({"rows": 1, "faults": [old], "warnings": [], "faults_total": 1_200})

    assert messages(report) == ["We kennen dit woord niet."]
    assert (report.faults_total, report.warnings_total, report.groups, report.is_cut) == (1_200, 0, (), True)


def test_what_another_version_found_is_shown_with_its_code() -> None:
    unknown = {"row": 2, "column": "unit", "value": "x", "code": "of_tomorrow", "params": {}}
    refilled = {"row": 3, "column": "closed_on", "value": "x", "code": "closed_before_received", "params": {"since": 1}}

    with override("en"):
        report = read_report({"faults": [unknown, refilled]})

    assert messages(report) == [
        "Look at this cell (of_tomorrow), or upload the file again to read what to do.",
        "Look at this cell (closed_before_received), or upload the file again to read what to do.",
    ]


def test_groups_come_with_most_rows_first_and_say_where() -> None:
    findings = Findings()
    findings.fault("no_rows")
    findings.fault("unknown_label", row=9, column="unit", value="Wrek", about="word:unit:wrek", nearest=("Werk", "Wijk"))
    for row in range(2, 9):
        findings.fault("not_a_date", row=row, column="received_on", value="x")
    for row in (4, 5):
        findings.fault("not_a_date", row=row, column="closed_on", value="x")

    with override("nl"):
        groups = reread(ImportReport(findings=findings)).groups
        said = [(group.first.finding.column, group.where, group.nearest) for group in groups]

    assert said == [
        ("received_on", "7 rijen: 2, 3, 4, 5, 6 en verder", ""),
        ("closed_on", "rij 4, 5", ""),
        (None, "", ""),
        ("unit", "rij 9", '"Werk" of "Wijk"'),
    ]


def test_a_run_that_never_began_has_nothing_to_say() -> None:
    assert read_report({}) == ReadReport(faults=(), warnings=(), faults_total=0, warnings_total=0, groups=())
