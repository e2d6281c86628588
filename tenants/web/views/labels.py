"""The organisation's own words: what they mean and in which order they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.models import Municipality
from tenants.organisation.core_lists import CORE_LISTS, DIMENSIONS_WITHOUT_CORE_LIST, Dimension
from tenants.organisation.flows.labels import Direction, map_label, move_label
from tenants.organisation.models import Label
from tenants.organisation.selectors import labels_by_dimension
from tenants.permissions import Permission, requires
from tenants.web.wording import DIMENSION_NAMES


@require_safe
@requires(Permission.MANAGE_LABELS)
def labels(request: HttpRequest) -> HttpResponse:
    found = labels_by_dimension(actor=request.actor)  # type: ignore[attr-defined]
    groups: list[dict[str, Any]] = []
    for dimension, rows in found.items():
        if rows:
            groups.append(
                {
                    "code": dimension.value,
                    "name": DIMENSION_NAMES[dimension],
                    "labels": rows,
                    "is_mapped": dimension not in DIMENSIONS_WITHOUT_CORE_LIST,
                    "choices": _choices(dimension),
                }
            )
    waiting = [
        {"label": label, "group": group, "dimension": group["name"]} for group in groups for label in group["labels"] if not label.is_mapped
    ]
    return render(request, "labels/labels.html", {"groups": groups, "waiting": waiting})


@require_POST
@requires(Permission.MANAGE_LABELS)
def map_one(request: HttpRequest, label_id: UUID) -> HttpResponse:
    return _changed(
        request,
        lambda: map_label(
            actor=request.actor,  # type: ignore[attr-defined]
            label_id=label_id,
            core_code=request.POST.get("core_code") or None,
            now=read_clock(),
        ),
        _("The meaning was saved."),
    )


@require_POST
@requires(Permission.MANAGE_LABELS)
def move(request: HttpRequest, label_id: UUID, direction: str) -> HttpResponse:
    return _changed(
        request,
        lambda: move_label(actor=request.actor, label_id=label_id, direction=Direction(direction), now=read_clock()),  # type: ignore[attr-defined]
        _("The order was saved."),
    )


def _changed(request: HttpRequest, change: Callable[[], Label], done: str) -> HttpResponse:
    try:
        label = change()
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("labels")
    messages.success(request, done)
    return redirect(f"{reverse('labels')}#word-{label.pk}")


def _choices(dimension: Dimension) -> list[tuple[str, str]]:
    if dimension in DIMENSIONS_WITHOUT_CORE_LIST:
        return []
    if dimension is Dimension.MUNICIPALITY:
        return list(Municipality.objects.values_list("code", "name"))
    return list(CORE_LISTS[dimension].items())
