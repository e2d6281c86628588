"""Mails about accounts."""

from __future__ import annotations

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from tenants.accounts.models import Membership
from tenants.addresses import address_at


def send_invitation_mail(*, membership: Membership) -> None:
    """Tell somebody of a role at a tenant, where to sign in and how to set a password."""
    tenant = membership.tenant
    text = render_to_string(
        "accounts/invitation.txt",
        {
            "tenant": tenant,
            "home": address_at(tenant, reverse("home", urlconf="config.urls_tenant")),
            "set_password": address_at(tenant, reverse("account_reset_password", urlconf="config.urls_tenant")),
            "starts_on": membership.starts_on,
        },
    )
    send_mail(
        subject=_("You now have a role at %(organisation)s in Polsslag") % {"organisation": tenant.name},
        message=text,
        from_email=None,
        recipient_list=[membership.user.email],
    )
