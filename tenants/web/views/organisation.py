"""The organisation itself, for an administrator: its authorities with what belongs to them, and its norms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts.selectors import people_here
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.models import TenantKind
from tenants.organisation.access import access_authority, access_committee, access_mandate, access_ombudsman, find_participation
from tenants.organisation.flows.authorities import AuthorityUnchanged, add_authority, change_authority, make_default
from tenants.organisation.flows.committee_seats import seat_member, unseat_member
from tenants.organisation.flows.committees import CommitteeUnchanged, appoint_committee, change_committee, withdraw_committee
from tenants.organisation.flows.mandates import end_signing_mandate, grant_signing_mandate, withdraw_signing_mandate
from tenants.organisation.flows.norms import NormsUnchanged, set_norms
from tenants.organisation.flows.ombudsmen import OmbudsmanUnchanged, correct_ombudsman, name_ombudsman, withdraw_ombudsman
from tenants.organisation.flows.participations import ParticipationUnchanged, set_participation
from tenants.organisation.flows.reachability import ReachabilityUnchanged, set_reachability
from tenants.organisation.flows.reminders import RemindersUnchanged, set_reminders
from tenants.organisation.flows.retention import confirm_retention
from tenants.organisation.models import Authority
from tenants.organisation.selectors import (
    current_norms,
    managed_authorities,
    managed_authority,
    municipalities_outside,
    participants,
    participations,
    seatable_people,
)
from tenants.permissions import Permission, requires
from tenants.web.forms.organisation import (
    AddAuthorityForm,
    AddParticipantForm,
    ChangeAuthorityForm,
    ChangeCommitteeForm,
    CommitteeForm,
    CorrectOmbudsmanForm,
    LastDayForm,
    MandateForm,
    NameOmbudsmanForm,
    NormsForm,
    ParticipationForm,
    ReachabilityForm,
    RemindersForm,
    RetentionForm,
    SeatForm,
    initial_of_authority,
)
from tenants.web.forms.refusals import add_refusal
from tenants.web.wording import letter_name

NOTHING_TO_CHANGE = (
    AuthorityUnchanged,
    OmbudsmanUnchanged,
    CommitteeUnchanged,
    NormsUnchanged,
    ParticipationUnchanged,
    ReachabilityUnchanged,
    RemindersUnchanged,
)


@require_safe
@requires(Permission.MANAGE_ORGANISATION)
def authorities(request: HttpRequest) -> HttpResponse:
    today = dutch_date(read_clock())
    rows = managed_authorities(actor=request.actor, tenant=request.tenant, day=today)  # type: ignore[attr-defined]
    taking_part = participations(actor=request.actor, tenant=request.tenant)  # type: ignore[attr-defined]
    return render(request, "organisation/authorities.html", {"rows": rows, "participations": taking_part, "today": today})


@require_safe
@requires(Permission.MANAGE_ORGANISATION)
def authority(request: HttpRequest, authority_id: int) -> HttpResponse:
    today = dutch_date(read_clock())
    try:
        row = managed_authority(actor=request.actor, tenant=request.tenant, authority_id=authority_id, day=today)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    return render(request, "organisation/authority.html", {"row": row, "authority": row.authority, "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def add(request: HttpRequest) -> HttpResponse:
    actor, tenant = request.actor, request.tenant  # type: ignore[attr-defined]
    form = AddAuthorityForm(request.POST or None, tenant=tenant, participants=participants(actor=actor, tenant=tenant))
    return _form_page(
        request,
        form,
        lambda: add_authority(actor=actor, tenant=tenant, now=read_clock(), **form.as_addition()),
        title=_("Add an authority"),
        lead=_("The body that answers for the conduct complained about, and in whose name the letter about it goes out."),
        button=_("Add"),
        done=_("The authority was added."),
        of=None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def change(request: HttpRequest, authority_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    form = ChangeAuthorityForm(request.POST or None, initial=initial_of_authority(of))
    return _form_page(
        request,
        form,
        lambda: change_authority(**_who(request), tenant=request.tenant, authority_id=of.pk, **form.cleaned_data),  # type: ignore[attr-defined]
        title=_("Change name and days"),
        lead=_("Is it another body from a day on? Then give this one a last day and add the other."),
        button=_("Save"),
        done=_("The authority was changed."),
        of=of,
    )


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def default(request: HttpRequest, authority_id: int) -> HttpResponse:
    return _done_or_refused(
        request,
        authority_id,
        lambda: make_default(**_who(request), authority_id=authority_id),
        _("New complaints are put in the name of this authority from now on."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def ombudsman(request: HttpRequest, authority_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    form = NameOmbudsmanForm(request.POST or None, is_first=not of.ombudsmen.exists())
    return _form_page(
        request,
        form,
        lambda: name_ombudsman(**_who(request), authority_id=of.pk, **form.cleaned_data),
        title=_("Name the ombudsman"),
        lead=_("Where somebody can go who is not content with how you handled the complaint. Letters name it. There is one at a time."),
        button=_("Save"),
        done=_("The ombudsman was named."),
        of=of,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def correct(request: HttpRequest, authority_id: int, ombudsman_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    one = _found(lambda: access_ombudsman(actor=request.actor, authority=of, ombudsman_id=ombudsman_id))  # type: ignore[attr-defined]
    form = CorrectOmbudsmanForm(request.POST or None, initial=model_to_dict(one))
    return _form_page(
        request,
        form,
        lambda: correct_ombudsman(**_who(request), authority_id=of.pk, ombudsman_id=one.pk, **form.cleaned_data),
        title=_("Change the ombudsman"),
        lead=_("For a mistake or a new address. Does another ombudsman take over? Then name that one."),
        button=_("Save"),
        done=_("The ombudsman was changed."),
        of=of,
    )


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def withdraw_named(request: HttpRequest, authority_id: int, ombudsman_id: int) -> HttpResponse:
    return _done_or_refused(
        request,
        authority_id,
        lambda: withdraw_ombudsman(**_who(request), authority_id=authority_id, ombudsman_id=ombudsman_id),
        _("The ombudsman was withdrawn. The one before stays."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def committee(request: HttpRequest, authority_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    form = CommitteeForm(request.POST or None)
    return _form_page(
        request,
        form,
        lambda: appoint_committee(**_who(request), authority_id=of.pk, **form.cleaned_data),
        title=_("Appoint a committee"),
        lead=_(
            "A committee or person that hears and advises (article 9:14). Only a complaint it advises on gets ten weeks instead of six."
        ),
        button=_("Save"),
        done=_("The committee was appointed."),
        of=of,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def change_appointment(request: HttpRequest, authority_id: int, committee_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    one = _found(lambda: access_committee(actor=request.actor, authority=of, committee_id=committee_id))  # type: ignore[attr-defined]
    form = ChangeCommitteeForm(request.POST or None, initial=model_to_dict(one))
    return _form_page(
        request,
        form,
        lambda: change_committee(**_who(request), authority_id=of.pk, committee_id=one.pk, **form.cleaned_data),
        title=_("Change the committee"),
        lead=_(
            "Give it a last day, or put right a mistake. Does another one advise from a day on? Then end this one and appoint that one."
        ),
        button=_("Save"),
        done=_("The committee was changed."),
        of=of,
    )


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def withdraw_appointed(request: HttpRequest, authority_id: int, committee_id: int) -> HttpResponse:
    return _done_or_refused(
        request,
        authority_id,
        lambda: withdraw_committee(**_who(request), authority_id=authority_id, committee_id=committee_id),
        _("The committee was withdrawn."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def seat(request: HttpRequest, authority_id: int, committee_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    one = _found(lambda: access_committee(actor=request.actor, authority=of, committee_id=committee_id))  # type: ignore[attr-defined]
    people = seatable_people(actor=request.actor, tenant=request.tenant, day=dutch_date(read_clock()))  # type: ignore[attr-defined]
    form = SeatForm(request.POST or None, people=people)
    return _form_page(
        request,
        form,
        lambda: seat_member(
            **_who(request),
            authority_id=of.pk,
            committee_id=one.pk,
            user_id=form.cleaned_data["user"],
            is_chair=form.cleaned_data["is_chair"],
        ),
        title=_("Seat a member of %(committee)s") % {"committee": one.name},
        lead=_("Members alone hear and advise on what is put before the committee. They see those complaints and no others."),
        button=_("Save"),
        done=_("The member was seated."),
        of=of,
    )


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def unseat(request: HttpRequest, authority_id: int, committee_id: int, seat_id: int) -> HttpResponse:
    return _done_or_refused(
        request,
        authority_id,
        lambda: unseat_member(**_who(request), authority_id=authority_id, committee_id=committee_id, seat_id=seat_id),
        _("This person does not sit on the committee any more. What was advised stays."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def mandate(request: HttpRequest, authority_id: int) -> HttpResponse:
    tenant = request.tenant  # type: ignore[attr-defined]
    of = _authority(request, authority_id)
    people = list(people_here(actor=request.actor, tenant=tenant).values())  # type: ignore[attr-defined]
    form = MandateForm(request.POST or None, people=people, initial={"valid_from": dutch_date(read_clock())})
    return _form_page(
        request,
        form,
        lambda: grant_signing_mandate(**_who(request), tenant=tenant, authority_id=of.pk, **form.as_grant()),
        title=_("Let somebody sign"),
        lead=_("Who may sign letters in the name of this authority. Is there a decision on mandates? Write here what it says."),
        button=_("Save"),
        done=_("The right to sign was given."),
        of=of,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def end_mandate(request: HttpRequest, authority_id: int, mandate_id: int) -> HttpResponse:
    of = _authority(request, authority_id)
    one = _found(lambda: access_mandate(actor=request.actor, authority=of, mandate_id=mandate_id))  # type: ignore[attr-defined]
    person = people_here(actor=request.actor, tenant=request.tenant).get(one.user_id)  # type: ignore[attr-defined]
    form = LastDayForm(request.POST or None, initial={"valid_until": one.valid_until or dutch_date(read_clock())})
    return _form_page(
        request,
        form,
        lambda: end_signing_mandate(**_who(request), authority_id=of.pk, mandate_id=one.pk, **form.cleaned_data),
        title=_("End the right to sign"),
        lead=_("Until and including which day may %(name)s sign this: %(letter)s?")
        % {"name": person.shown_name if person else one.function_title, "letter": letter_name(one.letter_code)},
        button=_("Save"),
        done=_("The last day was saved."),
        of=of,
    )


@require_POST
@requires(Permission.MANAGE_ORGANISATION)
def withdraw_mandate(request: HttpRequest, authority_id: int, mandate_id: int) -> HttpResponse:
    return _done_or_refused(
        request,
        authority_id,
        lambda: withdraw_signing_mandate(**_who(request), authority_id=authority_id, mandate_id=mandate_id),
        _("The right to sign was withdrawn."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def add_participant(request: HttpRequest) -> HttpResponse:
    actor, tenant = request.actor, request.tenant  # type: ignore[attr-defined]
    if tenant.kind != TenantKind.GR:
        raise Http404
    form = AddParticipantForm(request.POST or None, municipalities=municipalities_outside(actor=actor, tenant=tenant))
    return _form_page(
        request,
        form,
        lambda: set_participation(**_who(request), tenant=tenant, **form.as_addition()),
        title=_("Add a participant"),
        lead=_("A municipality that takes part in your organisation, and between which days."),
        button=_("Add"),
        done=_("The participant was added."),
        of=None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def change_participant(request: HttpRequest, municipality_code: str) -> HttpResponse:
    actor, tenant = request.actor, request.tenant  # type: ignore[attr-defined]
    one = find_participation(actor=actor, tenant=tenant, municipality_code=municipality_code)
    if one is None:
        raise Http404
    form = ParticipationForm(request.POST or None, initial=model_to_dict(one))
    return _form_page(
        request,
        form,
        lambda: set_participation(**_who(request), tenant=tenant, municipality_code=municipality_code, **form.cleaned_data),
        title=_("Change the days of %(municipality)s") % {"municipality": one.municipality.name},
        lead=_("Does it leave? Then give it a last day. It stays in the list, and so do its complaints."),
        button=_("Save"),
        done=_("The days of the participant were changed."),
        of=None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def norms(request: HttpRequest) -> HttpResponse:
    form = NormsForm(request.POST or None, initial=NormsForm.initial_of(current_norms(actor=request.actor)))  # type: ignore[attr-defined]
    done = _("The norms were saved. Where dates of open complaints change, that happens within a few minutes.")
    return _settings_page(request, form, set_norms, name="norms", done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def reminders(request: HttpRequest) -> HttpResponse:
    form = RemindersForm(request.POST or None, initial=RemindersForm.initial_of(current_norms(actor=request.actor)))  # type: ignore[attr-defined]
    return _settings_page(request, form, set_reminders, name="reminders", done=_("The reminders were saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def reachability(request: HttpRequest) -> HttpResponse:
    form = ReachabilityForm(request.POST or None, initial=ReachabilityForm.initial_of(current_norms(actor=request.actor)))  # type: ignore[attr-defined]
    return _settings_page(request, form, set_reachability, name="reachability", done=_("How people reach you was saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def retention(request: HttpRequest) -> HttpResponse:
    settings = current_norms(actor=request.actor)  # type: ignore[attr-defined]
    form = RetentionForm(request.POST or None, initial=RetentionForm.initial_of(settings))
    done = _("The class was confirmed. What is closed from now on is kept by it.")
    return _settings_page(request, form, confirm_retention, name="retention", done=done, settings=settings)


def _settings_page(
    request: HttpRequest, form: forms.Form, change: Callable[..., object], *, name: str, done: str, **shown: object
) -> HttpResponse:
    """A page with one form. name: of its address and its template. change: the flow, which takes what the form holds."""
    if _carried_out(request, form, lambda: change(**_who(request), **form.cleaned_data), done):
        return redirect(name)
    return render(request, f"organisation/{name}.html", {"form": form, **shown}, status=422 if form.errors else 200)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": read_clock()}  # type: ignore[attr-defined]


def _authority(request: HttpRequest, authority_id: int) -> Authority:
    return _found(lambda: access_authority(actor=request.actor, authority_id=authority_id))  # type: ignore[attr-defined]


def _found(look: Callable[[], Any]) -> Any:
    try:
        return look()
    except NotFound:
        raise Http404 from None


def _carried_out(request: HttpRequest, form: forms.Form, change: Callable[[], object], done: str) -> bool:
    """Whether the form was sent and what it asks was done. A refusal stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        change()
    except NotFound:
        raise Http404 from None
    except NOTHING_TO_CHANGE as refusal:
        messages.info(request, refusal.text)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    else:
        messages.success(request, done)
    return True


def _form_page(
    request: HttpRequest, form: forms.Form, change: Callable[[], object], *, of: Authority | None, done: str, **words: str
) -> HttpResponse:
    """A page with one form about an authority; of: None for one that is to be added."""
    address = reverse("authority", args=[of.pk]) if of else reverse("authorities")
    if _carried_out(request, form, change, done):
        return redirect(address)
    context = {"form": form, "authority": of, "address": address, **words}
    return render(request, "organisation/form.html", context, status=422 if form.errors else 200)


def _done_or_refused(request: HttpRequest, authority_id: int, change: Callable[[], object], done: str) -> HttpResponse:
    """What a button without a form asks."""
    try:
        change()
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, done)
    return redirect("authority", authority_id)
