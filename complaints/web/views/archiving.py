"""A closed file for the archive: what for, what stays behind, and the package."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.archive.told import Block, blocks_of
from complaints.archiving import going_along, left_in_words
from complaints.flows.archiving import ArchiveOrder, archive_file
from complaints.models import Complaint, Document
from complaints.selectors import complaint_file
from complaints.web.forms import ArchiveForm
from complaints.web.views.register import file_context
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_COMPLAINTS)
def archive(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The form, and the package it makes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        found = complaint_file(actor=actor, reference=reference)
    except NotFound:
        raise Http404 from None
    documents, left = going_along(found, actor=actor, sensitive_too=True)
    holds_sensitive = found.has_sensitive_text or any(one.holds_sensitive_data for one in documents)
    form = ArchiveForm(request.POST or None, holds_sensitive=holds_sensitive)
    if request.method == "POST" and form.is_valid():
        made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        order = ArchiveOrder(
            purpose=form.cleaned_data["purpose"],
            sensitive_too=form.cleaned_data.get("sensitive_too", False),
            printed=lambda complaint, documents: _printed(request, complaint, documents),
        )
        try:
            archive_file(actor=actor, reference=found.reference, order=order, to=made, now=read_clock())
        except Refusal as refusal:
            made.close()
            add_refusal(form, refusal)
        else:
            made.seek(0)
            return FileResponse(made, as_attachment=True, filename=f"{found.reference}.zip", content_type="application/zip")
    context = {"form": form, "complaint": found, "going": len(documents), "left": " ".join(left_in_words(left))}
    return render(request, "complaints/archive.html", context, status=422 if form.errors else 200)


def _printed(request: HttpRequest, complaint: Complaint, documents: list[Document]) -> list[Block]:
    """The page of the file, without what is of the screen alone; of the documents those that go along, as they are called there."""
    context = file_context(request, complaint) | {"base_of_page": "complaints/on_paper.html", "documents": documents}
    return blocks_of(render_to_string("complaints/file.html", context, request=request))
