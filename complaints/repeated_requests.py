"""A request that is sent twice is done once: what the key of a caller was answered with. Opens no transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, RememberedRequest
from complaints.visible_text import visible_text
from tenants.actors import Actor
from tenants.connections import current_schema
from tenants.errors import NotFound, Refusal

LONGEST_KEY = 100


class UnusableKey(Refusal):
    code = "unusable_key"
    message = _("Give an idempotency key of 1 to 100 characters that can be seen, such as a UUID; a new one for each new request.")


class KeyUsedForSomethingElse(Refusal):
    """details: reference, the file that the key was answered with."""

    code = "key_used_for_something_else"
    message = _("This idempotency key was used before, with other content. Make a new key for a new request.")


@dataclass(frozen=True, kw_only=True)
class RequestKey:
    """key: chosen by the caller, usable or not. digest: SHA-256 of what is asked, in 64 characters."""

    key: str
    digest: str


def request_key(key: str, *, asked: Mapping[str, Any]) -> RequestKey:
    """The key of a request that asks this, whatever order it says it in."""
    told = json.dumps(dict(asked), sort_keys=True, default=str)
    return RequestKey(key=key, digest=hashlib.sha256(told.encode()).hexdigest())


def check_key(request: RequestKey | None) -> None:
    """Raises UnusableKey."""
    if request is not None and (not visible_text(request.key) or len(request.key) > LONGEST_KEY):
        raise UnusableKey(field="idempotency_key")


def earlier_request(request: RequestKey | None, *, actor: Actor, operation: str, among: QuerySet[Complaint]) -> RememberedRequest | None:
    """What this caller's key was answered with; None when it is new. Whoever sends it at the same moment waits here.

    among: the files of which this caller may still have such an answer. Raises UnusableKey, NotFound of any
    other, and KeyUsedForSomethingElse.
    """
    check_key(request)
    if request is None:
        return None
    _one_at_a_time(request.key, actor=actor)
    found = RememberedRequest.objects.select_related("complaint").filter(caller=_caller(actor), key=request.key).first()
    if found is not None and (found.complaint is None or not among.filter(pk=found.complaint.pk).exists()):
        raise NotFound
    if found is not None and (found.operation, found.digest) != (operation, request.digest):
        raise KeyUsedForSomethingElse(field="idempotency_key", reference=found.complaint.reference if found.complaint else "")
    return found


def is_remembered(key: str, *, actor: Actor) -> bool:
    """Whether this caller's key was answered before. Whoever sends it at the same moment goes first."""
    _one_at_a_time(key, actor=actor)
    return RememberedRequest.objects.filter(caller=_caller(actor), key=key).exists()


def remember(
    request: RequestKey | None, *, actor: Actor, operation: str, complaint: Complaint, now: datetime, answer: dict[str, Any] | None = None
) -> None:
    """Keep what a key was answered with, in the transaction that did the work."""
    if request is not None:
        RememberedRequest.objects.create(
            caller=_caller(actor),
            key=request.key,
            operation=operation,
            digest=request.digest,
            complaint=complaint,
            answer=answer or {},
            asked_at=now,
        )


def _one_at_a_time(key: str, *, actor: Actor) -> None:
    with connection.cursor() as cursor:
        whose = f"request {current_schema()} {_caller(actor)}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [whose, key])


def _caller(actor: Actor) -> str:
    return f"{actor.kind}:{actor.user_id or ''}"
