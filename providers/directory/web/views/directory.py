"""The care providers that organisations share, to look up. The operators of the service keep the list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from providers.directory.selectors import MOST_SHOWN, find_providers
from providers.directory.web.forms import SearchForm
from tenants.permissions import Permission, requires


@require_safe
@requires(Permission.SEE_PROVIDERS)
def providers(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or None)
    text = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    rows = [] if form.errors else find_providers(actor=request.actor, text=text)  # type: ignore[attr-defined]
    context = {"form": form, "rows": rows, "is_narrowed": bool(text), "is_cut_short": len(rows) >= MOST_SHOWN, "most": MOST_SHOWN}
    return render(request, "directory/providers.html", context, status=422 if form.errors else 200)
