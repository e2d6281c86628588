"""updateComplaint: what is named changes, what is left out or null stays."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import Emptied, SubmissionInput, as_changes
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.updating import update_complaint
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class UpdateComplaintInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True, description="The version you saw. Another one: changed_meanwhile, with the difference.")
    changes = graphene.InputField(
        graphene.NonNull(SubmissionInput),
        description="What changes. Left out or null: it stays. Of a person each part by itself; `points` and `involved` as a whole.",
    )
    empty = graphene.List(graphene.NonNull(Emptied), description='What is not known any more. Texts are emptied by "", lists by [].')
    involved_reason = graphene.String(description="Needed where a colleague is taken out of `involved`, who then sees the file again.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    changes = as_changes(dict(given["changes"]), emptied=given.get("empty") or [])
    return update_complaint(
        actor=actor,
        reference=given["reference"],
        changes=changes,
        involved_reason=given.get("involved_reason") or "",
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class UpdateComplaint(graphene.ObjectType):
    update_complaint = ComplaintMutation(UpdateComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
