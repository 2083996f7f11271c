"""What the environment says about watching and keeping: metrics, logs, traces, how long things stay."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass

from eventstorm.environment import UnsafeStart

LOG_FORMATS = ("line", "json")


@dataclass(frozen=True, slots=True)
class Operating:
    """`metrics_port` 0: no metrics. Days 0: nothing is let go of. `traces`: spans go to an OTLP endpoint."""

    metrics_port: int
    metrics_host: str
    log_format: str
    log_requests: bool
    traces: bool
    retention_days: int
    warning_days: int
    audit_days: int
    expired_boards: str  # a folder for archives of boards that expired; "" for none


def read_operating(environ: Mapping[str, str]) -> Operating:
    """Raises `UnsafeStart` for what cannot be understood: a server that seems watched and is not is worse."""
    _expect_tracing(environ)
    return Operating(
        metrics_port=_number(environ, "METRICS_PORT", 0, 65535),
        metrics_host=environ.get("METRICS_HOST", "").strip() or "127.0.0.1",
        log_format=_choice(environ, "LOG_FORMAT"),
        log_requests=environ.get("LOG_REQUESTS", "").strip().lower() in {"1", "true", "yes", "on"},
        traces=_traced(environ),
        retention_days=_number(environ, "RETENTION_DAYS", 0, 36_500),
        warning_days=_number(environ, "RETENTION_WARNING_DAYS", 30, 3_650),
        audit_days=_number(environ, "AUDIT_DAYS", 365, 36_500),
        expired_boards=environ.get("EXPIRED_BOARDS", "").strip(),
    )


def _traced(environ: Mapping[str, str]) -> bool:
    named = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    return any(environ.get(name, "").strip() for name in named)


def _expect_tracing(environ: Mapping[str, str]) -> None:
    wanted = ("opentelemetry.sdk", "opentelemetry.instrumentation.psycopg")
    if _traced(environ) and not all(map(_installed, wanted)):
        raise UnsafeStart(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and the packages for tracing are not installed. "
            "Run: pip install -r requirements-tracing.txt"
        )


def _installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _number(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) > most:
        raise UnsafeStart(f"{name}={text} is not a number from 0 to {most}.")
    return int(text)


def _choice(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "").strip().lower() or LOG_FORMATS[0]
    if text not in LOG_FORMATS:
        raise UnsafeStart(f"{name}={text} is not known. Use one of: {', '.join(LOG_FORMATS)}.")
    return text
