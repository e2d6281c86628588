"""Pages for what went wrong. They tell what to do next and nothing of what was asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from tenants.web.json_answers import refusal_as_json, refused, wants_json
from tenants.web.way_back import address_to_go_on_from


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, "400.html", code="invalid_request", message=_("This request cannot be read."), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page for people; for a program the same refusal with its code."""
    if wants_json(request):
        message = _("Send the CSRF token of your session in the header X-CSRFToken.")
        return refusal_as_json(code="csrf_token_missing", message=message, status=403)
    return render(request, "403_csrf.html", {"sent_from": address_to_go_on_from(request)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: nothing here may ask the database, which may be what is broken."""
    if wants_json(request):
        message = _("Something went wrong on our side. Try again later.")
        return refusal_as_json(code="internal_error", message=message, status=500)
    return HttpResponseServerError(get_template("500.html").render({}))
