"""Interfaces of beat and the broker. They read the clock and make one call."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from tenants import outbox
from tenants.clock import read_clock


@shared_task(name="tenants.sweep_outbox")
def sweep_outbox(**kwargs: Any) -> int:
    """Hand over what waits in the outbox."""
    return outbox.sweep(now=read_clock())


@shared_task(name="tenants.clear_outbox")
def clear_outbox(**kwargs: Any) -> int:
    """Remove what was done long ago from the outbox."""
    return outbox.clear_done(now=read_clock())
