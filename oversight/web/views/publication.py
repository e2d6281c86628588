"""The yearly publication: page, PDF, spreadsheet. One question each, to `yearly_publication`."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from oversight.web.downloads import attachment, publication_as_ods
from oversight.web.publication_pdf import publication_pdf
from oversight.web.published import PublicationInWords, in_words
from oversight.yearly_figures import YearOutOfRange
from oversight.yearly_publication import YearlyPublication, yearly_publication
from tenants.clock import dutch_date, read_clock
from tenants.errors import Refusal
from tenants.organisation.selectors import current_looks
from tenants.permissions import Permission, requires
from tenants.templatetags.polsslag import day


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    try:
        publication = _of(request, year)
    except YearOutOfRange:
        raise Http404 from None
    except Refusal as refusal:
        messages.warning(request, refusal.text)
        return redirect("figures_of_year", year=year)
    context = {"publication": publication, "told": _told(publication), "year": year}
    return render(request, "oversight/publication.html", context)


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def pdf_file(request: HttpRequest, year: int) -> HttpResponse:
    publication = _asked(request, year)
    looks = current_looks()
    content = publication_pdf(_told(publication), colour=looks.primary_colour if looks else "", on=publication.counted_on)
    return attachment(content, "application/pdf", f"klachten-{year}.pdf")


@require_safe
@requires(Permission.SEE_YEARLY_FIGURES)
def ods_file(request: HttpRequest, year: int) -> HttpResponse:
    content = publication_as_ods(_told(_asked(request, year)))
    return attachment(content, "application/vnd.oasis.opendocument.spreadsheet", f"klachten-{year}.ods")


def _of(request: HttpRequest, year: int) -> YearlyPublication:
    return yearly_publication(actor=request.actor, year=year, today=dutch_date(read_clock()))  # type: ignore[attr-defined]


def _asked(request: HttpRequest, year: int) -> YearlyPublication:
    try:
        return _of(request, year)
    except Refusal:
        raise Http404 from None


def _told(publication: YearlyPublication) -> PublicationInWords:
    return in_words(publication, counted_on=day(publication.counted_on))
