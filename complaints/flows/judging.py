"""Record what was found of a complaint: findings, a verdict on each subject with its norms, reasons and conclusions (Awb 9:12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.advising import LetterWithoutAdvice, NoAdviceToDeviateFrom, given_advice, problems_of_advice
from complaints.checks import LetterWithoutMandate, checked_texts
from complaints.code_lists import NORM_NAMES
from complaints.hearing import problems_of_day, subjects_of
from complaints.judging import (
    TEXTS,
    JudgmentEmpty,
    JudgmentIsSent,
    JudgmentLetterWithoutOmbudsman,
    JudgmentTold,
    LetterDayStays,
    NormsButProper,
    NormUnknown,
    NoSubjectNotChosen,
    NoSubjectUnexplained,
    NothingToDecideAnew,
    PointUnknown,
    SubjectIsNamed,
    VerdictNeeded,
    VerdictTold,
    decided_on,
    decision_letters,
    first_told_on,
    is_otherwise_in_letter,
    judgment_of,
    problems_of_letter_day,
)
from complaints.letters.catalogue import LetterCode
from complaints.models import Complaint, Judgment, NoSubject, PointJudgment, Round
from complaints.second_look import problems_of_typed_day
from complaints.statuses import Step
from complaints.steps import FileInHand, finish_step, take_in_hand
from tenants.actors import Actor, guard
from tenants.clock import dutch_date
from tenants.errors import Refusal, Refusals
from tenants.permissions import Permission


def record_judgment(*, actor: Actor, reference: str, told: JudgmentTold, seen_version: int | None, now: datetime) -> Complaint:
    """The judgment of the open round is what is told now, whatever it was; the history keeps the texts that changed, as they were.
    After its letter went its verdicts, and the reason to differ from an advice (9:16), stay as they went, unless it is decided anew.

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and Refusals with everything that is wrong at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.JUDGE, seen_version=seen_version)
        texts, problems = checked_texts(told, (*TEXTS, "why_anew"))
        why_anew = texts.pop("why_anew")
        problems += _problems_of_verdicts(told.verdicts, points={one.pk for one in in_hand.complaint.points.all()})
        problems += _problems_of_letter(told, in_round=in_hand.round, is_anew=bool(why_anew), now=now)
        problems += _problems_of_letter_that_went(told, texts["deviation"], why_anew, in_round=in_hand.round)
        problems += _problems_of_advice(told, texts["deviation"], in_hand=in_hand)
        if not problems and _is_empty(told, texts) and judgment_of(in_hand.round) is None:
            problems.append(JudgmentEmpty(field="findings"))
        refused = {one.field for one in problems}
        found = _problems_of_subject(told, texts["no_subject_reason"], of=in_hand.complaint)
        problems += [one for one in found if one.field not in refused]
        if problems:
            raise Refusals(problems)
        kept = {
            **texts,
            "encloses_advice": told.encloses_advice,
            "letter_sent_on": told.letter_sent_on,
            "names_ombudsman": told.names_ombudsman,
            "is_signed_by_mandate": told.is_signed_by_mandate,
            "no_subject": told.no_subject,
            "recorded_at": now,
        }
        before = judgment_of(in_hand.round)
        if before is not None and before.letter_sent_on == told.letter_sent_on:
            # Said once of that letter.
            kept["is_signed_by_mandate"] = told.is_signed_by_mandate or before.is_signed_by_mandate
        if why_anew:
            kept["decided_anew_at"] = now
            if before is not None and before.letter_sent_on is not None:
                kept["replaced_sent_on"] = before.letter_sent_on
            if before is not None and before.letter_sent_on == told.letter_sent_on:
                # That day is of the letter that is replaced.
                kept |= {"letter_sent_on": None, "names_ombudsman": False, "is_signed_by_mandate": False, "encloses_advice": False}
        was = _changed_texts(before, texts)
        judgment, _made = Judgment.objects.update_or_create(round=in_hand.round, defaults=kept)
        judgment.points.all().delete()
        PointJudgment.objects.bulk_create(
            PointJudgment(
                judgment=judgment, point_id=one.point_id, verdict=one.verdict, lawful=one.lawful, proper=one.proper, norms=list(one.norms)
            )
            for one in told.verdicts
            if one.verdict is not None
        )
        data: dict[str, Any] = {"verdicts": [one.verdict.value for one in told.verdicts if one.verdict is not None]}
        data |= {"letter_sent_on": judgment.letter_sent_on.isoformat()} if judgment.letter_sent_on else {}
        data |= {"no_subject": told.no_subject.value} if told.no_subject else {}
        data |= {"anew": True} if why_anew else {}
        personal = ({"judgment_was": was} if was else {}) | ({"reason": why_anew} if why_anew else {})
        return finish_step(in_hand, actor=actor, now=now, code="judged", data=data, personal=personal or None)


def _is_empty(told: JudgmentTold, texts: Mapping[str, str]) -> bool:
    """Whether nothing is told. What was recorded before may be taken back so; the history keeps it."""
    found = any(one.verdict is not None for one in told.verdicts)
    return not (found or any(texts.values()) or told.no_subject or told.letter_sent_on)


def _changed_texts(before: Judgment | None, texts: Mapping[str, str]) -> dict[str, str]:
    """What stood there that does not stand there any more, by its name."""
    if before is None:
        return {}
    return {name: getattr(before, name) for name in TEXTS if getattr(before, name) not in ("", texts[name])}


def _problems_of_letter_that_went(told: JudgmentTold, deviation: str, why_anew: str, *, in_round: Round) -> list[Refusal]:
    """What a letter told is changed only by deciding anew, and so is told of a subject that it said nothing of. What is recorded after
    a letter that was written without it is no change, unless the letter told it otherwise."""
    if why_anew:
        return [] if first_told_on(in_round) is not None else [NothingToDecideAnew(field="why_anew")]
    kept, sent_on = judgment_of(in_round), decided_on(in_round)
    if sent_on is None:
        return []
    if kept is None or not kept.points.all():
        named = {one.pk: one.description for one in in_round.complaint.points.all()}
        first = [(named.get(one.point_id, ""), one.verdict) for one in told.verdicts if one.verdict is not None]
        if first and is_otherwise_in_letter(first, in_round=in_round):
            return [JudgmentIsSent(field="verdicts", sent_on=sent_on)]
    if kept is None:
        return []
    found = {one.point_id: (one.verdict, one.lawful, one.proper, set(one.norms)) for one in told.verdicts if one.verdict is not None}
    went = {one.point_id: (one.verdict, one.lawful, one.proper, set(one.norms)) for one in kept.points.all()}
    changed = {
        "verdicts": bool(went) and found != went,
        # Of a letter that was not sent from here the reason may be recorded after its day.
        "deviation": given_advice(in_round) is not None
        and deviation != kept.deviation
        and bool(kept.deviation or kept.letter_sent_on is None),
    }
    return [JudgmentIsSent(field=field, sent_on=sent_on) for field, is_changed in changed.items() if is_changed]


def _problems_of_advice(told: JudgmentTold, deviation: str, *, in_hand: FileInHand) -> list[Refusal]:
    """Who differs from an advice says so in the letter, and sends it along (9:16); where there is none nothing can differ from it."""
    if given_advice(in_hand.round) is None:
        return [NoAdviceToDeviateFrom(field="deviation")] if deviation else []
    if deviation and told.letter_sent_on is not None and not told.encloses_advice:
        return [LetterWithoutAdvice(field="encloses_advice")]
    return []


def _problems_of_subject(told: JudgmentTold, reason: str, *, of: Complaint) -> list[Refusal]:
    """Whoever the file names is sent a copy and heard; that it names nobody is said with why."""
    is_said = told.no_subject is not NoSubject.SOMEBODY
    if subjects_of(of):
        return [SubjectIsNamed(field="no_subject")] if is_said or reason else []
    if is_said:
        return [] if reason else [NoSubjectUnexplained(field="no_subject_reason")]
    return [NoSubjectNotChosen(field="no_subject")] if reason else []


def _problems_of_verdicts(verdicts: tuple[VerdictTold, ...], *, points: set[int]) -> list[Refusal]:
    problems: list[Refusal] = []
    seen = set[int]()
    for place, one in enumerate(verdicts):
        if one.point_id not in points or one.point_id in seen:
            problems.append(PointUnknown(field=f"verdicts.{place}.point_id"))
        seen.add(one.point_id)
        problems += [NormUnknown(field=f"verdicts.{place}.norms", norm=norm) for norm in one.norms if norm not in NORM_NAMES]
        if one.verdict is None and (one.norms or one.lawful is not None or one.proper is not None):
            problems.append(VerdictNeeded(field=f"verdicts.{place}.verdict"))
        if one.proper and one.norms:
            problems.append(NormsButProper(field=f"verdicts.{place}.proper"))
    return problems


def _problems_of_letter(told: JudgmentTold, *, in_round: Round, is_anew: bool, now: datetime) -> list[Refusal]:
    day, kept = told.letter_sent_on, judgment_of(in_round)
    if day is None:
        # What was told on a day is not untold by emptying that day.
        was = kept.letter_sent_on if kept is not None and not is_anew else None
        return [LetterDayStays(field="letter_sent_on", sent_on=was)] if was is not None else []
    problems = problems_of_day(day, field="letter_sent_on", opened_on=in_round.opened_on, today=dutch_date(now))
    is_of_replaced = is_anew and kept is not None and kept.letter_sent_on == day
    if not problems and not is_of_replaced:
        anew_at = now if is_anew else kept.decided_anew_at if kept is not None else None
        problems = problems_of_letter_day(day, in_round=in_round, anew_at=anew_at, field="letter_sent_on")
    # What was recorded before the organisation wanted a second look stays.
    if not problems and (kept is None or kept.letter_sent_on != day):
        problems = problems_of_typed_day(day, code=LetterCode.DECISION, in_round=in_round, is_anew=is_anew, field="letter_sent_on")
        problems += problems_of_advice(in_round, by=day, field="letter_sent_on")
        if not told.is_signed_by_mandate and day not in {one.sent_on for one in decision_letters(in_round)}:
            problems.append(LetterWithoutMandate(field="is_signed_by_mandate"))
    return problems if told.names_ombudsman else [*problems, JudgmentLetterWithoutOmbudsman(field="names_ombudsman")]
