"""Mediation: proposing it, how it goes, and how it ended. What is said in it stands nowhere."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.mediating import Course, Proposal, end_mediation, propose_mediation, record_mediation
from complaints.intake_choices import mediator_choices
from complaints.models import Complaint, Mediation
from complaints.selectors import current_round
from complaints.statuses import Step
from complaints.web.mediation_forms import EndMediationForm, MediationForm, ProposeMediationForm, as_it_stands
from complaints.web.mediation_wording import mediation_words
from complaints.web.views.step_page import METHODS, ended_before, file_or_404, seen, step_page, who
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires

TEMPLATE = "complaints/steps/mediation.html"


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    running = Mediation.objects.open().filter(round__complaint=of).first()
    if running is not None and request.method != "POST":
        return redirect("record_mediation", reference=of.reference, mediation_id=running.pk)
    return step_page(
        request,
        of,
        Step.PROPOSE_MEDIATION,
        ProposeMediationForm(request.POST or None, initial=seen(of)),
        lambda given: propose_mediation(
            **who(request, of),
            told=Proposal(**{name: value for name, value in given.items() if name != "version"}),
            seen_version=given["version"],
        ),
        title=_("Propose mediation"),
        lead=_("Somebody who stands outside it helps both sides to find a solution. It is voluntary for both."),
        button=_("Record"),
        done=_("The proposal is in the file. On the day you chose it stands in Mijn werk."),
        template=TEMPLATE,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def course(request: HttpRequest, reference: str, mediation_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _mediation_or_404(of, mediation_id)
    stands = _how_it_ended(kept)
    if to_file := ended_before(request, of, stands):
        return to_file
    today, handler_id = dutch_date(read_clock()), current_round(of).handler_id
    colleagues = mediator_choices(actor=request.actor, complaint=of, handler_id=handler_id, today=today)  # type: ignore[attr-defined]
    return step_page(
        request,
        of,
        Step.SETTLE_MEDIATION,
        MediationForm(request.POST or None, colleagues=colleagues, initial=seen(of) | as_it_stands(kept)),
        lambda given: record_mediation(
            **who(request, of),
            mediation_id=kept.pk,
            course=Course(
                **{name: value for name, value in given.items() if name not in ("version", "talks")}, talks=tuple(given["talks"])
            ),
            seen_version=given["version"],
        ),
        title=_("How does the mediation go?"),
        lead=_("Who said yes, who mediates, and on which days they talked."),
        button=_("Record"),
        done=_("It is in the file."),
        template=TEMPLATE,
        stands=stands,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def end(request: HttpRequest, reference: str, mediation_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _mediation_or_404(of, mediation_id)
    stands = _how_it_ended(kept)
    if to_file := ended_before(request, of, stands):
        return to_file
    return step_page(
        request,
        of,
        Step.SETTLE_MEDIATION,
        EndMediationForm(request.POST or None, initial=seen(of)),
        lambda given: end_mediation(
            **who(request, of), mediation_id=kept.pk, outcome=given["outcome"], ended_on=given["ended_on"], seen_version=given["version"]
        ),
        title=_("How did the mediation end?"),
        lead=_(
            "What they agreed on and we have to do, you record as promises. Is it solved? Then ask whoever complains to confirm that in"
            " their own words, when you close (article 9:5)."
        ),
        button=_("Record"),
        done=_("How the mediation ended is in the file."),
        and_then=("add_promise", _("Record, and go on to a promise")),
        template=TEMPLATE,
        stands=stands,
    )


def _mediation_or_404(of: Complaint, mediation_id: uuid.UUID) -> Mediation:
    kept = Mediation.objects.filter(round__complaint=of, pk=mediation_id).first()
    if kept is None:
        raise Http404
    return kept


def _how_it_ended(kept: Mediation) -> str:
    """In a sentence; empty while it runs."""
    if not kept.outcome:
        return ""
    told = {"how": mediation_words(kept)}
    return _("This mediation has ended already. %(how)s. Is it tried again? Record a new proposal.") % told
