"""What is live in this process, counted: for whoever watches it (`boards.lobby.census()`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoomCount:
    """One room. `people` are those of all processes, `clients` this one's connections; `queued` pushes wait for the
    next tick; `outstanding` bytes were sent and not yet taken, `furthest_behind` of them by one client; `elements` are
    on the board."""

    board: str
    revision: int
    clients: int
    people: int
    queued: int
    outstanding: int
    furthest_behind: int
    elements: int


@dataclass(frozen=True, slots=True)
class CarrierCount:
    """Messages between processes since the start; `dropped`: not sent, for want of a Redis or of room; `unreadable`:
    came and were not ours. `connected`: whether other processes hear us now, as far as one can know."""

    connected: bool = True
    sent: int = 0
    taken: int = 0
    dropped: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Census:
    """The rooms of this process, and its word with others."""

    rooms: tuple[RoomCount, ...]
    carrier: CarrierCount = CarrierCount()
