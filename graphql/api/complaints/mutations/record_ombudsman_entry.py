"""recordOmbudsmanEntry: what came from the ombudsman, or a correction of it."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import OmbudsmanStep, as_row_id, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.ombudsman_cases import EntryTold, record_ombudsman_entry
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordOmbudsmanEntryInput(graphene.InputObjectType):
    """An inquiry, petition, report or recommendation. A correction gives all of it anew."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    entry_id = graphene.ID(description="The one that is corrected; left out: a new one.")
    step = OmbudsmanStep(required=True)
    ombudsman = graphene.String(required=True, description="Which one.")
    case_number = graphene.String()
    came_on = graphene.Date(description="Left out: today.")
    text = graphene.String(required=True, description="What is asked, found or recommended.")
    answer_by = graphene.Date(description="Until when an answer is due; needed but for a report.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    names = ("ombudsman", "case_number", "came_on", "text", "answer_by")
    told = EntryTold(
        step=models.OmbudsmanStep(plain(given["step"])), **{name: given[name] for name in names if given.get(name) is not None}
    )
    record_ombudsman_entry(**same, told=told, entry_id=as_row_id(given.get("entry_id"), field="entry_id"))
    return str(given["reference"])


class RecordOmbudsmanEntry(graphene.ObjectType):
    record_ombudsman_entry = ComplaintMutation(RecordOmbudsmanEntryInput, _work, permission=Permission.HANDLE_COMPLAINTS)
