"""The yearly publication of the registered complaints (Awb 9:12a; letter L12): figures that point at nobody.

Made of the yearly figures, each table apart. Tables of which one can be worked out from another are not published beside it:
no table of two entrances, none by month, no channel or kind beside whether it was written, no procedure beside the outcome,
and no written complaints apart beside all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from complaints import figures
from complaints.figures import Period, Scope
from oversight.disclosure import Hidden, Shown, shown_count, shown_table
from oversight.yearly_figures import UNKNOWN, yearly_figures
from tenants.actors import Actor
from tenants.connections import current_schema, one_snapshot
from tenants.errors import Refusal
from tenants.models import Tenant, TenantKind

TERM_RESULTS = figures.TERM_RESULTS


class PublicationOfOwnUnit(Refusal):
    code = "publication_of_own_unit"
    message = _(
        "The yearly publication is about the whole organisation and you see your own unit. Ask your complaints coordinator to make it."
    )


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """counts: by the organisation's own word, or by a code; "onbekend" for what is not recorded.

    None: too few complaints to divide by this at all.
    """

    key: str
    counts: Mapping[str, Shown] | None


@dataclass(frozen=True, kw_only=True)
class YearlyPublication:
    """received, handled: the totals by year, the newest first; a year of which nothing is known is left out.

    is_provisional: the year is not over on the day of counting; there are no tables then.
    """

    organisation: str
    year: int
    counted_on: date
    is_provisional: bool
    received: Mapping[str, Shown]
    handled: Mapping[str, Shown]
    tables: tuple[PublishedTable, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing came in or was handled, or so little that there is nothing to divide."""
        return all(totals.get(str(self.year), 0) in (0, Hidden.FEW) for totals in (self.received, self.handled))


def yearly_publication(*, actor: Actor, year: int, today: date) -> YearlyPublication:
    """What may be published of a year: totals of four years, and tables of this one once it is over.

    Received by the day of receipt, handled by the day of closing (both in Amsterdam). Raises YearOutOfRange, OnlyYearTotals,
    PublicationOfOwnUnit, NotPermitted.
    """
    with one_snapshot():
        counted = yearly_figures(actor=actor, year=year, today=today)
        if not actor.sees_whole_tenant:
            raise PublicationOfOwnUnit
        tenant = Tenant.objects.get(schema_name=current_schema())
        by_form = _by_form(counted, year)
    received, handled = counted["received"], counted["handled"]
    is_provisional = today <= date(year, 12, 31)
    candidates: list[tuple[str, Mapping[str, int]]] = [
        ("received_by_form", by_form),
        ("received_by_nature", received["by_nature"]),
        ("received_by_unit", received["by_unit"]),
        ("handled_by_outcome", handled["by_outcome"]),
        ("handled_by_term", _by_term(handled)),
    ]
    if tenant.kind != TenantKind.GEMEENTE:
        candidates.insert(3, ("received_by_municipality", received["by_municipality"]))
    if is_provisional:
        # Two editions a few days apart would tell everything of the complaint between them.
        candidates = []
    return YearlyPublication(
        organisation=tenant.name,
        year=year,
        counted_on=today,
        is_provisional=is_provisional,
        received={of: shown_count(count) for of, count in received["by_year"].items()},
        handled={of: shown_count(count) for of, count in handled["by_year"].items()},
        tables=tuple(PublishedTable(key=key, counts=shown_table(counts)) for key, counts in candidates if _is_recorded(counts)),
    )


def _by_form(counted: Mapping[str, Any], year: int) -> dict[str, int]:
    """Written, oral or not recorded; a year known only as totals never tells."""
    if str(year) in counted["historical"]["received"] or counted["received"]["total"] is None:
        return {}
    return figures.received_by_form(scope=Scope(), period=Period(first=date(year, 1, 1), last=date(year, 12, 31)))


def _by_term(handled: Mapping[str, Any]) -> dict[str, int]:
    return {name: handled[name] for name in TERM_RESULTS if handled[name]}


def _is_recorded(counts: Mapping[str, int]) -> bool:
    """Whether the table says more than its total: not of nothing, and not of "onbekend" alone."""
    return {label for label, count in counts.items() if count} - {UNKNOWN} != set()
