"""The door of imports on the page: which runs somebody may follow."""

from __future__ import annotations

import uuid

from complaints.models import ImportRun
from tenants.actors import Actor, guard
from tenants.errors import NotFound
from tenants.permissions import Permission

MOST_RECENT = 5


def access_import_run(*, actor: Actor, run_id: uuid.UUID) -> ImportRun:
    """One run of this organisation. Raises NotFound, NotPermitted."""
    guard(actor, Permission.IMPORT_COMPLAINTS)
    run = ImportRun.objects.select_related("started_by").filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def recent_import_runs(*, actor: Actor) -> list[ImportRun]:
    """The last few runs, newest first."""
    guard(actor, Permission.IMPORT_COMPLAINTS)
    return list(ImportRun.objects.select_related("started_by").order_by("-started_at")[:MOST_RECENT])
