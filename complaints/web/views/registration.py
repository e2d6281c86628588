"""Klacht registreren: two minutes on the phone, saved while typing, told what happens next."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.access import access_complaint
from complaints.document_refusals import RefusedDocument
from complaints.drafting import DraftChangedElsewhere, key_of_draft
from complaints.flows.drafts import DraftTooLarge, discard_draft, save_draft
from complaints.flows.looking import search_same_person
from complaints.flows.registration import DraftWasRegistered, register_complaint
from complaints.intake_choices import IntakeChoices, intake_choices
from complaints.selectors import Receipt, documents_of_draft, own_draft, own_drafts, receipt_of
from complaints.web.registration_form import RegistrationForm, draft_content, field_on_page, initial_content
from complaints.web.unneeded import notice_of_unneeded, tell_unneeded
from complaints.web.views.documents import change_draft, cut_off, drop_area
from complaints.web.views.mail_of_draft import (
    MAIL_WAS_READ,
    FilledFromMail,
    fill_before_registering,
    fill_from_mail,
    put_mail_on_file,
)
from complaints.web.views.two_windows import compare, put_together
from complaints.web.wording import missing_words, shown_same_person
from complaints.work.suggesting import suggested_handler
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.organisation.core_lists import KINDS, Kind
from tenants.permissions import Permission, requires
from tenants.web.forms.refusals import add_refusal
from tenants.web.uploads import takes_upload

# Buttons of the area for files, for who has no script.
ABOUT_DOCUMENTS = frozenset({"add_documents", "remove_document"})
ONE_MORE_POINT = "one_more_point"
KEEPING = frozenset({"keep", "compare"})
ABOUT_MAIL = frozenset({"fill_from_mail", "fill_anew"})
# Buttons that register nothing.
BESIDE_REGISTERING = KEEPING | {"put_on_file", "put_together"}


@require_safe
@requires(Permission.REGISTER_COMPLAINTS)
def begin(request: HttpRequest) -> HttpResponse:
    """A new number for what will be typed; nothing is kept until something is."""
    return redirect("register_complaint", draft_id=uuid.uuid4())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_upload
@requires(Permission.REGISTER_COMPLAINTS)
def register(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    actor, now = request.actor, read_clock()  # type: ignore[attr-defined]
    choices = intake_choices(actor=actor, today=dutch_date(now))
    refused: list[RefusedDocument] = []
    from_mail: FilledFromMail | None = None
    begun_at = ""
    if request.method == "POST":
        form = RegistrationForm(request.POST, choices=choices)
        refused = cut_off(request) + change_draft(request, draft_id)
        if not refused and ABOUT_MAIL & request.POST.keys():
            from_mail = fill_from_mail(request, draft_id, choices, now=now)
            form = RegistrationForm(initial=from_mail.content, choices=choices)
        elif refused or (ABOUT_DOCUMENTS | {ONE_MORE_POINT}) & request.POST.keys():
            if ONE_MORE_POINT in request.POST:
                _keep_rows(request, draft_id, form)
            form = _as_typed(request, form, choices)
        elif not BESIDE_REGISTERING & request.POST.keys() and (from_mail := fill_before_registering(request, draft_id, choices, now=now)):
            form = RegistrationForm(initial=from_mail.content, choices=choices)
        else:
            answer = _kept_or_registered(request, draft_id, form, choices, now=now)
            if answer is not None:
                return answer
        version = from_mail.version if from_mail else _version_here(request, draft_id, form)
    else:
        content, version = _draft(request, draft_id)
        begun_at = "" if content else initial_content(choices, now=now)["received_at"]
        form = RegistrationForm(initial=initial_content(choices, now=now) | content, choices=choices)
        if not content:
            # Somebody is on the phone: the first word typed is theirs.
            form.fields["story"].widget.attrs["autofocus"] = True
    context = {
        "form": form,
        "draft_id": draft_id,
        "version": version,
        "documents": documents_of_draft(actor=actor, draft_id=draft_id),
        "refused": refused,
        "from_mail": from_mail,
        "mail_was_read": from_mail is not None or MAIL_WAS_READ in request.POST,
        # What the moment was before anybody touched it, so that a mail may put another in its place.
        "began_with": request.POST.get("began_with", "") if request.method == "POST" else begun_at,
        **drop_area(),
        "drafts": [draft for draft in own_drafts(actor=actor) if draft.pk != draft_id],
        "sees_files": actor.may(Permission.HANDLE_COMPLAINTS),
    }
    return render(request, "complaints/registration/form.html", context, status=422 if form.errors or (refused and not from_mail) else 200)


@require_POST
@requires(Permission.REGISTER_COMPLAINTS)
def keep_draft(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """What the page saves while somebody types: answers with the version to go on from, or why it was not kept."""
    now = read_clock()
    choices = intake_choices(actor=request.actor, today=dutch_date(now))  # type: ignore[attr-defined]
    form = RegistrationForm(request.POST, choices=choices)
    content = draft_content(request.POST, fields=form.fields)
    try:
        draft = save_draft(
            actor=request.actor,  # type: ignore[attr-defined]
            draft_id=draft_id,
            content=content,
            seen_version=_number(request.POST.get("version")),
            now=now,
        )
    except DraftChangedElsewhere as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.text}, status=409)
    except NotFound:
        return JsonResponse({"code": "not_found", "message": _("This draft was registered or thrown away in another window.")}, status=404)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.text}, status=422)
    return JsonResponse({"version": draft.version, **notice_of_unneeded(form)})


@require_POST
@requires(Permission.REGISTER_COMPLAINTS)
def discard(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    try:
        discard_draft(actor=request.actor, draft_id=draft_id, now=read_clock())  # type: ignore[attr-defined]
    except NotFound:
        pass
    else:
        messages.success(request, _("The draft was thrown away."))
    return redirect("home")


@never_cache
@require_POST
@requires(Permission.HANDLE_COMPLAINTS)
def earlier(request: HttpRequest) -> HttpResponse:
    """Files that may be of the same person. By POST: a name belongs in no address."""
    found = search_same_person(
        actor=request.actor,  # type: ignore[attr-defined]
        name=request.POST.get("name", "")[:200],
        phone=request.POST.get("phone", "")[:50],
        email=request.POST.get("email", "")[:254],
        now=read_clock(),
    )
    return render(request, "complaints/registration/earlier.html", {"same_person": [shown_same_person(one) for one in found]})


@never_cache
@require_safe
@requires(Permission.REGISTER_COMPLAINTS)
def registered(request: HttpRequest, reference: str) -> HttpResponse:
    """What happens next, for whoever registered it: number and dates, nothing of the complaint itself."""
    try:
        receipt = receipt_of(actor=request.actor, reference=reference)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    context = {
        "receipt": receipt,
        "kind": KINDS[Kind(receipt.kind)] if receipt.kind else "",
        "missing": missing_words(receipt.missing),
        "is_visible": receipt.is_visible,
        "today": dutch_date(read_clock()),
        **_suggested(request, receipt),
    }
    return render(request, "complaints/registration/registered.html", context)


def _suggested(request: HttpRequest, receipt: Receipt) -> dict[str, Any]:
    """Who might handle it, for whoever may give it to somebody."""
    actor = request.actor  # type: ignore[attr-defined]
    if not receipt.is_visible or not actor.may(Permission.HANDLE_COMPLAINTS):
        return {}
    complaint = access_complaint(actor=actor, reference=receipt.reference)
    suggestion = suggested_handler(actor=actor, complaint=complaint, today=dutch_date(read_clock()))
    return {"suggestion": suggestion, "version": complaint.version}


def _kept_or_registered(
    request: HttpRequest, draft_id: uuid.UUID, form: RegistrationForm, choices: IntakeChoices, *, now: datetime
) -> HttpResponse | None:
    """What the buttons at the end of the form do, of two windows and of a reply; None where that is refused, with why in the form."""
    try:
        if KEEPING & request.POST.keys():
            return _keep(request, draft_id, form)
        if "put_on_file" in request.POST:
            return put_mail_on_file(request, draft_id, choices)
        if "put_together" in request.POST:
            return put_together(request, draft_id, choices, seen_version=_number(request.POST.get("version")))
        return _register(request, draft_id, form, now=now) if form.is_valid() else None
    except DraftChangedElsewhere:
        return compare(request, draft_id, choices)
    except DraftWasRegistered as refusal:
        add_refusal(form, refusal)
        form.registered_as = receipt_of(actor=request.actor, reference=refusal.details["reference"])  # type: ignore[attr-defined]
    except Refusal as refusal:
        add_refusal(form, refusal, place=field_on_page)
    return None


def _register(request: HttpRequest, draft_id: uuid.UUID, form: RegistrationForm, *, now: datetime) -> HttpResponse:
    """Raises what `save_draft` and `register_complaint` do."""
    draft_version = _kept_before(request, draft_id, form)
    try:
        registered = register_complaint(
            actor=request.actor,  # type: ignore[attr-defined]
            submission=form.as_submission(),
            received_at=form.received_or(now),
            now=now,
            request_key=key_of_draft(draft_id, draft_content(request.POST, fields=form.fields)),
            draft_id=draft_id,
            draft_version=draft_version,
            confirms_at_once=not form.cleaned_data["confirm_later"],
        )
    except NotFound:
        # Sent again, after it went to somebody else.
        messages.info(
            request,
            _("This complaint was registered already. Somebody else handles it: a colleague who was not involved."),
        )
        return redirect("home")
    tell_unneeded(request, form)
    return _to_receipt(request, registered.reference)


def _as_typed(request: HttpRequest, form: RegistrationForm, choices: IntakeChoices) -> RegistrationForm:
    """What was not sent to be registered: it comes back as it was typed, unjudged."""
    again = RegistrationForm(initial=draft_content(request.POST, fields=form.fields), choices=choices)
    if ONE_MORE_POINT in request.POST:
        again.begin_at_next_point()
    return again


def _to_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Whoever is involved in what they registered is told that it is there, and sees it no more."""
    try:
        receipt_of(actor=request.actor, reference=reference)  # type: ignore[attr-defined]
    except NotFound:
        messages.success(
            request,
            _("The complaint is registered as %(reference)s. Somebody else handles this complaint: a colleague who was not involved.")
            % {"reference": reference},
        )
        return redirect("home")
    return redirect("complaint_registered", reference=reference)


def _keep(request: HttpRequest, draft_id: uuid.UUID, form: RegistrationForm) -> HttpResponse:
    """The button for whoever has no script: keep it and go home. "compare": of whoever stays. Raises what `save_draft` does."""
    save_draft(
        actor=request.actor,  # type: ignore[attr-defined]
        draft_id=draft_id,
        content=draft_content(request.POST, fields=form.fields),
        seen_version=_number(request.POST.get("version")),
        now=read_clock(),
    )
    if "compare" in request.POST:
        return redirect("register_complaint", draft_id=draft_id)
    messages.success(request, _("What you typed is kept. You find it on this page."))
    return redirect("home")


def _keep_rows(request: HttpRequest, draft_id: uuid.UUID, form: RegistrationForm) -> None:
    """The rows that are filled in, so that the one after them is there again when the page is opened anew. What is not kept stays on the
    page, and the page says why at the next key."""
    with suppress(Refusal):
        save_draft(
            actor=request.actor,  # type: ignore[attr-defined]
            draft_id=draft_id,
            content=draft_content(request.POST, fields=form.fields),
            seen_version=_number(request.POST.get("version")),
            now=read_clock(),
        )


def _kept_before(request: HttpRequest, draft_id: uuid.UUID, form: RegistrationForm) -> int | None:
    """The version of the draft with what is registered now; None where nothing is kept of it. Raises DraftChangedElsewhere."""
    if _draft(request, draft_id) == ({}, "0"):
        return None
    try:
        draft = save_draft(
            actor=request.actor,  # type: ignore[attr-defined]
            draft_id=draft_id,
            content=draft_content(request.POST, fields=form.fields),
            seen_version=_number(request.POST.get("version")),
            now=read_clock(),
        )
    except (DraftTooLarge, NotFound):
        return None
    return draft.version


def _version_here(request: HttpRequest, draft_id: uuid.UUID, form: RegistrationForm) -> str:
    """The version this window is at: that of the draft where it holds what was typed here, else the one that was sent along."""
    content, version = _draft(request, draft_id)
    return version if content and content == draft_content(request.POST, fields=form.fields) else request.POST.get("version", "0")


def _draft(request: HttpRequest, draft_id: uuid.UUID) -> tuple[dict[str, Any], str]:
    try:
        draft = own_draft(actor=request.actor, draft_id=draft_id)  # type: ignore[attr-defined]
    except NotFound:
        return {}, "0"
    return draft.content, str(draft.version)


def _number(given: str | None) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 9 else 0
