"""History is appended, never edited: the shape every history table has.

The same rule stands in the database (a trigger of each history table, installed by a migration). The destruction of
personal payloads, which belongs to retention, will be the one routine it lets through; it is not built yet.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class HistoryIsAppendOnly(RuntimeError):
    """Somebody tried to change or remove history: a fault in our own code."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows can be added and read."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppendOnly

    def delete(self) -> NoReturn:
        raise HistoryIsAppendOnly


class HistoryEntry(models.Model):
    """Who did what, and when.

    code: what happened, snake_case. data: codes and references. personal: personal values, which destruction may empty.
    actor_kind and actor: a person (user), a command or the system.
    """

    happened_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+")
    code = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    personal = models.JSONField(null=True, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsAppendOnly
