"""The forms of people beside whoever complains."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import PersonRole, Telling
from complaints.web.step_forms import NOT_CHOSEN, StepForm, text_field
from tenants.web.forms.organisation import DayField


class PersonForm(StepForm):
    role = forms.TypedChoiceField(
        label=_("Who is it in this matter?"), required=False, coerce=PersonRole, empty_value=None, choices=[NOT_CHOSEN, *PersonRole.choices]
    )
    name = forms.CharField(label=_("Name"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False)
    email = forms.CharField(label=_("E-mail address"), required=False)
    address = forms.CharField(label=_("Address"), required=False)


class MandateForm(StepForm):
    document_id = forms.TypedChoiceField(
        label=_("The mandate in writing"), coerce=UUID, empty_value=None, required=False, help_text=_("Was it only said? Choose nothing.")
    )
    given_on = DayField(label=_("On which day was it given?"), required=False, help_text=_("Empty: today."))
    ends_on = DayField(
        label=_("Up to and including which day?"), required=False, help_text=_("Empty: as long as this takes. Was it taken back? That day.")
    )
    scope = text_field(_("What is it for?"), rows=2, is_required=False, help_text=_("For example: this complaint, and the talk about it."))

    def __init__(self, *args: Any, documents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_id"].choices = [("", _("it was only said")), *documents]  # type: ignore[attr-defined]


class TellingForm(StepForm):
    telling = forms.TypedChoiceField(
        label=_("What is this person told?"),
        coerce=Telling,
        choices=[one for one in Telling.choices if one[0]],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        _("Why?"), rows=3, help_text=_("For example: who has authority over the child, its age, what it wants, an address to be kept safe.")
    )
