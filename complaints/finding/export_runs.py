"""The door of exports that a worker makes: whoever asked follows their own, nobody else's, while nothing in it was withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from hashlib import sha256

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from complaints.access import visible_complaints
from complaints.models import ComplaintPoint, ExportRun, Party, Round
from tenants.actors import Actor, guard
from tenants.errors import NotFound
from tenants.permissions import Permission


def own_export(*, actor: Actor, run_id: uuid.UUID) -> ExportRun:
    """One run of this person. Raises NotFound, NotPermitted."""
    guard(actor, Permission.EXPORT_COMPLAINTS)
    run = ExportRun.objects.filter(pk=run_id, started_by_id=actor.user_id or 0).first()
    if run is None:
        raise NotFound
    return run


def standing_of(*, actor: Actor, complaint_ids: Sequence[uuid.UUID]) -> bytes:
    """A digest of what of these files may leave with this person. Another one once less of any of them may.

    So when it was destroyed or went to another compartment or unit, when the person became involved or no longer handles it,
    when its text was marked as sensitive, when somebody in it wants to be shielded or anonymous. What merely happens to a file
    does not count. Raises NotPermitted.
    """
    parts = Party.objects.filter(complaint=OuterRef("pk")).order_by("role")
    main_point = ComplaintPoint.objects.filter(complaint=OuterRef("pk"), is_main=True)
    own_round = Round.objects.filter(complaint=OuterRef("pk"), handler_id=actor.user_id or 0)
    files = visible_complaints(actor=actor).filter(pk__in=complaint_ids).order_by("pk")
    standing = files.annotate(
        main_unit=Subquery(main_point.values("unit")[:1]),
        people=ArraySubquery(parts.values_list(Concat("role", Value(":"), "identity"))),
        is_mine=Exists(own_round),
    ).values_list("pk", "compartment", "has_sensitive_text", "destroyed_at", "main_unit", "people", "is_mine")
    return sha256(repr([tuple(map(str, one)) for one in standing]).encode()).digest()
