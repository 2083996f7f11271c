"""Retention and archives beside other people's transactions. Run by test_retention_on_postgres.py, on PostgreSQL."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone

from boards.archive import NotOneMoment, archive_board, archive_everything, restore_board
from boards.models import AuditEntry, Board, Member
from boards.pushing import push_now
from boards.retention import Terms, retain

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30  # seconds


def elsewhere(work: Callable[[], Any]) -> Any:
    """What `work` gives on a connection of its own; what it raises is raised here."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        except Exception as error:
            found.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(PATIENCE)
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_board_that_somebody_opens_while_it_is_archived_stays(alice, tmp_path: Path):
    terms = Terms(100, 30, 365, tmp_path)
    list(retain(terms, timezone.now() + timedelta(days=101)))
    end = timezone.now() + timedelta(days=132)
    told: list[str] = []

    def run() -> None:
        told.extend(retain(terms, end))
        connections.close_all()

    with transaction.atomic():
        Member.objects.filter(pk=alice.member.id).update(seen=end)
        running = threading.Thread(target=run)
        running.start()
        until(waits_for_a_lock)
        assert [path.name for path in tmp_path.iterdir()] == [f"{alice.board}.evs"], "it was archived before"
    running.join(PATIENCE)
    assert told == [f"Board {alice.board} was opened just now and stays."]
    assert Board.objects.filter(pk=alice.board).exists()
    assert not list(tmp_path.iterdir()), "no archive of a board that lives"
    assert not AuditEntry.objects.filter(action="board expired").exists()


def test_an_archive_within_an_open_transaction_is_whole_and_holds_up_who_writes_to_the_board(alice, note):
    stream = io.BytesIO()
    with transaction.atomic():
        push_now(alice.member, [note("n1")])
        archive_board(alice.board, stream)
        push_now(alice.member, [note("n2")])  # one's own transaction may go on

        def write() -> None:
            with transaction.atomic():
                list(Board.objects.select_for_update(nowait=True).filter(pk=alice.board))

        with pytest.raises(OperationalError):
            elsewhere(write)
    stream.seek(0)
    assert restore_board(stream, "again").revision == 1


def test_a_backup_of_everything_within_an_open_transaction_is_refused_before_it_begins(alice):
    stream = io.BytesIO()
    with pytest.raises(NotOneMoment, match=r"outside, by: manage\.py backup FILE"), transaction.atomic():
        archive_everything(stream)
    assert not stream.getvalue()
    assert Board.objects.filter(pk=alice.board).exists()
    assert archive_everything(stream) > 0, "outside it is made"


def test_within_a_transaction_of_one_moment_it_is_made(alice):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert archive_everything(io.BytesIO()) > archive_board(alice.board, io.BytesIO()) > 0
