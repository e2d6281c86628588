from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.organisation.logos import LARGEST_LOGO


class LooksForm(forms.Form):
    primary_colour = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        help_text=_("For buttons, links and the line on top, for example #0f5478. Empty: Polsslag's own colour."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        allow_empty_file=False,
        help_text=_("PNG, JPEG or WebP, at most 200 kB. It stands on a white background."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    logo_text = forms.CharField(
        label=_("What the logo shows"), required=False, max_length=200, help_text=_("Read aloud to people who cannot see the logo.")
    )
    removes_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["removes_logo"]

    def as_change(self) -> dict[str, Any]:
        """What the flow is told. One byte more than it allows is read, so that it can refuse."""
        upload = self.cleaned_data["logo"]
        return {
            "primary_colour": self.cleaned_data["primary_colour"],
            "logo": upload.read(LARGEST_LOGO + 1) if upload else None,
            "logo_text": self.cleaned_data["logo_text"],
            "removes_logo": self.cleaned_data.get("removes_logo", False),
        }
