"""recordApology: by the ombudsman's card, a new one or one that is corrected."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, as_row_id, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.apologising import ApologyTold, record_apology
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordApologyInput(graphene.InputObjectType):
    """Of the five parts at least one. A correction gives all of it anew."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    apology_id = graphene.ID(description="The one that is corrected; left out: a new one.")
    what_went_wrong = graphene.String()
    regret = graphene.String()
    responsibility = graphene.String()
    what_now = graphene.String()
    what_changes = graphene.String()
    said_by = graphene.String(required=True, description="Who said it: a name or a function.")
    said_to = graphene.String(required=True, description="To whom.")
    said_on = graphene.Date(description="Left out: today.")
    way = ContactWay(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    apology_id = as_row_id(given.pop("apology_id", None), field="apology_id")
    told = {name: value for name, value in given.items() if value is not None}
    told["way"] = models.ContactWay(plain(told["way"]))
    record_apology(
        actor=actor, reference=reference, told=ApologyTold(**told), apology_id=apology_id, seen_version=version, now=read_clock()
    )
    return str(reference)


class RecordApology(graphene.ObjectType):
    record_apology = ComplaintMutation(RecordApologyInput, _work, permission=Permission.HANDLE_COMPLAINTS)
