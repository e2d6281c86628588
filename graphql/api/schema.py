"""The schema: one query type, put together from each part's fields."""

from __future__ import annotations

import graphene

from api.accounts.queries import AccountQueries
from api.complaints.queries import ComplaintQueries
from api.deadlines.queries import DeadlineQueries
from api.figures.queries import FigureQueries
from api.organisation.queries import OrganisationQueries


class Query(AccountQueries, FigureQueries, DeadlineQueries, ComplaintQueries, OrganisationQueries):
    """Everything that can be asked. Each field names the permission it needs."""


schema = graphene.Schema(query=Query)
