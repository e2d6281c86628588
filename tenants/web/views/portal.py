"""The portal's pages for whoever runs the service: organisations and hosts, never content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenants.addresses import address_on
from tenants.clock import read_clock
from tenants.organisation.selectors import latest_checks, list_tenants
from tenants.permissions import Permission, requires
from tenants.web.night_wording import shown_check


@require_safe
@requires(Permission.SEE_START_PAGE)
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    tenants = list_tenants(actor=actor) if actor.may(Permission.OPERATE_SERVICE) else []
    checks = latest_checks(actor=actor) if actor.may(Permission.OPERATE_SERVICE) else {}
    rows = [
        {
            "tenant": one,
            "addresses": [address_on(domain.domain, "/") for domain in one.domains.all()],
            "check": shown_check(checks.get(one.pk), now=read_clock()) if one.is_active else None,
        }
        for one in tenants
    ]
    return render(request, "portal/home.html", {"rows": rows})
