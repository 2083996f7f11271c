"""Alice owns a board, Bob came by a link, Charlie sees nothing; and real databases."""

from __future__ import annotations

from tests.boards.conftest import alice, board, bob, charlie, note, sockets
from tests.deploy.conftest import database, postgres, query, redis

__all__ = ["alice", "board", "bob", "charlie", "database", "note", "postgres", "query", "redis", "sockets"]
