"""The span of an HTTP request, after OpenTelemetry's semantic conventions; nothing while tracing is off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from boards.circumstances import Circumstances

_tracer = trace.get_tracer("eventstorm.http")
_on = False


def switch_on() -> None:
    """From now on there are spans."""
    global _on
    _on = True


@dataclass(frozen=True, slots=True)
class RequestSpan:
    span: Span

    def finish(self, method: str, route: str, status: int, now: Circumstances) -> None:
        """What is known at the end. The address itself may hold a join link's token, so the template stands for it."""
        if not self.span.is_recording():
            return
        self.span.update_name(f"{method} {route}")
        self.span.set_attributes({"http.request.method": method, "http.route": route})
        self.span.set_attributes({"http.response.status_code": status, "eventstorm.request": now.request})
        if now.board:
            self.span.set_attribute("eventstorm.board", now.board)
        if status >= 500:
            self.span.set_status(Status(StatusCode.ERROR))


_NONE = RequestSpan(trace.INVALID_SPAN)


@contextmanager
def request_span(scope: dict[str, Any]) -> Iterator[RequestSpan]:
    """A caller's `traceparent` counts only from a proxy of ours: nobody else decides what is traced."""
    if not _on:
        yield _NONE
        return
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    context = extract(headers) if scope.get("by_our_proxy") else None
    with _tracer.start_as_current_span(
        scope["method"], context=context, kind=SpanKind.SERVER, record_exception=False
    ) as span:
        yield RequestSpan(span)
