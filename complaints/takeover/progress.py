"""How far an import is, for whoever watches: in the cache, per organisation, never in the register.

An import must not fail because nobody can see it: without the cache it goes on, and how far it is stays unknown.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache

log = logging.getLogger(__name__)

KEPT_FOR = 60 * 60


def progress_key(run_id: uuid.UUID) -> str:
    """The cache adds the schema to every key, so another organisation's run is not there."""
    return f"import-progress:{run_id}"


def tell_progress(*, run_id: uuid.UUID, done: int, total: int) -> None:
    """done of total; the first half is reading, the second writing."""
    with _going_on_without_cache():
        cache.set(progress_key(run_id), {"done": done, "total": total}, KEPT_FOR)


def read_progress(*, run_id: uuid.UUID) -> int:
    """In per cent; 0 when nothing is known yet."""
    known = None
    with _going_on_without_cache():
        known = cache.get(progress_key(run_id))
    return round(100 * known["done"] / known["total"]) if known else 0


def forget_progress(*, run_id: uuid.UUID) -> None:
    with _going_on_without_cache():
        cache.delete(progress_key(run_id))


@contextmanager
def _going_on_without_cache() -> Iterator[None]:
    # Every cache has errors of its own kind. The type alone: the text may hold the address with its password.
    try:
        yield
    except Exception as error:
        log.warning("import.progress_unknown error=%s", type(error).__name__)
