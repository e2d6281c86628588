"""A broker and a Celery worker for tests: the real ones, the worker in a thread of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery.contrib.testing.worker import start_worker
from django.conf import settings
from kombu import pools

from config.celery import app
from deploy.local.broker import start_broker


@contextmanager
def running_broker(folder: Path) -> Iterator[str]:
    """The address of the broker of the run, or of one of our own that keeps its files in the folder."""
    if settings.WITH_BROKER:
        yield settings.CELERY_BROKER_URL
        return
    own = start_broker(folder)
    try:
        yield own.address
    finally:
        own.process.terminate()
        own.process.wait(timeout=10)


@contextmanager
def using_broker(address: str) -> Iterator[None]:
    """Let the application use this broker for a while."""
    before = app.conf.broker_url
    connect_to(address)
    try:
        yield
    finally:
        connect_to(before)


def connect_to(address: str) -> None:
    """Let the application forget its connections and use another broker."""
    app.conf.broker_url = address
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


@contextmanager
def worker_at_work() -> Iterator[None]:
    """A worker that takes what waits in the queue of this run, and what comes."""
    with start_worker(app, perform_ping_check=False, pool="solo", queues=[settings.CELERY_TASK_DEFAULT_QUEUE]):
        yield
