"""Years known only as totals: beside the register, never in it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from complaints.flows.import_history import NoTotalsThere, import_history, remove_history
from complaints.flows.importing import import_complaints
from complaints.imports.findings import Finding
from complaints.models import HistoricalTotal, Measure
from complaints.takeover.report import ImportReport
from tenants.actors import Actor
from tenants.errors import NotPermitted
from tenants.organisation.models import Label, OrganisationEvent
from tenants.permissions import Role
from tests.factories.register_files import ROW, write_bytes, write_csv

CASES = Path(__file__).parents[2] / "cases"
HEAD = "year,measure,dimension,label,count\n"
Load = Callable[..., ImportReport]


@pytest.fixture
def load(command: Actor, now: datetime, tmp_path: Path) -> Load:
    """load(lines) or load(path) -> the report of an import of totals."""

    def run(source: str | Path, *, create_labels: bool = True, is_trial: bool = False, actor: Actor = command) -> ImportReport:
        path = source if isinstance(source, Path) else write_bytes(tmp_path, (HEAD + source).encode(), "totalen.csv")
        return import_history(actor=actor, source=path, file_format="csv", create_labels=create_labels, is_trial=is_trial, now=now)

    return run


def codes(findings: list[Finding]) -> list[tuple[int | None, str | None, str]]:
    return [(finding.row, finding.column, finding.code) for finding in findings]


def cells() -> dict[tuple[int, str, str, str | None], int]:
    return {
        (total.year, total.measure, total.dimension, total.label.text if total.label else None): total.count
        for total in HistoricalTotal.objects.select_related("label")
    }


def take_over_cases(command: Actor, tmp_path: Path, now: datetime) -> None:
    """One case: received 5 January 2024, closed 1 February 2024."""
    path = write_csv(tmp_path, ROW)
    import_complaints(actor=command, source=path, file_format="csv", create_labels=True, is_trial=False, now=now)


def test_a_word_that_grows_when_compared_is_too_long_and_not_a_crash(load: Load) -> None:
    line = "2023,received,nature,%s,4\n"

    assert codes(load(line % ("ß" * 101)).faults) == [(2, "label", "text_too_long")]
    assert load(line % ("ß" * 100)).faults == []


def test_wil_history_comes_in_whole(load: Load) -> None:
    report = load(CASES / "wil_history.csv")

    assert (report.rows, report.imported, report.replaced, report.faults, report.warnings) == (24, 24, 0, [], [])
    assert report.labels_created == {
        "municipality": ["IJsselstein", "Houten", "Nieuwegein", "Lopik"],
        "outcome": ["Gegrond", "Gedeeltelijk gegrond", "Ongegrond", "Wederzijdse overeenstemming", "Ingetrokken", "Niet ontvankelijk"],
    }
    found = cells()
    assert len(found) == 24
    assert found[2021, "received", "municipality", "Lopik"] == 0
    assert sum(count for (year, measure, _, _), count in found.items() if (year, measure) == (2023, "received")) == 40
    assert sum(count for (year, measure, _, _), count in found.items() if (year, measure) == (2022, "handled")) == 50
    event = OrganisationEvent.objects.get(code="history_imported")
    assert event.data == {"years": [2021, 2022, 2023], "cells": 24, "replaced": 0}


def test_a_repeat_replaces_the_same_cells_after_saying_so(load: Load) -> None:
    load(CASES / "wil_history.csv")
    changed = "2023,received,municipality,IJsselstein,11\n2023,received,municipality,houten,6\n"

    report = load(changed)

    assert (report.imported, report.replaced, report.labels_created) == (2, 2, {})
    assert [(w.row, w.value, w.code, dict(w.params)) for w in report.warnings] == [
        (2, "11", "replaces_earlier_count", {"before": 10}),
        (3, "6", "replaces_earlier_count", {"before": 7}),
    ]
    assert cells()[2023, "received", "municipality", "IJsselstein"] == 11
    assert len(cells()) == 24


def test_an_unchanged_repeat_is_counted_and_changes_nothing(load: Load) -> None:
    load(CASES / "wil_history.csv")
    before = cells()

    report = load(CASES / "wil_history.csv", create_labels=False)

    assert (report.imported, report.replaced, report.warnings) == (24, 24, [])
    assert cells() == before


def test_a_trial_writes_nothing(load: Load) -> None:
    report = load(CASES / "wil_history.csv", is_trial=True)

    assert (report.imported, report.faults) == (24, [])
    assert (HistoricalTotal.objects.count(), Label.objects.count()) == (0, 0)
    assert OrganisationEvent.objects.filter(code__in=["history_imported", "labels_created"]).count() == 0


def test_unknown_words_are_faults_and_participants_are_known(load: Load) -> None:
    report = load("2023,received,municipality,Lopik,1\n2023,received,municipality,Lopikk,0\n", create_labels=False)

    assert [(f.row, f.column, f.code, dict(f.params)) for f in report.faults] == [(3, "label", "unknown_label", {"nearest": ("Lopik",)})]
    assert HistoricalTotal.objects.count() == 0


def test_total_and_onbekend_have_no_label(load: Load) -> None:
    report = load("2023,received,total,totaal,3\n2023,received,unit,Werk,1\n2023,received,unit,onbekend,2\n")

    assert report.faults == []
    assert cells() == {
        (2023, "received", "total", None): 3,
        (2023, "received", "unit", "Werk"): 1,
        (2023, "received", "unit", None): 2,
    }


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("2023,ontvangen,total,,3\n", [(2, "measure", "unknown_measure")]),
        ("2023,received,wijk,Noord,3\n", [(2, "dimension", "unknown_dimension")]),
        ("2023,received,outcome,Gegrond,3\n", [(2, "dimension", "dimension_not_for_measure")]),
        ("2023,received,total,,-3\n", [(2, "count", "count_negative")]),
        ("2023,received,total,,drie\n", [(2, "count", "count_invalid")]),
        ("2023,received,total,,1.5\n", [(2, "count", "count_invalid")]),
        ("2023,received,total,,\n", [(2, "count", "count_invalid")]),
        ("23,received,total,,3\n", [(2, "year", "date_too_long_ago")]),
        ("tweeduizend,received,total,,3\n", [(2, "year", "year_invalid")]),
        ("2027,received,total,,3\n", [(2, "year", "year_in_future")]),
        ("2023,received,unit,A,1\n2023,received,unit, a ,1\n", [(3, "label", "cell_twice")]),
        ("2023,received,unit,A\u202eB,1\n", [(2, "label", "invisible_character")]),
        ("2023,received,unit,111222333,1\n", [(2, "label", "bsn_in_label")]),
        (
            "jaar,x,y,z,w\n2023,received,total,,-1\n",
            [
                (2, "year", "year_invalid"),
                (2, "measure", "unknown_measure"),
                (2, "dimension", "unknown_dimension"),
                (2, "count", "count_invalid"),
                (3, "count", "count_negative"),
            ],
        ),
    ],
)
def test_every_fault_is_told_at_once_and_nothing_is_written(load: Load, lines: str, expected: list[tuple[int, str, str]]) -> None:
    report = load(lines)

    assert codes(report.faults) == expected
    assert (HistoricalTotal.objects.count(), Label.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "lines",
    [
        "2023,received,total,,4\n2023,received,unit,A,3\n",
        "2023,received,municipality,Houten,4\n2023,received,unit,A,3\n",
    ],
)
def test_tables_of_one_year_and_measure_must_agree(load: Load, lines: str) -> None:
    report = load(lines)

    assert codes(report.faults) == [(3, "count", "totals_disagree")]
    assert HistoricalTotal.objects.count() == 0


def test_tables_are_not_compared_while_a_row_of_them_cannot_be_read(load: Load) -> None:
    report = load("2023,received,total,,4\n2023,received,unit,A,3\n2023,received,unit,B,een\n")

    assert codes(report.faults) == [(4, "count", "count_invalid")]
    assert HistoricalTotal.objects.count() == 0


def test_tables_agree_with_what_was_taken_over_before(load: Load) -> None:
    load("2023,received,total,,4\n")

    disagreeing = load("2023,received,unit,A,3\n")
    agreeing = load("2023,received,unit,A,3\n2023,received,unit,onbekend,1\n")

    assert codes(disagreeing.faults) == [(2, "count", "totals_disagree")]
    assert (agreeing.faults, len(cells())) == ([], 3)


def test_received_and_handled_are_two_measures_that_need_not_agree(load: Load) -> None:
    report = load("2023,received,total,,40\n2023,handled,total,,43\n")

    assert report.faults == []


def test_a_year_with_cases_refuses_totals_per_measure(load: Load, command: Actor, tmp_path: Path, now: datetime) -> None:
    take_over_cases(command, tmp_path, now)

    report = load("2024,received,total,,4\n2024,received,unit,Werk,4\n2024,handled,total,,4\n2023,handled,total,,4\n")

    assert [(f.row, f.column, f.code, dict(f.params)) for f in report.faults] == [
        (2, "year", "year_has_cases", {"year": 2024, "measure": "received"}),
        (4, "year", "year_has_cases", {"year": 2024, "measure": "handled"}),
    ]
    assert HistoricalTotal.objects.count() == 0


def test_cases_come_in_after_the_totals_are_removed(load: Load, command: Actor, tmp_path: Path, now: datetime) -> None:
    load("2024,received,total,,1\n2024,handled,total,,1\n")

    def take_over() -> ImportReport:
        path = write_csv(tmp_path, ROW)
        return import_complaints(actor=command, source=path, file_format="csv", create_labels=True, is_trial=False, now=now)

    assert codes(take_over().faults) == [(2, "received_on", "year_known_as_totals"), (2, "closed_on", "year_known_as_totals")]
    assert remove_history(actor=command, year=2024, measure=Measure.RECEIVED, now=now) == 1
    assert codes(take_over().faults) == [(2, "closed_on", "year_known_as_totals")]
    assert remove_history(actor=command, year=2024, measure=None, now=now) == 1
    assert take_over().imported == 1
    removals = OrganisationEvent.objects.filter(code="history_removed").order_by("pk")
    assert list(removals.values_list("data", flat=True)) == [
        {"year": 2024, "measure": "received", "cells": 1},
        {"year": 2024, "measure": None, "cells": 1},
    ]


def test_removing_what_is_not_there_is_refused(command: Actor, now: datetime) -> None:
    with pytest.raises(NoTotalsThere):
        remove_history(actor=command, year=2024, measure=None, now=now)

    assert OrganisationEvent.objects.filter(code="history_removed").count() == 0


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.HANDLER, Role.MANAGER, Role.COUNCIL_REGISTRY])
def test_only_a_coordinator_takes_over_or_removes_totals(load: Load, make_actor: Callable[..., Actor], now: datetime, role: Role) -> None:
    load("2023,received,total,,4\n")
    actor = make_actor(role)

    with pytest.raises(NotPermitted):
        load("2022,received,total,,4\n", actor=actor)
    with pytest.raises(NotPermitted):
        remove_history(actor=actor, year=2023, measure=None, now=now)

    assert cells() == {(2023, "received", "total", None): 4}


def test_the_day_of_taking_over_is_kept(load: Load, now: datetime) -> None:
    load("2023,received,total,,4\n")

    assert HistoricalTotal.objects.get().taken_over_at == now
