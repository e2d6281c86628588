"""markDuplicate: this file is the double of another, which counts."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.leaving_out import mark_duplicate
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class MarkDuplicateInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    of_reference = graphene.String(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return mark_duplicate(
        actor=actor,
        reference=given["reference"],
        of_reference=given["of_reference"],
        reason=given["reason"],
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class MarkDuplicate(graphene.ObjectType):
    mark_duplicate = ComplaintMutation(MarkDuplicateInput, _work, permission=Permission.HANDLE_COMPLAINTS)
