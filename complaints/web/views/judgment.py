"""The page of the judgment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.advising import given_advice
from complaints.flows.judging import record_judgment
from complaints.judging import judgment_of
from complaints.selectors import current_round
from complaints.statuses import Step
from complaints.web.committee_wording import people_advising, shown_advice
from complaints.web.judgment_form import JudgmentForm
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from tenants.accounts.selectors import names_here
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def judge(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    points = list(of.points.select_related("nature", "unit"))
    start = JudgmentForm.start(judgment_of(current_round(of)), points)
    one = current_round(of)
    names = names_here(people_advising(one))
    advised = shown_advice(one, {point.pk: point for point in points}, names=names, actor=request.actor)  # type: ignore[attr-defined]
    has_advice = given_advice(one) is not None
    form = JudgmentForm(request.POST or None, points=points, has_advice=has_advice, initial=seen(of) | start)
    return step_page(
        request,
        of,
        Step.JUDGE,
        form,
        lambda given: record_judgment(**who(request, of), told=form.told(), seen_version=given["version"]),
        title=_("Judgment"),
        lead=_("No solution together? Then give a judgment: what was established, what you find of each subject, and why."),
        button=_("Keep the judgment"),
        done=_("The judgment is in the file. You can change it until the complaint is closed."),
        template="complaints/steps/judgment.html",
        advised=advised,
        one=one,
    )
