"""The second factor of the own account: who adds one is in with it at once, who has one shows it before changing anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from tenants.accounts.access import owes_second_factor

View = Callable[..., HttpResponseBase]


def behind_own_factor(view: View) -> View:
    """Nothing of how somebody signs in is changed by a session that did not show the second factor the account has.

    A password alone could otherwise remove the factor, or add another one and come in with that. It wraps the view, not the
    address: allauth carries out a request that was interrupted for a password without passing our middleware again.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if user.is_authenticated and owes_second_factor(user=user, records=get_authentication_records(request, user)):
            return ask_for_second_factor(user=user, next_path=request.get_full_path())
        return view(request, *args, **kwargs)

    return checked


def ask_for_second_factor(*, user: Any, next_path: str) -> HttpResponse:
    """To the page that asks for the second factor of somebody who is signed in already, and back."""
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    page = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
    return HttpResponseRedirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: next_path})}")


class ActivateAppView(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _begin_with(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskeyView(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _begin_with(self.request, Authenticator.Type.WEBAUTHN)
        return response


class SecondStepView(AuthenticateView):
    """Asks for what the person has: a passkey, an app, or what stands in for them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        own = {"has_app": Authenticator.Type.TOTP in kinds, "has_passkey": Authenticator.Type.WEBAUTHN in kinds}
        return super().get_context_data(**kwargs) | own


def _begin_with(request: HttpRequest, kind: str) -> None:
    """Adding a factor is showing it. Every other session of the account ends, and so does the key this one had before."""
    post_authentication(request, Authenticator.objects.filter(user=request.user, type=kind).latest("pk"))
    request.session.cycle_key()
    UserSession.objects.create_from_request(request)
    end_other_sessions(request, request.user)


activate_app = ActivateAppView.as_view()
add_passkey = AddPasskeyView.as_view()
show_second_step = SecondStepView.as_view()
