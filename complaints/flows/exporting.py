"""Taking the list along as a file: for a purpose, recorded by what was asked and how many, never by what it holds.

A short list is made while somebody waits; a long one by a worker, and fetched by whoever asked, within a day.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from complaints.checks import checked_text
from complaints.finding.columns import Column
from complaints.finding.export import ExportAsked, write_export
from complaints.finding.export_runs import own_export, standing_of
from complaints.finding.filters import ComplaintFilters
from complaints.finding.listing import count_complaints, each_complaint
from complaints.finding.sorting import Sort
from complaints.models import AccessRecord, ExportRun, ExportState, InvolvedPerson
from complaints.takeover.progress import forget_progress, tell_progress
from tenants.accounts.access import actor_for, has_enrolled_second_factor
from tenants.accounts.models import User
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.connections import current_schema
from tenants.errors import Refusal
from tenants.models import Tenant
from tenants.outbox import after_commit
from tenants.permissions import Permission
from tenants.spreadsheets import FileFormat

BATCH = 1_000
# Measured: 0.4 ms a row on a busy machine with two cores, so that nobody waits longer than about a second.
MADE_WHILE_WAITING = 2_000
KEPT_FOR = timedelta(days=1)


class NothingToExport(Refusal):
    code = "nothing_to_export"
    message = _("There is nothing in this list, so there is no file to make. Choose other complaints first.")


class ExportGone(Refusal):
    code = "export_gone"
    message = _("This file is no longer there: it is kept for a day. Make it again.")


class ExportOvertaken(Refusal):
    code = "export_overtaken"
    message = _("What you may see has changed since this file was made, so you cannot fetch it any more. Make it again.")


class ExportBrokenOff(Refusal):
    code = "export_broken_off"
    message = _("Something went wrong on our side and there is no file. Try again later.")


@dataclass(frozen=True, kw_only=True)
class ExportOrder:
    """What somebody wants to take along. sentence, order_text: in words, for the file itself; purpose: why they need it."""

    filters: ComplaintFilters
    sort: Sort
    columns: tuple[Column, ...]
    file_format: FileFormat
    purpose: str
    organisation: str
    sentence: str
    order_text: str
    language: str

    @property
    def told(self) -> ExportAsked:
        return ExportAsked(
            organisation=self.organisation,
            sentence=self.sentence,
            order=self.order_text,
            columns=self.columns,
            file_format=self.file_format,
        )


def export_complaints(*, actor: Actor, order: ExportOrder, to: IO[bytes], now: datetime) -> int:
    """Write the list to a file while somebody waits. Returns how many complaints are in it.

    Whoever is involved, shielded or in another compartment is as absent as in the list. Raises NotPermitted, TextMissing,
    TextTooLong, NothingToExport and what `find_complaints` does.
    """
    guard(actor, Permission.EXPORT_COMPLAINTS)
    purpose = checked_text(order.purpose, field="purpose", is_needed=True)
    with transaction.atomic(durable=True):
        return _write(actor=actor, order=order, purpose=purpose, to=to, now=now)


def start_export(*, actor: Actor, order: ExportOrder, now: datetime) -> ExportRun:
    """Let a worker make the file. Raises what `export_complaints` does."""
    guard(actor, Permission.EXPORT_COMPLAINTS)
    purpose = checked_text(order.purpose, field="purpose", is_needed=True)
    with transaction.atomic(durable=True):
        count = count_complaints(actor=actor, filters=order.filters, today=dutch_date(now))
        if not count:
            raise NothingToExport
        asked, content = _as_stored(order, purpose=purpose)
        run = ExportRun.objects.create(
            started_by=User.objects.get(pk=actor.user_id or 0),
            started_at=now,
            file_format=order.file_format,
            asked=asked,
            content=content,
            reach=_reach(actor),
            count=count,
        )
        after_commit("complaints.run_export", now=now, run_id=str(run.pk))
    return run


def run_export(*, run_id: uuid.UUID, now: datetime) -> bool:
    """Make the file of a run, in the name of who asked. False when another worker is at it now.

    Delivered again after it ended, nothing happens. A worker that is stopped halfway leaves nothing but a file without a run,
    which is removed within a day.
    """
    with transaction.atomic(durable=True):
        run = ExportRun.objects.select_for_update(skip_locked=True).filter(pk=run_id).first()
        if run is None:
            return not ExportRun.objects.filter(pk=run_id).exists()
        if run.state != ExportState.WAITING:
            return True
        try:
            with transaction.atomic():
                _make(run, now=now)
            run.state = ExportState.READY
        except Refusal as refusal:
            run.state, run.failure = ExportState.FAILED, refusal.code
        run.content, run.finished_at = {}, now
        run.save()
    forget_progress(run_id=run.pk)
    return True


def fetch_export(*, actor: Actor, run_id: uuid.UUID, now: datetime) -> tuple[ExportRun, File]:
    """The file of a run, for whoever asked for it. Raises NotPermitted, NotFound, ExportGone, ExportOvertaken."""
    guard(actor, Permission.EXPORT_COMPLAINTS)
    with transaction.atomic(durable=True):
        run = own_export(actor=actor, run_id=run_id)
        if run.state != ExportState.READY or now - run.started_at >= KEPT_FOR or not default_storage.exists(run.stored_file):
            raise ExportGone
        if run.reach != _reach(actor) or run.standing != _standing(actor, run.complaints):
            raise ExportOvertaken
        return run, default_storage.open(run.stored_file)


def remove_old_exports(*, actor: Actor, now: datetime) -> int:
    """Remove what was kept for a day, files and runs, and what a stop at an unlucky moment left. Returns how many."""
    guard(actor, Permission.EXPORT_COMPLAINTS)
    with transaction.atomic(durable=True):
        removed, _models = ExportRun.objects.filter(started_at__lt=now - KEPT_FOR).delete()
    if not default_storage.exists(_folder()):
        return removed
    awaited = set(ExportRun.objects.values_list("stored_file", flat=True))
    names = [f"{_folder()}/{name}" for name in default_storage.listdir(_folder())[1]]
    for name in names:
        if name not in awaited and default_storage.get_modified_time(name) < now - KEPT_FOR:
            default_storage.delete(name)
    return removed


def _write(
    *,
    actor: Actor,
    order: ExportOrder,
    purpose: str,
    to: IO[bytes],
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    before_reading: Callable[[list[uuid.UUID]], None] | None = None,
) -> int:
    today = dutch_date(now)
    count = count_complaints(actor=actor, filters=order.filters, today=today)
    if not count:
        raise NothingToExport
    AccessRecord.objects.create(
        happened_at=now,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        code="exported",
        data={
            "filters": order.filters.used,
            "sort": order.sort.value,
            "columns": [column.value for column in order.columns],
            "format": order.file_format.value,
            "found": count,
        },
        personal={"purpose": purpose},
    )
    batches = each_complaint(actor=actor, filters=order.filters, today=today, sort=order.sort, batch=BATCH, before_reading=before_reading)
    told = (lambda done: progress(done, count)) if progress else None
    with override(order.language):
        write_export(batches, asked=order.told, actor=actor, count=count, now=now, to=to, progress=told)
    return count


def _make(run: ExportRun, *, now: datetime) -> None:
    """The stored file of a run, how many complaints are in it, which, and what of them could leave. Saves nothing."""
    actor = _actor_of(run, now=now)
    guard(actor, Permission.EXPORT_COMPLAINTS)
    if _reach(actor) != run.reach:
        raise ExportOvertaken
    standing, complaints = sha256(), []

    def note(batch: list[uuid.UUID]) -> None:
        # Before they are read: what is withdrawn in between makes the file one that cannot be fetched, never one that can.
        standing.update(standing_of(actor=actor, complaint_ids=batch))
        complaints.extend(batch)

    with tempfile.TemporaryFile() as made:
        run.count = _write(
            actor=actor,
            order=_order_of(run),
            purpose=run.content["purpose"],
            to=made,
            now=now,
            progress=lambda done, total: tell_progress(run_id=run.pk, done=done, total=total),
            before_reading=note,
        )
        made.seek(0)
        run.complaints, run.standing = complaints, standing.hexdigest()
        run.stored_file = default_storage.save(f"{_folder()}/{uuid.uuid4().hex}.{run.file_format}", File(made))


def _actor_of(run: ExportRun, *, now: datetime) -> Actor:
    """Who asked, with the roles held by now."""
    tenant = Tenant.objects.get(schema_name=current_schema())
    user = User.objects.get(pk=run.started_by_id)
    return actor_for(user=user, tenant=tenant, today=dutch_date(now), has_second_factor=has_enrolled_second_factor(user=user))


def _reach(actor: Actor) -> str:
    """A digest of what somebody may see: roles, units, and the files they are involved in."""
    involved = InvolvedPerson.objects.filter(user_id=actor.user_id or 0, handles_by_exception=False).values_list("complaint_id", flat=True)
    seen = [sorted(actor.roles), sorted(map(str, actor.unit_ids)), sorted(map(str, involved))]
    return sha256(json.dumps(seen).encode()).hexdigest()


def _standing(actor: Actor, complaints: list[uuid.UUID]) -> str:
    """As it was digested while the file was made: a batch at a time."""
    digest = sha256()
    for place in range(0, len(complaints), BATCH):
        digest.update(standing_of(actor=actor, complaint_ids=complaints[place : place + BATCH]))
    return digest.hexdigest()


def _folder() -> str:
    return f"exports/{current_schema()}"


_DAYS = ("received_from", "received_until")


def _as_stored(order: ExportOrder, *, purpose: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of an order is codes and numbers, and what may be personal."""
    filters = asdict(order.filters)
    words = filters.pop("text")
    for name in _DAYS:
        filters[name] = filters[name].isoformat() if filters[name] else None
    asked = {
        "filters": filters,
        "sort": order.sort.value,
        "columns": [column.value for column in order.columns],
        "language": order.language,
    }
    told = {"organisation": order.organisation, "sentence": order.sentence, "order": order.order_text}
    return asked, {"words": words, "purpose": purpose, **told}


def _order_of(run: ExportRun) -> ExportOrder:
    filters = dict(run.asked["filters"])
    for name in _DAYS:
        filters[name] = date.fromisoformat(filters[name]) if filters[name] else None
    return ExportOrder(
        filters=ComplaintFilters(**filters, text=run.content["words"]),
        sort=Sort(run.asked["sort"]),
        columns=tuple(Column(code) for code in run.asked["columns"]),
        file_format=FileFormat(run.file_format),
        purpose=run.content["purpose"],
        organisation=run.content["organisation"],
        sentence=run.content["sentence"],
        order_text=run.content["order"],
        language=run.asked["language"],
    )
