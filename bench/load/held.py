"""Committed before it is broadcast: while PostgreSQL lets no commit finish, nobody hears of a change.

PostgreSQL waits with every commit for a standby that does not exist: what is stored is on its disk, and no other
session sees it. Whoever told people before the commit was done would tell them now.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.load import servers, traffic
from bench.load.shapes import HELD
from bench.table import Row
from tools.stack import Postgres

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


def rows() -> Iterator[Row]:
    waiting = 0
    with servers.eventstorm() as server:
        assert server.postgres is not None
        postgres = server.postgres

        def let_go() -> None:
            nonlocal waiting
            waiting = int(postgres.sql(_WAITING))
            _tell(postgres, "RESET synchronous_standby_names")

        outcome = traffic.run(server, HELD, {"begin": lambda: _hold(postgres), "held": let_go})
    held = outcome.told["held"]
    sent = held["sent"]
    yield Row("changes sent while no commit could finish", sent, "", 1, "at least")
    yield Row("– transactions that waited for it", waiting, "", 1, "the room's")
    yield Row("– what anybody heard of those changes", held["early"], "", sent, "sent", "aim 0")
    yield Row("– delivered to everybody once it could", outcome.delivered * 100, "%", 100, "all of them")


def _hold(postgres: Postgres) -> None:
    _tell(postgres, "SET synchronous_standby_names = 'nobody'")


def _tell(postgres: Postgres, setting: str) -> None:
    postgres.sql(f"ALTER SYSTEM {setting}")
    postgres.sql("SELECT pg_reload_conf()")
    time.sleep(1.0)  # every process of the server reads it when it comes around to it
