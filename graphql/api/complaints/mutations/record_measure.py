"""recordMeasure: what is to be done, by whom and by when; a new measure or one that is changed."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row_id
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.learning import MeasureTold, record_measure
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordMeasureInput(graphene.InputObjectType):
    """A measure that follows from a complaint. A change gives all of it anew."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    measure_id = graphene.ID(description="The one that is changed; left out: a new one.")
    text = graphene.String(required=True)
    owner_id = graphene.Int(required=True, description="User; see colleagues. Who handles such files, or a manager of its unit.")
    due_on = graphene.Date(required=True)
    check_on = graphene.Date(description="When to look whether it helps. Left out: three months after dueOn.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    told = MeasureTold(text=given["text"], owner_id=given["owner_id"], due_on=given["due_on"], check_on=given.get("check_on"))
    record_measure(**same, told=told, measure_id=as_row_id(given.get("measure_id"), field="measure_id"))
    return str(given["reference"])


class RecordMeasure(graphene.ObjectType):
    record_measure = ComplaintMutation(RecordMeasureInput, _work, permission=Permission.HANDLE_COMPLAINTS)
