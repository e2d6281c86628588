"""What somebody typed on the page of a step so far, on that page: taken from its form, and put back into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from complaints.differences import is_changed_by_others
from complaints.flows.step_drafts import Place, discard_step_draft, keep_step_draft
from complaints.models import Complaint
from complaints.selectors import own_step_draft
from complaints.statuses import Step
from complaints.step_drafts import ABOUT_THE_FILE
from complaints.web.unneeded import notice_of_unneeded
from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal

# The name in the address of the number of a sending: another one for what is typed anew, so it names no page.
SENDING = "verzending"
# What the page sends along with what is typed.
KEEPS, BEGINS_ANEW, DRAFT_VERSION = "keeps_typed", "begins_anew", "draft_version"
# A code is asked anew, and a file has a way of its own.
NEVER_KEPT = ("file", "password")


@dataclass(frozen=True, kw_only=True)
class TypedSoFar:
    """Beside the form. at: when it was kept last, None where the page begins empty. carried: what the page sent along beside its form."""

    at: datetime | None
    version: int
    address: str
    carried: dict[str, str]


def place_of(request: HttpRequest, of: Complaint, step: Step) -> Place:
    """The page, whatever the number of its sending, with what of the file it is about."""
    match = request.resolver_match
    assert match is not None
    about = {name: str(value) for name, value in match.kwargs.items() if name != "reference"}
    asked = {name: value for name, value in sorted(request.GET.items()) if name != SENDING}
    return Place(reference=of.reference, step=step, page=f"{match.url_name}{ABOUT_THE_FILE}{urlencode(about | asked)}")


def answer_typing(
    request: HttpRequest, of: Complaint, step: Step, form: forms.Form, *, carried: dict[str, str] | None = None
) -> HttpResponse | None:
    """The answer to a page that keeps what is typed, or lets somebody begin anew; None to any other.

    carried: what the page sends along beside its form.
    """
    place = place_of(request, of, step)
    if BEGINS_ANEW in request.POST:
        discard_step_draft(actor=request.actor, place=place)  # type: ignore[attr-defined]
        return redirect(request.get_full_path())
    if KEEPS not in request.POST:
        return None
    given = request.POST.get(DRAFT_VERSION, "")
    typed = typed_in(form)
    try:
        version = keep_step_draft(
            actor=request.actor,  # type: ignore[attr-defined]
            place=place,
            content={**typed, **carried_in(form), **(carried or {})} if typed else {},
            seen_version=int(given) if given.isdecimal() and len(given) < 9 else 0,
            now=read_clock(),
        )
    except NotFound:
        text = _("This step was done or thrown away in another window, or cannot be done now. What you type stays in this window alone.")
        return JsonResponse({"code": "not_found", "message": text}, status=404)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.text}, status=422)
    return JsonResponse({"version": version, **notice_of_unneeded(form)})


def typed_so_far(request: HttpRequest, of: Complaint, step: Step, form: forms.Form) -> TypedSoFar:
    """What the page needs to go on; a form that was not sent gets back what was typed in it."""
    draft = own_step_draft(actor=request.actor, complaint=of, page=place_of(request, of, step).page)  # type: ignore[attr-defined]
    if draft is None or form.is_bound:
        return TypedSoFar(at=None, version=draft.version if draft else 0, address=request.get_full_path(), carried={})
    form.initial = {**form.initial, **{name: value for name, value in draft.content.items() if name in form.fields}}
    seen = str(draft.content.get("version", ""))
    # What they did themselves since, such as sending the letter, surprises nobody.
    user_id = request.actor.user_id  # type: ignore[attr-defined]
    if "version" in form.fields and seen.isdecimal() and not is_changed_by_others(of, version=int(seen), than=user_id):
        form.initial["version"] = of.version
    carried = {name: value for name, value in draft.content.items() if name not in form.fields}
    return TypedSoFar(at=draft.changed_at, version=draft.version, address=request.get_full_path(), carried=carried)


def forget_typed(request: HttpRequest, of: Complaint, step: Step) -> None:
    """After the page was sent: also where it was kept as something else, or had been sent before."""
    discard_step_draft(actor=request.actor, place=place_of(request, of, step))  # type: ignore[attr-defined]


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What differs from what the page began with, as it was typed."""
    asked = [form[name] for name in form.changed_data if name in form.fields]
    return {field.name: field.data for field in asked if not field.is_hidden and _may_be_kept(field.field.widget)}


def carried_in(form: forms.Form) -> dict[str, Any]:
    """What the form carries along, so that a colleague's change is still noticed."""
    return {field.name: field.data for field in form if field.is_hidden and field.data is not None}


def _may_be_kept(widget: Any) -> bool:
    return getattr(widget, "input_type", "") not in NEVER_KEPT and widget.attrs.get("autocomplete") != "one-time-code"
