"""The cards in a file: each a page for a new one, and for correcting one that is there."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.apologising import ApologyTold, record_apology
from complaints.flows.behaviour_rules import RuleTold, record_behaviour_rule
from complaints.flows.learning import LessonTold, MeasureTold, check_measure, end_measure, record_lesson, record_measure
from complaints.flows.ombudsman_cases import EntryTold, answer_ombudsman, record_ombudsman_entry
from complaints.models import Apology, Complaint, ContactWay, Improvement, Lesson, OmbudsmanEntry, OmbudsmanStep
from complaints.selectors import own_documents_of_file
from complaints.statuses import Step
from complaints.web.card_forms import (
    AnswerForm,
    ApologyForm,
    CheckMeasureForm,
    EndMeasureForm,
    LessonForm,
    MeasureForm,
    OmbudsmanForm,
    RuleForm,
)
from complaints.web.views.step_page import METHODS, TELLING, file_or_404, seen, step_page, who
from complaints.work.improving import owner_choices
from tenants.clock import dutch_date, read_clock
from tenants.organisation.checks import in_force
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def apologise(request: HttpRequest, reference: str, apology_id: uuid.UUID | None = None) -> HttpResponse:
    of = file_or_404(request, reference)
    begun = {"said_by": request.user.get_full_name(), "said_to": _("whoever complains"), "way": ContactWay.PHONE}  # type: ignore[union-attr]
    form = ApologyForm(request.POST or None, initial=seen(of) | _known(Apology, of, apology_id, ApologyForm, begun))
    return step_page(
        request,
        of,
        Step.APOLOGISE,
        form,
        lambda given: record_apology(
            **who(request, of), told=ApologyTold(**_without_version(given)), apology_id=apology_id, seen_version=given["version"]
        ),
        title=_("Correct the apology") if apology_id else _("Record an apology"),
        lead=_("An apology is no admission of liability: it shows that we see what happened. No part has to be filled in."),
        button=_("Record"),
        done=_("The apology is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def lesson(request: HttpRequest, reference: str, lesson_id: uuid.UUID | None = None) -> HttpResponse:
    of = file_or_404(request, reference)
    known = _known(Lesson, of, lesson_id, LessonForm, {})
    is_telling = TELLING in request.GET and lesson_id is not None
    if is_telling and not known.get("told_on") and not known.get("not_told_because"):
        known |= {"told_on": dutch_date(read_clock()), "told_way": ContactWay.PHONE}
    form = LessonForm(request.POST or None, initial=seen(of) | known)
    return step_page(
        request,
        of,
        Step.RECORD_LESSON,
        form,
        lambda given: record_lesson(
            **who(request, of), told=LessonTold(**_without_version(given)), lesson_id=lesson_id, seen_version=given["version"]
        ),
        title=_("Tell what we learned") if is_telling else _("Correct what we learned") if lesson_id else _("Record what we learned"),
        lead=_("From this case, from the way we work, or from the policy. Who complained wants to know it too."),
        button=_("Record"),
        done=_("What we learned is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def measure(request: HttpRequest, reference: str, measure_id: uuid.UUID | None = None) -> HttpResponse:
    of = file_or_404(request, reference)
    known = _known(Improvement, of, measure_id, MeasureForm, {})
    owners = owner_choices(actor=request.actor, complaint=of, also=known.get("owner_id"), today=dutch_date(read_clock()))  # type: ignore[attr-defined]
    form = MeasureForm(request.POST or None, owners=owners, initial=seen(of) | known)
    return step_page(
        request,
        of,
        Step.RECORD_MEASURE,
        form,
        lambda given: record_measure(
            **who(request, of), told=MeasureTold(**_without_version(given)), measure_id=measure_id, seen_version=given["version"]
        ),
        title=_("Change the measure") if measure_id else _("Record a measure"),
        lead=_("Whoever does it sees it in My work, and again when it is time to look whether it helps."),
        button=_("Record"),
        done=_("The measure is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.SEE_COMPLAINTS)
def measure_ended(request: HttpRequest, reference: str, measure_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _measure_or_404(request, of, measure_id)
    return step_page(
        request,
        of,
        Step.SETTLE_MEASURE,
        EndMeasureForm(request.POST or None, initial=seen(of)),
        lambda given: end_measure(**who(request, of), measure_id=kept.pk, seen_version=given["version"], **_without_version(given)),
        title=_("What became of the measure?"),
        lead=kept.text,
        button=_("Record"),
        done=_("It is in the file what became of the measure."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.SEE_COMPLAINTS)
def measure_checked(request: HttpRequest, reference: str, measure_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    kept = _measure_or_404(request, of, measure_id)
    planned_on = kept.check_on if kept.waits_for_check and kept.check_on and kept.check_on > dutch_date(read_clock()) else None
    return step_page(
        request,
        of,
        Step.SETTLE_MEASURE,
        CheckMeasureForm(request.POST or None, planned_on=planned_on, initial=seen(of)),
        lambda given: check_measure(**who(request, of), measure_id=kept.pk, seen_version=given["version"], **_without_version(given)),
        title=_("Does the measure help?"),
        lead=kept.text,
        button=_("Record"),
        done=_("It is in the file whether the measure helps."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def behaviour_rule(request: HttpRequest, reference: str, rule_id: uuid.UUID | None = None) -> HttpResponse:
    of = file_or_404(request, reference)
    known = {}
    if rule_id is not None:
        row = of.behaviour_rules.filter(pk=rule_id).first()
        if row is None:
            raise Http404
        known = {name: getattr(row, name) for name in ("behaviour", "rule", "starts_on", "ends_on", "document_id")}
        known |= {"keeps_writing": True, "keeps_ombudsman": True}
    documents = [(str(one.pk), one.name) for one in own_documents_of_file(actor=request.actor, complaint=of)]  # type: ignore[attr-defined]
    form = RuleForm(request.POST or None, documents=documents, initial=seen(of) | known)
    return step_page(
        request,
        of,
        Step.RECORD_RULE,
        form,
        lambda given: record_behaviour_rule(
            **who(request, of), told=RuleTold(**_without_version(given)), rule_id=rule_id, seen_version=given["version"]
        ),
        title=_("Correct the rule for contact") if rule_id else _("Record a rule for contact"),
        lead=_("Always keep contact, unless. First try to agree on how you work together; a rule by letter is the last resort."),
        button=_("Record"),
        done=_("The rule is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def ombudsman(request: HttpRequest, reference: str, entry_id: uuid.UUID | None = None) -> HttpResponse:
    of, today = file_or_404(request, reference), dutch_date(read_clock())
    competent = of.authority.ombudsmen.filter(in_force(day=today)).first()
    begun = {"ombudsman": competent.name if competent else ""}
    form = OmbudsmanForm(request.POST or None, initial=seen(of) | _known(OmbudsmanEntry, of, entry_id, OmbudsmanForm, begun))
    return step_page(
        request,
        of,
        Step.RECORD_OMBUDSMAN,
        form,
        lambda given: record_ombudsman_entry(
            **who(request, of), told=EntryTold(**_without_version(given)), entry_id=entry_id, seen_version=given["version"]
        ),
        title=_("Correct what the ombudsman asked or wrote") if entry_id else _("The ombudsman asks or writes"),
        lead=_("What is due stands in My work until the answer is in the file."),
        button=_("Record"),
        done=_("It is in the file."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def ombudsman_answered(request: HttpRequest, reference: str, entry_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    entry = of.ombudsman_entries.filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    is_followed = {None: "", True: "yes", False: "no"}[entry.is_followed]
    known = {"answer": entry.answer, "answered_on": entry.answered_on, "is_followed": is_followed}
    is_recommendation = entry.step == OmbudsmanStep.RECOMMENDATION
    form = AnswerForm(request.POST or None, is_recommendation=is_recommendation, initial=seen(of) | known)
    return step_page(
        request,
        of,
        Step.ANSWER_OMBUDSMAN,
        form,
        lambda given: answer_ombudsman(**who(request, of), entry_id=entry.pk, seen_version=given["version"], **_without_version(given)),
        title=_("Answer to the ombudsman"),
        lead=entry.text,
        button=_("Record"),
        done=_("The answer is in the file."),
    )


def _measure_or_404(request: HttpRequest, of: Complaint, measure_id: uuid.UUID) -> Improvement:
    """For who handles complaints, and for whoever it is to be done by."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = Improvement.objects.filter(complaint=of, pk=measure_id).first()
    if kept is None or not (actor.may(Permission.HANDLE_COMPLAINTS) or kept.owner_id == actor.user_id):
        raise Http404
    return kept


def _known(model: type[Model], of: Complaint, row_id: uuid.UUID | None, form: Any, begun: dict[str, Any]) -> dict[str, Any]:
    """What the page begins with: what is there, where one is corrected."""
    if row_id is None:
        return begun
    row = model._default_manager.filter(complaint=of, pk=row_id).first()
    if row is None:
        raise Http404
    return {name: getattr(row, name) for name in form.base_fields if name != "version"}


def _without_version(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "version"}
