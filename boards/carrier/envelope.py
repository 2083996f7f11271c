"""Messages as bytes: sealed JSON, bounded, and read as if anybody could have written it.

The seal (HMAC with a key from SECRET_KEY, which all processes share) keeps out whoever can reach Redis and not the
server. The shape is checked all the same: while processes are replaced, an older and a newer one talk to each other.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from boards import protocol
from boards.carrier.messages import Beat, Gone, Look, Message, Moved, News, Roster, Who
from boards.permissions import Role
from modeling import limits

Json = dict[str, Any]

VERSION = 1
LARGEST = 4 * 1024 * 1024  # bytes; a roster of a thousand people who have all selected and typed is smaller
ENTRIES = 5_000
PEOPLE = 5_000
_NAME = 12  # bytes of the process's id
_SEAL = 32  # bytes of SHA-256
_STORABLE = 2**53


class Unreadable(ValueError):
    """What came is no message of ours."""


def seal_key() -> bytes:
    return salted_hmac("eventstorm.carrier", "seal", algorithm="sha256").digest()


def write(message: Message, process: str, key: bytes) -> bytes:
    """What goes over the wire; `process`, an id of 12 characters, tells who need not read it."""
    body = {"v": VERSION, "kind": _KINDS[type(message)]}
    body |= {name: getattr(message, name) for name in type(message).__slots__}
    text = process.encode("ascii") + json.dumps(body, separators=(",", ":")).encode("ascii")
    return text[:_NAME] + hmac.digest(key, text, "sha256") + text[_NAME:]


def read(data: bytes, process: str, key: bytes) -> Message | None:
    """The message; None for one's own. Raises `Unreadable`."""
    if not _NAME + _SEAL < len(data) <= LARGEST:
        raise Unreadable("too short or too long")
    name, seal, text = data[:_NAME], data[_NAME : _NAME + _SEAL], data[_NAME + _SEAL :]
    if name == process.encode("ascii"):
        return None
    if not hmac.compare_digest(seal, hmac.digest(key, name + text, "sha256")):
        raise Unreadable("the seal does not fit: another SECRET_KEY, or somebody else's message")
    try:
        raw = json.loads(text)
        _expect(raw["v"] == VERSION)
        return _READERS[raw["kind"]](raw | {"from": name.decode("ascii")})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, protocol.BadFrame) as error:
        raise Unreadable(f"not a message of version {VERSION}: {type(error).__name__}") from None


def _expect(holds: bool) -> None:
    if not holds:
        raise Unreadable("a part is not as it should be")


def _news(raw: Json) -> News:
    before, after, entries, stamps = _count(raw["before"]), _count(raw["after"]), raw["entries"], raw["stamps"]
    _expect(before < after and len(entries) == len(stamps) in (0, after - before) and len(entries) <= ENTRIES)
    for number, (entry, stamp) in enumerate(zip(entries, stamps, strict=True), before + 1):
        _expect(entry["revision"] == number and set(entry) == {"revision", "author", "push", "op", "at"})
        _expect(isinstance(entry["op"], dict) and all(_is_text(entry[name], 100) for name in ("author", "push", "at")))
        _expect(all(_is_stamp(value) for value in stamp.values()))
    return News(before, after, tuple(entries), tuple(stamps))


def _is_stamp(value: object) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) == 2 and _count(value[0]) >= 0 and _is_text(value[1], 100)
    )


def _moved(raw: Json) -> Moved:
    left = raw["left"]
    _expect(isinstance(left, list) and len(left) <= PEOPLE and all(_is_text(member, 20) for member in left))
    return Moved(_sender(raw), _count(raw["number"]), _people(raw["people"]), tuple(left))


def _people(raw: object) -> tuple[Json, ...]:
    _expect(isinstance(raw, list) and len(raw) <= PEOPLE)
    return tuple(_person(person) for person in raw)  # type: ignore[attr-defined]


def _person(raw: Json) -> Json:
    _expect("id" in raw)
    for key, value in raw.items():
        holds = _PERSON.get(key)
        _expect(holds is not None and (holds(value) or (value is None and key in protocol.PRESENCE)))
    return raw


def _sender(raw: Json) -> str:
    _expect(_is_text(raw["sender"], 40) and raw["sender"].startswith(f"{raw['from']}."))
    return str(raw["sender"])


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _count(value: object) -> int:
    _expect(isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _STORABLE)
    return int(value)  # type: ignore[call-overload, no-any-return]


_KINDS: Mapping[type, str] = {
    News: "news", Moved: "moved", Roster: "roster", Beat: "beat", Gone: "gone", Who: "who", Look: "look",
}  # fmt: skip
_PERSON: Mapping[str, Callable[[object], bool]] = {
    "id": lambda value: _is_text(value, 20),
    "name": lambda value: _is_text(value, limits.NAME),
    "colour": lambda value: _is_text(value, 20),
    "role": lambda value: value in [role.value for role in Role],
    **protocol.PRESENCE,
}
_READERS: Mapping[str, Callable[[Json], Message]] = {
    "news": _news,
    "moved": _moved,
    "roster": lambda raw: Roster(_sender(raw), _count(raw["number"]), _people(raw["people"])),
    "beat": lambda raw: Beat(_sender(raw), _count(raw["number"])),
    "gone": lambda raw: Gone(_sender(raw)),
    "who": lambda raw: Who(),
    "look": lambda raw: Look(),
}
