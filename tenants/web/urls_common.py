"""Addresses that a tenant's host and the portal share."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from tenants.web.views import local_mail, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("tenants.web.account_urls")),
    path("tweede-stap/", pages.second_factor, name="second_factor"),
    path("taal/", set_language, name="set_language"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("lokale-post/", local_mail.local_mail, name="local_mail"),
    path("gezond/", pages.health, name="health"),
]
