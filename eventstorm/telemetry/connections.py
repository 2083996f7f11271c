"""Connections of this process to the database. Django keeps one a thread and tells nobody how many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

from django.db import connections
from django.db.backends.signals import connection_created
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric


class DatabaseConnections:
    """Sees each connection when it is made; asks those that are left whether they are still open."""

    def __init__(self) -> None:
        self._known: WeakSet[Any] = WeakSet()
        self._made = 0
        connection_created.connect(self._remember, weak=False, dispatch_uid="eventstorm.metrics")

    def _remember(self, connection: Any, **_: Any) -> None:
        self._made += 1
        self._known.add(connection)

    def collect(self) -> Iterator[Metric]:
        open_now = sum(connection.connection is not None for connection in list(self._known))
        yield GaugeMetricFamily("eventstorm_database_connections", "Open, of this process.", open_now)
        yield CounterMetricFamily("eventstorm_database_connections_made", "Connections made.", self._made)
        vendor = connections["default"].vendor
        build = GaugeMetricFamily("eventstorm_build", "Always 1.", labels=["database", "worker"])
        build.add_metric([vendor, os.environ.get("EVENTSTORM_WORKER", "0")], 1)
        yield build
