"""Addresses of the register."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from complaints.web.views import imports, register, start

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.home, name="home"),
    path("klachten/", register.complaints, name="complaints"),
    path("klachten/zoeken/", register.search, name="complaint_search"),
    path("klachten/<str:reference>/", register.complaint, name="complaint"),
    path("inlezen/", imports.upload, name="import_complaints"),
    path("inlezen/<uuid:run_id>/", imports.follow, name="import_run"),
    path("inlezen/<uuid:run_id>/voortgang/", imports.progress, name="import_progress"),
    path("inlezen/<uuid:run_id>/fouten.csv", imports.faults_file, name="import_faults"),
]
