"""Handing over what is somebody else's work while the complaint goes on, and what came of it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.handing_over import end_hand_over, move_hand_over, record_hand_over
from complaints.handing_over import HandOverTold
from complaints.models import Complaint, HandOver
from complaints.statuses import Step
from complaints.web.hand_over_forms import EndHandOverForm, HandOverForm, MoveHandOverForm
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from complaints.work.improving import owner_choices
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    owners = owner_choices(actor=request.actor, complaint=of, also=None, today=dutch_date(read_clock()))  # type: ignore[attr-defined]
    return step_page(
        request,
        of,
        Step.HAND_OVER,
        HandOverForm(request.POST or None, owners=owners, initial=seen(of)),
        lambda given: record_hand_over(
            **who(request, of),
            told=HandOverTold(**{name: value for name, value in given.items() if name != "version"}),
            seen_version=given["version"],
        ),
        title=_("Pass on a data breach, danger or another request"),
        lead=_("Somebody else takes this up now, with a day of its own. The complaint and its term go on as they were."),
        button=_("Record"),
        done=_("It is in the file whose work it is and by when. It stands in My work."),
        template="complaints/steps/parted.html",
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def hand_over_moved(request: HttpRequest, reference: str, hand_over_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _hand_over_or_404(request, of, hand_over_id)
    return step_page(
        request,
        of,
        Step.SETTLE_HAND_OVER,
        MoveHandOverForm(request.POST or None, initial=seen(of)),
        lambda given: move_hand_over(
            **who(request, of),
            hand_over_id=kept.pk,
            new_due_on=given["new_due_on"],
            reason=given["reason"],
            seen_version=given["version"],
        ),
        title=_("Choose another day for it"),
        lead=_("Tell whoever asked for it why it takes longer. The term of the complaint stays as it is."),
        button=_("Record"),
        done=_("It has another day."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.SEE_COMPLAINTS)
def hand_over_ended(request: HttpRequest, reference: str, hand_over_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _hand_over_or_404(request, of, hand_over_id)
    return step_page(
        request,
        of,
        Step.SETTLE_HAND_OVER,
        EndHandOverForm(request.POST or None, initial=seen(of)),
        lambda given: end_hand_over(
            **who(request, of),
            hand_over_id=kept.pk,
            seen_version=given["version"],
            **{name: value for name, value in given.items() if name != "version"},
        ),
        title=_("What became of it?"),
        lead=f"{kept.get_kind_display()}: {kept.text}",
        button=_("Record"),
        done=_("It is in the file what came of it."),
    )


def _hand_over_or_404(request: HttpRequest, of: Complaint, hand_over_id: uuid.UUID) -> HandOver:
    """For who handles complaints, and for whoever it is to be done by."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = HandOver.objects.filter(complaint=of, pk=hand_over_id).first()
    if kept is None or not (actor.may(Permission.HANDLE_COMPLAINTS) or kept.owner_id == actor.user_id):
        raise Http404
    return kept
