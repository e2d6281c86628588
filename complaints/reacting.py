"""What asking for a reaction and answering share, by sign-in or with a code. Opens no transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.access import lock_complaints
from complaints.models import Compartment, Complaint, ReactionRequest
from complaints.shielding import who_stays_out
from complaints.statuses import Step
from complaints.steps import FileInHand, NotInThisState, check_step, finish_step
from tenants.accounts.selectors import PersonHere, colleagues_here, only_with_role
from tenants.actors import Actor
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.permissions import OUTSIDERS, REGISTRY, Role


class ReactionOver(Refusal):
    code = "reaction_over"
    message = _("Your reaction is no longer needed. Do you still have something to say about it? Then call who asked you.")


def colleagues_to_ask(of: Complaint, *, today: date) -> list[PersonHere]:
    """Who may be asked with a sign-in: not whoever is only in the council or on a committee, who see no complaint but what is theirs;
    the registry of the council about what it handles alone, and about that nobody else."""
    is_of_council = of.compartment == Compartment.COUNCIL
    kept_out = frozenset(Role) - REGISTRY if is_of_council else OUTSIDERS | REGISTRY | {Role.OPERATOR}
    barred = only_with_role(roles=kept_out, today=today)
    return [one for one in colleagues_here() if one.user_id not in barred]


def is_asked_outside(reaction_id: uuid.UUID) -> bool:
    """Whether somebody outside was asked this here, whatever became of it."""
    return ReactionRequest.objects.filter(pk=reaction_id, user=None).exists()


def opened_before(*, reaction_id: uuid.UUID, code_hash: str, now: datetime) -> ReactionRequest:
    """The question again, for who opened it with the code that holds (its digest, kept in their session). Raises ReactionOver."""
    request = ReactionRequest.objects.filter(pk=reaction_id, user=None, code_hash=code_hash).exclude(code_hash="").first()
    if request is None or not is_in_time(request, now=now):
        raise ReactionOver
    return request


def answered_before(*, user_id: int | None, reaction_id: uuid.UUID) -> ReactionRequest | None:
    """What a colleague was asked and answered; None where they did not, or where it was destroyed."""
    return ReactionRequest.objects.filter(pk=reaction_id, user_id=user_id or 0).exclude(answered_at=None).exclude(answer="").first()


def give_answer(request: ReactionRequest, *, text: str, actor: Actor, now: datetime) -> ReactionRequest:
    """Put it in the file. Sent twice it is there once: the second one is told that nothing is needed any more."""
    lock_complaints({request.complaint_id})
    request = ReactionRequest.objects.select_for_update().get(pk=request.pk)
    in_hand = check_open(request)
    request.answer, request.answered_at = text, now
    request.code_hash, request.attempts_left = "", 0
    request.save()
    finish_step(in_hand, actor=actor, now=now, code="reaction_answered", data=told_in_history(request))
    return request


def check_open(request: ReactionRequest) -> FileInHand:
    """Raises ReactionOver: of the file itself whoever is asked is told nothing."""
    complaint = Complaint.objects.get(pk=request.complaint_id)
    try:
        last, state = check_step(complaint, Step.ASK_REACTION)
    except NotInThisState:
        raise ReactionOver from None
    if not request.waits or last.pk != request.round_id:
        raise ReactionOver
    return FileInHand(complaint=complaint, round=last, state=state, step=Step.ASK_REACTION)


def is_in_time(request: ReactionRequest, *, now: datetime) -> bool:
    """Whether it still waits, and its last day is not over."""
    is_open = ReactionRequest.objects.open().filter(pk=request.pk).exists()
    return is_open and dutch_date(now) <= request.answer_by


def note_opening(request: ReactionRequest, *, now: datetime) -> None:
    """When whoever is asked saw it first."""
    if request.opened_at is None:
        request.opened_at = now
        request.save(update_fields=["opened_at"])


def shown_question(request: ReactionRequest) -> str:
    """What whoever is asked is asked; a mark stands for who was shielded since. Uses what is loaded."""
    return _as_shown([request.question], request)[0]


def shown_passages(request: ReactionRequest) -> list[str]:
    """What whoever is asked sees of the complaint, with the same mark. Uses what is loaded."""
    return _as_shown(request.passages, request)


def _as_shown(texts: Sequence[str], request: ReactionRequest) -> list[str]:
    stays_out = who_stays_out(request.complaint)
    return [stays_out.masked(one, gettext("[shielded]")) for one in texts] if stays_out else list(texts)


def told_in_history(request: ReactionRequest) -> dict[str, object]:
    """What the history of the file holds of it: no names and no texts."""
    return {"reaction": str(request.pk), "is_outside": request.is_outside, "answer_by": request.answer_by.isoformat()}
