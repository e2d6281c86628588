"""The yearly figures as tables: what the page shows, the picture draws and the downloads hold (pure; the same numbers everywhere)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.yearly_figures import UNKNOWN

Cell = int | float | None
Figures = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class FigureTable:
    """One table. rows: a head and a cell for each column. totals: the last line, where adding up means something.

    row_label: what the rows are. columns: of a table with two entrances (is_pair) the words of the second, else the measure's name.
    """

    key: str
    title: str
    row_label: str
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    totals: list[Cell] | None
    definition: str
    note: str = ""
    is_pair: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def has_numbers(self) -> bool:
        """Whether there is anything to draw."""
        return any(cell for _head, cells in self.rows for cell in cells)


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Where a table comes from in the figures, and how it is told."""

    key: str
    title: Promise
    row_label: Promise
    definition: Promise
    build: Callable[[Figures, _Source], FigureTable]
    path: tuple[str, str] = ("", "")
    measure: Promise = field(default=gettext_lazy("How many"))
    is_pair: bool = False

    @property
    def is_by_municipality(self) -> bool:
        return self.path[1].startswith("by_municipality")


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Tables that belong together. not_recorded: the titles of those that would hold "onbekend" alone."""

    key: str
    title: str
    tables: list[FigureTable]
    not_recorded: list[str]


JUST_RECEIVED = gettext_lazy("Counted by the day of receipt. A complaint that returns is not counted again.")
MAIN_POINT = gettext_lazy("Counted by the day of receipt. Each complaint counts once, under its main subject, so the table adds up.")
HANDLED = gettext_lazy("Counted by the day of closing, whenever the complaint came in. So the total may differ from what came in.")
_JUDGED = gettext_lazy("A judgment is: upheld, partly upheld or not upheld. A complaint that was settled, withdrawn or passed on has none.")
TERM = gettext_lazy(
    "Within the term: closed within six weeks, or ten with a committee. Extended: closed within a lawful extension or postponement."
    " Without term: signals and reports, for which the law sets none. What the earlier register said of a complaint goes first."
)
_CONTACT = gettext_lazy(
    "Counted by the day of receipt, a complaint that returns once more. The norm is the organisation's own, in working days."
    " Only a talk counts as spoken to, or writing back and forth with somebody who prefers that;"
    " a try that reached nobody is counted apart."
)
_DAYS = gettext_lazy(
    "Calendar days from receipt to closing; a complaint closed on the day of receipt took 0 days."
    " The middle one: half of the complaints took less, half took more."
)
_FLOW = gettext_lazy(
    "What was open before, plus what came in and what returned, less what was closed, is what stays open."
    " A complaint that returns after closing opens a new round of the same file."
)

TERM_NAMES: dict[str, Promise] = {
    "within_term": gettext_lazy("Within the term"),
    "extended": gettext_lazy("Within an extension"),
    "late": gettext_lazy("Too late"),
    "without_term": gettext_lazy("Without term"),
    UNKNOWN: gettext_lazy("Unknown"),
}
CONTACT_NAMES: dict[str, Promise] = {
    "spoken_in_time": gettext_lazy("Spoken to within the norm"),
    "attempted_in_time": gettext_lazy("Tried within the norm, not reached in time"),
    "late": gettext_lazy("Spoken to or tried later"),
    "not_due": gettext_lazy("Not spoken to yet; the norm has not passed"),
    "none": gettext_lazy("No contact recorded"),
    UNKNOWN: gettext_lazy("Unknown"),
}
FLOW_NAMES: dict[str, Promise] = {
    "brought_forward": gettext_lazy("Open at the start"),
    "received": gettext_lazy("Received"),
    "returned": gettext_lazy("Returned"),
    "closed": gettext_lazy("Closed"),
    "carried_forward": gettext_lazy("Open at the end"),
}


def shown_label(text: str) -> str:
    """A label as pages show it: the organisation's own words as they are, a blank in the reader's language."""
    return _("unknown") if text == UNKNOWN else text


def _shown_month(key: str) -> str:
    if key == UNKNOWN:
        return _("unknown")
    year, month = key.split("-")
    return f"{MONTHS[int(month)]} {year}"


def _single(figures: Figures, source: _Source) -> FigureTable:
    counts: Mapping[str, int] = figures[source.path[0]][source.path[1]]
    shown = _shown_month if source.path[1] == "by_month" else shown_label
    return _table(
        source, [str(source.measure)], [(shown(label), [count]) for label, count in counts.items()], totals=[sum(counts.values())]
    )


def _by_year(figures: Figures, source: _Source) -> FigureTable:
    historical = figures["historical"][source.path[0]]
    counts: Mapping[str, int] = figures[source.path[0]]["by_year"]
    rows: list[tuple[str, list[Cell]]] = [(_year(year, historical), [count]) for year, count in sorted(counts.items())]
    return _table(source, [str(source.measure)], rows, totals=None, note=_note(historical))


def _by_label_and_year(figures: Figures, source: _Source) -> FigureTable:
    historical = figures["historical"][source.path[0]]
    cells: Mapping[str, Mapping[str, int]] = figures[source.path[0]][source.path[1]]
    years = sorted({year for counts in cells.values() for year in counts})
    rows: list[tuple[str, list[Cell]]] = [(shown_label(label), [counts[year] for year in years]) for label, counts in cells.items()]
    return _table(source, [_year(year, historical) for year in years], rows, totals=_column_sums(rows), note=_note(historical))


def _by_pair(figures: Figures, source: _Source) -> FigureTable:
    cells: Mapping[str, Mapping[str, int]] = figures[source.path[0]][source.path[1]]
    columns = list(next(iter(cells.values()), {}))
    rows: list[tuple[str, list[Cell]]] = [
        (shown_label(label), [*(counts[column] for column in columns), sum(counts.values())]) for label, counts in cells.items()
    ]
    return _table(source, [*(shown_label(column) for column in columns), _("Total")], rows, totals=_column_sums(rows))


def _term(figures: Figures, source: _Source) -> FigureTable:
    rows: list[tuple[str, list[Cell]]] = [(str(name), [figures["handled"][code]]) for code, name in TERM_NAMES.items()]
    return _table(source, [str(source.measure)], rows, totals=[figures["handled"]["total"]])


def _contact(figures: Figures, source: _Source) -> FigureTable:
    contact = figures["contact"]
    is_recorded = bool(contact["rounds"]) and contact[UNKNOWN] != contact["rounds"]
    rows: list[tuple[str, list[Cell]]] = [(str(name), [contact[code]]) for code, name in CONTACT_NAMES.items()] if is_recorded else []
    return _table(source, [str(source.measure)], rows, totals=[contact["rounds"]])


def _days(figures: Figures, source: _Source) -> FigureTable:
    handled = figures["handled"]
    rows: list[tuple[str, list[Cell]]] = [
        (_("On average"), [handled["mean_days"]]),
        (_("The middle one"), [handled["median_days"]]),
    ]
    return _table(source, [_("Days")], [row for row in rows if row[1][0] is not None], totals=None)


def _same_day(figures: Figures, source: _Source) -> FigureTable:
    handled = figures["handled"]
    names = (_("On the day of receipt"), _("Later"))
    return _split(source, names, part=handled["same_day"], total=handled["total"])


def _judged(figures: Figures, source: _Source) -> FigureTable:
    handled = figures["handled"]
    names = (_("With a judgment"), _("Without a judgment"))
    return _split(source, names, part=handled["judged"], total=handled["total"])


def _split(source: _Source, names: tuple[str, str], *, part: int | None, total: int | None) -> FigureTable:
    """Those of whom something is so, and the others; nothing where it is not known."""
    rows: list[tuple[str, list[Cell]]] = []
    if part is not None and total:
        rows = [(names[0], [part]), (names[1], [total - part])]
    return _table(source, [str(source.measure)], rows, totals=[total])


def _flow(figures: Figures, source: _Source) -> FigureTable:
    rows: list[tuple[str, list[Cell]]] = [(str(name), [figures["flow"][code]]) for code, name in FLOW_NAMES.items()]
    note = _("Unknown where the year is known as totals only.") if any(row[1][0] is None for row in rows) else ""
    return _table(source, [str(source.measure)], rows, totals=None, note=note)


def _table(
    source: _Source, columns: list[str], rows: list[tuple[str, list[Cell]]], *, totals: list[Cell] | None, note: str = ""
) -> FigureTable:
    return FigureTable(
        key=source.key,
        title=str(source.title),
        row_label=str(source.row_label),
        columns=columns,
        rows=rows,
        totals=totals if len(rows) > 1 else None,
        definition=str(source.definition),
        note=note,
        is_pair=source.is_pair,
    )


def _column_sums(rows: list[tuple[str, list[Cell]]]) -> list[Cell]:
    return [sum(cell or 0 for cell in column) for column in zip(*(cells for _head, cells in rows), strict=True)]


def _year(year: str, historical: list[str]) -> str:
    return f"{year}*" if year in historical else year


def _note(historical: list[str]) -> str:
    return (
        _("* Taken over as a total, from what the organisation published; the complaints of that year are not in this register.")
        if historical
        else ""
    )


_L = gettext_lazy
_CHAPTERS: list[tuple[str, Promise, list[_Source]]] = [
    (
        "received",
        _L("What came in"),
        [
            _Source(
                key="received_by_year",
                title=_L("Received, by year"),
                row_label=_L("Year"),
                definition=JUST_RECEIVED,
                build=_by_year,
                path=("received", "by_year"),
            ),
            _Source(
                key="received_by_month",
                title=_L("Received, by month"),
                row_label=_L("Month"),
                definition=JUST_RECEIVED,
                build=_single,
                path=("received", "by_month"),
            ),
            _Source(
                key="received_by_nature",
                title=_L("Received, by subject"),
                row_label=_L("Subject"),
                definition=MAIN_POINT,
                build=_single,
                path=("received", "by_nature"),
            ),
            _Source(
                key="received_by_unit",
                title=_L("Received, by unit"),
                row_label=_L("Unit"),
                definition=MAIN_POINT,
                build=_single,
                path=("received", "by_unit"),
            ),
            _Source(
                key="received_by_unit_and_nature",
                title=_L("Received, by unit and subject"),
                row_label=_L("Unit"),
                definition=MAIN_POINT,
                build=_by_pair,
                path=("received", "by_unit_and_nature"),
                is_pair=True,
            ),
            _Source(
                key="received_by_municipality_and_year",
                title=_L("Received, by municipality and year"),
                row_label=_L("Municipality"),
                definition=JUST_RECEIVED,
                build=_by_label_and_year,
                path=("received", "by_municipality_and_year"),
                is_pair=True,
            ),
            _Source(
                key="received_by_channel",
                title=_L("Received, by channel"),
                row_label=_L("Channel"),
                definition=JUST_RECEIVED,
                build=_single,
                path=("received", "by_channel"),
            ),
            _Source(
                key="received_by_kind",
                title=_L("Received, by kind"),
                row_label=_L("Kind"),
                definition=JUST_RECEIVED,
                build=_single,
                path=("received", "by_kind"),
            ),
        ],
    ),
    (
        "handled",
        _L("How it was handled"),
        [
            _Source(
                key="handled_by_year",
                title=_L("Handled, by year"),
                row_label=_L("Year"),
                definition=HANDLED,
                build=_by_year,
                path=("handled", "by_year"),
            ),
            _Source(
                key="handled_by_outcome_and_year",
                title=_L("Handled, by outcome and year"),
                row_label=_L("Outcome"),
                definition=HANDLED,
                build=_by_label_and_year,
                path=("handled", "by_outcome_and_year"),
                is_pair=True,
            ),
            _Source(
                key="handled_by_procedure",
                title=_L("Handled, by procedure"),
                row_label=_L("Procedure"),
                definition=HANDLED,
                build=_single,
                path=("handled", "by_procedure"),
            ),
            _Source(
                key="judged", title=_L("Handled, with a judgment or without"), row_label=_L("Judgment"), definition=_JUDGED, build=_judged
            ),
            _Source(
                key="handled_by_nature_and_outcome",
                title=_L("Handled, by subject and outcome"),
                row_label=_L("Subject"),
                definition=HANDLED,
                build=_by_pair,
                path=("handled", "by_nature_and_outcome"),
                is_pair=True,
            ),
            _Source(
                key="handled_by_municipality_and_outcome",
                title=_L("Handled, by municipality and outcome"),
                row_label=_L("Municipality"),
                definition=HANDLED,
                build=_by_pair,
                path=("handled", "by_municipality_and_outcome"),
                is_pair=True,
            ),
        ],
    ),
    (
        "time",
        _L("How long it took"),
        [
            _Source(
                key="handled_by_term", title=_L("Handled, within the term or not"), row_label=_L("Result"), definition=TERM, build=_term
            ),
            _Source(key="same_day", title=_L("Closed on the day of receipt"), row_label=_L("When"), definition=HANDLED, build=_same_day),
            _Source(
                key="contact",
                title=_L("First contact, within the norm or not"),
                row_label=_L("Result"),
                definition=_CONTACT,
                build=_contact,
            ),
            _Source(key="days", title=_L("Days until closing"), row_label=_L("Measure"), definition=_DAYS, build=_days),
            _Source(key="flow", title=_L("Came in and went out"), row_label=_L("Part"), definition=_FLOW, build=_flow),
        ],
    ),
]


def chapters_of(figures: Figures, *, is_one_municipality: bool = False) -> list[Chapter]:
    """Every table of the figures, in the order of the page; tables without a row are left out.

    is_one_municipality: the organisation is a municipality itself, and need not record one.
    """
    chapters = []
    for key, title, sources in _CHAPTERS:
        recorded = [source for source in sources if _is_recorded(figures, source)]
        tables = [table for source in recorded if not (table := source.build(figures, source)).is_empty]
        left_out = [str(one.title) for one in sources if one not in recorded and not (is_one_municipality and one.is_by_municipality)]
        chapters.append(Chapter(key=key, title=str(title), tables=tables, not_recorded=left_out))
    return [chapter for chapter in chapters if chapter.tables]


def _is_recorded(figures: Figures, source: _Source) -> bool:
    """False where every complaint is "onbekend": the table would say the total once more."""
    part, breakdown = source.path
    return not breakdown or set(figures[part][breakdown]) != {UNKNOWN}


def table_of(figures: Figures, key: str) -> FigureTable | None:
    """One table by its key; None when there is none."""
    source = next((one for _key, _title, sources in _CHAPTERS for one in sources if one.key == key), None)
    if source is None:
        return None
    table = source.build(figures, source)
    return None if table.is_empty else table
