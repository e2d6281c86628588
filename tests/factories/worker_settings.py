"""Settings of a worker in a process of its own: those of the tests, with mail that goes to a server of the test."""

import os

from config.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
EMAIL_TIMEOUT = 30
