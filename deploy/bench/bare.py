"""The bare handler: the same question in, the same JSON out, of one prepared statement. Read by gunicorn.

BENCH_SCHEMA names the schema. Which statement answers which words is known beforehand: the bare handler never has to look twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from psycopg_pool import ConnectionPool

from deploy.bench.questions import QUESTIONS

_STATEMENTS = {question.text: question.statement(os.environ["BENCH_SCHEMA"]) for question in QUESTIONS}
_pool: ConnectionPool[Any] | None = None


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a POST of `{"query": ..., "variables": {"text": ...}}`."""
    body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    text = body["variables"]["text"]
    with _connections().connection() as connection:
        found = connection.execute(_STATEMENTS[text], {"text": text}, prepare=True).fetchone()
    answer = found[0].encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


def _connections() -> ConnectionPool[Any]:
    """Opened by each worker for itself: a connection does not survive a fork."""
    global _pool
    if _pool is None:
        _pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=4, kwargs={"autocommit": True}, open=True)
    return _pool
