"""Database connections: which tenant's schema is set, and that a connection carries no memory of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db import connection as _default_connection

# django-tenants' backend adds the schema to Django's connection; the stubs do not know it.
tenant_connection = cast(Any, _default_connection)


def current_schema() -> str:
    """The schema that is set: a tenant's, or `public`."""
    return str(tenant_connection.schema_name)


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Let several reads see one state of the database: what commits in between is seen by none of them.

    Inside a transaction the caller has decided that already.
    """
    if tenant_connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with tenant_connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that refused a row; empty when the database gave none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def forget_tenant(connection: Any) -> None:
    """Reset hook of the psycopg pool: a connection goes back without a search path and without locks of its session.

    Without it a raw cursor on a fresh checkout sees the schema of whoever used the connection last, and a lock that was
    never given back is held for as long as the pool lives.
    """
    connection.execute("RESET search_path")
    connection.execute("SELECT pg_advisory_unlock_all()")
    connection.commit()
