"""Our answers to what allauth leaves open: nobody signs up by themselves, passkeys belong to the base domain."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.access import actor_for
from tenants.accounts.flows.memberships import note_arrival
from tenants.clock import dutch_date, read_clock

TOO_SIMILAR = ValidationError(
    gettext_lazy("The password looks too much like your name or e-mail address. Choose another."), code="password_too_similar"
)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **found: Any) -> HttpResponse:
        """Whoever signs in at an organisation has come in there, also who goes straight to the page a mail led to."""
        tenant = getattr(request, "tenant", None)
        if tenant is not None:
            now = read_clock()
            actor = actor_for(user=user, tenant=tenant, today=dutch_date(now), has_second_factor=False)
            note_arrival(actor=actor, tenant=tenant, now=now)
        return super().post_login(request, user, **found)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries at a login count together, wherever they are made. allauth counts them for each host apart."""
        return str(credentials.get("email", "")).lower()

    def clean_password(self, password: str, user: Any = None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as refused:
            # Django says which attribute it looks like by the attribute's name in the code.
            raise ValidationError([TOO_SIMILAR if one.code == TOO_SIMILAR.code else one for one in refused.error_list]) from None


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """One passkey for every tenant and the portal: the relying party is the base domain, not the host of the request."""
        return {"id": settings.BASE_DOMAIN, "name": "Polsslag"}

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """What a passkey is called until its owner gives it a name."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}
