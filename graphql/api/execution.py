"""Execution with batched loaders."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError
from graphql.pyutils import Path
from graphql_sync_dataloaders import DeferredExecutionContext


class LoadingExecutionContext(DeferredExecutionContext):
    """graphql-sync-dataloaders 0.1.1 with graphql-core 3.2.14.

    graphql-core hands the place of an error along since 3.2.13 and the loaders' context does not; the located error knows it.
    """

    def handle_field_error(self, error: GraphQLError, return_type: Any, path: Path | None = None) -> None:
        for key in error.path or () if path is None else ():
            path = Path(path, key, None)
        assert path is not None
        super().handle_field_error(error, return_type, path)
