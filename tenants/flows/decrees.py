"""A Royal Decree under article 3(3) of the Algemene termijnenwet is loaded, renewed about every three years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import schema_context

from tenants.actors import Actor, guard
from tenants.errors import Refusal
from tenants.models import Decree, DecreedDay, Tenant, TenantKind
from tenants.outbox import after_commit
from tenants.permissions import Permission
from tenants.statutory_calendar import FIRST_YEAR, LAST_YEAR, SHIPPED_DECREES


class DecreeSourceMissing(Refusal):
    code = "decree_source_missing"
    message = _("Give the source of the decree, such as its number in the Staatscourant.")


class DecreeYearsUnusable(Refusal):
    code = "decree_years_unusable"
    message = _("Give the first and the last year the decree covers, in order, between 1990 and 2100.")


class DecreedDayOutsideYears(Refusal):
    code = "decreed_day_outside_years"
    message = _("%(day)s lies outside the years of the decree. Check the day or the years.")


class YearAlreadyCovered(Refusal):
    code = "year_already_covered"
    message = _('%(year)s is already covered by "%(source)s". Load the decree under that source to correct it.')


def load_decree(*, actor: Actor, source: str, first_year: int, last_year: int, days: Iterable[date], now: datetime) -> Decree:
    """Store a decree, or correct the one under the same source, loaded earlier or shipped. The same decree twice changes nothing.

    With it is queued, for each active organisation, that the terms of its open complaints are computed anew.
    Raises DecreeSourceMissing, DecreeYearsUnusable, DecreedDayOutsideYears or YearAlreadyCovered.
    """
    guard(actor, Permission.OPERATE_SERVICE)
    source, decreed = source.strip(), sorted(set(days))
    _check(source=source, first_year=first_year, last_year=last_year, days=decreed)
    with transaction.atomic(durable=True):
        _lock_decrees()
        for known in Decree.objects.exclude(source=source):
            if known.first_year <= last_year and first_year <= known.last_year:
                raise YearAlreadyCovered(field="first_year", year=max(first_year, known.first_year), source=known.source)
        decree, _is_new = Decree.objects.update_or_create(
            source=source, defaults={"first_year": first_year, "last_year": last_year, "loaded_at": now}
        )
        decree.days.all().delete()
        DecreedDay.objects.bulk_create(DecreedDay(decree=decree, day=day) for day in decreed)
        for tenant in Tenant.objects.filter(is_active=True).exclude(kind=TenantKind.PORTAL):
            with schema_context(tenant.schema_name):
                after_commit("complaints.recompute_open_terms", now=now)
    return decree


def _lock_decrees() -> None:
    """One at a time: two new sources that cover the same year do not see each other's rows, so row locks would not do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tenants.load_decree'))")


def _check(*, source: str, first_year: int, last_year: int, days: list[date]) -> None:
    if not source or len(source) > 300:
        raise DecreeSourceMissing(field="source")
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise DecreeYearsUnusable(field="first_year")
    for day in days:
        if not first_year <= day.year <= last_year:
            raise DecreedDayOutsideYears(field="days", day=day.isoformat())
    for shipped in SHIPPED_DECREES:
        if shipped.source == source:
            # The one in the database takes its place.
            continue
        for year in shipped.years:
            if first_year <= year <= last_year:
                raise YearAlreadyCovered(field="first_year", year=year, source=shipped.source)
