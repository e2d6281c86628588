"""The yearly figures: page, pictures, downloads. One question each, to `yearly_figures`."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from complaints.work.work_list import newest_complaint
from oversight.web.downloads import as_csv, as_ods, attachment
from oversight.web.forms import ChoiceForm
from oversight.web.pictures import alternative_text, draw, keep_specification, kept_specification, specification
from oversight.web.sentences import sentences_of
from oversight.web.tables import Chapter, FigureTable, chapters_of, table_of
from oversight.yearly_figures import FIRST_YEAR, LAST_YEAR, OnlyYearTotals, yearly_figures
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.models import TenantKind
from tenants.organisation.selectors import current_looks
from tenants.permissions import Permission, requires
from tenants.templatetags.polsslag import day
from tenants.web.forms.refusals import add_refusal

# In characters of its headings: a wider table stands under its picture.
WIDEST_BESIDE_PICTURE = 40
# On paper a picture with more bars may stand on another page than its table.
MOST_BARS_ON_A_PAGE = 48
LONGEST_KEY = 64
COLUMNS_ON_A_WIDE_PAGE = 2


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def newest(request: HttpRequest) -> HttpResponse:
    """To the year of the complaint received last, else this year."""
    return redirect("figures_of_year", year=_newest_year(request))


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if "jaar" in request.GET:
        return _to_chosen_year(request, year)
    form = ChoiceForm(request.GET, actor=actor)
    question = form.as_question() if form.is_valid() else {}
    try:
        figures = yearly_figures(actor=actor, year=year, today=dutch_date(read_clock()), **question)
    except Refusal as refusal:
        add_refusal(form, refusal)
        question = {}
        try:
            figures = _figures_of_whole_year(request, year)
        except OnlyYearTotals as whole_year_refused:
            newest_year = _newest_year(request)
            if newest_year == year:
                raise Http404 from None
            messages.warning(request, whole_year_refused.text)
            return redirect("figures_of_year", year=newest_year)
    query = urlencode({name: value for name, value in request.GET.items() if value}) if question else ""
    chapters = _chapters(request, figures)
    colour = _own_colour()
    context = {
        "form": form,
        "year": year,
        "years": figures["years"],
        "figures": figures,
        "query": query,
        "subtitle": _subtitle(year, question, form),
        "sentences": sentences_of(figures, period=_period(year, question)),
        "chapters": [
            {"chapter": chapter, "figures": [_figure(one, year, query, colour=colour, user_id=actor.user_id) for one in chapter.tables]}
            for chapter in chapters
        ],
        "is_empty": not figures["received"]["total"] and not figures["handled"]["total"],
        "is_own_unit": not actor.sees_whole_tenant,
        "left_out": [*figures["left_out"]["duplicates"], *figures["left_out"]["registered_in_error"]],
        "today": dutch_date(read_clock()),
    }
    return render(request, "oversight/figures.html", context, status=422 if form.errors else 200)


@gzip_page
@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
@cache_control(private=True, max_age=86_400)
def picture(request: HttpRequest, year: int, table: str) -> HttpResponse:
    """One table as SVG. The page names it with the key of its content, so a browser may keep it."""
    key = request.GET.get("v", "")[:LONGEST_KEY]
    spec = kept_specification(key, user_id=request.actor.user_id)  # type: ignore[attr-defined]
    if spec is None:
        columns = COLUMNS_ON_A_WIDE_PAGE if "breed" in request.GET else 1
        spec = specification(_asked_table(request, year, table), colour=_own_colour(), columns=columns)
    return HttpResponse(draw(spec), content_type="image/svg+xml")


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def csv_file(request: HttpRequest, year: int, table: str) -> HttpResponse:
    return attachment(as_csv(_asked_table(request, year, table)), "text/csv; charset=utf-8", f"{table}-{year}.csv")


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def ods_file(request: HttpRequest, year: int, table: str) -> HttpResponse:
    content = as_ods([_asked_table(request, year, table)])
    return attachment(content, "application/vnd.oasis.opendocument.spreadsheet", f"{table}-{year}.ods")


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def all_tables(request: HttpRequest, year: int) -> HttpResponse:
    """Every table of the year in one spreadsheet."""
    tables = [table for chapter in _chapters(request, _asked(request, year)) for table in chapter.tables]
    return attachment(as_ods(tables), "application/vnd.oasis.opendocument.spreadsheet", f"{_('figures')}-{year}.ods")


def _to_chosen_year(request: HttpRequest, year: int) -> HttpResponse:
    given = request.GET["jaar"]
    chosen = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else year
    kept = {
        name: value for name, value in request.GET.items() if value and name not in ("jaar", *(("van", "tot") if chosen != year else ()))
    }
    address = reverse("figures_of_year", kwargs={"year": min(max(chosen, FIRST_YEAR), LAST_YEAR)})
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def _newest_year(request: HttpRequest) -> int:
    """The year of the complaint received last; it is never one that is known only as totals."""
    last = newest_complaint(actor=request.actor)  # type: ignore[attr-defined]
    return last.received_on.year if last else dutch_date(read_clock()).year


def _figures_of_whole_year(request: HttpRequest, year: int) -> dict[str, Any]:
    try:
        return yearly_figures(actor=request.actor, year=year, today=dutch_date(read_clock()))  # type: ignore[attr-defined]
    except OnlyYearTotals:
        raise
    except Refusal:
        raise Http404 from None


def _asked(request: HttpRequest, year: int) -> dict[str, Any]:
    form = ChoiceForm(request.GET, actor=request.actor)  # type: ignore[attr-defined]
    if not form.is_valid():
        raise Http404
    try:
        return yearly_figures(actor=request.actor, year=year, today=dutch_date(read_clock()), **form.as_question())  # type: ignore[attr-defined]
    except Refusal:
        raise Http404 from None


def _asked_table(request: HttpRequest, year: int, key: str) -> FigureTable:
    table = table_of(_asked(request, year), key)
    if table is None:
        raise Http404
    return table


def _chapters(request: HttpRequest, figures: dict[str, Any]) -> list[Chapter]:
    tenant = request.tenant  # type: ignore[attr-defined]
    return chapters_of(figures, is_one_municipality=tenant.kind == TenantKind.GEMEENTE)


def _own_colour() -> str:
    looks = current_looks()
    return looks.primary_colour if looks else ""


def _figure(table: FigureTable, year: int, query: str, *, colour: str, user_id: int | None) -> dict[str, Any]:
    """A table with its picture. A table that takes the whole width has a second picture, that does so too."""
    is_wide = sum(len(column) + 2 for column in table.columns) > WIDEST_BESIDE_PICTURE
    pictures = [(specification(table, colour=colour), query)] if table.has_numbers else []
    if pictures and is_wide and table.is_pair:
        wide = specification(table, colour=colour, columns=COLUMNS_ON_A_WIDE_PAGE)
        pictures.append((wide, f"{query}&breed=1" if query else "breed=1"))
    addresses = [_picture_address(table, year, asked, spec, user_id=user_id) for spec, asked in pictures]
    return {
        "table": table,
        "picture": addresses[0] if addresses else "",
        "wide_picture": addresses[1] if len(addresses) > 1 else "",
        "alt": alternative_text(table),
        "is_wide": is_wide,
        "is_tall": table.is_pair and len(table.rows) * len(table.columns) > MOST_BARS_ON_A_PAGE,
    }


def _picture_address(table: FigureTable, year: int, query: str, spec: dict[str, Any], *, user_id: int | None) -> str:
    """With the key of its content, so that an old picture is never shown."""
    key = keep_specification(spec, user_id=user_id)
    address = reverse("figure_picture", kwargs={"year": year, "table": table.key})
    return f"{address}?{f'{query}&' if query else ''}v={key}"


def _period(year: int, question: dict[str, Any]) -> str:
    first, last = question.get("period_from"), question.get("period_until")
    if not (first or last):
        return str(year)
    return _("the period %(first)s to %(last)s") % {"first": day(first or date(year, 1, 1)), "last": day(last or date(year, 12, 31))}


def _subtitle(year: int, question: dict[str, Any], form: ChoiceForm) -> str:
    parts = []
    if question.get("period_from") or question.get("period_until"):
        parts.append(_period(year, question))
    if question.get("municipality_code"):
        parts.append(dict(form.fields["gemeente"].choices)[question["municipality_code"]])  # type: ignore[attr-defined]
    return ", ".join(str(part) for part in parts)
