"""Import on the page: upload, follow, see what came of it, upload the corrected file right there."""

from __future__ import annotations

import csv
import uuid
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from complaints.flows.import_runs import FINISHED, BrokenOff, GaveUp, NotCarriedOut, UploadGone, UploadTooLarge, start_import
from complaints.imports.columns import OPEN_FILE_COLUMNS, REGISTER_COLUMNS
from complaints.models import ImportRun, ImportState
from complaints.takeover.progress import read_progress
from complaints.takeover.runs import access_import_run, recent_import_runs
from complaints.takeover.stored import ReadGroup, ReadReport, read_report
from complaints.web.forms import ImportForm
from tenants.clock import read_clock
from tenants.errors import NotFound, NotPermitted, NotSignedIn, Refusal, SecondFactorMissing
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Permission, requires
from tenants.spreadsheets import neutralised
from tenants.web.forms.refusals import add_refusal
from tenants.web.uploads import takes_upload, upload_was_cut_off
from tenants.web.wording import DIMENSION_NAMES

FAULTS_ON_PAGE = 200
WARNINGS_ON_PAGE = 50
WORDS_ON_PAGE = 100
GROUPS_ON_PAGE = 10
# From here on it pays to look at the column rather than at each row.
OFTEN = 5
COLUMNS = {
    "columns": [column for column in REGISTER_COLUMNS if column not in OPEN_FILE_COLUMNS],
    "optional_columns": OPEN_FILE_COLUMNS,
}
# What may end a run without a report.
REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal for refusal in (UploadGone, GaveUp, NotCarriedOut, BrokenOff, NotPermitted, NotSignedIn, SecondFactorMissing)
}


@require_http_methods(["GET", "HEAD", "POST"])
@takes_upload
@requires(Permission.IMPORT_COMPLAINTS)
def upload(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = ImportForm(request.POST or None, request.FILES or None)
    if upload_was_cut_off(request):
        del form.errors["file"]
        add_refusal(form, UploadTooLarge(field="file"))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = start_import(
                actor=actor,
                upload=given["file"],
                name=given["file"].name,
                create_labels=given["create_labels"],
                is_trial=given["is_trial"],
                now=read_clock(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("import_run", run_id=run.pk)
    context = {"form": form, "runs": recent_import_runs(actor=actor), **COLUMNS}
    return render(request, "complaints/import/upload.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@requires(Permission.IMPORT_COMPLAINTS)
def follow(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """How far it is; once it has ended, what came of it."""
    run = _run(request, run_id)
    if run.state not in FINISHED:
        return render(request, "complaints/import/progress.html", {"run": run, "percent": read_progress(run_id=run.pk)})
    return render(request, "complaints/import/outcome.html", _outcome(run))


@never_cache
@require_safe
@requires(Permission.IMPORT_COMPLAINTS)
def progress(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The part of the page that says how far it is, asked every second."""
    run = _run(request, run_id)
    if run.state in FINISHED:
        return HttpResponseClientRedirect(reverse("import_run", kwargs={"run_id": run.pk}))
    return render(request, "complaints/import/progress_part.html", {"run": run, "percent": read_progress(run_id=run.pk)})


@require_safe
@requires(Permission.IMPORT_COMPLAINTS)
def faults_file(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The faults as CSV, to work through beside the file."""
    run = _run(request, run_id)
    lines = StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerow(["row", "column", "value", "code", "message"])
    for fault in read_report(run.report).faults:
        found = fault.finding
        writer.writerow([found.row or "", *(neutralised(text) for text in (found.column or "", found.value, found.code, fault.message))])
    return HttpResponse(
        b"\xef\xbb\xbf" + lines.getvalue().encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="faults.csv"'},
    )


def _run(request: HttpRequest, run_id: uuid.UUID) -> ImportRun:
    try:
        return access_import_run(actor=request.actor, run_id=run_id)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None


def _outcome(run: ImportRun) -> dict[str, Any]:
    report = read_report(run.report)
    words = [group for group in report.groups if group.first.finding.is_unknown_word]
    # Each unknown word once, in a list of its own; a report of long ago has no groups and is listed as it is.
    faults = [fault for fault in report.faults if not (words and fault.finding.is_unknown_word)]
    return {
        "run": run,
        "report": run.report,
        "refusal": _why_it_failed(run),
        "words": words[:WORDS_ON_PAGE],
        "words_left": len(words) - len(words[:WORDS_ON_PAGE]),
        "faults": faults[:FAULTS_ON_PAGE],
        "faults_total": report.faults_total,
        "faults_left": len(faults) - len(faults[:FAULTS_ON_PAGE]),
        "most_frequent": _most_frequent(report),
        "warnings": report.warnings[:WARNINGS_ON_PAGE],
        "warnings_total": report.warnings_total,
        "labels": [
            {"name": DIMENSION_NAMES[Dimension(code)], "texts": texts} for code, texts in run.report.get("labels_created", {}).items()
        ],
        "has_unknown_words": not run.create_labels and any(fault.finding.is_unknown_word for fault in report.faults),
        "is_success": run.state == ImportState.IMPORTED,
        "has_faults": run.state == ImportState.FAULTS,
        "form": ImportForm(initial={"create_labels": run.create_labels, "is_trial": run.is_trial and run.state != ImportState.IMPORTED}),
        **COLUMNS,
    }


def _most_frequent(report: ReadReport) -> list[ReadGroup]:
    """What comes back often; and every kind of fault where the list of rows was cut, for it may show some kinds nowhere."""
    groups = [group for group in report.groups if not group.first.finding.is_unknown_word]
    return [group for group in groups if group.count >= OFTEN or report.is_cut][:GROUPS_ON_PAGE]


def _why_it_failed(run: ImportRun) -> str:
    """Why a run could not be carried out, in the language of the reader; "" when it could."""
    refusal = run.report.get("refusal")
    if refusal is None:
        return ""
    known = REFUSALS.get(refusal["code"])
    return known().text if known else refusal.get("message", BrokenOff().text)
