"""The organisation's own words: what they mean and in which order they stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.clock import read_clock
from tenants.errors import NotFound, Refusal
from tenants.models import Municipality
from tenants.organisation.core_lists import CORE_LISTS, DIMENSIONS_WITHOUT_CORE_LIST, Dimension
from tenants.organisation.flows.labels import Direction, MeaningUnchanged, map_label, move_label
from tenants.organisation.models import Label
from tenants.organisation.selectors import labels_by_dimension
from tenants.permissions import Permission, requires
from tenants.web.forms.labels import MeaningForm
from tenants.web.forms.refusals import add_refusal
from tenants.web.wording import DIMENSION_NAMES

# More words than this stand folded, so that what comes after them is within reach.
MOST_UNFOLDED = 15


@require_safe
@requires(Permission.MANAGE_LABELS)
def labels(request: HttpRequest) -> HttpResponse:
    found = labels_by_dimension(actor=request.actor)  # type: ignore[attr-defined]
    groups = [_group(dimension, rows) for dimension, rows in found.items() if rows]
    return render(request, "labels/labels.html", {"groups": groups, "waiting": _waiting(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_LABELS)
def map_one(request: HttpRequest, label_id: UUID) -> HttpResponse:
    """One word and what it means. After one that waited comes the next that waits."""
    found = labels_by_dimension(actor=request.actor)  # type: ignore[attr-defined]
    label = next((one for rows in found.values() for one in rows if one.pk == label_id), None)
    if label is None or Dimension(label.dimension) in DIMENSIONS_WITHOUT_CORE_LIST:
        raise Http404
    dimension = Dimension(label.dimension)
    form = MeaningForm(request.POST or None, choices=_choices(dimension), initial={"core_code": label.core_code or ""})
    if request.method == "POST" and form.is_valid():
        try:
            map_label(actor=request.actor, label_id=label_id, core_code=form.cleaned_data["core_code"] or None, now=read_clock())  # type: ignore[attr-defined]
        except MeaningUnchanged as unchanged:
            messages.info(request, unchanged.text)
            return redirect(_place_of(label))
        except NotFound:
            raise Http404 from None
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The meaning of “%(word)s” was saved.") % {"word": label.text})
            others = [one for one in _waiting(found) if one.pk != label_id]
            return redirect("map_label", others[0].pk) if others and not label.is_mapped else redirect(_place_of(label))
    context = {
        "form": form,
        "label": label,
        "dimension": DIMENSION_NAMES[dimension],
        "waiting": 0 if label.is_mapped else len(_waiting(found)),
    }
    return render(request, "labels/label.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.MANAGE_LABELS)
def move(request: HttpRequest, label_id: UUID, direction: str) -> HttpResponse:
    try:
        label = move_label(actor=request.actor, label_id=label_id, direction=Direction(direction), now=read_clock())  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("labels")
    messages.success(request, _("The order was saved."))
    return redirect(_place_of(label))


def _group(dimension: Dimension, rows: list[Label]) -> dict[str, Any]:
    meanings = _meanings(dimension, rows)
    return {
        "code": dimension.value,
        "name": DIMENSION_NAMES[dimension],
        "rows": [{"label": one, "meaning": meanings.get(one.core_code or "")} for one in rows],
        "is_mapped": dimension not in DIMENSIONS_WITHOUT_CORE_LIST,
        "is_unfolded": len(rows) <= MOST_UNFOLDED,
    }


def _waiting(found: dict[Dimension, list[Label]]) -> list[Label]:
    return [one for rows in found.values() for one in rows if not one.is_mapped]


def _meanings(dimension: Dimension, rows: list[Label]) -> dict[str, str]:
    """What the codes of these words stand for."""
    if dimension is Dimension.MUNICIPALITY:
        codes = {one.core_code for one in rows if one.core_code}
        return dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))
    return dict(_choices(dimension))


def _choices(dimension: Dimension) -> list[tuple[str, str]]:
    if dimension in DIMENSIONS_WITHOUT_CORE_LIST:
        return []
    if dimension is Dimension.MUNICIPALITY:
        return list(Municipality.objects.values_list("code", "name"))
    return list(CORE_LISTS[dimension].items())


def _place_of(label: Label) -> str:
    return f"{reverse('labels')}#word-{label.pk}"
