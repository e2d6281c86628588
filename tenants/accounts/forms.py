"""Our own turn of allauth's forms."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Without the link that allauth puts between label and field: it stands after the button, out of the way of the keyboard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""


class AskForPasswordForm(ResetPasswordForm):
    """An unknown address gets a message too, so that neither the page nor its speed tells it from a known one.

    allauth's own message offers to sign up, which nobody does here.
    """

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        email = str(self.cleaned_data["email"])
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email
