"""How a complaint ends: what each outcome asks, and what the file has to hold for it. The one table for page, API and flow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.awb.terms import is_conduct_older_than_a_year
from complaints.awb.triage import Contested
from complaints.checks import NobodyTried, ToldWayMissing, TriedAfterLetter, check_day, checked_texts
from complaints.code_lists import NON_HANDLING_GROUNDS, SPEAKING_FOR_THEMSELVES, NonHandlingGround, Sayer
from complaints.deciding import judged
from complaints.intake import LONGEST_LINE, TextTooLong, UnknownCode
from complaints.judging import decided_on, problems_of_closing
from complaints.letters.catalogue import LetterCode
from complaints.letters.facts import Fact
from complaints.models import Complaint, ContactWay, Exclusion, HistoricalTotal, Letter, Measure, NotTakenUp, Regime, Round
from complaints.not_taking_up import NO_FACTS, ConductWithinAYear, FactsOfFile, MotivationOfAnotherFile, NotTakenUpFacts
from complaints.people import problems_of_representative
from complaints.registering import YearKnownAsTotals
from complaints.selectors import can_be_reached
from complaints.silence import silence_of
from complaints.transferring import problems_of_closing_with
from complaints.visible_text import has_letter
from tenants.errors import Refusal
from tenants.organisation.core_lists import Kind, Outcome
from tenants.organisation.models import Label
from tenants.selectors import current_statutory_calendar

TEXTS = ("complainants_words", "explanation", "passed_to")
POLICY = "POLICY"


class OutcomeNotClear(Refusal):
    code = "outcome_not_clear"
    message = _("Nobody has said yet what this word means in law. Choose another outcome, or ask a coordinator to sort the word.")


class OutcomeForTotalsOnly(Refusal):
    code = "outcome_for_totals_only"
    message = _("This outcome lumps two together and exists for earlier years only. Choose upheld or partly upheld.")


class WordsMissing(Refusal):
    code = "words_missing"
    message = _("Write down what the person said, in their own words. Only they can say that it is solved or that they withdraw it.")


class ConfirmationDayMissing(Refusal):
    code = "confirmation_day_missing"
    message = _("Fill in on which day the person said so.")


class ConfirmerMissing(Refusal):
    code = "confirmer_missing"
    message = _("Choose who said so: only whoever complains can, or somebody who may speak for them.")


class ConfirmationWayMissing(Refusal):
    code = "confirmation_way_missing"
    message = _("Choose how the person said so: by phone, by mail, at the desk.")


class ColleagueCannotConfirm(Refusal):
    code = "colleague_cannot_confirm"
    message = _("A colleague cannot say this for the person (article 9:5). Ask the person, or handle the complaint further.")


class SilenceConfirmsNothing(Refusal):
    code = "silence_confirms_nothing"
    message = _(
        "No answer is no yes: it is neither solved nor withdrawn. Handle the complaint further, or close it with a judgment and a short"
        " letter (article 9:12)."
    )


class ControlQuestionMissing(Refusal):
    code = "control_question_missing"
    message = _(
        "Ask first: is it solved the way you hoped, and is everything dealt with? Then close. Does nobody answer? Record that you tried,"
        " judge it and send the short letter (article 9:12). Then it closes without an answer."
    )


class SaidAfterClosing(Refusal):
    code = "said_after_closing"
    message = _("The person said so after %(closed_on)s, the day of closing. Close on the day they said it or later, or check the day.")


class DoneAfterClosing(Refusal):
    code = "done_after_closing"
    message = _("This was after %(closed_on)s, the day of closing. Close on this day or later, or check the day.")


class ClosedOnLetterDay(Refusal):
    code = "closed_on_letter_day"
    message = _("The letter that ends it went on %(sent_on)s: that is the day of closing (9:8(3), 9:12). Leave the day empty, or check it.")


class GroundMissing(Refusal):
    code = "ground_missing"
    message = _("Choose the ground of article 9:8. Without one the complaint has to be handled.")


class GroundDoesNotApply(Refusal):
    code = "ground_does_not_apply"
    message = _("A ground of article 9:8 belongs to not taking the complaint up alone. Choose that outcome, or no ground.")


class FactOfAnotherOutcome(Refusal):
    code = "fact_of_another_outcome"
    message = _("This belongs to another outcome. Empty it, or choose that outcome.")


class ExplanationMissing(Refusal):
    code = "explanation_missing"
    message = _("Explain why. The person has a right to the reasons.")


class KlaagschriftNeedsDecision(Refusal):
    code = "klaagschrift_needs_decision"
    message = _("This is a klaagschrift: not reaching somebody does not end it. Decide on what was written (article 9:10(2)(c)).")


class CommitteeIsAsked(Refusal):
    code = "committee_is_asked"
    message = _("This complaint is before a committee (article 9:15). Decide with its advice, or take it back from the committee first.")


class ObjectionNotTold(Refusal):
    code = "objection_not_told"
    message = _("This person has not been told what they can do about the decision. Tell them, record when and how, then close.")


class ConductIsNoPolicy(Refusal):
    code = "conduct_is_no_policy"
    message = _(
        "This is about conduct towards this person, and explaining policy does not end that. Is it solved? Close it with their own"
        " confirmation (article 9:5). Else hear both sides and give a judgment. Is it about policy after all? Then change the facts first:"
        " the subject, and that it did not befall this person."
    )


class NotAboutPolicy(Refusal):
    code = "not_about_policy"
    message = _(
        "In this file stands that it is not, or not only, about policy. Is it? Then change the facts first: choose policy as its subject."
        " Is a part of it about conduct? Then split it, and handle that part."
    )


class PolicyNotExplained(Refusal):
    code = "policy_not_explained"
    message = _("Write down what you explained of the policy. It never ends silently.")


class TellingMissing(Refusal):
    code = "telling_missing"
    message = _("Only whoever complains counts, or somebody who may speak for them. Tell them first, then close.")


class TellingDayMissing(Refusal):
    code = "telling_day_missing"
    message = _("Give the day on which this person was told.")


class NoDecisionContested(Refusal):
    code = "no_decision_contested"
    message = _(
        "In this file stands no decision that this person is against. Record which one, and how it reached them (A decision is mentioned)."
        " Is there none? Then there is no objection: handle the complaint."
    )


class SplitFirst(Refusal):
    code = "split_first"
    message = _(
        "A part of this stays a complaint: about how it went, or about a decision that was not made in time. Split it first (Split into"
        " two files), so that this part is handled; then close the part that is an objection."
    )


class SubjectsNotCovered(Refusal):
    code = "subjects_not_covered"
    message = _(
        "Does all of it go along as the objection, each of the %(count)s subjects? Then say so. Is one of them about how it went? Then"
        " split it first (Split into two files)."
    )


class ObjectionNotInWriting(Refusal):
    code = "objection_not_in_writing"
    message = _(
        "An objection is made in writing (article 6:4), and this was only told. Tell this person how and until when to object, and handle"
        " the complaint. Did they write it down? Then change the facts first: it came in writing."
    )


class ReceiverOfObjectionMissing(Refusal):
    code = "receiver_of_objection_missing"
    message = _("Pass the writing on with its day of receipt (article 6:15), and write down to whom it went.")


class PassingDayMissing(Refusal):
    code = "passing_day_missing"
    message = _("Give the day on which the writing went to whoever handles the objection.")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How it ended. outcome: a label by id, core code or text.

    complainants_words, confirmed_on, confirmed_by, confirmed_way: that the complainant said so, when, who (Sayer) and how.
    is_asked_if_solved: the control question was asked.
    ground, not_taken_up: of a complaint that is not taken up, with what proves the ground (Awb 9:8).
    passed_to, passed_on: to whom the writing went that is an objection, and when (6:15). covers_all_points: each subject of it goes along.
    told_to, told_on, told_way: whom this was told (Sayer) or explained, when and how.
    """

    outcome: str
    closed_on: date | None = None
    complainants_words: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    confirmed_way: ContactWay | None = None
    is_asked_if_solved: bool = False
    ground: str = ""
    explanation: str = ""
    passed_to: str = ""
    passed_on: date | None = None
    covers_all_points: bool = False
    told_to: str = ""
    told_on: date | None = None
    told_way: ContactWay | None = None
    not_taken_up: NotTakenUpFacts = NO_FACTS


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file that is about to be closed. told: with texts as they are kept."""

    outcome: Outcome
    told: Ending
    complaint: Complaint
    round: Round


Proof = Callable[[Case], list[Refusal]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What one outcome takes.

    asks: what is told at closing, each with what is refused without it; takes: what may be told beside it. proofs: what the file has to
    hold. never_of, never_under: kinds and regimes that do not end so.
    """

    asks: Mapping[str, type[Refusal]] = field(default_factory=dict)
    takes: frozenset[str] = frozenset()
    proofs: tuple[Proof, ...] = ()
    never_of: Mapping[Kind, type[Refusal]] = field(default_factory=dict)
    never_under: Mapping[Regime, type[Refusal]] = field(default_factory=dict)


def _for_totals(_case: Case) -> list[Refusal]:
    return [OutcomeForTotalsOnly(field="outcome")]


def _asked_what_they_think(case: Case) -> list[Refusal]:
    """Of a complaint that is no klaagschrift and ends with our view, whoever complains is told so and asked what they think of it.

    Who wrote it and cannot be reached is asked nothing, nor who answers nothing and was told the judgment by letter (9:12).
    """
    is_plain = case.complaint.derived_kind == Kind.COMPLAINT
    cannot_be_asked = case.round.came_in_writing and not _can_be_told(case.complaint)
    is_open = is_plain and not cannot_be_asked and not case.told.is_asked_if_solved
    if not is_open or (decided_on(case.round) is not None and silence_of(case.complaint, case.round) is not None):
        return []
    return [ControlQuestionMissing(field="is_asked_if_solved")]


def _judgment(case: Case) -> list[Refusal]:
    return problems_of_closing(case.outcome, of=case.complaint, in_round=case.round)


def _tried(case: Case) -> list[Refusal]:
    return problems_of_trying(case.round, by=case.told.not_taken_up.notice_sent_on, field="outcome")


def problems_of_trying(one: Round, *, by: date | None, field: str) -> list[Refusal]:
    """Nobody is told that it is not taken up, or is out of reach, without anybody who tried to speak to them. by: the letter's day."""
    if one.first_attempt_on is None:
        return [NobodyTried(field=field)]
    is_after = by is not None and one.opened_on <= by < one.first_attempt_on
    return [TriedAfterLetter(field=field, tried_on=one.first_attempt_on)] if is_after else []


def facts_for_ground(of: Complaint, one: Round, *, told_on: date | None = None, today: date) -> FactsOfFile:
    """What the file itself knows of a ground of article 9:8. told_on: the day of the letter, by which it is judged; today without one."""
    calendar = current_statutory_calendar()
    return FactsOfFile(
        reference=of.reference,
        filed_on=of.received_on,
        opened_on=one.opened_on,
        notice_due_on=one.notice_due_on,
        told_on=min(told_on or today, today),
        today=today,
        calendar=calendar,
        triages=tuple(each.triage for each in judged(of, of.mentioned_decisions.all(), calendar=calendar)),
    )


def is_motivated_elsewhere(of: Complaint, *, burden: str, slightness: str) -> bool:
    """Whether another file was not taken up as too slight for these very reasons, at closing or by letter (9:8(2)). A double, and one that
    was registered in error, is no other complaint."""
    ground = NonHandlingGround.TOO_SLIGHT.value
    closed = NotTakenUp.objects.filter(closing__ground=ground, burden__iexact=burden, slightness__iexact=slightness)
    said = {Fact.GROUND.value: ground, Fact.GROUND_FACTS.value: burden, Fact.MOTIVATION.value: slightness}
    sent = Letter.objects.filter(code=LetterCode.NOT_TAKEN_UP, sent_at__isnull=False, facts__contains=said)
    closed = closed.filter(closing__round__complaint__exclusion=Exclusion.NONE).exclude(closing__round__complaint=of)
    return closed.exists() or sent.filter(complaint__exclusion=Exclusion.NONE).exclude(complaint=of).exists()


def _motivated_of_itself(case: Case) -> list[Refusal]:
    facts = case.told.not_taken_up
    if case.told.ground != NonHandlingGround.TOO_SLIGHT or not (facts.burden and facts.slightness):
        return []
    is_bulk = is_motivated_elsewhere(case.complaint, burden=facts.burden.strip(), slightness=facts.slightness.strip())
    return [MotivationOfAnotherFile(field="slightness")] if is_bulk else []


def _known_ground(case: Case) -> list[Refusal]:
    if not case.told.ground or case.told.ground in NON_HANDLING_GROUNDS:
        return []
    return [UnknownCode(field="ground", given=case.told.ground[:40], known=_codes(NON_HANDLING_GROUNDS))]


def _explained_unless_too_slight(case: Case) -> list[Refusal]:
    """Of what is too slight the two texts of that ground are the explanation."""
    is_explained = case.told.explanation or case.told.ground == NonHandlingGround.TOO_SLIGHT
    return [] if is_explained else [ExplanationMissing(field="explanation")]


def _transfer(case: Case) -> list[Refusal]:
    return problems_of_closing_with(case.outcome, in_round=case.round, explanation=case.told.explanation)


def _about_policy(case: Case) -> list[Refusal]:
    """Policy is no conduct in a concrete matter (9:1): each subject is about it, and nobody said that it befell this person."""
    if case.complaint.is_towards_filer:
        return [ConductIsNoPolicy(field="outcome")]
    subjects = {point.nature.core_code if point.nature else None for point in case.complaint.points.select_related("nature")}
    return [] if subjects == {POLICY} else [NotAboutPolicy(field="outcome")]


def _wholly_an_objection(case: Case) -> list[Refusal]:
    """It is in writing, and all of it against what was decided (6:15); what is not stays a complaint, so is split off first."""
    problems: list[Refusal] = [] if case.round.came_in_writing else [ObjectionNotInWriting(field="outcome")]
    contested = {Contested(one.contested) for one in case.complaint.mentioned_decisions.all()}
    if not contested & {Contested.CONTENT, Contested.BOTH}:
        return [*problems, NoDecisionContested(field="outcome")]
    if contested != {Contested.CONTENT}:
        return [*problems, SplitFirst(field="outcome")]
    count = case.complaint.points.count()
    if count > 1 and not case.told.covers_all_points:
        problems.append(SubjectsNotCovered(field="covers_all_points", count=count))
    return problems


_JUDGED = Rule(proofs=(_asked_what_they_think, _judgment))
_CONFIRMED = {
    "confirmed_by": ConfirmerMissing,
    "complainants_words": WordsMissing,
    "confirmed_on": ConfirmationDayMissing,
    "confirmed_way": ConfirmationWayMissing,
}
_TOLD = {"told_to": TellingMissing, "told_on": TellingDayMissing, "told_way": ToldWayMissing}
_TRANSFERRED = Rule(proofs=(_transfer,))

RULES: dict[Outcome, Rule] = {
    Outcome.UPHELD: _JUDGED,
    Outcome.PARTLY_UPHELD: _JUDGED,
    Outcome.UPHELD_OR_PARTLY: Rule(proofs=(_for_totals,)),
    Outcome.NOT_UPHELD: _JUDGED,
    Outcome.NO_JUDGMENT: replace(_JUDGED, asks={"explanation": ExplanationMissing}),
    Outcome.SETTLED: Rule(asks={**_CONFIRMED, "is_asked_if_solved": ControlQuestionMissing}),
    Outcome.WITHDRAWN: Rule(asks=_CONFIRMED),
    Outcome.NOT_TAKEN_UP: Rule(
        asks={"ground": GroundMissing},
        proofs=(_known_ground, _tried, _explained_unless_too_slight, _motivated_of_itself),
    ),
    Outcome.CLOSED_UNREACHABLE: Rule(
        asks={"explanation": ExplanationMissing},
        proofs=(_tried,),
        never_of={Kind.FORMAL_COMPLAINT: KlaagschriftNeedsDecision},
        never_under={Regime.COMMISSION: CommitteeIsAsked},
    ),
    Outcome.FORWARDED: _TRANSFERRED,
    Outcome.WARM_TRANSFERRED: _TRANSFERRED,
    Outcome.CONVERTED_TO_OBJECTION: Rule(
        asks={"passed_to": ReceiverOfObjectionMissing, "passed_on": PassingDayMissing, **_TOLD},
        takes=frozenset({"covers_all_points"}),
        proofs=(_wholly_an_objection,),
    ),
    Outcome.POLICY_EXPLAINED: Rule(
        asks={"explanation": PolicyNotExplained, **_TOLD},
        proofs=(_about_policy, _asked_what_they_think),
        never_of={Kind.FORMAL_COMPLAINT: ConductIsNoPolicy},
        never_under={Regime.COMMISSION: CommitteeIsAsked},
    ),
}
# What one outcome alone takes, with what is refused where it is told of another.
_OF_ITS_OWN: dict[str, type[Refusal]] = {
    "ground": GroundDoesNotApply,
    **dict.fromkeys((*_CONFIRMED, "passed_to", "passed_on", "covers_all_points", *_TOLD), FactOfAnotherOutcome),
}
# Who said so, or was told, and the field with the day on which that was.
_SPEAKERS = {"confirmed_by": "confirmed_on", "told_to": "told_on"}
_DAYS: dict[str, type[Refusal]] = {"confirmed_on": SaidAfterClosing, "passed_on": DoneAfterClosing, "told_on": DoneAfterClosing}


def asking(fact: str) -> frozenset[Outcome]:
    """The outcomes that ask this at closing."""
    return frozenset(outcome for outcome, rule in RULES.items() if fact in rule.asks)


# Only the complainant can say so (9:5).
IN_THE_COMPLAINANTS_WORDS = asking("confirmed_by")


def with_clean_texts(given: Ending) -> tuple[Ending, list[Refusal]]:
    """The same with texts as they are kept, and those that cannot be."""
    texts, problems = checked_texts(given, TEXTS)
    if len(texts["passed_to"]) > LONGEST_LINE:
        problems.append(TextTooLong(field="passed_to", length=len(texts["passed_to"]), most=LONGEST_LINE))
        texts["passed_to"] = ""
    return replace(given, **texts), problems  # type: ignore[arg-type]


def problems_of_outcome(label: Label | None, told: Ending, *, of: Complaint, in_round: Round) -> list[Refusal]:
    """What stands in the way of this outcome, all at once. told: with clean texts."""
    if label is None:
        return [UnknownCode(field="outcome", given=told.outcome[:40], known=_codes(set(Outcome) - {Outcome.UPHELD_OR_PARTLY}))]
    if label.core_code is None:
        return [OutcomeNotClear(field="outcome")]
    case = Case(outcome=Outcome(label.core_code), told=told, complaint=of, round=in_round)
    rule = RULES[case.outcome]
    never = [refusal(field="outcome") for kind, refusal in rule.never_of.items() if kind == of.derived_kind]
    never += [refusal(field="outcome") for regime, refusal in rule.never_under.items() if regime == in_round.regime]
    if never:
        # What can never be lacks nothing.
        return never
    problems = [*_of_another(case, rule), *_lacking(case, rule)]
    return problems + [problem for proof in rule.proofs for problem in proof(case)]


def closed_against(of: Complaint, one: Round) -> Refusal | None:
    """Why a round would not be closed so by what the file says now, such as another receipt. None where it would, and of what was closed
    elsewhere. Uses what is loaded."""
    code = one.outcome.core_code if one.outcome is not None else None
    if one.taken_over or code is None:
        return None
    for kind, refusal in RULES[Outcome(code)].never_of.items():
        if kind == of.derived_kind:
            return refusal()
    facts = getattr(getattr(one, "closing", None), "not_taken_up", None)
    if facts is None or facts.conduct_on is None or is_conduct_older_than_a_year(conduct_on=facts.conduct_on, filed_on=of.received_on):
        return None
    return ConductWithinAYear(filed_on=of.received_on)


def problems_of_days(closed_on: date, told: Ending, *, opened_on: date, today: date) -> list[Refusal]:
    """Days that cannot be, and a year that is known as totals."""
    problems = _problems_of_day(closed_on, field="closed_on", opened_on=opened_on, today=today)
    for name, refusal in _DAYS.items():
        day = getattr(told, name)
        if day is not None:
            problems += _problems_of_day(day, field=name, opened_on=opened_on, today=today)
            if closed_on < day <= today:
                problems.append(refusal(field=name, closed_on=closed_on))
    if HistoricalTotal.objects.filter(measure=Measure.HANDLED, year=closed_on.year).exists():
        problems.append(YearKnownAsTotals(field="closed_on", year=closed_on.year))
    return problems


def problems_of_objection(complaint: Complaint, *, today: date) -> list[Refusal]:
    """Closing does not end the warning: whoever may still object is told so first (6:15)."""
    untold = complaint.mentioned_decisions.filter(told_on=None)
    found = judged(complaint, untold, calendar=current_statutory_calendar())
    return [ObjectionNotTold()] if any(one.must_be_told(today=today) for one in found) else []


def _of_another(case: Case, rule: Rule) -> list[Refusal]:
    its_own = rule.takes | set(rule.asks)
    return [refusal(field=name) for name, refusal in _OF_ITS_OWN.items() if name not in its_own and getattr(case.told, name)]


def _lacking(case: Case, rule: Rule) -> list[Refusal]:
    """What was not told; who said so, and who was told, is whoever complains or somebody who may speak for them."""
    never_speaks = _problem_of_speaker(case.told.confirmed_by) if "confirmed_by" in rule.asks else None
    if never_speaks is not None:
        return [never_speaks]
    # Where nobody can be reached, as of who stays anonymous, nobody can be told.
    is_told = _can_be_told(case.complaint)
    asks = {name: refusal for name, refusal in rule.asks.items() if is_told or name not in _TOLD}
    told = {name: getattr(case.told, name) for name in asks}
    told |= {name: told[name] in SPEAKING_FOR_THEMSELVES for name in _SPEAKERS if name in told}
    # A full stop is nobody's words.
    told |= {name: has_letter(told[name]) for name in ("complainants_words",) if name in told}
    problems = [refusal(field=name) for name, refusal in asks.items() if not told[name]]
    for name, on in _SPEAKERS.items():
        if name in told:
            day: date | None = getattr(case.told, on)
            problems += problems_of_representative(case.complaint, getattr(case.told, name), on=day, field=name)
    return problems


def _can_be_told(complaint: Complaint) -> bool:
    return can_be_reached([*complaint.parties.all(), *complaint.file_people.all()])


def _codes(known: Iterable[str]) -> str:
    return ", ".join(sorted(known))


def _problems_of_day(day: date, *, field: str, opened_on: date, today: date) -> list[Refusal]:
    try:
        check_day(day, field=field, opened_on=opened_on, today=today)
    except Refusal as refusal:
        return [refusal]
    return []


def _problem_of_speaker(by: str) -> Refusal | None:
    """What is refused where somebody said so who never can: an employee's opinion or silence is not enough."""
    if by == Sayer.COLLEAGUE:
        return ColleagueCannotConfirm(field="confirmed_by")
    return SilenceConfirmsNothing(field="confirmed_by") if by == Sayer.NOBODY else None
