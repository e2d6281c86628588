"""Addresses of the shared directory of care providers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from providers.directory.web.views.directory import providers

urlpatterns: list[URLPattern | URLResolver] = [path("aanbieders/", providers, name="providers")]
