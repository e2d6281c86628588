"""linkComplaints: two files belong together."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import LinkReason, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.linking import link_files
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class LinkComplaintsInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    other_reference = graphene.String(required=True)
    kind = LinkReason(required=True)
    reason = graphene.String(required=True, description="How that is known.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return link_files(
        actor=actor,
        reference=given["reference"],
        other_reference=given["other_reference"],
        kind=models.LinkKind(plain(given["kind"])),
        reason=given["reason"],
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class LinkComplaints(graphene.ObjectType):
    link_complaints = ComplaintMutation(LinkComplaintsInput, _work, permission=Permission.HANDLE_COMPLAINTS)
