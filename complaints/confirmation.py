"""Only whoever complains can say that it is solved, or that they withdraw it (Awb 9:5). The one place for page, API and flow."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from complaints.code_lists import Sayer
from tenants.errors import Refusal


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


def problem_of_speaker(by: str) -> Refusal | None:
    """What is refused where somebody said so who never can: an employee's opinion or silence is not enough."""
    if by == Sayer.COLLEAGUE:
        return ColleagueCannotConfirm(field="confirmed_by")
    return SilenceConfirmsNothing(field="confirmed_by") if by == Sayer.NOBODY else None
