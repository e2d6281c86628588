"""An upload on the page: kept for as short as it takes, carried out by a worker, and followed while it runs."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from shutil import copyfileobj
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from complaints.models import ImportRun, ImportState
from complaints.takeover.file import take_over_file
from complaints.takeover.progress import forget_progress, tell_progress
from complaints.takeover.report import ImportReport
from complaints.takeover.stored import store_report
from tenants.accounts.access import actor_for, has_enrolled_second_factor
from tenants.accounts.models import User
from tenants.actors import Actor, guard, system_actor
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import NotFound, Refusal
from tenants.models import Tenant
from tenants.outbox import after_commit
from tenants.permissions import Permission

LARGEST_UPLOAD = 50 * 1024 * 1024
MOST_ATTEMPTS = 3
# An upload that no run refers to: a worker or server was stopped at an unlucky moment.
LEFT_BEHIND_AFTER = timedelta(days=1)
# By then the outbox has given up, or the organisation was deactivated: an upload must not wait for that without end.
WAITS_NO_LONGER_THAN = timedelta(days=3)
FORMAT_OF_ENDING = {".csv": "csv", ".txt": "csv", ".xlsx": "xlsx"}
FINISHED = frozenset({ImportState.IMPORTED, ImportState.FAULTS, ImportState.FAILED})


class UploadTooLarge(Refusal):
    code = "upload_too_large"
    message = _("This file is larger than 50 MB. Split it, or save it as CSV UTF-8.")


class UploadEmpty(Refusal):
    code = "upload_empty"
    message = _("This file is empty. Export it again and check that it holds rows.")


class UploadFormatUnknown(Refusal):
    code = "upload_format_unknown"
    message = _("Only files that end in .csv or .xlsx can be imported. Save the file as one of these.")


class UploadGone(Refusal):
    code = "upload_gone"
    message = _("The file is no longer there. Upload it again.")


class GaveUp(Refusal):
    code = "gave_up"
    message = _("The import was broken off three times and nothing was imported. Split the file and try again, or ask the operators.")


class NotCarriedOut(Refusal):
    code = "not_carried_out"
    message = _("The import was not carried out within three days. Nothing was imported and the file was removed. Upload it again.")


class BrokenOff(Refusal):
    code = "broken_off"
    message = _("Something went wrong on our side and nothing was imported. We have been told. Try again later.")


def start_import(*, actor: Actor, upload: File, name: str, create_labels: bool, is_trial: bool, now: datetime) -> ImportRun:
    """Keep the upload under a name of our own and queue its import.

    name: the file's name, for its ending alone; it may hold personal data and is kept nowhere. Raises UploadTooLarge,
    UploadEmpty or UploadFormatUnknown.
    """
    guard(actor, Permission.IMPORT_COMPLAINTS)
    file_format = FORMAT_OF_ENDING.get(PurePath(name.lower()).suffix)
    if file_format is None:
        raise UploadFormatUnknown(field="file")
    if not upload.size:
        raise UploadEmpty(field="file")
    if upload.size > LARGEST_UPLOAD:
        raise UploadTooLarge(field="file")
    stored_file = default_storage.save(f"{_folder()}/{uuid.uuid4().hex}.{file_format}", upload)
    try:
        with transaction.atomic(durable=True):
            run = ImportRun.objects.create(
                started_by_id=actor.user_id,
                started_at=now,
                stored_file=stored_file,
                file_format=file_format,
                create_labels=create_labels,
                is_trial=is_trial,
            )
            after_commit("complaints.run_import", now=now, run_id=str(run.pk))
    except BaseException:
        default_storage.delete(stored_file)
        raise
    return run


def run_import(*, run_id: uuid.UUID, now: datetime) -> bool:
    """Carry out a run, in the name of who started it. False when another worker is at it now, so that it is offered again.

    Delivered again after it ended, nothing happens. Delivered again because a worker was stopped halfway, the run starts
    over: what that worker had written went with its transaction. The upload is removed in every outcome. A run that
    cannot be carried out ends as failed, with its reason; what is a fault of ours is raised as well.
    """
    with _alone_at(run_id) as is_alone:
        if not is_alone:
            return False
        run = _claim(run_id)
        if run is None:
            return True
        try:
            _carry_out(run, now=now)
        except Refusal as refusal:
            _end(run, state=ImportState.FAILED, report={"refusal": {"code": refusal.code}}, now=now)
        except BaseException:
            _end(run, state=ImportState.FAILED, report={"refusal": {"code": BrokenOff.code}}, now=now)
            raise
        finally:
            # First what holds personal data.
            _remove_upload(run)
            forget_progress(run_id=run.pk)
    return True


def remove_left_behind(*, actor: Actor, now: datetime) -> int:
    """Remove the uploads of this organisation that nobody will ask for again. Returns how many.

    An upload holds personal data. Those a day old or more that no waiting run refers to were left by a stop at an unlucky
    moment. A run that was not carried out within three days ends as failed, unless a worker is at it now.
    """
    guard(actor, Permission.IMPORT_COMPLAINTS)
    ended = sum(_end_uncarried(run_id, now=now) for run_id in _unfinished_runs(started_before=now - WAITS_NO_LONGER_THAN))
    if not default_storage.exists(_folder()):
        return ended
    awaited = set(ImportRun.objects.exclude(state__in=FINISHED).values_list("stored_file", flat=True))
    files = [f"{_folder()}/{name}" for name in default_storage.listdir(_folder())[1]]
    left = [name for name in files if name not in awaited and default_storage.get_modified_time(name) < now - LEFT_BEHIND_AFTER]
    for stored_file in left:
        default_storage.delete(stored_file)
    return ended + len(left)


def _unfinished_runs(*, started_before: datetime) -> list[uuid.UUID]:
    return list(ImportRun.objects.exclude(state__in=FINISHED).filter(started_at__lt=started_before).values_list("pk", flat=True))


def _end_uncarried(run_id: uuid.UUID, *, now: datetime) -> bool:
    """End a run that nobody carried out and remove its upload. False when a worker is at it, or it ended meanwhile."""
    with _alone_at(run_id) as is_alone:
        if not is_alone:
            return False
        run = ImportRun.objects.exclude(state__in=FINISHED).filter(pk=run_id).first()
        if run is None:
            return False
        _end(run, state=ImportState.FAILED, report={"refusal": {"code": NotCarriedOut.code}}, now=now)
        _remove_upload(run)
    return True


def _folder() -> str:
    return f"imports/{current_schema()}"


@contextmanager
def _alone_at(run_id: uuid.UUID) -> Iterator[bool]:
    """Hold a run for as long as this worker lives: a lock of the session goes when the worker or its connection does."""
    key = ("complaints.run_import", f"{current_schema()}/{run_id}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", key)
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", key)


def _claim(run_id: uuid.UUID) -> ImportRun | None:
    """The run, marked as running; None when it has ended. Raises NotFound."""
    with transaction.atomic(durable=True):
        run = ImportRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None:
            raise NotFound
        if run.state not in FINISHED:
            run.state = ImportState.RUNNING
            run.report = {"attempts": run.report.get("attempts", 0) + 1}
            run.save(update_fields=["state", "report"])
            return run
    _remove_upload(run)
    return None


def _carry_out(run: ImportRun, *, now: datetime) -> None:
    """The import and the end of its run in one transaction: no run says "imported" without its rows, nor the other way."""
    if run.report["attempts"] > MOST_ATTEMPTS:
        raise GaveUp
    actor = _actor_of(run, now=now)
    guard(actor, Permission.IMPORT_COMPLAINTS)
    with _local_file(run) as source, transaction.atomic(durable=True):
        with transaction.atomic():
            report = take_over_file(
                actor=actor,
                source=source,
                file_format=run.file_format,
                create_labels=run.create_labels,
                now=now,
                progress=lambda done, total: tell_progress(run_id=run.pk, done=done, total=total),
            )
            if run.is_trial:
                transaction.set_rollback(True)
        _save_end(run, state=_state_of(report), report=store_report(report), now=now)


def _state_of(report: ImportReport) -> ImportState:
    return ImportState.FAULTS if report.has_faults else ImportState.IMPORTED


def _actor_of(run: ImportRun, *, now: datetime) -> Actor:
    """Who started it, with the roles held by now: somebody whose role ended meanwhile imports nothing."""
    if run.started_by_id is None:
        return system_actor()
    tenant = Tenant.objects.get(schema_name=current_schema())
    user = User.objects.get(pk=run.started_by_id)
    return actor_for(user=user, tenant=tenant, today=dutch_date(now), has_second_factor=has_enrolled_second_factor(user=user))


@contextmanager
def _local_file(run: ImportRun) -> Iterator[Path]:
    """The upload as a file on this machine. Raises UploadGone."""
    if not run.stored_file or not default_storage.exists(run.stored_file):
        raise UploadGone
    try:
        path = Path(default_storage.path(run.stored_file))
    except NotImplementedError:
        # Storage elsewhere (S3): read it through a copy that nobody else can name.
        with default_storage.open(run.stored_file) as stored, tempfile.NamedTemporaryFile(suffix=f".{run.file_format}") as copy:
            copyfileobj(stored, copy)
            copy.flush()
            yield Path(copy.name)
        return
    yield path


def _end(run: ImportRun, *, state: ImportState, report: dict[str, Any], now: datetime) -> None:
    with transaction.atomic(durable=True):
        _save_end(run, state=state, report=report, now=now)


def _save_end(run: ImportRun, *, state: ImportState, report: dict[str, Any], now: datetime) -> None:
    run.state, run.report, run.finished_at = state, report, now
    run.save(update_fields=["state", "report", "finished_at"])


def _remove_upload(run: ImportRun) -> None:
    if run.stored_file:
        default_storage.delete(run.stored_file)
        ImportRun.objects.filter(pk=run.pk).update(stored_file="")
