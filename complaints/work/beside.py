"""What a file asks for beside its term, with a day of its own: whose work that is, and how messages of the day tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from complaints.models import Round
from complaints.work.crew import involved_in, takings
from complaints.work.takers import Crew


@dataclass(frozen=True, kw_only=True)
class DayTold:
    """Something with a day of its own, for the messages of the day. why: the code by which it is told; people: whom.

    round: the last one of its file.
    """

    reference: str
    due_on: date
    why: str
    round: Round
    people: frozenset[int]


def people_of(things: Iterable[tuple[UUID, UUID, int | None]], *, crew: Crew) -> dict[UUID, tuple[Round, frozenset[int]]]:
    """Of each thing (its key, its file, its own person) the last round of its file, and whose work it is: of whoever has the file,
    also after closing, and of its own person, where they were not involved. Three queries.
    """
    things = list(things)
    files = {complaint_id for _key, complaint_id, _person in things}
    involved = involved_in(files)
    rounds: dict[UUID, Round] = {}
    of_files = Round.objects.filter(complaint__in=files).select_related("complaint")
    for one in of_files.only("handler_id", "number", "complaint__compartment").order_by("number"):
        rounds[one.complaint_id] = one
    found = takings(rounds.values(), crew=crew)
    told = {}
    for key, complaint_id, person in things:
        last = rounds[complaint_id]
        own = frozenset() if person is None else frozenset({person})
        own -= involved.get(complaint_id, frozenset())
        told[key] = (last, frozenset(found[last.pk].takers) | own)
    return told
