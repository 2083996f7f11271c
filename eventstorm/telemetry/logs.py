"""Log lines: for a person who looks on, or as JSON for what collects them. Neither holds tokens or texts of people."""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from opentelemetry import trace

from boards.circumstances import present

ACCESS = "eventstorm.access"
REFUSED = "eventstorm.refused"

#: Join links and API tokens: whoever reads the log is not to have them.
_SECRETS = re.compile(r"(/join/)[^/\s\"'?]+|\b(est_)[\w-]+|((?:sessionid|csrftoken)=)[\w-]+")

#: What ends a line, or tells a terminal what to do.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

#: Errors whose message comes from the system and holds nothing that people typed.
_HARMLESS = (OSError, ImportError, MemoryError)
_HARMLESS_NAMES = frozenset({"OperationalError", "InterfaceError", "ConnectionError", "TimeoutError", "UnsafeStart"})


def scrubbed(text: str) -> str:
    return _SECRETS.sub(lambda found: f"{found[1] or found[2] or found[3]}…", text)


def logging_settings(form: str, requests: bool) -> dict[str, Any]:
    """Django's LOGGING. `form`: line or json; `requests`: whether each request is a line too."""
    formatter = {"line": "eventstorm.telemetry.logs.Line", "json": "eventstorm.telemetry.logs.JsonLine"}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            ACCESS: {"level": "INFO" if requests else "ERROR"},
            REFUSED: {"level": "INFO"},
            # Anybody may send anything; a line for each would let them fill the disk. REFUSED tells of them by kind.
            "django.request": {"level": "ERROR"},
            "django.security.csrf": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }


class Line(logging.Formatter):
    """One line a record, at a time of UTC, tracebacks indented below it: nothing that was sent begins a line."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name
        record.message = _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return "  " + _CONTROLS.sub(lambda found: "\n  " if found[0] == "\n" else "?", super().formatException(ei))

    def format(self, record: logging.LogRecord) -> str:
        request = present().request
        return scrubbed(super().format(record)) + (f" [request {request}]" if request and not record.exc_info else "")


class JsonLine(logging.Formatter):
    """One JSON object a record. Errors come as their kind and place; their message only where the system wrote it."""

    def format(self, record: logging.LogRecord) -> str:
        now = present()
        span = trace.get_current_span().get_span_context()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
            "request": now.request,
            "board": now.board,
            "member": now.member,
            "trace": trace.format_trace_id(span.trace_id) if span.is_valid else "",
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _told(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=True, default=str)


def _told(error: BaseException) -> dict[str, Any]:
    kind = type(error).__name__
    harmless = isinstance(error, _HARMLESS) or kind in _HARMLESS_NAMES
    frames = traceback.extract_tb(error.__traceback__)[-20:]
    told: dict[str, Any] = {"kind": kind, "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
    if harmless:
        told["message"] = scrubbed(str(error))[:500]
    if error.__cause__ is not None:
        told["cause"] = _told(error.__cause__)
    return told
