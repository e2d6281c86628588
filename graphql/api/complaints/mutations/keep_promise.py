"""keepPromise: what was promised was done."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.promises import keep_promise
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class KeepPromiseInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    promise_id = graphene.UUID(required=True)
    kept_on = graphene.Date(description="Left out: today.")
    told_by = ContactWay(description="How whoever complains was told. Left out: not yet.")
    remark = graphene.String()


def _work(actor: Actor, given: dict[str, Any]) -> str:
    told_by = given.get("told_by")
    keep_promise(
        actor=actor,
        reference=given["reference"],
        promise_id=given["promise_id"],
        kept_on=given.get("kept_on"),
        told_by=models.ContactWay(plain(told_by)) if told_by is not None else None,
        remark=given.get("remark") or "",
        seen_version=given["version"],
        now=read_clock(),
    )
    return str(given["reference"])


class KeepPromise(graphene.ObjectType):
    keep_promise = ComplaintMutation(KeepPromiseInput, _work, permission=Permission.HANDLE_COMPLAINTS)
