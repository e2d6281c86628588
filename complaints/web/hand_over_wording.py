"""A hand-over in words, on the page of its file and in Mijn werk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.code_lists import HAND_OVERS, HandOverKind
from complaints.handing_over import RULES, URGENT
from complaints.models import HandOver
from complaints.work.handed import is_late
from tenants.templatetags.polsslag import day, moment


def shown_hand_over(one: HandOver, *, names: Mapping[int, str], now: datetime) -> dict[str, Any]:
    """How it stands. names: of users."""
    late = is_late(one, now=now)
    return {
        "hand_over": one,
        "kind": HAND_OVERS[HandOverKind(one.kind)],
        "owner": names.get(one.owner_id or 0) or one.owner_name,
        "words": hand_over_words(one),
        "is_late": late,
        "may_be_later": RULES[HandOverKind(one.kind)].may_be_later,
        "is_urgent": one.ended_on is None and one.kind in URGENT,
        "shape": "late" if late else "closed" if one.is_done else "unknown" if one.ended_on else "soon",
        "lines": _lines(one),
    }


def hand_over_words(one: HandOver) -> str:
    """By when it is done, with the article that says so; or that it is over."""
    if one.ended_on is not None:
        return (_("Done on %(day)s") if one.is_done else _("Turned out to be nothing, on %(day)s")) % {"day": day(one.ended_on)}
    article = RULES[HandOverKind(one.kind)].article
    if one.due_at is not None:
        told = _("To be done before %(due)s") % {"due": moment(one.due_at)}
    else:
        told = _("To be done by %(due)s") % {"due": day(one.due_on)}
    return f"{told} ({article})" if article else told


def _lines(one: HandOver) -> list[str]:
    lines = [
        _("known since %(moment)s") % {"moment": moment(one.known_at)},
        _("owner told on %(day)s, %(way)s") % {"day": day(one.told_on), "way": one.get_told_way_display()},
    ]
    if one.phoned_at is not None:
        lines.insert(0, _("phoned %(whom)s, %(moment)s") % {"whom": one.phoned_whom, "moment": moment(one.phoned_at)})
    return lines
