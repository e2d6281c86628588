"""Copies, talks and waivers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.hearing import Heard, invitation_came_back, is_heard, lost_to, subjects_of, talks_that_count
from complaints.models import Complaint, HeardSide, Hearing, HearingResult, Round
from complaints.selectors import standing_waiver
from tenants.templatetags.polsslag import day, moment


def side_name(person: Heard, names: Mapping[int, str]) -> str:
    """Who is heard: of the complainant no name, which may be shielded. names: of users."""
    if person.side is HeardSide.SUBJECT:
        return names.get(person.user_id or 0) or person.name or _("a colleague")
    text = str(person.side.label).capitalize()
    return f"{text}: {person.name}" if person.name else text


def person_of(hearing: Hearing) -> Heard:
    """Whom a talk is with."""
    return Heard(side=HeardSide(hearing.side), user_id=hearing.user_id, name=hearing.name)


def talk_name(hearing: Hearing, names: Mapping[int, str]) -> str:
    """A talk in a list of choices: with whom, and when it is, was, or somebody was invited."""
    return f"{side_name(person_of(hearing), names)}, {_when(hearing)}"


def people_heard(one: Round) -> set[int]:
    """Users whom copies and talks of a round name, to look their names up at once. Uses what is loaded."""
    users = {copy.user_id for copy in one.copies.all()}
    users |= {user_id for hearing in one.hearings.all() for user_id in (hearing.user_id, hearing.heard_by_id)}
    return {user_id for user_id in users if user_id is not None}


def shown_hearings(of: Complaint, one: Round, *, names: Mapping[int, str]) -> dict[str, Any]:
    """Copies, talks, the waiver, and who was not heard yet, of a round."""
    talks, counting = list(one.hearings.all()), talks_that_count(one)
    lost = lost_to(of, (talk.heard_by_id for talk in talks))
    sides = [Heard(side=HeardSide.COMPLAINANT), *subjects_of(of)]
    waiver = standing_waiver(one)
    return {
        "copies": [{"copy": copy, "to": names.get(copy.user_id or 0) or copy.name} for copy in one.copies.all()],
        "talks": [
            {
                "hearing": hearing,
                "whom": side_name(person_of(hearing), names),
                "when": _when(hearing),
                "way": hearing.get_way_display() if hearing.way else "",
                "by": names.get(hearing.heard_by_id or 0, ""),
                "is_by_involved": hearing.heard_by_id in lost,
                "is_planned": hearing.result == HearingResult.PLANNED,
                "is_held": hearing.result == HearingResult.HELD,
                "result": _("invitation came back") if invitation_came_back(hearing) else hearing.get_result_display(),
                "came_back": invitation_came_back(hearing),
            }
            for hearing in talks
        ],
        "waiver": waiver,
        "has_earlier_talks": any(
            talk.result != HearingResult.PLANNED for talk in talks if talk not in counting and talk.heard_by_id not in lost
        ),
        "not_heard": [
            {"name": side_name(side, names), "code": side.side.value, "is_complainant": side.side is HeardSide.COMPLAINANT}
            for side in sides
            if not is_heard(counting, side) and not (waiver and side.side is HeardSide.COMPLAINANT)
        ],
    }


def shown_talks(talks: Iterable[Hearing], *, now: datetime) -> list[dict[str, Any]]:
    """Planned talks for a list of work: whose side, never a name."""
    return [
        {
            "reference": one.round.complaint.reference,
            "hearing": one,
            "side": str(HeardSide(one.side).label).capitalize(),
            "has_passed": one.planned_at is not None and one.planned_at <= now,
            "came_back": invitation_came_back(one),
        }
        for one in talks
    ]


def _when(hearing: Hearing) -> str:
    if hearing.held_at:
        return str(moment(hearing.held_at))
    if hearing.planned_at:
        return str(moment(hearing.planned_at))
    return _("invited on %(invited)s") % {"invited": day(hearing.invited_on)} if hearing.invited_on else _("no moment agreed yet")
