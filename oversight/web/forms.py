from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.actors import Actor
from tenants.organisation.selectors import municipality_choices


class ChoiceForm(forms.Form):
    """Which part of the year, and which municipality: as it stands in the address."""

    hides_optional = True

    van = forms.DateField(label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    tot = forms.DateField(label=_("Up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipalities = municipality_choices(actor=actor)
        if municipalities:
            self.fields["gemeente"] = forms.ChoiceField(
                label=_("Municipality"), required=False, choices=[("", _("all of them")), *municipalities]
            )
            self.order_fields(["gemeente", "van", "tot"])

    def as_question(self) -> dict[str, Any]:
        """What the figures are asked."""
        given = self.cleaned_data
        return {
            "period_from": given.get("van"),
            "period_until": given.get("tot"),
            "municipality_code": given.get("gemeente") or None,
        }
