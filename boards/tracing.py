"""Spans of what boards do. Without a tracer set up (eventstorm/telemetry/tracing.py) all of it is nothing.

A push has a span from its arrival to its answer. Many pushes become one tick, so the tick's span is nobody's child; it
links to the pushes that it stores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import Link, Span

from boards.live import Push

_tracer = trace.get_tracer("eventstorm.boards")
_MOST = 10_000  # pushes under way whose spans are kept

_pushes: dict[int, Span] = {}
_on = False


def switch_on() -> None:
    """From now on there are spans."""
    global _on
    _on = True


def push_came(board: str, push: Push) -> None:
    if _on:
        if len(_pushes) >= _MOST:  # a room that failed leaves some behind
            _pushes.clear()
        what = {"board": board, "member": push.member, "operations": len(push.operations), "undo": bool(push.undo)}
        _pushes[id(push)] = _tracer.start_span("push", attributes=_named(what))


@contextmanager
def tick(board: str, pushes: Iterable[Push]) -> Iterator[None]:
    """Around storing and telling; ends the spans of the pushes."""
    if not _on:
        yield
        return
    own = [span for push in pushes if (span := _pushes.pop(id(push), None)) is not None]
    links = [Link(span.get_span_context()) for span in own]
    try:
        with _tracer.start_as_current_span("tick", links=links, attributes=_named({"board": board})):
            yield
    finally:
        for span in own:
            span.end()


@contextmanager
def doing(what: str, **attributes: Any) -> Iterator[None]:
    """A span around the block, below the one that is current in this thread or task."""
    if not _on:
        yield
        return
    with _tracer.start_as_current_span(what, attributes=_named(attributes)):
        yield


def _named(attributes: dict[str, Any]) -> dict[str, Any]:
    return {f"eventstorm.{name}": value for name, value in attributes.items()}
