"""Who may take work today, and whose work open files are. Reads roles, absences and involvement in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from complaints.models import Compartment, InvolvedPerson, Round
from complaints.work.takers import Crew, FileInvolving, Taking, taking_of
from tenants.accounts.selectors import people_by_role
from tenants.organisation.models import Absence, OrganisationSettings
from tenants.permissions import Role


def crew_on(today: date) -> Crew:
    """Roles, absences and the substitute coordinator on a day. Three queries."""
    people = people_by_role(today=today)
    away = Absence.objects.filter(first_day__lte=today, last_day__gte=today)
    return Crew(
        coordinators=frozenset(people[Role.COORDINATOR]),
        team=frozenset(people[Role.COORDINATOR] | people[Role.HANDLER]),
        registry=frozenset(people[Role.COUNCIL_REGISTRY]),
        substitute=OrganisationSettings.objects.values_list("substitute_coordinator_id", flat=True).get(),
        replaced=dict(away.values_list("user_id", "substitute_id")),
    )


def involved_in(complaint_ids: Iterable[UUID]) -> dict[UUID, frozenset[int]]:
    """Who was involved in these files, without whoever handles one by the exception of 9:7(2). One query."""
    found: dict[UUID, set[int]] = defaultdict(set)
    rows = InvolvedPerson.objects.filter(complaint__in=complaint_ids, user__isnull=False, handles_by_exception=False)
    for complaint_id, user_id in rows.values_list("complaint_id", "user_id"):
        found[complaint_id].add(user_id)
    return {complaint_id: frozenset(users) for complaint_id, users in found.items()}


def takings(rounds: Iterable[Round], *, crew: Crew) -> dict[int, Taking]:
    """Whose work each open round is, by its key. The complaint of each round is loaded. One query."""
    rounds = list(rounds)
    involved = involved_in(one.complaint_id for one in rounds)
    return {
        one.pk: taking_of(
            FileInvolving(
                handler_id=one.handler_id,
                is_council=one.complaint.compartment == Compartment.COUNCIL,
                involved=involved.get(one.complaint_id, frozenset()),
            ),
            crew=crew,
        )
        for one in rounds
    }
