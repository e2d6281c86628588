"""How a flow's refusal gets into a form."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from tenants.errors import Refusal, Refusals


def add_refusal(form: forms.BaseForm, refusal: Refusal, *, place: Callable[[str | None], str | None] | None = None) -> None:
    """Beside the field it is about, where the form has that field; else on top. Of several each at its own.

    place: the form's own name for a field of the flow, where they differ.
    """
    for one in refusal.refusals if isinstance(refusal, Refusals) else (refusal,):
        field = place(one.field) if place else one.field
        form.add_error(field if field in form.fields else None, one.text)
