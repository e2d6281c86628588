"""A worker logs as every other process does: what Celery would choose by itself drops our events."""

from __future__ import annotations

import logging

import pytest
from celery.app.log import Logging

from config.celery import app


def test_a_worker_leaves_level_and_handlers_of_the_log_as_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(Logging, "_setup", False)
    monkeypatch.setattr(root, "level", logging.INFO)
    handlers = list(root.handlers)

    app.log.setup(loglevel="ERROR")

    assert (root.level, root.handlers) == (logging.INFO, handlers)
