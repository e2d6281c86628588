"""The door of exports that a worker makes: whoever asked follows their own, nobody else's."""

from __future__ import annotations

import uuid

from complaints.models import ExportRun
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
