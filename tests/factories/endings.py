"""What whoever complains said at the end, as the law asks for it (Awb 9:5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from complaints.code_lists import Sayer
from complaints.ending import Ending
from complaints.models import ContactWay, Round
from tenants.organisation.core_lists import Dimension
from tests.factories.register import make_label

# Who said that it is solved, and how, after the control question; the words and the day are each test's own.
SAID: dict[str, Any] = {"confirmed_by": Sayer.COMPLAINANT, "confirmed_way": ContactWay.PHONE, "is_asked_if_solved": True}
# The same as a page, and as the API, sends it.
SAID_ON_PAGE = {"confirmed_by": "COMPLAINANT", "confirmed_way": "PHONE", "is_asked_if_solved": "on"}
SAID_BY_API = {"confirmedBy": "COMPLAINANT", "confirmedWay": "PHONE", "isAskedIfSolved": True}
# With our view, after the control question.
UPHELD = Ending(outcome="UPHELD", is_asked_if_solved=True)


def as_solved(reference: str, on: date) -> None:
    """The last round of a file as one that was closed because it is solved (9:5), with nothing of that in its history."""
    last = Round.objects.filter(complaint__reference=reference).latest("number")
    solved = make_label(Dimension.OUTCOME, "Naar tevredenheid opgelost", "SETTLED")
    Round.objects.filter(pk=last.pk).update(outcome=solved, closed_on=last.closed_on or on)
