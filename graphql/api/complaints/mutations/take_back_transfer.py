"""takeBackTransfer: a transfer was recorded by mistake."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import as_row
from api.complaints.mutations.base import ComplaintMutation
from complaints.flows.transferring import take_back_transfer
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class TakeBackTransferInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    transfer_id = graphene.ID(required=True)
    reason = graphene.String(required=True)


def _work(actor: Actor, given: dict[str, Any]) -> str:
    same: dict[str, Any] = {"actor": actor, "reference": given["reference"], "seen_version": given["version"], "now": read_clock()}
    take_back_transfer(**same, transfer_id=as_row(given["transfer_id"], field="transfer_id"), reason=given["reason"])
    return str(given["reference"])


class TakeBackTransfer(graphene.ObjectType):
    take_back_transfer = ComplaintMutation(TakeBackTransferInput, _work, permission=Permission.HANDLE_COMPLAINTS)
