"""Addresses of the portal: operators, later providers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tenants.web.views import portal

urlpatterns: list[URLPattern | URLResolver] = [
    path("", portal.home, name="home"),
    path("", include("tenants.web.urls_common")),
]
