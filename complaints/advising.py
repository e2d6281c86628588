"""A complaint before an advisory committee (Awb 9:13-9:16): who hears and advises, and what the body does with the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from complaints.code_lists import Verdict
from complaints.models import Advice, InvolvedPerson, Judgment, Regime, Round
from tenants.accounts.selectors import only_with_role
from tenants.actors import Actor
from tenants.errors import Refusal
from tenants.organisation.models import CommitteeSeat
from tenants.permissions import COMMITTEE, Permission

# What is left for the decision after the advice (choice): the ten weeks hold both.
TIME_TO_DECIDE = timedelta(days=14)


class CommitteeNeedsTermOfLaw(Refusal):
    code = "committee_needs_term_of_law"
    message = _("A committee advises on a written complaint under the law. Here our own norm runs: handle it without the committee.")


class BeforeCommitteeAlready(Refusal):
    code = "before_committee_already"
    message = _("This complaint is before the committee already.")


class CommitteeWithoutMembers(Refusal):
    code = "committee_without_members"
    message = _(
        "Nobody sits on %(committee)s who was not involved in this complaint. An administrator seats its members, under Organisation."
    )


class CommitteeOfAuthority(Refusal):
    code = "committee_of_authority"
    message = _(
        "The committee of this authority advises on the complaint, so the authority stays. Is it another one's? First take the complaint"
        " back from the committee, as long as it gave no advice."
    )


class DecidedBeforeCommittee(Refusal):
    code = "decided_before_committee"
    message = _("The letter with the judgment went on %(sent_on)s already. A committee advises before that, so this goes on without it.")


class TellingWayMissing(Refusal):
    code = "telling_way_missing"
    message = _("How was the person told that a committee advises?")


class AdviceBeforeHearing(Refusal):
    code = "advice_before_hearing"
    message = _("The advice rests on the talk of %(heard_on)s. Give that day or a later one, or check the day of the talk.")


class NotBeforeCommittee(Refusal):
    code = "not_before_committee"
    message = _("This complaint is not before a committee. Put it before one first.")


class NotOfTheCommittee(Refusal):
    code = "not_of_the_committee"
    message = _(
        "Only members of the committee record its advice (article 9:14): the authority gives no instructions in a case."
        " Whoever has another role here as well does not advise."
    )


class HearingIsTheCommittees(Refusal):
    code = "hearing_is_the_committees"
    message = _("A committee advises on this complaint, so its members hear, and record what was said (article 9:15(2)).")


class WaiverIsTheCommittees(Refusal):
    code = "waiver_is_the_committees"
    message = _("A committee advises on this complaint, so the committee decides whether somebody need not be heard (article 9:15).")


class HearerNotOfCommittee(Refusal):
    code = "hearer_not_of_committee"
    message = _("The committee hears, or leaves it to its chair or a member (article 9:15(2)). Choose one of them who was not involved.")


class HearingIsTheHandlers(Refusal):
    code = "hearing_is_the_handlers"
    message = _("This complaint is not before your committee now, so whoever handles it hears.")


class AdviserUnknown(Refusal):
    code = "adviser_unknown"
    message = _("Choose who gave the advice: one or more members of the committee who were not involved.")


class AdviceIsGiven(Refusal):
    code = "advice_is_given"
    message = _("This advice is given, so it is no draft any more. To put it right, give it again with its day.")


class AdviceIsUsed(Refusal):
    code = "advice_is_used"
    message = _("The letter with the judgment went already, with this advice. It stays as it is.")


class AdvisedSubjectStays(Refusal):
    code = "advised_subject_stays"
    message = _(
        "The committee advised on this subject, so it stays here in the same words (article 9:14). For what is new, add another subject."
    )


class CommitteeAdvised(Refusal):
    code = "committee_advised"
    message = _("The committee gave its advice, so the complaint is not taken back from it. Decide with the advice, under Judgment.")


class AdviceMissing(Refusal):
    code = "advice_missing"
    message = _("This complaint is before a committee that has not advised yet (article 9:15). Wait for the advice, then decide.")


class AdviceAfterDecision(Refusal):
    code = "advice_after_decision"
    message = _(
        "A committee advises before it is decided (article 9:15), and the letter with the judgment is of %(sent_on)s. Check both days. Was"
        " it decided first? Then whoever handles it decides anew under Judgment, and sends a new letter that follows the advice."
    )


class DeviationUnexplained(Refusal):
    code = "deviation_unexplained"
    message = _("The judgment differs from what the committee advised. Write down why, under Judgment (article 9:16).")


class NoAdviceToDeviateFrom(Refusal):
    code = "no_advice_to_deviate_from"
    message = _("There is no advice of a committee here to differ from. Leave this empty.")


class LetterWithoutAdvice(Refusal):
    code = "letter_without_advice"
    message = _("The advice goes along with the letter where you decide otherwise (article 9:16). Send it too, then tick this.")


@dataclass(frozen=True, kw_only=True)
class Advised:
    """What a member writes. verdicts: by point id. given_on: None keeps a draft. given_by: users who give it."""

    findings: str = ""
    considerations: str = ""
    advice: str = ""
    verdicts: Mapping[int, Verdict]
    given_on: date | None = None
    given_by: tuple[int, ...] = ()


def advises_on(actor: Actor) -> set[int]:
    """The committees on which this person sits, who works for nobody else here. One query at most."""
    if not actor.may(Permission.ADVISE) or actor.roles - COMMITTEE:
        return set()
    return set(CommitteeSeat.objects.filter(user_id=actor.user_id or 0, left_on=None).values_list("committee_id", flat=True))


def advises_in(actor: Actor, one: Round) -> bool:
    """Whether this person sits on the committee before which the round lies, and works for nobody else here. One query at most."""
    return one.committee_id is not None and one.committee_id in advises_on(actor)


def hears_in(actor: Actor, one: Round) -> bool:
    """Whether this person records who was heard: members where a committee advises, else whoever handles complaints."""
    if one.regime == Regime.COMMISSION:
        return advises_in(actor, one)
    return actor.may(Permission.HANDLE_COMPLAINTS)


def may_look(actor: Actor, one: Round) -> bool:
    """Whether this person may open what tells who is shielded, with a reason: who handles complaints, and who hears in this one."""
    return actor.may(Permission.HANDLE_COMPLAINTS) or hears_in(actor, one)


def check_hears(actor: Actor, one: Round, *, refusal: type[Refusal] = HearingIsTheCommittees) -> None:
    """Raises HearingIsTheCommittees (or another), and HearingIsTheHandlers for a member where no committee advises (any more)."""
    if hears_in(actor, one):
        return
    raise refusal if one.regime == Regime.COMMISSION else HearingIsTheHandlers


def able_members(one: Round, *, today: date) -> list[int]:
    """Users who sit on the committee of a round, still as members and nothing else here (9:14), and were not involved; the chair first."""
    involved = InvolvedPerson.objects.filter(complaint=one.complaint_id, user__isnull=False).values("user_id")
    independent = only_with_role(roles=COMMITTEE, today=today)
    seats = CommitteeSeat.objects.filter(committee_id=one.committee_id, left_on=None, user__is_active=True, user_id__in=independent)
    seats = seats.exclude(user_id__in=involved)
    return list(seats.values_list("user_id", flat=True))


def given_advice(one: Round) -> Advice | None:
    """The advice that whoever decides has; None while there is none. Uses what is loaded."""
    advice: Advice | None = getattr(one, "advice", None)
    return advice if advice is not None and advice.is_given else None


def problems_of_advice(one: Round, *, by: date | None, field: str) -> list[Refusal]:
    """Where a committee advises nobody decides before the advice is given (9:15). by: the day of the letter with the judgment. Uses what
    is loaded."""
    if one.regime != Regime.COMMISSION:
        return []
    advice = given_advice(one)
    if advice is None or advice.given_on is None:
        return [AdviceMissing(field=field)]
    return [AdviceAfterDecision(field=field, sent_on=by)] if by is not None and by < advice.given_on else []


def differs(advice: Advice | None, judgment: Judgment | None) -> bool:
    """Whether some subject got another verdict than was advised (9:16). Uses what is loaded."""
    if advice is None or judgment is None:
        return False
    advised = {one.point_id: one.verdict for one in advice.points.all()}
    return any(advised.get(one.point_id, one.verdict) != one.verdict for one in judgment.points.all())


def advise_by(one: Round) -> date:
    """By when the committee advises, so that time is left to decide."""
    return max(one.due_on - TIME_TO_DECIDE, one.committee_since or one.opened_on)
