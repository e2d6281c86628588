"""What the check of the night found, in words: numbers alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenants.models import NightlyCheck
from tenants.templatetags.polsslag import day, moment

# A check comes every night: older than this, one was missed.
OLD_AFTER = timedelta(hours=36)


@dataclass(frozen=True, kw_only=True)
class ShownCheck:
    """words: how it stands; details: what was found, a sentence each."""

    shape: str
    is_in_order: bool
    words: str
    details: list[str] = field(default_factory=list)


def shown_check(check: NightlyCheck | None, *, now: datetime) -> ShownCheck:
    """How the last check of an organisation stands now."""
    if check is None:
        return ShownCheck(shape="unknown", is_in_order=True, words=_("not run yet"))
    when = moment(check.made_at)
    if now - check.made_at > OLD_AFTER:
        return ShownCheck(
            shape="late",
            is_in_order=False,
            words=_("not run since %(when)s; look at beat and the workers") % {"when": when},
            details=_details(check),
        )
    if not check.is_in_order:
        return ShownCheck(shape="late", is_in_order=False, words=_("not in order, %(when)s") % {"when": when}, details=_details(check))
    return ShownCheck(shape="closed", is_in_order=True, words=_("in order, %(when)s") % {"when": when}, details=_details(check))


def _details(check: NightlyCheck) -> list[str]:
    dated = check.open_complaints - check.without_date
    lines = [
        _("%(dated)s of %(open)s open complaints have a last day by law or norm.") % {"dated": dated, "open": check.open_complaints},
        _counted(
            check.not_as_computed,
            ngettext(
                "Of %(n)s complaint the days are not what they should be: see what waits with manage.py outbox.",
                "Of %(n)s complaints the days are not what they should be: see what waits with manage.py outbox.",
                check.not_as_computed,
            ),
        ),
    ]
    if check.alerts_on is not None:
        told = {"day": day(check.alerts_on), "told": check.alerts_due - check.missing, "due": check.alerts_due}
        lines.append(_("The messages of %(day)s told of %(told)s of the %(due)s complaints they had to tell of.") % told)
    if check.day_missing:
        lines.append(_("On the last working day no messages were made: look at beat and the workers."))
    lines += [
        _counted(check.twice, ngettext("%(n)s line was told twice.", "%(n)s lines were told twice.", check.twice)),
        _counted(
            check.waiting,
            ngettext(
                "%(n)s message waits for more than twelve hours: look at the mail server.",
                "%(n)s messages wait for more than twelve hours: look at the mail server.",
                check.waiting,
            ),
        ),
        _counted(
            check.failed,
            ngettext("%(n)s message was not taken by a mail server.", "%(n)s messages were not taken by a mail server.", check.failed),
        ),
    ]
    return [line for line in lines if line]


def _counted(number: int, text: str) -> str:
    return text % {"n": number} if number else ""
