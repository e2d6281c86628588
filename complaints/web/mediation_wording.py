"""Mediation in words, on the page of its file and in the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import ContactWay, Mediation, MediationOutcome, MediationProposer
from tenants.templatetags.polsslag import day

PROPOSERS = {
    MediationProposer.US: gettext_lazy("we did"),
    MediationProposer.COMPLAINANT: gettext_lazy("whoever complains"),
    MediationProposer.OTHER_SIDE: gettext_lazy("the other side"),
}
OUTCOMES = {
    MediationOutcome.AGREED: gettext_lazy("They came to an agreement"),
    MediationOutcome.PARTLY: gettext_lazy("They agreed on a part"),
    MediationOutcome.NOT_AGREED: gettext_lazy("They did not come to an agreement"),
    MediationOutcome.DECLINED: gettext_lazy("A side did not want mediation"),
    MediationOutcome.STOPPED: gettext_lazy("It was stopped on the way"),
}


def shown_mediation(one: Mediation, *, names: Mapping[int, str], today: date) -> dict[str, Any]:
    """How it stands. names: of users."""
    is_late = one.next_on is not None and one.next_on < today
    return {
        "mediation": one,
        "words": mediation_words(one),
        "is_late": is_late,
        "shape": "late" if is_late else "soon" if not one.outcome else "closed" if one.outcome == MediationOutcome.AGREED else "unknown",
        "lines": _lines(one, names=names),
    }


def mediation_words(one: Mediation) -> str:
    if one.outcome:
        assert one.ended_on is not None
        return f"{OUTCOMES[MediationOutcome(one.outcome)]}, {day(one.ended_on)}"
    assert one.next_on is not None
    return _("Look how it stands on %(on)s") % {"on": day(one.next_on)}


def _lines(one: Mediation, *, names: Mapping[int, str]) -> list[str]:
    proposer = PROPOSERS[MediationProposer(one.proposed_by)]
    lines = [_("Proposed on %(on)s: %(who)s") % {"on": day(one.proposed_on), "who": proposer}]
    sides = (
        (_("Whoever complains"), one.complainant_agreed_on, one.complainant_way, one.complainant_agreed_by),
        (one.other_side, one.other_agreed_on, one.other_way, one.other_agreed_by),
    )
    for who, on, way, by in sides:
        if on is None:
            if not one.outcome:
                lines.append(_("%(who)s: has not said yes yet") % {"who": who})
            continue
        said = _("%(who)s: said yes on %(on)s, %(way)s") % {"who": who, "on": day(on), "way": ContactWay(way).label}
        lines.append(f"{said} ({by})" if by else said)
    if one.has_mediator:
        lines.append(_("Mediator: %(name)s") % {"name": names.get(one.mediator_id or 0) or one.mediator_name})
    if one.talks:
        talks = ", ".join(day(date.fromisoformat(on)) for on in one.talks)
        lines.append(_("Talked on %(days)s") % {"days": talks})
    return lines
