"""recordMediation: who said yes, who mediates, and which talks were held. What is said in them stands nowhere."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, as_row, as_way
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.mediating import Course, record_mediation
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordMediationInput(graphene.InputObjectType):
    """How it stands, as a whole: what is left out is not so (any more)."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    mediation_id = graphene.ID(required=True, description="Among `mediations`.")
    complainant_agreed_on = graphene.Date()
    complainant_way = ContactWay(description="How they said yes; with the day.")
    complainant_agreed_by = graphene.String(description="Who said so, where that was somebody else.")
    other_agreed_on = graphene.Date()
    other_way = ContactWay()
    other_agreed_by = graphene.String()
    mediator_id = graphene.Int(description="A colleague who does not handle it and was not involved; or mediatorName.")
    mediator_name = graphene.String(description="Somebody outside, with their organisation.")
    talks = graphene.List(graphene.NonNull(graphene.Date), description="Days on which they talked.")
    next_on = graphene.Date(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    reference, version = given.pop("reference"), given.pop("version")
    mediation_id = as_row(given.pop("mediation_id"), field="mediation_id")
    told = {name: value for name, value in given.items() if value is not None}
    told |= {name: as_way(told.get(name)) for name in ("complainant_way", "other_way")}
    course = Course(**told | {"talks": tuple(told.get("talks", ()))})
    same: dict[str, Any] = {"actor": actor, "reference": reference, "seen_version": version, "now": read_clock()}
    record_mediation(**same, mediation_id=mediation_id, course=course)
    return str(reference)


class RecordMediation(graphene.ObjectType):
    record_mediation = ComplaintMutation(RecordMediationInput, _work, permission=Permission.HANDLE_COMPLAINTS)
