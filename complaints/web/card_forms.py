"""The cards in a file: what is told on one short page, and may be corrected later."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import ContactWay, Effect, LessonLevel, OmbudsmanStep
from complaints.web.step_forms import NOT_CHOSEN, StepForm, text_field
from tenants.templatetags.polsslag import day
from tenants.web.forms.organisation import DayField


def optional_text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return text_field(label, rows=rows, help_text=help_text, is_required=False)


class ApologyForm(StepForm):
    """The five parts of the ombudsman's card, each of which may stay empty, and who said it."""

    what_went_wrong = optional_text(_("What went wrong?"), help_text=_("Say plainly what we should not have done, or should have."))
    regret = optional_text(_("How did we say that we regret it?"), rows=2)
    responsibility = optional_text(_("How did we say that we are responsible for it?"), rows=2, help_text=_("Without a but."))
    what_now = optional_text(_("What do we do now?"), rows=2, help_text=_("What this person gets, and when."))
    what_changes = optional_text(_("What changes, so that it does not happen again?"), rows=2)
    said_by = forms.CharField(label=_("Who said it?"), required=False, help_text=_("Name or function."))
    said_to = forms.CharField(label=_("To whom?"), required=False)
    said_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))
    way = forms.TypedChoiceField(label=_("How?"), coerce=ContactWay, choices=ContactWay.choices)


class LessonForm(StepForm):
    text = text_field(_("What did we learn?"), help_text=_("Without names. Also from what came up by the way."))
    level = forms.TypedChoiceField(
        label=_("At which level?"), coerce=LessonLevel, choices=LessonLevel.choices, widget=forms.RadioSelect, initial=LessonLevel.CASE
    )
    told_on = DayField(
        label=_("On which day was this person told?"),
        required=False,
        help_text=_("Empty: not told yet. Tell also that nothing changes."),
    )
    told_way = forms.TypedChoiceField(
        label=_("How was this person told?"), required=False, coerce=ContactWay, empty_value=None, choices=[NOT_CHOSEN, *ContactWay.choices]
    )
    not_told_because = optional_text(
        _("Or why is this person not told?"), rows=2, help_text=_("Only when you choose not to: then nobody is reminded of it.")
    )


class MeasureForm(StepForm):
    text = text_field(_("What is to be done?"), help_text=_("Without names of whoever complains."))
    owner_id = forms.TypedChoiceField(label=_("Who does it?"), coerce=int)
    due_on = DayField(label=_("By which day?"))
    check_on = DayField(
        label=_("When do you look whether it helps?"), required=False, help_text=_("Empty: three months after it is to be done.")
    )

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [NOT_CHOSEN, *owners]  # type: ignore[attr-defined]


class EndMeasureForm(StepForm):
    is_done = forms.TypedChoiceField(
        label=_("What became of it?"),
        coerce=lambda given: given == "done",
        choices=[("done", _("it is done")), ("dropped", _("it will not be done"))],
        widget=forms.RadioSelect,
    )
    how = optional_text(_("How, or why not?"), rows=2)
    ended_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))


class CheckMeasureForm(StepForm):
    effect = forms.TypedChoiceField(label=_("Does it help?"), coerce=Effect, choices=Effect.choices, widget=forms.RadioSelect)
    text = text_field(_("How do you know?"), rows=2, help_text=_("For example: no complaint about it since."))
    next_on = DayField(label=_("On which day do you look again?"), required=False, help_text=_("Empty: this was the last time."))

    def __init__(self, *args: Any, planned_on: date | None = None, **kwargs: Any) -> None:
        """planned_on: a day still to come on which it was to be looked at."""
        super().__init__(*args, **kwargs)
        if planned_on is not None:
            self.initial["next_on"] = planned_on
            self.fields["next_on"].help_text = _(
                "That was planned for %(on)s. Leave that day to look then as well. Empty: this was the last time."
            ) % {"on": day(planned_on)}


class RuleForm(StepForm):
    behaviour = text_field(_("Which behaviour is it about?"), help_text=_("What was said or done, and when. Not what somebody is like."))
    rule = text_field(_("Which rule holds?"), rows=2, help_text=_("For example: contact in writing, answered once a month."))
    document_id = forms.TypedChoiceField(label=_("The letter that announces it"), coerce=UUID, empty_value=None, required=False)
    starts_on = DayField(label=_("Day of the letter"), required=False, help_text=_("Empty: today."))
    ends_on = DayField(label=_("Up to and including which day?"), help_text=_("At most a year; earlier is better."))
    keeps_writing = forms.BooleanField(label=_("The letter says that this person may always write to us"), required=False)
    keeps_ombudsman = forms.BooleanField(label=_("The letter says that this person may go to the ombudsman"), required=False)

    def __init__(self, *args: Any, documents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter: Any = self.fields["document_id"]
        letter.choices = [NOT_CHOSEN, *documents]
        if not documents:
            letter.help_text = _("There is no document in this file yet. Add the letter there first.")


class OmbudsmanForm(StepForm):
    step = forms.TypedChoiceField(
        label=_("What is it?"), coerce=OmbudsmanStep, choices=OmbudsmanStep.choices, widget=forms.RadioSelect, initial=OmbudsmanStep.INQUIRY
    )
    ombudsman = forms.CharField(label=_("Which ombudsman?"), required=False)
    case_number = forms.CharField(label=_("Number of the case there"), required=False)
    came_on = DayField(label=_("On which day did it come in?"), required=False, help_text=_("Empty: today."))
    text = text_field(_("What does the ombudsman ask, find or recommend?"), is_required=False)
    answer_by = DayField(label=_("By which day do we answer?"), required=False, help_text=_("A report alone asks for no answer."))


class AnswerForm(StepForm):
    is_followed = forms.TypedChoiceField(
        label=_("Do we follow the recommendation?"),
        required=False,
        coerce=lambda given: given == "yes",
        empty_value=None,
        choices=[NOT_CHOSEN, ("yes", _("yes")), ("no", _("no"))],
    )
    answer = optional_text(_("What did we answer?"), rows=4, help_text=_("How we follow it, or why not (article 9:36(4))."))
    answered_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))

    def __init__(self, *args: Any, is_recommendation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_recommendation:
            del self.fields["is_followed"]
            self.fields["answer"].help_text = ""
