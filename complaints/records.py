"""Writes on the register that several flows share: references, and who may write while an import runs. Opens no transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection

from complaints.models import ReferenceCounter
from tenants.connections import current_schema


def lock_register_for_import() -> None:
    """Let one import at a time into this organisation; the next waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('complaints.import'), hashtext(%s))", [current_schema()])


def allocate_references(*, count_by_year: Mapping[int, int]) -> dict[int, Iterator[str]]:
    """The next references of each year of receipt, as many as asked for: `2024-00001` and on.

    Gapless: the counter's row stays locked until the transaction ends, and goes back with it.
    """
    references: dict[int, Iterator[str]] = {}
    table = ReferenceCounter._meta.db_table
    # In order of year, so that two that allocate at once never wait for each other.
    for year, count in sorted(count_by_year.items()):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS counter (year, last_number) VALUES (%s, %s)"  # noqa: S608 - our own table name
                " ON CONFLICT (year) DO UPDATE SET last_number = counter.last_number + EXCLUDED.last_number RETURNING last_number",
                [year, count],
            )
            last = cursor.fetchone()[0]
        references[year] = _references(year=year, first=last - count + 1, last=last)
    return references


def _references(*, year: int, first: int, last: int) -> Iterator[str]:
    for number in range(first, last + 1):
        yield f"{year}-{number:05d}"
