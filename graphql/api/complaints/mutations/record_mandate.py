"""recordMandate: by which mandate somebody speaks for whoever complains (Awb 2:1)."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row_id
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.people import MandateTold, record_mandate
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordMandateInput(graphene.InputObjectType):
    """Once more corrects it, also to let it end."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    person = graphene.ID(required=True, description="FILER, or an id among `people`.")
    given_on = graphene.Date(description="Left out: today.")
    ends_on = graphene.Date(description="Its last day; left out: as long as it takes.")
    scope = graphene.String()
    document_id = graphene.ID(description="The mandate, among `documents`; left out: it was only said.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    told = MandateTold(
        given_on=given.get("given_on"),
        ends_on=given.get("ends_on"),
        scope=given.get("scope") or "",
        document_id=as_row_id(given.get("document_id"), field="document_id"),
    )
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    record_mandate(**same, person=given["person"], told=told)
    return str(given["reference"])


class RecordMandate(graphene.ObjectType):
    record_mandate = ComplaintMutation(RecordMandateInput, _work, permission=Permission.HANDLE_COMPLAINTS)
