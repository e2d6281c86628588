"""The history of a file in words: who, when, what, and what it was before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.awb.triage import Announcement, Contested
from complaints.code_lists import (
    CONDUCT_OF,
    HAND_OVERS,
    LAWS,
    REDACTION_REASONS,
    SAYERS,
    VERDICTS,
    ConductOf,
    HandOverKind,
    RedactionReason,
    Verdict,
)
from complaints.letter_refusals import FACT_NAMES
from complaints.letters.facts import Fact
from complaints.models import (
    ComplaintEvent,
    ContactResult,
    ContactWay,
    Effect,
    HeardSide,
    HearingResult,
    LessonLevel,
    LinkKind,
    MediationOutcome,
    MediationProposer,
    NoSubject,
    OmbudsmanStep,
    PersonRole,
    Telling,
    WaiverGround,
    Who,
)
from complaints.not_taking_up import LATE_NOTICE
from complaints.shielding import StaysOut
from complaints.web.decision_wording import ANNOUNCEMENT_NAMES, CONTESTED_NAMES
from complaints.web.mediation_wording import OUTCOMES as OUTCOMES_OF_MEDIATION
from complaints.web.mediation_wording import PROPOSERS
from complaints.web.wording import APOLOGY_NAMES, WHY_NOT_SENT, addressee_name, event_name, letter_title
from tenants.organisation.core_lists import KINDS, OUTCOMES, Kind, Outcome
from tenants.templatetags.polsslag import day, moment

FIELD_NAMES: dict[str, Promise] = {
    "story": gettext_lazy("What happened"),
    "wish": gettext_lazy("What this person wants"),
    "meaning": gettext_lazy("What it meant for this person"),
    "informing": gettext_lazy("How this person wants to be kept informed"),
    "inform_weeks": gettext_lazy("How often this person hears from us"),
    "handling_wish": gettext_lazy("What it comes down to"),
    "channel": gettext_lazy("How it came in"),
    "filer": gettext_lazy("Who complains"),
    "filer_role": gettext_lazy("Who this is"),
    "affected_person": gettext_lazy("Whom it befell"),
    "authority_id": gettext_lazy("Authority"),
    "municipality": gettext_lazy("Municipality"),
    "law": gettext_lazy("Law"),
    "points": gettext_lazy("Subjects"),
    "involved": gettext_lazy("Colleagues it is about"),
    "provider_id": gettext_lazy("Care provider"),
    "other_body": gettext_lazy("Another organisation"),
    "is_about_council": gettext_lazy("About the council"),
    "is_written": gettext_lazy("In writing or not"),
    "is_towards_filer": gettext_lazy("Whether it befell the person who complains"),
    "is_signed": gettext_lazy("Signed or not"),
    "wants_judgment": gettext_lazy("Judgment asked"),
    "has_sensitive_text": gettext_lazy("Sensitive text"),
}
# In the order in which they stand in the letter.
JUDGMENT_TEXTS = {
    "findings": FACT_NAMES[Fact.FINDINGS],
    "reasoning": FACT_NAMES[Fact.MOTIVATION],
    "conclusions": FACT_NAMES[Fact.CONCLUSIONS],
    "deviation": FACT_NAMES[Fact.DEVIATION],
    "no_subject_reason": gettext_lazy("Why it is about nobody in person"),
}
# Shown as it was. Of people nothing is: somebody in it may be shielded by now.
SHOWN_BEFORE = ("story", "meaning", "wish", "informing", "other_body", "law")


@dataclass(frozen=True, kw_only=True)
class ShownEvent:
    """One line of the history. lines: what more there is to say; before: what stood there, as (what it is, its text)."""

    event: ComplaintEvent
    name: str
    lines: list[str] = field(default_factory=list)
    before: list[tuple[str, str]] = field(default_factory=list)


def people_in(events: Iterable[ComplaintEvent]) -> set[int]:
    """Users whom the history names, to look their names up at once."""
    named = (
        values.get(name)
        for event in events
        for values, name in (
            (event.data, "handler"),
            (event.data, "before"),
            (event.data, "owner"),
            (event.personal or {}, "handler_taken_off"),
        )
    )
    return {one for one in named if isinstance(one, int)}


def shown_history(
    events: Iterable[ComplaintEvent], *, names: Mapping[int, str], unsent_rounds: Collection[int], stays_out: StaysOut | None
) -> list[ShownEvent]:
    """The history of a file, newest first as it came. What stood there before a split is not shown: it may be kept from whoever is
    involved in the other part (9:7). stays_out: who is shielded by now, for whom a mark stands in what stood there before."""
    events = list(events)
    split = max((event.pk for event in events if event.code == "split"), default=0)
    shown = [shown_event(event, names=names, unsent_rounds=unsent_rounds) for event in events]
    shown = [one if one.event.pk > split else replace(one, before=[]) for one in shown]
    if stays_out is None:
        return shown
    return [replace(one, before=[(what, stays_out.masked(text, _("[shielded]"))) for what, text in one.before]) for one in shown]


# Texts that the history shows, in these words.
_SAID_BESIDE: dict[str, Promise] = {
    "not_resumed_because": gettext_lazy("Why it is not taken up again: %(text)s"),
    "decision_before": gettext_lazy("Before it said: %(text)s"),
    "remark_was": gettext_lazy("What was said of it before: %(text)s"),
    "late_reason": gettext_lazy("Why it is recorded only after the last day: %(text)s"),
}


def shown_event(event: ComplaintEvent, *, names: Mapping[int, str], unsent_rounds: Collection[int] = ()) -> ShownEvent:
    """An event in words. names: of users. unsent_rounds: numbers of those whose confirmation by mail has not gone yet."""
    told = _TELLERS.get(event.code)
    personal = event.personal or {}
    lines = told(event.data, names) if told else []
    if event.code == "acknowledged" and event.data.get("way") == ContactWay.EMAIL and event.data.get("round") in unsent_rounds:
        lines.append(_("The mail waits to be sent."))
    if personal.get("reason"):
        lines.append(_("Reason: %(reason)s") % {"reason": personal["reason"]})
    lines += [str(words) % {"text": personal[name]} for name, words in _SAID_BESIDE.items() if personal.get(name)]
    if personal.get("handler_taken_off") in names:
        lines.append(_("No longer handled by %(name)s") % {"name": names[personal["handler_taken_off"]]})
    if personal.get("involved_reason"):
        lines.append(_("Why a colleague was taken out: %(reason)s") % {"reason": personal["involved_reason"]})
    if personal.get("conduct_of") in CONDUCT_OF:
        lines.append(_("Conduct of: %(whom)s (article 9:7(2))") % {"whom": CONDUCT_OF[ConductOf(personal["conduct_of"])]})
    if personal.get("exception_reason"):
        lines.append(_("Was involved, and handles it all the same: %(reason)s") % {"reason": personal["exception_reason"]})
    if personal.get("exception_ended"):
        lines.append(_("Whoever handled it though involved has lost it again."))
    return ShownEvent(event=event, name=event_name(event.code), lines=lines, before=_before(event))


def _before(event: ComplaintEvent) -> list[tuple[str, str]]:
    if event.code == "judged":
        found = (event.personal or {}).get("judgment_was") or {}
        return [(str(name), found[key]) for key, name in JUDGMENT_TEXTS.items() if key in found]
    if event.code != "updated":
        return []
    was = {**(event.data.get("was") or {}), **(event.personal or {})}
    texts = {name: str(was[name] or "") for name in SHOWN_BEFORE if name in was}
    if "law" in texts:
        texts["law"] = str(LAWS.get(texts["law"], texts["law"]))
    return [(str(FIELD_NAMES[name]), text or "–") for name, text in texts.items()]


def _updated(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    changed = [str(FIELD_NAMES.get(name, name)) for name in data.get("fields", [])]
    lines = [_("Changed: %(fields)s") % {"fields": ", ".join(changed)}] if changed else []
    return lines + _followed(data.get("follows") or {})


def _followed(follows: Mapping[str, Any]) -> list[str]:
    """Kind and term, where they followed from the change."""
    lines = []
    if "derived_kind" in follows:
        was, now = (str(KINDS[Kind(kind)]) if kind else _("unknown") for kind in follows["derived_kind"])
        lines.append(_("Kind by the facts: from %(before)s to %(after)s") % {"before": was, "after": now})
    if "has_statutory_term" in follows:
        lines.append(_("The term of the law runs") if follows["has_statutory_term"][1] else _("Our own norm runs, not the term of the law"))
    if "due_on" in follows:
        was, now = (day(_day(text)) for text in follows["due_on"])
        lines.append(_("Last day: from %(before)s to %(after)s") % {"before": was, "after": now})
    if "first_has_statutory_term" in follows:
        is_by_law = follows["first_has_statutory_term"][1]
        lines.append(_("Of the first time the term of the law counts") if is_by_law else _("Of the first time our own norm counts"))
    if "first_due_on" in follows:
        was, now = (day(_day(text)) for text in follows["first_due_on"])
        lines.append(_("Last day of the first time: from %(before)s to %(after)s") % {"before": was, "after": now})
    return lines


def _receipt_corrected(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    was = data.get("was") or {}
    before = moment(datetime.fromisoformat(was["received_at"])) if was.get("received_at") else day(_day(was.get("received_on")))
    return [_("From %(before)s to %(after)s") % {"before": before, "after": moment(datetime.fromisoformat(data["now"]))}]


def _assigned(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [_("To %(name)s") % {"name": names[data["handler"]]}] if data.get("handler") in names else []


def _contact(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    if data.get("result") not in ContactResult.values or data.get("way") not in ContactWay.values:
        return []
    return [f"{str(ContactResult(data['result']).label).capitalize()}, {ContactWay(data['way']).label}"]


def _promised(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [_("Said on %(said)s, to be done by %(due)s") % {"said": day(_day(data["said_on"])), "due": day(_day(data["due_on"]))}]


def _promise_kept(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    told = str(ContactWay(data["way"]).label) if data.get("way") in ContactWay.values else _("not told yet")
    return [*_promised(data, names), _("Done on %(day)s; this person was told: %(told)s") % {"day": day(_day(data["on"])), "told": told}]


def _promise_not_kept(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [*_promised(data, names), _("This person was told on %(day)s") % {"day": day(_day(data["on"]))}]
    return [*lines, _("Promised anew: to be done by %(due)s") % {"due": day(_day(data["new_due_on"]))}] if data["new_due_on"] else lines


def _acknowledged(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    way = str(ContactWay(data["way"]).label).capitalize() if data.get("way") in ContactWay.values else ""
    agreed = [_("This person said that e-mail is right")] if data.get("agreed_to_mail") else []
    return [", ".join(part for part in (way, day(_day(data.get("on")))) if part), *agreed]


def _returned(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    is_written = data.get("is_written")
    how = "" if is_written is None else _("in writing") if is_written else _("told to us, by phone or in person")
    return [", ".join(part for part in (how.capitalize(), day(_day(data.get("on")))) if part)]


def _term_extended(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    weeks = ngettext("By %(weeks)s week", "By %(weeks)s weeks", data["weeks"]) % {"weeks": data["weeks"]}
    lines = [weeks, _("Letter to the complainant: %(day)s") % {"day": day(_day(data["complainant_sent_on"]))}]
    if data["subject_sent_on"]:
        lines.append(_("Letter to whom it is about: %(day)s") % {"day": day(_day(data["subject_sent_on"]))})
    else:
        lines.append(_("No letter to whom it is about: %(why)s") % {"why": NoSubject(data["no_subject"]).label})
    return [*lines, _moved(data)]


def _taken_back(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [*([_moved(data)] if data["was"]["due_on"] != data["due_on"] else []), *_waiver_ended(data)]


def _term_postponed(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    if data.get("until"):
        what = _("At the latest on %(day)s") % {"day": day(_day(data["until"]))}
    else:
        what = _("From %(first)s up to and including %(last)s") % {
            "first": day(_day(data["starts_on"])),
            "last": day(_day(data["ends_on"])),
        }
    where = _("in a document in this file") if data["consent"] == "document" else _("in a mail in this file")
    agreed = _("The complainant agreed on %(day)s, %(where)s") % {"day": day(_day(data["consented_on"])), "where": where}
    return [what, agreed, _moved(data)]


def _moved(data: Mapping[str, Any]) -> str:
    was, now = day(_day(data["was"]["due_on"])), day(_day(data["due_on"]))
    return _("Last day: from %(before)s to %(after)s") % {"before": was, "after": now}


def _objection_told(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [*_acknowledged(data, names), *_with_letter(data)]


def _copy_sent(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    way = f", {ContactWay(data['way']).label}" if data.get("way") in ContactWay.values else ""
    return [f"{day(_day(data.get('on')))}{way}", *_with_letter(data)]


def _with_letter(data: Mapping[str, Any]) -> list[str]:
    return [_("With the letter: %(letter)s") % {"letter": letter_title(data["letter_code"])}] if data.get("letter_code") else []


def _hearing(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [str(HeardSide(data["side"]).label).capitalize()] if data.get("side") in HeardSide.values else []
    if data.get("result"):
        lines[-1:] = [", ".join([*lines[-1:], str(HearingResult(data["result"]).label)])]
    moments = {"moved_from": _("Moved: it was on %(at)s"), "planned_at": _("Talk on %(at)s"), "held_at": _("Held on %(at)s")}
    lines += [text % {"at": moment(datetime.fromisoformat(data[name]))} for name, text in moments.items() if data.get(name)]
    days = {"sent_on": _("Report sent on %(on)s"), "replied_on": _("Reaction of %(on)s")}
    lines += [text % {"on": day(_day(data[name]))} for name, text in days.items() if data.get(name)]
    return [*lines, *_with_letter(data), *_waiver_ended(data)]


def _waiver_ended(data: Mapping[str, Any]) -> list[str]:
    return [_("So it no longer stands that this person is not heard")] if data.get("waiver_ended") else []


def _hearing_waived(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [str(WaiverGround(data["ground"]).label).capitalize()] if data.get("ground") in WaiverGround.values else []


def _judged(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [", ".join(VERDICTS[Verdict(one)] for one in data["verdicts"])] if data.get("verdicts") else []
    if data.get("letter_sent_on"):
        lines.append(_("Letter sent on %(sent)s") % {"sent": day(_day(data["letter_sent_on"]))})
    if data.get("anew"):
        lines.append(_("Decided anew, after the letter went"))
    if data.get("no_subject") in NoSubject.values:
        lines.append(_("Nobody to hear on the other side: %(why)s") % {"why": NoSubject(data["no_subject"]).label})
    return lines


def _before_committee(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    told = _("This person was told on %(on)s") % {"on": day(_day(data.get("on")))}
    return [told, *([_moved(data)] if data["was"]["due_on"] != data["due_on"] else []), *_waiver_ended(data)]


def _advised(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [str(day(_day(data.get("on"))))]
    lines += [", ".join(str(VERDICTS[Verdict(one)]) for one in data["verdicts"])] if data.get("verdicts") else []
    return [*lines, _("Put right, and given again")] if data.get("again") else lines


def _closed(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [str(OUTCOMES[Outcome(data["outcome"])])] if data.get("outcome") in list(Outcome) else []
    if data.get("confirmed_by") in SAYERS:
        way = ContactWay(data["way"]).label if data.get("way") in ContactWay.values else ""
        lines.append(", ".join(part for part in (SAYERS[data["confirmed_by"]], str(way)) if part))
    if data.get("passed_on"):
        lines.append(_("Went on as an objection on %(on)s") % {"on": day(_day(data["passed_on"]))})
    if data.get("told_to") in SAYERS:
        way = str(ContactWay(data["told_way"]).label) if data.get("told_way") in ContactWay.values else ""
        told = (SAYERS[data["told_to"]], day(_day(data.get("told_on"))), way)
        lines.append(_("Told: %(told)s") % {"told": ", ".join(part for part in told if part)})
    if data.get("notice_sent_on"):
        lines.append(_("Letter sent on %(sent)s") % {"sent": day(_day(data["notice_sent_on"]))})
    if LATE_NOTICE in data.get("flags", []):
        lines.append(_("After the four weeks of article 9:8(3)"))
    return lines


def _decision(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    if data.get("contested") not in list(Contested) or data.get("announcement") not in list(Announcement):
        return []
    against = CONTESTED_NAMES[Contested(data["contested"])]
    against_line = _("Against: %(what)s") % {"what": against}
    if data["contested"] == Contested.NOT_MADE:
        return [against_line]
    announced = [str(ANNOUNCEMENT_NAMES[Announcement(data["announcement"])]), day(_day(data.get("announced_on")))]
    return [against_line, ", ".join(part for part in announced if part).capitalize()]


def _letter(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    to = addressee_name(data["addressee"], who=data.get("who", ""), role=data.get("role", ""))
    lines = [", ".join((letter_title(data["letter_code"]), to))]
    if data.get("meant"):
        text = ngettext("%(n)s sentence was said to be meant so", "%(n)s sentences were said to be meant so", data["meant"])
        lines.append(text % {"n": data["meant"]})
    if data.get("unread"):
        lines.append(_("No text could be read in its document: only the list was ticked"))
    return [*lines, *_acknowledged(data, names)] if data.get("way") else lines


def _not_sent(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    why = WHY_NOT_SENT.get(data.get("why", ""))
    return [letter_title(data["letter"]), *([str(why)] if why else [])]


def _apologised(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    way = str(ContactWay(data["way"]).label) if data.get("way") in ContactWay.values else ""
    lines = [", ".join(part for part in (day(_day(data["on"])), way) if part)]
    missing = [str(APOLOGY_NAMES[name]).lower() for name in data["missing"]]
    return [*lines, _("Not said yet: %(missing)s") % {"missing": ", ".join(missing)}] if missing else lines


def _lesson(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [str(LessonLevel(data["level"]).label).capitalize()]
    if data.get("is_left_untold"):
        return [*lines, _("Whoever complains is not told, with a reason")]
    if not data.get("told_on"):
        return [*lines, _("Whoever complains was not told yet")]
    told = [day(_day(data["told_on"])), str(ContactWay(data["way"]).label) if data.get("way") in ContactWay.values else ""]
    return [*lines, _("Whoever complains was told: %(told)s") % {"told": ", ".join(part for part in told if part)}]


def _measure(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [names[data["owner"]]] if data.get("owner") in names else []
    lines.append(_("To be done by %(due)s") % {"due": day(_day(data["due_on"]))})
    if data.get("on"):
        lines.append(day(_day(data["on"])))
    elif data.get("check_on"):
        lines.append(_("Look whether it helps on %(check)s") % {"check": day(_day(data["check_on"]))})
    return lines


def _measure_checked(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [str(Effect(data["effect"]).label).capitalize()]
    return [*lines, _("Look again on %(review)s") % {"review": day(_day(data["next_on"]))}] if data.get("next_on") else lines


def _rule(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [_("From %(first)s up to and including %(last)s") % {"first": day(_day(data["on"])), "last": day(_day(data["ends_on"]))}]


def _ombudsman(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [f"{str(OmbudsmanStep(data['step']).label).capitalize()}, {day(_day(data['on']))}"]
    if data.get("answer_by"):
        lines.append(_("Answer by %(by)s") % {"by": day(_day(data["answer_by"]))})
    if data.get("is_followed") is not None:
        lines.append(_("The recommendation is followed") if data["is_followed"] else _("The recommendation is not followed"))
    return lines


def _transferred(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [", ".join(part for part in (day(_day(data["on"])), _way(data)) if part)]
    if data.get("agreed_on"):
        lines.append(_("Agreed on %(day)s") % {"day": day(_day(data["agreed_on"]))})
    if data.get("told_on"):
        lines.append(_("Sender told on %(day)s") % {"day": day(_day(data["told_on"]))})
    return [*lines, _("Feedback is due by %(due)s") % {"due": day(_day(data["due_on"]))}] if data.get("due_on") else lines


def _handed_over(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [HAND_OVERS[HandOverKind(data["kind"])], *([names[data["owner"]]] if data.get("owner") in names else [])]
    if data.get("on"):
        return [*lines, day(_day(data["on"]))]
    if data.get("due_at"):
        return [*lines, _("To be done before %(due)s") % {"due": moment(datetime.fromisoformat(data["due_at"]))}]
    return [*lines, _("To be done by %(due)s") % {"due": day(_day(data["due_on"]))}]


def _feedback(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    lines = [", ".join(part for part in (day(_day(data["on"])), _way(data)) if part)]
    if data.get("told_on"):
        lines.append(_("Whoever complains heard it on %(day)s") % {"day": day(_day(data["told_on"]))})
    if data.get("is_left_untold"):
        lines.append(_("Whoever complains is not told, with a reason"))
    return [*lines, _("Feedback is due by %(due)s") % {"due": day(_day(data["due_on"]))}] if data.get("due_on") else lines


def _way(data: Mapping[str, Any]) -> str:
    return str(ContactWay(data["way"]).label) if data.get("way") in ContactWay.values else ""


def _reviewed(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    if not data.get("review_on"):
        is_to_resume = data.get("is_to_resume")
        if is_to_resume is None:
            return [_("It ended")]
        return [
            _("It ended: the complaint is to be taken up again") if is_to_resume else _("It ended, and the complaint is not taken up again")
        ]
    return [_("Look again on %(review)s") % {"review": day(_day(data["review_on"]))}]


def _split(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    points = ngettext("%(n)s subject went along", "%(n)s subjects went along", data["points"]) % {"n": data["points"]}
    decisions = ngettext("%(n)s decision went along", "%(n)s decisions went along", data["decisions"]) % {"n": data["decisions"]}
    return [line for line, count in ((points, data["points"]), (decisions, data["decisions"])) if count]


def _split_from(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [_("Last day %(due)s, as of the whole letter") % {"due": day(_day(data["due_on"]))}] if data.get("due_on") else []


def _linked(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    return [str(LinkKind(data["kind"]).label).capitalize()] if data.get("kind") in LinkKind.values else []


def _person(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    who = PersonRole(data["role"]).label if data.get("role") in PersonRole.values else Who(data.get("who") or Who.OTHER).label
    lines = [str(who).capitalize()]
    if data.get("telling") in Telling.values:
        lines.append(_("Is told: %(what)s") % {"what": Telling(data["telling"]).label})
    if "is_written" in data:
        lines.append(_("In writing") if data["is_written"] else _("As it was said"))
        last = _("up to and including %(last)s") % {"last": day(_day(data["ends_on"]))} if data.get("ends_on") else ""
        lines.append(", ".join(part for part in (_("Given on %(on)s") % {"on": day(_day(data["on"]))}, last) if part))
    return lines


def _reaction(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    who = _("Somebody outside, with a code") if data["is_outside"] else _("A colleague, after signing in")
    passages = data.get("passages", 0)
    told = [ngettext("%(n)s passage is shown", "%(n)s passages are shown", passages) % {"n": passages}] if passages else []
    return [who, *told, _("Answer by %(by)s") % {"by": day(_day(data["answer_by"]))}]


def _marked(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    n = data["marks"]
    lines = [ngettext("%(n)s passage", "%(n)s passages", n) % {"n": n}]
    if data.get("reason"):
        lines.append(_("Reason: %(reason)s") % {"reason": REDACTION_REASONS[RedactionReason(data["reason"])]})
    if data.get("pages"):
        pages = ", ".join(str(one) for one in data["pages"])
        lines.append(ngettext("On page %(pages)s", "On pages %(pages)s", len(data["pages"])) % {"pages": pages})
    return lines


def _mediation(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    if data.get("outcome"):
        return [str(OUTCOMES_OF_MEDIATION[MediationOutcome(data["outcome"])])]
    lines = [_("Proposed by: %(who)s") % {"who": PROPOSERS[MediationProposer(data["proposed_by"])]}] if "proposed_by" in data else []
    if data["complainant_agreed"] and data["other_agreed"]:
        lines.append(_("Both sides said yes"))
    elif data["complainant_agreed"] or data["other_agreed"]:
        lines.append(_("One side said yes"))
    if data["has_mediator"]:
        lines.append(_("There is a mediator"))
    if data.get("talks"):
        lines.append(_("Talked on %(days)s") % {"days": ", ".join(day(_day(one)) for one in data["talks"])})
    return [*lines, _("Look how it stands on %(on)s") % {"on": day(_day(data["next_on"]))}]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _channel_followed(data: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    how: dict[bool | None, str] = {True: _("So it came in writing"), False: _("So it did not come in writing")}
    return [how.get(data.get("is_written"), _("So nothing tells whether it came in writing")), *_followed(data.get("follows") or {})]


_TELLERS = {
    "updated": _updated,
    "split": _split,
    "split_from": _split_from,
    "passages_marked": _marked,
    "passage_unmarked": _marked,
    "redacted_copy_made": _marked,
    "mediation_proposed": _mediation,
    "mediation_recorded": _mediation,
    "mediation_ended": _mediation,
    "reaction_asked": _reaction,
    "reaction_chased": _reaction,
    "reaction_withdrawn": _reaction,
    "reaction_answered": _reaction,
    "person_recorded": _person,
    "person_corrected": _person,
    "mandate_recorded": _person,
    "telling_decided": _person,
    "linked": _linked,
    "unlinked": _linked,
    "channel_followed": _channel_followed,
    "receipt_corrected": _receipt_corrected,
    "assigned": _assigned,
    "contact_recorded": _contact,
    "promise_added": _promised,
    "promise_kept": _promise_kept,
    "promise_not_kept": _promise_not_kept,
    "promise_withdrawn": _promised,
    "acknowledged": _acknowledged,
    "term_extended": _term_extended,
    "term_postponed": _term_postponed,
    "extension_taken_back": _taken_back,
    "taken_back_from_committee": _taken_back,
    "postponement_taken_back": _taken_back,
    "copy_sent": _copy_sent,
    "hearing_invited": _hearing,
    "hearing_recorded": _hearing,
    "hearing_reply_recorded": _hearing,
    "hearing_waived": _hearing_waived,
    "put_before_committee": _before_committee,
    "advice_given": _advised,
    "judged": _judged,
    "closed": _closed,
    "returned": _returned,
    "apology_recorded": _apologised,
    "apology_corrected": _apologised,
    "lesson_recorded": _lesson,
    "lesson_corrected": _lesson,
    "lesson_told": _lesson,
    "measure_recorded": _measure,
    "measure_changed": _measure,
    "measure_done": _measure,
    "measure_dropped": _measure,
    "measure_checked": _measure_checked,
    "rule_recorded": _rule,
    "rule_corrected": _rule,
    "ombudsman_recorded": _ombudsman,
    "ombudsman_corrected": _ombudsman,
    "ombudsman_answered": _ombudsman,
    "handed_over": _handed_over,
    "hand_over_moved": _handed_over,
    "hand_over_done": _handed_over,
    "hand_over_dropped": _handed_over,
    "forwarded": _transferred,
    "warm_transferred": _transferred,
    "transfer_taken_back": _transferred,
    "feedback_recorded": _feedback,
    "feedback_given_up": _feedback,
    "feedback_chased": _feedback,
    "reviewed": _reviewed,
    "decision_recorded": _decision,
    "objection_told": _objection_told,
    "mail_not_sent": _not_sent,
    "letter_begun": _letter,
    "letter_discarded": _letter,
    "letter_sent": _letter,
    "final_letter_kept": _letter,
    "letter_look_asked": _letter,
    "letter_approved": _letter,
    "letter_sent_back": _letter,
}
