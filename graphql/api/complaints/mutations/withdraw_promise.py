"""withdrawPromise: a promise that was recorded by mistake."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.promises import withdraw_promise
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class WithdrawPromiseInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    promise_id = graphene.UUID(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    withdraw_promise(
        actor=actor,
        reference=given["reference"],
        promise_id=given["promise_id"],
        reason=given["reason"],
        seen_version=given["version"],
        now=read_clock(),
    )
    return str(given["reference"])


class WithdrawPromise(graphene.ObjectType):
    withdraw_promise = ComplaintMutation(WithdrawPromiseInput, _work, permission=Permission.HANDLE_COMPLAINTS)
