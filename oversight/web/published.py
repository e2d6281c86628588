"""The yearly publication in words: the same lines on the page, in the spreadsheet and in the PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.disclosure import Hidden, Shown
from oversight.web.tables import HANDLED, JUST_RECEIVED, MAIN_POINT, TERM, TERM_NAMES, shown_label
from oversight.yearly_figures import UNKNOWN
from oversight.yearly_publication import PublishedTable, YearlyPublication

_HIDDEN: Final[dict[Hidden, str | Promise]] = {Hidden.FEW: "<5", Hidden.WITHHELD: gettext_lazy("not shown")}
_FORM_NAMES: Final[dict[str, Promise]] = {
    "written": gettext_lazy("In writing"),
    "oral": gettext_lazy("By word of mouth"),
    UNKNOWN: gettext_lazy("Unknown"),
}


def _by_form(label: str) -> str:
    return str(_FORM_NAMES[label])


def _by_term(label: str) -> str:
    return str(TERM_NAMES[label])


@dataclass(frozen=True, kw_only=True)
class _Words:
    title: Promise
    row_label: Promise
    definition: Promise
    name: Callable[[str], str] = shown_label


_FORM = gettext_lazy(
    "Counted by the day of receipt. In writing is also: by e-mail or with a web form. The law asks to publish written complaints;"
    " we count the others too."
)
_WORDS: Final[dict[str, _Words]] = {
    "received_by_form": _Words(
        title=gettext_lazy("Received, in writing or not"), row_label=gettext_lazy("How it came in"), definition=_FORM, name=_by_form
    ),
    "received_by_nature": _Words(
        title=gettext_lazy("Received, by subject"), row_label=gettext_lazy("Subject"), definition=MAIN_POINT
    ),
    "received_by_unit": _Words(
        title=gettext_lazy("Received, by unit"), row_label=gettext_lazy("Unit"), definition=MAIN_POINT
    ),
    "received_by_municipality": _Words(
        title=gettext_lazy("Received, by municipality"), row_label=gettext_lazy("Municipality"), definition=JUST_RECEIVED
    ),
    "handled_by_outcome": _Words(
        title=gettext_lazy("Handled, by outcome"), row_label=gettext_lazy("Outcome"), definition=HANDLED
    ),
    "handled_by_term": _Words(
        title=gettext_lazy("Handled, within the term or not"), row_label=gettext_lazy("Result"), definition=TERM, name=_by_term
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """head, then a count for each column: a number, or the words that stand for it. share: of the longest bar, in percent; None
    where there is no number to draw."""

    head: str
    counts: tuple[int | str, ...]
    share: int | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """As they are read."""
        return tuple(count if isinstance(count, str) else number_format(count) for count in self.counts)


@dataclass(frozen=True, kw_only=True)
class TableInWords:
    """columns: of the cells. too_small: told instead of lines."""

    key: str
    title: str
    row_label: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    definition: str = ""
    too_small: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicationInWords:
    """What is read from top to bottom. remarks: how to read the numbers; tables: the years first."""

    title: str
    organisation: str
    sentences: tuple[str, ...]
    tables: tuple[TableInWords, ...]
    remarks: tuple[str, ...]
    counted: str


def in_words(publication: YearlyPublication, *, counted_on: str) -> PublicationInWords:
    """counted_on: the day of counting, as it is read."""
    year, organisation = publication.year, publication.organisation
    return PublicationInWords(
        title=_("Complaints in %(year)s") % {"year": year},
        organisation=organisation,
        sentences=tuple(_sentences(publication)),
        tables=() if publication.is_empty else (_years(publication), *(_table(one) for one in publication.tables)),
        remarks=(
            _("A number of complaints is no school mark. More complaints may also mean that people find their way to us more easily."),
            _("We tell of a number from 1 to 4 only that it is less than 5 (<5), so that nobody can be recognised."),
            _("Sometimes another number is not shown, because the small one could be worked out from it."),
            _("A double registration and a registration by mistake do not count."),
        ),
        counted=_("%(organisation)s, counted on %(day)s.") % {"organisation": organisation, "day": counted_on},
    )


def _count(count: Shown) -> int | str:
    return str(_HIDDEN[count]) if isinstance(count, Hidden) else count


def _sentences(publication: YearlyPublication) -> list[str]:
    year = str(publication.year)
    sentences = [_("Each year we publish which complaints were registered. The law asks so (Algemene wet bestuursrecht, article 9:12a).")]
    if publication.is_provisional:
        sentences.append(
            _("These numbers are provisional: %(year)s is not over yet. The tables by subject and outcome come when it is.")
            % {"year": year}
        )
    if year in publication.received:
        sentences.append(_in_and_out(publication.received[year], came_in=True, year=year))
    if year in publication.handled:
        sentences.append(_in_and_out(publication.handled[year], came_in=False, year=year))
    return sentences


def _in_and_out(count: Shown, *, came_in: bool, year: str) -> str:
    if count == 0:
        none = _("In %(year)s no complaint came in.") if came_in else _("In %(year)s no complaint was handled.")
        return none % {"year": year}
    if isinstance(count, Hidden):
        few = _("In %(year)s fewer than 5 complaints came in.") if came_in else _("In %(year)s fewer than 5 complaints were handled.")
        return few % {"year": year}
    many = _("In %(year)s %(n)s complaints came in.") if came_in else _("In %(year)s %(n)s complaints were handled.")
    return many % {"year": year, "n": number_format(count)}


def _years(publication: YearlyPublication) -> TableInWords:
    years = sorted(set(publication.received) | set(publication.handled))

    def count(totals: Mapping[str, Shown], year: str) -> int | str:
        return _count(totals[year]) if year in totals else _("unknown")

    return TableInWords(
        key="by_year",
        title=_("Received and handled, by year"),
        row_label=_("Year"),
        columns=(_("Received"), _("Handled")),
        lines=tuple(Line(head=year, counts=(count(publication.received, year), count(publication.handled, year))) for year in years),
        definition=str(HANDLED),
    )


def _table(table: PublishedTable) -> TableInWords:
    words = _WORDS[table.key]
    counts = table.counts or {}
    longest = max((count for count in counts.values() if not isinstance(count, Hidden)), default=0) or 1
    return TableInWords(
        key=table.key,
        title=str(words.title),
        row_label=str(words.row_label),
        columns=(_("How many"),),
        lines=tuple(
            Line(head=words.name(label), counts=(_count(count),), share=None if isinstance(count, Hidden) else 100 * count // longest)
            for label, count in counts.items()
        ),
        definition=str(words.definition),
        too_small="" if table.counts is not None else _("There are too few complaints to divide them without telling about a person."),
    )
