"""Letters that wait for the look of a colleague, and what became of that, for whoever it is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from complaints.access import visible_complaints
from complaints.models import LetterLook
from tenants.actors import Actor
from tenants.permissions import Permission

MOST_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class LooksOf:
    """to_take: somebody asks this person (or anybody) to look. sent_back, approved: what they asked for, and was found; the letter did
    not change and did not go since.
    """

    to_take: list[LetterLook]
    sent_back: list[LetterLook]
    approved: list[LetterLook]


def looks_of(*, actor: Actor) -> LooksOf:
    """Oldest first, in files this person may see. Two queries."""
    if not actor.may(Permission.HANDLE_COMPLAINTS) or actor.user_id is None:
        return LooksOf(to_take=[], sent_back=[], approved=[])
    files = visible_complaints(actor=actor).filter(exclusion="", destroyed_at=None)
    here = LetterLook.objects.filter(letter__complaint__in=files, letter__sent_at=None).select_related(
        "letter__complaint", "letter__round__judgment", "letter__person"
    )
    mine = Q(asked_by_id=actor.user_id) | Q(letter__begun_by_id=actor.user_id) | Q(letter__changed_by_id=actor.user_id)
    mine |= Q(letter__writers__contains=[actor.user_id])
    to_take = here.filter(Q(asked_of=None) | Q(asked_of_id=actor.user_id), looked_at=None).exclude(mine)
    found = list(here.filter(asked_by_id=actor.user_id, looked_at__gte=F("letter__changed_at")).order_by("looked_at", "pk"))
    # Another look may be asked for meanwhile: the last one says how it is.
    last = {one.letter_id: one for one in found}
    waiting = set(LetterLook.objects.filter(letter__in=list(last), looked_at=None).values_list("letter_id", flat=True)) if last else set()
    done = [one for key, one in last.items() if key not in waiting]
    return LooksOf(
        to_take=list(to_take.order_by("asked_at", "pk")[:MOST_SHOWN]),
        sent_back=[one for one in done if not one.is_approved][:MOST_SHOWN],
        approved=[one for one in done if one.is_approved and not one.is_overtaken][:MOST_SHOWN],
    )
