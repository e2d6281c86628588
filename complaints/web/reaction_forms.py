"""The forms of a question for a reaction: asking it, and answering it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.web.step_forms import AddingForm, StepForm, text_field
from complaints.web.transfer_wording import kept_back_in_words
from tenants.web.forms.organisation import DayField


class AskReactionForm(AddingForm):
    user_id = forms.TypedChoiceField(
        label=_("A colleague"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Sees the question and the passages after signing in, also who is involved, and nothing else of the file."),
    )
    name = forms.CharField(
        label=_("Or somebody outside the organisation"),
        required=False,
        max_length=200,
        help_text=_("Name and organisation. You get an address and a code: send the first, and tell the code by phone."),
    )
    question = text_field(_("What do you want to know?"), rows=3, is_required=False)
    passages = forms.MultipleChoiceField(
        label=_("Which passages of what the person told?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answer_by = DayField(label=_("By which day?"), required=False)

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], passages: Sequence[str], kept_back: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["user_id"].choices = [("", _("nobody")), *colleagues]
        fields["passages"].choices = [(one, one) for one in passages]
        fields["passages"].help_text = kept_back_in_words(kept_back)


class ChaseReactionForm(StepForm):
    answer_by = DayField(label=_("By which day?"), required=False)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("The eight digits that you were told by phone."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ReactionForm(forms.Form):
    text = text_field(_("Your reaction"), rows=8, help_text=_("It becomes part of the file; who complains may ask to read it."))
