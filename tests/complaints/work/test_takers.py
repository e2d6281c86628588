"""Whose work a file is: a table of who is here, who is away and who was involved (pure)."""

from __future__ import annotations

import pytest

from complaints.work.takers import Crew, FileInvolving, Why, taking_of

COORDINATOR, SECOND, SUBSTITUTE, HANDLER, STAND_IN, REGISTRAR, OTHER_REGISTRAR, GONE = 1, 2, 3, 4, 5, 6, 7, 8
AWAY = {HANDLER: STAND_IN}


def crew(
    *, coordinators: tuple[int, ...] = (COORDINATOR,), substitute: int | None = SUBSTITUTE, replaced: dict[int, int] | None = None
) -> Crew:
    return Crew(
        coordinators=frozenset(coordinators),
        team=frozenset({*coordinators, SUBSTITUTE, HANDLER, STAND_IN}),
        registry=frozenset({REGISTRAR, OTHER_REGISTRAR}),
        substitute=substitute,
        replaced=replaced or {},
    )


@pytest.mark.parametrize(
    ("handler", "involved", "of", "takers", "why"),
    [
        (HANDLER, set(), crew(), {HANDLER: None}, Why.HANDLER),
        (HANDLER, set(), crew(replaced=AWAY), {STAND_IN: HANDLER}, Why.STANDS_IN),
        (HANDLER, set(), crew(replaced={HANDLER: STAND_IN, STAND_IN: SUBSTITUTE}), {SUBSTITUTE: HANDLER}, Why.STANDS_IN),
        (HANDLER, {STAND_IN}, crew(replaced=AWAY), {SUBSTITUTE: HANDLER}, Why.STAND_IN_INVOLVED),
        (HANDLER, {STAND_IN, SUBSTITUTE}, crew(replaced=AWAY), {COORDINATOR: HANDLER}, Why.STAND_IN_INVOLVED),
        (HANDLER, {STAND_IN, SUBSTITUTE, COORDINATOR}, crew(replaced=AWAY), {}, Why.NOBODY),
        (GONE, set(), crew(), {COORDINATOR: None}, Why.HANDLER_LEFT),
        (None, set(), crew(), {COORDINATOR: None}, Why.UNASSIGNED),
        (None, set(), crew(coordinators=(COORDINATOR, SECOND)), {COORDINATOR: None, SECOND: None}, Why.UNASSIGNED),
        (None, {COORDINATOR}, crew(), {SUBSTITUTE: None}, Why.COORDINATOR_INVOLVED),
        (GONE, {COORDINATOR}, crew(), {SUBSTITUTE: None}, Why.COORDINATOR_INVOLVED),
        (None, {COORDINATOR}, crew(replaced={SUBSTITUTE: HANDLER}), {HANDLER: None}, Why.COORDINATOR_INVOLVED),
        (None, {COORDINATOR}, crew(coordinators=(COORDINATOR, SECOND), substitute=None), {SECOND: None}, Why.UNASSIGNED),
        (None, {COORDINATOR, SUBSTITUTE}, crew(coordinators=(COORDINATOR, SECOND)), {SECOND: None}, Why.UNASSIGNED),
        (None, {COORDINATOR}, crew(substitute=None), {SUBSTITUTE: None, HANDLER: None, STAND_IN: None}, Why.NO_COORDINATOR),
        (None, {COORDINATOR, SUBSTITUTE}, crew(), {HANDLER: None, STAND_IN: None}, Why.NO_COORDINATOR),
        (None, {COORDINATOR, SUBSTITUTE}, crew(replaced=AWAY), {STAND_IN: None}, Why.NO_COORDINATOR),
        (None, {COORDINATOR, SUBSTITUTE, STAND_IN}, crew(replaced=AWAY), {}, Why.NOBODY),
        (None, set(), crew(replaced={COORDINATOR: STAND_IN}), {STAND_IN: COORDINATOR}, Why.UNASSIGNED),
        (None, {STAND_IN}, crew(replaced={COORDINATOR: STAND_IN}), {SUBSTITUTE: None}, Why.UNASSIGNED),
        (None, set(), crew(coordinators=()), {SUBSTITUTE: None}, Why.UNASSIGNED),
        (None, set(), crew(coordinators=(), substitute=None), {SUBSTITUTE: None, HANDLER: None, STAND_IN: None}, Why.NO_COORDINATOR),
        (None, set(), crew(coordinators=(COORDINATOR, SECOND), replaced={COORDINATOR: SECOND}), {SECOND: None}, Why.UNASSIGNED),
    ],
)
def test_a_file_of_the_team_goes_to_somebody_who_is_here_and_was_not_involved(
    handler: int | None, involved: set[int], of: Crew, takers: dict[int, int | None], why: Why
) -> None:
    taking = taking_of(FileInvolving(handler_id=handler, involved=frozenset(involved)), crew=of)

    assert (dict(taking.takers), taking.why) == (takers, why)


@pytest.mark.parametrize(
    ("handler", "involved", "replaced", "takers", "why"),
    [
        (REGISTRAR, set(), {}, {REGISTRAR: None}, Why.HANDLER),
        (REGISTRAR, set(), {REGISTRAR: OTHER_REGISTRAR}, {OTHER_REGISTRAR: REGISTRAR}, Why.STANDS_IN),
        (None, set(), {}, {REGISTRAR: None, OTHER_REGISTRAR: None}, Why.UNASSIGNED),
        (None, {REGISTRAR}, {}, {OTHER_REGISTRAR: None}, Why.UNASSIGNED),
        (None, {REGISTRAR, OTHER_REGISTRAR}, {}, {}, Why.NOBODY),
        # Never to the other side, whatever stands in the absence.
        (REGISTRAR, set(), {REGISTRAR: COORDINATOR, OTHER_REGISTRAR: HANDLER}, {}, Why.NOBODY),
        (COORDINATOR, set(), {}, {REGISTRAR: None, OTHER_REGISTRAR: None}, Why.HANDLER_LEFT),
    ],
)
def test_a_file_of_the_councils_compartment_stays_with_the_registry(
    handler: int | None, involved: set[int], replaced: dict[int, int], takers: dict[int, int | None], why: Why
) -> None:
    taking = taking_of(FileInvolving(handler_id=handler, is_council=True, involved=frozenset(involved)), crew=crew(replaced=replaced))

    assert (dict(taking.takers), taking.why) == (takers, why)
