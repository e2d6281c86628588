"""What the outbox and beat queue for accounts."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from tenants.accounts.flows import invitations, sessions
from tenants.actors import system_actor
from tenants.clock import read_clock
from tenants.outbox import outbox_task


@outbox_task("accounts.send_invitation")
def send_invitation(*, membership_id: int) -> None:
    """Mail whoever got a role."""
    invitations.send_invitation(actor=system_actor(), membership_id=membership_id, now=read_clock())


@shared_task(name="accounts.clear_sessions")
def clear_sessions(**kwargs: Any) -> int:
    """Remove sessions that are over, with the search words in them."""
    return sessions.clear_sessions(now=read_clock())
