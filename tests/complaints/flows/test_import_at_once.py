"""Two at once, and very many: real transactions, and memory that does not grow with the file."""

import csv
import os
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django_tenants.utils import schema_context

from complaints.flows.importing import import_complaints
from complaints.models import Complaint, ReferenceCounter
from complaints.records import allocate_references
from complaints.takeover import file as takeover_file
from complaints.takeover.report import ImportReport
from tenants.actors import command_actor
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.models import Label
from tests.factories.register_files import ROW, write_csv

ROOT = Path(__file__).parents[3]
OPEN = {**ROW, "outcome": "", "closed_on": "", "within_term": ""}


def run_at_once(*works: Any) -> list[Any]:
    """Each work in a thread and a database session of its own; what they return, or raise, in order."""
    results: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int) -> None:
        start.wait(timeout=10)
        try:
            results[place] = works[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_references_are_gapless_when_many_are_given_out_at_once_and_some_go_back(tenant: Tenant) -> None:
    schema = tenant.schema_name

    def take(number: int) -> list[str]:
        with schema_context(schema), transaction.atomic():
            taken = list(allocate_references(count_by_year={2024: 3, 2023: 1})[2024])
            if number % 3 == 0:
                transaction.set_rollback(True)
                return []
            return taken

    results = run_at_once(*[lambda number=number: take(number) for number in range(9)])

    kept = sorted(reference for taken in results for reference in taken)
    assert kept == [f"2024-{number:05d}" for number in range(1, 19)]
    assert dict(ReferenceCounter.objects.values_list("year", "last_number")) == {2023: 6, 2024: 18}


@pytest.mark.django_db(transaction=True)
def test_two_imports_into_one_organisation_wait_for_each_other(tenant: Tenant, tmp_path: Path, now: datetime) -> None:
    schema = tenant.schema_name
    shared = {**OPEN, "reference": "beide"}
    first = write_csv(tmp_path, shared, *[{**OPEN, "reference": f"A{number}"} for number in range(40)], name="a.csv")
    second = write_csv(tmp_path, shared, *[{**OPEN, "reference": f"B{number}"} for number in range(40)], name="b.csv")

    def load(path: Path) -> ImportReport:
        with schema_context(schema):
            return import_complaints(actor=command_actor(), source=path, file_format="csv", create_labels=True, is_trial=False, now=now)

    reports = run_at_once(lambda: load(first), lambda: load(second))

    assert sorted((report.imported, report.already_there) for report in reports) == [(40, 1), (41, 0)]
    assert sorted(Complaint.objects.values_list("reference", flat=True)) == [f"2024-{number:05d}" for number in range(1, 82)]
    assert Label.objects.filter(dimension="kind").count() == 1
    assert OutboxMessage.objects.filter(task_name="complaints.after_import").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_failure_halfway_through_writing_leaves_nothing(
    tenant: Tenant, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.takeover.file.BATCH", 10)
    calls = iter(range(3))

    def stop_at_third(*args: Any, **kwargs: Any) -> None:
        if next(calls) == 2:
            raise KeyboardInterrupt
        written(*args, **kwargs)

    written = takeover_file.add_taken_over
    monkeypatch.setattr(takeover_file, "add_taken_over", stop_at_third)
    path = write_csv(tmp_path, *[{**OPEN, "reference": f"R{number}"} for number in range(50)])

    with pytest.raises(KeyboardInterrupt):
        import_complaints(actor=command_actor(), source=path, file_format="csv", create_labels=True, is_trial=False, now=now)

    assert (Complaint.objects.count(), Label.objects.count(), ReferenceCounter.objects.count()) == (0, 0, 0)
    assert OutboxMessage.objects.count() == 0


@pytest.fixture
def big_file(tmp_path: Path) -> Path:
    """Eight thousand rows with long stories and dates that no other row has."""
    path = tmp_path / "groot.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(OPEN | own_dates(0) | {"story": ""}))
        writer.writeheader()
        for number in range(8_000):
            writer.writerow({**OPEN, "reference": f"R{number}", **own_dates(number), "story": "verhaal " * 400})
    return path


def own_dates(number: int) -> dict[str, Any]:
    """Received, extended and postponed as no other of 8,000 rows."""
    days, place = divmod(number, 8)
    received_on = date(2012, 1, 2) + timedelta(days=days)
    return {
        "received_on": received_on,
        "extension_weeks": 1 + place % 4,
        "extension_sent_on": received_on + timedelta(days=20),
        "postponed_from": received_on + timedelta(days=30),
        "postponed_until": received_on + timedelta(days=40 + place // 4),
    }


MEASURE = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from django.db import connection
from complaints.flows.importing import import_complaints
from tenants.actors import command_actor
connection.settings_dict["NAME"] = sys.argv[2]
connection.set_schema(sys.argv[3])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = import_complaints(actor=command_actor(), source=Path(sys.argv[1]), file_format="csv", create_labels=True, is_trial=True,
                           now=datetime(2026, 11, 20, tzinfo=UTC))
print(report.imported, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_large_file_takes_bounded_memory(tenant: Tenant, big_file: Path) -> None:
    assert big_file.stat().st_size > 25_000_000

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(big_file), connection.settings_dict["NAME"], tenant.schema_name],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'graphql'}", "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )
    assert done.returncode == 0, done.stderr

    imported, kilobytes = (int(number) for number in done.stdout.split())
    assert imported == 8_000
    assert kilobytes < 20_000, "a few batches of two thousand rows, far less than the file as objects or the dates of every row"
