"""Who is here, told: to the browsers of this room in one frame a tick, to the board's other rooms in one message."""

from __future__ import annotations

from collections.abc import Iterable

from boards import protocol
from boards.carrier import Beat, Gone, Line, Moved, Roster, Who
from boards.clients import Client
from boards.peers import Peers
from boards.presence import Presence

BEAT_SECONDS = 3.0  # between signs of life to the other rooms


class Attendance:
    """`now` is the event loop's time in seconds."""

    def __init__(self, line: Line) -> None:
        self.presence = Presence()
        self._peers = Peers(self.presence)
        self._line = line
        self._told = 0  # messages to the other rooms, for those who count whether one is missing
        self._asked = False
        self._beaten = float("-inf")

    @property
    def beat_due(self) -> float:
        """When the next sign of life is due."""
        return self._beaten + BEAT_SECONDS

    def begin(self) -> None:
        """Messages arrive from now on; what was told before is missing."""
        self._asked = True
        self._line.send(Who())

    def hear(self, message: Moved | Roster | Beat | Gone | Who, now: float) -> bool:
        """What another room says; whether there is something to do about it."""
        if isinstance(message, Who):
            self._asked = True
            return True
        self._peers.hear(message, now)
        return not isinstance(message, Beat) or self._peers.missing

    def tell(self, clients: Iterable[Client], now: float) -> None:
        """Everybody hears what changed since the last time."""
        self._peers.expire(now)
        people, left = self.presence.take()
        if people or left:
            frame = protocol.presence(people, left)
            only = people[0]["id"] if len(people) == 1 and not left else None
            for client in clients:
                if client.member.id != only:
                    client.outbox.put(frame)
        self._tell_others(now)

    def end(self) -> None:
        """This room's people are not here any more."""
        self._line.send(Gone(self._line.sender))

    def _tell_others(self, now: float) -> None:
        sender = self._line.sender
        people, left = self.presence.take_own()
        if people or left:
            self._told += 1
            self._line.send(Moved(sender, self._told, people, left))
        if self._asked:
            self._asked = False
            self._line.send(Roster(sender, self._told, self.presence.own()))
        if self._peers.to_ask(now):
            self._line.send(Who())
        if now >= self.beat_due:
            self._beaten = now
            self._line.send(Beat(sender, self._told))
