from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.selectors import ComplaintFilters
from tenants.actors import Actor
from tenants.organisation.core_lists import Dimension
from tenants.organisation.selectors import label_choices

# Names in the address, Dutch as the addresses are, and the filters they set.
LABEL_FILTERS = {
    "onderwerp": ("nature", Dimension.NATURE, _("About the subject")),
    "afdeling": ("unit", Dimension.UNIT, _("At the unit")),
    "gemeente": ("municipality", Dimension.MUNICIPALITY, _("From the municipality")),
    "kanaal": ("channel", Dimension.CHANNEL, _("Came in by")),
    "soort": ("kind", Dimension.KIND, _("Kind")),
}
STATES = [("", _("all")), ("open", _("open")), ("late", _("open and too late")), ("closed", _("closed"))]


class ListForm(forms.Form):
    """The filters of the list, as they stand in the address. No personal data: labels, states and days."""

    hides_optional = True

    stand = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
    van = forms.DateField(label=_("Received from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    tot = forms.DateField(label=_("up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = label_choices(actor=actor)
        for name, (_filter, dimension, label) in LABEL_FILTERS.items():
            if texts[dimension]:
                choices = [("", _("everything")), *((text, text) for text in texts[dimension])]
                self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.order_fields(["stand", *LABEL_FILTERS, "van", "tot"])

    def as_filters(self) -> ComplaintFilters:
        """What the selector is told; what cannot be read narrows nothing, and the form says so."""
        given = self.cleaned_data
        labels = {filter_name: given.get(name) or None for name, (filter_name, _dimension, _label) in LABEL_FILTERS.items()}
        return ComplaintFilters(state=given.get("stand") or None, received_from=given.get("van"), received_until=given.get("tot"), **labels)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        allow_empty_file=True,
        help_text=_("CSV or Excel (.xlsx), at most 50 MB. Names of columns as below."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    create_labels = forms.BooleanField(
        label=_("Make unknown words"),
        required=False,
        help_text=_("Words for subjects, units and so on that are not known here yet become your own words. You map them afterwards."),
    )
    is_trial = forms.BooleanField(
        label=_("Only try"), required=False, help_text=_("Everything is checked and nothing is saved. You see what would be imported.")
    )
