"""History is appended, never edited: the shape every history table has.

The same rule stands in the database (a trigger of each history table, installed by a migration). One routine gets through
it, `empty_personal_payloads`, and only where the trigger of the table knows of a destruction that two people carried out. It
can empty `personal` and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.db import connection, models


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


def empty_personal_payloads(model: type[HistoryEntry], *, destruction: UUID, column: str, values: Collection[Any]) -> int:
    """Empty the personal payload of rows by the value of a column, and nothing else of them. Returns how many.

    destruction: under which one, carried out in this transaction. For the flow that does so, alone. The trigger lets an update
    through only while its number is set, which ends here, where that destruction reaches the row, and only when `personal`
    becomes empty and every other column stays.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polsslag.destruction', %s, true)", [str(destruction)])
        cursor.execute(
            f"UPDATE {table} SET personal = NULL WHERE {column} = ANY(%s) AND personal IS NOT NULL",  # noqa: S608 - our own names
            [list(values)],
        )
        emptied = int(cursor.rowcount)
        cursor.execute("SELECT set_config('polsslag.destruction', '', true)")
    return emptied
