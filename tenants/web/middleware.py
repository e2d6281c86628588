"""The way into every page: which tenant, who, and whether the address was declared for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_tenants.middleware.main import TenantMainMiddleware
from django_tenants.utils import get_public_schema_name
from redis.exceptions import RedisError

from tenants.accounts.access import actor_for, anonymous_actor, has_shown_second_factor
from tenants.actors import Actor
from tenants.clock import dutch_date, read_clock
from tenants.connections import tenant_connection
from tenants.permissions import WITHOUT_ROLE, Permission, permission_of_view, roles_allow
from tenants.web.json_answers import refused
from tenants.web.signed_out import page_with_what_was_typed
from tenants.web.way_back import address_to_go_on_from

log = logging.getLogger(__name__)

# Fixed text: it must not tell which hosts there are, nor echo the one asked for. The style is in it: there are no files here either.
_NOTHING_HERE = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Pagina niet gevonden</title>"
    "<style>body{font:1.125rem/1.5 system-ui,sans-serif;color:#001a40;max-width:36rem;margin:4rem auto;padding:0 1rem}</style>"
    "<h1>Pagina niet gevonden</h1>"
    "<p>Op dit adres staat niets. Controleer het adres in uw browser.</p></html>"
)


def nothing_here() -> HttpResponse:
    """The answer to an unknown host, a tenant that was deactivated and a host header that cannot be one."""
    return HttpResponseNotFound(_NOTHING_HERE)


class TenantMiddleware(TenantMainMiddleware):
    """Host to tenant to schema, before anything else touches the database."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        tenant_connection.set_schema_to_public()
        try:
            hostname = self.hostname_from_request(request)
        except DisallowedHost:
            return nothing_here()
        tenant = self._active_tenant(hostname)
        if tenant is None:
            return nothing_here()
        tenant.domain_url = hostname
        request.tenant = tenant  # type: ignore[attr-defined]
        tenant_connection.set_tenant(tenant)
        self.setup_url_routing(request)
        return None

    @staticmethod
    def hostname_from_request(request: HttpRequest) -> str:
        """The host as it is, without port: a `www.` belongs to the name that somebody gave a tenant. Raises DisallowedHost."""
        return split_domain_port(request.get_host())[0]

    def _active_tenant(self, hostname: str) -> Any:
        from tenants.models import Domain, Tenant  # noqa: PLC0415 - middleware classes load before the apps

        if hostname == settings.PORTAL_HOST:
            return Tenant.objects.filter(schema_name=get_public_schema_name(), is_active=True).first()
        domain = Domain.objects.select_related("tenant").filter(domain=hostname, tenant__is_active=True).first()
        return domain.tenant if domain else None


class RefuseUnreadableTextMiddleware:
    """PostgreSQL cannot hold a NUL in text: refuse it at the door, with a reason, on every page and address alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            return self._refuse(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        is_form = request.method == "POST" and request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
        if is_form and any("\x00" in value for _name, values in request.POST.lists() for value in values):
            return self._refuse(request)
        return None

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        message = _("Remove the NUL character: it cannot be kept.")
        return refused(request, "unreadable.html", code="unreadable_text", message=message, status=400)


class KeepNothingMiddleware:
    """What somebody signed in was shown is kept by no browser and no proxy, unless the view says what may be kept.

    Whoever sends the session's cookie counts as signed in: looking further would ask the database, which may be what is broken.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers["Cache-Control"] = "no-store"
        return response


class CacheAwayMiddleware:
    """What limits somebody who guesses passwords is counted in the shared cache. While that is away nobody signs in, and is told so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisError):
            return None
        log.error("cache.away error=%s", type(exception).__name__)
        message = _("Nobody can sign in at this moment. Try again later.")
        response = refused(request, "503.html", code="signing_in_unavailable", message=message, status=503)
        response.headers["Retry-After"] = "60"
        return response


class ActorMiddleware:
    """Who acts here today: `request.actor`, from the memberships at this tenant, on every request anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def find_actor() -> Actor:
            if not request.user.is_authenticated:
                return anonymous_actor()
            return actor_for(
                user=request.user,
                tenant=request.tenant,  # type: ignore[attr-defined]
                today=dutch_date(read_clock()),
                has_second_factor=has_shown_second_factor(user=request.user, records=get_authentication_records(request, request.user)),
            )

        request.actor = SimpleLazyObject(find_actor)  # type: ignore[attr-defined]
        return self.get_response(request)


class DeclaredPermissionMiddleware:
    """No view runs unless its address was declared and the actor has what it declares. What is undeclared does not exist.

    The first to look at a view: who may not use an address sends no body to it, but for words that would be lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        permission = permission_of_view(view, match.url_name if match else None)
        if permission is None:
            return render(request, "404.html", status=404)
        if permission == Permission.ANYONE:
            return None
        if not request.user.is_authenticated:
            return page_with_what_was_typed(request) or redirect_to_login(address_to_go_on_from(request))
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if permission not in WITHOUT_ROLE:
            if not roles_allow(actor.roles, permission):
                return render(request, "403.html", status=403)
            if actor.lacks_second_factor:
                return redirect("second_factor")
        return None
