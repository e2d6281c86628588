"""Settings of the tests: as local, with what makes a test exact and quick."""

import os

if not os.environ.get("DATABASE_URL"):
    # Plain `pytest` without `make test`: the embedded server, tuned for tests. xdist's workers inherit the address.
    from deploy.local.database import ensure_database

    os.environ["DATABASE_URL"] = ensure_database(fast=True)

from config.settings.dev import *

DEBUG = False
SECURE_SSL_REDIRECT = False
# The suite looks at query counts and rolls back: one plain connection a thread. The pool has tests of its own.
DATABASES = {"default": {**DATABASES["default"], "OPTIONS": {}}}
# PBKDF2 costs 0.2 s a sign-in by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Content lives as long as the process; the folder and the bucket have tests of their own.
STORAGES = {
    **STORAGES,
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CLAMAV_ADDRESS = ""
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
# Tests run side by side on one broker: a queue each, and a cache that one test may empty.
CELERY_TASK_DEFAULT_QUEUE = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
CACHES = {"default": {**CACHES["default"], "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ""}}
