"""The start page: what each role needs first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from complaints.selectors import own_drafts, own_registrations
from complaints.steps import STATE_NAMES
from complaints.work_list import WorkGroup, has_complaints, open_work
from tenants.accounts.flows.memberships import note_arrival
from tenants.accounts.selectors import count_members
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.organisation.selectors import count_labels_to_map
from tenants.permissions import Permission, Role, requires
from tenants.web.wording import time_left

GROUP_NAMES: dict[str, Promise] = {"late": _("Too late"), "this_week": _("This week"), "later": _("Later")}
SHAPES = {"late": "late", "this_week": "soon", "later": "open"}
LIST_STATES = {"late": "late"}


@require_safe
@requires(Permission.SEE_START_PAGE)
def home(request: HttpRequest) -> HttpResponse:
    now = read_clock()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    tenant = request.tenant  # type: ignore[attr-defined]
    note_arrival(actor=actor, tenant=tenant, now=now)
    context: dict[str, Any] = {
        "is_council": Role.COUNCIL_MEMBER in actor.roles,
        "can": {permission.value: actor.may(permission) for permission in Permission},
    }
    if actor.may(Permission.SEE_COMPLAINTS):
        today = dutch_date(now)
        groups = [_shown(group, today) for group in open_work(actor=actor, today=today)]
        context |= {"work": groups, "open_count": sum(group["count"] for group in groups), "is_in_use": has_complaints(actor=actor)}
    if actor.may(Permission.REGISTER_COMPLAINTS):
        context["drafts"] = own_drafts(actor=actor)
    if actor.may(Permission.REGISTER_COMPLAINTS) and not actor.may(Permission.SEE_COMPLAINTS):
        context["registrations"] = [{"receipt": one, "state": STATE_NAMES[one.state]} for one in own_registrations(actor=actor)]
    if actor.may(Permission.MANAGE_LABELS):
        context["labels_to_map"] = count_labels_to_map(actor=actor)
    if actor.may(Permission.MANAGE_MEMBERSHIPS):
        context["member_count"] = count_members(actor=actor, tenant=tenant)
    return render(request, "complaints/start.html", context)


def _shown(group: WorkGroup, today: date) -> dict[str, Any]:
    rows = []
    for one in group.rounds:
        point = next(iter(one.complaint.points.all()), None)
        rows.append(
            {
                "reference": one.complaint.reference,
                "nature": point.nature if point else None,
                "unit": point.unit if point else None,
                "round": one,
                "time_left": time_left(due_on=one.due_on, today=today),
            }
        )
    return {
        "code": group.code,
        "name": GROUP_NAMES[group.code],
        "shape": SHAPES[group.code],
        "count": group.count,
        "rows": rows,
        "rest": group.count - len(rows),
        "list_state": LIST_STATES.get(group.code, "open"),
    }
