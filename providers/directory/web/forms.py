from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    hides_optional = True

    text = forms.CharField(
        label=_("Name or number"),
        required=False,
        max_length=200,
        help_text=_("Part of the name, or the whole KVK number or AGB code."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def add_prefix(self, field_name: str) -> str:
        """The name in the address, in Dutch like the address itself."""
        return "zoek" if field_name == "text" else super().add_prefix(field_name)
