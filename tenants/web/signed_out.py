"""Who sends a page after the session ended is shown what they typed: without a script it is nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tenants.web.json_answers import wants_json
from tenants.web.uploads import announced_length
from tenants.web.way_back import address_to_go_on_from, is_sent_from_here


class _NoFiles(FileUploadHandler):
    """Whoever is not signed in puts no file on this machine."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def page_with_what_was_typed(request: HttpRequest) -> HttpResponse | None:
    """What somebody wrote in a page of ours, to copy; None where there is nothing, and for a script, a program and another site.

    A page elsewhere could otherwise have its own words shown as if they were ours.
    """
    is_page = "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers and not wants_json(request)
    is_small = announced_length(request) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not (request.method == "POST" and is_page and is_small and is_sent_from_here(request)):
        return None
    request.upload_handlers = [_NoFiles(request)]
    typed = _typed(request)
    if not typed:
        return None
    context = {"typed": typed, "sent_from": address_to_go_on_from(request)}
    answer = render(request, "signed_out.html", context, status=403)
    answer.headers["Cache-Control"] = "no-store"
    return answer


# What a page carries along by itself, whatever the form: never somebody's words.
_CARRIED = ("csrfmiddlewaretoken", "version", "began", "choose-", "disputed")


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and text of what somebody wrote. Of a field that is in no form, only what has more words than one: no code, no token."""
    fields = _fields(request)
    typed = []
    for name, values in request.POST.lists():
        label = _label(name, fields)
        is_secret = "password" in name or name.startswith(_CARRIED)
        for value in values:
            is_words = " " in value.strip() if label is None else bool(label)
            if value.strip() and is_words and not is_secret:
                typed.append((label or _("Text"), value))
    return typed


def _label(name: str, fields: Mapping[str, Any]) -> str | None:
    """What a field is called; empty where nobody writes in it, None where no form knows it."""
    kind, _underscore, place = name.rpartition("_")
    field = fields.get(name, fields.get(kind) if place.isdecimal() else None)
    if isinstance(field, forms.Field):
        return str(field.label or _("Text")) if _is_written(field) else ""
    return None if field is None else str(field)


def _is_written(field: forms.Field) -> bool:
    return isinstance(field.widget, (forms.TextInput, forms.Textarea)) and not isinstance(
        field.widget, (forms.PasswordInput, forms.HiddenInput)
    )


def _fields(request: HttpRequest) -> dict[str, Any]:
    """The fields of the form that was sent: of those the view's file uses, the one that has most of what was sent and least else.

    Of fields made for as many places as there are, a form says in WRITTEN_AT_PLACES what is written in them, by what comes
    before the number.
    """
    match = request.resolver_match
    used = vars(sys.modules[match.func.__module__]).values() if match else ()
    classes = [one for one in used if isinstance(one, type) and issubclass(one, forms.BaseForm) and hasattr(one, "base_fields")]
    known = [{**getattr(one, "WRITTEN_AT_PLACES", {}), **one.base_fields} for one in classes]
    return max(known, key=lambda fields: (len(fields.keys() & request.POST.keys()), -len(fields)), default={})
