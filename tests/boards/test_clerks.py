"""The threads that work with the database: what one learns of a broken connection, all act on."""

from __future__ import annotations

import asyncio
import threading

import pytest
from django.db import OperationalError, connections

from boards.clerks import THREADS, Clerks, Ended

pytestmark = [pytest.mark.django_db(transaction=True)]


def connect():
    connections["default"].ensure_connection()


async def on_every_thread(clerks, work):
    """`work` on all threads at once: none takes two of them while the others wait."""
    together = threading.Barrier(THREADS)

    def waiting():
        together.wait(30)
        return work()

    return await asyncio.gather(*(clerks.do(waiting) for _ in range(THREADS)))


async def test_after_a_connection_broke_no_thread_uses_one_from_before():
    clerks = Clerks()
    await on_every_thread(clerks, connect)

    def break_down():
        raise OperationalError("the server closed the connection unexpectedly")

    with pytest.raises(OperationalError):
        await clerks.do(break_down)
    kept = await on_every_thread(clerks, lambda: connections["default"].connection)
    assert kept == [None] * THREADS
    await on_every_thread(clerks, connect)
    kept = await on_every_thread(clerks, lambda: connections["default"].connection)
    assert None not in kept, "and a new one is kept again"
    await clerks.close()


async def test_who_comes_after_the_end_is_told_so():
    clerks = Clerks()
    await clerks.close()
    with pytest.raises(Ended):
        await clerks.do(connect)
    clerks.leave(connect)
