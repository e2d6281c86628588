"""What the list can be narrowed to, in what a query understands. Search words are in complaints.searching."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.code_lists import LAWS
from complaints.finding.periods import Period, days_of
from complaints.intake import UnknownPersonHere, UnknownProvider, UnknownWord
from complaints.models import Complaint, Exclusion, Round
from providers.directory.models import Provider
from tenants.accounts.selectors import ever_here
from tenants.actors import Actor, ActorKind
from tenants.errors import Findings, Refusal
from tenants.organisation.core_lists import CORE_LISTS, Dimension, Kind, label_key
from tenants.organisation.models import Label
from tenants.permissions import Role

DUE_SOON = timedelta(days=7)


class ListState(StrEnum):
    """Which files. LATE: open and past the last day. DUE_THIS_WEEK: open, with the last day today or within seven days.

    Files that are left out (double, registered by mistake) are neither open nor closed; without a state they are there.
    """

    OPEN = "open"
    LATE = "late"
    DUE_THIS_WEEK = "week"
    CLOSED = "closed"
    LEFT_OUT = "left_out"


class UnknownState(Refusal):
    code = "unknown_state"
    message = _('"%(given)s" is not a state. Choose open, late, week, closed or left_out.')


class UnknownPeriod(Refusal):
    code = "unknown_period"
    message = _('"%(given)s" is not a period. Choose this_week, this_month, this_quarter, this_year or last_year.')


class UnknownLaw(Refusal):
    code = "unknown_law"
    message = _('"%(given)s" is not a law of the list. Choose one of its codes.')


class UnknownDerivedKind(Refusal):
    code = "unknown_derived_kind"
    message = _('"%(given)s" is not a kind of the list. Choose one of its codes.')


class EndsBeforeItBegins(Refusal):
    code = "ends_before_it_begins"
    message = _("The last day is before the first. Turn the two around.")


class HandlersAreForCoordinators(Refusal):
    """A list by colleague is a list of somebody's work: it is for whoever divides the work."""

    code = "handlers_are_for_coordinators"
    message = _("Only a complaints coordinator can look by handler. You can look at your own files.")


@dataclass(frozen=True, kw_only=True)
class ComplaintFilters:
    """What a list is narrowed to; every filter that is given holds.

    unit, nature, channel, municipality, kind: the organisation's own word, compared without regard to case and spaces, its id, or
    a code of the core list, which all words that are mapped onto it stand for.
    derived_kind, law: codes. mine: whoever asks handles it now. handler_id, without_handler: for coordinators.
    period, received_from, received_until: the day of receipt, first and last day included.
    text: words, a name, a number or a piece of one. Personal data: never in an address, a log or a cache key.
    """

    state: str | None = None
    mine: bool = False
    handler_id: int | None = None
    without_handler: bool = False
    nature: str | None = None
    unit: str | None = None
    municipality: str | None = None
    channel: str | None = None
    kind: str | None = None
    derived_kind: str | None = None
    law: str | None = None
    provider_id: int | None = None
    period: str | None = None
    received_from: date | None = None
    received_until: date | None = None
    text: str | None = None

    @property
    def used(self) -> list[str]:
        """The names of the filters that narrow something: what may be told of a look, without its content."""
        return sorted(one.name for one in fields(self) if getattr(self, one.name) not in (None, "", False))


_LABELS = {
    "nature": (Dimension.NATURE, "points__nature_id"),
    "unit": (Dimension.UNIT, "points__unit_id"),
    "municipality": (Dimension.MUNICIPALITY, "municipality_id"),
    "channel": (Dimension.CHANNEL, "channel_id"),
    "kind": (Dimension.KIND, "kind_id"),
}


def narrowed(complaints: QuerySet[Complaint], filters: ComplaintFilters, *, actor: Actor, today: date) -> QuerySet[Complaint]:
    """These files, narrowed to everything but the search words.

    What nobody knows is refused, never a list without rows. Raises UnknownState, UnknownPeriod, UnknownLaw, UnknownDerivedKind,
    UnknownWord, UnknownProvider, UnknownPersonHere, EndsBeforeItBegins, HandlersAreForCoordinators; of several Refusals with all.
    """
    findings = Findings()
    wanted = _of_labels(filters, findings) & _of_codes(filters, findings)
    with findings.noting():
        wanted &= _of_receipt(filters, today=today)
    complaints = complaints.filter(wanted)
    with findings.noting():
        complaints = _in_state(complaints, filters.state, today=today)
    with findings.noting():
        complaints = _of_handler(complaints, filters, actor=actor)
    findings.tell()
    return complaints


def may_look_by_handler(actor: Actor) -> bool:
    """Whether somebody may narrow a list to the files of a colleague."""
    return actor.kind in (ActorKind.COMMAND, ActorKind.SYSTEM) or Role.COORDINATOR in actor.roles


def _of_labels(filters: ComplaintFilters, findings: Findings) -> Q:
    asked = {name: str(given) for name in _LABELS if (given := getattr(filters, name))}
    if not asked:
        return Q()
    wanted = Q()
    found = list(Label.objects.filter(reduce(or_, (_meant(name, given) for name, given in asked.items()))))
    for name, given in asked.items():
        dimension, column = _LABELS[name]
        meant = [one.pk for one in found if one.dimension == dimension and _is_meant(one, given)]
        # A code of the core list that no word stands for is known; no file has it.
        if not meant and given not in CORE_LISTS.get(dimension, {}):
            findings.add(UnknownWord(field=name))
        wanted &= Q(**{f"{column}__in": meant})
        if column.startswith("points"):
            wanted &= Q(points__is_main=True)
    return wanted


def _meant(name: str, given: str) -> Q:
    """The labels somebody means: by id, by core code (more than one word may stand for it), or by text."""
    key = _id_in(given)
    by_id = Q(pk=key) if key else Q()
    return Q(dimension=_LABELS[name][0]) & (Q(key=label_key(given)) | Q(core_code=given) | by_id)


def _is_meant(label: Label, given: str) -> bool:
    return label.key == label_key(given) or label.core_code == given or label.pk == _id_in(given)


def _id_in(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def _of_codes(filters: ComplaintFilters, findings: Findings) -> Q:
    wanted = Q()
    if filters.law:
        if filters.law not in LAWS:
            findings.add(UnknownLaw(field="law", given=filters.law[:40]))
        wanted &= Q(law=filters.law)
    if filters.derived_kind:
        if filters.derived_kind not in set(Kind):
            findings.add(UnknownDerivedKind(field="derived_kind", given=filters.derived_kind[:40]))
        wanted &= Q(derived_kind=filters.derived_kind)
    if filters.provider_id is not None:
        if not Provider.objects.filter(pk=filters.provider_id).exists():
            findings.add(UnknownProvider(field="provider_id"))
        wanted &= Q(provider_id=filters.provider_id)
    return wanted


def _of_receipt(filters: ComplaintFilters, *, today: date) -> Q:
    wanted = Q()
    if filters.period:
        if filters.period not in set(Period):
            raise UnknownPeriod(field="period", given=filters.period[:40])
        wanted &= Q(received_on__range=days_of(Period(filters.period), today=today))
    if filters.received_from and filters.received_until and filters.received_until < filters.received_from:
        raise EndsBeforeItBegins(field="received_until")
    if filters.received_from:
        wanted &= Q(received_on__gte=filters.received_from)
    if filters.received_until:
        wanted &= Q(received_on__lte=filters.received_until)
    return wanted


def _in_state(complaints: QuerySet[Complaint], state: str | None, *, today: date) -> QuerySet[Complaint]:
    if not state:
        return complaints
    if state not in set(ListState):
        raise UnknownState(field="state", given=state[:40])
    if state == ListState.LEFT_OUT:
        return complaints.exclude(exclusion=Exclusion.NONE)
    counting = complaints.filter(exclusion=Exclusion.NONE)
    running = Round.objects.filter(closed_on__isnull=True)
    if state == ListState.CLOSED:
        return counting.filter(~Exists(running.filter(complaint=OuterRef("pk"))))
    if state == ListState.LATE:
        running = running.filter(due_on__lt=today)
    elif state == ListState.DUE_THIS_WEEK:
        running = running.filter(due_on__range=(today, today + DUE_SOON))
    return counting.filter(pk__in=running.values("complaint"))


def _of_handler(complaints: QuerySet[Complaint], filters: ComplaintFilters, *, actor: Actor) -> QuerySet[Complaint]:
    if filters.handler_id is not None or filters.without_handler:
        if not may_look_by_handler(actor):
            raise HandlersAreForCoordinators(field="without_handler" if filters.handler_id is None else "handler_id")
        if filters.without_handler:
            complaints = complaints.filter(pk__in=_last_rounds().filter(handler__isnull=True).values("complaint"))
        if filters.handler_id is not None:
            if not ever_here({filters.handler_id}):
                raise UnknownPersonHere(field="handler_id")
            complaints = complaints.filter(pk__in=_last_rounds().filter(handler_id=filters.handler_id).values("complaint"))
    if filters.mine:
        complaints = complaints.filter(pk__in=_last_rounds().filter(handler_id=actor.user_id or 0).values("complaint"))
    return complaints


def _last_rounds() -> QuerySet[Round]:
    """Who handled an earlier round does not handle the file now."""
    return Round.objects.filter(~Exists(Round.objects.filter(complaint=OuterRef("complaint"), number__gt=OuterRef("number"))))
