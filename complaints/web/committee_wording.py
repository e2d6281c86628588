"""A committee and its advice in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.advising import advise_by, advises_in, given_advice
from complaints.code_lists import VERDICTS, Verdict
from complaints.hearing import lost_to
from complaints.models import ComplaintPoint, Round
from complaints.web.judgment_wording import point_name
from tenants.actors import Actor


def people_advising(one: Round) -> set[int]:
    """Users whom an advice names, to look their names up at once. Uses what is loaded."""
    advice = getattr(one, "advice", None)
    return set(advice.given_by) if advice is not None else set()


def shown_advice(one: Round, points: Mapping[int, ComplaintPoint], *, names: Mapping[int, str], actor: Actor) -> dict[str, Any] | None:
    """The committee of a round with what it advised, once that was given; None where it lies before none."""
    if one.committee is None:
        return None
    advice = given_advice(one)
    return {
        "committee": one.committee.name,
        "since": one.committee_since,
        "advise_by": advise_by(one) if one.closed_on is None else None,
        "may_write": one.closed_on is None and advises_in(actor, one),
        "has_draft": advice is None and getattr(one, "advice", None) is not None,
        "advice": advice,
        "by": ", ".join(names[user_id] for user_id in advice.given_by if user_id in names) if advice else "",
        "has_involved": bool(advice and lost_to(one.complaint, advice.given_by)),
        "verdicts": [
            {"name": point_name(points[verdict.point_id]), "verdict": VERDICTS[Verdict(verdict.verdict)]}
            for verdict in (advice.points.all() if advice else ())
            if verdict.point_id in points
        ],
    }
