"""Database connections: which tenant's schema is set, and that a connection carries no memory of one."""

from __future__ import annotations

from typing import Any, cast

from django.db import connection as _default_connection

# django-tenants' backend adds the schema to Django's connection; the stubs do not know it.
tenant_connection = cast(Any, _default_connection)


def current_schema() -> str:
    """The schema that is set: a tenant's, or `public`."""
    return str(tenant_connection.schema_name)


def forget_tenant(connection: Any) -> None:
    """Reset hook of the psycopg pool: a connection goes back without a search path.

    Without it a raw cursor on a fresh checkout sees the schema of whoever used the connection last.
    """
    connection.execute("RESET search_path")
    connection.commit()
