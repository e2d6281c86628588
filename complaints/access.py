"""The door of complaints: which files somebody may see.

"Not yours" and "does not exist" are one answer. Whoever is recorded as involved in a complaint has lost it, whatever the
role: from here it is gone from list, search, history, figures by reference, export and API alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from complaints.models import (
    AccessRecord,
    Compartment,
    Complaint,
    ComplaintEvent,
    ComplaintPoint,
    FileLink,
    Identity,
    InvolvedPerson,
    LinkKind,
    Party,
    Round,
)
from tenants.accounts.selectors import has_role_here
from tenants.actors import Actor, ActorKind, guard
from tenants.errors import NotFound
from tenants.permissions import COMPLAINT_TEAM, REGISTRY, Permission, Role

LONGEST_REFERENCE = 100


def visible_complaints(*, actor: Actor) -> QuerySet[Complaint]:
    """Every file this person may see.

    The complaint team sees all of its organisation but the council's compartment; the registry that compartment alone; a
    manager those about the own unit; a member of an advisory committee what lies before it, or did last. Nobody sees a file in which
    they are involved, nor one that was destroyed: who was involved is gone then, and what is left is there for the figures,
    which have questions of their own.
    """
    guard(actor, Permission.SEE_COMPLAINTS)
    if actor.kind in (ActorKind.COMMAND, ActorKind.SYSTEM):
        return Complaint.objects.all()
    return _not_involved(Complaint.objects.filter(_reach_of(actor)), actor)


def registered_by(*, actor: Actor) -> QuerySet[Complaint]:
    """What somebody registered, for receipt and state alone. Where they are involved themselves it is gone for them too."""
    guard(actor, Permission.REGISTER_COMPLAINTS)
    return _not_involved(Complaint.objects.filter(registered_by_id=actor.user_id), actor)


def destructible_complaints(*, actor: Actor) -> QuerySet[Complaint]:
    """What somebody may propose for destruction or destroy, without seeing it: nothing in which they are involved.

    The executive's coordinator does not reach the council's compartment, nor its registry anything else; an administrator,
    who sees no file, reaches all, for two people have to do it.
    """
    guard(actor, Permission.DESTROY_COMPLAINTS)
    if Role.ADMINISTRATOR in actor.roles:
        return _not_involved(Complaint.objects.all(), actor)
    compartments = {Role.COORDINATOR: Compartment.NONE, Role.COUNCIL_REGISTRY: Compartment.COUNCIL}
    reach = [compartment for role, compartment in compartments.items() if role in actor.roles]
    return _not_involved(Complaint.objects.filter(compartment__in=reach), actor)


def access_complaint(*, actor: Actor, reference: str, for_change: bool = False) -> Complaint:
    """One file, by our reference or the one it had elsewhere, in any case where that names one file.

    for_change: whoever changes it waits for the other.

    Raises NotFound when there is none this person may see, for a change also when it was lost while waiting.
    """
    complaints = visible_complaints(actor=actor)
    if len(reference) > LONGEST_REFERENCE or "\x00" in reference:
        raise NotFound
    # Ours goes first: another organisation's numbering may look like it.
    found = complaints.filter(reference=reference).first() or complaints.filter(source_reference=reference).first()
    if found is None:
        in_any_case = list(complaints.filter(source_reference__iexact=reference).order_by()[:2])
        found = in_any_case[0] if len(in_any_case) == 1 else None
    if found is not None and for_change:
        lock_complaints({found.pk})
        found = complaints.filter(pk=found.pk).first()
    if found is None:
        raise NotFound
    return found


def lock_complaints(ids: Iterable[uuid.UUID]) -> None:
    """Wait until nobody else changes these files, and let nobody until this transaction ends. Gives nothing: read anew after it.

    Locks are taken in one order everywhere, so that two never wait for each other: files in the order of their keys, then
    rounds, then messages and documents. Who waited gets the row as it is now, but of other tables what they were before: a
    condition on these, as who is involved, holds only in a statement after the lock. History refers to the file, so a lock
    that also forbids references would hold up whoever only adds to it.
    """
    list(Complaint.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def lock_with_doubles(complaints: Iterable[Complaint]) -> None:
    """Wait as `lock_complaints` does, for these files, the other part of a letter, and every double of these."""
    ids = {one.pk for one in complaints}
    links = FileLink.objects.filter(Q(first__in=ids) | Q(second__in=ids), kind=LinkKind.SPLIT)
    ids.update(one for link in links.values_list("first", "second") for one in link)
    lock_complaints(ids | set(Complaint.objects.filter(duplicate_of__in=ids).values_list("pk", flat=True)))


def may_see(*, actor: Actor, complaint: Complaint) -> bool:
    """Whether this person may open the file."""
    return actor.may(Permission.SEE_COMPLAINTS) and visible_complaints(actor=actor).filter(pk=complaint.pk).exists()


def may_handle_in(compartment: str, *, user_id: int, today: date) -> bool:
    """Whether somebody handles files of a compartment: the registry those of the council, the complaint team all others."""
    return has_role_here(user_id=user_id, roles=REGISTRY if compartment == Compartment.COUNCIL else COMPLAINT_TEAM, today=today)


def has_looked(complaint: Complaint, name: str, *, actor: Actor) -> bool:
    """Whether this person looked who somebody shielded is, since the shield is there. name: filer or affected_person."""
    party = next(one for one in complaint.parties.all() if (one.role == Party.AFFECTED_PERSON) == (name == "affected_person"))
    records = AccessRecord.objects.filter(complaint=complaint, code="revealed", actor_id=actor.user_id or 0)
    looked = records.filter(data__parties__contains=[party.pk])
    for event in ComplaintEvent.objects.filter(complaint=complaint, data__fields__contains=[name]).order_by("-pk"):
        was = (event.personal or {}).get(name)
        if not was or was.get("identity") != Identity.SHIELDED:
            # Since this change they are shielded.
            return looked.filter(happened_at__gte=event.happened_at).exists()
    return looked.exists()


def _reach_of(actor: Actor) -> Q:
    reach = Q(pk__in=[])
    if actor.roles & {Role.COORDINATOR, Role.HANDLER}:
        reach |= Q(compartment=Compartment.NONE)
    elif actor.unit_ids:
        main_point_here = Exists(ComplaintPoint.objects.filter(complaint=OuterRef("pk"), is_main=True, unit_id__in=actor.unit_ids))
        reach |= Q(main_point_here, compartment=Compartment.NONE)
    if Role.COMMITTEE_MEMBER in actor.roles:
        sits = Q(committee__seats__user_id=actor.user_id, committee__seats__left_on=None)
        # A later round that is handled without the committee is none of theirs, and nor is what was before it.
        later = Round.objects.filter(complaint=OuterRef("complaint"), number__gt=OuterRef("number"))
        reach |= Q(Exists(Round.objects.filter(sits, ~Exists(later), complaint=OuterRef("pk"))))
    if Role.COUNCIL_REGISTRY in actor.roles:
        reach |= Q(compartment=Compartment.COUNCIL)
    return reach


def _not_involved(complaints: QuerySet[Complaint], actor: Actor) -> QuerySet[Complaint]:
    if actor.user_id is None:
        return complaints
    return complaints.exclude(involves(actor.user_id)).filter(destroyed_at=None)


def involves(user_id: int) -> Exists:
    """Whether somebody is involved in a file and does not handle it by exception (9:7(2)): then they have lost it."""
    return Exists(InvolvedPerson.objects.filter(complaint=OuterRef("pk"), user_id=user_id, handles_by_exception=False))
