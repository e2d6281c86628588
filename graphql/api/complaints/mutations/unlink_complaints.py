"""unlinkComplaints: take back that two files belong together."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.linking import unlink_files
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class UnlinkComplaintsInput(graphene.InputObjectType):
    """Files that were split stay linked."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    link_id = graphene.ID(required=True, description="The id among `linked`.")
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return unlink_files(
        actor=actor,
        reference=given["reference"],
        link_id=as_row(given["link_id"], field="link_id"),
        reason=given["reason"],
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class UnlinkComplaints(graphene.ObjectType):
    unlink_complaints = ComplaintMutation(UnlinkComplaintsInput, _work, permission=Permission.HANDLE_COMPLAINTS)
