"""complaints and complaint: the register, read-only."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.types import ComplaintType
from api.fields import GuardedField, list_of
from complaints.selectors import ComplaintFilters, cursor_of, find_complaints, listed_complaint
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission


class ComplaintEdge(graphene.ObjectType):
    cursor = graphene.String(required=True)
    node = graphene.Field(graphene.NonNull(ComplaintType))


class ComplaintPageInfo(graphene.ObjectType):
    has_next_page = graphene.Boolean(required=True)
    end_cursor = graphene.String()


class ComplaintConnection(graphene.ObjectType):
    """A page of the register, newest receipt first."""

    edges = list_of(ComplaintEdge)
    page_info = graphene.Field(graphene.NonNull(ComplaintPageInfo))
    total_count = graphene.Int(required=True)


class ComplaintState(graphene.Enum):
    """late: open and past its due date."""

    OPEN = "open"
    CLOSED = "closed"
    LATE = "late"


class ComplaintQueries(graphene.ObjectType):
    complaints = GuardedField(
        graphene.NonNull(ComplaintConnection),
        permission=Permission.SEE_COMPLAINTS,
        first=graphene.Int(default_value=25, description="1 to 100."),
        after=graphene.String(),
        state=graphene.Argument(ComplaintState),
        unit=graphene.String(),
        nature=graphene.String(),
        channel=graphene.String(),
        municipality=graphene.String(),
        kind=graphene.String(),
        received_from=graphene.Date(),
        received_until=graphene.Date(),
    )
    complaint = GuardedField(
        graphene.NonNull(ComplaintType),
        permission=Permission.SEE_COMPLAINTS,
        reference=graphene.String(required=True, description="Ours, or the one of the system it came from."),
    )

    @staticmethod
    def resolve_complaints(root: None, info: Any, first: int, after: str | None = None, state: Any = None, **filters: Any) -> Any:
        page = find_complaints(
            actor=info.context.actor,
            filters=ComplaintFilters(state=getattr(state, "value", state), **filters),
            today=dutch_date(read_clock()),
            after=after,
            size=first,
        )
        return ComplaintConnection(
            edges=[ComplaintEdge(cursor=cursor_of(item), node=item) for item in page.items],
            page_info=ComplaintPageInfo(has_next_page=page.next_cursor is not None, end_cursor=page.next_cursor),
            total_count=page.total,
        )

    @staticmethod
    def resolve_complaint(root: None, info: Any, reference: str) -> Any:
        return listed_complaint(actor=info.context.actor, reference=reference)
