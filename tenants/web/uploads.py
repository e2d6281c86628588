"""How much a request may send: looked at before a byte of the body is read, and again while an upload comes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tenants.web.json_answers import refused

View = TypeVar("View", bound=Callable[..., Any])


def takes_upload(view: View) -> View:
    """Declare that a view takes a large file: the bound of its requests is LARGEST_BODY_WITH_UPLOAD."""
    return takes_body_of(lambda request: int(settings.LARGEST_BODY_WITH_UPLOAD))(view)


def takes_body_of(largest: Callable[[HttpRequest], int]) -> Callable[[View], View]:
    """Declare how much a view takes, in bytes, where that depends on who asks or on what is sent."""

    def declare(view: View) -> View:
        view.largest_body = largest  # type: ignore[attr-defined]
        return view

    return declare


class BoundedBodyMiddleware:
    """Refuse a body that is too large for its address, unread.

    Its place is after the check of the permission and before anything that reads a form (CSRF among them): reading a form
    writes its files to disk. A body without a length counts as empty: Django reads none of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        length = announced_length(request)
        if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        largest: Callable[[HttpRequest], int] | None = getattr(view, "largest_body", None)
        if largest is not None and length <= largest(request):
            return None
        message = _("This is too large to send. Nothing was kept. Send less at once, or a smaller file.")
        return refused(request, "413.html", code="too_large", message=message, status=413)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Files go to disk up to LARGEST_UPLOAD together; what comes after that is dropped.

    The rest of the body is still taken in, so that a browser shows the page that says so instead of a broken connection.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self._received > settings.LARGEST_UPLOAD:
            if self.request is not None:
                self.request.upload_was_cut_off = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)


def upload_was_cut_off(request: HttpRequest) -> bool:
    """Whether a file of this request was too large to take in: it is in none of request.FILES."""
    return bool(request.FILES is not None and getattr(request, "upload_was_cut_off", False))


def announced_length(request: HttpRequest) -> int:
    """How long the body of a request says it is, in bytes; 0 where it says nothing, and then none of it is read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
