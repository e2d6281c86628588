"""The one address of the API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from api.view import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api, name="api")]
