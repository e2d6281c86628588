"""A decision (besluit) that a complaint mentions: recording it, and that the person was told of the objection."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.deciding import DecisionTold, record_decision, record_objection_told
from complaints.models import Complaint, MentionedDecision
from complaints.statuses import Step
from complaints.web.step_forms import DecisionForm, ToldForm
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from tenants.permissions import Permission, requires

FACTS = ("what", "contested", "announcement", "announced_on")


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    return _page_of_decision(
        request,
        file_or_404(request, reference),
        None,
        title=_("A decision is mentioned"),
        lead=_(
            "Polsslag then says until when this person can object, and asks you to tell them today. More than one decision? Record"
            " each of them."
        ),
        done=_("The decision is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def correct(request: HttpRequest, reference: str, decision_id: int) -> HttpResponse:
    of = file_or_404(request, reference)
    known = of.mentioned_decisions.filter(pk=decision_id).first()
    if known is None:
        raise Http404
    return _page_of_decision(
        request,
        of,
        known,
        title=_("Put the decision right"),
        lead=_("The person is then told of it anew: the last day may be another one."),
        done=_("The decision is put right."),
    )


def _page_of_decision(
    request: HttpRequest, of: Complaint, known: MentionedDecision | None, *, title: str, lead: str, done: str
) -> HttpResponse:
    start = {name: getattr(known, name) for name in FACTS} if known else {}
    return step_page(
        request,
        of,
        Step.RECORD_DECISION,
        DecisionForm(request.POST or None, initial=seen(of) | start),
        lambda given: record_decision(
            **who(request, of),
            told=DecisionTold(**{name: given[name] for name in FACTS}),
            decision_id=known.pk if known else None,
            seen_version=given["version"],
        ),
        title=title,
        lead=lead,
        button=_("Record"),
        done=done,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def told(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.TELL_OBJECTION,
        ToldForm(request.POST or None, initial=seen(of)),
        lambda given: record_objection_told(**who(request, of), told_on=given["told_on"], way=given["way"], seen_version=given["version"]),
        title=_("This person was told about the objection"),
        lead=_("Record when and how you told what they can do about the decision, and until when."),
        button=_("Record"),
        done=_("It is in the file that this person was told."),
    )
