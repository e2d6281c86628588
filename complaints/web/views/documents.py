"""Documents on the page: added by choosing, dropping or taking a picture; handed out through the door of their file alone."""

from __future__ import annotations

import logging
import uuid
from contextlib import suppress
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.access import access_complaint
from complaints.advising import may_look
from complaints.checks import ReasonSaysNothing
from complaints.document_refusals import DocumentMissing, IdentityShielded, RefusedDocument, UploadCutOff
from complaints.documents.examination import LARGEST_DOCUMENT
from complaints.documents.kinds import ENDINGS, Family
from complaints.flows.documents import (
    add_to_draft,
    attach_documents,
    mark_sensitive,
    open_document,
    open_draft_document,
    remove_from_draft,
)
from complaints.flows.looking import record_openings
from complaints.keeping import Kept, SentFile, documents_storage
from complaints.models import Document
from complaints.selectors import current_round, document_of_file, documents_of_draft, documents_of_file
from complaints.steps import ChangedMeanwhile
from complaints.web.step_forms import RevealForm, SensitivityForm
from complaints.web.views.step_page import ask_again, back_to_file, shown_of_file
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal
from tenants.web.uploads import takes_upload, upload_was_cut_off

log = logging.getLogger(__name__)

FIELD = "documents"
# The page asks for a part of itself, to put in place without a new page.
PART_OF_PAGE = "X-Part-Of-Page"
# No page of ours: it may show itself and nothing else, and no script in it runs.
SEALED = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_upload
@requires(Permission.HANDLE_COMPLAINTS)
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Add files to a file. Without a script this page shows what was refused and why; with one, a part of the file's own page."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        of = access_complaint(actor=actor, reference=reference)
    except NotFound:
        raise Http404 from None
    refused: list[RefusedDocument] = []
    said = ""
    if request.method == "POST":
        refused = cut_off(request)
        try:
            kept = attach_documents(
                actor=actor,
                reference=of.reference,
                files=sent_files(request),
                holds_sensitive_data="holds_sensitive_data" in request.POST,
                now=read_clock(),
            )
        except DocumentMissing as refusal:
            refused = refused or [RefusedDocument(name="", refusal=refusal)]
        except Refusal as refusal:
            said = refusal.text
        else:
            refused += kept.refused
            if not refused and PART_OF_PAGE not in request.headers:
                tell_kept(request, kept)
                return redirect("complaint", reference=of.reference)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    context = {
        "complaint": of,
        "documents": documents_of_file(actor=actor, complaint=of),
        "refused": refused,
        "said": said,
        "can_change": True,
        **drop_area(),
    }
    template = "complaints/documents/part.html" if PART_OF_PAGE in request.headers else "complaints/documents/attach.html"
    return render(request, template, context, status=422 if refused or said else 200)


@never_cache
@require_POST
@takes_upload
@requires(Permission.REGISTER_COMPLAINTS)
def of_draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """What the registration page sends while somebody types: files to keep with the draft, or one to take away."""
    actor = request.actor  # type: ignore[attr-defined]
    refused = cut_off(request) + change_draft(request, draft_id)
    context = {"documents": documents_of_draft(actor=actor, draft_id=draft_id), "refused": refused, "is_draft": True, "draft_id": draft_id}
    return render(request, "complaints/documents/part.html", context, status=422 if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_COMPLAINTS)
def sensitivity(request: HttpRequest, reference: str, document_id: uuid.UUID) -> HttpResponse:
    """Whether a document tells of health, belief or a crime, corrected afterwards."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        of = access_complaint(actor=actor, reference=reference)
    except NotFound:
        raise Http404 from None
    found = document_of_file(actor=actor, complaint=of, document_id=document_id)
    if found is None:
        raise Http404
    meanwhile = None
    form = SensitivityForm(request.POST or None, initial={"version": of.version, "holds_sensitive_data": found.holds_sensitive_data})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            mark_sensitive(
                actor=actor,
                reference=of.reference,
                document_id=found.pk,
                holds_sensitive_data=given["holds_sensitive_data"],
                seen_version=given["version"],
                now=read_clock(),
            )
        except ChangedMeanwhile as refusal:
            meanwhile = ask_again(request, refusal, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return back_to_file(request, of.reference)
    context = {
        "complaint": of,
        "form": form,
        "title": _("Sensitive or not"),
        "lead": _('This is about "%(name)s".') % {"name": found.name},
        "button": _("Save"),
        "meanwhile": meanwhile,
    }
    return shown_of_file(request, of, "complaints/steps/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_COMPLAINTS)
def document(request: HttpRequest, reference: str, document_id: uuid.UUID) -> HttpResponseBase:
    """The content of a document, as whole as it came in, for who may see its file and nobody else.

    Of one that may tell who a shielded person is, first a page that asks why; to a machine the refusal, with its code.
    """
    actor = request.actor  # type: ignore[attr-defined]
    form = RevealForm(request.POST or None)
    reason = form.cleaned_data["reason"] if form.is_valid() else None
    try:
        found = open_document(actor=actor, reference=reference, document_id=document_id, reason=reason, now=read_clock())
        return _handed_out(found)
    except NotFound:
        raise Http404 from None
    except (IdentityShielded, ReasonSaysNothing) as refusal:
        if refusal.field:
            add_refusal(form, refusal)
        return _ask_why(request, reference, form, refusal)
    except Refusal as refusal:
        messages.warning(request, refusal.text)
    except FileNotFoundError:
        _tell_missing(request, document_id)
    return redirect("complaint", reference=reference)


@require_safe
@requires(Permission.REGISTER_COMPLAINTS)
def document_of_draft(request: HttpRequest, draft_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponseBase:
    """The content of a document beside one's own draft, for whoever checks it before registering."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        return _handed_out(open_draft_document(actor=actor, draft_id=draft_id, document_id=document_id, now=read_clock()))
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.warning(request, refusal.text)
    except FileNotFoundError:
        _tell_missing(request, document_id)
    return redirect("register_complaint", draft_id=draft_id)


def _tell_missing(request: HttpRequest, document_id: uuid.UUID) -> None:
    log.error("documents.content_missing document=%s", document_id)
    messages.error(request, _("This document is in the file, and its content is not there. Tell the operators of Polsslag."))


def _handed_out(found: Document) -> HttpResponseBase:
    """The content, sealed off from our pages. Raises FileNotFoundError."""
    content = documents_storage().open(found.content.key)
    kind = found.described_kind
    # A picture is shown; everything else is saved: a viewer of office files or PDF runs what is in it.
    response = FileResponse(content, as_attachment=not kind.is_shown, filename=found.name, content_type=_media_type(found))
    response.headers["Content-Length"] = str(found.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = SEALED
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@never_cache
def _ask_why(request: HttpRequest, reference: str, form: RevealForm, refusal: Refusal) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({"errors": [{"code": refusal.code, "message": refusal.text}]}, status=403)
    of = access_complaint(actor=actor, reference=reference)
    if not may_look(actor, current_round(of)):
        messages.warning(request, _("This document may tell who the shielded person is. Whoever handles this complaint may open it."))
        return redirect("complaint", reference=reference)
    context = {
        "complaint": of,
        "form": form,
        "title": _("Open this document"),
        "lead": _("It may tell who the shielded person is. Only look when you need to know for handling the complaint."),
        "button": _("Open the document"),
    }
    return render(request, "complaints/steps/form.html", context, status=422 if form.errors else 403)


def _media_type(found: Document) -> str:
    """Of text the encoding is not known: the browser is told nothing it might use against the reader."""
    kind = found.described_kind
    return "application/octet-stream" if kind.family in (Family.TEXT, Family.MAIL) else kind.media_type


def change_draft(request: HttpRequest, draft_id: uuid.UUID) -> list[RefusedDocument]:
    """Keep the files of a request with a draft, or take away the one it names. Returns what is not kept."""
    actor, now = request.actor, read_clock()  # type: ignore[attr-defined]
    if files := sent_files(request):
        try:
            return add_to_draft(actor=actor, draft_id=draft_id, files=files, now=now).refused
        except NotFound:
            raise Http404 from None
        except Refusal as refusal:
            messages.error(request, refusal.text)
    elif "remove_document" in request.POST:
        # Away already, in another window: as asked.
        with suppress(NotFound):
            remove_from_draft(actor=actor, draft_id=draft_id, document_id=_number(request.POST["remove_document"]), now=now)
    return []


def sent_files(request: HttpRequest) -> list[SentFile]:
    """The files somebody chose, in their order."""
    return [SentFile(content=cast(BinaryIO, one.file), name=one.name or "") for one in request.FILES.getlist(FIELD)]


def cut_off(request: HttpRequest) -> list[RefusedDocument]:
    """The refusal for what was too large together to be taken in; [] when everything came in."""
    return [RefusedDocument(name="", refusal=UploadCutOff(field="document"))] if upload_was_cut_off(request) else []


def drop_area() -> dict[str, Any]:
    """What the area to drop files in needs."""
    return {"accepted_endings": ",".join(ENDINGS), "largest_document": LARGEST_DOCUMENT}


def tell_kept(request: HttpRequest, kept: Kept) -> None:
    """Without names: messages may travel in a cookie."""
    if kept.added:
        n = len(kept.added)
        messages.success(request, ngettext("%(n)s document is added.", "%(n)s documents are added.", n) % {"n": n})
    if any(one.reading_fault for one in kept.added):
        messages.warning(
            request, _("Nobody can read one of them: it is locked or damaged. With the documents stands which, and what to do.")
        )
    if kept.there:
        n = len(kept.there)
        text = ngettext("%(n)s document was there already and is not added again.", "%(n)s documents were there already.", n)
        messages.info(request, text % {"n": n})


def _number(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(given)
    except ValueError:
        return uuid.UUID(int=0)
