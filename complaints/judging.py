"""The judgment on a complaint (Awb 9:12): what it holds, and what a klaagschrift asks before it is closed with one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from complaints.advising import DeviationUnexplained, differs, given_advice, problems_of_advice
from complaints.awb.terms import ombudsman_until
from complaints.code_lists import Verdict
from complaints.hearing import Heard, is_heard, needs_copy, subjects_of, talks_that_count, without_copy
from complaints.letters.catalogue import LetterCode
from complaints.letters.checks import may_be_said, without
from complaints.letters.wording import PARTLY, plain, sentences, verdicts_said
from complaints.models import Complaint, HeardSide, Judgment, Letter, NoSubject, PointJudgment, Regime, Round, WaiverGround
from complaints.selectors import standing_waiver
from tenants.clock import dutch_date
from tenants.errors import Refusal
from tenants.organisation.core_lists import Kind, Outcome

TEXTS = ("findings", "reasoning", "conclusions", "deviation", "no_subject_reason")
# In which words a letter tells that it ends so, and which may stand beside them.
_TOLD_BY: dict[Outcome, frozenset[str]] = {
    Outcome.UPHELD: frozenset({Verdict.UPHELD}),
    Outcome.PARTLY_UPHELD: frozenset({Verdict.UPHELD, PARTLY}),
    Outcome.NOT_UPHELD: frozenset({Verdict.NOT_UPHELD}),
    Outcome.NO_JUDGMENT: frozenset({Verdict.NO_JUDGMENT}),
}
_MAY_GO_WITH: dict[Outcome, frozenset[str]] = {
    Outcome.UPHELD: frozenset({Verdict.NO_JUDGMENT}),
    Outcome.PARTLY_UPHELD: frozenset({Verdict.NOT_UPHELD, Verdict.NO_JUDGMENT}),
    Outcome.NOT_UPHELD: frozenset({Verdict.NO_JUDGMENT}),
    Outcome.NO_JUDGMENT: frozenset({Verdict.NOT_UPHELD}),
}
WITH_JUDGMENT = frozenset({Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD, Outcome.NO_JUDGMENT})


class PointUnknown(Refusal):
    code = "point_unknown"
    message = _("The complaint has no such subject any more. Look at the file again.")


class JudgedSubjectStays(Refusal):
    code = "judged_subject_stays"
    message = _(
        "There is a verdict on a subject that you take out or word otherwise. Leave it as it is and add another one, or take the verdict"
        " back first, under Judgment."
    )


class NormUnknown(Refusal):
    code = "norm_unknown"
    message = _("There is no norm %(norm)s. Choose from A1 to D7 of the Behoorlijkheidswijzer.")


class JudgmentEmpty(Refusal):
    code = "judgment_empty"
    message = _("There is nothing in this judgment yet. Write what was established, or give a verdict, then keep it.")


class VerdictNeeded(Refusal):
    code = "verdict_needed"
    message = _("Choose what you find of this subject too.")


class NormsButProper(Refusal):
    code = "norms_but_proper"
    message = _("You say that it was proper, and that a norm was not kept. Choose one of the two.")


class JudgmentLetterWithoutOmbudsman(Refusal):
    code = "judgment_letter_without_ombudsman"
    message = _("The letter has to name the ombudsman and the term of one year (article 9:12(2)). Send one that does.")


class JudgmentIsSent(Refusal):
    code = "judgment_is_sent"
    message = _(
        "The letter with this judgment went on %(sent_on)s, and what it told stays as it went. Was it wrong? Say why you decide anew; then"
        " a new letter replaces that one."
    )


class LetterDayStays(Refusal):
    code = "letter_day_stays"
    message = _(
        "Here stands that the letter with the judgment went on %(sent_on)s, so this person was told. Was it another day? Write that one."
        " Did it not go, or was it wrong? Say why you decide anew; then a new letter replaces it."
    )


class NothingToDecideAnew(Refusal):
    code = "nothing_to_decide_anew"
    message = _("No letter with a judgment went from this file yet, so you can still change all of it. Leave this empty.")


class JudgmentToldAlready(Refusal):
    code = "judgment_told_already"
    message = _(
        "The letter with the judgment went on %(sent_on)s: this cannot come after it. Close with that judgment. Was it wrong? Then decide"
        " anew under Judgment, and send the letter that replaces it."
    )


class NewDecisionLetterMissing(Refusal):
    code = "new_decision_letter_missing"
    message = _("This was decided anew after the letter with the judgment went. Send the letter that replaces it first (article 9:12).")


class LetterOfOldJudgment(Refusal):
    code = "letter_of_old_judgment"
    message = _(
        "It was decided anew on %(anew_on)s, and this is the day of a letter of before. Write the day of the letter that replaces it, or"
        " leave it empty until that went. Does it go the same day? Then write it under Letters, and send it there."
    )


class FindingsMissing(Refusal):
    code = "findings_missing"
    message = _("A klaagschrift is closed with the findings: what was established (article 9:12(1)). Write them down under Judgment.")


class ReasoningMissing(Refusal):
    code = "reasoning_missing"
    message = _("A klaagschrift is closed with the reasons for the judgment (article 9:12(1)). Write them down under Judgment.")


class VerdictMissing(Refusal):
    code = "verdict_missing"
    message = _("Say of each subject of the complaint what you find of it, under Judgment. Without a verdict still: %(count)s.")


class OutcomeDiffers(Refusal):
    code = "outcome_differs"
    message = _("This outcome does not fit what was found of the subjects of the complaint. Choose another, or look at the judgment again.")


class OutcomeNotInLetter(Refusal):
    code = "outcome_not_in_letter"
    message = _(
        "The letter with the judgment, of %(sent_on)s, says otherwise. Choose the outcome that it tells. Was it wrong? Then decide anew"
        " under Judgment, and send the letter that replaces it."
    )


class CopyNotSent(Refusal):
    code = "copy_not_sent"
    message = _(
        "Whoever it is about was sent no copy of the klaagschrift before the decision (article 9:9). Whoever handles the complaint records"
        " when it was sent (Copy and hearing). Was it sent after the letter with the judgment? Decide anew, and send that letter again. Did"
        " the file name this person otherwise then? Say so under Change the facts."
    )


class ComplainantNotHeard(Refusal):
    code = "complainant_not_heard"
    message = _(
        "The person who complains was not heard before the decision, and there is no ground not to (article 9:10). Record the talk, or"
        " why not (Copy and hearing). Who did not come counts only when invited a week or more before. Was it after the letter with the"
        " judgment? Decide anew, and send that letter again."
    )


class SubjectNotHeard(Refusal):
    code = "subject_not_heard"
    message = _(
        "Whoever it is about was not heard before the decision (article 9:10). Record the talk, or that this person did not come (Copy"
        " and hearing). Who did not come counts only when invited a week or more before. Was it after the letter with the judgment? Decide"
        " anew, and send that letter again. Did the file name this person otherwise then? Say so under Change the facts."
    )


class NobodyToHear(Refusal):
    code = "nobody_to_hear"
    message = _(
        "The file names nobody it is about, so nobody was sent a copy or heard (articles 9:9, 9:10). Record who it is (Change the facts),"
        " or say under Judgment why it is about nobody in person."
    )


class SubjectIsNamed(Refusal):
    code = "subject_is_named"
    message = _("The file says whom it is about: that person is sent a copy and heard (articles 9:9, 9:10). Leave this empty.")


class NoSubjectUnexplained(Refusal):
    code = "no_subject_unexplained"
    message = _("Explain it: whom did you ask, or why is it about the organisation as a whole?")


class NoSubjectNotChosen(Refusal):
    code = "no_subject_not_chosen"
    message = _("You explain why it is about nobody in person. Choose which of the two it is as well.")


class WaiverContradicts(Refusal):
    code = "waiver_contradicts"
    message = _("The person was not heard because the complaint is plainly unfounded; then it cannot be upheld. Hear the person first.")


class DecisionLetterMissing(Refusal):
    code = "decision_letter_missing"
    message = _("The person has no letter with the judgment yet (article 9:12). Send it, or record under Judgment when it was sent.")


@dataclass(frozen=True, kw_only=True)
class VerdictTold:
    """What is found of one point. point_id: of the complaint's. verdict: None while there is none.

    lawful, proper: None where not tested. norms: codes of those that were not kept.
    """

    point_id: int
    verdict: Verdict | None
    lawful: bool | None = None
    proper: bool | None = None
    norms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JudgmentTold:
    """As much as there is by now; what a klaagschrift lacks is asked when it is closed.

    deviation: why it differs from what a committee advised. encloses_advice: of a letter that was not sent from here.
    no_subject, no_subject_reason: of a file that names nobody it is about, why that is so. why_anew: why it is decided anew, after its
    letter went.
    """

    findings: str = ""
    reasoning: str = ""
    conclusions: str = ""
    verdicts: tuple[VerdictTold, ...] = ()
    letter_sent_on: date | None = None
    names_ombudsman: bool = False
    is_signed_by_mandate: bool = False
    deviation: str = ""
    encloses_advice: bool = False
    no_subject: NoSubject = NoSubject.SOMEBODY
    no_subject_reason: str = ""
    why_anew: str = ""


def fitting_outcomes(verdicts: Collection[str]) -> frozenset[Outcome]:
    """The outcomes that follow from the verdicts on all points: judged per klachtonderdeel, derived for the whole (law: 9:12)."""
    found = set(verdicts)
    if found == {Verdict.UPHELD}:
        return frozenset({Outcome.UPHELD})
    if Verdict.UPHELD in found:
        return frozenset({Outcome.PARTLY_UPHELD})
    if found == {Verdict.NOT_UPHELD}:
        return frozenset({Outcome.NOT_UPHELD})
    if found == {Verdict.NO_JUDGMENT}:
        return frozenset({Outcome.NO_JUDGMENT})
    # Partly unfounded, partly not to be established: whoever decides chooses what weighs most.
    return frozenset({Outcome.NOT_UPHELD, Outcome.NO_JUDGMENT})


def judgment_of(one: Round) -> Judgment | None:
    """What was found in a round. Uses what is loaded."""
    return getattr(one, "judgment", None)


def verdicts_of_all(complaint: Complaint, one: Round) -> list[PointJudgment]:
    """What was found of each point, once it is of all of them; else nothing. Uses what is loaded."""
    judgment = judgment_of(one)
    found = list(judgment.points.all()) if judgment is not None else []
    return found if {point.point_id for point in found} >= {point.pk for point in complaint.points.all()} else []


def possible_outcomes(text: str, *, of: Complaint, in_round: Round, meant: Collection[str] = ()) -> frozenset[Outcome]:
    """The endings of a decision that is told in this text: those of the verdicts once each subject has one; until then those that the
    text and the verdicts that are there leave open."""
    if found := verdicts_of_all(of, in_round):
        return fitting_outcomes([one.verdict for one in found])
    judgment = judgment_of(in_round)
    is_upheld = judgment is not None and any(one.verdict == Verdict.UPHELD for one in judgment.points.all())
    left_open = {Outcome.UPHELD, Outcome.PARTLY_UPHELD} if is_upheld else WITH_JUDGMENT
    return _outcomes_told(text, of=of, meant=meant) & left_open


def is_unfounded_though_improper(one: PointJudgment) -> bool:
    """What was not proper is usually upheld, also where it was lawful (law: 6); that is suggested, and never decided here."""
    return one.verdict == Verdict.NOT_UPHELD and one.proper is False


def decided_on(one: Round) -> date | None:
    """The day of the letter with the judgment as it stands, sent from here or elsewhere; None where there is none. Uses what is loaded."""
    told = judgment_of(one)
    return _first_day(decision_letters(one), told.letter_sent_on if told is not None else None)


def first_told_on(one: Round) -> date | None:
    """The day on which a judgment was told first, also where it was decided anew since. Uses what is loaded."""
    told = judgment_of(one)
    elsewhere = (told.replaced_sent_on, told.letter_sent_on) if told is not None else ()
    return _first_day(_decisions(one), *elsewhere)


def told_end_of(one: Round) -> date | None:
    """The day of the letter that told how it ended (9:12, 9:8(3)), or of its end; None while it goes on. Uses what is loaded."""
    refused = [
        letter for letter in one.letters.all() if letter.code == LetterCode.NOT_TAKEN_UP and letter.is_sent and not letter.has_returned
    ]
    return decided_on(one) or one.closed_on or _first_day(refused)


def ombudsman_until_of(one: Round, *, today: date) -> date | None:
    """Until when a petition can be filed with the ombudsman about this round (9:24(1)): a year from the letter that told how it ended
    (9:12, 9:8(3)), from its end, or from the last day by law where that passed in silence. None: none of these is so yet. Uses what is
    loaded, but for the complaint where the round does not say what it is under.
    """
    ended_on = told_end_of(one)
    if ended_on is None and one.due_on < today and one.is_under_law:
        ended_on = one.due_on
    return ombudsman_until(ended_on=ended_on) if ended_on is not None else None


def decision_letters(one: Round) -> list[Letter]:
    """The letters that went with the judgment as it stands and did not come back, to whomever: none of before it was decided anew. Uses
    what is loaded."""
    judgment = judgment_of(one)
    since = judgment.decided_anew_at if judgment is not None else None
    return [letter for letter in _decisions(one) if since is None or (letter.sent_at is not None and letter.sent_at > since)]


def _decisions(one: Round) -> list[Letter]:
    """The letters that told a judgment. Uses what is loaded."""
    return [letter for letter in one.letters.all() if letter.code == LetterCode.DECISION and letter.is_sent and not letter.has_returned]


def problems_of_letter_day(day: date, *, in_round: Round, anew_at: datetime | None, field: str) -> list[Refusal]:
    """The day of a letter with a judgment that was decided anew: not before that, and not of a letter of before. Uses what is loaded."""
    if anew_at is None:
        return []
    went = [one for one in in_round.letters.all() if one.code == LetterCode.DECISION and one.tells_complainant]
    replaced = {one.sent_on for one in went if one.sent_at is not None and one.sent_at <= anew_at}
    judgment = judgment_of(in_round)
    replaced |= {judgment.replaced_sent_on} if judgment is not None else set()
    anew_on = dutch_date(anew_at)
    return [LetterOfOldJudgment(field=field, anew_on=anew_on)] if day < anew_on or day in replaced else []


def is_otherwise_in_letter(verdicts: Sequence[tuple[str, str]], *, in_round: Round) -> bool:
    """Whether the letter that stands told whoever complains something else, in words that anybody knows. verdicts: each
    with the name of its subject. Of a letter that was finished elsewhere nobody knows. Uses what is loaded."""
    texts = [plain(without(one.texts.get("judgment", ""), one.meant)) for one in decision_letters(in_round) if one.tells_complainant]
    found = {verdict for _name, verdict in verdicts}
    return any(_says_otherwise(text, verdicts, found) for text in texts)


def _is_otherwise_ended(outcome: Outcome, *, of: Complaint, in_round: Round) -> bool:
    """Whether the letter that stands told whoever complains another ending, in words that anybody knows."""
    went = [one for one in decision_letters(in_round) if one.tells_complainant]
    return any(outcome not in _outcomes_told(one.texts.get("judgment", ""), of=of, meant=one.meant) for one in went)


def _may_end(outcome: Outcome, said: Collection[str]) -> bool:
    """Whether words that tell these verdicts may be of this ending."""
    found = frozenset(said)
    return bool(found & _TOLD_BY[outcome]) and found <= _TOLD_BY[outcome] | _MAY_GO_WITH[outcome]


def _outcomes_told(text: str, *, of: Complaint, meant: Collection[str] = ()) -> frozenset[Outcome]:
    """The endings that a letter may tell in words that anybody knows; all of them where it says none."""
    said = verdicts_said(plain(without(text, [*meant, *(one.description for one in of.points.all())])))
    return frozenset(one for one in WITH_JUDGMENT if _may_end(one, said)) if said else WITH_JUDGMENT


def _says_otherwise(text: str, verdicts: Sequence[tuple[str, str]], found: Collection[str]) -> bool:
    said = verdicts_said(without(text, [name for name, _verdict in verdicts]))
    if said and not (may_be_said(said, found) and (PARTLY in said or {*found} <= said)):
        return True
    of_each = [(verdict, verdicts_said(one)) for name, verdict in verdicts for one in sentences(text) if name and plain(name) in one]
    return any(told and PARTLY not in told and verdict not in told for verdict, told in of_each)


def _first_day(letters: Iterable[Letter], *elsewhere: date | None) -> date | None:
    days = [letter.sent_on for letter in letters if letter.tells_complainant]
    return min((day for day in (*days, *elsewhere) if day is not None), default=None)


def problems_of_told_judgment(outcome: Outcome | None, *, in_round: Round) -> list[Refusal]:
    """What was told of the judgment is what it ends with: not otherwise, and not before the letter that replaces another one went."""
    told_on = first_told_on(in_round)
    if told_on is None:
        return []
    if decided_on(in_round) is None:
        return [NewDecisionLetterMissing(field="outcome")]
    return [] if outcome in WITH_JUDGMENT else [JudgmentToldAlready(field="outcome", sent_on=told_on)]


def check_not_told(one: Round) -> None:
    """Raises JudgmentToldAlready: what was decided has no later day any more."""
    told_on = first_told_on(one)
    if told_on is not None:
        raise JudgmentToldAlready(sent_on=told_on)


def problems_of_closing(outcome: Outcome, *, of: Complaint, in_round: Round) -> list[Refusal]:
    """What stands in the way of closing with a judgment: of a klaagschrift all of 9:9 to 9:12, of anything else what contradicts."""
    if outcome not in WITH_JUDGMENT:
        return []
    judgment = judgment_of(in_round)
    verdicts: Sequence[PointJudgment] = list(judgment.points.all()) if judgment is not None else []
    problems: list[Refusal] = _problems_of_advice(judgment, in_round=in_round)
    is_klaagschrift = of.derived_kind == Kind.FORMAL_COMPLAINT
    by = decided_on(in_round)
    problems += problems_of_deciding(of=of, in_round=in_round, outcomes=frozenset({outcome}), by=by, field="outcome")
    if is_klaagschrift:
        problems += _problems_of_content(judgment)
    lacking = of.points.count() - len(verdicts)
    if is_klaagschrift and lacking > 0:
        problems.append(VerdictMissing(field="outcome", count=lacking))
    elif verdicts and outcome not in fitting_outcomes([one.verdict for one in verdicts]):
        problems.append(OutcomeDiffers(field="outcome"))
    elif not verdicts and _is_otherwise_ended(outcome, of=of, in_round=in_round):
        problems.append(OutcomeNotInLetter(field="outcome", sent_on=by))
    if is_klaagschrift and first_told_on(in_round) is None:
        problems.append(DecisionLetterMissing(field="outcome"))
    return problems


def problems_of_deciding(*, of: Complaint, in_round: Round, outcomes: Collection[Outcome], by: date | None, field: str) -> list[Refusal]:
    """Nobody decides on a klaagschrift before whoever it is about had a copy and both were heard (9:9, 9:10). outcomes: it can have.

    by: the day on which it is decided; None while there is none.
    """
    if of.derived_kind != Kind.FORMAL_COMPLAINT:
        return []
    return [
        *problems_of_hearing(of=of, in_round=in_round, by=by, field=field),
        *problems_of_subject(of=of, judgment=judgment_of(in_round), field=field),
        *_problems_of_waiver(outcomes, of=of, in_round=in_round, field=field),
    ]


def _problems_of_content(judgment: Judgment | None) -> list[Refusal]:
    problems: list[Refusal] = []
    if judgment is None or not judgment.findings:
        problems.append(FindingsMissing(field="outcome"))
    if judgment is None or not judgment.reasoning:
        problems.append(ReasoningMissing(field="outcome"))
    return problems


def _problems_of_advice(judgment: Judgment | None, *, in_round: Round) -> list[Refusal]:
    """Where a committee advises nobody decides without the advice, nor otherwise without a reason (9:15, 9:16)."""
    if in_round.regime != Regime.COMMISSION:
        return []
    problems = problems_of_advice(in_round, by=decided_on(in_round), field="outcome")
    is_explained = judgment is not None and bool(judgment.deviation)
    if not problems and differs(given_advice(in_round), judgment) and not is_explained:
        problems.append(DeviationUnexplained(field="outcome"))
    return problems


def problems_of_hearing(*, of: Complaint, in_round: Round, by: date | None = None, field: str) -> list[Refusal]:
    """Whom articles 9:9 and 9:10 ask for and who was not sent the copy, or not heard (by that day). field: what is refused so."""
    problems: list[Refusal] = []
    talks = talks_that_count(in_round, by=by)
    if needs_copy(of) and without_copy(of, in_round.copies.all(), by=by):
        problems.append(CopyNotSent(field=field))
    if not _is_waived(in_round, by=by) and not is_heard(talks, Heard(side=HeardSide.COMPLAINANT)):
        problems.append(ComplainantNotHeard(field=field))
    if any(not is_heard(talks, subject) for subject in subjects_of(of)):
        problems.append(SubjectNotHeard(field=field))
    return problems


def _is_waived(one: Round, *, by: date | None) -> bool:
    """Whether the complainant need not be heard: what they said, or their silence, was there by that day."""
    waiver = standing_waiver(one)
    if waiver is None or by is None:
        return waiver is not None
    return (waiver.declared_on is None or waiver.declared_on <= by) and (waiver.answer_by is None or waiver.answer_by < by)


def problems_of_subject(*, of: Complaint, judgment: Judgment | None, field: str) -> list[Refusal]:
    """Nobody is heard on the other side only where the file names nobody, and somebody said why that is so. Uses what is loaded."""
    is_said = judgment is not None and judgment.no_subject != NoSubject.SOMEBODY
    return [] if subjects_of(of) or is_said else [NobodyToHear(field=field)]


def _problems_of_waiver(outcomes: Collection[Outcome], *, of: Complaint, in_round: Round, field: str) -> list[Refusal]:
    """Who was not heard for being plainly unfounded reads that it is not upheld: what may end otherwise asks for the verdicts first."""
    waiver = standing_waiver(in_round)
    if waiver is None or waiver.ground != WaiverGround.PLAINLY_UNFOUNDED:
        return []
    if Outcome.NOT_UPHELD not in outcomes:
        return [WaiverContradicts(field=field)]
    judgment = judgment_of(in_round)
    lacking = of.points.count() - (judgment.points.count() if judgment is not None else 0)
    return [VerdictMissing(field=field, count=lacking)] if lacking > 0 and Outcome.UPHELD in outcomes else []
