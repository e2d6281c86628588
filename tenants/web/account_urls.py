"""Signing in and the own account: allauth's views, at the addresses declared in `tenants.permissions` and no others."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, path, re_path

from tenants.web.views.own_account import own_name
from tenants.web.views.own_factor import activate_app, add_passkey, behind_own_factor, show_second_step

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", behind_own_factor(account.password_change), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("naam/", behind_own_factor(own_name), name="own_name"),
    path("2fa/", behind_own_factor(second_factor.index), name="mfa_index"),
    path("2fa/authenticate/", show_second_step, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", behind_own_factor(activate_app), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", behind_own_factor(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/webauthn/", behind_own_factor(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", behind_own_factor(add_passkey), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", behind_own_factor(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", behind_own_factor(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("2fa/recovery-codes/", behind_own_factor(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", behind_own_factor(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", behind_own_factor(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
