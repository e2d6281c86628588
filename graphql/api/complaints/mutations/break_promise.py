"""breakPromise: what was promised was not done, or will be later."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.promises import break_promise
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class BreakPromiseInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    promise_id = graphene.UUID(required=True)
    reason = graphene.String(required=True)
    told_on = graphene.Date(description="The day whoever complains was told. Left out: today.")
    new_due_on = graphene.Date(description="Promised anew: a promise that follows this one. Left out: it will not be done any more.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    break_promise(
        actor=actor,
        reference=given["reference"],
        promise_id=given["promise_id"],
        reason=given["reason"],
        told_on=given.get("told_on"),
        new_due_on=given.get("new_due_on"),
        seen_version=given["version"],
        now=read_clock(),
    )
    return str(given["reference"])


class BreakPromise(graphene.ObjectType):
    break_promise = ComplaintMutation(BreakPromiseInput, _work, permission=Permission.HANDLE_COMPLAINTS)
