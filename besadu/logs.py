"""Log lines: one JSON object per line on stderr, without personal data.

A line never holds a query string, a body, an address of a client or the path of a request (a path may hold the
number of a complaint or a signed link): it holds the route that answered. The text of an exception may quote what
a person typed, so a line holds its type and the places it passed, not its words. Non-ASCII and control characters
are escaped, so nobody can forge a line.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from http import HTTPStatus


class JsonFormatter(logging.Formatter):
    """Format a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.words(record),
        }
        line.update(getattr(record, "fields", {}))
        request = getattr(record, "request", None)
        if request is not None:
            line["route"] = route(request)
            line["method"] = request.method
        if record.exc_info and record.exc_info[0]:
            kind, _value, places = record.exc_info
            line["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            line["trace"] = [f"{at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(places)]
        return json.dumps(line, default=str)

    def words(self, record: logging.LogRecord) -> str:
        """Return the message; Django's own about a request quote its path or host, so only their status is told."""
        if record.name.startswith(("django.request", "django.security", "django.server")):
            status = getattr(record, "status_code", 0)
            known = status in HTTPStatus._value2member_map_
            return f"{status} {HTTPStatus(status).phrase}" if known else "suspicious request"
        return record.getMessage()


def route(request) -> str:
    """Return the pattern of the address that answered, never the address itself."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(none)"


def config(level: str) -> dict:
    """Return the logging configuration of Django and of gunicorn for lines of `level` and above."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "besadu.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            # Each refused request already has its own line (besadu.request); only failures are told twice.
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            # Statements carry what people wrote.
            "django.db.backends": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "gunicorn.error": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }
