"""A question for a reaction (vraag om reactie): asked, chased, withdrawn and answered.

Whoever is asked sees the passages that were chosen and nothing else of the file, also when they are involved in it: a colleague after
signing in, somebody outside with a code that is read to them, never by the address alone. An answer is no hearing (Awb 9:10).
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.access import visible_complaints
from complaints.checks import checked_text
from complaints.intake import TextTooLong
from complaints.models import Complaint, ReactionRequest
from complaints.passages import passages_of, stands_in
from complaints.reacting import check_open, colleagues_to_ask, give_answer, note_opening, told_in_history
from complaints.repeated_requests import RequestKey, earlier_request, remember
from complaints.shielding import passages_to_choose, problems_of_passages, problems_of_texts
from complaints.statuses import Step
from complaints.steps import finish_step, take_in_hand
from complaints.transferring import PassageNotTold, told_texts
from complaints.work.reactions import reactions_asked_of
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Findings, NotFound, Refusal
from tenants.permissions import Permission

OPERATION = "ask_reaction"
DIGITS = 8
MOST_ATTEMPTS = 5
LONGEST_NAME = 200
LONGEST_WAIT = timedelta(weeks=6)


class AskOnePerson(Refusal):
    code = "ask_one_person"
    message = _("Choose a colleague, or write who outside the organisation is asked. One of the two.")


class ColleagueUnknown(Refusal):
    code = "colleague_unknown"
    message = _("This person has no role here in which they may see something of this complaint. Choose a colleague, or ask with a code.")


class NoPassageChosen(Refusal):
    code = "no_passage_chosen"
    message = _("Choose at least one passage: whoever is asked sees nothing else of the complaint.")


class AnswerDayUnfit(Refusal):
    code = "answer_day_unfit"
    message = _("Choose a day after today, at most six weeks away.")


class ReactionSettled(Refusal):
    code = "reaction_settled"
    message = _("This question was answered or withdrawn already. Ask a new one to know more.")


@dataclass(frozen=True, kw_only=True)
class ReactionAsked:
    """user_id: a colleague; name: else who outside. passages: word for word of what whoever complains told."""

    question: str
    passages: tuple[str, ...]
    answer_by: date
    user_id: int | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """code: told once, to be read to whoever is asked outside; None for a colleague, and where it was told before."""

    request: ReactionRequest
    code: str | None


def ask_reaction(*, actor: Actor, reference: str, told: ReactionAsked, request_key: RequestKey | None = None, now: datetime) -> Asked:
    """Ask somebody for a reaction. request_key: the same key with the same content asks once, and its code is told once.

    Raises NotFound, NotPermitted, NotInThisState, KeyUsedForSomethingElse, and what is wrong at once: AskOnePerson, ColleagueUnknown,
    TextMissing, TextTooLong, UnreadableCharacter, NoPassageChosen, PassageNotTold, PassageTellsShielded,
    TextTellsShielded, AnswerDayUnfit.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    findings = Findings()
    with transaction.atomic(durable=True):
        earlier = earlier_request(request_key, actor=actor, operation=OPERATION, among=visible_complaints(actor=actor))
        if earlier is not None:
            return Asked(request=ReactionRequest.objects.get(pk=earlier.answer["reaction"]), code=None)
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ASK_REACTION)
        of = in_hand.complaint
        question, name = "", ""
        with findings.noting():
            question = checked_text(told.question, field="question", is_needed=True)
        with findings.noting():
            name = checked_text(told.name, field="name")
            if len(name) > LONGEST_NAME:
                raise TextTooLong(field="name", length=len(name), most=LONGEST_NAME)
        for problem in [*problems_of_texts({"question": question}, of=of), *_problems_of(told, name=name, of=of, today=dutch_date(now))]:
            findings.add(problem)
        findings.tell()
        request = ReactionRequest(
            complaint=of,
            round=in_hand.round,
            user_id=told.user_id,
            name=name,
            question=question,
            passages=list(told.passages),
            answer_by=told.answer_by,
            asked_by_id=actor.user_id,
            asked_at=now,
        )
        code = _give_code(request)
        request.save(force_insert=True)
        data = told_in_history(request) | {"passages": len(told.passages)}
        finish_step(in_hand, actor=actor, now=now, code="reaction_asked", data=data)
        remember(request_key, actor=actor, operation=OPERATION, complaint=of, now=now, answer={"reaction": str(request.pk)})
    return Asked(request=request, code=code)


def chase_reaction(
    *, actor: Actor, reference: str, reaction_id: uuid.UUID, answer_by: date, seen_version: int | None, now: datetime
) -> Asked:
    """Ask again, by a new day; of somebody outside with a new code, and the one before opens nothing any more.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, ReactionSettled, AnswerDayUnfit.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.ASK_REACTION, seen_version=seen_version)
        request = _waiting(in_hand.complaint, reaction_id)
        if request.round_id != in_hand.round.pk:
            # Of a round that was closed nobody can answer any more: ask anew.
            raise ReactionSettled
        if problem := _problem_of_day(answer_by, today=dutch_date(now)):
            raise problem
        request.answer_by, request.chased_at = answer_by, now
        code = _give_code(request)
        request.save()
        finish_step(in_hand, actor=actor, now=now, code="reaction_chased", data=told_in_history(request))
    return Asked(request=request, code=code)


def withdraw_reaction(
    *, actor: Actor, reference: str, reaction_id: uuid.UUID, reason: str, seen_version: int | None, now: datetime
) -> ReactionRequest:
    """Take the question back; from then on nobody opens it. Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile,
    ReactionSettled, TextMissing."""
    guard(actor, Permission.HANDLE_COMPLAINTS)
    reason = checked_text(reason, field="reason", is_needed=True)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.WITHDRAW_REACTION, seen_version=seen_version)
        request = _waiting(in_hand.complaint, reaction_id)
        request.withdrawn_at, request.withdrawn_reason = now, reason
        request.code_hash, request.attempts_left = "", 0
        request.save()
        data, personal = told_in_history(request), {"reason": reason}
        finish_step(in_hand, actor=actor, now=now, code="reaction_withdrawn", data=data, personal=personal)
    return request


def open_reaction(*, actor: Actor, reaction_id: uuid.UUID, now: datetime) -> ReactionRequest:
    """The question for a colleague who was asked, whatever else they may see. Raises NotFound, NotPermitted, ReactionOver."""
    guard(actor, Permission.SEE_START_PAGE)
    with transaction.atomic(durable=True):
        request = _asked_of(actor, reaction_id)
        check_open(request)
        note_opening(request, now=now)
    return request


def open_asked(*, actor: Actor, now: datetime) -> list[ReactionRequest]:
    """Every question that a colleague was asked and did not answer, opened by that. Raises NotPermitted."""
    guard(actor, Permission.SEE_START_PAGE)
    with transaction.atomic(durable=True):
        asked = reactions_asked_of(actor=actor)
        for request in asked:
            note_opening(request, now=now)
    return asked


def answer_reaction(*, actor: Actor, reaction_id: uuid.UUID, text: str, now: datetime) -> ReactionRequest:
    """A colleague's answer. Raises NotFound, NotPermitted, ReactionOver, TextMissing, TextTooLong, UnreadableCharacter."""
    guard(actor, Permission.SEE_START_PAGE)
    text = checked_text(text, field="text", is_needed=True)
    with transaction.atomic(durable=True):
        return give_answer(_asked_of(actor, reaction_id), text=text, actor=actor, now=now)


def _asked_of(actor: Actor, reaction_id: uuid.UUID) -> ReactionRequest:
    request = ReactionRequest.objects.filter(pk=reaction_id, user_id=actor.user_id or 0).first()
    if request is None:
        raise NotFound
    return request


def _waiting(complaint: Complaint, reaction_id: uuid.UUID) -> ReactionRequest:
    found = ReactionRequest.objects.select_for_update().filter(complaint=complaint, pk=reaction_id).first()
    if found is None:
        raise NotFound(field="reaction_id")
    if not found.waits:
        raise ReactionSettled
    return found


def _give_code(request: ReactionRequest) -> str | None:
    """A new code for somebody outside, kept as a digest alone."""
    if not request.is_outside:
        return None
    code = "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    request.code_hash, request.attempts_left = make_password(code), MOST_ATTEMPTS
    return code


def _problems_of(told: ReactionAsked, *, name: str, of: Complaint, today: date) -> list[Refusal]:
    problems: list[Refusal] = []
    if (told.user_id is None) == (not name):
        problems.append(AskOnePerson(field="user_id"))
    elif told.user_id is not None and told.user_id not in {one.user_id for one in colleagues_to_ask(of, today=today)}:
        problems.append(ColleagueUnknown(field="user_id"))
    # Where every passage tells who is shielded, the question says it in the handler's own words.
    if not told.passages and passages_to_choose(passages_of(told_texts(of)), of=of)[0]:
        problems.append(NoPassageChosen(field="passages"))
    elif not all(stands_in(one, told_texts(of)) for one in told.passages):
        problems.append(PassageNotTold(field="passages"))
    else:
        problems += problems_of_passages(told.passages, of=of)
    problem = _problem_of_day(told.answer_by, today=today)
    return [*problems, problem] if problem else problems


def _problem_of_day(answer_by: date, *, today: date) -> Refusal | None:
    return None if today < answer_by <= today + LONGEST_WAIT else AnswerDayUnfit(field="answer_by")
