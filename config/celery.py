"""The Celery application: every task runs in the schema it was queued in."""

import os
from collections.abc import Mapping
from typing import Any

from celery.signals import setup_logging
from django.conf import settings
from kombu import Connection
from tenant_schemas_celery.app import CeleryApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")


class ImpatientPublisher(CeleryApp):
    """Gives up on a broker that takes the connection and then says nothing: the person who saved does not wait for it.

    Only for what is published. A worker waits for work on connections of its own, for as long as that takes.
    """

    def connection_for_write(
        self, url: str | None = None, *, transport_options: Mapping[str, Any] | None = None, **options: Any
    ) -> Connection:
        seconds = settings.PUBLISHING_SECONDS
        bounds = dict.fromkeys(("socket_connect_timeout", "socket_timeout", "read_timeout", "write_timeout"), seconds)
        return super().connection_for_write(
            url, transport_options=bounds | dict(transport_options or {}), **options | {"connect_timeout": seconds}
        )


app = ImpatientPublisher("polsslag")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["tenants", "tenants.accounts", "complaints", "oversight"])


@setup_logging.connect
def leave_logging_as_it_is(**kwargs: Any) -> None:
    """That somebody listens keeps Celery from setting a level of its own: a worker would drop every event of ours below WARNING."""
