"""What is open and by when: the start page of whoever handles complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from complaints.access import visible_complaints
from complaints.models import Complaint, ComplaintPoint, Exclusion, Round
from tenants.actors import Actor

MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class WorkGroup:
    """Open rounds that are due in the same stretch of time. rounds: the first few, soonest first; count: all of them."""

    code: str
    rounds: list[Round]
    count: int


def open_work(*, actor: Actor, today: date) -> list[WorkGroup]:
    """Open rounds this person may see: late, due within a week, later. A group without rounds is there too."""
    open_rounds = Round.objects.filter(
        closed_on__isnull=True, complaint__in=visible_complaints(actor=actor), complaint__exclusion=Exclusion.NONE
    )
    next_week = today + timedelta(days=7)
    return [
        _group("late", open_rounds.filter(due_on__lt=today)),
        _group("this_week", open_rounds.filter(due_on__gte=today, due_on__lte=next_week)),
        _group("later", open_rounds.filter(due_on__gt=next_week)),
    ]


def has_complaints(*, actor: Actor) -> bool:
    """Whether there is any file at all that this person may see."""
    return visible_complaints(actor=actor).exists()


def newest_complaint(*, actor: Actor) -> Complaint | None:
    """The file received last, to tell which year has figures."""
    return visible_complaints(actor=actor).order_by("-received_on").only("received_on").first()


def _group(code: str, rounds: QuerySet[Round]) -> WorkGroup:
    main_points = Prefetch("complaint__points", ComplaintPoint.objects.filter(is_main=True).select_related("nature", "unit"))
    first = rounds.select_related("complaint").prefetch_related(main_points).order_by("due_on", "complaint__reference")
    return WorkGroup(code=code, rounds=list(first[:MOST_SHOWN]), count=rounds.count())
