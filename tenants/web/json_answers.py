"""What is refused before a view runs, to a program that speaks JSON: the same refusal in the shape of the API, never a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

View = TypeVar("View", bound=Callable[..., Any])


def answers_in_json(view: View) -> View:
    """Declare that whoever uses an address is a program."""
    view.answers_in_json = True  # type: ignore[attr-defined]
    return view


def wants_json(request: HttpRequest) -> bool:
    """Whether a refusal of this request goes to a program."""
    match = request.resolver_match
    return bool(match and getattr(match.func, "answers_in_json", False)) or request.content_type == "application/json"


def refusal_as_json(*, code: str, message: str, status: int) -> JsonResponse:
    """{"errors": [{message, extensions: {code, field, message}}]}"""
    return JsonResponse({"errors": [{"message": message, "extensions": {"code": code, "field": None, "message": message}}]}, status=status)


def refused(request: HttpRequest, template: str, *, code: str, message: str, status: int) -> HttpResponse:
    """The page for people; the same in JSON for a program."""
    if wants_json(request):
        return refusal_as_json(code=code, message=message, status=status)
    return render(request, template, status=status)
