"""What follows from facts that changed: the kind of a file and the terms of its rounds. Opens no transaction."""

from __future__ import annotations

from typing import Any

from complaints.awb.refusals import ClockRefusal
from complaints.kinds import IntakeFacts
from complaints.models import Complaint, Regime, Round
from complaints.records import refresh_dates
from complaints.registering import facts_of_return, term_of


def first_round(complaint: Complaint) -> Round:
    return complaint.rounds.order_by("number")[0]


def write_term(one: Round, facts: IntakeFacts, *, facts_before: IntakeFacts) -> None:
    """The term by the new facts of the file. Where the clock would refuse what else is in it, the dates stay as they are."""
    regime, has_statutory_term = term_of(facts_of_return(facts, one=one))
    # Of a file that was taken over nothing is recorded while nothing tells; once something does, it no longer follows its words.
    is_told_first = one.has_statutory_term is None and facts.is_written is not None and facts_before.is_written is None
    if (regime, has_statutory_term) == term_of(facts_of_return(facts_before, one=one)) and not is_told_first:
        return
    regime_before = one.regime
    one.has_statutory_term = has_statutory_term
    if one.regime != Regime.COMMISSION:
        one.regime = Regime(regime)
    try:
        refresh_dates(one)
    except ClockRefusal:
        one.regime = regime_before
    one.save(update_fields=["has_statutory_term", "regime"])


def kind_and_term(complaint: Complaint, *, last: Round) -> dict[str, Any]:
    """As history keeps them, of the last round; of the first one too, which a corrected channel is about."""
    known = {
        "derived_kind": complaint.derived_kind,
        "has_statutory_term": last.has_statutory_term,
        "due_on": last.due_on.isoformat(),
    }
    if last.number > 1:
        first = first_round(complaint)
        known |= {"first_has_statutory_term": first.has_statutory_term, "first_due_on": first.due_on.isoformat()}
    return known


def what_followed(before: dict[str, Any], now: dict[str, Any]) -> dict[str, list[Any]]:
    """Of two times `kind_and_term`, what became another: as it was and as it is."""
    return {name: [before[name], value] for name, value in now.items() if before[name] != value}
