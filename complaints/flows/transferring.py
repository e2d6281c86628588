"""Hand a complaint to whoever can help: forwarded to the authority whose it is, or transferred warmly to a provider or another body."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.checks import checked_text
from complaints.models import Round, Transfer, TransferEnd, TransferKind
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from complaints.transferring import CLOSES_WITH, ENDS, TransferTold, checked_texts, feedback_norm, problems_of_transfer
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission
from tenants.selectors import current_statutory_calendar

_STEPS = {TransferKind.FORWARDED: Step.FORWARD, TransferKind.WARM: Step.TRANSFER}
_CODES = {TransferKind.FORWARDED: "forwarded", TransferKind.WARM: "warm_transferred"}


class ClosingRestsOnIt(Refusal):
    code = "closing_rests_on_it"
    message = _("The complaint was closed with this. Let the person come back first: then there is a new round, with a term of its own.")


class TransferTakenBack(Refusal):
    code = "transfer_taken_back"
    message = _("This was taken back already. Record it anew where it was no mistake.")


def transfer_complaint(*, actor: Actor, reference: str, told: TransferTold, seen_version: int | None, now: datetime) -> Transfer:
    """Record that a complaint was forwarded or warmly transferred. The term of the complaint runs on.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and what is missing or wrong at once (complaints/transferring.py).
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings, today = Findings(), dutch_date(now)
    handed_on = told.handed_on or today
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=_STEPS[told.kind], seen_version=seen_version)
        of, due_on = in_hand.complaint, told.due_on
        # A day that cannot be is a finding below; no norm follows from it.
        if due_on is None and told.kind is TransferKind.WARM and of.received_on <= handed_on <= today:
            due_on = feedback_norm(handed_on=handed_on, calendar=current_statutory_calendar())
        texts = checked_texts(told, findings=findings)
        for problem in problems_of_transfer(told, texts, in_round=in_hand.round, handed_on=handed_on, due_on=due_on, today=today):
            findings.add(problem)
        findings.tell()
        kept = Transfer.objects.create(
            round=in_hand.round,
            kind=told.kind,
            provider_id=told.provider_id,
            **texts,
            received_on=of.received_on,
            agreed_by=told.agreed_by,
            agreed_on=told.agreed_on,
            agreed_way=told.agreed_way or "",
            shares_sender=told.shares_sender,
            passages=list(told.passages),
            handed_on=handed_on,
            handed_way=told.handed_way or "",
            told_on=told.told_on,
            told_way=told.told_way or "",
            due_on=due_on,
            recorded_by_id=actor.user_id,
            recorded_at=now,
        )
        finish_step(in_hand, actor=actor, now=now, code=_CODES[told.kind], data=_told(kept))
    return kept


def take_back_transfer(
    *, actor: Actor, reference: str, transfer_id: uuid.UUID, reason: str, seen_version: int | None, now: datetime
) -> Transfer:
    """It was recorded by mistake: it asks for nothing any more, and the history keeps all of it.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, TransferTakenBack, ClosingRestsOnIt, TextMissing, TextTooLong,
    UnreadableCharacter.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.SETTLE_TRANSFER, seen_version=seen_version)
        kept = Transfer.objects.filter(round__complaint=in_hand.complaint, pk=transfer_id).select_related("round__outcome").first()
        if kept is None:
            raise NotFound(field="transfer_id")
        if TransferEnd.WITHDRAWN not in ENDS[kept.end]:
            raise TransferTakenBack
        if _closed_with(kept.round, kept):
            raise ClosingRestsOnIt
        data, personal = _told(kept) | {"was": kept.end or None}, {"reason": reason, "remark_was": kept.feedback}
        kept.end, kept.ended_on = TransferEnd.WITHDRAWN, dutch_date(now)
        kept.save(update_fields=["end", "ended_on"])
        finish_step(in_hand, actor=actor, now=now, code="transfer_taken_back", data=data, personal=personal)
    return kept


def _closed_with(one: Round, kept: Transfer) -> bool:
    """Whether a round ended with this kind of transfer, and this is the only one of it."""
    if one.outcome is None or CLOSES_WITH.get(one.outcome.core_code) != kept.kind:  # type: ignore[call-overload]
        return False
    return not one.transfers.standing().filter(kind=kept.kind).exclude(pk=kept.pk).exists()


def _told(kept: Transfer) -> dict[str, Any]:
    """What the history says of it: codes and days, nothing of what went along."""
    return {
        "transfer": str(kept.pk),
        "kind": kept.kind,
        "on": kept.handed_on.isoformat(),
        "way": kept.handed_way,
        "received_on": kept.received_on.isoformat(),
        "agreed_on": kept.agreed_on and kept.agreed_on.isoformat(),
        "told_on": kept.told_on and kept.told_on.isoformat(),
        "due_on": kept.due_on and kept.due_on.isoformat(),
    }
