"""Background work: the broker, what beat does, the shared cache."""

from celery.schedules import crontab

from config.settings.base import ENVIRONMENT

CELERY_BROKER_URL = ENVIRONMENT.broker_url or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TENANT_CACHE_SECONDS = 30
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A dispatch after commit must not hold up the person who saved: config/celery.py gives up on each answer of the broker after so
# many seconds, and beat sweeps what stayed behind.
PUBLISHING_SECONDS = 0.5
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False
# Our handlers and formatter, not Celery's own: they keep texts out of the log.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE = {
    # Expires before the next one is due: after a pause of the workers one sweep waits, not a row of them.
    "sweep-outbox": {"task": "tenants.sweep_outbox", "schedule": 10.0, "options": {"expires": 10}},
    "clear-outbox": {"task": "tenants.clear_outbox", "schedule": crontab(hour="3", minute="30")},
    "notify": {"task": "complaints.notify", "schedule": 600.0, "options": {"expires": 600}},
    "give-up-mail": {"task": "complaints.give_up_mail", "schedule": 900.0, "options": {"expires": 900}},
    "clear-uploads": {"task": "complaints.clear_uploads", "schedule": crontab(hour="3", minute="45")},
    "clear-documents": {"task": "complaints.clear_contents", "schedule": crontab(hour="3", minute="55")},
    "scan-documents": {"task": "complaints.scan_waiting", "schedule": 600.0, "options": {"expires": 600}},
    **(
        {"poll-mailbox": {"task": "complaints.poll_mailbox", "schedule": 60.0, "options": {"expires": 60}}}
        if ENVIRONMENT.inbound_mail_url
        else {}
    ),
    "clear-sessions": {"task": "accounts.clear_sessions", "schedule": crontab(minute="50")},
    "clear-exports": {"task": "complaints.clear_exports", "schedule": crontab(minute="55")},
    "forget": {"task": "complaints.forget", "schedule": crontab(hour="4", minute="5")},
    "prove": {"task": "complaints.prove", "schedule": crontab(hour="2", minute="30")},
    "clear-drafts": {"task": "complaints.clear_drafts", "schedule": crontab(hour="3", minute="50")},
}
WITH_BROKER: bool = bool(ENVIRONMENT.broker_url)

_cache_url = ENVIRONMENT.cache_url or (ENVIRONMENT.broker_url if ENVIRONMENT.broker_url.startswith(("redis:", "rediss:")) else "")
# Without one every process counts for itself, also what limits somebody who guesses passwords.
WITH_SHARED_CACHE: bool = bool(_cache_url)
CACHES = {
    "default": {
        **(
            {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": _cache_url,
                # A server that says nothing must not hold a request for ever.
                "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            }
            if _cache_url
            else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        ),
        "KEY_FUNCTION": "tenants.cache_keys.make_key",
    }
}
