"""Four eyes on a letter: ask a colleague to look, and look."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.letter_looks import ask_for_look, look_at_letter
from complaints.flows.looking import record_openings
from complaints.intake_choices import handler_choices
from complaints.letter_drafts import LetterAlreadySent, LetterChangedMeanwhile, LetterLapsed
from complaints.letter_refusals import refusals_of
from complaints.letter_writing import has_lapsed, writers_of, written_letter
from complaints.letters.catalogue import LetterCode
from complaints.second_look import LookNotAsked, OwnLetterLookedAt, digest_to_look_at, waiting_look
from complaints.selectors import state_of_file
from complaints.statuses import Step, allows
from complaints.web.letter_form import AskLookForm, LookForm
from complaints.web.views.letters import letter_or_404
from complaints.web.views.step_page import METHODS, back_to_file, not_now
from complaints.web.wording import letter_title
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def ask(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    of, letter = letter_or_404(request, reference, letter_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = dutch_date(read_clock())
    if not allows(state_of_file(of), Step.WRITE_LETTER):
        return not_now(request, of, title=_("Ask a colleague to look"))
    writers = {str(one) for one in writers_of(letter) | {actor.user_id}}
    colleagues = handler_choices(actor=actor, complaint=of, today=today, with_involved=False)
    able = [(key, name) for key, name in colleagues if key not in writers]
    written = written_letter(letter, actor=actor, on=today)
    form = AskLookForm(request.POST or None, colleagues=able, written=written, initial={"version": letter.version})
    if letter.final_id:
        form.fields.pop("meant", None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ask_for_look(
                actor=actor,
                reference=of.reference,
                letter_id=letter.pk,
                asked_of=given["asked_of"],
                meant=given.get("meant", ()),
                seen_version=given["version"],
                now=read_clock(),
            )
        except LetterChangedMeanwhile as refusal:
            form.ask_again(refusal.text, version=refusal.details["version"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("A colleague is asked to look. It stands in their work; you hear what they find in yours."))
            return back_to_file(request, of.reference)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    context = {
        "complaint": of,
        "form": form,
        "title": _("Ask a colleague to look"),
        "lead": _("%(letter)s goes once somebody who did not write it approved its text.") % {"letter": letter_title(letter.code)},
        "button": _("Ask"),
        "nobody": not able,
        "doubts": [] if letter.final_id else refusals_of(written.doubts, code=LetterCode(letter.code), blocks_there=written.blocks),
    }
    return render(request, "complaints/letters/ask_look.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(METHODS)
@requires(Permission.HANDLE_COMPLAINTS)
def look(request: HttpRequest, reference: str, letter_id: uuid.UUID) -> HttpResponse:
    """The letter as it reads now, to approve or send back."""
    of, letter = letter_or_404(request, reference, letter_id)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = waiting_look(letter)
    stops: Refusal | None = LetterAlreadySent() if letter.is_sent else LookNotAsked() if asked is None else None
    if asked is not None and actor.user_id in writers_of(letter) | {asked.asked_by_id}:
        stops = OwnLetterLookedAt()
    if has_lapsed(letter, today=dutch_date(read_clock())):
        stops = LetterLapsed()
    if stops is not None and request.method != "POST":
        messages.info(request, stops.text)
        return redirect("complaint", reference=of.reference)
    written = written_letter(letter, actor=actor, on=dutch_date(read_clock()))
    form = LookForm(request.POST or None, initial={"version": letter.version, "digest": digest_to_look_at(letter, written)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            look_at_letter(
                actor=actor,
                reference=of.reference,
                letter_id=letter.pk,
                is_approved=given["found"] == "approve",
                remarks=given["remarks"],
                seen_digest=given["digest"],
                seen_version=given["version"],
                now=read_clock(),
            )
        except LetterChangedMeanwhile as refusal:
            form.ask_again(refusal.text, version=letter.version)
            form.data = dict(form.data.items()) | {"digest": digest_to_look_at(letter, written)}
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            approved, back = _("The letter is approved as it reads now."), _("The letter went back with your remarks.")
            messages.success(request, approved if given["found"] == "approve" else back)
            return back_to_file(request, of.reference)
    record_openings(actor=actor, complaint_ids=[of.pk], now=read_clock())
    context = {
        "complaint": of,
        "letter": letter,
        "written": written,
        "form": form,
        "title": letter_title(letter.code),
        "button": _("Record what I find"),
    }
    return render(request, "complaints/letters/look.html", context, status=422 if form.errors else 200)
