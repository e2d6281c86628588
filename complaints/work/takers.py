"""Whose work a file is today (pure): the handler, whoever stands in, the coordinator's queue, or the substitute coordinator.

Nothing of this is stored: it follows from roles, absences and who is involved, so that work comes and goes by itself.
Whoever is involved (Awb 9:7) is passed over at every turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tenants.organisation import standing_in


class Why(StrEnum):
    """Why a file is this person's work. NO_COORDINATOR: nobody who hands out files is left, so whoever may handle it does.

    NOBODY: there is nobody left who was not involved and is here.
    """

    HANDLER = "handler"
    STANDS_IN = "stands_in"
    UNASSIGNED = "unassigned"
    HANDLER_LEFT = "handler_left"
    COORDINATOR_INVOLVED = "coordinator_involved"
    STAND_IN_INVOLVED = "stand_in_involved"
    NO_COORDINATOR = "no_coordinator"
    NOBODY = "nobody"


# The handler's, or done for the handler: not work of those who hand out files.
OWN_WORK = frozenset({Why.HANDLER, Why.STANDS_IN, Why.STAND_IN_INVOLVED})


@dataclass(frozen=True, kw_only=True)
class Crew:
    """Who may take work today. replaced: everybody who is away, each with whom they named."""

    coordinators: frozenset[int] = frozenset()
    team: frozenset[int] = frozenset()
    registry: frozenset[int] = frozenset()
    substitute: int | None = None
    replaced: Mapping[int, int] = field(default_factory=dict)

    def able(self, *, is_council: bool) -> frozenset[int]:
        """Who may handle a file of the council's compartment, or any other."""
        return self.registry if is_council else self.team


@dataclass(frozen=True, kw_only=True)
class FileInvolving:
    """What of a file decides whose work it is. involved: users who were, without those who may handle it all the same."""

    handler_id: int | None
    is_council: bool = False
    involved: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Taking:
    """Who has the file today, each with whom they do it for (None: their own work), and why.

    keepers: who watches over its term: those who hand out such files, or stand in for them, and were not involved.
    """

    takers: Mapping[int, int | None]
    why: Why
    keepers: frozenset[int] = frozenset()


def taking_of(file: FileInvolving, *, crew: Crew) -> Taking:
    """Whose work the file is."""
    able = crew.able(is_council=file.is_council) - file.involved
    taking = _taking(file, crew, able)
    hand_out = crew.registry if file.is_council else crew.coordinators
    keepers = {who_does_work_of(one, crew=crew, able=able) for one in hand_out & able}
    return replace(taking, keepers=frozenset(one for one in keepers if one is not None))


def _taking(file: FileInvolving, crew: Crew, able: frozenset[int]) -> Taking:
    handler = file.handler_id
    if handler is None:
        return _queue(file, crew, able, why=Why.UNASSIGNED)
    if handler not in able:
        return _queue(file, crew, able, why=Why.HANDLER_LEFT)
    takes = who_does_work_of(handler, crew=crew, able=able)
    if takes is not None:
        return Taking(takers={takes: None if takes == handler else handler}, why=Why.HANDLER if takes == handler else Why.STANDS_IN)
    waiting = _queue(file, crew, able, why=Why.STAND_IN_INVOLVED, prefers_substitute=True)
    return Taking(takers=dict.fromkeys(waiting.takers, handler), why=waiting.why)


def _queue(file: FileInvolving, crew: Crew, able: frozenset[int], *, why: Why, prefers_substitute: bool = False) -> Taking:
    """Whoever hands out files: the registry for its own, else the coordinators; the substitute where one of those is involved.

    Is none of these left, then everybody who may handle it and is here.
    """
    keepers = crew.registry if file.is_council else crew.coordinators
    involves_keeper = bool(keepers & file.involved) and not file.is_council
    substitute = None if file.is_council or crew.substitute is None else who_does_work_of(crew.substitute, crew=crew, able=able)
    if substitute is not None and (involves_keeper or prefers_substitute):
        return Taking(takers={substitute: None}, why=Why.COORDINATOR_INVOLVED if involves_keeper else why)
    takers: dict[int, int | None] = {}
    for keeper in sorted(keepers & able):
        takes = who_does_work_of(keeper, crew=crew, able=able)
        if takes is not None and (takes == keeper or takes not in takers):
            takers[takes] = None if takes == keeper else keeper
    if not takers and substitute is not None:
        takers = {substitute: None}
    if takers:
        return Taking(takers=takers, why=why)
    left = sorted(able - crew.replaced.keys())
    return Taking(takers=dict.fromkeys(left), why=Why.NO_COORDINATOR if left else Why.NOBODY)


def who_does_work_of(person: int, *, crew: Crew, able: frozenset[int]) -> int | None:
    """The person, or whoever stands in; None when that one may not have this file."""
    return standing_in.who_does_work_of(person, replaced=crew.replaced, able=able)
