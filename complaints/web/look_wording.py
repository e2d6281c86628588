"""A second look at a letter in words."""

from __future__ import annotations

from typing import Any

from complaints.hearing import lost_to
from complaints.letter_writing import WrittenLetter, writers_of
from complaints.models import Letter
from complaints.second_look import digest_to_look_at, last_look, needs_look, waiting_look
from tenants.accounts.selectors import names_here
from tenants.actors import Actor


def shown_look(letter: Letter, written: WrittenLetter, *, actor: Actor) -> dict[str, Any] | None:
    """How it stands with the second look at a draft; None where it needs none."""
    if not needs_look(letter):
        return None
    waits, last = waiting_look(letter), last_look(letter)
    names = names_here({one for one in (waits and waits.asked_of_id, last and last.looked_by_id) if one})
    state = "asked" if waits else "none"
    if not waits and last is not None and not lost_to(letter.complaint, [last.looked_by_id]):
        state = "sent_back"
        if last.is_approved:
            state = "approved" if last.sha256 == digest_to_look_at(letter, written) and not last.is_overtaken else "changed"
    return {
        "state": state,
        "asked_of": names.get(waits.asked_of_id or 0, "") if waits else "",
        "may_look": waits is not None and actor.user_id not in writers_of(letter) | {waits.asked_by_id},
        "by": names.get(last.looked_by_id or 0, "") if last else "",
        "at": last.looked_at if last else None,
        "remarks": last.remarks if last else "",
        "may_go": state == "approved",
        "may_be_asked": state not in ("asked", "approved") and (written.may_go or letter.final_id is not None),
    }
