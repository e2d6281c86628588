"""What the environment may say, read once, typed and documented here.

Every setting that differs between one installation and another is a field of `Environment`. Nothing else in the product
reads `os.environ`. `docs/settings.md` is this list in prose; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from environs import Env
from marshmallow.validate import Range

DEMO_SECRET = "voorbeeld-geheim-alleen-voor-een-eigen-computer"  # noqa: S105 - refused in production


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One installation's choices.

    database_url: PostgreSQL 15 or newer, as a URL. `manage.py` fills it in with the embedded server under the local settings.
    broker_url: Redis, Valkey or RabbitMQ for Celery, as a URL. Empty: what follows a commit waits in the outbox.
    cache_url: Redis or Valkey for the shared cache. Empty: the broker where that is one, else one process's memory (production refuses).
    secret_key: signs sessions and tokens. Production refuses to start without one of its own.
    base_domain: the domain under which tenants have their host; `portaal.<base_domain>` is the portal.
    port: where the local web server listens; in links of the local settings only.
    allowed_hosts: hosts served beside `<base_domain>` and its subdomains (tenants with a host of their own).
    media_root: folder for uploaded files, outside every web root.
    documents_root: folder for the documents of complaints, outside every web root; empty: `documents` in media_root.
    documents_bucket: bucket of S3-compatible storage for them instead of a folder.
    documents_endpoint: address of that storage (`https://s3.example`); empty: the one of the provider that invented it.
    documents_region: its region, where it asks for one.
    documents_access_key: name of the key to it; empty: what the machine itself is allowed.
    documents_secret_key: the key.
    clamav_address: virus scanner (clamd), as `host:3310` or `unix:/path`; empty: documents are marked as not scanned.
    static_root: folder where `collectstatic` puts the page assets.
    email_url: SMTP server as a URL (`smtp+tls://user:password@host:587`); empty: mail is written to files (production refuses).
    default_from_email: sender of the product's own mail. Production refuses a local address.
    reply_to_email: where answers to the product's mail go; empty: to default_from_email.
    mail_relay_is_secure: the mail server delivers by NTA 7516, so a letter may go along with a mail.
    inbound_mail_url: mailbox these answers arrive in, over IMAP (`imaps://user:password@mail.example/INBOX`); empty: none is read.
    sentry_dsn: error tracker; empty: no error leaves the machine.
    sentry_environment: name of this installation in the error tracker.
    database_pool_max_size: most connections a web process keeps open.
    trust_forwarded_proto: yes when a proxy in front ends TLS and sets X-Forwarded-Proto itself.
    trusted_proxy_count: proxies of your own in front, each adding to X-Forwarded-For; 0: the connection's address is the visitor's.
    client_address_header: header in which your proxy sets the visitor's address (X-Real-IP), over whatever came in; goes before the count.
    debug: Django's debug pages; refused in production.
    """

    database_url: str
    broker_url: str
    cache_url: str
    secret_key: str
    base_domain: str
    port: int
    allowed_hosts: list[str]
    media_root: str
    documents_root: str
    documents_bucket: str
    documents_endpoint: str
    documents_region: str
    documents_access_key: str
    documents_secret_key: str
    clamav_address: str
    static_root: str
    email_url: str
    default_from_email: str
    reply_to_email: str
    mail_relay_is_secure: bool
    inbound_mail_url: str
    sentry_dsn: str
    sentry_environment: str
    database_pool_max_size: int
    trust_forwarded_proto: bool
    trusted_proxy_count: int
    client_address_header: str
    debug: bool


def read_environment() -> Environment:
    """Read the environment. Raises environs.EnvValidationError naming every variable that cannot be used, all at once."""
    env = Env(eager=False)
    environment = Environment(
        database_url=env.str("DATABASE_URL", ""),
        broker_url=env.str("BROKER_URL", ""),
        cache_url=env.str("CACHE_URL", ""),
        secret_key=env.str("SECRET_KEY", DEMO_SECRET),
        base_domain=env.str("BASE_DOMAIN", "polsslag.localhost"),
        port=env.int("PORT", 8000, validate=Range(min=1, max=65535)),
        allowed_hosts=env.list("ALLOWED_HOSTS", []),
        media_root=env.str("MEDIA_ROOT", ""),
        documents_root=env.str("DOCUMENTS_ROOT", ""),
        documents_bucket=env.str("DOCUMENTS_BUCKET", ""),
        documents_endpoint=env.str("DOCUMENTS_ENDPOINT", ""),
        documents_region=env.str("DOCUMENTS_REGION", ""),
        documents_access_key=env.str("DOCUMENTS_ACCESS_KEY", ""),
        documents_secret_key=env.str("DOCUMENTS_SECRET_KEY", ""),
        clamav_address=env.str("CLAMAV_ADDRESS", ""),
        static_root=env.str("STATIC_ROOT", ""),
        email_url=env.str("EMAIL_URL", ""),
        default_from_email=env.str("DEFAULT_FROM_EMAIL", "Polsslag <noreply@polsslag.localhost>"),
        reply_to_email=env.str("REPLY_TO_EMAIL", ""),
        mail_relay_is_secure=env.bool("MAIL_RELAY_IS_SECURE", False),
        inbound_mail_url=env.str("INBOUND_MAIL_URL", ""),
        sentry_dsn=env.str("SENTRY_DSN", ""),
        sentry_environment=env.str("SENTRY_ENVIRONMENT", "production"),
        database_pool_max_size=env.int("DATABASE_POOL_MAX_SIZE", 8, validate=Range(min=1, max=100)),
        trust_forwarded_proto=env.bool("TRUST_FORWARDED_PROTO", False),
        trusted_proxy_count=env.int("TRUSTED_PROXY_COUNT", 0, validate=Range(min=0, max=10)),
        client_address_header=env.str("CLIENT_ADDRESS_HEADER", ""),
        debug=env.bool("DEBUG", False),
    )
    env.seal()
    return environment
