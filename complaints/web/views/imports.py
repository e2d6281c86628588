"""Import on the page: upload, follow, see what came of it, upload the corrected file right there."""

from __future__ import annotations

import csv
import uuid
from collections import Counter
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from complaints.flows.import_runs import FINISHED, UploadTooLarge, start_import
from complaints.models import ImportRun, ImportState
from complaints.takeover.progress import read_progress
from complaints.takeover.runs import access_import_run, recent_import_runs
from complaints.web.forms import ImportForm
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.organisation.core_lists import Dimension
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal
from tenants.web.spreadsheets import neutralised
from tenants.web.uploads import takes_upload, upload_was_cut_off
from tenants.web.wording import DIMENSION_NAMES

FAULTS_ON_PAGE = 200
WARNINGS_ON_PAGE = 50
COLUMNS = (
    "reference", "received_on", "kind", "channel", "unit", "nature", "municipality", "procedure", "outcome", "closed_on", "within_term",
    "handled_by", "summary",
)  # fmt: skip
OPTIONAL_COLUMNS = (
    "name", "phone", "email", "address", "story", "handler_email", "first_contact_on", "acknowledged_on", "extension_weeks",
    "extension_sent_on", "postponed_from", "postponed_until", "source_due_on",
)  # fmt: skip


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
    context = {"form": form, "runs": recent_import_runs(actor=actor), "columns": COLUMNS, "optional_columns": OPTIONAL_COLUMNS}
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
    for fault in run.report.get("faults", []):
        writer.writerow([fault["row"] or "", *(neutralised(str(fault[name] or "")) for name in ("column", "value", "code", "message"))])
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
    report = run.report
    faults, warnings = report.get("faults", []), report.get("warnings", [])
    return {
        "run": run,
        "report": report,
        "refusal": report.get("refusal", {}).get("message", ""),
        "faults": faults[:FAULTS_ON_PAGE],
        "faults_total": report.get("faults_total", len(faults)),
        "faults_left": len(faults) - len(faults[:FAULTS_ON_PAGE]),
        "most_frequent": _most_frequent(faults),
        "warnings": warnings[:WARNINGS_ON_PAGE],
        "warnings_total": report.get("warnings_total", len(warnings)),
        "labels": [{"name": DIMENSION_NAMES[Dimension(code)], "texts": texts} for code, texts in report.get("labels_created", {}).items()],
        "has_unknown_words": not run.create_labels and any(fault["code"].startswith("unknown_label") for fault in faults),
        "is_success": run.state == ImportState.IMPORTED,
        "has_faults": run.state == ImportState.FAULTS,
        "form": ImportForm(initial={"create_labels": run.create_labels, "is_trial": run.is_trial and run.state != ImportState.IMPORTED}),
    }


def _most_frequent(faults: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same fault in the same column, where it comes back often: one repair for many rows."""
    counted = Counter((fault["column"], fault["code"]) for fault in faults)
    first = {(fault["column"], fault["code"]): fault for fault in reversed(faults)}
    return [{"fault": first[key], "count": count} for key, count in counted.most_common(3) if count >= 5]
