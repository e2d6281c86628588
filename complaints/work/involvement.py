"""Who decides what having been involved means for a file (Awb 9:7): that somebody handles it all the same, or was not involved.

Either gives back sight of the file, so it is not for everybody who handles complaints.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.models import Compartment, Complaint, InvolvedPerson
from complaints.work.crew import crew_on
from complaints.work.takers import who_does_work_of
from tenants.actors import Actor
from tenants.errors import Refusal


class InvolvementNotYours(Refusal):
    code = "involvement_not_yours"
    message = _(
        "Whether somebody was involved, and may handle it all the same, is decided by a coordinator who was not; for complaints about"
        " the council by the registry. Ask one of them."
    )


def decides_on_involvement(*, actor: Actor, complaint: Complaint, today: date) -> bool:
    """Whether this person does: a coordinator, the substitute coordinator or whoever stands in for one; of the council's
    compartment the registry. Nobody who was involved, also not by the exception. Three queries.
    """
    if actor.user_id is None:
        return True
    if InvolvedPerson.objects.filter(complaint=complaint, user_id=actor.user_id).exists():
        return False
    crew, is_council = crew_on(today), complaint.compartment == Compartment.COUNCIL
    able = crew.able(is_council=is_council)
    deciders = crew.registry if is_council else crew.coordinators | ({crew.substitute} if crew.substitute is not None else frozenset())
    return actor.user_id in able & (deciders | {who_does_work_of(one, crew=crew, able=able) for one in deciders})


def check_decides_on_involvement(*, actor: Actor, complaint: Complaint, today: date, field: str) -> None:
    """Raises InvolvementNotYours, about this field."""
    if not decides_on_involvement(actor=actor, complaint=complaint, today=today):
        raise InvolvementNotYours(field=field)
