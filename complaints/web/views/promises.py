"""Promises to whoever complains (toezeggingen): recording one, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.promises import Promiser, add_promise, break_promise, keep_promise, withdraw_promise
from complaints.intake_choices import promiser_choices
from complaints.models import Complaint, Promise
from complaints.statuses import Step
from complaints.web.promises import shown_promise
from complaints.web.step_forms import BreakPromiseForm, KeepPromiseForm, PromiseForm, ReasonForm
from complaints.web.views.step_page import METHODS, file_or_404, key_of_sending, seen, step_page, who
from tenants.accounts.selectors import shown_names
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def promise(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    colleagues, units = promiser_choices(actor=request.actor, today=dutch_date(read_clock()))  # type: ignore[attr-defined]
    own = f"user:{request.actor.user_id}"  # type: ignore[attr-defined]
    return step_page(
        request,
        of,
        Step.ADD_PROMISE,
        PromiseForm(request.POST or None, colleagues=colleagues, units=units, initial={"by_user": own}),
        lambda given: add_promise(
            **who(request, of),
            text=given["text"],
            by=_promiser(given),
            due_on=given["due_on"],
            said_on=given["said_on"],
            request_key=key_of_sending(request),
        ),
        title=_("Record a promise"),
        lead=_("What we promise, we do. It is shown in the file, and whoever handles it is reminded, also after closing."),
        button=_("Record"),
        done=_("The promise is in the file."),
        is_sent_once=True,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def promise_kept(request: HttpRequest, reference: str, promise_id: uuid.UUID) -> HttpResponse:
    of, made = _file_and_promise(request, reference, promise_id)
    return step_page(
        request,
        of,
        Step.SETTLE_PROMISE,
        KeepPromiseForm(request.POST or None, initial=seen(of)),
        lambda given: keep_promise(
            **who(request, of),
            promise_id=made.pk,
            kept_on=given["kept_on"],
            told_by=given["told_by"],
            remark=given["remark"],
            seen_version=given["version"],
        ),
        title=_("The promise is kept"),
        lead="",
        button=_("Record"),
        done=_("It is in the file that the promise was kept."),
        template="complaints/steps/promise.html",
        leads_to_not_kept=True,
        **_shown_promise(request, made),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def promise_not_kept(request: HttpRequest, reference: str, promise_id: uuid.UUID) -> HttpResponse:
    of, made = _file_and_promise(request, reference, promise_id)
    return step_page(
        request,
        of,
        Step.SETTLE_PROMISE,
        BreakPromiseForm(request.POST or None, initial=seen(of)),
        lambda given: break_promise(
            **who(request, of),
            promise_id=made.pk,
            reason=given["reason"],
            told_on=given["told_on"],
            new_due_on=given["new_due_on"],
            seen_version=given["version"],
        ),
        title=_("The promise is not kept"),
        lead=_("Tell this person yourself before they have to ask: why, and by when they may count on it."),
        button=_("Record"),
        done=_("It is in the file that the promise was not kept."),
        template="complaints/steps/promise.html",
        **_shown_promise(request, made),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def promise_withdrawn(request: HttpRequest, reference: str, promise_id: uuid.UUID) -> HttpResponse:
    of, made = _file_and_promise(request, reference, promise_id)
    return step_page(
        request,
        of,
        Step.SETTLE_PROMISE,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: withdraw_promise(**who(request, of), promise_id=made.pk, reason=given["reason"], seen_version=given["version"]),
        title=_("This promise was recorded by mistake"),
        lead=_("It then asks for nothing any more. It stays in the file, with your reason. Is something in it wrong? Record it anew."),
        button=_("Take back"),
        done=_("The promise is taken back."),
        template="complaints/steps/promise.html",
        **_shown_promise(request, made),
    )


def _file_and_promise(request: HttpRequest, reference: str, promise_id: uuid.UUID) -> tuple[Complaint, Promise]:
    of = file_or_404(request, reference)
    made = of.promises.filter(pk=promise_id).select_related("unit").first()
    if made is None:
        raise Http404
    return of, made


def _shown_promise(request: HttpRequest, made: Promise) -> dict[str, Any]:
    users = {made.promised_by_id} if made.promised_by_id else set()
    names = shown_names(actor=request.actor, tenant=request.tenant, user_ids=users)  # type: ignore[attr-defined]
    return {"row": shown_promise(made, names=names, today=dutch_date(read_clock()))}


def _promiser(given: dict[str, Any]) -> Promiser:
    """Whose promise it is, as the form has it."""
    kind, _colon, key = given["by_user"].partition(":")
    return Promiser(user_id=int(key) if kind == "user" else None, unit=key if kind == "unit" else "", name=given["by_name"])
