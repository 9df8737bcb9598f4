"""Structured logs: one JSON line per event, with the request's id and no personal data."""

import json
import logging
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, has_request_context, request


class JsonLines(logging.Formatter):
    """Format a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request"] = g.get("request_id", "-")
        for key in ("method", "route", "status", "ms", "job", "detail", "count"):
            if (value := getattr(record, key, None)) is not None:
                line[key] = value
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: str) -> None:
    """Send every logger to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("apscheduler", "alembic", "waitress", "pypdf"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def register(app: Flask) -> None:
    """Log each request by its route's rule: the path itself may hold a secret or an address."""
    log = logging.getLogger("recruit.access")

    @app.before_request
    def _start() -> None:
        g.started = perf_counter()

    @app.after_request
    def _finish(response: Response) -> Response:
        if request.endpoint != "static":
            rule = request.url_rule.rule if request.url_rule else "(none)"
            ms = round((perf_counter() - g.get("started", perf_counter())) * 1000, 1)
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "route": rule,
                    "status": response.status_code,
                    "ms": ms,
                },
            )
        return response
