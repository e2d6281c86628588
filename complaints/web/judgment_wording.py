"""A judgment in words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.code_lists import NORM_NAMES, VERDICTS, Quadrant, Verdict, quadrant_of
from complaints.judging import decided_on, judgment_of
from complaints.models import ComplaintPoint, PointJudgment, Round

MOST_WORDS_OF_POINT = 20

QUADRANT_NAMES: dict[Quadrant, Promise] = {
    Quadrant.LAWFUL_PROPER: gettext_lazy("lawful and proper"),
    Quadrant.LAWFUL_IMPROPER: gettext_lazy("lawful, but not proper"),
    Quadrant.UNLAWFUL_PROPER: gettext_lazy("not lawful, but proper"),
    Quadrant.UNLAWFUL_IMPROPER: gettext_lazy("neither lawful nor proper"),
}


def point_name(point: ComplaintPoint) -> str:
    """What a subject of the complaint is called, so that two of one kind are told apart."""
    words = Truncator(point.description).words(MOST_WORDS_OF_POINT)
    return ": ".join(part for part in (point.nature.text if point.nature else "", words) if part) or _("The complaint")


def shown_judgment(one: Round, points: dict[int, ComplaintPoint]) -> dict[str, Any] | None:
    """What was found in a round, for the file; None where nothing was recorded. points: of the complaint, by key."""
    judgment = judgment_of(one)
    if judgment is None:
        return None
    return {
        "findings": judgment.findings,
        "reasoning": judgment.reasoning,
        "conclusions": judgment.conclusions,
        "deviation": judgment.deviation,
        "no_subject": judgment.get_no_subject_display() if judgment.no_subject else "",
        "no_subject_reason": judgment.no_subject_reason,
        "sent_on": decided_on(one),
        "verdicts": [_shown(verdict, points[verdict.point_id]) for verdict in judgment.points.all() if verdict.point_id in points],
    }


def _shown(one: PointJudgment, point: ComplaintPoint) -> dict[str, Any]:
    quadrant = quadrant_of(lawful=one.lawful, proper=one.proper)
    return {
        "name": point_name(point),
        "verdict": VERDICTS[Verdict(one.verdict)],
        "quadrant": str(QUADRANT_NAMES[quadrant]).capitalize() if quadrant else "",
        "norms": [NORM_NAMES[norm] for norm in one.norms],
    }
