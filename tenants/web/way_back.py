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
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return reverse("home")
    place = urlsplit(sent_from)
    address = urlunsplit(("", "", place.path, place.query, ""))
    # Without its host "//elsewhere/" would name another.
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else reverse("home")
