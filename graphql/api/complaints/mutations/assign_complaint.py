"""assignComplaint: never to somebody who was involved (Awb 9:7)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ConductOf, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import code_lists
from complaints.flows.assignment import assign_complaint
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class AssignComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    handler_id = graphene.Int(required=True)
    conduct_of = ConductOf(description="Whose conduct it is, where somebody who was involved handles it all the same (9:7(2)).")
    exception_reason = graphene.String(description="With conductOf: why this person handles it all the same.")
    even_if_away = graphene.Boolean(description="Also to somebody who is away today; whoever stands in has it until then.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return assign_complaint(
        actor=actor,
        reference=given["reference"],
        handler_id=given["handler_id"],
        seen_version=given["version"],
        conduct_of=code_lists.ConductOf(plain(given["conduct_of"])) if given.get("conduct_of") else None,
        exception_reason=given.get("exception_reason") or "",
        even_if_away=bool(given.get("even_if_away")),
        now=read_clock(),
    ).reference


class AssignComplaint(graphene.ObjectType):
    assign_complaint = ComplaintMutation(AssignComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
