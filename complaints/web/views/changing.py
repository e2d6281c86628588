"""Change what is known of a complaint. When a colleague was first: side by side, nothing overwritten, nothing typed lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.access import access_complaint
from complaints.flows.updating import NothingChanged, update_complaint
from complaints.intake import Submission
from complaints.intake_choices import intake_choices
from complaints.models import Identity
from complaints.registering import told_by
from complaints.steps import ChangedMeanwhile
from complaints.web.registration_form import PARTS_OF_FILER, RegistrationForm, content_of, field_on_page
from complaints.web.views.steps import back_to_file, shown_of_file
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_COMPLAINTS)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    actor, now = request.actor, read_clock()  # type: ignore[attr-defined]
    try:
        of = access_complaint(actor=actor, reference=reference)
    except NotFound:
        raise Http404 from None
    before = told_by(of)
    is_shielded = before.filer.identity == Identity.SHIELDED
    choices = intake_choices(actor=actor, today=dutch_date(now), kept=before)
    form = RegistrationForm(request.POST or None, initial=content_of(before), choices=choices, before=before)
    _leave_out(form, is_shielded=is_shielded)
    version, compared = str(of.version), []
    if request.method == "POST":
        version = request.POST.get("version", "0")
        if form.is_valid():
            try:
                update_complaint(
                    actor=actor,
                    reference=of.reference,
                    changes=_changes(form, before, is_shielded=is_shielded),
                    seen_version=int(version) if version.isdecimal() else 0,
                    now=now,
                )
            except ChangedMeanwhile as refusal:
                compared = _side_by_side(form, content_of(before))
                version = str(refusal.details["version"])
                form.add_error(None, refusal.text)
            except NothingChanged as refusal:
                messages.info(request, refusal.text)
                return redirect("complaint", reference=of.reference)
            except Refusal as refusal:
                add_refusal(form, refusal, place=field_on_page)
            else:
                messages.success(request, _("The facts are changed."))
                return back_to_file(request, of.reference)
    context = {"complaint": of, "form": form, "version": version, "compared": compared, "is_shielded": is_shielded}
    return shown_of_file(request, of, "complaints/steps/change.html", context)


def _leave_out(form: RegistrationForm, *, is_shielded: bool) -> None:
    """Receipt has its own step with a reason; who is shielded stays so, on this page too."""
    for name in ("received_at", *(PARTS_OF_FILER if is_shielded else ())):
        del form.fields[name]


def _changes(form: RegistrationForm, before: Submission, *, is_shielded: bool) -> dict[str, Any]:
    given = form.as_submission(filer=before.filer if is_shielded else None)
    if before.affected_person is not None and given.affected_person is not None:
        # What the page does not show of this person stays.
        kept = replace(before.affected_person, name=given.affected_person.name, phone=given.affected_person.phone)
        given = replace(given, affected_person=kept)
    if given.authority_id is None:
        given = replace(given, authority_id=before.authority_id)
    return vars(given)


def _side_by_side(form: RegistrationForm, now_in_file: dict[str, Any]) -> list[dict[str, Any]]:
    """Each field in which what stands in the file now differs from what was typed here."""
    rows = []
    for field in [one for one in form if one.name in now_in_file]:
        theirs, ours = now_in_file[field.name], form.cleaned_data.get(field.name)
        if str(theirs or "") != str(ours or ""):
            rows.append({"field": field, "theirs": _shown(field, theirs), "ours": _shown(field, ours)})
    return rows


def _shown(field: Any, value: Any) -> str:
    choices = dict(getattr(field.field, "choices", ()))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(choices.get(value, value) or "")
