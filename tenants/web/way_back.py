"""Where somebody goes on whose request could not be answered as it was."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def address_to_go_on_from(request: HttpRequest) -> str:
    """What was asked; for what was sent, the page it was sent from, else the start page: some addresses only take what is sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    if not is_sent_from_here(request):
        return reverse("home")
    place = urlsplit(request.headers["Referer"])
    address = urlunsplit(("", "", place.path, place.query, ""))
    # Without its host "//elsewhere/" would name another.
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else reverse("home")


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this host sent it. A page elsewhere cannot have it say so."""
    sent_from = request.headers.get("Referer", "")
    return url_has_allowed_host_and_scheme(sent_from, allowed_hosts={request.get_host()}, require_https=request.is_secure())
