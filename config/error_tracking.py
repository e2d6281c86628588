"""The error tracker: off unless a DSN is set, and then without anything personal.

What could hold personal data is never collected (bodies, local variables, SQL parameters, cookies, users) and what the
tracker's library adds all the same is removed before an event leaves (`scrub_event`).
"""

from __future__ import annotations

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration

_KEPT_REQUEST_FIELDS = ("method",)
# Named after our own code; whatever else names an event may be an address as somebody typed it.
_KEPT_TRANSACTION_SOURCES = ("route", "task")
_KEPT_BREADCRUMBS = ("category", "level", "timestamp", "type")


def scrub_event(event: Any, hint: dict[str, Any]) -> Any:
    """Keep where a fault is in our code, drop what somebody typed: texts of exceptions, requests, addresses, users, breadcrumbs."""
    event.pop("user", None)
    event.pop("extra", None)
    event.pop("server_name", None)
    event.pop("logentry", None)
    event["message"] = ""
    if event.get("transaction_info", {}).get("source") not in _KEPT_TRANSACTION_SOURCES:
        event.pop("transaction", None)
    if "request" in event:
        event["request"] = {key: value for key, value in event["request"].items() if key in _KEPT_REQUEST_FIELDS}
    for exception in event.get("exception", {}).get("values", []):
        # A text may quote a name or a row ("Key (email)=(...) already exists"): type and place are enough to mend code.
        exception["value"] = ""
        for frame in exception.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    event["breadcrumbs"] = {
        "values": [
            {key: crumb[key] for key in _KEPT_BREADCRUMBS if key in crumb} for crumb in event.get("breadcrumbs", {}).get("values", [])
        ]
    }
    contexts = event.get("contexts", {})
    event["contexts"] = {key: contexts[key] for key in ("trace", "runtime") if key in contexts}
    return event


def scrub_transaction(event: Any, hint: dict[str, Any]) -> None:
    """Transactions are never sent: their spans carry statements."""
    return


def start_error_tracking(*, dsn: str, environment: str, transport: Any = None) -> None:
    """Start the tracker when there is a DSN. transport: a stand-in, for tests."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        transport=transport,
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False), CeleryIntegration()],
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        include_source_context=False,
        traces_sample_rate=0.0,
        max_breadcrumbs=20,
        before_send=scrub_event,
        before_send_transaction=scrub_transaction,
        keep_alive=False,
    )
