"""A complaint before an advisory committee: that it goes there, what its members advise, and the report of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from complaints.advising import NotBeforeCommittee, NotOfTheCommittee, able_members, advises_in
from complaints.flows.advising import advice_report, record_advice
from complaints.flows.committee import put_before_committee, take_back_from_committee
from complaints.flows.looking import record_openings
from complaints.letters.catalogue import LetterCode
from complaints.selectors import current_round
from complaints.statuses import Step
from complaints.web.committee_forms import AdviceForm, PutBeforeForm
from complaints.web.step_forms import ReasonForm
from complaints.web.views.documents import SEALED
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from tenants.accounts.selectors import names_here
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.organisation.checks import in_force
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def put_before(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    committee = of.authority.committees.filter(in_force(day=dutch_date(read_clock()))).first()
    name = committee.name if committee else _("the advisory committee")
    return step_page(
        request,
        of,
        Step.PUT_BEFORE_COMMITTEE,
        PutBeforeForm(request.POST or None, initial=seen(of)),
        lambda given: put_before_committee(**who(request, of), told_on=given["told_on"], way=given["way"], seen_version=given["version"]),
        title=_("Put it before %(committee)s") % {"committee": name},
        lead=_("Its members hear both sides and advise; you decide after that. Tell whoever complains first."),
        button=_("Put it before the committee"),
        done=_("The complaint is before the committee. Its members see it in their work."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    if current_round(of).committee_id is None and request.method != "POST":
        return redirect("complaint", reference=of.reference)
    return step_page(
        request,
        of,
        Step.TAKE_BACK_FROM_COMMITTEE,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: take_back_from_committee(**who(request, of), reason=given["reason"], seen_version=given["version"]),
        title=_("Take back from the committee"),
        lead=_(
            "Put before it by mistake, or nobody of the committee can advise? Then you handle it on, within six weeks from receipt."
            " A draft of the advice goes. Tell whoever complains that no committee advises."
        ),
        button=_("Take the complaint back"),
        done=_("The complaint is yours to handle again. The file shows the last day."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.ADVISE)
def advise(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    one = current_round(of)
    if request.method != "POST" and not advises_in(request.actor, one):  # type: ignore[attr-defined]
        messages.info(request, (NotOfTheCommittee() if one.committee_id else NotBeforeCommittee()).text)
        return redirect("complaint", reference=of.reference)
    points = list(of.points.select_related("nature"))
    members = able_members(one, today=dutch_date(read_clock()))
    names = names_here(members)
    form = AdviceForm(
        request.POST or None,
        points=points,
        members=[(user_id, names.get(user_id, "")) for user_id in members],
        initial=seen(of) | AdviceForm.start(getattr(one, "advice", None)),
    )
    return step_page(
        request,
        of,
        Step.ADVISE,
        form,
        lambda given: record_advice(**who(request, of), told=form.told(), seen_version=given["version"]),
        title=_("Advice of the committee"),
        lead=_("You hear, establish and advise independently: nobody of the authority reads or changes this before you give it."),
        button=_("Keep"),
        done=_("The advice is in the file.")
        if request.POST.get("given_on")
        else _("Kept as a draft. It is an advice once you fill in the day on which it is given."),
    )


@never_cache
@require_safe
@requires(Permission.SEE_COMPLAINTS)
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """The report of findings with the advice (L11), as PDF."""
    of = file_or_404(request, reference)
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    try:
        content = advice_report(actor=request.actor, reference=of.reference)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("complaint", reference=of.reference)
    name = f"{LetterCode.ADVICE}-{of.reference}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": SEALED, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
