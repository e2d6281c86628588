"""transferComplaint: a complaint was forwarded, or transferred warmly."""

from __future__ import annotations

from typing import Any

import graphene

from api.complaints.inputs import ContactWay, Sayer, TransferKind, as_way, plain
from api.complaints.mutations.base import ComplaintMutation
from complaints import models
from complaints.flows.transferring import transfer_complaint
from complaints.transferring import TransferTold
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.permissions import Permission


class TransferComplaintInput(graphene.InputObjectType):
    """To whom: providerId or body, one of the two; a provider takes a warm transfer alone. The day of receipt always goes along."""

    reference = graphene.String(required=True)
    version = graphene.Int(required=True)
    kind = TransferKind(required=True, description="FORWARDED: to the authority whose it is (2:3). WARM: with the person's agreement.")
    provider_id = graphene.Int()
    body = graphene.String()
    contact = graphene.String(description="Who takes it there; for WARM needed.")
    why = graphene.String(required=True, description="Why it is theirs.")
    agreed_by = Sayer(description="WARM: who agreed. COLLEAGUE and NOBODY are refused.")
    agreed_on = graphene.Date(description="WARM: needed.")
    agreed_way = ContactWay(description="WARM: needed.")
    shares_sender = graphene.Boolean(description="Who complains goes along; refused of whoever is shielded or anonymous.")
    passages = graphene.List(graphene.NonNull(graphene.String), description="What goes along, as it stands in story, meaning or wish.")
    note = graphene.String(description="What they were told beside it.")
    handed_on = graphene.Date(description="Left out: today.")
    handed_way = ContactWay(description="Needed.")
    told_on = graphene.Date(description="FORWARDED: the day the sender was told, the same day as handedOn; else toldRemark says why.")
    told_way = ContactWay()
    told_remark = graphene.String(description="Why the sender was not told on the same day, or not at all.")
    due_on = graphene.Date(description="By when feedback is due. Left out for WARM: by the organisation's norm.")


def _work(actor: Actor, given: dict[str, Any]) -> str:
    texts: dict[str, Any] = {name: given.get(name) or "" for name in ("body", "contact", "why", "note", "told_remark")}
    days: dict[str, Any] = {name: given.get(name) for name in ("agreed_on", "handed_on", "told_on", "due_on")}
    ways: dict[str, Any] = {name: as_way(given.get(name)) for name in ("agreed_way", "handed_way", "told_way")}
    told = TransferTold(
        **texts,
        **days,
        **ways,
        kind=models.TransferKind(plain(given["kind"])),
        provider_id=given.get("provider_id"),
        agreed_by=str(plain(given.get("agreed_by") or "")),
        shares_sender=bool(given.get("shares_sender")),
        passages=tuple(given.get("passages") or ()),
    )
    transfer_complaint(actor=actor, reference=given["reference"], told=told, seen_version=given["version"], now=read_clock())
    return str(given["reference"])


class TransferComplaint(graphene.ObjectType):
    transfer_complaint = ComplaintMutation(TransferComplaintInput, _work, permission=Permission.HANDLE_COMPLAINTS)
