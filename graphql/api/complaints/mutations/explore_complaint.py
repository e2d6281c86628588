"""exploreComplaint: what a first talk told. What is left out stays."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import PreferredContact, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.updating import update_complaint
from complaints.statuses import Step
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission

ANSWERS = ("story", "meaning", "wish", "informing", "inform_weeks")


class ExploreComplaintInput(graphene.InputObjectType):
    """The answers of the conversation card; null is the same as leaving out, "" empties."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    story = graphene.String(description="What happened.")
    meaning = graphene.String(description="What it meant for this person.")
    wish = graphene.String(description="What would help.")
    preferred_contact = PreferredContact(description="How this person wants to be spoken to.")
    informing = graphene.String(description="How this person wants to be kept informed.")
    inform_weeks = graphene.Int(description="They hear from us at least every so many weeks; 0: nothing agreed.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    changes: dict[str, Any] = {name: given[name] for name in ANSWERS if given.get(name) is not None}
    if given.get("preferred_contact") is not None:
        changes["filer"] = {"preferred_contact": models.PreferredContact(plain(given["preferred_contact"]))}
    return update_complaint(
        actor=actor,
        reference=given["reference"],
        changes=changes,
        step=Step.EXPLORE,
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class ExploreComplaint(graphene.ObjectType):
    explore_complaint = ComplaintMutation(ExploreComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
