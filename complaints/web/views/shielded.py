"""Correct what is known of somebody shielded: from the page that shows who it is, and from nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.access import has_looked
from complaints.flows.updating import NothingChanged, update_complaint
from complaints.models import Identity, Party, PreferredContact
from complaints.steps import ChangedMeanwhile
from complaints.web.comparing import CHOSEN, DISPUTED, OURS, THEIRS
from complaints.web.step_forms import ShieldedPersonForm
from complaints.web.views.step_page import ask_again, back_to_file, file_or_404, shown_of_file
from tenants.clock import read_clock
from tenants.errors import Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_COMPLAINTS)
def correct(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    """What is sent here was shown for a reason; whoever comes by this address alone first gives theirs.

    Only what was touched is changed. What a colleague changed as well is a choice, and is not shown here: that takes a new look.
    """
    of = file_or_404(request, reference)
    if request.method != "POST":
        return redirect("reveal_identity", reference=of.reference)
    party = of.parties.filter(role=role).first()
    if party is None:
        raise Http404
    part = "affected_person" if role == Party.AFFECTED_PERSON else "filer"
    form = ShieldedPersonForm.of(party, version=of.version, data=request.POST)
    meanwhile = None
    chosen = {name: request.POST.get(CHOSEN + name) for name in request.POST.getlist(DISPUTED) if name in form.PARTS}
    if form.is_valid() and not set(chosen.values()) <= {THEIRS, OURS}:
        form.add_error(None, _("Choose at each line what should stand."))
    elif form.is_valid():
        texts = form.texts(party)
        touched = {name for name in form.PARTS if texts.is_touched(name) and chosen.get(name) != THEIRS}
        try:
            update_complaint(
                actor=request.actor,  # type: ignore[attr-defined]
                reference=of.reference,
                changes={part: {name: _as_known(name, form.cleaned_data[name]) for name in touched}},
                seen_version=form.cleaned_data["version"],
                now=read_clock(),
            )
        except ChangedMeanwhile as refusal:
            told = ask_again(request, refusal, form)
            # Of somebody shielded both sides read the same, which tells nothing beside what was typed of them.
            meanwhile = replace(told, rows=[row for row in told.rows if row["was"] != row["now"]])
            chosen = dict.fromkeys(_disputed(request, reference, role, part, form))
        except NothingChanged as refusal:
            messages.info(request, refusal.text)
            return back_to_file(request, of.reference)
        except Refusal as refusal:
            add_refusal(form, refusal, place=lambda field: (field or "").rpartition(".")[2])
        else:
            messages.success(request, _("The facts are changed."))
            return back_to_file(request, of.reference)
    compared = [_row(form, name, chosen[name]) for name in chosen]
    context = {"complaint": of, "form": form, "role": role, "meanwhile": meanwhile, "compared": compared}
    return shown_of_file(request, of, "complaints/steps/correct_shielded.html", context)


def _as_known(name: str, given: str) -> str:
    return {"identity": Identity, "preferred_contact": PreferredContact}.get(name, str)(given)


def _disputed(request: HttpRequest, reference: str, role: str, part: str, form: ShieldedPersonForm) -> list[str]:
    """What a colleague changed as well. Nothing for whoever did not look: they would find out by guessing."""
    of = file_or_404(request, reference)
    party = of.parties.filter(role=role).first()
    if party is None or not has_looked(of, part, actor=request.actor):  # type: ignore[attr-defined]
        return []
    texts = form.texts(party)
    return [name for name in form.PARTS if texts.is_disputed(name)]


def _row(form: ShieldedPersonForm, name: str, chosen: str | None) -> dict[str, Any]:
    field = form[name]
    given = str(field.value() or "")
    return {
        "name": name,
        "label": field.label,
        "address": field.id_for_label,
        "theirs": _("changed by a colleague, and shielded"),
        "ours": dict(getattr(field.field, "choices", ())).get(given, given),
        "is_choice": True,
        "chosen": chosen,
    }
