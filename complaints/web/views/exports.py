"""Taking the list along as a file: what for, made at once or by a worker, and fetched by whoever asked."""

from __future__ import annotations

import tempfile
import uuid
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from complaints.finding.columns import COLUMN_NAMES
from complaints.finding.export_runs import own_export
from complaints.finding.listing import count_complaints
from complaints.finding.wording import SORT_TEXTS, list_sentence
from complaints.flows.exporting import (
    MADE_WHILE_WAITING,
    ExportBrokenOff,
    ExportGone,
    ExportOrder,
    ExportOvertaken,
    NothingToExport,
    export_complaints,
    fetch_export,
    start_export,
)
from complaints.flows.looking import count_files
from complaints.models import ExportRun, ExportState
from complaints.takeover.progress import read_progress
from complaints.web.forms import ExportForm
from complaints.web.list_question import ListQuestion, read_question
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, NotPermitted, Refusal, SecondFactorMissing
from tenants.permissions import Permission, requires
from tenants.spreadsheets import CONTENT_TYPES, FileFormat
from tenants.web.forms.refusals import add_refusal

REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal for refusal in (NothingToExport, ExportOvertaken, ExportBrokenOff, NotPermitted, SecondFactorMissing)
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_COMPLAINTS)
def export(request: HttpRequest) -> HttpResponseBase:
    """The address says which complaints, in which order and with which columns; the form what for and as what."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = read_clock()
    question = read_question(request)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken_along(request, question, form=form, now=now)
        except Refusal as refusal:
            add_refusal(form, refusal)
    # Whoever takes the list along is recorded by that alone; whoever is told its number, as somebody who searched.
    count = count_files(actor=actor, filters=question.filters, today=dutch_date(now), now=now)
    context = {
        "form": form,
        "question": question,
        "count": count,
        "sentence": _sentence(question, count=count),
        "order": str(SORT_TEXTS[question.sort]),
        "columns": [str(COLUMN_NAMES[column]) for column in question.columns],
        "is_long": count > MADE_WHILE_WAITING,
        "nothing": NothingToExport().text,
        "own_address": question.address(request.path),
        "list_address": question.address(reverse("complaints")),
    }
    return render(request, "complaints/export/form.html", context, status=422 if form.errors else 200)


def _taken_along(request: HttpRequest, question: ListQuestion, *, form: ExportForm, now: datetime) -> HttpResponseBase:
    """The file, or the page that follows a worker who makes it. Raises what the flows do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    count = count_complaints(actor=actor, filters=question.filters, today=dutch_date(now))
    order = _order(request, question, count=count, form=form)
    if count > MADE_WHILE_WAITING:
        return redirect("export_run", run_id=start_export(actor=actor, order=order, now=now).pk)
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    export_complaints(actor=actor, order=order, to=made, now=now)
    made.seek(0)
    return _download(made, order.file_format)


@never_cache
@require_safe
@requires(Permission.EXPORT_COMPLAINTS)
def follow(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """How far it is; once it is made, where to fetch it."""
    run = _run(request, run_id)
    refusal = REFUSALS.get(run.failure, ExportBrokenOff)() if run.state == ExportState.FAILED else None
    context = {"run": run, "percent": read_progress(run_id=run.pk), "refusal": refusal.text if refusal else ""}
    return render(request, "complaints/export/run.html", context)


@never_cache
@require_safe
@requires(Permission.EXPORT_COMPLAINTS)
def progress(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The part of the page that says how far it is, asked every second."""
    run = _run(request, run_id)
    if run.state != ExportState.WAITING:
        return HttpResponseClientRedirect(reverse("export_run", kwargs={"run_id": run.pk}))
    return render(request, "complaints/export/progress_part.html", {"run": run, "percent": read_progress(run_id=run.pk)})


@never_cache
@require_safe
@requires(Permission.EXPORT_COMPLAINTS)
def fetch(request: HttpRequest, run_id: uuid.UUID) -> HttpResponseBase:
    try:
        run, file = fetch_export(actor=request.actor, run_id=run_id, now=read_clock())  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    except (ExportGone, ExportOvertaken) as refusal:
        return render(request, "complaints/export/run.html", {"refusal": refusal.text}, status=410)
    return _download(file, FileFormat(run.file_format))


def _run(request: HttpRequest, run_id: uuid.UUID) -> ExportRun:
    try:
        return own_export(actor=request.actor, run_id=run_id)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None


def _order(request: HttpRequest, question: ListQuestion, *, count: int, form: ExportForm) -> ExportOrder:
    return ExportOrder(
        filters=question.filters,
        sort=question.sort,
        columns=question.columns,
        file_format=FileFormat(form.cleaned_data["bestand"]),
        purpose=form.cleaned_data["purpose"],
        organisation=request.tenant.name,  # type: ignore[attr-defined]
        sentence=_sentence(question, count=count),
        order_text=str(SORT_TEXTS[question.sort]),
        language=get_language() or "nl",
    )


def _sentence(question: ListQuestion, *, count: int) -> str:
    """Without search words: the file goes where this page does not."""
    return list_sentence(filters=question.filters, total=count, names=question.names, shows_words=False).text


def _download(file: Any, file_format: FileFormat) -> FileResponse:
    """Under a name that tells nothing but the day."""
    name = f"{_('complaints')}-{dutch_date(read_clock()).isoformat()}.{file_format.value}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[file_format])
