"""`/metrics` for Prometheus on a port of its own: one a worker, since a worker knows only itself."""

from __future__ import annotations

import logging
import os
import threading

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, start_http_server

from eventstorm.telemetry.board_metrics import BoardMetrics
from eventstorm.telemetry.connections import DatabaseConnections
from eventstorm.telemetry.request_metrics import RequestMetrics

_logger = logging.getLogger(__name__)
_RETRY = 1.0  # seconds; a worker that is replaced holds the port until it has ended

_started = threading.Lock()


def start_metrics(host: str, first_port: int) -> None:
    """Answers on `first_port` plus the worker's number from a thread, as soon as the port is free. Once a process."""
    if not _started.acquire(blocking=False):
        return
    registry = CollectorRegistry()
    for collector in (BoardMetrics(), RequestMetrics(), DatabaseConnections()):
        registry.register(collector)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    port = first_port + int(os.environ.get("EVENTSTORM_WORKER", "0"))
    threading.Thread(target=_serve, args=(registry, host, port), name="metrics", daemon=True).start()


def _serve(registry: CollectorRegistry, host: str, port: int) -> None:
    told = False
    gone = threading.Event()
    while True:
        try:
            start_http_server(port, host, registry)
            return
        except OSError as error:
            if not told:
                _logger.warning("Metrics wait for %s:%s: %s.", host, port, (error.strerror or str(error)).lower())
            told = True
            gone.wait(_RETRY)
