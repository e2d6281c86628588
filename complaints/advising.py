"""A complaint before an advisory committee (Awb 9:13-9:16): who hears and advises, and what the body does with the advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from complaints.code_lists import Verdict
from complaints.models import Advice, InvolvedPerson, Judgment, Regime, Round
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


class TellingWayMissing(Refusal):
    code = "telling_way_missing"
    message = _("How was the person told that a committee advises?")


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


class AdviceMissing(Refusal):
    code = "advice_missing"
    message = _("This complaint is before a committee that has not advised yet (article 9:15). Wait for the advice, then decide.")


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


def advises_in(actor: Actor, one: Round) -> bool:
    """Whether this person sits on the committee before which the round lies, and works for nobody else here. One query at most."""
    if one.committee_id is None or not actor.may(Permission.ADVISE) or actor.roles - COMMITTEE:
        return False
    return CommitteeSeat.objects.filter(committee_id=one.committee_id, user_id=actor.user_id or 0, left_on=None).exists()


def hears_in(actor: Actor, one: Round) -> bool:
    """Whether this person records who was heard: members where a committee advises, else whoever handles complaints."""
    if one.regime == Regime.COMMISSION:
        return advises_in(actor, one)
    return actor.may(Permission.HANDLE_COMPLAINTS)


def check_hears(actor: Actor, one: Round, *, refusal: type[Refusal] = HearingIsTheCommittees) -> None:
    """Raises HearingIsTheCommittees (or another), and HearingIsTheHandlers for a member where no committee advises (any more)."""
    if hears_in(actor, one):
        return
    raise refusal if one.regime == Regime.COMMISSION else HearingIsTheHandlers


def able_members(one: Round) -> list[int]:
    """Users who sit on the committee of a round and were not involved in the complaint, the chair first."""
    involved = InvolvedPerson.objects.filter(complaint=one.complaint_id, user__isnull=False).values("user_id")
    seats = CommitteeSeat.objects.filter(committee_id=one.committee_id, left_on=None).exclude(user_id__in=involved)
    return list(seats.values_list("user_id", flat=True))


def given_advice(one: Round) -> Advice | None:
    """The advice that whoever decides has; None while there is none. Uses what is loaded."""
    advice: Advice | None = getattr(one, "advice", None)
    return advice if advice is not None and advice.is_given else None


def differs(advice: Advice | None, judgment: Judgment | None) -> bool:
    """Whether some subject got another verdict than was advised (9:16). Uses what is loaded."""
    if advice is None or judgment is None:
        return False
    advised = {one.point_id: one.verdict for one in advice.points.all()}
    return any(advised.get(one.point_id, one.verdict) != one.verdict for one in judgment.points.all())


def advise_by(one: Round) -> date:
    """By when the committee advises, so that time is left to decide."""
    return max(one.due_on - TIME_TO_DECIDE, one.committee_since or one.opened_on)
