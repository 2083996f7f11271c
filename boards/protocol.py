"""Frames of the live sync, JSON text on `/ws/boards/<id>/` (docs/protocol.md): reading what people send, writing what
they get. Written frames are ASCII, so that their length in bytes is their length in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from modeling import limits

Json = dict[str, Any]

PROTOCOL = 1
FRAME_BYTES = 1024 * 1024  # what a client may send at once
TRANSPORT_BYTES = 4 * FRAME_BYTES  # what a server should let through, so that a large push is refused with a sentence
PUSH_OPERATIONS = 5_000
PRESENCE_ITEMS = 200
_FARTHEST = 1e15  # board units; what a cursor may be away


class Close(IntEnum):
    """Why the server closed a socket; a client comes back after those that say so."""

    TOO_BIG = 1009
    RESTART = 1012  # the process ends; come back soon, to another one
    TRY_AGAIN = 1013  # the room's writer died, or the room is busy; come back
    COME_BACK = 4001  # role or membership changed; come back
    SILENT = 4007  # said no hello; come back and say it
    TOO_SLOW = 4008  # more than the outbox holds was not taken; come back and catch up
    FULL = 4013  # as many sockets as one room takes; come back later
    TOO_MANY = 4029  # more frames than a person makes; come back later
    NOT_FOUND = 4404  # no such board, or not a member


#: What goes along with a code where it does not explain itself; at most 123 bytes.
SENTENCES: Mapping[int, str] = {
    Close.FULL: "This board has as many open connections as it takes. It is tried again by itself.",
}


class BadFrame(ValueError):
    """A frame that cannot be understood; `push` is the id of the push it carries, if it can be told."""

    def __init__(self, reason: str, push: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.push = push


@dataclass(frozen=True, slots=True)
class Hello:
    """`revision`: what the client has; None for nothing."""

    revision: int | None


@dataclass(frozen=True, slots=True)
class PushFrame:
    """Raw operations, or the id of the push to take back."""

    id: str
    operations: tuple[object, ...]
    undo: str


@dataclass(frozen=True, slots=True)
class PresenceFrame:
    """Checked presence: only the keys that were sent."""

    state: Json


@dataclass(frozen=True, slots=True)
class Ping:
    pass


@dataclass(frozen=True, slots=True)
class Received:
    """The client took so many bytes more, or in all."""

    bytes: int


Frame = Hello | PushFrame | PresenceFrame | Ping | Received


def read_frame(text: str) -> Frame:
    """What a client sent; raises `BadFrame`."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):  # ValueError also for numbers of thousands of digits
        raise BadFrame("The frame is not JSON. Send one JSON object.") from None
    if not isinstance(raw, dict):
        raise BadFrame("A frame is a JSON object with a “type”.")
    read = _READERS.get(raw["type"]) if isinstance(raw.get("type"), str) else None
    if read is None:
        raise BadFrame(f"“{str(raw.get('type'))[:40]}” is not a type. Use one of: {', '.join(_READERS)}.")
    return read(raw)


def _hello(raw: Json) -> Hello:
    if raw.get("protocol", PROTOCOL) != PROTOCOL:
        raise BadFrame(f"This server speaks protocol {PROTOCOL}. Reload the page.")
    revision = raw.get("revision")
    if revision is not None and not _is_count(revision):
        raise BadFrame("“revision” is not a revision. Send a whole number, or leave it out.")
    return Hello(revision)


def expect_size(frame: Frame, size: int) -> None:
    """Raises `BadFrame` for a push over the limit, which a person can do in parts."""
    if size > FRAME_BYTES and isinstance(frame, PushFrame):
        raise BadFrame(f"The change is larger than {FRAME_BYTES // 2**20} MiB. Do it in several parts.", frame.id)


def read_push(raw: Json) -> PushFrame:
    """A push, from a socket or from REST; raises `BadFrame`."""
    identity = raw.get("id")
    if not isinstance(identity, str) or not 0 < len(identity) <= limits.IDENTIFIER or not _is_storable(identity):
        raise BadFrame(f"A push needs an “id” of 1 to {limits.IDENTIFIER} characters, made by the client.")
    undo = raw.get("undo", "")
    if not isinstance(undo, str) or len(undo) > limits.IDENTIFIER or not _is_storable(undo):
        raise BadFrame("“undo” is not the id of a push.", identity)
    operations = raw.get("operations", [])
    if not isinstance(operations, list) or bool(operations) == bool(undo):
        raise BadFrame("A push carries “operations”, an array, or “undo”, the id of a push.", identity)
    if len(operations) > PUSH_OPERATIONS:
        raise BadFrame(f"A push holds at most {PUSH_OPERATIONS} operations. Send several.", identity)
    return PushFrame(identity, tuple(operations), undo)


def _presence(raw: Json) -> PresenceFrame:
    state = {}
    for key, check in PRESENCE.items():
        if key in raw:
            if raw[key] is not None and not check(raw[key]):
                raise BadFrame(f"“{key}” of a presence is not as docs/protocol.md says.")
            state[key] = raw[key]
    return PresenceFrame(state)


def _received(raw: Json) -> Received:
    if not _is_count(raw.get("bytes")):
        raise BadFrame("“bytes” is not a number of bytes.")
    return Received(raw["bytes"])


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_storable(text: str) -> bool:
    """Neither NUL nor half a character: no database takes them."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _is_number(value: object) -> bool:
    """Compared rather than converted: a whole number may be too long for a float. NaN compares as false."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _FARTHEST


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_is_number(part) for part in value)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= limits.IDENTIFIER


def _is_cursor(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"x", "y"} and all(map(_is_number, value.values()))


def _is_selection(value: object) -> bool:
    return isinstance(value, list) and len(value) <= PRESENCE_ITEMS and all(map(_is_id, value))


def _is_dragging(value: object) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= PRESENCE_ITEMS
        and all(_is_id(key) and _is_point(place) for key, place in value.items())
    )


def _is_typing(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"id", "text"}
        and _is_id(value["id"])
        and isinstance(value["text"], str)
        and len(value["text"]) <= limits.LABEL
    )


#: Keys of a presence, and what each may hold but null.
PRESENCE: Mapping[str, Callable[[object], bool]] = {
    "cursor": _is_cursor,
    "selection": _is_selection,
    "dragging": _is_dragging,
    "typing": _is_typing,
}
_READERS: Mapping[str, Callable[[Json], Frame]] = {
    "hello": _hello,
    "push": read_push,
    "presence": _presence,
    "ping": lambda _: Ping(),
    "received": _received,
}


def hello(revision: int, member: Json, capabilities: Sequence[str], people: Iterable[Json]) -> str:
    return _write(
        "hello",
        protocol=PROTOCOL,
        revision=revision,
        member=member,
        capabilities=list(capabilities),
        people=list(people),
    )


def operations(before: int, entries: Sequence[Json]) -> str:
    """Entries that follow revision `before`; `from` and `to` are the first and last of them."""
    return _write("operations", **{"from": before + 1, "to": before + len(entries)}, entries=list(entries))


def snapshot(url: str, revision: int) -> str:
    return _write("snapshot", url=url, revision=revision)


def ack(push: str, revision: int, skipped: Sequence[str]) -> str:
    return _write("ack", id=push, revision=revision, **({"skipped": list(skipped)} if skipped else {}))


def refuse(push: str, reason: str, where: str = "") -> str:
    return _write("refuse", id=push, reason=reason, where=where)


def presence(people: Iterable[Json], left: Iterable[str]) -> str:
    return _write("presence", people=list(people), left=list(left))


def pong() -> str:
    return _write("pong")


def _write(kind: str, **parts: Any) -> str:
    return json.dumps({"type": kind, **parts}, separators=(",", ":"))
