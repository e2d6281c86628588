"""What `complaints` can be narrowed to, and in which order it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.utils.translation import gettext_lazy as _

from complaints.finding.filters import ComplaintFilters, ListState
from complaints.finding.periods import Period
from complaints.finding.sorting import Sort
from tenants.errors import Refusal


class GivenTwice(Refusal):
    code = "given_twice"
    message = _("This is said twice, in two ways. Say it once, in `filter`.")


class LastNeedsBefore(Refusal):
    code = "last_needs_before"
    message = _("Give a cursor as `before` with `last`: the list is read from its beginning, or back from a place in it.")


class ComplaintState(graphene.Enum):
    """Where a file stands; without a state everything is there.

    OPEN: not closed. LATE: open and past its last day. DUE_THIS_WEEK: open, with its last day today or within seven days.
    CLOSED: closed. LEFT_OUT: double or registered by mistake, so in no figure; such a file is neither open nor closed.
    """

    OPEN = ListState.OPEN.value
    CLOSED = ListState.CLOSED.value
    LATE = ListState.LATE.value
    DUE_THIS_WEEK = ListState.DUE_THIS_WEEK.value
    LEFT_OUT = ListState.LEFT_OUT.value


class ComplaintPeriod(graphene.Enum):
    """The days of receipt, seen from today. A week begins on Monday."""

    THIS_WEEK = Period.THIS_WEEK.value
    THIS_MONTH = Period.THIS_MONTH.value
    THIS_QUARTER = Period.THIS_QUARTER.value
    THIS_YEAR = Period.THIS_YEAR.value
    LAST_YEAR = Period.LAST_YEAR.value


class ComplaintSort(graphene.Enum):
    """DUE: open files by their last day, soonest first, then all others. CHANGED: last worked on first."""

    NEWEST = Sort.NEWEST.value
    OLDEST = Sort.OLDEST.value
    DUE = Sort.DUE.value
    REFERENCE = Sort.REFERENCE.value
    CHANGED = Sort.CHANGED.value


class ComplaintFilter(graphene.InputObjectType):
    """What the list is narrowed to. A word of the organisation (capitals and spaces do not matter), its id, or a code of the core list.

    A word, a number or a code that nobody knows here is refused; it never gives an empty list.
    """

    state = ComplaintState()
    due_this_week = graphene.Boolean(description="As state DUE_THIS_WEEK.")
    mine = graphene.Boolean(description="True: what you handle now.")
    handler_id = graphene.Int(description="What somebody handles now. For coordinators.")
    without_handler = graphene.Boolean(description="True: what nobody handles. For coordinators.")
    unit = graphene.String(description="Of the main point.")
    nature = graphene.String(description="The subject of the main point.")
    channel = graphene.String()
    municipality = graphene.String()
    kind = graphene.String(description="The organisation's own word.")
    derived_kind = graphene.String(description="What the facts make of it: SIGNAL, REPORT, COMPLAINT, FORMAL_COMPLAINT ...")
    law = graphene.String(description="WMO, JW, PW ...")
    provider_id = graphene.Int(description="The provider it is about.")
    period = ComplaintPeriod()
    received_from = graphene.Date(description="This day included.")
    received_until = graphene.Date(description="This day included.")
    text = graphene.String(description="Words, a name, a number or a piece of one; typing errors are forgiven.")


def stated_filters(given: Mapping[str, Any], named: Mapping[str, Any]) -> ComplaintFilters:
    """The filters of `filter` and of the arguments beside it. Raises GivenTwice."""
    told = {name: _value(value) for name, value in given.items() if value is not None}
    for name, value in named.items():
        if value is None:
            continue
        if name in told:
            raise GivenTwice(field=name)
        told[name] = _value(value)
    if told.pop("due_this_week", False):
        if told.get("state") not in (None, ListState.OPEN, ListState.DUE_THIS_WEEK):
            raise GivenTwice(field="due_this_week")
        told["state"] = ListState.DUE_THIS_WEEK.value
    return ComplaintFilters(**told)


def page_arguments(*, first: int, after: str | None, last: int | None, before: str | None) -> dict[str, Any]:
    """Which page is asked. Raises LastNeedsBefore."""
    if last is not None and not before:
        raise LastNeedsBefore(field="last")
    return {"after": after, "before": before, "size": first if last is None else last}


def _value(given: Any) -> Any:
    return getattr(given, "value", given)
