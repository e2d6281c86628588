"""Who might handle a file: a suggestion with its reason, to be accepted with one press. Never somebody involved or away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.access import visible_complaints
from complaints.models import NAMELESS, Compartment, Complaint, ComplaintPoint, Exclusion, Party, Round
from complaints.same_person import SHORTEST_NUMBER
from complaints.work.crew import crew_on, involved_in
from complaints.work.takers import Crew, who_does_work_of
from tenants.accounts.selectors import names_here
from tenants.actors import Actor, guard
from tenants.permissions import Permission


class SuggestedBecause(StrEnum):
    OTHER_FILE = "other_file"
    SAME_UNIT = "same_unit"
    FEWEST_OPEN = "fewest_open"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """user_id, name: who. reference: the person's other file they handle. for_name: whom they stand in for. open_files: how many now."""

    user_id: int
    name: str
    because: SuggestedBecause
    open_files: int
    reference: str = ""
    for_name: str = ""

    @property
    def text(self) -> str:
        """The reason in one line."""
        if self.because is SuggestedBecause.OTHER_FILE:
            line = _("also handles %(reference)s of this person") % {"reference": self.reference}
        elif self.because is SuggestedBecause.SAME_UNIT:
            line = _("also handles files about this unit")
        else:
            files = ngettext("%(n)s open file", "%(n)s open files", self.open_files) % {"n": self.open_files}
            line = _("has the fewest open files (%(files)s)") % {"files": files}
        return line + (", " + _("stands in for %(name)s") % {"name": self.for_name} if self.for_name else "")


@dataclass(frozen=True, kw_only=True)
class Workload:
    """What is open now. by_handler: open files of each; by_unit: of each unit, how many each handler has."""

    by_handler: Mapping[int, int] = field(default_factory=dict)
    by_unit: Mapping[UUID, Counter[int]] = field(default_factory=dict)


def suggested_handler(*, actor: Actor, complaint: Complaint, today: date) -> Suggestion | None:
    """Who might handle this file; None where it has a handler, is not open, or nobody is left. Raises NotPermitted."""
    return suggested_handlers(actor=actor, complaint_ids=[complaint.pk], today=today).get(complaint.pk)


def suggested_handlers(*, actor: Actor, complaint_ids: Collection[UUID], today: date) -> dict[UUID, Suggestion]:
    """The same for many files at once, in a number of queries that does not grow with them."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    waiting = Round.objects.filter(
        complaint__in=complaint_ids, closed_on__isnull=True, handler__isnull=True, complaint__exclusion=Exclusion.NONE
    )
    compartments = dict(waiting.values_list("complaint_id", "complaint__compartment"))
    if not compartments:
        return {}
    crew, involved, load = crew_on(today), involved_in(compartments), _workload(actor)
    others = _other_files(actor, compartments)
    units = dict(ComplaintPoint.objects.filter(complaint__in=compartments, is_main=True).values_list("complaint_id", "unit_id"))
    chosen = {}
    for complaint_id, compartment in compartments.items():
        is_council = compartment == Compartment.COUNCIL
        able = crew.able(is_council=is_council) - involved.get(complaint_id, frozenset())
        unit = units.get(complaint_id)
        on_unit = load.by_unit.get(unit, Counter()) if unit else Counter[int]()
        found = choose(able=able, crew=crew, others=others.get(complaint_id, []), on_unit=on_unit, load=load)
        if found is not None:
            chosen[complaint_id] = found
    names = names_here({person for one in chosen.values() for person in (one.user_id, one.for_user) if person})
    return {
        complaint_id: Suggestion(
            user_id=one.user_id,
            name=names[one.user_id],
            because=one.because,
            open_files=load.by_handler.get(one.user_id, 0),
            reference=one.reference,
            for_name=names[one.for_user] if one.for_user else "",
        )
        for complaint_id, one in chosen.items()
    }


@dataclass(frozen=True, kw_only=True)
class Choice:
    user_id: int
    because: SuggestedBecause
    reference: str = ""
    for_user: int | None = None


def choose(
    *, able: frozenset[int], crew: Crew, others: Sequence[tuple[str, int]], on_unit: Mapping[int, int], load: Workload
) -> Choice | None:
    """Pure: whoever handles the person's other file, then whoever has most of this unit, then whoever has least; here and not involved.

    others: the person's open files as (reference, handler), newest first. Handlers go before coordinators.
    """
    for reference, handler in others:
        takes = who_does_work_of(handler, crew=crew, able=able)
        if takes is not None:
            return Choice(
                user_id=takes, because=SuggestedBecause.OTHER_FILE, reference=reference, for_user=None if takes == handler else handler
            )
    here = {one for one in able if one not in crew.replaced}
    here = here - crew.coordinators or here
    of_unit = [one for one in here if on_unit.get(one)]
    if of_unit:
        best = min(of_unit, key=lambda one: (-on_unit[one], load.by_handler.get(one, 0), one))
        return Choice(user_id=best, because=SuggestedBecause.SAME_UNIT)
    if here:
        return Choice(user_id=min(here, key=lambda one: (load.by_handler.get(one, 0), one)), because=SuggestedBecause.FEWEST_OPEN)
    return None


def _workload(actor: Actor) -> Workload:
    """Counted over what whoever asks may see: a number tells nothing of the files that are not there for them."""
    by_unit: dict[UUID, Counter[int]] = defaultdict(Counter)
    by_handler: Counter[int] = Counter()
    opened = Round.objects.filter(
        closed_on__isnull=True, handler__isnull=False, complaint__in=visible_complaints(actor=actor), complaint__exclusion=Exclusion.NONE
    )
    main = opened.filter(complaint__points__is_main=True)
    for handler, unit, count in main.values_list("handler_id", "complaint__points__unit").annotate(count=Count("pk")).order_by():
        by_handler[handler] += count
        if unit is not None:
            by_unit[unit][handler] += count
    return Workload(by_handler=by_handler, by_unit=by_unit)


def _other_files(actor: Actor, complaint_ids: Collection[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """Open files of the same people, by number, address or the very same name; of nobody who is shielded or anonymous."""
    known = list(Party.objects.filter(complaint__in=complaint_ids).exclude(identity__in=NAMELESS))
    told = {one.pk: _goes_by(one) for one in known}
    every = {thing for things in told.values() for thing in things}
    if not every:
        return {}
    by_kind = {kind: [value for of, value in every if of == kind] for kind in ("phone_digits", "email", "name")}
    same = Q(phone_digits__in=by_kind["phone_digits"]) | Q(lower_email__in=by_kind["email"]) | Q(name__in=by_kind["name"])
    open_files = visible_complaints(actor=actor).filter(rounds__closed_on__isnull=True, exclusion=Exclusion.NONE)
    parties = (
        Party.objects.annotate(lower_email=Lower("email"))
        .filter(same, complaint__in=open_files)
        .exclude(identity__in=NAMELESS)
        .select_related("complaint")
    )
    handlers = dict(
        Round.objects.filter(closed_on__isnull=True, handler__isnull=False, complaint__parties__in=parties).values_list(
            "complaint_id", "handler_id"
        )
    )
    found: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for other in sorted(parties, key=lambda one: one.complaint.reference, reverse=True):
        if other.complaint_id not in handlers:
            continue
        things = _goes_by(other)
        for one in known:
            if one.complaint_id != other.complaint_id and things & told[one.pk]:
                found[one.complaint_id].append((other.complaint.reference, handlers[other.complaint_id]))
    return found


def _goes_by(party: Party) -> set[tuple[str, str]]:
    things = (("phone_digits", party.phone_digits), ("email", party.email.lower()), ("name", party.name))
    return {(kind, value) for kind, value in things if value and (kind != "phone_digits" or len(value) >= SHORTEST_NUMBER)}
