"""Copy to whoever it is about, hearing of both sides, and when the complainant need not be heard (Awb 9:9, 9:10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from complaints.awb.wording import name_of_non_day
from complaints.checks import check_day, checked_text
from complaints.letters.checks import SHORTEST_TERM
from complaints.models import Complaint, ComplaintEvent, ContactWay, CopyToSubject, HeardSide, Hearing, HearingResult, Regime, Round
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.organisation.core_lists import Kind
from tenants.selectors import current_statutory_calendar
from tenants.statutory_calendar import NonDay, YearOutsideCalendar

# In which a paper can go (9:9).
WAYS_OF_COPY = (ContactWay.LETTER, ContactWay.EMAIL, ContactWay.DESK, ContactWay.VISIT)
TALKS = (ContactWay.PHONE, ContactWay.DESK, ContactWay.VISIT, ContactWay.VIDEO)
LONGEST_NAME = 200


class SubjectUnknown(Refusal):
    code = "subject_unknown"
    message = _("This person is not in the file as somebody it is about. Record that first (Change the facts).")


class NobodyIsSubject(Refusal):
    code = "nobody_is_subject"
    message = _("The file names nobody it is about, so nobody is sent a copy. Is it somebody? Record that first (Change the facts).")


class WitnessUnnamed(Refusal):
    code = "witness_unnamed"
    message = _("Say who the witness is.")


class CopySentAlready(Refusal):
    code = "copy_sent_already"
    message = _("This person was sent a copy on %(sent_on)s already.")


class CopyIsOnPaper(Refusal):
    code = "copy_is_on_paper"
    message = _("A copy goes by letter or e-mail, or is handed over; nobody gets it by phone or in a video call. How did it go?")


class HearingIsATalk(Refusal):
    code = "hearing_is_a_talk"
    message = _("Hearing is a talk: by phone, by video, at the desk or at home. Somebody who wants to write may send a reaction as well.")


class CopyFirst(Refusal):
    code = "copy_first"
    message = _(
        "Whoever it is about has to have the klaagschrift before anybody is heard (article 9:9). First whoever handles the complaint"
        " records when the copy was sent: before or on %(held_on)s."
    )


class TermTooShort(Refusal):
    code = "term_too_short"
    message = _("Give at least a week to answer: until %(earliest)s or later.")


class PlannedBeforeInvitation(Refusal):
    code = "planned_before_invitation"
    message = _("The talk would be before the invitation. Check both; a talk is still to come when somebody is invited to it.")


class ReplyAfterTalk(Refusal):
    code = "reply_after_talk"
    message = _(
        "The last day to answer is after the talk of %(planned_on)s. Choose an earlier day, or a later talk. Did you agree on this moment"
        " with this person? Then leave the day empty."
    )


class TalkAfterTerm(Refusal):
    code = "talk_after_term"
    message = _(
        "The talk would be after %(due)s, the last day to answer this complaint. Choose an earlier moment. Is it meant so? Then tick that."
    )


class TalkOnDayOff(Refusal):
    code = "talk_on_day_off"
    message = _("%(planned_on)s is %(name)s. Choose another day. Is it meant so? Then tick that.")


class InvitedAlready(Refusal):
    code = "invited_already"
    message = _(
        "This person was invited on %(invited_on)s already. Record first what became of that talk: held, did not come, or called off."
        " Then invite."
    )


class HearingNotFound(Refusal):
    code = "hearing_not_found"
    message = _("This file has no such talk. Look at the file again.")


class HearingIsRecorded(Refusal):
    code = "hearing_is_recorded"
    message = _("What became of this talk is recorded already. Was there another one? Record that as a new talk.")


class HearingNotHeld(Refusal):
    code = "hearing_not_held"
    message = _("There is no report to react to: this talk was not held.")


class NobodyWasExpected(Refusal):
    code = "nobody_was_expected"
    message = _("Not coming counts only after an invitation to a moment that is over. Record the invitation with its moment first.")


class HeldInFuture(Refusal):
    code = "held_in_future"
    message = _("This moment lies in the future. Record the talk when it was held.")


class HeldMomentMissing(Refusal):
    code = "held_moment_missing"
    message = _("When was the talk?")


class HearerWasInvolved(Refusal):
    code = "hearer_was_involved"
    message = _("Whoever was involved in the conduct does not hear (article 9:7). Let a colleague do it.")


class HearerHandlesNothing(Refusal):
    code = "hearer_handles_nothing"
    message = _("This person handles no complaints here, so they did not hear for us. Choose who did, or leave it empty if it was you.")


class ReplyDayMissing(Refusal):
    code = "reply_day_missing"
    message = _("On which day did the reaction come in?")


class ReplyMissing(Refusal):
    code = "reply_missing"
    message = _("Give the day on which the report was sent, or the reaction to it.")


class ReportSentBeforeHearing(Refusal):
    code = "report_sent_before_hearing"
    message = _("This was before the talk of %(held_on)s. Check the day.")


class ReplyBeforeReport(Refusal):
    code = "reply_before_report"
    message = _("The reaction would be before the report was sent on %(sent_on)s. Check both days.")


class WaiverGroundMissing(Refusal):
    code = "waiver_ground_missing"
    message = _("Choose why the person need not be heard. Without a ground of article 9:10(2) both sides are heard.")


class WaiverFactMissing(Refusal):
    code = "waiver_fact_missing"
    message = _("This ground needs this too.")


class WaiverFactOfAnotherGround(Refusal):
    code = "waiver_fact_of_another_ground"
    message = _("This belongs to another ground. Empty it, or choose that ground.")


class AnswerTermRuns(Refusal):
    code = "answer_term_runs"
    message = _("The person may still answer, up to and including %(answer_by)s. Wait until then, or call.")


class ComplainantWasHeard(Refusal):
    code = "complainant_was_heard"
    message = _("The person was heard already, so there is nothing to waive.")


class WaivedAlready(Refusal):
    code = "waived_already"
    message = _("It stands in the file already that the person need not be heard. Does the person want to after all? Then invite.")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Who is heard. user_id or name: of a subject, as the file has them; name: of a witness. The complainant has neither.
    former_names: under which the file named a subject before.
    """

    side: HeardSide
    user_id: int | None = None
    name: str = ""
    former_names: tuple[str, ...] = field(default=(), compare=False)

    def is_kept_as(self, user_id: int | None, name: str) -> bool:
        """Whether what is kept of this account or name is of this person."""
        return (user_id, name) == (self.user_id, self.name) or (user_id is None and name in self.former_names)


def subjects_of(complaint: Complaint) -> list[Heard]:
    """Those whose conduct it is, in the order in which they were told. Uses what is loaded."""
    people = sorted((one for one in complaint.involved_people.all() if one.is_subject), key=lambda one: one.pk)
    return [
        Heard(side=HeardSide.SUBJECT, user_id=one.user_id, name="" if one.user_id else one.name, former_names=tuple(one.former_names))
        for one in people
    ]


def names_kept(complaint: Complaint) -> set[str]:
    """The names under which something is kept of somebody it is or was about: a copy, a talk, a letter. Three queries."""
    told = CopyToSubject.objects.filter(round__complaint=complaint).values_list("name", flat=True)
    heard = Hearing.objects.filter(round__complaint=complaint, side=HeardSide.SUBJECT).values_list("name", flat=True)
    return {*told, *heard, *complaint.letters.values_list("subject_name", flat=True)} - {""}


def checked_person(told: Heard, *, complaint: Complaint, field: str = "name") -> Heard:
    """The person as the file knows them. Raises SubjectUnknown, WitnessUnnamed, TextTooLong, UnreadableCharacter."""
    name = checked_text(told.name, field=field)[:LONGEST_NAME]
    if told.side is HeardSide.COMPLAINANT:
        return Heard(side=told.side)
    if told.side is HeardSide.WITNESS:
        if not name:
            raise WitnessUnnamed(field=field)
        return Heard(side=told.side, name=name)
    for one in subjects_of(complaint):
        if (told.user_id is not None and one.user_id == told.user_id) or (told.user_id is None and name and one.name == name):
            return one
    raise SubjectUnknown(field="user_id" if told.user_id is not None else field)


def needs_copy(complaint: Complaint) -> bool:
    """Whether 9:9 asks for a copy: a klaagschrift about somebody the file names. Uses what is loaded."""
    return complaint.derived_kind == Kind.FORMAL_COMPLAINT and bool(subjects_of(complaint))


def without_copy(complaint: Complaint, copies: Iterable[CopyToSubject], *, by: date | None = None) -> list[Heard]:
    """Whoever it is about and was sent no copy (by that day)."""
    sent = {(one.user_id, one.name) for one in copies if by is None or one.sent_on <= by}
    return [one for one in subjects_of(complaint) if not any(one.is_kept_as(*whom) for whom in sent)]


def lost_to(complaint: Complaint, users: Iterable[int | None]) -> frozenset[int]:
    """Of these users those who turned out to be involved (9:7): what they heard or looked at does not count any more. What somebody did
    who handled it by exception (9:7(2)) does. Uses what is loaded; one query more where somebody was.
    """
    done = frozenset(users) - {None}
    if not done:
        return frozenset()
    lost = {one.user_id for one in complaint.involved_people.all() if one.user_id in done and not one.handles_by_exception}
    if not lost:
        return frozenset()
    given = ComplaintEvent.objects.filter(complaint=complaint, code="assigned", personal__has_key="conduct_of", data__handler__in=[*lost])
    return frozenset(one for one in lost if one is not None) - {one.data["handler"] for one in given}


def talks_that_count(one: Round, *, by: date | None = None) -> list[Hearing]:
    """The talks by which somebody was heard (by that day), by nobody who turned out to be involved (9:7); where a committee advises those
    of its members alone (9:15(2)). Uses what is loaded.
    """
    talks = list(one.hearings.all())
    lost = lost_to(one.complaint, (talk.heard_by_id for talk in talks))
    counting = [talk for talk in talks if talk.heard_by_id not in lost and (talk.by_committee or one.regime != Regime.COMMISSION)]
    return counting if by is None else [talk for talk in counting if _was_by(talk, by)]


def _was_by(talk: Hearing, day: date) -> bool:
    moment = talk.held_at or talk.planned_at
    return moment is not None and dutch_date(moment) <= day


def was_invited(talk: Hearing) -> bool:
    """Whether an invitation to this talk went and did not come back. Uses what is loaded."""
    return talk.invited_on is not None and not (talk.letter is not None and talk.letter.has_returned)


def was_expected(talk: Hearing, *, now: datetime) -> bool:
    """Whether somebody was invited to come at a moment that is over: only then can they have stayed away (9:10)."""
    return was_invited(talk) and talk.planned_at is not None and talk.planned_at <= now


def had_occasion(talk: Hearing) -> bool:
    """Whether this talk was held, or somebody stayed away who had a week to prepare for it: the law gives the occasion (9:10)."""
    if talk.result == HearingResult.HELD:
        return True
    if talk.result != HearingResult.DID_NOT_COME or talk.invited_on is None or talk.planned_at is None or not was_invited(talk):
        return False
    return talk.invited_on + SHORTEST_TERM <= dutch_date(talk.planned_at)


def is_heard(hearings: Iterable[Hearing], person: Heard) -> bool:
    """Whether this person was heard, or was invited in time and did not come: nobody has to take the occasion."""
    return any(_is_with(one, person) and had_occasion(one) for one in hearings)


def _is_with(talk: Hearing, person: Heard) -> bool:
    return talk.side == person.side and person.is_kept_as(talk.user_id, talk.name)


def is_held_with(talk: Hearing, person: Heard, *, by: date | None) -> bool:
    """Whether this person was heard in it (by that day)."""
    is_held = talk.result == HearingResult.HELD and talk.held_at is not None and _is_with(talk, person)
    return is_held and (by is None or _was_by(talk, by))


def problems_of_way(way: ContactWay | None) -> list[Refusal]:
    return [HearingIsATalk(field="way")] if way is not None and way not in TALKS else []


def problems_of_day(day: date, *, field: str, opened_on: date, today: date) -> list[Refusal]:
    """A day of what has happened in this round."""
    try:
        check_day(day, field=field, opened_on=opened_on, today=today)
    except Refusal as refusal:
        return [refusal]
    return []


def problems_of_term(until: date, *, asked_on: date, field: str) -> list[Refusal]:
    """A term to answer holds a week at least."""
    earliest = asked_on + SHORTEST_TERM
    return [] if until >= earliest else [TermTooShort(field=field, earliest=earliest)]


def problems_of_moment(planned_at: datetime, *, invited_on: date, reply_by: date | None, now: datetime) -> list[Refusal]:
    """A talk is after its invitation, of one of today by the hour, and not before the last day to answer that."""
    planned_on = dutch_date(planned_at)
    if planned_on < invited_on or (invited_on == dutch_date(now) and planned_at <= now):
        return [PlannedBeforeInvitation(field="planned_at")]
    return [ReplyAfterTalk(field="reply_by", planned_on=planned_on)] if reply_by is not None and reply_by > planned_on else []


def is_after_term(planned_on: date, *, told_on: date, due_on: date) -> bool:
    """Whether a talk is after the last day; once that is over every talk is."""
    return told_on <= due_on < planned_on


def day_off(planned_on: date) -> NonDay | None:
    """Why most people are free on this day; None for an ordinary one."""
    try:
        return current_statutory_calendar().non_day(planned_on)
    except YearOutsideCalendar:
        return None


def doubts_of_day(planned_on: date, *, told_on: date, due_on: date) -> list[Refusal]:
    """What may be a slip in the day of a talk, and goes once somebody says that it is meant so."""
    doubts: list[Refusal] = []
    if is_after_term(planned_on, told_on=told_on, due_on=due_on):
        doubts.append(TalkAfterTerm(field="planned_at", due=due_on))
    if (off := day_off(planned_on)) is not None:
        language = "en" if (get_language() or "").startswith("en") else "nl"
        doubts.append(TalkOnDayOff(field="planned_at", planned_on=planned_on, name=name_of_non_day(off, language=language)))
    return doubts


def problems_of_inviting_again(person: Heard, *, in_round: Round, planned_at: datetime | None) -> list[Refusal]:
    """Somebody is invited to one talk at a time: who was asked without a moment may be told one, and who got no invitation is asked."""
    there = [one for one in _planned_with(person, in_round=in_round) if was_invited(one)]
    open_one = next((one for one in there if one.planned_at is not None or planned_at is None), None)
    return [InvitedAlready(field="side", invited_on=open_one.invited_on)] if open_one is not None else []


def talk_to_come(person: Heard, *, in_round: Round, now: datetime) -> Hearing | None:
    """The talk that is planned with this person, and whose moment is still to come or not set; also where the invitation came back, whose
    moment then may be over: nobody was expected."""
    planned = _planned_with(person, in_round=in_round)
    return next((one for one in planned if one.planned_at is None or one.planned_at > now or not was_invited(one)), None)


def invitation_came_back(talk: Hearing) -> bool:
    """Whether a talk is planned to which nobody was invited: the invitation came back. Uses what is loaded."""
    return talk.result == HearingResult.PLANNED and talk.invited_on is not None and not was_invited(talk)


def _planned_with(person: Heard, *, in_round: Round) -> list[Hearing]:
    return [one for one in in_round.hearings.all() if one.result == HearingResult.PLANNED and _is_with(one, person)]


def problems_of_held(held_at: datetime | None, *, of: Complaint, in_round: Round, side: HeardSide, now: datetime) -> list[Refusal]:
    """The moment of a talk that was held; and nobody is heard before whoever it is about has the klaagschrift (9:9)."""
    if held_at is None:
        return [HeldMomentMissing(field="held_at")]
    if held_at > now:
        return [HeldInFuture(field="held_at")]
    held_on = dutch_date(held_at)
    problems = problems_of_day(held_on, field="held_at", opened_on=in_round.opened_on, today=dutch_date(now))
    if not problems and side is not HeardSide.WITNESS and needs_copy(of) and without_copy(of, in_round.copies.all(), by=held_on):
        problems.append(CopyFirst(field="held_at", held_on=held_on))
    return problems
