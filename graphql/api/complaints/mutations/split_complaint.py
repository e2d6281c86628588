"""splitComplaint: one letter over two files with one moment of receipt, linked to each other."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import HandlingWish, plain
from api.complaints.mutations.base import ComplaintMutation, request_key
from complaints import code_lists
from complaints.flows.splitting import SplitTold, split_complaint
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission

LISTS = ("point_ids", "decision_ids", "document_ids", "involved_here", "involved_there")


class SplitComplaintInput(graphene.InputObjectType):
    """The answer is the file that was split; the new one is among its `linked`."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    story = graphene.String(required=True, description="What goes to the new file.")
    stays = graphene.String(description="What is left here. Left out: the story stays as it is.")
    wish = graphene.String(description="What this person wants there.")
    handling_wish = HandlingWish(description="Left out: HANDLE. The kind of the new file follows from it.")
    point_ids = graphene.List(graphene.NonNull(graphene.Int), description="Subjects that go; at least one stays.")
    decision_ids = graphene.List(
        graphene.NonNull(graphene.Int), description="Mentioned decisions that go. Of BOTH the content goes and the manner stays."
    )
    provider_id = graphene.Int(description="The care provider it is about there.")
    other_body = graphene.String(description="Another organisation it is about there.")
    leaves_organisation = graphene.Boolean(description="This file is no longer about a provider or another organisation.")
    is_about_council = graphene.Boolean(description="Whether the new file is. Left out: as this one.")
    document_ids = graphene.List(
        graphene.NonNull(graphene.UUID),
        description="Documents that go along where one of the two is about the council and the other is not; else every one is opened"
        " from both.",
    )
    involved_here = graphene.List(graphene.NonNull(graphene.Int), description="Ids of `involved` who are so in this file alone.")
    involved_there = graphene.List(graphene.NonNull(graphene.Int), description="Ids of `involved` who are so in the new file alone.")
    idempotency_key = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    key = request_key(given)
    reference, version = given.pop("reference"), given.pop("version")
    told = {name: value for name, value in given.items() if value is not None}
    told |= {name: tuple(told[name]) for name in LISTS if name in told}
    if "handling_wish" in told:
        told["handling_wish"] = code_lists.HandlingWish(plain(told["handling_wish"]))
    split_complaint(actor=actor, reference=reference, told=SplitTold(**told), request_key=key, seen_version=version, now=read_clock())
    return str(reference)


class SplitComplaint(graphene.ObjectType):
    split_complaint = ComplaintMutation(SplitComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
