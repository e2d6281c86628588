from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MeaningForm(forms.Form):
    hides_optional = True

    core_code = forms.ChoiceField(
        label=_("Means"),
        required=False,
        help_text=_("Nothing fits? Leave it to be mapped: then figures by the core lists leave it out."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["core_code"].choices = [("", _("To be mapped")), *choices]  # type: ignore[attr-defined]
