"""Sentences of the register's pages."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from complaints.awb.clock import HandlingClock
from complaints.models import Regime, Round
from complaints.selectors import ComplaintFilters
from tenants.templatetags.polsslag import day
from tenants.web.wording import time_left

EVENT_NAMES: dict[str, Promise] = {
    "taken_over": gettext_lazy("Taken over from the earlier register"),
    "terms_recomputed": gettext_lazy("Dates computed anew"),
    "kind_followed": gettext_lazy("The word for the kind got another meaning"),
    "meaning_followed": gettext_lazy("Kind or procedure got another meaning; dates computed anew"),
}


def event_name(code: str) -> str:
    """What happened, in words; an event that has none yet is named by its code."""
    return str(EVENT_NAMES.get(code, code.replace("_", " ")))


def list_sentence(*, filters: ComplaintFilters, total: int) -> str:
    """The filters read as a sentence: "12 open complaints about Treatment, at Work, too late"."""
    if filters.state == "open":
        start = ngettext("%(n)s open complaint", "%(n)s open complaints", total)
    elif filters.state == "late":
        start = ngettext("%(n)s open complaint that is too late", "%(n)s open complaints that are too late", total)
    elif filters.state == "closed":
        start = ngettext("%(n)s closed complaint", "%(n)s closed complaints", total)
    else:
        start = ngettext("%(n)s complaint", "%(n)s complaints", total)
    parts = [start % {"n": total}]
    parts += [text % {"what": what} for text, what in _narrowings(filters) if what]
    return ", ".join(parts)


def _narrowings(filters: ComplaintFilters) -> list[tuple[str, str | None]]:
    return [
        (_("about %(what)s"), filters.nature),
        (_("at %(what)s"), filters.unit),
        (_("from %(what)s"), filters.municipality),
        (_("came in by %(what)s"), filters.channel),
        (_("kind %(what)s"), filters.kind),
        (_("received from %(what)s"), day(filters.received_from)),
        (_("received up to and including %(what)s"), day(filters.received_until)),
    ]


def clock_sentence(*, one: Round, today: date) -> str:
    """How a round stands in time, in one sentence."""
    if one.closed_on:
        days = (one.closed_on - one.opened_on).days
        if days == 0:
            return _("Closed on %(closed)s, the day it came in.") % {"closed": day(one.closed_on)}
        took = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        return _("Closed on %(closed)s, after %(took)s.") % {"closed": day(one.closed_on), "took": took}
    left = time_left(due_on=one.due_on, today=today)
    return _("Must be closed by %(due)s at the latest: %(left)s.") % {"due": day(one.due_on), "left": left}


def clock_explanation(clock: HandlingClock | None) -> list[str]:
    """Why the dates are what they are, a line for each date; empty where no statute explains them."""
    return clock.explanation(language=get_language() or "nl") if clock else []


def clock_warnings(clock: HandlingClock | None) -> list[str]:
    return [warning.text(language=get_language() or "nl") for warning in clock.warnings] if clock else []


def state_of(one: Round, *, today: date) -> tuple[str, str]:
    """The shape and the words of a round's state."""
    if one.closed_on:
        return "closed", _("closed")
    if one.due_on < today:
        return "late", time_left(due_on=one.due_on, today=today)
    if (one.due_on - today).days <= 7:
        return "soon", time_left(due_on=one.due_on, today=today)
    return "open", time_left(due_on=one.due_on, today=today)


def regime_name(one: Round) -> str:
    return str(Regime(one.regime).label)
