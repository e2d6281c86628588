"""What is the same in every installation: the apps, the way of a request, language and files."""

from pathlib import Path

from config.document_storage import storage_of_documents
from config.env import read_environment

ENVIRONMENT = read_environment()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
BASE_DOMAIN = ENVIRONMENT.base_domain
PORTAL_HOST = f"portaal.{BASE_DOMAIN}"

ROOT_URLCONF = "config.urls_tenant"
PUBLIC_SCHEMA_URLCONF = "config.urls_portal"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "tenants.web.middleware.TenantMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tenants.web.middleware.KeepNothingMiddleware",
    "tenants.web.language.ChosenLanguageMiddleware",
    # What looks at a view runs in this order: may this person, is it small enough, and only then what reads the form.
    "tenants.web.middleware.DeclaredPermissionMiddleware",
    "tenants.web.uploads.BoundedBodyMiddleware",
    "tenants.web.middleware.RefuseUnreadableTextMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenants.web.middleware.ActorMiddleware",
    "tenants.web.middleware.CacheAwayMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / app / "web" / "templates" for app in ("tenants", "complaints", "providers/directory", "oversight")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tenants.web.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "tenants.web.rendering.ThemedFormRenderer"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.static_root or BASE_DIR / "build" / "static"
THEME_ROOT = BASE_DIR / "build" / "theme"
STATICFILES_DIRS = [BASE_DIR / "tenants" / "web" / "static", *([("theme", THEME_ROOT)] if THEME_ROOT.exists() else [])]
MEDIA_ROOT = ENVIRONMENT.media_root or BASE_DIR / ".local" / "media"

CLAMAV_ADDRESS = ENVIRONMENT.clamav_address

STORAGES = {
    "documents": storage_of_documents(ENVIRONMENT, media_root=MEDIA_ROOT),
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# An upload is read from disk, never held in memory, and is bounded before anything looks at it.
FILE_UPLOAD_HANDLERS = ["tenants.web.uploads.BoundedUploadHandler"]
LARGEST_UPLOAD = 50 * 1024 * 1024
# Beyond the largest upload: who sends a file somewhat too large gets a page that says so. A proxy in front allows the same.
LARGEST_BODY_WITH_UPLOAD = 100 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

DEFAULT_FROM_EMAIL = ENVIRONMENT.default_from_email
REPLY_TO_EMAIL = ENVIRONMENT.reply_to_email
MAIL_RELAY_IS_SECURE = ENVIRONMENT.mail_relay_is_secure
INBOUND_MAIL_URL = ENVIRONMENT.inbound_mail_url

GRAPHENE = {"SCHEMA": "api.schema.schema", "ATOMIC_MUTATIONS": False}
