"""A schema per tenant: which apps live where, how a connection is handed out and cleaned."""

import dj_database_url

from config.settings.base import ENVIRONMENT
from tenants.connections import forget_tenant

SHARED_APPS = [
    "django_tenants",
    "tenants",
    "tenants.accounts",
    "providers.directory",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "graphene_django",
    "api",
]
TENANT_APPS = ["tenants.organisation", "complaints", "oversight"]
# Ours first: a command or template of ours goes before a library's of the same name (create_tenant).
INSTALLED_APPS = [*TENANT_APPS, *SHARED_APPS]

TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
# One SET search_path per checkout instead of one per statement; the pool's reset hook below and django-tenants' own
# rollback handling keep it true.
TENANT_LIMIT_SET_CALLS = True

DATABASES = {
    "default": {
        **dj_database_url.parse(ENVIRONMENT.database_url or "postgresql://127.0.0.1:1/not-configured"),
        "ENGINE": "django_tenants.postgresql_backend",
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            # What pages ask takes milliseconds; compiling a statement first takes a second.
            "options": "-c jit=off",
            "pool": {
                "min_size": 1,
                "max_size": ENVIRONMENT.database_pool_max_size,
                # A backend that has seen many schemas grows by about a megabyte a schema: retire it.
                "max_lifetime": 1800,
                "timeout": 10,
                "reset": forget_tenant,
            },
        },
    }
}
