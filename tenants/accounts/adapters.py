"""Our answers to what allauth leaves open: nobody signs up by themselves, passkeys belong to the base domain."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries at a login count together, wherever they are made. allauth counts them for each host apart."""
        return str(credentials.get("email", "")).lower()


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """One passkey for every tenant and the portal: the relying party is the base domain, not the host of the request."""
        return {"id": settings.BASE_DOMAIN, "name": "Polsslag"}
