"""markMessageRead: a mail that came in asks nothing more."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_message_id
from api.complaints.mutations.base import ComplaintMutation, request_key
from complaints.flows.messages import mark_read
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class MarkMessageReadInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    message_id = graphene.ID(required=True, description="Of `messages` of the file.")
    idempotency_key = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    key = request_key(given)
    return mark_read(
        actor=actor,
        reference=given["reference"],
        message_id=as_message_id(given["message_id"]),
        request_key=key,
        now=read_clock(),
    ).reference


class MarkMessageRead(graphene.ObjectType):
    mark_message_read = ComplaintMutation(MarkMessageReadInput, _work, permission=Permission.HANDLE_COMPLAINTS)
