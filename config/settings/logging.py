"""What is written down about a running installation: events without personal data, and errors only where a DSN is set."""

from config.error_tracking import start_error_tracking
from config.settings.base import ENVIRONMENT

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.LineWithoutTexts"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Statements carry values; paths may carry what somebody typed.
        "django.db.backends": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
    },
}

start_error_tracking(dsn=ENVIRONMENT.sentry_dsn, environment=ENVIRONMENT.sentry_environment)
