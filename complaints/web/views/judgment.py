"""The page of the judgment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.advising import given_advice
from complaints.flows.judging import record_judgment
from complaints.hearing import subjects_of
from complaints.judging import first_told_on, judgment_of, problems_of_hearing
from complaints.models import Complaint, Round
from complaints.second_look import decisions_need_look
from complaints.selectors import current_round
from complaints.silence import silence_of, words_of_silence
from complaints.statuses import Step
from complaints.web.committee_wording import people_advising, shown_advice
from complaints.web.judgment_form import JudgmentForm
from complaints.web.views.step_page import METHODS, file_or_404, seen, step_page, who
from tenants.accounts.selectors import names_here
from tenants.organisation.core_lists import Kind
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
    form = JudgmentForm(request.POST or None, points=points, **_asked(of, one), initial=seen(of) | start)
    return step_page(
        request,
        of,
        Step.JUDGE,
        form,
        lambda given: record_judgment(**who(request, of), told=form.told(), seen_version=given["version"]),
        title=_("Judgment"),
        lead=_("No solution together? Then give a judgment: what was established, what you find of each subject, and why."),
        button=_("Keep the judgment"),
        done=_("The judgment is in the file. You can change it until its letter goes."),
        and_then=("choose_letter", _("Keep, and write the letter")),
        template="complaints/steps/judgment.html",
        place=_place,
        advised=advised,
        one=one,
        needs_look=decisions_need_look(),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def after_silence(request: HttpRequest, reference: str) -> HttpResponse:
    """Nobody answered what we offered: a judgment on what is known, and on to its short letter (9:12)."""
    of = file_or_404(request, reference)
    one, points = current_round(of), list(of.points.select_related("nature", "unit"))
    silence = silence_of(of, one)
    if silence is None and request.method != "POST":
        messages.info(request, _("Since the last talk nobody tried to reach this person. Try once more, and record that first."))
        return redirect("record_contact", reference=of.reference)
    begun = words_of_silence(silence) if silence else {}
    there = JudgmentForm.start(judgment_of(one), points)
    form = JudgmentForm(
        request.POST or None,
        points=points,
        **_asked(of, one),
        initial=seen(of) | begun | {name: value for name, value in there.items() if value not in ("", None)},
    )
    for name, rows in (("findings", 11), ("conclusions", 7)):
        form.fields[name].widget.attrs["rows"] = rows
    is_klaagschrift = of.derived_kind == Kind.FORMAL_COMPLAINT
    return step_page(
        request,
        of,
        Step.JUDGE,
        form,
        lambda given: record_judgment(**who(request, of), told=form.told(), seen_version=given["version"]),
        title=_("Nobody answered: judge it"),
        lead=_("No answer is no yes. Say what you find and why; the letter is filled in with it, and tells the way to the ombudsman."),
        button=_("On to the letter"),
        done=_("The judgment is in the file. Now the letter."),
        and_then=("choose_letter", ""),
        template="complaints/steps/silence.html",
        place=_place,
        still=problems_of_hearing(of=of, in_round=one, field="outcome") if is_klaagschrift else [],
    )


def _asked(of: Complaint, one: Round) -> dict[str, bool]:
    """What the file asks of a judgment. has_subject: nobody has to say why nobody is heard on the other side, as the file names somebody,
    or is no klaagschrift."""
    has_subject = of.derived_kind != Kind.FORMAL_COMPLAINT or bool(subjects_of(of))
    return {"has_advice": given_advice(one) is not None, "has_subject": has_subject, "is_told": first_told_on(one) is not None}


def _place(field: str | None) -> str | None:
    """What was told changes only with why: that is asked there."""
    return "why_anew" if field == "verdicts" else field
