"""How a flow's refusal gets into a form."""

from __future__ import annotations

from django import forms

from tenants.errors import Refusal


def add_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Beside the field it is about, where the form has that field; else on top."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
