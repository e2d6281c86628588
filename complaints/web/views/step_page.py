"""What every step in a file shares: a short page with one form, one call into a flow, and back to the file."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from complaints.access import access_complaint
from complaints.flows.looking import record_openings
from complaints.models import Complaint, Document, DocumentSource
from complaints.repeated_requests import KeyUsedForSomethingElse, RequestKey, request_key
from complaints.selectors import documents_of_file, state_of_file
from complaints.statuses import Step, allows
from complaints.steps import STATE_NAMES, ChangedMeanwhile, NotInThisState
from complaints.web.overtaken import Overtaken, overtaken
from complaints.web.step_draft import DRAFT_VERSION, SENDING, answer_typing, forget_typed, typed_so_far
from complaints.web.step_forms import StepForm
from complaints.web.unneeded import tell_unneeded
from complaints.work.suggesting import Suggestion
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.web.forms.refusals import add_refusal

# In the address of a page that records telling: it begins with today.
TELLING = "verteld"
METHODS = ["GET", "HEAD", "POST"]
# The second button of a page that leads on to another step.
AND_THEN = "and_then"


def step_page(
    request: HttpRequest,
    of: Complaint,
    step: Step,
    form: Any,
    work: Callable[[dict[str, Any]], object],
    *,
    title: str,
    lead: str,
    button: str,
    done: str,
    suggestion: Suggestion | None = None,
    is_sent_once: bool = False,
    may_be_note: bool = False,
    and_then: tuple[str, str] | None = None,
    template: str = "complaints/steps/form.html",
    place: Callable[[str | None], str | None] | None = None,
    **shown: Any,
) -> HttpResponse:
    """place: the form's own name for a field of the flow, where they differ.
    is_sent_once: the step only adds something, so no version tells that it was done already; its address does.

    and_then: the address of a step that a second button goes on to, and its words.
    may_be_note: what was typed is offered as a note where the file does not take the step any more.
    """
    is_possible = allows(state_of_file(of), step)
    answer = answer_typing(request, of, step, form)
    if answer is None and request.method != "POST":
        answer = _before_form(request, of, title=title, is_possible=is_possible, is_sent_once=is_sent_once)
    if answer is not None:
        return answer
    meanwhile: Overtaken | None = None
    action = ""
    offers_note = may_be_note and "as_note" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            work(form.cleaned_data)
        except ChangedMeanwhile as refusal:
            meanwhile = ask_again(request, refusal, form)
        except KeyUsedForSomethingElse:
            form.add_error(None, _("You sent this page before, with something else, which is in the file. Send it again to add this too."))
            action = _address_of_sending(request)
        except NotInThisState as refusal:
            offers_note = may_be_note
            add_refusal(form, refusal)
        except Refusal as refusal:
            add_refusal(form, refusal, place=place)
        else:
            forget_typed(request, of, step)
            tell_unneeded(request, form, of=of)
            messages.success(request, done)
            if and_then is not None and AND_THEN in request.POST:
                return redirect(and_then[0], reference=of.reference)
            return back_to_file(request, of.reference)
    context = {
        "complaint": of,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "action": action,
        "meanwhile": meanwhile,
        "is_over": meanwhile is not None and not is_possible,
        "state": STATE_NAMES[state_of_file(of)],
        "offers_note": offers_note,
        "typed": typed_so_far(request, of, step, form),
        "and_then": and_then[1] if and_then else "",
        "suggestion": suggestion if request.method != "POST" else None,
        **shown,
    }
    return shown_of_file(request, of, template, context)


def _before_form(request: HttpRequest, of: Complaint, *, title: str, is_possible: bool, is_sent_once: bool) -> HttpResponse | None:
    if not is_possible:
        return not_now(request, of, title=title)
    if is_sent_once and _number_of_sending(request) is None:
        return redirect(_address_of_sending(request))
    return None


def ended_before(request: HttpRequest, of: Complaint, stands: str) -> HttpResponse | None:
    """To the file, with what it is now, for who opens a page about what ended already; None for who sends one, whose words are kept."""
    if not stands or request.method == "POST":
        return None
    messages.warning(request, stands)
    return back_to_file(request, of.reference)


def not_now(request: HttpRequest, of: Complaint, *, title: str) -> HttpResponse:
    """Instead of a form that the file would refuse: the state it is in, and the way back."""
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    context = {"complaint": of, "title": title, "state": STATE_NAMES[state_of_file(of)]}
    return render(request, "complaints/steps/not_now.html", context)


def ask_again(request: HttpRequest, refusal: ChangedMeanwhile, form: StepForm) -> Overtaken:
    """Keep what was typed, for the version the file has now; what became of the file stands beside it."""
    meanwhile = overtaken(request, refusal, form)
    form.ask_again(refusal.text, version=refusal.details["version"])
    return meanwhile


def shown_of_file(request: HttpRequest, of: Complaint, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form beside what is in a file: whoever gets it opened the file, again with each refusal."""
    record_openings(actor=request.actor, complaint_ids=[of.pk], now=read_clock())  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if context["form"].errors else 200)


def back_to_file(request: HttpRequest, reference: str) -> HttpResponse:
    """To the file; home for whoever lost it by this step."""
    try:
        access_complaint(actor=request.actor, reference=reference)  # type: ignore[attr-defined]
    except NotFound:
        return redirect("home")
    return redirect("complaint", reference=reference)


def file_or_404(request: HttpRequest, reference: str) -> Complaint:
    try:
        return access_complaint(actor=request.actor, reference=reference)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None


def redacted_copies(request: HttpRequest, of: Complaint) -> list[Document]:
    """Those of the file, newest first: for whoever sends documents to another party."""
    return [one for one in documents_of_file(actor=request.actor, complaint=of) if one.source == DocumentSource.REDACTED]  # type: ignore[attr-defined]


def who(request: HttpRequest, of: Complaint) -> dict[str, Any]:
    return {"actor": request.actor, "reference": of.reference, "now": read_clock()}  # type: ignore[attr-defined]


def seen(of: Complaint) -> dict[str, Any]:
    return {"version": of.version}


def key_of_sending(request: HttpRequest) -> RequestKey | None:
    """What is sent twice from one page is done once; None for who sends it from elsewhere."""
    number = _number_of_sending(request)
    asked = {name: request.POST.getlist(name) for name in request.POST if name not in ("csrfmiddlewaretoken", AND_THEN, DRAFT_VERSION)}
    return request_key(f"page:{number}", asked={**asked, "address": request.path}) if number else None


def _address_of_sending(request: HttpRequest) -> str:
    """This page with a new number: going back to it, loading it again or copying its tab keeps the number."""
    return f"{request.path}?{urlencode({SENDING: uuid.uuid4()})}"


def _number_of_sending(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get(SENDING, ""))
    except ValueError:
        return None
