"""Whoever is given what is in a file opened it, in a list or as the answer to a change as well: recorded once for each file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import graphene

from complaints.flows.looking import record_openings
from tenants.actors import Actor
from tenants.clock import read_clock


class Openings:
    """The files one request opens. A flow that records it by itself says so with `is_recorded`."""

    def __init__(self) -> None:
        self._opened: set[UUID] = set()
        self._recorded: set[UUID] = set()

    def note(self, complaint_id: UUID, *, is_recorded: bool = False) -> None:
        (self._recorded if is_recorded else self._opened).add(complaint_id)

    def record(self, *, actor: Actor) -> None:
        """Before the answer leaves, and after everything in it was read: one statement, whatever their number."""
        unrecorded = self._opened - self._recorded
        if unrecorded:
            record_openings(actor=actor, complaint_ids=sorted(unrecorded), now=read_clock())


class ContentField(graphene.Field):
    """A field with what was told in a file, or by whom. of: where its root keeps the id of the file."""

    def __init__(self, *args: Any, of: str = "pk", **kwargs: Any) -> None:
        self._of = of
        super().__init__(*args, **kwargs)

    def wrap_resolve(self, parent_resolver: Callable[..., Any]) -> Callable[..., Any]:
        resolve = super().wrap_resolve(parent_resolver)

        def noted(root: Any, info: Any, **arguments: Any) -> Any:
            info.context.openings.note(getattr(root, self._of))
            return resolve(root, info, **arguments)

        return noted
