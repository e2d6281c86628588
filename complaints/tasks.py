"""What the register does after a commit. Tasks read the clock and make one call."""

from __future__ import annotations

from complaints.flows.after_import import refresh_statistics
from tenants.actors import system_actor
from tenants.outbox import outbox_task


@outbox_task("complaints.after_import")
def after_import() -> None:
    """Once per import, whatever its size."""
    refresh_statistics(actor=system_actor())
