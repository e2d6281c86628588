"""Handing a complaint over: forwarding it, transferring it warmly, and the feedback on it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.feedback import FeedbackTold, chase_feedback, record_feedback
from complaints.flows.transferring import take_back_transfer, transfer_complaint
from complaints.intake_choices import provider_choices
from complaints.letter_writing import last_sent
from complaints.letters.catalogue import LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, Transfer, TransferEnd, TransferKind
from complaints.passages import passages_of
from complaints.selectors import current_round
from complaints.shielding import passages_to_choose
from complaints.statuses import Step
from complaints.transferring import TransferTold, feedback_norm, may_share_sender, told_texts
from complaints.web.step_forms import ReasonForm
from complaints.web.transfer_forms import ChaseForm, FeedbackForm, ForwardForm, WarmTransferForm
from complaints.web.views.step_page import METHODS, TELLING, file_or_404, redacted_copies, seen, step_page, who
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires
from tenants.selectors import current_statutory_calendar

GROUPED = "complaints/steps/grouped.html"


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def forward(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    begun = seen(of) | {"body": of.other_body, "shares_sender": True} | _of_letter(of)
    form = ForwardForm(request.POST or None, may_share_sender=may_share_sender(of), initial=begun)
    return step_page(
        request,
        of,
        Step.FORWARD,
        form,
        lambda given: transfer_complaint(**who(request, of), told=_told(TransferKind.FORWARDED, given), seen_version=given["version"]),
        title=_("Forward the complaint"),
        lead=_(
            "To another authority whose it is: at once, with the day of receipt, and the sender hears it at the same time (article 2:3)."
        ),
        button=_("Record"),
        done=_("It is in the file that it was forwarded. Close the complaint when nothing of it is left for us."),
        and_then=("choose_letter", _("Record, and write the letter")),
        template=GROUPED,
        received_on=of.received_on,
        redacted=redacted_copies(request, of),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    of, today = file_or_404(request, reference), dutch_date(read_clock())
    begun = {
        "provider_id": of.provider_id,
        "body": "" if of.provider_id else of.other_body,
        "shares_sender": True,
        "due_on": feedback_norm(handed_on=today, calendar=current_statutory_calendar()),
    }
    passages, kept_back = passages_to_choose(passages_of(told_texts(of)), of=of)
    form = WarmTransferForm(
        request.POST or None,
        providers=provider_choices(actor=request.actor, kept=of.provider_id),  # type: ignore[attr-defined]
        passages=passages,
        kept_back=kept_back,
        may_share_sender=may_share_sender(of),
        initial=seen(of) | begun,
    )
    return step_page(
        request,
        of,
        Step.TRANSFER,
        form,
        lambda given: transfer_complaint(**who(request, of), told=_told(TransferKind.WARM, given), seen_version=given["version"]),
        title=_("Transfer the complaint warmly"),
        lead=_(
            "Call whoever takes it over, so that this person does not have to begin anew. Only when they agree; we ask what came of it."
        ),
        button=_("Record"),
        done=_("It is in the file to whom it went. What came of it stands in My work when it is due."),
        and_then=("choose_letter", _("Record, and write the letter")),
        template=GROUPED,
        received_on=of.received_on,
        redacted=redacted_copies(request, of),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def feedback(request: HttpRequest, reference: str, transfer_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _transfer_or_404(of, transfer_id)
    known: dict[str, Any] = {"is_in": "in", "from_whom": kept.contact}
    if kept.end == TransferEnd.FEEDBACK:
        known |= {"text": kept.feedback, "from_whom": kept.feedback_from, "way": kept.feedback_way, "known_on": kept.ended_on}
        known |= {"person_told_on": kept.person_told_on, "not_told_because": kept.not_told_because}
        if TELLING in request.GET and kept.person_told_on is None and not kept.not_told_because:
            known["person_told_on"] = dutch_date(read_clock())
    return step_page(
        request,
        of,
        Step.SETTLE_TRANSFER,
        FeedbackForm(request.POST or None, initial=seen(of) | known),
        lambda given: record_feedback(
            **who(request, of),
            transfer_id=kept.pk,
            told=FeedbackTold(**{name: given[name] for name in given if name != "version"}),
            seen_version=given["version"],
        ),
        title=_("Record the feedback"),
        lead=_("What came of it at %(receiver)s? Then tell whoever complains as well.") % {"receiver": kept.receiver},
        button=_("Record"),
        done=_("It is in the file what came of it."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def chase(request: HttpRequest, reference: str, transfer_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _transfer_or_404(of, transfer_id)
    return step_page(
        request,
        of,
        Step.SETTLE_TRANSFER,
        ChaseForm(request.POST or None, initial=seen(of)),
        lambda given: chase_feedback(
            **who(request, of),
            transfer_id=kept.pk,
            seen_version=given["version"],
            **{name: given[name] for name in given if name != "version"},
        ),
        title=_("Ask what came of it"),
        lead=_("Did %(receiver)s tell it at once? Then record the feedback instead.") % {"receiver": kept.receiver},
        button=_("Record"),
        done=_("It is in the file that you asked. It stands in My work again on the new day."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def taken_back(request: HttpRequest, reference: str, transfer_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _transfer_or_404(of, transfer_id)
    return step_page(
        request,
        of,
        Step.SETTLE_TRANSFER,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: take_back_transfer(**who(request, of), transfer_id=kept.pk, reason=given["reason"], seen_version=given["version"]),
        title=_("This was recorded by mistake"),
        lead=_("It then asks for nothing any more. It stays in the file, with your reason. Is something in it wrong? Record it anew."),
        button=_("Take back"),
        done=_("It is taken back."),
    )


def _transfer_or_404(of: Complaint, transfer_id: uuid.UUID) -> Transfer:
    found = Transfer.objects.filter(round__complaint=of, pk=transfer_id).select_related("provider").first()
    if found is None:
        raise Http404
    return found


def _of_letter(of: Complaint) -> dict[str, Any]:
    """What the letter of forwarding that went told already."""
    letter = last_sent(current_round(of), LetterCode.FORWARDING)
    if letter is None:
        return {}
    told = {"body": letter.facts.get(Fact.FORWARDED_TO, ""), "why": letter.facts.get(Fact.WHY_FORWARDED, "")}
    return told | {"handed_on": letter.sent_on, "told_on": letter.sent_on, "told_way": letter.way}


def _told(kind: TransferKind, given: dict[str, Any]) -> TransferTold:
    facts = {name: value for name, value in given.items() if name != "version"}
    return TransferTold(kind=kind, **facts | {"passages": tuple(given.get("passages", ()))})
