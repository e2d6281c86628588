"""Promises in words: how each stands, whose it is, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Promise
from complaints.work.promises import ENDS, PromiseState, state_of_promise
from tenants.selectors import current_statutory_calendar
from tenants.templatetags.polsslag import day
from tenants.web.wording import time_left

SHAPES = {
    PromiseState.OPEN: "open",
    PromiseState.DUE: "soon",
    PromiseState.BROKEN: "late",
    PromiseState.KEPT: "closed",
    PromiseState.NOT_KEPT: "warning",
    PromiseState.WITHDRAWN: "unknown",
}


def shown_promise(promise: Promise, *, names: Mapping[int, str], today: date) -> dict[str, Any]:
    """A promise for a page. names: of users."""
    state = state_of_promise(end=promise.end, due_on=promise.due_on, today=today, calendar=current_statutory_calendar())
    return {
        "promise": promise,
        "state": state.value,
        "shape": SHAPES[state],
        "words": promise_words(promise, state=state, today=today),
        "who": promiser_name(promise, names=names),
        "is_open": not promise.end,
        "can_withdraw": PromiseState.WITHDRAWN in ENDS[state],
    }


def promise_words(promise: Promise, *, state: PromiseState, today: date) -> str:
    """How a promise stands."""
    left, on = time_left(due_on=promise.due_on, today=today), day(promise.ended_on)
    if state is PromiseState.KEPT and promise.ended_on is not None and promise.ended_on > promise.due_on:
        return _("Kept on %(day)s, later than promised") % {"day": on}
    words = {
        PromiseState.OPEN: _("Open: %(left)s"),
        PromiseState.DUE: _("Has to be done soon: %(left)s"),
        PromiseState.BROKEN: _("Broken: %(left)s"),
        PromiseState.KEPT: _("Kept on %(day)s"),
        PromiseState.NOT_KEPT: _("Not kept; this person was told on %(day)s"),
        PromiseState.WITHDRAWN: _("Recorded by mistake"),
    }
    return words[state] % {"left": left, "day": on}


def promiser_name(promise: Promise, *, names: Mapping[int, str]) -> str:
    """Whose promise it is."""
    return names.get(promise.promised_by_id or 0) or (promise.unit.text if promise.unit else promise.name)
