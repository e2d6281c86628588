"""Correct what is known of somebody shielded: from the page that shows who it is, and from nowhere else."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.flows.updating import NothingChanged, update_complaint
from complaints.models import Identity, Party, PreferredContact
from complaints.steps import ChangedMeanwhile
from complaints.web.step_forms import ShieldedPersonForm
from complaints.web.views.steps import ask_again, back_to_file, file_or_404, shown_of_file
from tenants.clock import read_clock
from tenants.errors import Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal

TEXTS = ("name", "phone", "email", "address")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_COMPLAINTS)
def correct(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    """What is sent here was shown for a reason; whoever comes by this address alone first gives theirs."""
    of = file_or_404(request, reference)
    if request.method != "POST":
        return redirect("reveal_identity", reference=of.reference)
    party = of.parties.filter(role=role).first()
    if party is None:
        raise Http404
    form = ShieldedPersonForm.of(party, version=of.version, data=request.POST)
    meanwhile = None
    if form.is_valid():
        given = form.cleaned_data
        person = {name: given[name] for name in TEXTS}
        person |= {"identity": Identity(given["identity"]), "preferred_contact": PreferredContact(given["preferred_contact"])}
        try:
            update_complaint(
                actor=request.actor,  # type: ignore[attr-defined]
                reference=of.reference,
                changes={"affected_person" if role == Party.AFFECTED_PERSON else "filer": person},
                seen_version=given["version"],
                now=read_clock(),
            )
        except ChangedMeanwhile as refusal:
            meanwhile = ask_again(request, refusal, form)
        except NothingChanged as refusal:
            messages.info(request, refusal.text)
            return back_to_file(request, of.reference)
        except Refusal as refusal:
            add_refusal(form, refusal, place=lambda field: (field or "").rpartition(".")[2])
        else:
            messages.success(request, _("The facts are changed."))
            return back_to_file(request, of.reference)
    context = {"complaint": of, "form": form, "role": role, "meanwhile": meanwhile}
    return shown_of_file(request, of, "complaints/steps/correct_shielded.html", context)
