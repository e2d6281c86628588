"""markRegisteredInError: this file was registered by mistake; it keeps its reference and counts in no figure."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.leaving_out import mark_registered_in_error
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class MarkRegisteredInErrorInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return mark_registered_in_error(
        actor=actor, reference=given["reference"], reason=given["reason"], seen_version=given["version"], now=read_clock()
    ).reference


class MarkRegisteredInError(graphene.ObjectType):
    mark_registered_in_error = ComplaintMutation(MarkRegisteredInErrorInput, _work, permission=Permission.HANDLE_COMPLAINTS)
