"""Boards loaded from the database: the newest snapshot and the operations after it.

A few boards are kept per process; a kept one is brought up to date by the operations stored since, so that reading a
board of ten thousand notes again costs a query.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from django.db import transaction

from boards.errors import Missing
from boards.live import LiveBoard
from boards.log import told_since, wire_entry
from boards.metrics import counts
from boards.models import Board, Snapshot
from boards.snapshots import pack, unpack
from modeling import document
from modeling.operations import Stamps

Json = dict[str, Any]
_KEPT = 8
_kept: OrderedDict[str, LiveBoard] = OrderedDict()
_lock = threading.Lock()

#: Snapshots kept beside that at revision 0.
_SNAPSHOTS = 2


def load(board_id: str) -> LiveBoard:
    """The board as stored; raises `Missing`."""
    edition = Board.objects.filter(pk=board_id).values_list("edition", flat=True).first()  # before what it is of
    snapshot = Snapshot.objects.filter(board_id=board_id).order_by("-revision").first()
    if snapshot is None:
        raise Missing("There is no such board.", f"boards/{board_id[:60]}", "Check the address.")
    stamps = Stamps.from_json(unpack(snapshot.stamps))
    live = LiveBoard(board_id, document.restore(unpack(snapshot.document)), stamps, snapshot.revision)
    live.snapshot, live.edition = snapshot.revision, edition or 0
    catch_up(live)
    return live


def catch_up(live: LiveBoard) -> list[Json]:
    """Applies what the database holds beyond the board's revision; its entries as on the wire. Needs no lock:

    an operation's row becomes visible with its commit, which the lock of the board's row puts after the commit of the
    one before. So whatever a SELECT sees is the log up to some revision, without a hole; also at READ COMMITTED, where
    each sees what was committed before it began.
    """
    entries = []
    for row in told_since(live.id, live.revision):
        live.replay(row.revision, row.payload, row.after)
        entries.append(wire_entry(row))
    return entries


def current(board_id: str) -> LiveBoard:
    """A copy of the board as it is now, the caller's own; raises `Missing`."""
    with _lock:
        live = _kept.pop(board_id, None)
    try:
        if live is None or not _is_of(live):
            live = load(board_id)
        else:
            catch_up(live)
    except ValueError:  # another board of that id, made anew
        live = load(board_id)
    copy = live.copy()
    with _lock:
        _kept[board_id] = live
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return copy


def _is_of(live: LiveBoard) -> bool:
    """Whether the log in the database may still go on from there."""
    return Board.objects.filter(pk=live.id, revision__gte=live.revision, edition=live.edition).exists()


def forget(board_id: str = "") -> None:
    """Drops what is kept of a board, or of all."""
    with _lock:
        if board_id:
            _kept.pop(board_id, None)
        else:
            _kept.clear()


def store_snapshot(live: LiveBoard) -> None:
    """Keeps the board's state as a snapshot and lets go of older ones (never of that at revision 0)."""
    packed = {"document": pack(document.write(live.model)), "stamps": pack(live.stamps.to_json())}
    with transaction.atomic():
        same = Board.objects.select_for_update().filter(pk=live.id, edition=live.edition)
        if not same.exists():  # the log was rewritten since, and this holds what is to be forgotten
            return
        Snapshot.objects.get_or_create(board_id=live.id, revision=live.revision, defaults=packed)
    counts.snapshots_stored += 1
    counts.snapshot_stored_bytes += sum(map(len, packed.values()))
    _let_go_of_old_snapshots(live.id)


def _let_go_of_old_snapshots(board_id: str) -> None:
    """Goes by revision and not by row: a newer snapshot that another thread keeps meanwhile is not an old one."""
    snapshots = Snapshot.objects.filter(board_id=board_id)
    newest = list(snapshots.order_by("-revision").values_list("revision", flat=True)[:_SNAPSHOTS])
    snapshots.filter(revision__gt=0, revision__lt=newest[-1]).delete()
