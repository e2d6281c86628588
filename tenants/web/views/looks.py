"""Colour and logo: set by an administrator, served to everybody."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_http_methods, require_safe

from tenants.clock import read_clock
from tenants.errors import Refusal
from tenants.organisation.contrast import ramp
from tenants.organisation.flows.looks import NothingChanged, change_looks
from tenants.organisation.selectors import current_looks
from tenants.permissions import Permission, requires
from tenants.web.forms.looks import LooksForm
from tenants.web.forms.refusals import add_refusal


def _stylesheet() -> str:
    looks = current_looks()
    if looks is None or not looks.primary_colour:
        return "/* This organisation uses the product's own colour. */\n"
    tokens = "".join(f"  --polsslag-brand-{step}: {colour};\n" for step, colour in ramp(looks.primary_colour).items())
    return f".voorbeeld-theme.polsslag {{\n{tokens}}}\n"


def _stylesheet_etag(request: HttpRequest) -> str:
    return f'"{sha256(_stylesheet().encode()).hexdigest()[:32]}"'


def _logo_etag(request: HttpRequest) -> str | None:
    looks = current_looks()
    return f'"{sha256(bytes(looks.logo)).hexdigest()[:32]}"' if looks and looks.logo else None


@require_safe
@requires(Permission.ANYONE)
@cache_control(public=True, max_age=300)
@condition(etag_func=_stylesheet_etag)
def theme_stylesheet(request: HttpRequest) -> HttpResponse:
    """The organisation's colours as custom properties: all it can change in our styles."""
    return HttpResponse(_stylesheet(), content_type="text/css; charset=utf-8")


@require_safe
@requires(Permission.ANYONE)
@cache_control(public=True, max_age=300)
@condition(etag_func=_logo_etag)
def tenant_logo(request: HttpRequest) -> HttpResponse:
    looks = current_looks()
    if looks is None or not looks.logo:
        raise Http404
    return HttpResponse(bytes(looks.logo), content_type=looks.logo_type)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def looks(request: HttpRequest) -> HttpResponse:
    current = current_looks()
    initial = {"primary_colour": current.primary_colour, "logo_text": current.logo_text} if current else {}
    form = LooksForm(request.POST or None, request.FILES or None, initial=initial, has_logo=bool(current and current.logo_type))
    if request.method == "POST" and form.is_valid():
        try:
            change_looks(actor=request.actor, now=read_clock(), **form.as_change())  # type: ignore[attr-defined]
        except NothingChanged as refusal:
            messages.info(request, refusal.text)
            return redirect("looks")
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The pages look like this from now on."))
            return redirect("looks")
    return render(request, "looks/looks.html", {"form": form, "looks": current}, status=422 if form.errors else 200)
