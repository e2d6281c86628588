"""A transfer in words, on the page of its file and in Mijn werk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.models import ContactWay, Transfer, TransferEnd
from tenants.templatetags.polsslag import day


def shown_transfer(one: Transfer, *, today: date) -> dict[str, Any]:
    """How it stands, and the days and ways of it. Uses what is loaded."""
    is_late = one.is_awaited and one.due_on is not None and one.due_on < today
    shape = "late" if is_late else "info" if one.is_awaited else "closed" if one.end == TransferEnd.FEEDBACK else "unknown"
    return {
        "transfer": one,
        "kind": str(one.get_kind_display()).capitalize(),
        "receiver": one.receiver,
        "words": transfer_words(one),
        "is_late": is_late,
        "shape": shape,
        "lines": _lines(one),
    }


def transfer_words(one: Transfer) -> str:
    """How it stands, in one sentence."""
    if one.end == TransferEnd.WITHDRAWN:
        return _("Recorded by mistake, and taken back")
    if one.end == TransferEnd.GIVEN_UP:
        return _("We wait no longer for feedback, since %(day)s") % {"day": day(one.ended_on)}
    if one.end == TransferEnd.FEEDBACK:
        return _("Feedback of %(day)s, %(way)s") % {"day": day(one.ended_on), "way": _way(one.feedback_way)}
    if one.due_on is None:
        return _("They handle it; no feedback was agreed")
    return _("Feedback is due by %(due)s") % {"due": day(one.due_on)}


def _lines(one: Transfer) -> list[str]:
    lines = [
        _("went there on %(day)s, %(way)s") % {"day": day(one.handed_on), "way": _way(one.handed_way)},
        _("received by us on %(day)s") % {"day": day(one.received_on)},
    ]
    if one.agreed_on:
        who = str(one.get_agreed_by_display()).lower()
        lines.append(_("agreed on %(day)s, %(way)s (%(who)s)") % {"day": day(one.agreed_on), "way": _way(one.agreed_way), "who": who})
    if one.told_on:
        lines.append(_("sender told on %(day)s, %(way)s") % {"day": day(one.told_on), "way": _way(one.told_way)})
    if one.end == TransferEnd.FEEDBACK:
        lines.append(_("feedback from %(whom)s") % {"whom": one.feedback_from})
        told = _("whoever complains heard it on %(day)s") % {"day": day(one.person_told_on)} if one.person_told_on else ""
        left = _("whoever complains is not told: %(why)s") % {"why": one.not_told_because} if one.not_told_because else ""
        lines.append(told or left or _("whoever complains was not told yet"))
    return lines


def _way(code: str) -> str:
    return str(ContactWay(code).label) if code in ContactWay.values else ""


def kept_back_in_words(count: int) -> str:
    """How many passages are not offered, and what to do; empty where none."""
    if not count:
        return ""
    return ngettext(
        "%(n)s passage is not here: it tells who is shielded or wants to stay anonymous. Tell what matters of it in your own words.",
        "%(n)s passages are not here: they tell who is shielded or wants to stay anonymous. Tell what matters of them in your own words.",
        count,
    ) % {"n": count}
