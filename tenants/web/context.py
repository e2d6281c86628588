"""What every page needs to stand in the shell."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.urls import get_urlconf

from tenants.actors import Actor
from tenants.local_mail import is_mail_local
from tenants.models import TenantKind
from tenants.organisation.models import OrganisationSettings
from tenants.permissions import Permission
from tenants.web.navigation import Entry, entries_for
from tenants.web.wording import role_names


class Shell:
    """Header, navigation and looks of one request; what a page does not show is not asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def _actor(self) -> Actor | None:
        return getattr(self._request, "actor", None)

    @cached_property
    def is_portal(self) -> bool:
        tenant = getattr(self._request, "tenant", None)
        return tenant is None or tenant.kind == TenantKind.PORTAL

    @cached_property
    def person(self) -> Any:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def entries(self) -> list[Entry]:
        if self.person is None or self._actor is None or not self._actor.roles:
            return []
        match = self._request.resolver_match
        entries = entries_for(actor=self._actor, url_name=match.url_name if match else None, urlconf=get_urlconf() or "")
        # A menu of one leads nowhere: the name on top goes to the same page.
        return entries if len(entries) > 1 else []

    @cached_property
    def roles(self) -> str:
        return role_names(self._actor.roles) if self._actor else ""

    @cached_property
    def has_search(self) -> bool:
        return self.person is not None and self._actor is not None and not self.is_portal and self._actor.may(Permission.SEE_COMPLAINTS)

    @property
    def has_local_mail(self) -> bool:
        return self.person is not None and is_mail_local()

    @cached_property
    def looks(self) -> OrganisationSettings | None:
        if self.is_portal:
            return None
        return OrganisationSettings.objects.only("primary_colour", "logo_type", "logo_text").first()

    @cached_property
    def looks_version(self) -> str:
        """Changes when the colour changes, so that a browser keeps the style sheet until then."""
        return sha256(self.looks.primary_colour.encode()).hexdigest()[:8] if self.looks else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The tenant and the actor of this request, for the base template."""
    return {
        "tenant": getattr(request, "tenant", None),
        "actor": getattr(request, "actor", None),
        "shell": Shell(request),
    }
