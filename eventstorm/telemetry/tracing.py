"""OpenTelemetry, where the environment names an endpoint (OTEL_EXPORTER_OTLP_ENDPOINT); the SDK reads the rest of its
variables itself: headers, sampler, resource attributes."""

from __future__ import annotations

import os

from boards import tracing
from eventstorm.telemetry import spans


def start_tracing() -> None:
    """Sends spans of this process over OTLP/HTTP, in the background. The packages are in requirements-tracing.txt."""
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
    from opentelemetry.instrumentation.redis import RedisInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = {"service.name": os.environ.get("OTEL_SERVICE_NAME", "eventstorm")}
    worker = os.environ.get("EVENTSTORM_WORKER", "0")
    provider = TracerProvider(resource=Resource.create({**named, "service.instance.id": worker}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))  # ends with the process, after its last spans
    trace.set_tracer_provider(provider)
    PsycopgInstrumentor().instrument(skip_dep_check=True)  # statements without their parameters
    RedisInstrumentor().instrument(skip_dep_check=True)
    spans.switch_on()
    tracing.switch_on()
