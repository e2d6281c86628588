"""reviewNotTakenUp: whether a criminal investigation still stands in the way of a complaint."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.reviewing import review_not_taken_up
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class ReviewNotTakenUpInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    found = graphene.String(required=True, description="What you found.")
    review_on = graphene.Date(description="While it still runs: the next day to look. Left out: it ended.")
    not_resumed_because = graphene.String(description="It ended, and why it is not taken up again. Left out: it waits for a new round.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    return review_not_taken_up(
        actor=actor,
        reference=given["reference"],
        found=given["found"],
        review_on=given.get("review_on"),
        not_resumed_because=given.get("not_resumed_because") or "",
        seen_version=given["version"],
        now=read_clock(),
    ).reference


class ReviewNotTakenUp(graphene.ObjectType):
    review_not_taken_up = ComplaintMutation(ReviewNotTakenUpInput, _work, permission=Permission.HANDLE_COMPLAINTS)
