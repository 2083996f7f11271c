"""What rooms of one board tell each other. `sender` names one room of one process, and is new when the room is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """The board went from revision `before` to `after`, committed. With its entries as on the wire to browsers, each
    with the stamps that a replay puts; without them where they would be large: then it says that there is news."""

    before: int
    after: int
    entries: tuple[Json, ...] = ()
    stamps: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Presence: of the sender's people those keys that changed, and who has no connection there any more. A sender
    numbers these one after another."""

    sender: str
    number: int
    people: tuple[Json, ...]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """All of the sender's people as they are after its `Moved` of that number."""

    sender: str
    number: int
    people: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """The sender is there and has told up to that number."""

    sender: str
    number: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The sender's room has ended, and with it all its connections."""

    sender: str


@dataclass(frozen=True, slots=True)
class Who:
    """Everybody else is to send a `Roster`."""


@dataclass(frozen=True, slots=True)
class Look:
    """Something about the board changed that the log does not tell: a role, a member, its being there at all."""


@dataclass(frozen=True, slots=True)
class Listening:
    """From the carrier itself: what is sent from now on arrives. What was sent before may not have."""


Message = News | Moved | Roster | Beat | Gone | Who | Look | Listening
