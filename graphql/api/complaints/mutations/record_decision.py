"""recordDecision: the decision (besluit) a complaint mentions, which somebody may still object to."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import Announcement, Contested, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints.awb import triage
from complaints.flows.deciding import DecisionTold, record_decision
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class RecordDecisionInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    decision_id = graphene.Int(description="The one that is put right. Left out: one that was not mentioned before.")
    what = graphene.String(required=True, description="Which decision.")
    contested = Contested(required=True, description="What this person is against. NOT_MADE: it was not made in time.")
    announcement = Announcement(required=True, description="Only WRITTEN starts the term of an objection (Awb 3:41).")
    announced_on = graphene.Date(description="For WRITTEN: the day it was sent or handed over.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    told = DecisionTold(
        what=given["what"],
        contested=triage.Contested(plain(given["contested"])),
        announcement=triage.Announcement(plain(given["announcement"])),
        announced_on=given.get("announced_on"),
    )
    return record_decision(
        actor=actor,
        reference=given["reference"],
        told=told,
        decision_id=given.get("decision_id"),
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class RecordDecision(graphene.ObjectType):
    record_decision = ComplaintMutation(RecordDecisionInput, _work, permission=Permission.HANDLE_COMPLAINTS)
