"""Addresses of a tenant's host."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tenants.web.urls")),
    path("", include("complaints.web.urls")),
    path("", include("providers.directory.web.urls")),
    path("", include("oversight.web.urls")),
    path("graphql/", include("api.urls")),
]

handler400 = "tenants.web.views.errors.bad_request"
handler403 = "tenants.web.views.errors.forbidden"
handler404 = "tenants.web.views.errors.not_found"
handler500 = "tenants.web.views.errors.server_error"
