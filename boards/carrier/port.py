"""The port: what a room may ask of whatever carries its messages. Nothing here waits or fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from boards.carrier.messages import Message
from boards.census import CarrierCount

#: Called on the event loop of the room that listens.
Take = Callable[[Message], None]


class Line(Protocol):
    """One room's end."""

    @property
    def sender(self) -> str:
        """Names this room among all of all processes."""

    def send(self, message: Message) -> None:
        """To all other rooms of the board, if it gets there."""

    def close(self) -> None:
        """No message is taken any more."""


class Carrier(Protocol):
    """One per process; its methods are called from any thread."""

    def count(self) -> CarrierCount:
        """What went over it."""

    def listen(self, board: str, take: Take) -> Line:
        """To be called on the event loop on which `take` is to be called."""

    def send(self, board: str, message: Message) -> None:
        """To all rooms of the board, from somebody who is none."""

    def close(self) -> None:
        """Sends what can be sent within a moment and ends."""
