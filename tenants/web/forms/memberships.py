from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import Municipality, Tenant, TenantKind
from tenants.organisation.core_lists import Dimension
from tenants.organisation.models import Label
from tenants.permissions import Role
from tenants.web.wording import ROLE_NAMES


class GrantForm(forms.Form):
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person gets a message with what to do."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Label.objects.none(),
        required=False,
        empty_label=_("Not for this role"),
        help_text=_("Only for a manager."),
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Not for this role"),
        help_text=_("Only for a council member."),
    )
    starts_on = forms.DateField(label=_("Starting on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [role for role in ROLE_NAMES if role != Role.OPERATOR]
        self.fields["role"].choices = [("", _("Choose a role")), *((role.value, ROLE_NAMES[role]) for role in here)]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Label.objects.filter(dimension=Dimension.UNIT, is_active=True).order_by("position", "text")  # type: ignore[attr-defined]
        if tenant.kind == TenantKind.GR:
            self.fields["municipality"].queryset = Municipality.objects.filter(participations__tenant=tenant).distinct()  # type: ignore[attr-defined]
        else:
            del self.fields["municipality"]

    def as_grant(self) -> dict[str, Any]:
        """What the flow is told."""
        unit, municipality = self.cleaned_data["unit"], self.cleaned_data.get("municipality")
        return {
            "email": self.cleaned_data["email"],
            "role": Role(self.cleaned_data["role"]),
            "unit_id": unit.pk if unit else None,
            "municipality_code": municipality.pk if municipality else None,
            "starts_on": self.cleaned_data["starts_on"],
        }
