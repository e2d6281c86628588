"""Sentences about a decision that a complaint mentions, and about the objection that may be open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from complaints.awb.triage import Announcement, Contested, Route, Triage
from complaints.models import Complaint, MentionedDecision
from tenants.templatetags.polsslag import day

CONTESTED_NAMES: dict[Contested, Promise] = {
    Contested.CONTENT: gettext_lazy("what was decided"),
    Contested.MANNER: gettext_lazy("only how they were treated"),
    Contested.BOTH: gettext_lazy("both"),
    Contested.NOT_MADE: gettext_lazy("that a decision was not made in time"),
}
ANNOUNCEMENT_NAMES: dict[Announcement, Promise] = {
    Announcement.WRITTEN: gettext_lazy("in writing, sent or handed over"),
    Announcement.TELEPHONE: gettext_lazy("told by phone alone"),
    Announcement.UNKNOWN: gettext_lazy("unknown"),
}
ROUTE_NAMES: dict[Route, Promise] = {
    Route.COMPLAINT: gettext_lazy("Handle it as a complaint."),
    Route.COMPLAINT_ORAL: gettext_lazy("Handle it as a complaint; offer help to write it down."),
    Route.COMPLAINT_AND_INFORM: gettext_lazy("Handle it as a complaint, also if the decision is made meanwhile."),
    Route.WARM_TRANSFER: gettext_lazy("It is for the care provider: hand it over once this person agrees."),
    Route.OBJECTION: gettext_lazy("It is an objection: pass it on with the day it came in."),
    Route.OBJECTION_LATE: gettext_lazy(
        "It is an objection: pass it on with the day it came in. Whether it is in time is not for you or Polsslag, but for who handles"
        " objections."
    ),
    Route.OBJECTION_CHECK: gettext_lazy("It may be an objection: ask for the written decision first, that says how to object."),
    Route.SPLIT: gettext_lazy("It is both: pass the part about the decision on as an objection, with the day it came in."),
}


@dataclass(frozen=True, kw_only=True)
class ShownDecision:
    """A decision as the file shows it. warning: what the person must know; facts: (what it is, its text)."""

    decision: MentionedDecision
    title: str
    is_urgent: bool
    is_told: bool
    warning: list[str]
    facts: list[tuple[str, str]]
    explanation: list[str] = field(default_factory=list)


def shown_decision(decision: MentionedDecision, found: Triage, *, of: Complaint, today: date) -> ShownDecision:
    """The banner of a file that mentions a decision."""
    is_open = found.may_be_open(today=today)
    is_told = decision.told_on is not None or not found.must_be_told(today=today)
    told = ""
    if decision.told_on:
        told = f"{day(decision.told_on)}, {decision.get_told_way_display()}"
    announced = str(ANNOUNCEMENT_NAMES[Announcement(decision.announcement)])
    facts = [
        (_("Decision"), decision.what),
        (_("This person is against"), str(CONTESTED_NAMES[Contested(decision.contested)])),
        (_("How it came"), ", ".join(part for part in (announced, day(decision.announced_on)) if part) if found.has_decision else ""),
        (_("Expected way"), str(ROUTE_NAMES[found.route])),
        (_("This person was told"), told),
    ]
    return ShownDecision(
        decision=decision,
        title=_("An objection may still be open") if is_open else _("This complaint mentions a decision"),
        is_urgent=is_open or (found.came_as_objection and not is_told),
        is_told=is_told,
        warning=_warning(found, of=of, today=today),
        facts=[(name, text) for name, text in facts if text],
        explanation=found.explanation(language=get_language() or "nl"),
    )


def _of_late_objection() -> list[str]:
    return [
        _("We see your letter as an objection too, unless you do not want that."),
        _("We pass it on with the day on which it came in; whether it is in time is for who handles objections."),
    ]


def _warning(found: Triage, *, of: Complaint, today: date) -> list[str]:
    if found.contested is Contested.NOT_MADE:
        return [_("Tell this person: you can give written notice of default; two weeks later you can appeal, and a penalty may be due.")]
    if not found.may_be_open(today=today):
        return _of_late_objection() if found.came_as_objection else []
    lines = [_("A complaint does not lengthen the term of an objection.")]
    if found.term is None:
        return [*lines, _("The term starts only once the decision was sent or handed over. Ask for the written decision.")]
    lines.append(_("You can object until and including %(until)s.") % {"until": day(found.term.last_day)})
    if of.is_written and found.contested in (Contested.CONTENT, Contested.BOTH):
        lines.append(_("We see your letter as an objection too, unless you do not want that."))
    lines.append(_("Posted in time, it may come in until %(until)s.") % {"until": day(found.term.last_day_by_post)})
    return lines
