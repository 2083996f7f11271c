"""The three people of the boards' tests, and attackers among them."""

from tests.boards.conftest import alice, board, bob, charlie, note, sockets

__all__ = ["alice", "board", "bob", "charlie", "note", "sockets"]
