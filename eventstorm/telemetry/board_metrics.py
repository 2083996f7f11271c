"""Rooms, sockets, pushes, snapshots and computations as Prometheus reads them: gathered when it asks, never before."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from boards.census import CarrierCount, RoomCount
from boards.lobby import census
from boards.metrics import NOTE_BYTES, counts
from boards.outbox import OUTBOX_BYTES
from boards.protocol import Close
from eventstorm.telemetry.request_metrics import histogram

#: Codes that are told by name; a client may send any other.
_CODES = frozenset({*(code.value for code in Close), 1000, 1001, 1005, 1006, 1011, 1012})

#: Counts that only go up: attribute of `boards.metrics.Counts`, name, what it is.
_COUNTERS = (
    ("pushes_stored", "pushes_stored", "Pushes that were committed."),
    ("pushes_refused", "pushes_refused", "Pushes that were answered with a reason."),
    ("operations", "operations", "Operations that were committed by rooms of this process."),
    ("rooms_failed", "rooms_failed", "Rooms whose writer failed; their sockets were closed."),
    ("gaps", "carrier_gaps", "News of other processes that did not follow."),
    ("healed", "carrier_healed", "Looks at the database that found what no message had told."),
    ("carrier_begun", "carrier_begun", "Times that a room began to hear others, again after each break."),
    ("frames", "frames_sent", "Frames sent to browsers."),
    ("frame_bytes", "frame_sent_bytes", "Bytes of frames sent to browsers."),
    ("received", "frames_received", "Frames that browsers sent."),
    ("snapshots_stored", "snapshots_stored", "Snapshots kept in the database."),
    ("snapshot_stored_bytes", "snapshot_stored_bytes", "Bytes of snapshots kept, packed."),
    ("snapshots_served", "snapshots_served", "Snapshots that boards were opened with."),
    ("snapshot_served_bytes", "snapshot_served_bytes", "Bytes of those, packed."),
)
_DISTRIBUTIONS = (
    ("tick", "tick_seconds", "From taking pushes to having told everybody."),
    ("commit", "commit_seconds", "Storing the pushes of a tick, waiting for a thread included."),
    ("batch", "batch_pushes", "Pushes stored in one transaction."),
    ("computation", "computation_seconds", "An analysis or a generation, waiting included."),
)


class BoardMetrics:
    def collect(self) -> Iterator[Metric]:
        now = census()
        yield from _live(now.rooms)
        yield from _carried(now.carrier)
        for attribute, name, about in _COUNTERS:
            yield CounterMetricFamily(f"eventstorm_{name}", about, getattr(counts, attribute))
        for attribute, name, about in _DISTRIBUTIONS:
            yield histogram(f"eventstorm_{name}", about, getattr(counts, attribute))
        yield _closes()
        yield GaugeMetricFamily("eventstorm_computations", "Asked for and not answered yet.", counts.computing)
        yield GaugeMetricFamily(
            "eventstorm_computing_memory_bytes", "Resident, of the processes that compute.", _beside()
        )


def _live(rooms: tuple[RoomCount, ...]) -> Iterator[Metric]:
    notes = [room.elements for room in rooms]
    outstanding = [room.outstanding for room in rooms]
    gauges = (
        ("rooms", "Boards that are live in this process.", len(rooms)),
        ("connections", "Sockets in rooms.", sum(room.clients for room in rooms)),
        ("people", "People in these rooms, of all processes.", sum(room.people for room in rooms)),
        ("pushes_waiting", "Pushes that wait for the next tick.", sum(room.queued for room in rooms)),
        ("room_notes", "Notes on live boards.", sum(notes)),
        ("room_notes_most", "Notes on the largest live board.", max(notes, default=0)),
        ("room_bytes", "Memory of live boards, estimated.", sum(notes) * NOTE_BYTES),
        ("room_bytes_most", "Memory of the largest live board, estimated.", max(notes, default=0) * NOTE_BYTES),
        ("outbox_bytes", "Sent to browsers and not taken yet.", sum(outstanding)),
        ("outbox_bytes_most", "The same, of the client that is behind most.", _furthest_behind(rooms)),
        ("outbox_limit_bytes", "What a client may be behind before it is closed with 4008.", OUTBOX_BYTES),
    )
    for name, about, value in gauges:
        yield GaugeMetricFamily(f"eventstorm_{name}", about, value)


def _carried(carrier: CarrierCount) -> Iterator[Metric]:
    yield GaugeMetricFamily("eventstorm_carrier_connected", "1: other processes hear this one.", carrier.connected)
    messages = CounterMetricFamily(
        "eventstorm_carrier_messages", "Messages between processes, by what became of them.", labels=["became"]
    )
    for name in ("sent", "taken", "dropped", "unreadable"):
        messages.add_metric([name], getattr(carrier, name))
    yield messages


def _furthest_behind(rooms: tuple[RoomCount, ...]) -> int:
    return max((room.furthest_behind for room in rooms), default=0)


def _closes() -> Metric:
    closes = CounterMetricFamily("eventstorm_closes", "Sockets that ended, by closing code.", labels=["code"])
    told: dict[str, int] = {}
    for code, count in list(counts.closes.items()):
        name = str(code) if code in _CODES else "other"
        told[name] = told.get(name, 0) + count
    for name, count in told.items():
        closes.add_metric([name], count)
    return closes


def _beside() -> int:
    """Bytes of the processes started by this one."""
    total = 0
    for process in multiprocessing.active_children():
        try:
            resident = Path(f"/proc/{process.pid}/statm").read_text().split()[1]
        except (OSError, IndexError):
            continue  # it has ended, or this is no Linux
        total += int(resident) * resource.getpagesize()
    return total
