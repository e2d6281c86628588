"""The door of complaints: which files somebody may see.

"Not yours" and "does not exist" are one answer.
"""

from __future__ import annotations

from django.db.models import QuerySet

from complaints.models import Complaint
from tenants.actors import Actor, guard
from tenants.errors import NotFound
from tenants.permissions import Permission

LONGEST_REFERENCE = 100


def visible_complaints(*, actor: Actor) -> QuerySet[Complaint]:
    """Every file this person may see. The complaint team sees all of its tenant; a manager those about the own unit."""
    guard(actor, Permission.SEE_COMPLAINTS)
    if actor.sees_whole_tenant:
        return Complaint.objects.all()
    return Complaint.objects.filter(points__is_main=True, points__unit_id__in=actor.unit_ids)


def access_complaint(*, actor: Actor, reference: str) -> Complaint:
    """One file, by our reference or the one it had elsewhere. Raises NotFound when there is none this person may see."""
    complaints = visible_complaints(actor=actor)
    if len(reference) > LONGEST_REFERENCE or "\x00" in reference:
        raise NotFound
    # Ours goes first: another organisation's numbering may look like it.
    found = complaints.filter(reference=reference).first() or complaints.filter(source_reference=reference).first()
    if found is None:
        raise NotFound
    return found
