"""HTTP requests as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from boards.metrics import Distribution
from eventstorm.telemetry.requests import REQUESTS


def histogram(name: str, about: str, found: Distribution) -> HistogramMetricFamily:
    return HistogramMetricFamily(name, about, buckets_of(found), found.sum)


def buckets_of(found: Distribution) -> list[tuple[str, float]]:
    return [("+Inf" if bound == float("inf") else str(bound), count) for bound, count in found.cumulative()]


class RequestMetrics:
    def collect(self) -> Iterator[Metric]:
        answers = CounterMetricFamily(
            "eventstorm_http_requests",
            "Requests answered; status 0: the client left.",
            labels=["method", "route", "status"],
        )
        for (method, route, status), count in list(REQUESTS.answers.items()):
            answers.add_metric([method, route, str(status)], count)
        yield answers
        seconds = HistogramMetricFamily(
            "eventstorm_http_request_seconds",
            "From the first byte asked to the last answered.",
            labels=["method", "route"],
        )
        for (method, route), found in list(REQUESTS.seconds.items()):
            seconds.add_metric([method, route], buckets_of(found), found.sum)
        yield seconds
