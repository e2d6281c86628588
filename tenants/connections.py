"""Database connections carry no memory of a tenant."""

from __future__ import annotations

from typing import Any


def forget_tenant(connection: Any) -> None:
    """Reset hook of the psycopg pool: a connection goes back without a search path.

    Without it a raw cursor on a fresh checkout sees the schema of whoever used the connection last.
    """
    connection.execute("RESET search_path")
    connection.commit()
