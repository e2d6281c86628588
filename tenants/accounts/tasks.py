"""What the outbox queues for accounts."""

from __future__ import annotations

from tenants.accounts.flows import invitations
from tenants.actors import system_actor
from tenants.clock import read_clock
from tenants.outbox import outbox_task


@outbox_task("accounts.send_invitation")
def send_invitation(*, membership_id: int) -> None:
    """Mail whoever got a role."""
    invitations.send_invitation(actor=system_actor(), membership_id=membership_id, now=read_clock())
