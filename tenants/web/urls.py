"""Addresses every tenant has: signing in, own account, people and roles, words, looks. The start page is the register's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tenants.web.views import labels, looks, memberships

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.web.urls_common")),
    path("huisstijl.css", looks.theme_stylesheet, name="theme_stylesheet"),
    path("logo", looks.tenant_logo, name="tenant_logo"),
    path("huisstijl/", looks.looks, name="looks"),
    path("mensen/", memberships.memberships, name="memberships"),
    path("mensen/toevoegen/", memberships.grant, name="grant_membership"),
    path("mensen/<int:membership_id>/beeindigen/", memberships.end, name="end_membership"),
    path("indeling/", labels.labels, name="labels"),
    path("indeling/<uuid:label_id>/", labels.map_one, name="map_label"),
    path("indeling/<uuid:label_id>/omhoog/", labels.move, {"direction": "up"}, name="move_label_up"),
    path("indeling/<uuid:label_id>/omlaag/", labels.move, {"direction": "down"}, name="move_label_down"),
]
