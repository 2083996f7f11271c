"""What each kind of schema change means for readers, in one table.

`backward`: a reader with the new schema understands old messages. `forward`: a reader with the old schema understands
new messages. Sources: Avro specification 1.11, "Schema Resolution", confirmed by encoding and decoding; JSON Schema for
tolerant readers, who ignore fields that they do not know (where the schema is closed, they may not).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

Verdict = tuple[bool, bool]


class Family(str, Enum):
    """Whose rules of reading apply. JSON_CLOSED: `additionalProperties` is false on the side that must not see more.
    BOARD: the model itself, whose messages travel as Avro and as JSON, so that both must agree."""

    AVRO = "avro"
    JSON = "json"
    JSON_CLOSED = "json_closed"
    BOARD = "board"


class Mode(str, Enum):
    """What a change must keep. The _TRANSITIVE forms ask it of every earlier version, not only of the last."""

    BACKWARD = "BACKWARD"
    BACKWARD_TRANSITIVE = "BACKWARD_TRANSITIVE"
    FORWARD = "FORWARD"
    FORWARD_TRANSITIVE = "FORWARD_TRANSITIVE"
    FULL = "FULL"
    FULL_TRANSITIVE = "FULL_TRANSITIVE"
    NONE = "NONE"

    @property
    def transitive(self) -> bool:
        return self.name.endswith("_TRANSITIVE")

    def allows(self, backward: bool, forward: bool) -> bool:
        needs = self.name.removesuffix("_TRANSITIVE")
        return (backward or needs not in ("BACKWARD", "FULL")) and (forward or needs not in ("FORWARD", "FULL"))


@dataclass(frozen=True, slots=True)
class Rule:
    """`avro`, `json` and `closed` are (backward, forward); None: cannot happen there. `says` may use {what}."""

    change: str
    says: str
    avro: Verdict | None
    json: Verdict | None
    closed: Verdict | None = None  # None: as `json`
    instead: str = ""  # what to do where it breaks something

    def verdict(self, family: Family) -> Verdict:
        """Raises `LookupError` where the family has no such change."""
        if family is Family.BOARD:
            known = [verdict for verdict in (self.avro, self.json) if verdict is not None]
            return all(backward for backward, _ in known), all(forward for _, forward in known)
        found = {Family.AVRO: self.avro, Family.JSON: self.json, Family.JSON_CLOSED: self.closed or self.json}[family]
        if found is None:
            raise LookupError(f"“{self.change}” does not happen in {family.value}.")
        return found


BOTH, BACK, AHEAD, NEITHER = (True, True), (True, False), (False, True), (False, False)

_GIVE_A_DEFAULT = "Make it optional, so that a missing value has a default."
_NEW_TYPE = "Publish a new event type beside the old one until nobody reads that any more."
_DEPRECATE = "Keep it until every reader has the new schema, then remove it."
_ENUM_DEFAULT = "Give the enumeration a default symbol, or let readers have the new schema first."
_READERS_FIRST = "Let every reader have the new schema before a writer uses it."

_TABLE = (
    Rule("field_added_optional", "{what} was added, optional.", BOTH, BOTH, closed=BACK, instead=_READERS_FIRST),
    Rule(
        "field_added_required", "{what} was added without a default.", AHEAD, AHEAD, NEITHER, instead=_GIVE_A_DEFAULT
    ),
    Rule("field_removed_optional", "{what}, which was optional, was removed.", BOTH, BOTH, AHEAD, instead=_DEPRECATE),
    Rule("field_removed_required", "{what}, which was required, was removed.", BACK, BACK, NEITHER, instead=_DEPRECATE),
    Rule(
        "field_renamed_with_alias",
        "{what} and has the old name as an alias.",
        BACK,
        None,
        instead="Add a field and fill both until every reader knows the new one.",
    ),
    Rule(
        "field_renamed",
        "{what}.",
        NEITHER,
        NEITHER,
        instead="Add a field and fill both until every reader knows the new one.",
    ),
    Rule("type_widened", "{what}, which holds more.", BACK, BACK, instead=_READERS_FIRST),
    Rule("type_narrowed", "{what}, which holds less.", AHEAD, AHEAD, instead=_NEW_TYPE),
    Rule("type_changed", "{what}.", NEITHER, NEITHER, instead=_NEW_TYPE),
    Rule("string_bytes", "{what}; both have the same bytes.", BOTH, None),
    Rule("logical_type_changed", "{what}; the same bytes would mean something else.", NEITHER, None, instead=_NEW_TYPE),
    Rule("enum_symbol_added", "{what} was added, and old readers have no default for it.", BACK, BACK,
         instead=_ENUM_DEFAULT),
    Rule("enum_symbol_removed", "{what} was removed, and there is no default for old messages.", AHEAD, AHEAD,
         instead=_ENUM_DEFAULT),
    Rule("enum_symbol_added_with_default", "{what} was added; old readers take their default.", BOTH, None),
    Rule("enum_symbol_removed_with_default", "{what} was removed; new readers take their default.", BOTH, None),
    Rule("made_nullable", "{what} may be null now.", BACK, BACK, instead=_READERS_FIRST),
    Rule("made_non_null", "{what} may not be null any more.", AHEAD, AHEAD, instead=_READERS_FIRST),
    Rule("branch_added", "{what} was added to the union.", BACK, BACK, instead=_READERS_FIRST),
    Rule("branch_removed", "{what} was removed from the union.", AHEAD, AHEAD, instead=_READERS_FIRST),
    Rule("reordered", "The sequence of {what} changed.", BOTH, None),
    Rule("default_added", "{what} has a default now.", BOTH, None),
    Rule("default_removed", "{what} has no default any more.", BOTH, None),
    Rule("made_required", "{what} is required now.", None, AHEAD, instead=_GIVE_A_DEFAULT),
    Rule("made_optional", "{what} is optional now.", None, BACK, instead=_READERS_FIRST),
    Rule("record_renamed_with_alias", "{what} and has the old name as an alias.", BACK, None, instead=_READERS_FIRST),
    Rule("record_renamed", "{what}.", NEITHER, None, instead="Keep the name, or give the record the old one as alias."),
    Rule("constraint_tightened", "{what} allows less now.", None, AHEAD, instead=_NEW_TYPE),
    Rule("constraint_loosened", "{what} allows more now.", None, BACK, instead=_READERS_FIRST),
    Rule("constraint_changed", "{what} allows something else now.", None, NEITHER, instead=_NEW_TYPE),
    Rule("closed", "{what} allows no further fields any more.", None, AHEAD, instead="Leave it open."),
    Rule("opened", "{what} allows further fields now.", None, BACK, instead=_READERS_FIRST),
    Rule("event_added", "{what} is new.", BOTH, BOTH),
    Rule("event_removed", "{what} is gone: whoever waits for it waits in vain.", BACK, BACK, instead=_DEPRECATE),
    Rule("event_renamed", "{what}: its readers know the old name only.", NEITHER, NEITHER, instead=_NEW_TYPE),
    Rule("event_moved", "{what}: its type and topic change.", NEITHER, NEITHER, instead=_NEW_TYPE),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType({rule.change: rule for rule in _TABLE})
