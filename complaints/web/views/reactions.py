"""A question for a reaction: asked and followed in the file; answered by a colleague, or by somebody outside with a code."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.reactions import (
    Asked,
    ReactionAsked,
    answer_reaction,
    ask_reaction,
    chase_reaction,
    open_reaction,
    withdraw_reaction,
)
from complaints.flows.reactions_outside import CodeNotRight, answer_with_code, open_with_code
from complaints.models import Complaint, ReactionRequest
from complaints.passages import passages_of
from complaints.reacting import (
    ReactionOver,
    answered_before,
    colleagues_to_ask,
    is_asked_outside,
    opened_before,
    shown_passages,
    shown_question,
)
from complaints.shielding import passages_to_choose
from complaints.statuses import Step
from complaints.transferring import told_texts
from complaints.web.reaction_forms import AskReactionForm, ChaseReactionForm, CodeForm, ReactionForm
from complaints.web.step_forms import ReasonForm
from complaints.web.views.step_page import METHODS, ended_before, file_or_404, key_of_sending, seen, step_page, who
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.templatetags.polsslag import moment
from tenants.web.forms.refusals import add_refusal

A_WEEK = timedelta(days=7)
# Which questions somebody without an account opened with a code, in their session: the digest of the code that did it.
OPENED = "reactions_opened"


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    of, asked = file_or_404(request, reference), list[Asked]()
    colleagues = [(str(one.user_id), one.shown_name) for one in colleagues_to_ask(of, today=dutch_date(read_clock()))]
    passages, kept_back = passages_to_choose(passages_of(told_texts(of)), of=of)
    form = AskReactionForm(
        request.POST or None, colleagues=colleagues, passages=passages, kept_back=kept_back, initial={"answer_by": _in_a_week()}
    )

    def carry_out(given: dict[str, Any]) -> None:
        told = ReactionAsked(**given | {"passages": tuple(given["passages"]), "answer_by": given["answer_by"] or _in_a_week()})
        asked.append(ask_reaction(**who(request, of), told=told, request_key=key_of_sending(request)))

    answered = step_page(
        request,
        of,
        Step.ASK_REACTION,
        form,
        carry_out,
        title=_("Ask for a reaction"),
        lead=_("Whoever is asked sees your question and the passages you choose. It is no hearing (article 9:10): record a talk as such."),
        button=_("Ask"),
        done=_("The question is asked. The file shows it, and Mijn werk when nobody answers."),
        is_sent_once=True,
    )
    return _with_code(request, of, asked) or answered


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def chase(request: HttpRequest, reference: str, reaction_id: uuid.UUID) -> HttpResponse:
    of, asked = file_or_404(request, reference), list[Asked]()
    stands = _what_became_of_it(of, reaction_id)
    if to_file := ended_before(request, of, stands):
        return to_file

    def carry_out(given: dict[str, Any]) -> None:
        by = given["answer_by"] or _in_a_week()
        asked.append(chase_reaction(**who(request, of), reaction_id=reaction_id, answer_by=by, seen_version=given["version"]))

    answered = step_page(
        request,
        of,
        Step.ASK_REACTION,
        ChaseReactionForm(request.POST or None, initial=seen(of) | {"answer_by": _in_a_week()}),
        carry_out,
        title=_("Ask again for the reaction"),
        lead=_("Call or write this person too. Somebody outside gets a new code; the one before no longer works."),
        button=_("Ask again"),
        done=_("It is in the file that you asked again."),
        stands=stands,
    )
    return _with_code(request, of, asked) or answered


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def withdraw(request: HttpRequest, reference: str, reaction_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    stands = _what_became_of_it(of, reaction_id)
    if to_file := ended_before(request, of, stands):
        return to_file
    return step_page(
        request,
        of,
        Step.WITHDRAW_REACTION,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: withdraw_reaction(**who(request, of), reaction_id=reaction_id, reason=given["reason"], seen_version=given["version"]),
        title=_("Withdraw the question for a reaction"),
        lead=_("From then on nobody opens it any more."),
        button=_("Withdraw"),
        done=_("The question is withdrawn."),
        stands=stands,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.SEE_START_PAGE)
def answer(request: HttpRequest, reaction_id: uuid.UUID) -> HttpResponse:
    """For the colleague who was asked."""
    actor, now = request.actor, read_clock()  # type: ignore[attr-defined]
    form = ReactionForm(request.POST or None)
    try:
        asked = open_reaction(actor=actor, reaction_id=reaction_id, now=now)
    except NotFound:
        raise Http404 from None
    except ReactionOver as over:
        return _done(request, over.text, answered=answered_before(user_id=actor.user_id, reaction_id=reaction_id))
    if request.method == "POST" and form.is_valid():
        try:
            answer_reaction(actor=actor, reaction_id=reaction_id, text=form.cleaned_data["text"], now=now)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return _done(request, _("Thank you. Your reaction came in."))
    return _question(request, asked, form)


@never_cache
@require_http_methods(METHODS)
@requires(Permission.ANYONE)
def answer_outside(request: HttpRequest, reaction_id: uuid.UUID) -> HttpResponse:
    """For somebody outside: first the code, then the question. Whether one of ours was answered, withdrawn or is over tells nothing."""
    if not is_asked_outside(reaction_id):
        raise Http404
    digest = request.session.get(OPENED, {}).get(str(reaction_id), "")
    if not digest:
        return _code_asked(request, reaction_id)
    now, form = read_clock(), ReactionForm(request.POST or None)
    try:
        asked = opened_before(reaction_id=reaction_id, code_hash=digest, now=now)
    except ReactionOver:
        # Answered, withdrawn, or another code since: begin again, which tells nothing.
        _forget(request, reaction_id)
        return redirect("answer_reaction_outside", reaction_id=reaction_id)
    if request.method == "POST" and form.is_valid():
        try:
            answer_with_code(reaction_id=reaction_id, code_hash=digest, text=form.cleaned_data["text"], now=now)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            _forget(request, reaction_id)
            return _done(request, _("Thank you. Your reaction came in."))
    return _question(request, asked, form)


def _code_asked(request: HttpRequest, reaction_id: uuid.UUID) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_with_code(reaction_id=reaction_id, code=form.cleaned_data["code"], now=read_clock())
        except CodeNotRight as refusal:
            add_refusal(form, refusal)
        else:
            # A new key, so that nobody who knew the old one comes along.
            request.session.cycle_key()
            request.session[OPENED] = request.session.get(OPENED, {}) | {str(reaction_id): opened.code_hash}
            return redirect("answer_reaction_outside", reaction_id=reaction_id)
    return render(request, "complaints/reactions/code.html", {"form": form}, status=422 if form.errors else 200)


def _forget(request: HttpRequest, reaction_id: uuid.UUID) -> None:
    request.session[OPENED] = {key: value for key, value in request.session.get(OPENED, {}).items() if key != str(reaction_id)}


def _question(request: HttpRequest, asked: ReactionRequest, form: ReactionForm) -> HttpResponse:
    context = {"asked": asked, "question": shown_question(asked), "passages": shown_passages(asked), "form": form}
    return render(request, "complaints/reactions/question.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, text: str, *, answered: ReactionRequest | None = None) -> HttpResponse:
    """answered: in place of the text, what whoever was asked answered themselves."""
    return render(request, "complaints/reactions/done.html", {"text": text, "answered": answered})


def _with_code(request: HttpRequest, of: Complaint, asked: list[Asked]) -> HttpResponse | None:
    """The code, once, on the answer itself: it is kept nowhere. None where there is none to tell."""
    if not asked or asked[0].code is None:
        return None
    code = asked[0].code
    address = request.build_absolute_uri(reverse("answer_reaction_outside", args=[asked[0].request.pk]))
    context = {"complaint": of, "code": f"{code[:4]} {code[4:]}", "address": address, "asked": asked[0].request}
    return render(request, "complaints/reactions/told.html", context)


def _what_became_of_it(of: Complaint, reaction_id: uuid.UUID) -> str:
    """In a sentence; empty while it waits for an answer."""
    asked = of.reaction_requests.filter(pk=reaction_id).first()
    if asked is None:
        raise Http404
    if asked.answered_at is not None:
        return _("This question was answered already, on %(at)s. The answer is in the file.") % {"at": moment(asked.answered_at)}
    if asked.withdrawn_at is not None:
        return _("This question was withdrawn already, on %(at)s: %(why)s") % {
            "at": moment(asked.withdrawn_at),
            "why": asked.withdrawn_reason,
        }
    return ""


def _in_a_week() -> date:
    return dutch_date(read_clock()) + A_WEEK
