"""One batch per kind of row and request: a list of three costs the statements of a list of one."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any
from uuid import UUID

from graphql_sync_dataloaders import SyncDataLoader

from complaints.models import ComplaintEvent, Party
from complaints.selectors import ShownParty, as_shown
from tenants.organisation.models import OrganisationSettings
from tenants.selectors import current_statutory_calendar


class Loaders:
    """Made anew for each request, so nothing is shared between people or tenants."""

    def __init__(self) -> None:
        self.events: Any = SyncDataLoader(_events)
        self.parties: Any = SyncDataLoader(_parties)
        self.calendar = cache(current_statutory_calendar)
        self.oral_is_norm = cache(lambda: OrganisationSettings.objects.get().oral_complaints_have_norm)


def _events(complaint_ids: list[UUID]) -> list[list[ComplaintEvent]]:
    return _by_complaint(
        ComplaintEvent.objects.filter(complaint_id__in=complaint_ids).select_related("actor").order_by("-happened_at", "-pk"), complaint_ids
    )


def _parties(complaint_ids: list[UUID]) -> list[list[ShownParty]]:
    found = _by_complaint(Party.objects.filter(complaint_id__in=complaint_ids).order_by("pk"), complaint_ids)
    return [[as_shown(party) for party in parties] for parties in found]


def _by_complaint(rows: Any, complaint_ids: list[UUID]) -> list[list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.complaint_id].append(row)
    return [found[complaint_id] for complaint_id in complaint_ids]
