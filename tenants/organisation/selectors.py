"""What pages read of the organisations themselves: labels, looks, and for operators the list of organisations."""

from __future__ import annotations

from django.db.models import QuerySet

from tenants.actors import Actor, guard
from tenants.models import Tenant, TenantKind
from tenants.organisation.core_lists import DIMENSIONS_WITHOUT_CORE_LIST, Dimension
from tenants.organisation.models import Label, OrganisationSettings
from tenants.permissions import Permission


def list_tenants(*, actor: Actor) -> QuerySet[Tenant]:
    """Every organisation with its hosts, by name; no content."""
    guard(actor, Permission.OPERATE_SERVICE)
    return Tenant.objects.exclude(kind=TenantKind.PORTAL).prefetch_related("domains").order_by("name", "pk")


def labels_by_dimension(*, actor: Actor) -> dict[Dimension, list[Label]]:
    """Every label in the organisation's own order; a dimension without labels is there too."""
    guard(actor, Permission.MANAGE_LABELS)
    found: dict[Dimension, list[Label]] = {dimension: [] for dimension in Dimension}
    for label in Label.objects.order_by("dimension", "position", "text"):
        found[Dimension(label.dimension)].append(label)
    return found


def label_choices(*, actor: Actor) -> dict[Dimension, list[str]]:
    """The words somebody who sees complaints can narrow a list by, in the organisation's own order."""
    guard(actor, Permission.SEE_COMPLAINTS)
    found: dict[Dimension, list[str]] = {dimension: [] for dimension in Dimension}
    for dimension, text in Label.objects.order_by("dimension", "position", "text").values_list("dimension", "text"):
        found[Dimension(dimension)].append(text)
    return found


def count_labels_to_map(*, actor: Actor) -> int:
    """How many labels are "nog in te delen"."""
    guard(actor, Permission.MANAGE_LABELS)
    return labels_to_map().count()


def labels_to_map() -> QuerySet[Label]:
    """Labels that map onto nothing yet and should."""
    return Label.objects.filter(core_code__isnull=True).exclude(dimension__in=[one.value for one in DIMENSIONS_WITHOUT_CORE_LIST])


def current_looks() -> OrganisationSettings | None:
    """The organisation's colour and logo: public, they stand on the sign-in page."""
    return OrganisationSettings.objects.first()


def municipality_choices(*, actor: Actor) -> list[tuple[str, str]]:
    """The municipalities that figures can be narrowed to: CBS code and the organisation's own word."""
    guard(actor, Permission.SEE_YEARLY_FIGURES)
    labels = Label.objects.filter(dimension=Dimension.MUNICIPALITY, core_code__isnull=False).order_by("position", "text")
    return [(str(code), text) for code, text in dict(labels.values_list("core_code", "text")).items()]
