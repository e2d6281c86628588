"""Who is away and who stands in; and who takes the files in which a coordinator is involved."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.accounts.selectors import names_here
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.organisation.access import access_absence
from tenants.organisation.flows.absences import AbsenceUnchanged, change_absence, end_absence, record_absence
from tenants.organisation.flows.substitutes import SubstituteUnchanged, name_substitute_coordinator
from tenants.organisation.selectors import absences_on, people_of_the_team, people_who_handle, substitute_coordinator
from tenants.permissions import Permission, requires
from tenants.web.forms.absences import AbsenceForm, SubstituteForm
from tenants.web.forms.refusals import add_refusal

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.RECORD_ABSENCE)
def absences(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = absences_on(actor=actor, day=dutch_date(read_clock()))
    context = {
        "absences": found,
        "substitute": substitute_coordinator(),
        "may_name": actor.may(Permission.MANAGE_ORGANISATION),
        "for_others": actor.may(Permission.RECORD_ABSENCE_OF_OTHERS),
    }
    return render(request, "absences/list.html", context)


@require_http_methods(METHODS)
@requires(Permission.RECORD_ABSENCE)
def record(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    now = read_clock()
    colleagues = people_who_handle(actor=actor, today=dutch_date(now))
    substitute = substitute_coordinator()
    people = colleagues if actor.may(Permission.RECORD_ABSENCE_OF_OTHERS) else None
    offered = substitute[0] if substitute and (people is not None or substitute[0] != actor.user_id) else None
    own = actor.user_id if any(one.user_id == actor.user_id for one in colleagues) else None
    form = AbsenceForm(
        request.POST or None,
        people=people,
        colleagues=colleagues if people is not None else [one for one in colleagues if one.user_id != actor.user_id],
        initial={"user_id": own, "first_day": dutch_date(now), "substitute_id": offered},
    )
    return _page(
        request,
        form,
        lambda: record_absence(actor=actor, now=now, **{"user_id": actor.user_id} | form.cleaned_data),
        title=_("Record an absence"),
        lead=_("Between these days a colleague sees the work and gets the messages. Nothing moves: afterwards it is back by itself."),
        done=_("The absence is recorded."),
    )


@require_http_methods(METHODS)
@requires(Permission.RECORD_ABSENCE)
def change(request: HttpRequest, absence_id: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    now = read_clock()
    try:
        absence = access_absence(actor=actor, absence_id=absence_id)
    except NotFound:
        raise Http404 from None
    colleagues = [one for one in people_who_handle(actor=actor, today=dutch_date(now)) if one.user_id != absence.user_id]
    form = AbsenceForm(request.POST or None, people=None, colleagues=colleagues, initial=AbsenceForm.initial_of(absence))
    return _page(
        request,
        form,
        lambda: change_absence(actor=actor, absence_id=absence_id, now=now, **form.cleaned_data),
        title=_("Change the absence of %(name)s") % {"name": names_here({absence.user_id})[absence.user_id]},
        lead=_("An absence that has begun keeps its first day. Is the person back? Then end it in the list."),
        done=_("The absence was changed."),
        has_name=True,
    )


@require_POST
@requires(Permission.RECORD_ABSENCE)
def end(request: HttpRequest, absence_id: int) -> HttpResponse:
    try:
        end_absence(actor=request.actor, absence_id=absence_id, now=read_clock())  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.warning(request, refusal.text)
    else:
        messages.success(request, _("The absence has ended; the work is back."))
    return redirect("absences")


@require_http_methods(METHODS)
@requires(Permission.MANAGE_ORGANISATION)
def substitute(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    now = read_clock()
    named = substitute_coordinator()
    people = people_of_the_team(actor=actor, today=dutch_date(now))
    form = SubstituteForm(request.POST or None, people=people, initial={"user_id": named[0] if named else None})
    return _page(
        request,
        form,
        lambda: name_substitute_coordinator(actor=actor, user_id=form.cleaned_data["user_id"], now=now),
        title=_("Name the substitute coordinator"),
        lead=_(
            "Is a coordinator involved in a complaint? Then the file goes to this colleague at once; the coordinator no longer sees it."
        ),
        done=_("The substitute coordinator was saved."),
    )


def _page(
    request: HttpRequest, form: forms.Form, work: Callable[[], object], *, title: str, lead: str, done: str, has_name: bool = False
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            work()
        except NotFound:
            raise Http404 from None
        except (AbsenceUnchanged, SubstituteUnchanged) as refusal:
            messages.info(request, refusal.text)
            return redirect("absences")
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect("absences")
    context = {"form": form, "title": title, "lead": lead, "head": _("Change an absence") if has_name else title}
    return render(request, "absences/form.html", context, status=422 if form.errors else 200)
