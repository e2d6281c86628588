"""What lies before a committee, for its members; and what it advised, for who handles the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from complaints.access import visible_complaints
from complaints.advising import advise_by
from complaints.models import Advice, Round
from complaints.work.crew import crew_on, takings
from tenants.actors import Actor
from tenants.permissions import Permission

MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class AdviceDue:
    """by: so that two weeks are left to decide. is_begun: a draft is there."""

    round: Round
    by: date
    is_begun: bool


def advice_due(*, actor: Actor) -> tuple[list[AdviceDue], int]:
    """Open files before the committees of this member that were not advised on, the first due first; and how many there are."""
    if not actor.may(Permission.ADVISE) or actor.user_id is None:
        return [], 0
    open_here = Round.objects.filter(
        closed_on=None,
        complaint__in=visible_complaints(actor=actor),
        complaint__exclusion="",
        committee__seats__user_id=actor.user_id,
        committee__seats__left_on=None,
    ).exclude(advice__given_on__isnull=False)
    rounds = list(open_here.select_related("complaint", "advice", "committee").order_by("due_on", "complaint__reference"))
    found = [AdviceDue(round=one, by=advise_by(one), is_begun=getattr(one, "advice", None) is not None) for one in rounds]
    return found[:MOST_SHOWN], len(found)


def advice_in(*, actor: Actor, today: date) -> list[Advice]:
    """Advice that came in and that nobody judged by since, of open files whose work is this person's, the first due first."""
    if not actor.may(Permission.HANDLE_COMPLAINTS):
        return []
    unjudged = Q(round__judgment=None) | Q(round__judgment__recorded_at__lt=F("recorded_at"))
    files = visible_complaints(actor=actor).filter(exclusion="")
    given = Advice.objects.filter(unjudged, given_on__isnull=False, round__closed_on=None, round__complaint__in=files)
    advices = list(given.select_related("round__complaint", "round__committee").order_by("round__due_on", "pk"))
    found = takings([one.round for one in advices], crew=crew_on(today)) if advices else {}
    return [one for one in advices if actor.user_id in found[one.round_id].takers][:MOST_SHOWN]
