"""What somebody typed that a complaint does not need: told gently, and refused nowhere."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.imports.masking import holds_possible_bsn


def notice_of_unneeded(form: forms.BaseForm) -> dict[str, str]:
    """For the answer to what is kept while somebody types; empty where there is nothing to say. The number itself is in no answer."""
    if not _may_hold_bsn(form):
        return {}
    return {"notice": _("There may be a BSN in what you type. A complaint does not need one: take it out, unless it has to stay.")}


def tell_unneeded(request: HttpRequest, form: forms.BaseForm) -> None:
    """After it was sent, also for whoever has no script."""
    if _may_hold_bsn(form):
        messages.warning(request, _("There may be a BSN in what you typed. A complaint does not need one: take it out where you can."))


def _may_hold_bsn(form: forms.BaseForm) -> bool:
    texts = [field for field in form if isinstance(field.field.widget, forms.Textarea)]
    return any(holds_possible_bsn(str(field.data or ""), fewest=9) for field in texts)
