"""A mail that came in on a file: read it, say what was done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.looking import open_file
from complaints.flows.messages import mark_answered, mark_read
from complaints.models import MessageNature
from complaints.selectors import messages_of, waiting_message
from complaints.statuses import Step
from complaints.web.step_draft import answer_typing, forget_typed, typed_so_far
from complaints.web.step_forms import MessageForm, moment_for_input
from complaints.web.views.step_page import back_to_file
from complaints.web.wording import shown_message
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_COMPLAINTS)
def handle(request: HttpRequest, reference: str) -> HttpResponse:
    """The mail that waits longest. When another one waits by the time somebody answers, the answer is still about the one they saw."""
    actor, now = request.actor, read_clock()  # type: ignore[attr-defined]
    try:
        of = open_file(actor=actor, reference=reference, now=now)
    except NotFound:
        raise Http404 from None
    waiting = waiting_message(of)
    if waiting is None and request.method != "POST":
        messages.info(request, _("No message waits in this file."))
        return redirect("complaint", reference=of.reference)
    start = {"message": waiting.pk, "answered_at": moment_for_input(now)} if waiting else {}
    form = MessageForm(request.POST or None, initial=start)
    answer = answer_typing(request, of, Step.HANDLE_MESSAGE, form)
    if answer is not None:
        return answer
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = {"actor": actor, "reference": of.reference, "message_id": given["message"], "now": now}
        try:
            if given["what"] == "READ":
                mark_read(**who)
            else:
                mark_answered(**who, way=given["way"], answered_at=given["answered_at"] or now, text=given["text"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            forget_typed(request, of, Step.HANDLE_MESSAGE)
            messages.success(request, _("Recorded. The message does not wait any more."))
            return back_to_file(request, of.reference)
    typed = typed_so_far(request, of, Step.HANDLE_MESSAGE, form)
    if waiting is not None and not form.is_bound and str(form.initial["message"]) != str(waiting.pk):
        # What was typed is of a message that a colleague handled meanwhile.
        forget_typed(request, of, Step.HANDLE_MESSAGE)
        form = MessageForm(initial=start)
        typed = typed_so_far(request, of, Step.HANDLE_MESSAGE, form)
    shown_id = form["message"].value()
    shown = next((one for one in messages_of(of, actor=actor) if one.incoming and str(one.incoming.pk) == str(shown_id)), None)
    context = {
        "complaint": of,
        "form": form,
        "typed": typed,
        "row": shown_message(shown, complaint=of) if shown else None,
        "is_returned": bool(shown and shown.kind == MessageNature.NOT_DELIVERED),
        "can_reveal": True,
    }
    return render(request, "complaints/steps/message.html", context, status=422 if form.errors else 200)
