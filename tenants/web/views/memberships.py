"""People and roles, for an administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenants.accounts.flows.memberships import LastAdministrator, end_membership, grant_membership
from tenants.accounts.selectors import Member, list_members
from tenants.clock import dutch_date, read_clock
from tenants.errors import NotFound, Refusal
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.organisation.units import unit_names
from tenants.permissions import ROLES, TENANT_ROLES, Permission, Role, requires
from tenants.web.forms.memberships import GrantForm
from tenants.web.forms.refusals import add_refusal
from tenants.web.wording import PERMISSION_NAMES, ROLE_NAMES


@require_safe
@requires(Permission.MANAGE_MEMBERSHIPS)
def memberships(request: HttpRequest) -> HttpResponse:
    members = list_members(actor=request.actor, tenant=request.tenant)  # type: ignore[attr-defined]
    units: dict[Any, str] = dict(Label.objects.filter(dimension=Dimension.UNIT).values_list("pk", "text"))
    groups = [
        {
            "role": name,
            "members": [{"member": one, "unit": units.get(one.membership.unit_id)} for one in members if one.membership.role == role],
        }
        for role, name in ROLE_NAMES.items()
    ]
    context = {"groups": [group for group in groups if group["members"]], "today": dutch_date(read_clock())}
    return render(request, "memberships/list.html", context)


@require_safe
@requires(Permission.SEE_START_PAGE)
def who_may_what(request: HttpRequest) -> HttpResponse:
    """What each role may do here: the table of permissions itself, in words. For everybody with a role."""
    roles = {role: name for role, name in ROLE_NAMES.items() if role in TENANT_ROLES}
    rows = [
        {"what": what, "cells": [{"role": name, "may": role in ROLES[permission]} for role, name in roles.items()]}
        for permission, what in PERMISSION_NAMES.items()
    ]
    return render(request, "memberships/who_may_what.html", {"roles": roles.values(), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_MEMBERSHIPS)
def grant(request: HttpRequest) -> HttpResponse:
    now = read_clock()
    tenant = request.tenant  # type: ignore[attr-defined]
    form = GrantForm(request.POST or None, tenant=tenant, initial={"starts_on": dutch_date(now)})
    if request.method == "POST" and form.is_valid():
        try:
            actor = request.actor  # type: ignore[attr-defined]
            units = unit_names(actor=actor)
            membership = grant_membership(actor=actor, tenant=tenant, now=now, known_unit_ids=units, **form.as_grant())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            role = ROLE_NAMES[Role(membership.role)]
            messages.success(request, _("The role %(role)s was given. A message is on its way.") % {"role": str(role).lower()})
            return redirect("memberships")
    return render(request, "memberships/grant.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_MEMBERSHIPS)
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    actor, tenant = request.actor, request.tenant  # type: ignore[attr-defined]
    member = _member(list_members(actor=actor, tenant=tenant), membership_id)
    refusal_text = ""
    if request.method == "POST":
        try:
            end_membership(actor=actor, tenant=tenant, membership_id=membership_id, now=read_clock())
        except NotFound:
            raise Http404 from None
        except LastAdministrator as refusal:
            refusal_text = refusal.text
        else:
            messages.success(request, _("The role was ended."))
            return redirect("memberships" if actor.user_id != member.membership.user_id else "home")
    context = {"member": member, "role": ROLE_NAMES[Role(member.membership.role)], "refusal": refusal_text}
    return render(request, "memberships/end.html", context, status=422 if refusal_text else 200)


def _member(members: list[Member], membership_id: int) -> Member:
    found = next((one for one in members if one.membership.pk == membership_id), None)
    if found is None:
        raise Http404
    return found
