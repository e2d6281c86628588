"""That whoever it is about was sent the copy, and that somebody was invited (Awb 9:9, 9:10): kept by a step of its own, or with the letter
that did so. Opens no transaction.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from complaints.advising import WaiverIsTheCommittees, check_hears
from complaints.hearing import Heard, is_held_with, subjects_of, talk_to_come, was_invited, without_copy
from complaints.letters.catalogue import Addressee, LetterCode
from complaints.letters.checks import is_said
from complaints.letters.facts import Fact, read_fact, time_in
from complaints.models import (
    Complaint,
    ContactWay,
    CopyToSubject,
    HeardSide,
    Hearing,
    HearingResult,
    HearingWaiver,
    Letter,
    OmbudsmanStep,
    Round,
)
from complaints.selectors import standing_waiver
from tenants.accounts.selectors import full_names
from tenants.actors import Actor
from tenants.clock import AMSTERDAM

# Of an address: a postcode with its town, also on the next line, and a line that ends with a house number.
_PLACE = re.compile(
    r"\b\d{4} ?[A-Z]{2}\b(?:[ \t]*[^\n,\s][^\n,]*|[ \t\r]*[\n,][^\n,]*)?"
    r"|(?:^|(?<=[\n,]))[^\n,]*\s\d+ ?[A-Za-z]?(?:[-/]\w+)?(?=\s*(?:[\n,]|$))"
)
# A step as the history tells it: its code, and what is told of it.
Told = tuple[str, dict[str, Any]]


def keep_copy(
    subject: Heard, *, in_round: Round, sent_on: date, way: ContactWay, actor: Actor, now: datetime, letter: Letter | None = None
) -> Told:
    """letter: with which it went."""
    kept = CopyToSubject.objects.create(
        round=in_round,
        user_id=subject.user_id,
        name=subject.name,
        sent_on=sent_on,
        way=way,
        letter=letter,
        recorded_by_id=actor.user_id,
        recorded_at=now,
    )
    return "copy_sent", {"copy": kept.pk, "on": sent_on.isoformat(), "way": way.value} | _with(letter)


def keep_invitation(
    person: Heard,
    *,
    in_round: Round,
    invited_on: date,
    reply_by: date | None,
    planned_at: datetime | None,
    way: ContactWay | None,
    actor: Actor,
    now: datetime,
    letter: Letter | None = None,
) -> Told:
    """letter: with which it went. The complainant is not waived any more. A talk that is still to come with this person is told anew, or
    moved, by this one. Raises WaiverIsTheCommittees, HearingIsTheHandlers.
    """
    is_complainant = person.side is HeardSide.COMPLAINANT
    if is_complainant and standing_waiver(in_round) is not None:
        check_hears(actor, in_round, refusal=WaiverIsTheCommittees)
    kept = talk_to_come(person, in_round=in_round, now=now) or Hearing(round=in_round)
    is_moved = planned_at is not None and kept.planned_at != planned_at
    data = {"moved_from": kept.planned_at.isoformat()} if kept.planned_at is not None and is_moved else {}
    kept.side, kept.user_id, kept.name = person.side, person.user_id, person.name
    kept.invited_on, kept.reply_by, kept.planned_at = invited_on, reply_by, planned_at
    kept.way, kept.letter, kept.recorded_at = way or kept.way, letter, now
    kept.save()
    data |= {"hearing": str(kept.pk), "side": person.side.value, "on": invited_on.isoformat()}
    data |= {"planned_at": planned_at.isoformat()} if planned_at else {}
    return "hearing_invited", data | _with(letter) | (end_waiver(in_round, now=now) if is_complainant else {})


def end_waiver(one: Round, *, now: datetime) -> dict[str, bool]:
    """End the waiver of the complainant that stands; what the history says of it."""
    ended = HearingWaiver.objects.filter(round=one, ended_at=None).update(ended_at=now)
    return {"waiver_ended": True} if ended else {}


def keep_what_letter_did(letter: Letter, *, in_round: Round, sent_on: date, way: ContactWay, actor: Actor, now: datetime) -> list[Told]:
    """Of a letter that goes: that it brought the copy (L03), invited to a talk (L04) or brought its report (L06), to whom the file names
    and it is addressed to; and that it answered a recommendation (L13). What stands in the file already is not written down again, and
    nothing where the letter does not tell all of it.

    Raises WaiverIsTheCommittees.
    """
    if letter.code == LetterCode.ANSWER_TO_OMBUDSMAN:
        return _keep_answer(letter, sent_on=sent_on)
    people = addressed_to(letter)
    if letter.code == LetterCode.COPY_TO_SUBJECT:
        left = without_copy(letter.complaint, in_round.copies.all())
        return [
            keep_copy(one, in_round=in_round, sent_on=sent_on, way=way, actor=actor, now=now, letter=letter)
            for one in people
            if one in left
        ]
    if letter.code == LetterCode.HEARING_REPORT:
        return [told for one in people for told in _keep_report_sent(one, letter, in_round=in_round, sent_on=sent_on)]
    if letter.code == LetterCode.HEARING_INVITATION and (planned_at := _planned_at(letter)) is not None:
        there = in_round.hearings.filter(result=HearingResult.PLANNED, planned_at=planned_at)
        planned = {(one.side, one.user_id, one.name) for one in there if was_invited(one)}
        return [
            keep_invitation(
                one,
                in_round=in_round,
                invited_on=sent_on,
                reply_by=_day_of(Fact.REPLY_BY, letter),
                planned_at=planned_at,
                way=None,
                actor=actor,
                now=now,
                letter=letter,
            )
            for one in people
            if not any(one.side == side and one.is_kept_as(user_id, name) for side, user_id, name in planned)
        ]
    return []


def _keep_answer(letter: Letter, *, sent_on: date) -> list[Told]:
    """The recommendation that waits for an answer and came on the day that the letter names is answered; whether it is followed the letter
    says in words."""
    came_on = _day_of(Fact.RECOMMENDED_ON, letter)
    asked = letter.complaint.ombudsman_entries.filter(step=OmbudsmanStep.RECOMMENDATION, answered_on=None).order_by("recorded_at")
    waiting = [one for one in asked if one.came_on == came_on]
    one = next((one for one in waiting if one.text == letter.facts.get(Fact.RECOMMENDATION)), waiting[0] if waiting else None)
    if one is None:
        return []
    one.answered_on = sent_on
    one.answer = "\n\n".join(filter(None, (letter.facts.get(fact, "") for fact in (Fact.FOLLOWED, Fact.MOTIVATION))))
    one.save(update_fields=["answered_on", "answer"])
    return [
        ("ombudsman_answered", {"entry": str(one.pk), "step": one.step, "on": sent_on.isoformat(), "is_followed": None} | _with(letter))
    ]


def _keep_report_sent(person: Heard, letter: Letter, *, in_round: Round, sent_on: date) -> list[Told]:
    """Who was heard has the report of the last talk by the day that it gives, unless that stands in the file already."""
    heard_on = _day_of(Fact.HEARD_ON, letter)
    held = [one for one in in_round.hearings.order_by("held_at", "recorded_at") if is_held_with(one, person, by=heard_on)]
    if not held or held[-1].report_sent_on is not None:
        return []
    held[-1].report_sent_on = sent_on
    held[-1].save(update_fields=["report_sent_on"])
    data = {"hearing": str(held[-1].pk), "side": person.side.value, "sent_on": sent_on.isoformat()}
    return [("hearing_reply_recorded", data | _with(letter))]


def addressed_to(letter: Letter) -> list[Heard]:
    """Whom a letter goes to, of those who are heard; of those it is about who was chosen, else everybody whom its address names."""
    if letter.addressee == Addressee.COMPLAINANT:
        return [Heard(side=HeardSide.COMPLAINANT)] if letter.tells_complainant else []
    chosen = chosen_subject(letter)
    return [chosen] if chosen is not None else named_in(str(letter.facts.get(Fact.ADDRESSEE, "")), of=letter.complaint)


def chosen_subject(letter: Letter) -> Heard | None:
    """Who of those it is about was chosen to get it; None where nobody was, or who was is in the file no more."""
    chosen = letter.subject
    return next((one for one in subjects_of(letter.complaint) if one.is_kept_as(*chosen)), None) if chosen is not None else None


def named_in(address: str, *, of: Complaint) -> list[Heard]:
    """Those it is about whom an address names; not "Jan" where it names Jan Jansen, who is in the file too, nor "Veen" for its town."""
    address = _PLACE.sub(" ", address)
    subjects = subjects_of(of)
    users = full_names({one.user_id for one in subjects if one.user_id is not None})
    names = {one: [users.get(one.user_id, "") if one.user_id is not None else one.name, *one.former_names] for one in subjects}
    said = {one: [name for name in known if name and is_said(name, address)] for one, known in names.items()}
    named = {one: max(known, key=len) for one, known in said.items() if known}
    return [one for one, name in named.items() if not any(other != name and is_said(name, other) for other in named.values())]


def _planned_at(letter: Letter) -> datetime | None:
    day, at = _day_of(Fact.HEARING_ON, letter), time_in(letter.facts.get(Fact.HEARING_PLACE, ""))
    return datetime.combine(day, at, tzinfo=AMSTERDAM) if day is not None and at is not None else None


def _day_of(fact: Fact, letter: Letter) -> date | None:
    day = read_fact(fact, letter.facts.get(fact, ""))
    return day if isinstance(day, date) else None


def _with(letter: Letter | None) -> dict[str, str]:
    return {"letter": str(letter.pk), "letter_code": letter.code} if letter is not None else {}
