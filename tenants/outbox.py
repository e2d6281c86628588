"""What must follow a commit is written in it.

`after_commit("complaints.send_acknowledgement", complaint_id=...)` adds a row in the same transaction. On commit it is
handed to the broker; when that fails, or there is none, beat's sweep hands it over later. A task may run twice: its flow
notices. A message that is not done after the last attempt is marked as failed and waits for `manage.py outbox --retry`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from celery import current_app, shared_task
from celery.exceptions import NotRegistered
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django_tenants.utils import schema_context
from kombu.exceptions import OperationalError

from tenants.clock import read_clock
from tenants.connections import current_schema
from tenants.models import OutboxMessage, Tenant

log = logging.getLogger(__name__)

# After the first attempt, the second, and so on: a message that is not done by then is handed over again. The broker may
# have lost it, or its task failed. After the last wait it has failed for good.
WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(hours=24))
MOST_ATTEMPTS = len(WAITS)
# Between the commit and the sweep: leaves the dispatch on commit the first chance.
SWEEP_AFTER = timedelta(seconds=5)
SWEEP_BATCH = 500
DONE_KEPT_FOR = timedelta(days=30)

UNKNOWN_TASK = "unknown_task"
NOT_ACCEPTED = "not_accepted"
NOT_DONE = "not_done"


class Handover(Enum):
    """How an attempt went. UNREACHABLE says something about the broker, REFUSED about this one message."""

    TAKEN = auto()
    REFUSED = auto()
    UNREACHABLE = auto()


def after_commit(task_name: str, *, now: datetime, **payload: Any) -> OutboxMessage:
    """Queue a task for after the commit, in the schema that is set now. payload: ids and codes only."""
    message = OutboxMessage.objects.create(schema_name=current_schema(), task_name=task_name, payload=payload, created_at=now)
    transaction.on_commit(lambda: _dispatch_on_commit(message), robust=True)
    return message


def sweep(*, now: datetime) -> int:
    """Hand over what stayed behind, oldest first. Returns how many messages the broker took. Safe to run twice at once."""
    with schema_context("public"), transaction.atomic():
        _give_up(now=now)
        taken = 0
        for message in _open_messages().filter(_is_due(now)).order_by("created_at")[:SWEEP_BATCH]:
            handover = _dispatch(message, now=now)
            if handover is Handover.UNREACHABLE:
                break
            taken += handover is Handover.TAKEN
    return taken


def clear_done(*, now: datetime) -> int:
    """Remove messages that were done a month ago. What failed stays. Returns how many went."""
    with schema_context("public"):
        removed, _per_model = OutboxMessage.objects.filter(done_at__lt=now - DONE_KEPT_FOR).delete()
    return removed


def unfinished_messages() -> list[OutboxMessage]:
    """What waits or failed, oldest first."""
    return list(OutboxMessage.objects.filter(done_at__isnull=True).order_by("created_at", "pk"))


def retry_failed(*, message_id: int | None = None) -> int:
    """Let failed messages, or the one with this id, start again with every attempt. Returns how many; the sweep takes them."""
    failed = OutboxMessage.objects.filter(done_at__isnull=True, failed_at__isnull=False)
    if message_id is not None:
        failed = failed.filter(pk=message_id)
    return failed.update(failed_at=None, failure="", attempts=0, dispatched_at=None)


def outbox_task(name: str) -> Callable[[Callable[..., Any]], Any]:
    """A task that the outbox may queue: runs in the schema it was queued in and marks its message done."""

    def register(work: Callable[..., Any]) -> Any:
        @shared_task(name=name)
        def run(*, outbox_id: int | None = None, **payload: Any) -> None:
            if outbox_id is not None and not _is_at_work(current_schema()):
                # Deactivated after the broker took it: the message stays open until the organisation is back.
                return
            work(**payload)
            if outbox_id is not None:
                OutboxMessage.objects.filter(pk=outbox_id).update(done_at=read_clock(), failed_at=None, failure="")

        return run

    return register


def _is_at_work(schema_name: str) -> bool:
    return Tenant.objects.filter(schema_name=schema_name, is_active=True).exists()


def _open_messages() -> Any:
    """Locked: neither done nor failed, and of an organisation that is active."""
    active = Tenant.objects.filter(is_active=True).values("schema_name")
    return OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        done_at__isnull=True, failed_at__isnull=True, schema_name__in=active
    )


def _is_due(now: datetime) -> Q:
    due = Q(dispatched_at__isnull=True, created_at__lte=now - SWEEP_AFTER)
    for attempts, wait in enumerate(WAITS[:-1], start=1):
        due |= Q(attempts=attempts, dispatched_at__lte=now - wait)
    return due


def _give_up(*, now: datetime) -> None:
    """Mark as failed what had its last attempt and is still not done."""
    for message in _open_messages().filter(attempts__gte=MOST_ATTEMPTS, dispatched_at__lte=now - WAITS[-1])[:SWEEP_BATCH]:
        message.failed_at, message.failure = now, message.failure or NOT_DONE
        message.save(update_fields=["failed_at", "failure"])
        log.warning("outbox.failed message=%s task=%s failure=%s", message.pk, message.task_name, message.failure)


def _dispatch_on_commit(message: OutboxMessage) -> None:
    _dispatch(message, now=read_clock())


def _dispatch(message: OutboxMessage, *, now: datetime) -> Handover:
    """Hand a message to the broker and count the attempt. What is wrong with one message stops no other."""
    if not settings.WITH_BROKER:
        return Handover.UNREACHABLE
    failure = ""
    try:
        task = current_app.tasks[message.task_name]
        task.apply_async(kwargs={**message.payload, "outbox_id": message.pk}, headers={"_schema_name": message.schema_name}, retry=False)
    except NotRegistered:
        # Of another version of the product, on its way in or out: the next attempt may find it.
        failure = UNKNOWN_TASK
        log.warning("outbox.unknown_task message=%s task=%s", message.pk, message.task_name)
    except (OperationalError, OSError) as error:
        log.warning("outbox.broker_unreachable message=%s error=%s", message.pk, type(error).__name__)
        return Handover.UNREACHABLE
    except Exception as error:
        failure = NOT_ACCEPTED
        log.warning("outbox.not_accepted message=%s task=%s error=%s", message.pk, message.task_name, type(error).__name__)
    OutboxMessage.objects.filter(pk=message.pk).update(dispatched_at=now, attempts=F("attempts") + 1, failure=failure)
    return Handover.REFUSED if failure else Handover.TAKEN
