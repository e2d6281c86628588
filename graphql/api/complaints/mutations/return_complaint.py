"""returnComplaint: somebody comes back, so a new round of the same file opens."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.returning import return_complaint
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class ReturnComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    returned_on = graphene.Date(description="Left out: today.")
    is_written = graphene.Boolean(description="Whether this person came back in writing. Left out: as the complaint came in.")
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return return_complaint(
        actor=actor,
        reference=given["reference"],
        returned_on=given.get("returned_on"),
        reason=given["reason"],
        is_written=given.get("is_written"),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class ReturnComplaint(graphene.ObjectType):
    return_complaint = ComplaintMutation(ReturnComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
