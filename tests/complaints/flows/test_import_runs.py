"""An upload on the page: kept briefly, carried out once, removed always."""

import io
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import Ignore
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context

from complaints import tasks
from complaints.flows import import_runs
from complaints.flows.import_runs import (
    UploadEmpty,
    UploadFormatUnknown,
    UploadTooLarge,
    remove_left_behind,
    run_import,
    start_import,
)
from complaints.models import Complaint, ImportRun, ImportState
from complaints.takeover import progress
from complaints.takeover.progress import read_progress
from tenants.accounts.models import Membership
from tenants.actors import Actor, system_actor
from tenants.errors import NotFound, NotPermitted
from tenants.models import OutboxMessage, Tenant
from tenants.organisation.models import OrganisationEvent
from tenants.permissions import Role
from tests.factories.register_files import ROW, csv_text


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def stored_files(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


@pytest.fixture
def coordinator(make_actor: Callable[..., Actor]) -> Actor:
    return make_actor(Role.COORDINATOR)


@pytest.fixture
def start(coordinator: Actor, now: datetime) -> Callable[..., ImportRun]:
    def begin(content: bytes = b"", *, name: str = "Klachten mevrouw Jansen.csv", is_trial: bool = False) -> ImportRun:
        upload = ContentFile(content or csv_text([ROW]).encode())
        return start_import(actor=coordinator, upload=upload, name=name, create_labels=True, is_trial=is_trial, now=now)

    return begin


Start = Callable[..., ImportRun]


def test_an_upload_is_kept_under_a_name_of_our_own_and_queued_once(start: Start, media: Path, tenant: Tenant, coordinator: Actor) -> None:
    run = start()

    assert stored_files(media) == [run.stored_file]
    folder, name = run.stored_file.rsplit("/", 1)
    assert folder == f"imports/{tenant.schema_name}"
    assert uuid.UUID(name.removesuffix(".csv")).version == 4
    assert "Jansen" not in str(vars(run))
    assert (run.state, run.started_by_id, run.file_format) == ("waiting", coordinator.user_id, "csv")
    assert list(OutboxMessage.objects.values_list("task_name", "payload", "schema_name")) == [
        ("complaints.run_import", {"run_id": str(run.pk)}, tenant.schema_name)
    ]


class _Huge(File):
    size = 50 * 1024 * 1024 + 1


@pytest.mark.parametrize(
    ("upload", "name", "refusal"),
    [
        (_Huge(io.BytesIO(b"x")), "klachten.csv", UploadTooLarge),
        (ContentFile(b""), "klachten.csv", UploadEmpty),
        (ContentFile(b"x"), "klachten.xls", UploadFormatUnknown),
        (ContentFile(b"x"), "klachten.xlsm", UploadFormatUnknown),
        (ContentFile(b"x"), "klachten", UploadFormatUnknown),
        (ContentFile(b"x"), "", UploadFormatUnknown),
    ],
)
def test_an_upload_is_refused_before_it_is_kept(
    coordinator: Actor, now: datetime, media: Path, upload: File, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        start_import(actor=coordinator, upload=upload, name=name, create_labels=True, is_trial=False, now=now)

    assert (stored_files(media), ImportRun.objects.count(), OutboxMessage.objects.count()) == ([], 0, 0)


def test_who_may_not_import_leaves_no_upload(make_actor: Callable[..., Actor], now: datetime, media: Path) -> None:
    with pytest.raises(NotPermitted):
        start_import(actor=make_actor(Role.HANDLER), upload=ContentFile(b"x"), name="a.csv", create_labels=True, is_trial=False, now=now)

    assert (stored_files(media), ImportRun.objects.count()) == ([], 0)


def test_a_run_that_cannot_be_saved_leaves_no_upload(start: Start, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(import_runs, "after_commit", fail)

    with pytest.raises(RuntimeError):
        start()

    assert (stored_files(media), ImportRun.objects.count()) == ([], 0)


def test_a_run_imports_in_the_name_of_who_started_it_and_removes_the_upload(
    start: Start, media: Path, now: datetime, coordinator: Actor
) -> None:
    run = start()

    assert run_import(run_id=run.pk, now=now) is True

    run.refresh_from_db()
    assert (run.state, run.finished_at, run.stored_file) == ("imported", now, "")
    assert (run.report["rows"], run.report["imported"], run.report["faults"]) == (1, 1, [])
    assert stored_files(media) == []
    event = OrganisationEvent.objects.get(code="complaints_imported")
    assert (event.actor_kind, event.actor_id) == ("person", coordinator.user_id)


def test_faults_end_a_run_with_a_masked_report_and_without_the_upload(start: Start, media: Path, now: datetime) -> None:
    run = start(csv_text([{**ROW, "name": "Jansen" * 50}]).encode())

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert run.state == "faults"
    assert [(fault["row"], fault["column"], fault["value"], fault["code"]) for fault in run.report["faults"]] == [
        (2, "name", "••• (300)", "text_too_long")
    ]
    assert "Jansen" not in str(run.report)
    assert (stored_files(media), Complaint.objects.count()) == ([], 0)


def test_a_file_that_is_no_table_ends_as_faults(start: Start, media: Path, now: datetime) -> None:
    run = start(b"PK\x03\x04", name="klachten.xlsx")

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, [fault["code"] for fault in run.report["faults"]]) == ("faults", ["not_a_workbook"])
    assert stored_files(media) == []


def test_a_trial_leaves_its_report_alone(start: Start, now: datetime) -> None:
    run = start(is_trial=True)

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, run.report["imported"]) == ("imported", 1)
    assert (Complaint.objects.count(), OrganisationEvent.objects.filter(code="complaints_imported").count()) == (0, 0)
    assert [message.task_name for message in OutboxMessage.objects.all()] == ["complaints.run_import"]


def test_delivered_twice_the_second_notices(start: Start, now: datetime) -> None:
    run = start()
    run_import(run_id=run.pk, now=now)

    assert run_import(run_id=run.pk, now=now + timedelta(hours=1)) is True

    run.refresh_from_db()
    assert (run.finished_at, Complaint.objects.count()) == (now, 1)
    assert OrganisationEvent.objects.filter(code="complaints_imported").count() == 1


def test_after_a_worker_was_stopped_halfway_the_run_starts_over(start: Start, now: datetime, media: Path) -> None:
    run = start()
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, report={"attempts": 1})

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, Complaint.objects.count(), stored_files(media)) == ("imported", 1, [])


def test_after_three_stops_the_run_is_given_up(start: Start, now: datetime, media: Path) -> None:
    run = start()
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, report={"attempts": 3})

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, run.report["refusal"]["code"], Complaint.objects.count()) == ("failed", "gave_up", 0)
    assert stored_files(media) == []


def test_an_upload_that_is_gone_fails_the_run(start: Start, now: datetime) -> None:
    run = start()
    default_storage.delete(run.stored_file)

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, run.report["refusal"]["code"]) == ("failed", "upload_gone")


def test_somebody_whose_role_ended_imports_nothing(start: Start, now: datetime, coordinator: Actor, media: Path) -> None:
    run = start()
    Membership.objects.filter(user_id=coordinator.user_id).update(ended_at=now)

    run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, run.report["refusal"]["code"], Complaint.objects.count()) == ("failed", "not_permitted", 0)
    assert stored_files(media) == []


def test_a_fault_of_ours_fails_the_run_is_raised_and_removes_the_upload(
    start: Start, now: datetime, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start()

    def fail(**kwargs: Any) -> None:
        Complaint.objects.all().exists()
        raise ZeroDivisionError

    monkeypatch.setattr(import_runs, "take_over_file", fail)

    with pytest.raises(ZeroDivisionError):
        run_import(run_id=run.pk, now=now)

    run.refresh_from_db()
    assert (run.state, run.report["refusal"]["code"]) == ("failed", "broken_off")
    assert stored_files(media) == []
    assert run_import(run_id=run.pk, now=now) is True


def test_an_unknown_run_is_not_found(tenant: Tenant, now: datetime) -> None:
    with pytest.raises(NotFound):
        run_import(run_id=uuid.uuid4(), now=now)


@pytest.fixture
def other_worker(tenant: Tenant) -> Iterator[Any]:
    """A database session of its own, as another worker has."""
    other = connections["default"].copy()
    yield other
    other.close()


def test_while_another_worker_is_at_it_the_message_stays_open(start: Start, now: datetime, tenant: Tenant, other_worker: Any) -> None:
    run = start()
    with other_worker.cursor() as cursor:
        key = ["complaints.run_import", f"{tenant.schema_name}/{run.pk}"]
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s), hashtext(%s))", key)

    with pytest.raises(Ignore):
        tasks.run_import(run_id=str(run.pk), outbox_id=OutboxMessage.objects.get().pk)

    run.refresh_from_db()
    assert (run.state, OutboxMessage.objects.get().done_at) == ("waiting", None)
    # A server lets go of the locks of a closed connection when it gets to it.
    with other_worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other_worker.close()
    tasks.run_import(run_id=str(run.pk), outbox_id=OutboxMessage.objects.get(task_name="complaints.run_import").pk)
    run.refresh_from_db()
    assert run.state == "imported"
    assert OutboxMessage.objects.get(task_name="complaints.run_import").done_at is not None


def test_progress_is_seen_while_it_runs_and_gone_afterwards(start: Start, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start(csv_text([{**ROW, "reference": f"R{number}"} for number in range(100)]).encode())
    monkeypatch.setattr("complaints.takeover.file.BATCH", 50)
    seen: list[int] = []
    tell = import_runs.tell_progress

    def watch(**told: Any) -> None:
        tell(**told)
        seen.append(read_progress(run_id=run.pk))

    monkeypatch.setattr(import_runs, "tell_progress", watch)

    run_import(run_id=run.pk, now=now)

    assert seen[-3:] == [75, 100, 100]
    assert read_progress(run_id=run.pk) == 0


class _BrokenCache:
    """A cache whose server is away."""

    def _fail(self, *args: Any, **kwargs: Any) -> None:
        raise ConnectionError("redis://cache:6379 says nothing")

    get = set = delete = _fail


def test_without_a_cache_an_import_goes_on_and_the_upload_goes(
    start: Start, now: datetime, media: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = start()
    monkeypatch.setattr(progress, "cache", _BrokenCache())

    assert run_import(run_id=run.pk, now=now) is True

    run.refresh_from_db()
    assert (run.state, run.report["imported"], run.stored_file, stored_files(media)) == ("imported", 1, "", [])
    assert read_progress(run_id=run.pk) == 0
    assert {record.getMessage() for record in caplog.records if record.name == "complaints.takeover.progress"} == {
        "import.progress_unknown error=ConnectionError"
    }


def test_the_upload_goes_before_its_progress_does(start: Start, now: datetime, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start()
    still_there: list[list[str]] = []
    monkeypatch.setattr(import_runs, "forget_progress", lambda **kwargs: still_there.append(stored_files(media)))

    run_import(run_id=run.pk, now=now)

    assert still_there == [[]]


def test_what_an_unlucky_stop_left_behind_is_removed_daily(
    start: Start, now: datetime, media: Path, tenant: Tenant, other_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = start()
    folder, elsewhere = media / "imports" / tenant.schema_name, media / "imports" / other_tenant.schema_name
    elsewhere.mkdir()
    old, new, theirs = folder / "oud.csv", folder / "nieuw.csv", elsewhere / "oud.csv"
    ages = {old: timedelta(days=2), new: timedelta(hours=1), media / waiting.stored_file: timedelta(days=3), theirs: timedelta(days=2)}
    for path, age in ages.items():
        path.touch()
        moment = (now - age).timestamp()
        os.utime(path, (moment, moment))
    queued_for: list[str] = []
    monkeypatch.setattr(tasks.clear_uploads_here, "delay", lambda: queued_for.append(connection.schema_name))
    monkeypatch.setattr(tasks, "read_clock", lambda: now)

    tasks.clear_uploads()

    assert queued_for == [other_tenant.schema_name, tenant.schema_name]
    for schema_name in queued_for:
        with schema_context(schema_name):
            assert tasks.clear_uploads_here() == 1
    assert stored_files(media) == sorted([waiting.stored_file, f"imports/{tenant.schema_name}/nieuw.csv"])


@pytest.mark.parametrize("state", [ImportState.WAITING, ImportState.RUNNING])
def test_a_run_that_nobody_carries_out_ends_after_three_days_and_its_upload_goes(
    start: Start, now: datetime, media: Path, state: ImportState
) -> None:
    run = start()
    ImportRun.objects.filter(pk=run.pk).update(state=state)

    assert remove_left_behind(actor=system_actor(), now=now + timedelta(days=3)) == 0
    assert stored_files(media) == [run.stored_file]
    later = now + timedelta(days=3, seconds=1)
    assert remove_left_behind(actor=system_actor(), now=later) == 1

    run.refresh_from_db()
    assert (run.state, run.report["refusal"]["code"], run.finished_at, run.stored_file) == ("failed", "not_carried_out", later, "")
    assert stored_files(media) == []
    assert run_import(run_id=run.pk, now=later) is True
    assert (Complaint.objects.count(), ImportRun.objects.get().state) == (0, "failed")


def test_a_run_that_a_worker_is_at_stays_however_old(start: Start, now: datetime, media: Path, tenant: Tenant, other_worker: Any) -> None:
    run = start()
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.RUNNING)
    with other_worker.cursor() as cursor:
        key = ["complaints.run_import", f"{tenant.schema_name}/{run.pk}"]
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s), hashtext(%s))", key)

    assert remove_left_behind(actor=system_actor(), now=now + timedelta(days=30)) == 0

    run.refresh_from_db()
    assert (run.state, stored_files(media)) == ("running", [run.stored_file])


def test_uploads_of_a_deactivated_organisation_are_removed_too_and_one_half_made_is_left_alone(
    tenant: Tenant, other_tenant: Tenant, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with schema_context("public"):
        Tenant.objects.filter(pk=tenant.pk).update(is_active=False, deactivated_at=now + timedelta(hours=1))
        Tenant.objects.filter(pk=other_tenant.pk).update(is_active=False, deactivated_at=F("created_at"))
    queued_for: list[str] = []
    monkeypatch.setattr(tasks.clear_uploads_here, "delay", lambda: queued_for.append(connection.schema_name))

    tasks.clear_uploads()

    assert queued_for == [tenant.schema_name]


def test_after_an_import_the_tables_are_looked_at_anew(tenant: Tenant) -> None:
    with CaptureQueriesContext(connection) as queries:
        tasks.after_import()

    assert [query["sql"] for query in queries if query["sql"].startswith("ANALYZE")] == [
        'ANALYZE "complaints_complaint"',
        'ANALYZE "complaints_round"',
        'ANALYZE "complaints_complaintpoint"',
        'ANALYZE "complaints_postponement"',
        'ANALYZE "complaints_party"',
        'ANALYZE "complaints_complaintevent"',
        'ANALYZE "complaints_searchentry"',
    ]
