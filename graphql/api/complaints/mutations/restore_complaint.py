"""restoreComplaint: a file that was left out counts again."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.leaving_out import restore
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RestoreComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return restore(
        actor=actor, reference=given["reference"], reason=given["reason"], seen_version=given["version"], now=read_clock()
    ).reference


class RestoreComplaint(graphene.ObjectType):
    restore_complaint = ComplaintMutation(RestoreComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
