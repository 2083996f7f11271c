"""The rooms of the same board in other processes: what they tell of their people, and which of them are dead.

A sender numbers what it tells. What does not follow is a sign that something was lost: then it is asked for all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from boards.carrier import Beat, Gone, Moved, Roster
from boards.presence import Json, Presence

SILENT_SECONDS = 10.0  # a process that is not heard for so long is dead, or cannot be reached: its people are not here
ASK_SECONDS = 1.0  # between two questions for everybody
MOST = 200  # processes; more do not serve one board


@dataclass(slots=True)
class _Peer:
    number: int
    heard: float
    whole: bool = False  # a roster came, and nothing is missing since


class Peers:
    """Puts into the room's presence what other rooms tell; `now` is the loop's time in seconds."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._peers: dict[str, _Peer] = {}
        self._asked = float("-inf")

    def __len__(self) -> int:
        return len(self._peers)

    def hear(self, message: Moved | Roster | Beat | Gone, now: float) -> None:
        sender = message.sender
        if isinstance(message, Gone):
            self._forget(sender)
            return
        peer = self._peers.get(sender)
        if peer is None:
            if len(self._peers) >= MOST:
                return
            # What is told first is complete only if it is the first thing that was ever told.
            peer = self._peers[sender] = _Peer(0, now, whole=True)
        peer.heard = now
        match message:
            case Moved(number=number, people=people, left=left):
                self._moved(sender, peer, number, people, left)
            case Roster(number=number, people=people):
                if number >= peer.number:
                    present = {person["id"] for person in people}
                    self._presence.withdraw(sender, [one for one in self._presence.at(sender) if one not in present])
                    self._presence.put(sender, people)
                    peer.number, peer.whole = number, True
            case Beat(number=number):
                if number > peer.number:
                    peer.number, peer.whole = number, False

    def _moved(self, sender: str, peer: _Peer, number: int, people: tuple[Json, ...], left: tuple[str, ...]) -> None:
        if number <= peer.number:
            return  # doubled or late
        peer.whole = peer.whole and number == peer.number + 1
        peer.number = number
        self._presence.withdraw(sender, left)
        self._presence.put(sender, people)

    @property
    def missing(self) -> bool:
        """Whether some of them told what did not arrive."""
        return not all(peer.whole for peer in self._peers.values())

    def to_ask(self, now: float) -> bool:
        """Whether something is missing, and it is time to ask for it."""
        if now - self._asked < ASK_SECONDS or not self.missing:
            return False
        self._asked = now
        return True

    def expire(self, now: float) -> None:
        """People of processes that have died are not here any more."""
        for sender in [sender for sender, peer in self._peers.items() if now - peer.heard > SILENT_SECONDS]:
            self._forget(sender)

    def _forget(self, sender: str) -> None:
        if self._peers.pop(sender, None) is not None:
            self._presence.withdraw(sender, self._presence.at(sender))
