"""Files that belong together: split one in two, link two, and take that back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.linking import link_files, unlink_files
from complaints.flows.splitting import split_complaint
from complaints.intake_choices import intake_choices
from complaints.linking import linked_files
from complaints.models import Compartment, DocumentSource, LinkKind
from complaints.selectors import own_documents_of_file
from complaints.statuses import Step
from complaints.web.link_forms import LinkForm, SplitForm
from complaints.web.step_forms import ReasonForm
from complaints.web.views.step_page import METHODS, file_or_404, key_of_sending, seen, step_page, who
from tenants.accounts.selectors import names_here
from tenants.clock import dutch_date, read_clock
from tenants.permissions import Permission, requires


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def split(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    involved = list(of.involved_people.order_by("pk"))
    names = names_here({one.user_id for one in involved if one.user_id})
    begun = {"stays": of.story, "is_about_council": of.compartment == Compartment.COUNCIL}
    form = SplitForm(
        request.POST or None,
        of=of,
        documents=[one for one in own_documents_of_file(actor=request.actor, complaint=of) if one.source != DocumentSource.LETTER],  # type: ignore[attr-defined]
        involved=[(one.pk, names.get(one.user_id or 0) or one.name) for one in involved],
        providers=intake_choices(actor=request.actor, today=dutch_date(read_clock())).providers,  # type: ignore[attr-defined]
        initial=seen(of) | begun,
    )

    def carry_out(given: dict[str, Any]) -> None:
        new = split_complaint(**who(request, of), told=form.told(), request_key=key_of_sending(request), seen_version=given["version"])
        messages.success(request, _("The new file has number %(reference)s.") % {"reference": new.reference})

    return step_page(
        request,
        of,
        Step.SPLIT,
        form,
        carry_out,
        title=_("Split into two files"),
        lead=_(
            "For a letter that is two things: a complaint and an objection, or complaints about two matters. Both files have the same"
            " moment of receipt, the same people and the documents of the letter; each gets its own last day and its own ending."
        ),
        button=_("Split"),
        done=_("The file is split. Somebody has to take up the new one."),
        is_sent_once=True,
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def link(request: HttpRequest, reference: str) -> HttpResponse:
    of = file_or_404(request, reference)
    return step_page(
        request,
        of,
        Step.LINK,
        LinkForm(request.POST or None, initial=seen(of)),
        lambda given: link_files(
            **who(request, of),
            other_reference=given["other_reference"],
            kind=given["kind"],
            reason=given["reason"],
            seen_version=given["version"],
        ),
        title=_("Belongs with another file"),
        lead=_("Each file keeps its own last day, people and ending. Whoever may not see the other file is not told of it."),
        button=_("Link"),
        done=_("The files are linked."),
    )


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def unlink(request: HttpRequest, reference: str, link_id: uuid.UUID) -> HttpResponse:
    of = file_or_404(request, reference)
    shown = linked_files(actor=request.actor, complaint_ids=[of.pk]).get(of.pk, [])  # type: ignore[attr-defined]
    other = next((one for one in shown if one.link.pk == link_id and one.link.kind != LinkKind.SPLIT), None)
    if other is None:
        raise Http404
    return step_page(
        request,
        of,
        Step.LINK,
        ReasonForm(request.POST or None, initial=seen(of)),
        lambda given: unlink_files(**who(request, of), link_id=link_id, reason=given["reason"], seen_version=given["version"]),
        title=_("No longer linked with %(reference)s") % {"reference": other.complaint.reference},
        lead=_("The history of both files keeps that they were linked."),
        button=_("Take the link away"),
        done=_("The files are no longer linked."),
    )
