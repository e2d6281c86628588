"""The year in five plain sentences."""

from __future__ import annotations

from math import sqrt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oversight.web.pictures import shown
from oversight.web.tables import Figures, shown_label
from oversight.yearly_figures import UNKNOWN


def sentences_of(figures: Figures, *, period: str) -> list[str]:
    """What came in, about what, how it ended, whether in time, how long it took. period: "2024", or the days in words."""
    told = [
        _received(figures, period),
        _subjects(figures["received"]),
        _outcomes(figures["handled"]),
        _in_time(figures["handled"]),
        _duration(figures),
    ]
    return [sentence for sentence in told if sentence]


def _received(figures: Figures, period: str) -> str:
    received = figures["received"]
    total = received["total"]
    if total is None:
        return _("How many complaints came in is not known for this choice.")
    sentence = ngettext("In %(period)s %(n)s complaint came in", "In %(period)s %(n)s complaints came in", total) % {
        "period": period,
        "n": total,
    }
    before = received["by_year"].get(str(figures["year"] - 1))
    if before is None:
        return f"{sentence}."
    return f"{sentence}, {_compared(total, before, str(figures['year'] - 1))}"


def _compared(now: int, before: int, year: str) -> str:
    if now == before:
        return _("as many as in %(year)s.") % {"year": year}
    more = ngettext("%(n)s more than in %(year)s.", "%(n)s more than in %(year)s.", abs(now - before))
    fewer = ngettext("%(n)s fewer than in %(year)s.", "%(n)s fewer than in %(year)s.", abs(now - before))
    sentence = (more if now > before else fewer) % {"n": abs(now - before), "year": year}
    return f"{sentence} {_('That difference may be chance.')}" if _may_be_chance(now, before) else sentence


def _may_be_chance(now: int, before: int) -> bool:
    """Two counts that differ by less than twice the spread that counts of this size have by themselves."""
    return abs(now - before) < 2 * sqrt(now + before)


def _subjects(received: Any) -> str:
    known = [(label, count) for label, count in received["by_nature"].items() if count and label != UNKNOWN]
    if not known:
        return ""
    first, *rest = sorted(known, key=lambda pair: -pair[1])
    sentence = _("Most were about %(label)s: %(n)s") % {"label": first[0], "n": first[1]}
    if rest:
        sentence += _(", then %(label)s: %(n)s") % {"label": rest[0][0], "n": rest[0][1]}
    return f"{sentence}."


def _outcomes(handled: Any) -> str:
    total = handled["total"]
    if total is None:
        return _("How many were handled is not known for this choice: of that year only totals are known.")
    if not total:
        return _("None was handled.")
    sentence = ngettext("%(n)s complaint was handled", "%(n)s complaints were handled", total) % {"n": total}
    if handled["judged"] is None:
        sentence += "."
    else:
        sentence += ngettext(", %(n)s of them with a judgment.", ", %(n)s of them with a judgment.", handled["judged"]) % {
            "n": handled["judged"]
        }
    known = [(label, count) for label, count in handled["by_outcome"].items() if count]
    if len(known) > 1:
        label, count = max(known, key=lambda pair: pair[1])
        sentence += " " + _("The most frequent outcome was “%(label)s”: %(n)s.") % {"label": shown_label(label), "n": count}
    return sentence


def _in_time(handled: Any) -> str:
    if handled["total"] is None:
        return ""
    total, within = handled["total"], handled["within_term"]
    if not total:
        return ""
    if within == total:
        sentence = ngettext("It was handled within the term of the law.", "All %(n)s were handled within the term of the law.", total)
        return sentence % {"n": total}
    if handled[UNKNOWN] == total:
        return _("Whether they were handled in time is not known.")
    if handled["without_term"] == total:
        return _("The law sets no term for what was handled: these were signals and reports.")
    # Every complaint that was handled is in one of these parts: whoever adds them up gets the total.
    sentence = _("Of the %(total)s that were handled, %(n)s were within the term of the law") % {"total": total, "n": within}
    if handled["extended"]:
        sentence += _(", %(n)s within an extension") % {"n": handled["extended"]}
    if handled["late"]:
        sentence += _(", %(n)s too late") % {"n": handled["late"]}
    if handled["without_term"]:
        sentence += _("; for %(n)s the law sets no term") % {"n": handled["without_term"]}
    if handled[UNKNOWN]:
        sentence += _("; of %(n)s it is not known") % {"n": handled[UNKNOWN]}
    return f"{sentence}."


def _duration(figures: Figures) -> str:
    handled, still_open = figures["handled"], figures["flow"]["carried_forward"]
    parts = []
    if handled["mean_days"] is not None:
        parts.append(
            _("Handling took %(mean)s days on average; the middle one took %(median)s days.")
            % {"mean": _short(handled["mean_days"]), "median": _short(handled["median_days"])}
        )
    if still_open == 0:
        parts.append(_("At the end none was open any more."))
    elif still_open is not None:
        parts.append(ngettext("At the end %(n)s was still open.", "At the end %(n)s were still open.", still_open) % {"n": still_open})
    return " ".join(parts)


def _short(days: float) -> str:
    return shown(int(days) if days == int(days) else days)
