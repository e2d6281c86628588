"""The commands: their status, what stands on which stream, and nothing else."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from complaints.models import Complaint, HistoricalTotal
from tenants.models import Tenant
from tests.factories.register_files import ROW, write_bytes, write_csv

CASES = Path(__file__).parents[2] / "cases"


def run(name: str, *args: Any, **options: Any) -> tuple[int, str, str]:
    """Status, standard output and standard error, as somebody at a shell sees them."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *map(str, args), stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue() + str(error)
    return 0, out.getvalue(), err.getvalue()


def test_import_as_json_prints_the_object_and_nothing_else(tenant: Tenant) -> None:
    status, out, err = run("import_complaints", "--tenant", tenant.slug, CASES / "nwf_2023.csv", "--create-labels", "--json")

    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert list(answer) == ["rows", "imported", "already_there", "labels_created", "faults", "warnings"]
    assert (answer["rows"], answer["imported"], answer["already_there"]) == (18, 18, 0)
    assert answer["labels_created"]["kind"] == ["Dienst", "Bemiddeling"]


def test_faults_give_status_1_and_are_in_the_json(tenant: Tenant, tmp_path: Path) -> None:
    path = write_csv(tmp_path, {**ROW, "closed_on": "2023-01-01"})

    status, out, _ = run("import_complaints", "--tenant", tenant.slug, path, "--create-labels", "--json")

    answer = json.loads(out)
    assert status == 1
    assert [{**fault, "message": ""} for fault in answer["faults"]] == [
        {"row": 2, "column": "closed_on", "value": "2023-01-01", "code": "closed_before_received", "message": ""}
    ]
    assert Complaint.objects.count() == 0


def test_in_words_each_unknown_word_comes_once_more_at_the_end(tenant: Tenant, tmp_path: Path) -> None:
    run("import_complaints", "--tenant", tenant.slug, write_csv(tmp_path, ROW), "--create-labels")
    wrong = [{**ROW, "reference": f"R{number}", "nature": "Bejegenning", "unit": "Xyz" if number else "Werk"} for number in range(3)]

    status, out, err = run("import_complaints", "--tenant", tenant.slug, write_csv(tmp_path, *wrong))

    lines = err.splitlines()
    assert (status, out) == (1, "")
    assert lines[1] == (
        '  rij 2, nature, "Bejegenning": We kennen dit woord niet. Bedoelt u "Bejegening"?'
        " Verbeter het, of geef --create-labels mee. [unknown_label]"
    )
    assert lines[6:] == [
        "Onbekende woorden, elk één keer:",
        '  nature, "Bejegenning": 3 keer; bedoelt u "Bejegening"?',
        '  unit, "Xyz": 2 keer',
        "Er is niets overgenomen: 5 fouten. Verbeter het bestand en lees het opnieuw in.",
    ]


def test_words_that_are_there_once_are_not_said_twice(tenant: Tenant, tmp_path: Path) -> None:
    _, _, err = run(
        "import_complaints", "--tenant", tenant.slug, write_csv(tmp_path, {"reference": "A", "received_on": "2024-01-05", "unit": "X"})
    )

    assert err.splitlines() == [
        "Fouten:",
        '  rij 2, unit, "X": We kennen dit woord niet, en ook geen woord dat erop lijkt.'
        " Verbeter het, of geef --create-labels mee. [unknown_label_without_like]",
        "Er is niets overgenomen: 1 fout. Verbeter het bestand en lees het opnieuw in.",
    ]


def test_a_second_import_is_status_0(tenant: Tenant) -> None:
    arguments = ["import_complaints", "--tenant", tenant.slug, CASES / "nwf_2023.csv", "--create-labels"]
    run(*arguments)

    status, out, _ = run(*arguments, "--json")

    assert (status, json.loads(out)["already_there"]) == (0, 18)


def test_a_trial_saves_nothing(tenant: Tenant) -> None:
    status, out, err = run("import_complaints", "--tenant", tenant.slug, CASES / "nwf_2023.csv", "--create-labels", "--dry-run")

    assert (status, err) == (0, "")
    assert out.splitlines()[-1] != ""
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("command", ["import_complaints", "import_history"])
@pytest.mark.parametrize("slug", ["bestaat-niet", "public", "", "x\x00y", "portaal"])
def test_an_unknown_organisation_is_status_2(tenant: Tenant, command: str, slug: str) -> None:
    status, out, err = run(command, "--tenant", slug, CASES / "nwf_2023.csv")

    assert (status, out) == (2, "")
    assert err != ""


@pytest.mark.parametrize("command", ["import_complaints", "import_history"])
def test_a_deactivated_organisation_gives_the_answer_of_an_unknown_one(tenant: Tenant, command: str) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(is_active=False, deactivated_at=datetime(2026, 1, 1, tzinfo=UTC))

    known = run(command, "--tenant", tenant.slug, CASES / "nwf_2023.csv")
    unknown = run(command, "--tenant", "bestaat-niet", CASES / "nwf_2023.csv")

    assert known[0] == 2
    assert known[2].replace(tenant.slug, "") == unknown[2].replace("bestaat-niet", "")


@pytest.mark.parametrize("command", ["import_complaints", "import_history"])
@pytest.mark.parametrize("name", ["bestaat-niet.csv", "", "map.csv", "klachten.xls", "klachten", "x\x00.csv"])
def test_a_file_that_cannot_be_opened_is_status_2(tenant: Tenant, tmp_path: Path, command: str, name: str) -> None:
    (tmp_path / "map.csv").mkdir()
    write_bytes(tmp_path, b"x", "klachten.xls")
    write_bytes(tmp_path, b"x", "klachten")

    status, out, err = run(command, "--tenant", tenant.slug, tmp_path / name if name else "")

    assert (status, out) == (2, "")
    assert err != ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("bestaat-niet.csv", "Er is geen bestand {path}. Controleer de naam en de map."),
        ("map.csv", "{path} is een map. Noem het bestand dat erin staat."),
        ("x\x00.csv", "Dit is geen naam van een bestand."),
    ],
)
@pytest.mark.parametrize("command", ["import_complaints", "import_history", "deadlines", "contact_deadlines"])
def test_why_a_file_cannot_be_opened_is_said_in_dutch(tenant: Tenant, tmp_path: Path, command: str, name: str, reason: str) -> None:
    (tmp_path / "map.csv").mkdir()
    options = ["--tenant", tenant.slug] if command.startswith("import") else []

    status, out, err = run(command, *options, tmp_path / name)

    assert (status, out, err) == (2, "", reason.format(path=tmp_path / name))


@pytest.mark.parametrize("command", ["import_complaints", "import_history"])
@pytest.mark.parametrize(("content", "code"), [(b"", "empty_file"), (b"%PDF-1.7 x", "not_text")])
def test_a_file_that_is_no_table_is_status_2_with_its_reason(
    tenant: Tenant, tmp_path: Path, command: str, content: bytes, code: str
) -> None:
    status, out, err = run(command, "--tenant", tenant.slug, write_bytes(tmp_path, content), "--json")

    assert status == 2
    assert [(fault["row"], fault["code"]) for fault in json.loads(out)["faults"]] == [(None, code)]
    assert code in err


def test_the_connection_is_left_where_it_was(tenant: Tenant) -> None:
    connection.set_schema_to_public()

    run("import_complaints", "--tenant", tenant.slug, CASES / "nwf_2023.csv", "--create-labels")

    assert connection.schema_name == "public"


def test_history_says_on_standard_error_and_in_json_what_it_replaces(tenant: Tenant) -> None:
    arguments = ["import_history", "--tenant", tenant.slug, CASES / "wil_history.csv", "--create-labels", "--json"]
    first = run(*arguments)

    status, out, err = run(*arguments)

    assert (first[0], first[2], json.loads(first[1])["replaced"]) == (0, "", 0)
    assert (status, json.loads(out)["replaced"]) == (0, 24)
    assert "24" in err


def test_history_faults_are_status_1(tenant: Tenant, tmp_path: Path) -> None:
    path = write_bytes(tmp_path, b"year,measure,dimension,label,count\n2023,received,total,,-1\n")

    status, out, _ = run("import_history", "--tenant", tenant.slug, path, "--json")

    assert (status, [fault["code"] for fault in json.loads(out)["faults"]]) == (1, ["count_negative"])
    assert HistoricalTotal.objects.count() == 0


def test_remove_history_asks_first(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import_history", "--tenant", tenant.slug, CASES / "wil_history.csv", "--create-labels")
    arguments = ["remove_history", "--tenant", tenant.slug, "--year", 2023]

    without_terminal = run(*arguments)
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda question: "nee")
    declined = run(*arguments)
    kept = HistoricalTotal.objects.filter(year=2023).count()
    monkeypatch.setattr("builtins.input", lambda question: "ja")
    agreed = run(*arguments, "--measure", "received")

    assert (without_terminal[0], declined[0], kept, agreed[0]) == (2, 1, 10, 0)
    assert HistoricalTotal.objects.filter(year=2023).count() == 6


def test_remove_history_with_yes_and_of_a_year_that_is_not_there(tenant: Tenant) -> None:
    run("import_history", "--tenant", tenant.slug, CASES / "wil_history.csv", "--create-labels")

    removed = run("remove_history", "--tenant", tenant.slug, "--year", 2023, "--yes")
    again = run("remove_history", "--tenant", tenant.slug, "--year", 2023, "--yes")

    assert (removed[0], again[0]) == (0, 1)
    assert again[2].startswith("no_totals_there")
    assert HistoricalTotal.objects.filter(year=2023).count() == 0
    assert HistoricalTotal.objects.count() == 14
