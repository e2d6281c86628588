"""Only whoever complains can say that it is solved, or that they withdraw it (Awb 9:5). The one place for page, API and flow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from complaints.code_lists import SPEAKING_FOR_THEMSELVES, Sayer
from complaints.models import ContactWay
from tenants.errors import Refusal
from tenants.organisation.core_lists import Kind, Outcome

# Only the complainant can say so (9:5); an employee's opinion or silence is not enough.
IN_THE_COMPLAINANTS_WORDS = frozenset({Outcome.SETTLED, Outcome.WITHDRAWN})
# What ends with our view of it: of a complaint that was only told (9:2), whoever complains is asked what they think of it.
OUR_VIEW = frozenset({Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD, Outcome.NO_JUDGMENT, Outcome.POLICY_EXPLAINED})


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What whoever complains said at the end. by: one of Sayer; way, said_on: how and when; words: as they said it.

    is_asked: the control question was asked: is it solved the way you hoped, and is everything dealt with?
    """

    by: str = ""
    way: ContactWay | None = None
    said_on: date | None = None
    words: str = ""
    is_asked: bool = False


class WordsMissing(Refusal):
    code = "words_missing"
    message = _("Write down what the person said, in their own words. Only they can say that it is solved or that they withdraw it.")


class ConfirmationDayMissing(Refusal):
    code = "confirmation_day_missing"
    message = _("On which day did the person say so?")


class ConfirmerMissing(Refusal):
    code = "confirmer_missing"
    message = _("Who said so? Only whoever complains can, or somebody who may speak for them.")


class ConfirmationWayMissing(Refusal):
    code = "confirmation_way_missing"
    message = _("How did the person say so: by phone, by mail, at the desk?")


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
    message = _("Ask first: is it solved the way you hoped, and is everything dealt with? Then close.")


def problems_of_confirmation(outcome: Outcome, said: Confirmation, *, kind: str | None, is_written: bool) -> list[Refusal]:
    """What stands in the way of ending with this outcome. kind: what the facts make of the file."""
    if outcome not in IN_THE_COMPLAINANTS_WORDS:
        is_only_told = kind == Kind.COMPLAINT and not is_written
        needs_asking = is_only_told and outcome in OUR_VIEW and not said.is_asked
        return [ControlQuestionMissing(field="is_asked_if_solved")] if needs_asking else []
    problems: list[Refusal] = []
    if said.by == Sayer.COLLEAGUE:
        return [ColleagueCannotConfirm(field="confirmed_by")]
    if said.by == Sayer.NOBODY:
        return [SilenceConfirmsNothing(field="confirmed_by")]
    if said.by not in SPEAKING_FOR_THEMSELVES:
        problems.append(ConfirmerMissing(field="confirmed_by"))
    if not said.words:
        problems.append(WordsMissing(field="complainants_words"))
    if said.said_on is None:
        problems.append(ConfirmationDayMissing(field="confirmed_on"))
    if said.way is None:
        problems.append(ConfirmationWayMissing(field="confirmed_way"))
    if outcome is Outcome.SETTLED and not said.is_asked:
        problems.append(ControlQuestionMissing(field="is_asked_if_solved"))
    return problems
