"""What must follow a commit is written in it.

`after_commit("complaints.send_acknowledgement", complaint_id=...)` adds a row in the same transaction. On commit it is
handed to the broker; when that fails, or there is none, beat's sweep hands it over later. A task may run twice: its flow
notices.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery import current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django_tenants.utils import schema_context
from kombu.exceptions import OperationalError

from tenants.clock import read_clock
from tenants.connections import current_schema
from tenants.models import OutboxMessage

log = logging.getLogger(__name__)

# A message handed to the broker this long ago and not done is handed over again: the broker may have lost it.
REDISPATCH_AFTER = timedelta(minutes=15)
# Between the commit and the sweep: leaves the dispatch on commit the first chance.
SWEEP_AFTER = timedelta(seconds=5)
SWEEP_BATCH = 500


def after_commit(task_name: str, *, now: datetime, **payload: Any) -> OutboxMessage:
    """Queue a task for after the commit, in the schema that is set now. payload: ids and codes only."""
    message = OutboxMessage.objects.create(schema_name=current_schema(), task_name=task_name, payload=payload, created_at=now)
    transaction.on_commit(lambda: dispatch(message), robust=True)
    return message


def dispatch(message: OutboxMessage) -> bool:
    """Hand a message to the broker. Returns whether the broker took it; False leaves it for the sweep."""
    if not settings.WITH_BROKER:
        return False
    task = current_app.tasks[message.task_name]
    try:
        task.apply_async(kwargs={**message.payload, "outbox_id": message.pk}, headers={"_schema_name": message.schema_name}, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("outbox.broker_unreachable message=%s error=%s", message.pk, type(error).__name__)
        return False
    OutboxMessage.objects.filter(pk=message.pk).update(dispatched_at=read_clock(), attempts=F("attempts") + 1)
    return True


def sweep(*, now: datetime) -> int:
    """Hand over what stayed behind, oldest first. Returns how many messages the broker took. Safe to run twice at once."""
    waiting = Q(dispatched_at__isnull=True, created_at__lte=now - SWEEP_AFTER) | Q(dispatched_at__lte=now - REDISPATCH_AFTER)
    taken = 0
    with schema_context("public"), transaction.atomic():
        messages = OutboxMessage.objects.select_for_update(skip_locked=True).filter(waiting, done_at__isnull=True).order_by("created_at")
        for message in messages[:SWEEP_BATCH]:
            if not dispatch(message):
                break
            taken += 1
    return taken


def outbox_task(name: str) -> Callable[[Callable[..., Any]], Any]:
    """A task that the outbox may queue: runs in the schema it was queued in and marks its message done."""

    def register(work: Callable[..., Any]) -> Any:
        @shared_task(name=name)
        def run(*, outbox_id: int | None = None, **payload: Any) -> None:
            work(**payload)
            if outbox_id is not None:
                OutboxMessage.objects.filter(pk=outbox_id).update(done_at=read_clock())

        return run

    return register
