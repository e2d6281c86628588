"""Log lines that cannot carry what somebody typed.

Our own code logs codes and ids. Libraries quote: the text of an exception, the path of a request, the value that did not
fit. This formatter keeps the shape of a fault (types and places in code) and drops the quotes.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

# Their messages are built from what was asked (path, host, origin): the fixed part alone is kept.
QUOTING_LOGGERS = ("django.request", "django.security", "django.server", "graphql", "celery.app.trace", "gunicorn.error")

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineWithoutTexts(logging.Formatter):
    """One line for an event; for a fault also its types and frames, outermost cause first, without a single text."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        if record.name.startswith(QUOTING_LOGGERS) and (record.args or record.exc_info):
            record = logging.makeLogRecord({**record.__dict__, "msg": self._fixed_part(record), "args": ()})
        record.exc_text = None
        return super().format(record)

    def formatException(self, info: ExceptionInfo) -> str:  # noqa: N802
        error = info[1]
        lines = []
        while error is not None:
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)

    @staticmethod
    def _fixed_part(record: logging.LogRecord) -> str:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        route = f" route={match.route}" if match else ""
        status = f" status={record.status_code}" if hasattr(record, "status_code") else ""
        data = getattr(record, "data", None)
        task = f" task={data['name']} id={data.get('id')}" if isinstance(data, dict) and "name" in data else ""
        return f"{record.name.rsplit('.', 1)[-1]}{status}{route}{task}"
