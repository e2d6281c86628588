"""Marking passages in a document for later redaction, and making a redacted copy of it: one page for both."""

from __future__ import annotations

import base64
import logging
import uuid
from contextlib import suppress
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.code_lists import REDACTION_REASONS, RedactionReason
from complaints.document_refusals import IdentityShielded
from complaints.flows.looking import record_openings
from complaints.flows.redacting import Opened, make_redacted_copy, mark_passages, open_for_marking, unmark_passage
from complaints.models import RedactionMark
from complaints.selectors import documents_of_file
from complaints.web.redaction_forms import MarkForm, passage_choices, places_asked, word_choices, words_under
from complaints.web.views.step_page import METHODS
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal

log = logging.getLogger(__name__)
PAGE = "bladzijde"


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def mark(request: HttpRequest, reference: str, document_id: uuid.UUID) -> HttpResponse:
    """A page of the document with its marks. Without a script words are looked for or ticked, or the edges of a box are typed."""
    same: dict[str, Any] = {"actor": request.actor, "reference": reference, "document_id": document_id, "now": read_clock()}  # type: ignore[attr-defined]
    number = _page_asked(request)
    form: MarkForm | None = None
    try:
        if request.method == "POST":
            if answered := _changed(request, same, page=number):
                return answered
            form = _marked(request, same, page=number)
            if form is None:
                return redirect(_address(reference, document_id, page=number))
        opened = open_for_marking(**same, page=number)
    except NotFound:
        raise Http404 from None
    except IdentityShielded:
        messages.warning(
            request, _("This document may tell who the shielded person is. Open it first, with why you have to know, and then mark in it.")
        )
        return redirect("complaint", reference=reference)
    except Refusal as refusal:
        messages.warning(request, refusal.text)
        return redirect("complaint", reference=reference)
    except FileNotFoundError:
        log.error("documents.content_missing document=%s", document_id)
        messages.error(request, _("This document is in the file, and its content is not there. Tell the operators of Polsslag."))
        return redirect("complaint", reference=reference)
    record_openings(actor=same["actor"], complaint_ids=[opened.complaint.pk], now=same["now"])
    context = _shown(opened, form or MarkForm(has_pages=opened.document.has_pages, initial={"reason": RedactionReason.THIRD_PARTY}))
    beside = documents_of_file(actor=same["actor"], complaint=opened.complaint)
    context["copies"] = [one for one in beside if one.redacted_from_id == opened.document.pk]
    return render(request, "complaints/documents/redact.html", context, status=422 if form else 200)


def _changed(request: HttpRequest, same: dict[str, Any], *, page: int) -> HttpResponse | None:
    """What the other buttons of the page do: take a mark away, make a copy. None where neither was pressed."""
    seen = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
    try:
        if "unmark" in request.POST:
            # Away already, in another window: as asked.
            with suppress(NotFound):
                unmark_passage(**same, mark_id=_number(request.POST["unmark"]), seen_version=seen)
            return redirect(_address(same["reference"], same["document_id"], page=page))
        if "copy" in request.POST:
            make_redacted_copy(**same, seen_version=seen)
            messages.success(request, _("The redacted copy is made. Open it and look at every page before it goes out."))
            return redirect(_address(same["reference"], same["document_id"], page=page) + "#copies")
    except NotFound:
        raise
    except Refusal as refusal:
        messages.warning(request, refusal.text)
        return redirect(_address(same["reference"], same["document_id"], page=page))
    return None


def _marked(request: HttpRequest, same: dict[str, Any], *, page: int) -> MarkForm | None:
    """Mark what was sent. The form with what is wrong; None where it is done."""
    form = MarkForm(request.POST, has_pages="has_pages" in request.POST)
    if not form.is_valid():
        return form
    given = form.cleaned_data
    try:
        mark_passages(
            **same,
            places=places_asked(given, request.POST.getlist("chosen"), page=page),
            reason=RedactionReason(given["reason"]),
            reason_text=given["reason_text"],
        )
    except (NotFound, IdentityShielded):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return form
    return None


def _shown(opened: Opened, form: MarkForm) -> dict[str, Any]:
    page, document = opened.page, opened.document
    here = [one for one in opened.marks if page is None or one.page == page.number]
    elsewhere = [one for one in opened.marks if page is not None and one.page != page.number]
    return {
        "complaint": opened.complaint,
        "document": document,
        "form": form,
        "page": page,
        "picture": base64.b64encode(page.picture).decode() if page else "",
        "choices": word_choices(page.words, here) if page else passage_choices(opened.text, here),
        "marks": [_told(one, opened) for one in here],
        "elsewhere": [(number, len(list(marks))) for number, marks in groupby(elsewhere, key=lambda one: one.page)],
        "has_marks": bool(opened.marks),
        "pages": _near(page.number, page.of) if page else [],
        "page_field": PAGE,
    }


def _told(mark: RedactionMark, opened: Opened) -> dict[str, Any]:
    text = words_under(mark, opened.page.words) if opened.page else opened.text[mark.start : mark.end]
    width, height = (mark.right or 0) - (mark.left or 0), (mark.bottom or 0) - (mark.top or 0)
    reason = mark.reason_text or REDACTION_REASONS[RedactionReason(mark.reason)]
    return {"mark": mark, "text": text, "width": width, "height": height, "reason": reason}


def _near(number: int, of: int) -> list[int | None]:
    """Numbers of pages to go to: the first, the last and those about this one; None where some are left out."""
    wanted = [one for one in range(1, of + 1) if one in (1, of) or abs(one - number) <= 2]
    row: list[int | None] = []
    for one in wanted:
        if row and row[-1] is not None and one != row[-1] + 1:
            row.append(None)
        row.append(one)
    return row


def _page_asked(request: HttpRequest) -> int:
    asked = request.GET.get(PAGE, "")
    return int(asked) if asked.isdecimal() and len(asked) <= 4 else 1


def _address(reference: str, document_id: uuid.UUID, *, page: int) -> str:
    address = reverse("mark_passages", args=[reference, document_id])
    return f"{address}?{urlencode({PAGE: page})}" if page != 1 else address


def _number(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(given)
    except ValueError:
        return uuid.UUID(int=0)
