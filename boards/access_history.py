"""A board's audit log as its owners read it: who did what, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.audit import Action, Noted, entries_of
from boards.models import Member
from boards.people import Membership

Json = dict[str, Any]
Name = Callable[[object], str]
SHOWN = 50  # entries on one page
_ISOLATE, _END = "\u2068", "\u2069"  # a name written from right to left turns nothing around it

#: What follows the name of whoever did it. Details are ids, roles and numbers; entries of older versions may lack some.
SENTENCES: Mapping[str, Callable[[Json, Name], str]] = {
    Action.BOARD_MADE.value: lambda told, name: "made the board",
    Action.BOARD_DELETED.value: lambda told, name: "deleted the board",
    Action.BOARD_ARCHIVED.value: lambda told, name: "took an archive of the whole board",
    Action.BOARD_RESTORED.value: lambda told, name: "restored the board from an archive",
    Action.BOARD_EXPIRING.value: lambda told, name: (
        f"warned that it deletes the board in {told.get('days', 'some')} days, unless somebody opens it"
    ),
    Action.BOARD_EXPIRED.value: lambda told, name: "deleted the board, which nobody had opened for long",
    Action.JOINED.value: lambda told, name: f"joined as {told.get('role', 'a member')}{_by_link(told)}",
    Action.LEFT.value: lambda told, name: "left the board",
    Action.ROLE_CHANGED.value: lambda told, name: _role_changed(told, name),
    Action.MEMBER_REMOVED.value: lambda told, name: f"took {name(told.get('whom'))} off the board",
    Action.LINK_MADE.value: lambda told, name: f"made {_link(told)} for {told.get('role', 'member')}s",
    Action.LINK_ROTATED.value: lambda told, name: f"replaced {_link(told)} by a new address",
    Action.LINK_REVOKED.value: lambda told, name: (
        f"revoked {_link(told)}{', and took off who came by it' if told.get('and_remove') else ''}"
    ),
    Action.RELEASE_SIGNED.value: lambda told, name: f"signed release {told.get('number', '')}".strip(),
    Action.GENERATED.value: lambda told, name: "downloaded the generated files",
    Action.TEXTS_REDACTED.value: lambda told, name: (
        f"took the words of somebody who was deleted out of {told.get('entries', 'some')} changes"
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`who`: a name, or what stands for somebody without one; `colour` is "" for them. `near`: an address without its
    last part."""

    number: int
    at: datetime
    who: str
    colour: str
    me: bool
    what: str
    near: str


def lines_of(by: Membership, before: int | None = None) -> tuple[list[Line], int | None]:
    """At most `SHOWN` lines, the last first, and the number before which there are more; for owners."""
    entries = entries_of(by, before)
    shown = entries[:SHOWN]
    people = _people(by.board, shown)

    def name(member: object) -> str:
        found = people.get(str(member))
        return f"{_ISOLATE}{found[0]}{_END}" if found else f"a former member ({str(member)[:4]})"

    lines = [_line(entry, people, name, by) for entry in shown]
    return lines, shown[-1].number if len(entries) > len(shown) else None


def _line(entry: Noted, people: Mapping[str, tuple[str, str]], name: Name, by: Membership) -> Line:
    who, colour = people.get(entry.member, ("", ""))
    if not who:
        who = name(entry.member).capitalize() if entry.member else "The server"
    sentence = SENTENCES.get(entry.action)
    what = sentence(entry.details, name) if sentence else entry.action
    return Line(entry.number, entry.at, who, colour, entry.member == by.id, what, entry.address)


def _people(board: str, entries: Sequence[Noted]) -> dict[str, tuple[str, str]]:
    """Name and colour by id, of those who are still on the board."""
    named = {entry.member for entry in entries} | {str(entry.details.get("whom", "")) for entry in entries}
    rows = Member.objects.filter(board_id=board, pk__in=named - {""}).values_list("pk", "name", "colour")
    return {pk: (name, colour) for pk, name, colour in rows}


def _link(told: Json) -> str:
    return f"link {told['link']}" if "link" in told else "a link"


def _by_link(told: Json) -> str:
    return f" by {_link(told)}" if "link" in told else ""


def _role_changed(told: Json, name: Name) -> str:
    whom, after = name(told.get("whom")), told.get("after", "something else")
    if told.get("hand_over") and after == "owner":
        return f"handed the board over to {whom}"
    before = f" (was {told['before']})" if told.get("before") else ""
    article = "an" if str(after)[:1] in "aeiou" else "a"
    return f"made {whom} {article} {after}{before}"
