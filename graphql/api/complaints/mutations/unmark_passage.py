"""unmarkPassage: take a mark in a document away."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.redacting import unmark_passage
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class UnmarkPassageInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    document_id = graphene.ID(required=True)
    mark_id = graphene.ID(required=True, description="Among `marks` of the document.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    unmark_passage(
        actor=actor,
        reference=given["reference"],
        document_id=as_row(given["document_id"], field="document_id"),
        mark_id=as_row(given["mark_id"], field="mark_id"),
        seen_version=given["version"],
        now=read_clock(),
    )
    return str(given["reference"])


class UnmarkPassage(graphene.ObjectType):
    unmark_passage = ComplaintMutation(UnmarkPassageInput, _work, permission=Permission.HANDLE_COMPLAINTS)
