"""How far an import is, for whoever watches: in the cache, per organisation, never in the register."""

from __future__ import annotations

import uuid

from django.core.cache import cache

KEPT_FOR = 60 * 60


def progress_key(run_id: uuid.UUID) -> str:
    """The cache adds the schema to every key, so another organisation's run is not there."""
    return f"import-progress:{run_id}"


def tell_progress(*, run_id: uuid.UUID, done: int, total: int) -> None:
    """done of total; the first half is reading, the second writing."""
    cache.set(progress_key(run_id), {"done": done, "total": total}, KEPT_FOR)


def read_progress(*, run_id: uuid.UUID) -> int:
    """In per cent; 0 when nothing is known yet."""
    known = cache.get(progress_key(run_id))
    return round(100 * known["done"] / known["total"]) if known else 0


def forget_progress(*, run_id: uuid.UUID) -> None:
    cache.delete(progress_key(run_id))
