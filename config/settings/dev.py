"""Local settings, behind `make start` and `manage.py`: plain http on loopback, demo logins, GraphiQL."""

from config.settings.base import *
from config.settings.celery import *
from config.settings.logging import *
from config.settings.security import *
from config.settings.tenancy import *

DEBUG = ENVIRONMENT.debug
LOCAL = True
DEMO_LOGINS_SKIP_SECOND_FACTOR = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "polsslag-session"
CSRF_COOKIE_NAME = "polsslag-csrf"
CSRF_TRUSTED_ORIGINS = [f"http://*.{BASE_DOMAIN}:{ENVIRONMENT.port}"]

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = Path(MEDIA_ROOT).parent / "mail"
