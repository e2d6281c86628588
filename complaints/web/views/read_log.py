"""Wie keek er: who looked at which file, for an administrator."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from complaints.finding.sorting import UnusableCursor
from complaints.flows.read_log import look_in_read_log
from complaints.models import AccessRecord
from complaints.read_log import Looked, ReadLogFilters, check_read_log_filters
from tenants.accounts.selectors import names_here, people_here
from tenants.actors import Actor
from tenants.clock import read_clock
from tenants.errors import Refusal
from tenants.permissions import Permission, requires
from tenants.web.forms.organisation import DayField
from tenants.web.forms.refusals import add_refusal

KINDS_OF_LOOKING: dict[str, Promise] = {
    Looked.OPENED.value: _("opened a file"),
    Looked.DOCUMENT_OPENED.value: _("opened a document"),
    Looked.SEARCHED.value: _("searched or looked through the list"),
    Looked.EXPORTED.value: _("made an export"),
    Looked.REVEALED.value: _("saw who a shielded person is"),
    Looked.READ_LOG.value: _("looked here, at who looked"),
}
FIELD_ON_PAGE = {"reference": "dossier", "user_id": "wie", "code": "soort", "since": "van", "until": "tot"}


class ReadLogForm(forms.Form):
    """Names in the address, Dutch as the addresses are."""

    hides_optional = True
    dossier = forms.CharField(label=_("File number"), max_length=100, required=False)
    wie = forms.TypedChoiceField(label=_("Who"), coerce=int, required=False, empty_value=None)
    soort = forms.ChoiceField(label=_("What"), choices=[("", _("everything")), *KINDS_OF_LOOKING.items()], required=False)
    van = DayField(label=_("From"), required=False)
    tot = DayField(label=_("Up to and including"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wie"].choices = [("", _("everybody")), *people]  # type: ignore[attr-defined]

    def as_filters(self) -> ReadLogFilters:
        """What the log is narrowed to."""
        given = self.cleaned_data
        return ReadLogFilters(
            reference=given["dossier"].strip() or None,
            user_id=given["wie"],
            code=given["soort"] or None,
            since=given["van"],
            until=given["tot"],
        )


@never_cache
@require_safe
@requires(Permission.SEE_WHO_LOOKED)
def who_looked(request: HttpRequest) -> HttpResponse:
    actor, tenant = request.actor, request.tenant  # type: ignore[attr-defined]
    people = [(one.user_id, one.shown_name) for one in people_here(actor=actor, tenant=tenant).values()]
    form = ReadLogForm(request.GET, people=people)
    filters = _asked(form, actor=actor)
    given = {name: value for name, value in request.GET.items() if value and name in form.fields}
    try:
        page = look_in_read_log(actor=actor, filters=filters, after=request.GET.get("na") or None, now=read_clock())
    except UnusableCursor:
        return redirect(f"{request.path}?{urlencode(given)}")
    names = names_here({one.actor_id for one in page.items if one.actor_id is not None})
    context = {
        "form": form,
        "is_narrowed": filters != ReadLogFilters(),
        "rows": [_shown(one, names) for one in page.items],
        "next_address": f"{request.path}?{urlencode(given | {'na': page.next_cursor})}" if page.next_cursor else "",
        "first_address": f"{request.path}?{urlencode(given)}" if request.GET.get("na") else "",
    }
    return render(request, "complaints/read_log.html", context)


def _asked(form: ReadLogForm, *, actor: Actor) -> ReadLogFilters:
    """What the log is narrowed to; what cannot be, is told at its field, and narrows nothing."""
    if not form.is_valid():
        return ReadLogFilters()
    filters = form.as_filters()
    try:
        check_read_log_filters(actor=actor, filters=filters)
    except Refusal as refusal:
        add_refusal(form, refusal, place=lambda field: FIELD_ON_PAGE.get(field or ""))
        return ReadLogFilters()
    return filters


def _shown(record: AccessRecord, names: dict[int, str]) -> dict[str, Any]:
    personal = record.personal or {}
    return {
        "record": record,
        "who": names.get(record.actor_id) if record.actor_id is not None else None,
        "what": KINDS_OF_LOOKING.get(record.code, record.code),
        "reason": personal.get("reason") or personal.get("purpose") or record.data.get("purpose") or "",
        "reference": record.complaint.reference if record.complaint else "",
    }
