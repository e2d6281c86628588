"""Record what was found of a complaint: findings, a verdict on each subject with its norms, reasons and conclusions (Awb 9:12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from complaints.advising import LetterWithoutAdvice, NoAdviceToDeviateFrom, given_advice
from complaints.checks import checked_texts
from complaints.code_lists import NORM_NAMES
from complaints.hearing import problems_of_day, subjects_of
from complaints.judging import (
    TEXTS,
    JudgmentIsSent,
    JudgmentLetterWithoutOmbudsman,
    JudgmentTold,
    NormsButProper,
    NormUnknown,
    NoSubjectNotChosen,
    NoSubjectUnexplained,
    PointUnknown,
    SubjectIsNamed,
    VerdictNeeded,
    VerdictTold,
    judgment_of,
)
from complaints.letter_writing import last_sent
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
    After the letter of a decision on an advice went, its verdicts and the reason to differ stay as they went (9:16).

    Raises NotFound, NotPermitted, NotInThisState, ChangedMeanwhile, and Refusals with everything that is wrong at once.
    """
    guard(actor, Permission.HANDLE_COMPLAINTS)
    with transaction.atomic(durable=True):
        in_hand = take_in_hand(actor=actor, reference=reference, step=Step.JUDGE, seen_version=seen_version)
        texts, problems = checked_texts(told, TEXTS)
        problems += _problems_of_verdicts(told.verdicts, points={one.pk for one in in_hand.complaint.points.all()})
        problems += _problems_of_letter(told, in_round=in_hand.round, today=dutch_date(now))
        problems += _problems_of_advice(told, texts["deviation"], in_hand=in_hand)
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
            "no_subject": told.no_subject,
            "recorded_at": now,
        }
        was = _changed_texts(judgment_of(in_hand.round), texts)
        judgment, _made = Judgment.objects.update_or_create(round=in_hand.round, defaults=kept)
        judgment.points.all().delete()
        PointJudgment.objects.bulk_create(
            PointJudgment(
                judgment=judgment, point_id=one.point_id, verdict=one.verdict, lawful=one.lawful, proper=one.proper, norms=list(one.norms)
            )
            for one in told.verdicts
            if one.verdict is not None
        )
        data = {"verdicts": [one.verdict.value for one in told.verdicts if one.verdict is not None]}
        data |= {"letter_sent_on": told.letter_sent_on.isoformat()} if told.letter_sent_on else {}  # type: ignore[dict-item]
        data |= {"no_subject": told.no_subject.value} if told.no_subject else {}  # type: ignore[dict-item]
        personal = {"judgment_was": was} if was else None
        return finish_step(in_hand, actor=actor, now=now, code="judged", data=data, personal=personal)


def _changed_texts(before: Judgment | None, texts: Mapping[str, str]) -> dict[str, str]:
    """What stood there that does not stand there any more, by its name."""
    if before is None:
        return {}
    return {name: getattr(before, name) for name in TEXTS if getattr(before, name) not in ("", texts[name])}


def _problems_of_advice(told: JudgmentTold, deviation: str, *, in_hand: FileInHand) -> list[Refusal]:
    """Who differs from an advice says so in the letter, and sends it along (9:16); where there is none nothing can differ from it."""
    if given_advice(in_hand.round) is None:
        return [NoAdviceToDeviateFrom(field="deviation")] if deviation else []
    kept = judgment_of(in_hand.round)
    sent = last_sent(in_hand.round, LetterCode.DECISION)
    if sent is not None and kept is not None:
        found = {one.point_id: one.verdict for one in told.verdicts if one.verdict is not None}
        went = {one.point_id: one.verdict for one in kept.points.all()}
        changed = {"verdicts": found != went, "deviation": deviation != kept.deviation}
        return [JudgmentIsSent(field=field, sent_on=sent.sent_on) for field, is_changed in changed.items() if is_changed]
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


def _problems_of_letter(told: JudgmentTold, *, in_round: Round, today: date) -> list[Refusal]:
    day, kept = told.letter_sent_on, judgment_of(in_round)
    if day is None:
        return []
    problems = problems_of_day(day, field="letter_sent_on", opened_on=in_round.opened_on, today=today)
    # What was recorded before the organisation wanted a second look stays.
    if not problems and (kept is None or kept.letter_sent_on != day):
        problems = problems_of_typed_day(day, code=LetterCode.DECISION, in_round=in_round, field="letter_sent_on")
    return problems if told.names_ombudsman else [*problems, JudgmentLetterWithoutOmbudsman(field="names_ombudsman")]
