"""Every list of things that have a place of their own is a connection: pages of it by cursor, and how many there are.

What is a part of one thing, such as the verdicts of a judgment or the steps of an explanation, is a plain list (ADR 0022).
"""

from __future__ import annotations

import dataclasses
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import graphene
from graphql import located_error
from graphql_sync_dataloaders import SyncFuture

from api.fields import GuardedField, list_of
from api.openings import ContentField
from complaints.finding.sorting import UnusableCursor
from complaints.selectors import MOST_ON_A_PAGE, UnusablePageSize
from tenants.errors import Refusal

Key = Callable[[Any], object]
PAGE_ARGUMENTS = {
    "first": (graphene.Int, "1 to 100; 100 when nothing is said."),
    "after": (graphene.String, "A cursor: what stands after it."),
    "last": (graphene.Int, "1 to 100: that many from the end, or before `before`."),
    "before": (graphene.String, "A cursor: what stands before it, in the same order."),
}


class PageInfo(graphene.ObjectType):
    has_next_page = graphene.Boolean(required=True)
    end_cursor = graphene.String(description="Give it as `after` for the next page; null at the end.")
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String(description="Give it as `before` for the previous page; null at the beginning.")


@dataclasses.dataclass(frozen=True)
class Edge:
    cursor: str
    node: Any


@dataclasses.dataclass(frozen=True, kw_only=True)
class Page:
    """What a connection shows. next_cursor and previous_cursor: None at the end and the beginning.

    total: of all that fit; None where nobody asks.
    """

    edges: Sequence[Edge]
    next_cursor: str | None
    previous_cursor: str | None
    total: int | None

    @property
    def nodes(self) -> list[Any]:
        return [edge.node for edge in self.edges]

    @property
    def total_count(self) -> int | None:
        return self.total

    @property
    def page_info(self) -> PageInfo:
        return PageInfo(
            has_next_page=self.next_cursor is not None,
            end_cursor=self.next_cursor,
            has_previous_page=self.previous_cursor is not None,
            start_cursor=self.previous_cursor,
        )


@cache
def connection_of(node: Any) -> type[graphene.ObjectType]:
    """XConnection for a type X, and XEdge; the same ones each time."""
    name = node._meta.name
    edge = type(
        f"{name}Edge", (graphene.ObjectType,), {"cursor": graphene.String(required=True), "node": graphene.Field(node, required=True)}
    )
    parts = {
        "edges": list_of(edge),
        "nodes": list_of(node, description="The same without their cursors."),
        "page_info": graphene.Field(PageInfo, required=True),
        "total_count": graphene.Int(required=True, description="All there are, not just this page."),
    }
    return type(f"{name}Connection", (graphene.ObjectType,), parts)


def page_of(rows: Iterable[Any], *, key: Key, first: int | None, after: str | None, last: int | None, before: str | None) -> Page:
    """A page of rows that are all there, in their order. key: what tells one of them from the others, whatever comes and goes.

    Raises UnusablePageSize, UnusableCursor.
    """
    for field, size in (("first", first), ("last", last)):
        if size is not None and not 1 <= size <= MOST_ON_A_PAGE:
            raise UnusablePageSize(field=field)
    edges = [Edge(cursor=_cursor(key(row)), node=row) for row in rows]
    start, end = 0, len(edges)
    if after is not None:
        start = _place(edges, after, field="after") + 1
    if before is not None:
        end = _place(edges, before, field="before")
    if last is not None:
        start = max(start, end - last)
    end = min(end, start + (first or MOST_ON_A_PAGE))
    shown = edges[start:end]
    return Page(
        edges=shown,
        next_cursor=shown[-1].cursor if shown and end < len(edges) else None,
        previous_cursor=shown[0].cursor if shown and start else None,
        total=len(edges),
    )


def _cursor(key: object) -> str:
    return urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def _place(edges: Sequence[Edge], cursor: str, *, field: str) -> int:
    found = next((index for index, edge in enumerate(edges) if edge.cursor == cursor), None)
    if found is None:
        raise UnusableCursor(field=field)
    return found


class Listed(graphene.Field):
    """A connection over what its resolver gives as a list. key: see `page_of`; else its primary key."""

    def __init__(self, node: Any, *, key: Key = lambda row: row.pk, **options: Any) -> None:
        self._key = key
        pages = {name: graphene.Argument(of_type, description=text) for name, (of_type, text) in PAGE_ARGUMENTS.items()}
        super().__init__(connection_of(node), required=True, **options, **pages)

    def wrap_resolve(self, parent_resolver: Callable[..., Any]) -> Callable[..., Any]:
        resolve = super().wrap_resolve(parent_resolver)

        def paged(root: Any, info: Any, **arguments: Any) -> Any:
            pages = {name: arguments.pop(name, None) for name in PAGE_ARGUMENTS}
            found = resolve(root, info, **arguments)
            if not isinstance(found, SyncFuture):
                return page_of(found, key=self._key, **pages)
            return _when_there(found, lambda rows: self._late_page(rows, info, pages))

        return paged

    def _late_page(self, rows: Any, info: Any, pages: dict[str, Any]) -> Page:
        """A page once its loader has the rows. What is raised by then is lost, and with it the answer: the view tells it instead."""
        try:
            return page_of(rows, key=self._key, **pages)
        except Refusal as refusal:
            info.context.late_refusals.append(located_error(refusal, info.field_nodes, info.path.as_list()))
            return Page(edges=(), next_cursor=None, previous_cursor=None, total=0)


class ListedContent(ContentField, Listed):
    """A connection over what was told in a file, or by whom."""


class GuardedList(GuardedField, Listed):
    """A root field that is a connection."""


def _when_there(found: SyncFuture, then: Callable[[Any], Any]) -> SyncFuture:
    """then(found), as soon as its loader has it."""
    made = SyncFuture()

    def make() -> None:
        made.set_result(then(found.result()))

    if found.done():
        make()
    else:
        made.deferred_callback = found.deferred_callback
        found.add_done_callback(make)
    return made
