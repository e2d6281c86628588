"""Pages that are the same for everybody: the second step, accessibility, privacy, the health address."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from tenants.accounts.access import has_enrolled_second_factor, owes_second_factor
from tenants.permissions import Permission, requires
from tenants.web.views.own_factor import ask_for_second_factor


@require_safe
@requires(Permission.OWN_ACCOUNT)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Tells that a second step is compulsory, and offers the two there are; asks for it where the account has one."""
    user: Any = request.user
    if owes_second_factor(user=user, records=get_authentication_records(request, user)):
        return ask_for_second_factor(user=user, next_path=reverse("home"))
    return redirect("home") if has_enrolled_second_factor(user=user) else render(request, "pages/second_factor.html")


@require_safe
@requires(Permission.ANYONE)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
@requires(Permission.ANYONE)
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@never_cache
@require_GET
@requires(Permission.ANYONE)
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: this process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
