"""Pages that are the same for everybody: the second step, accessibility, privacy, the health address."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from tenants.permissions import Permission, requires


@require_safe
@requires(Permission.OWN_ACCOUNT)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Tells that a second step is compulsory, and offers the two there are."""
    return redirect("home") if is_mfa_enabled(request.user) else render(request, "pages/second_factor.html")


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
