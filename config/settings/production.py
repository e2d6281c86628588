"""Production: as strict as it gets, and it refuses to start half configured."""

from email.utils import parseaddr

import dj_email_url
from django.core.exceptions import ImproperlyConfigured

from complaints.incoming_mail.mailbox_address import UnusableMailbox, mailbox_of
from config.env import DEMO_SECRET
from config.settings.base import *
from config.settings.celery import *
from config.settings.logging import *
from config.settings.security import *
from config.settings.tenancy import *

DEBUG = ENVIRONMENT.debug
LOCAL = False
_mail = dj_email_url.parse(ENVIRONMENT.email_url)


def _is_local(domain: str) -> bool:
    return domain in ("", "localhost") or domain.endswith(".localhost")


def _is_mailbox(address: str) -> bool:
    try:
        mailbox_of(address)
    except UnusableMailbox:
        return False
    return True


def find_faults() -> list[str]:
    """Everything that stands in the way of a safe start, each with its remedy; empty when all is well."""
    faults = []
    if ENVIRONMENT.secret_key == DEMO_SECRET or len(ENVIRONMENT.secret_key) < 50:
        faults.append("SECRET_KEY is missing, the demo secret, or shorter than 50 characters: set one of your own.")
    if ENVIRONMENT.debug:
        faults.append("DEBUG is on: remove it.")
    if any("*" in host for host in ALLOWED_HOSTS) or _is_local(BASE_DOMAIN):
        faults.append("BASE_DOMAIN or ALLOWED_HOSTS holds a wildcard or a local name: name the domains you serve.")
    if not ENVIRONMENT.database_url:
        faults.append("DATABASE_URL is missing: name a PostgreSQL server, version 15 or newer.")
    if not ENVIRONMENT.broker_url:
        faults.append("BROKER_URL is missing: name a Redis, Valkey or RabbitMQ server.")
    if not WITH_SHARED_CACHE:
        faults.append("CACHE_URL is missing and the broker is no Redis or Valkey: name one, or limits on signing in count per process.")
    if ENVIRONMENT.trust_forwarded_proto and not (ENVIRONMENT.trusted_proxy_count or ENVIRONMENT.client_address_header):
        faults.append(
            "TRUST_FORWARDED_PROTO names a proxy: set TRUSTED_PROXY_COUNT or CLIENT_ADDRESS_HEADER, or all visitors share a limit."
        )
    if not ENVIRONMENT.media_root:
        faults.append("MEDIA_ROOT is missing: name a folder outside every web root.")
    return faults + _find_mail_faults()


def _find_mail_faults() -> list[str]:
    faults = []
    if not _mail["EMAIL_HOST"]:
        faults.append("EMAIL_URL is missing or names no server: without one nobody is invited or gets a new password.")
    if ENVIRONMENT.inbound_mail_url and not _is_mailbox(ENVIRONMENT.inbound_mail_url):
        faults.append("INBOUND_MAIL_URL names no mailbox: write imaps://user:password@mail.example/INBOX, or imap+starttls://.")
    if _is_local(parseaddr(ENVIRONMENT.default_from_email)[1].partition("@")[2]):
        faults.append("DEFAULT_FROM_EMAIL is missing or a local address: name one of a domain of yours.")
    return faults


if _faults := find_faults():
    raise ImproperlyConfigured("Polsslag does not start:\n- " + "\n- ".join(_faults))

EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
