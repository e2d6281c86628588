"""What others read from the ground floor."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, F, Max, QuerySet

from tenants.models import Decree as LoadedDecree
from tenants.models import Municipality, Tenant, TenantKind
from tenants.statutory_calendar import SHIPPED_CALENDAR, SHIPPED_DECREES, Decree, StatutoryCalendar


def current_statutory_calendar() -> StatutoryCalendar:
    """The statutory calendar with every decree the product knows: those shipped with it and those loaded since;
    one loaded under the source of a shipped one takes its place.

    One small query; the calendar itself is kept for as long as the loaded decrees stay the same.
    """
    state = LoadedDecree.objects.aggregate(count=Count("pk"), newest=Max("loaded_at"))
    return _calendar(state["count"], state["newest"])


def finished_tenant(*, slug: str) -> Tenant | None:
    """The organisation with this short name, deactivated or not; None when it is not there or still half made."""
    return _finished_tenants().filter(slug=slug).first()


def finished_organisations() -> list[Tenant]:
    """Every organisation, by short name, deactivated or not; not the portal, and none that is still half made."""
    return list(_finished_tenants().exclude(kind=TenantKind.PORTAL).order_by("slug"))


def namesakes(municipality: Municipality) -> QuerySet[Municipality]:
    """The other municipalities with this name, whatever its case: in a file of complaints the name alone does not tell them apart."""
    return Municipality.objects.filter(name__iexact=municipality.name).exclude(pk=municipality.pk).order_by("code")


def _finished_tenants() -> QuerySet[Tenant]:
    half_made = Tenant.objects.filter(is_active=False, deactivated_at=F("created_at"))
    return Tenant.objects.exclude(pk__in=half_made)


@lru_cache(maxsize=4)
def _calendar(count: int, newest: object) -> StatutoryCalendar:
    if not count:
        return SHIPPED_CALENDAR
    decrees = LoadedDecree.objects.prefetch_related("days").order_by("first_year", "pk")
    loaded = tuple(
        Decree(
            source=decree.source,
            first_year=decree.first_year,
            last_year=decree.last_year,
            days=tuple(sorted(day.day for day in decree.days.all())),
        )
        for decree in decrees
    )
    corrected = {decree.source for decree in loaded}
    return StatutoryCalendar(decrees=(*(shipped for shipped in SHIPPED_DECREES if shipped.source not in corrected), *loaded))
