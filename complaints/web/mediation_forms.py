"""The forms of mediation: proposing it, how it goes, and how it ended. None asks what was said in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.models import ContactWay, Mediation, MediationOutcome, MediationProposer
from complaints.web.mediation_wording import OUTCOMES, PROPOSERS
from complaints.web.step_forms import NOT_CHOSEN, StepForm
from tenants.web.forms.organisation import DayField


def _way(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, coerce=ContactWay, empty_value=None, choices=[NOT_CHOSEN, *ContactWay.choices]
    )


def _name(label: Any, *, help_text: Any = "", is_needed: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=is_needed, max_length=200, help_text=help_text)


class DaysField(forms.CharField):
    """Days under each other, as they are written here; gives a list of days, each once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        days = []
        for part in re.split(r"[\s,;]+", str(value or "").strip()):
            if part:
                days.append(DayField(label=_("On which day?")).clean(part))
        return days

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(one.strftime("%d-%m-%Y") for one in value) if isinstance(value, list) else value


class ProposeMediationForm(StepForm):
    proposed_by = forms.TypedChoiceField(
        label=_("Who proposed it?"), coerce=MediationProposer, choices=list(PROPOSERS.items()), widget=forms.RadioSelect
    )
    other_side = _name(
        _("Who talks with whoever complains?"), help_text=_("The other side, such as the employee or the team."), is_needed=True
    )
    proposed_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))
    next_on = DayField(label=_("When do you look how it stands?"), help_text=_("On that day it stands in Mijn werk."))


class MediationForm(StepForm):
    complainant_agreed_on = DayField(label=_("Whoever complains said yes on"), required=False)
    complainant_way = _way(_("How?"))
    complainant_agreed_by = _name(_("Who said so, where that was somebody else"))
    other_agreed_on = DayField(label=_("The other side said yes on"), required=False)
    other_way = _way(_("How?"))
    other_agreed_by = _name(_("Who said so, where that was somebody else"))
    mediator_id = forms.TypedChoiceField(
        label=_("Mediator: a colleague"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Who does not handle the complaint and was not involved in what it is about."),
    )
    mediator_name = _name(_("Or somebody outside"), help_text=_("Name and organisation."))
    talks = DaysField(label=_("Days on which they talked"), required=False, help_text=_("One under the other, such as 21-11-2026."))
    next_on = DayField(label=_("When do you look how it stands?"), help_text=_("On that day it stands in Mijn werk."))

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator_id"].choices = [("", _("nobody who works here")), *colleagues]  # type: ignore[attr-defined]


class EndMediationForm(StepForm):
    outcome = forms.TypedChoiceField(
        label=_("How did it end?"), coerce=MediationOutcome, choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    ended_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty: today."))


def as_it_stands(one: Mediation) -> dict[str, Any]:
    """What the form of its course begins with."""
    names = ("complainant_agreed_on", "complainant_way", "complainant_agreed_by", "other_agreed_on", "other_way", "other_agreed_by")
    told = {name: getattr(one, name) for name in (*names, "mediator_id", "mediator_name", "next_on")}
    return told | {"talks": [date.fromisoformat(day) for day in one.talks]}
