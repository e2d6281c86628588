"""The schema: one query type, put together from each part's fields."""

from __future__ import annotations

import graphene

from api.accounts.queries import AccountQueries
from api.complaints.queries import ComplaintQueries
from api.deadlines.queries import DeadlineQueries
from api.figures.queries import FigureQueries


class Query(AccountQueries, FigureQueries, DeadlineQueries, ComplaintQueries):
    """Everything that can be asked. Each field names the permission it needs."""


schema = graphene.Schema(query=Query)
