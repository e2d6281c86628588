"""Texts of Django and allauth that reach our pages, and that their own Dutch leaves in English, says with "je", or says badly.

Our catalogue goes before theirs, so naming a text here is enough to give it the Dutch of our pages. Nothing reads this tuple.
A test walks all texts of those libraries and tells which ones are missing here.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

LIBRARY_TEXTS = (
    # Passwords
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("This password is entirely numeric."),
    _("Too many failed login attempts. Try again later."),
    _("The email address and/or password you specified are not correct."),
    _("The phone number and/or password you specified are not correct."),
    _("The username and/or password you specified are not correct."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("Incorrect password."),
    # The second step
    _("Authenticator code"),
    _("Incorrect code."),
    _("Use your password"),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional requirements"
        " such as biometrics or PIN protection."
    ),
    # The account
    _("You cannot remove your primary email address."),
    _("You cannot add more than %d email addresses."),
    _("Your primary email address must be verified."),
    _("You must type the same email each time."),
    _("Username can not be used. Please use other username."),
    _("Be patient, you are sending too many requests."),
)
